//! The handle of a store that an operator runs: what workloads connect to.

use std::{marker::PhantomData, ops::Deref};

use hc_cdk::{
    data::DataClass,
    model::ConstructRef,
    uses::{Connection, Credentials, Place, Usable},
    value::{Object, Value},
};

use hc_cdk_observe::{Compared, Metric, Selected, Shared};

use crate::{
    chart::Kubernetes,
    naming::Pods,
    network::{gate::Gate, given::OF_THE_CLUSTER},
    secret::Secret,
    workload::OfStore,
    zone::{Scoped, Space},
};

/// A store that a chart has taken, with data of class `D`.
///
/// A workload that connects to it gets its host and port, the file with the certificate by which it is known (`NAME_CA_FILE`), and
/// its password by reference. Whoever reaches it can write to it.
#[derive(Debug, Clone)]
pub struct ClusterStore<D> {
    pub(super) answering: Answering,
    pub(crate) measured: Measured,
    class: PhantomData<fn() -> D>,
}

macro_rules! read_back {
    ($($(#[$doc:meta])* $name:ident = $engine:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone)]
        pub struct $name<D>(ClusterStore<D>);

        impl<D> $name<D> {
            pub(super) fn new(store: ClusterStore<D>) -> Self {
                Self(store)
            }
        }

        impl<D> Deref for $name<D> {
            type Target = ClusterStore<D>;

            fn deref(&self) -> &ClusterStore<D> {
                &self.0
            }
        }

        impl<D: DataClass> Usable for $name<D> {
            type Class = D;
            type Target = Kubernetes;

            fn connection(&self) -> Connection {
                self.0.connection()
            }
        }

        impl<D> ReadBack<D> for $name<D> {
            fn backups(&self) -> OfBackups {
                let this = self.0.answering.this.clone();
                OfBackups { this, store: self.0.name().to_owned(), engine: Engine::$engine }
            }
        }
    )*};
}

read_back! {
    /// A store of PostgreSQL that a chart has taken, with data of class `D`: a [`ClusterStore`] whose backups a
    /// [`RestoreTest`](crate::recovery::RestoreTest) reads back.
    PostgresStore = Postgres;
    /// A store of MongoDB that a chart has taken, with data of class `D`: a [`ClusterStore`] whose backups a
    /// [`RestoreTest`](crate::recovery::RestoreTest) reads back.
    MongoStore = Mongo;
    /// A store of Elasticsearch that a chart has taken, with data of class `D`: a [`ClusterStore`] whose snapshots a
    /// [`RestoreTest`](crate::recovery::RestoreTest) reads back.
    SearchStore = Search;
}

/// A store whose backups can be read back.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no store of `{D}` data whose backups a restore test can read",
    label = "give what `chart.add` returned for a `PostgresCluster`, a `MongoDb` or a `Search` of that class: the test runs one of these, and knows no other backup",
    note = "HIPAA 45 CFR 164.308(a)(7)(ii)(D): contingency plan: testing and revision; ISO/IEC 27001:2022 A.8.13: information backup"
)]
pub trait ReadBack<D> {
    /// Whose backups they are, and what restores them.
    #[doc(hidden)]
    fn backups(&self) -> OfBackups;
}

/// Whose backups are read back, and what restores them.
#[derive(Debug, Clone)]
#[doc(hidden)]
pub struct OfBackups {
    pub(crate) this: ConstructRef,
    pub(crate) store: String,
    pub(crate) engine: Engine,
}

/// What restores a backup.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Engine {
    Postgres,
    Mongo,
    Search,
}

