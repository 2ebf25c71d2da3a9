//! How much of something is used in a month: what no template says, and the command `cost` has to know.
//!
//! ```
//! use hc_cdk::{data::Synthetic, policy::Development, prelude::*};
//! use hc_cdk_aws::{prelude::*, region, usage::{Reads, StoredGb}};
//!
//! let mut stack = Stack::<Development>::new("clinic", region::UsEast1);
//! let key = stack.add("Key", CustomerKey::builder());
//! let trail = stack.add("Trail", AuditTrail::builder().key(&key));
//! let vpc = stack.add("Network", Vpc::builder().cidr(cidr!("10.20.0.0/16")).key(&key));
//! let zone = stack.add("Zone", Perimeter::<Synthetic>::builder().vpc(&vpc).key(&key).trail(&trail));
//! let letters = stack.add("Letters", SecureBucket::builder().perimeter(&zone));
//! stack.expect(&letters, StoredGb(200));
//! stack.expect(&letters, Reads(3_000_000));
//! # assert!(App::new("clinic").stack(stack).synthesize().is_ok());
//! ```

mod metered;

/// What usage is measured in, as the meters of a price ask for it.
pub(crate) mod measure {
    pub(crate) const CALLS: &str = "calls";
    pub(crate) const CAPACITY_UNITS: &str = "capacity units on average";
    pub(crate) const CHANGES: &str = "changes that are recorded";
    pub(crate) const DATA_EVENTS: &str = "data events";
    pub(crate) const EVALUATIONS: &str = "evaluations";
    pub(crate) const GB_LOGGED: &str = "GB logged";
    pub(crate) const GB_OF_FLOWS: &str = "GB of flow logs looked at";
    pub(crate) const GB_OF_LOGS_KEPT: &str = "GB of logs kept";
    pub(crate) const GB_SENT: &str = "GB sent";
    pub(crate) const GB_STORED: &str = "GB stored";
    pub(crate) const GB_THROUGH_ENDPOINTS: &str = "GB through endpoints";
    pub(crate) const GB_THROUGH_NAT: &str = "GB through NAT gateways";
    pub(crate) const LOAD_UNITS: &str = "load units on average";
    pub(crate) const MANAGEMENT_EVENTS: &str = "management events looked at";
    pub(crate) const METRICS: &str = "metrics";
    pub(crate) const MILLISECONDS: &str = "milliseconds of running";
    pub(crate) const MINUTES: &str = "minutes of building";
    pub(crate) const READS: &str = "reads";
    pub(crate) const REQUESTS: &str = "requests";
    pub(crate) const WRITES: &str = "writes";
}

/// A type for each kind of usage of one measure.
macro_rules! usages {
    ($($(#[$doc:meta])* $name:ident: $measure:ident;)*) => {
        $(
            $(#[$doc])*
            #[derive(Debug, Clone, Copy, PartialEq, Eq)]
            pub struct $name(pub u64);

            impl hc_cdk::usage::Usage for $name {
                fn measures(&self) -> Vec<(&'static str, u64)> {
                    vec![(measure::$measure, self.0)]
                }
            }
        )*
    };
}

usages! {
    /// Gigabytes that a store keeps, as an average of the month.
    StoredGb: GB_STORED;
    /// Gigabytes of log lines that come in.
    LoggedGb: GB_LOGGED;
    /// Gigabytes of log lines that are kept, as an average of the month.
    KeptLogsGb: GB_OF_LOGS_KEPT;
    /// Gigabytes that go out to the internet.
    SentGb: GB_SENT;
    /// Gigabytes that go through the NAT gateways of a network.
    NatGb: GB_THROUGH_NAT;
    /// Gigabytes that go through its interface endpoints.
    EndpointGb: GB_THROUGH_ENDPOINTS;
    /// Requests that something answers.
    Requests: REQUESTS;
    /// Objects or items that are read: requests of a bucket, units of a table.
    Reads: READS;
    /// Objects or items that are written: requests of a bucket, units of a table.
    Writes: WRITES;
    /// Capacity units of a load balancer, as an average of the month and rounded up.
    LoadUnits: LOAD_UNITS;
    /// Capacity units of a database without servers, as an average of the month and rounded up.
    CapacityUnits: CAPACITY_UNITS;
    /// Accesses to data that an audit trail records.
    DataEvents: DATA_EVENTS;
    /// Minutes in which a project builds, or a pipeline works.
    Minutes: MINUTES;
    /// Metrics that a cluster records of its containers.
    Metrics: METRICS;
}

/// Calls of a function, and how long one takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Calls {
    /// How many there are in a month.
    pub count: u64,
    /// How long one takes on average, in milliseconds.
    pub milliseconds: u64,
}

impl hc_cdk::usage::Usage for Calls {
    fn measures(&self) -> Vec<(&'static str, u64)> {
        vec![(measure::CALLS, self.count), (measure::MILLISECONDS, self.count.saturating_mul(self.milliseconds))]
    }
}
