//! What has which usage.

use hc_cdk::{data::DataClass, usage::Metered, value::Json};

use super::{
    Calls, CapacityUnits, DataEvents, EndpointGb, KeptLogsGb, LoadUnits, LoggedGb, Metrics, Minutes, NatGb, Reads,
    Requests, SentGb, StoredGb, Writes,
};
use crate::{
    audit::Trail,
    compute::{Lambda, Service, Worker},
    database::Database,
    delivery::Delivery,
    edge::{Api, Endpoint, WebsiteHandle},
    keys::Key,
    messages::{Events, Messages, Notices},
    network::Network,
    storage::{Bucket, Files, Table},
};

/// That a handle has these usages; the value refers to what is paid for.
macro_rules! metered {
    ($(<$($parameter:ident: $bound:ident),*> $handle:ty: $($usage:ident)*, $value:expr;)*) => {
        $(metered!(@each <$($parameter: $bound),*> $handle, $value, $($usage)*);)*
    };
    (@each <$($parameter:ident: $bound:ident),*> $handle:ty, $value:expr, ) => {};
    (@each <$($parameter:ident: $bound:ident),*> $handle:ty, $value:expr, $usage:ident $($rest:ident)*) => {
        impl<$($parameter: $bound),*> Metered<$usage> for $handle {
            fn metered(&self) -> Json {
                let value: fn(&Self) -> Json = $value;
                value(self)
            }
        }
        metered!(@each <$($parameter: $bound),*> $handle, $value, $($rest)*);
    };
}

metered! {
    <> Key: Requests, |it| it.id().into();
    <> Trail: DataEvents LoggedGb KeptLogsGb StoredGb, |it| it.arn().into();
    <> Network: NatGb EndpointGb LoggedGb KeptLogsGb, |it| it.id().into();
    <D: DataClass> Bucket<D>: StoredGb Reads Writes, |it| it.arn().into();
    <D: DataClass> Files<D>: StoredGb, |it| it.arn().into();
    <D: DataClass> Table<D>: StoredGb Reads Writes, |it| it.arn().into();
    <D: DataClass> Database<D>: StoredGb CapacityUnits LoggedGb KeptLogsGb, |it| it.arn().into();
    <D: DataClass> Messages<D>: Requests, |it| it.arn().into();
    <D: DataClass> Notices<D>: Requests, |it| it.arn().into();
    <D: DataClass> Events<D>: Requests StoredGb, |it| it.arn().into();
    <D: DataClass> Service<D>: LoggedGb KeptLogsGb Metrics, |it| it.name().into();
    <D: DataClass> Worker<D>: LoggedGb KeptLogsGb Metrics, |it| it.name().into();
    <D: DataClass> Lambda<D>: Calls LoggedGb KeptLogsGb, |it| it.arn().into();
    <> Endpoint: LoadUnits SentGb Requests LoggedGb KeptLogsGb, |it| it.arn().into();
    <> WebsiteHandle: SentGb Requests LoggedGb KeptLogsGb, |it| it.id().into();
    <D: DataClass> Api<D>: Requests LoggedGb KeptLogsGb, |it| it.id().into();
    <> Delivery: Minutes LoggedGb KeptLogsGb, |it| it.name().into();
    <> Delivery: StoredGb, |it| it.artifact_bucket().into();
}