/// The same without its class of data as a type.
#[derive(Debug, Clone)]
pub(super) struct Answering {
    pub(super) this: ConstructRef,
    pub(super) name: String,
    /// Its pods that take connections.
    pub(super) pods: String,
    pub(super) space: Space,
    pub(super) host: String,
    pub(super) port: u16,
    /// The secret with the certificate by which it is known, and the key of it.
    pub(super) authority: (String, &'static str),
    /// Plain variables.
    pub(super) variables: Vec<(&'static str, String)>,
    /// The secret with its password, and secret variables: the ends of their names, and the keys that they come from.
    pub(super) password: (Value<String>, Vec<(&'static str, &'static str)>),
}

/// What a store tells of itself, without its class of data as a type.
#[derive(Debug, Clone)]
pub struct Measured {
    pub(crate) this: ConstructRef,
    pub(crate) name: String,
    pub(crate) zone: Scoped,
    pub(crate) figures: Vec<Figures>,
}

/// Pods that tell figures, on a port of that name.
#[derive(Debug, Clone)]
pub struct Figures {
    pub(crate) pods: String,
    pub(crate) by: By,
    pub(crate) port: u16,
    pub(crate) port_name: &'static str,
    pub(crate) exports: &'static [&'static str],
}

/// Whose pods tell figures of a store.
#[derive(Debug, Clone)]
pub enum By {
    /// Its own.
    Itself,
    /// Those of a workload that asks it.
    Workload(ConstructRef),
}

impl Figures {
    /// The pods that tell them.
    pub(crate) fn pods(&self) -> Pods<'_> {
        match &self.by {
            By::Itself => Pods::of_store(&self.pods),
            By::Workload(_) => Pods::from(&self.pods),
        }
    }

    /// The construct that tells them, if it is not the store.
    pub(crate) fn teller(&self) -> Option<&ConstructRef> {
        match &self.by {
            By::Itself => None,
            By::Workload(it) => Some(it),
        }
    }
}

impl<D> ClusterStore<D> {
    pub(super) fn new(answering: Answering, zone: &Scoped, figures: Vec<Figures>) -> Self {
        let measured =
            Measured { this: answering.this.clone(), name: answering.name.clone(), zone: zone.clone(), figures };
        Self { answering, measured, class: PhantomData }
    }

    /// The series of a metric that it tells. Of one that it does not tell, whoever watches it learns that.
    pub fn measured<M: Metric>(&self, metric: &M) -> M::Series {
        let Measured { name, zone, figures, .. } = &self.measured;
        let telling = figures.iter().find(|it| it.exports.contains(&metric.name()));
        let selected = Selected::of(metric.name()).with("namespace", Compared::Is, zone.text.clone()).with(
            "job",
            Compared::Is,
            telling.map_or(name, |it| &it.pods).clone(),
        );
        let not_exported_by = telling.is_none().then(|| name.clone());
        metric.selected(Selected { not_exported_by, ..selected })
    }

    /// A figure that it tells, by which workloads that use it are scaled:
    /// `Scale::between(2..=10).measured(&scaler, &store.figure(&figures::POOL_USED), Count(40.0))`.
    pub fn figure<M: Shared>(&self, metric: &M) -> OfStore<M::Unit> {
        let Measured { name, zone, figures, .. } = &self.measured;
        let telling = figures.iter().find(|it| it.exports.contains(&metric.name()));
        let pods = telling.map_or(name, |it| &it.pods);
        OfStore::new(metric.load(), (zone.text.clone(), pods.clone()), telling.is_some())
    }

    /// The name of its objects.
    pub fn name(&self) -> &str {
        &self.answering.name
    }
}

impl<D: DataClass> Usable for ClusterStore<D> {
    type Class = D;
    type Target = Kubernetes;

    fn connection(&self) -> Connection {
        let Answering { this, name, pods, space, host, port, authority, variables, password } = &self.answering;
        let (secret, key) = authority;
        let gate =
            Gate { space: space.clone(), pods: pods.clone(), authority: Some((secret.clone(), (*key).to_owned())) };
        let (id, fields) = password;
        let credentials = Credentials {
            keeper: OF_THE_CLUSTER,
            region: "",
            id: id.clone(),
            right_on: space.text.clone().into(),
            key: Value::from(""),
            home: Object::new(),
            fields: fields.clone(),
        };
        let connection = Connection::new(this.clone(), name.clone()).credentials(credentials).at(Place {
            host: Some(host.clone().into()),
            port: Some(*port),
            networks: Vec::new(),
            gate: Some(gate.into()),
        });
        variables.iter().fold(connection, |it, (end, value)| it.variable(end, value.clone()))
    }
}

/// The name of a secret and its password, for whoever connects.
pub(super) fn password(secret: &Secret, key: &'static str) -> (Value<String>, Vec<(&'static str, &'static str)>) {
    (secret.name(), vec![("PASSWORD", key)])
}
