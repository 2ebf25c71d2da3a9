//! The handles of caches: what workloads connect to.

use std::marker::PhantomData;

use hc_cdk::{
    data::DataClass,
    literal::cidr::CidrBlock,
    model::ConstructRef,
    stack::Scope,
    uses::{Connection, OwnName, Place, Right, Usable},
    value::Value,
};
use hc_cdk_manifest::naming::{name_of, pascal};

use super::handle::{LONGEST, USES, conditions};
use crate::{group::Home, naming::Thing, perimeter::Perimeter, stack::Azure};

/// Where identities are let in, as a right says it: by the database of a cache on Managed Redis, or by the cache itself on Premium.
pub(crate) const INTO_MANAGED: &str = "database";
pub(crate) const INTO_PREMIUM: &str = "cache";

/// A cache without its class of data as a type.
#[derive(Debug, Clone)]
struct Facts {
    this: ConstructRef,
    name: String,
    /// What it is called in the cloud.
    cache: String,
    host: String,
    port: u16,
    /// The object into which identities are let, and what a right calls it.
    into: (&'static str, Value<String>),
    /// The network that it is in.
    network: Value<String>,
    /// The addresses of private endpoints there.
    endpoints: CidrBlock,
    home: Home,
}

/// The domain in which caches on Managed Redis have names, behind their region.
const MANAGED: &str = "redis.azure.net";

/// The port of all caches on Managed Redis.
///
/// Source: "Azure Managed Redis architecture": the one of whoever has the Enterprise clustering policy.
const MANAGED_PORT: u16 = 10_000;

/// The domain in which caches on Premium have names.
const PREMIUM: &str = "redis.cache.windows.net";

/// The port at which a cache on Premium that is not clustered speaks TLS.
///
/// Source: "Configure Azure Cache for Redis": access ports.
const PREMIUM_PORT: u16 = 6380;

macro_rules! stores {
    ($($(#[$doc:meta])* $name:ident;)+) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone)]
        pub struct $name<D> {
            pub(crate) thing: Thing,
            facts: Facts,
            class: PhantomData<fn() -> D>,
        }

        impl<D> $name<D> {
            /// The name of its objects.
            pub fn name(&self) -> &str {
                &self.facts.name
            }
        }

        impl<D: DataClass> Usable for $name<D> {
            type Class = D;
            type Target = Azure;

            fn connection(&self) -> Connection {
                self.facts.connection()
            }
        }
    )+};
}

stores! {
    /// A cache on Managed Redis that a stack has taken, with data of class `D`.
    ///
    /// A workload that connects to it signs in as an identity that nobody else takes on: it finds the host in `NAME_HOST`, the port in
    /// `NAME_PORT`, and what its identity is called in `NAME_IDENTITY`. The token of the identity is its password, and the number in it
    /// (`oid`) the user that it is there. Whoever reaches it can write to it.
    ManagedStore;

    /// A cache on Premium that a stack has taken, with data of class `D`.
    ///
    /// A workload that connects to it signs in as it does to a [`ManagedStore`], at another port. What it may do is what Azure calls
    /// "Data Contributor": it reads and writes all keys, and says no command that is dangerous, such as one that empties the cache.
    RedisStore;
}

impl<D: DataClass> ManagedStore<D> {
    pub(super) fn new(scope: &Scope<'_>, thing: Thing, zone: &Perimeter<D>, database: Value<String>) -> Self {
        let host = |cache: &str| format!("{cache}.{}.{MANAGED}", scope.region());
        let facts = Facts::new(scope, zone, (host, MANAGED_PORT), (INTO_MANAGED, database));
        Self { thing, facts, class: PhantomData }
    }
}

impl<D: DataClass> RedisStore<D> {
    pub(super) fn new(scope: &Scope<'_>, thing: Thing, zone: &Perimeter<D>) -> Self {
        let host = |cache: &str| format!("{cache}.{PREMIUM}");
        let facts = Facts::new(scope, zone, (host, PREMIUM_PORT), (INTO_PREMIUM, thing.id.clone()));
        Self { thing, facts, class: PhantomData }
    }
}

impl Facts {
    fn new<D: DataClass>(
        scope: &Scope<'_>,
        zone: &Perimeter<D>,
        (host, port): (impl Fn(&str) -> String, u16),
        into: (&'static str, Value<String>),
    ) -> Self {
        let (name, home) = (name_of(scope), zone.home().clone());
        let cache = home.global(&name);
        Self {
            this: scope.this(),
            host: host(&cache),
            port,
            cache,
            name,
            into,
            network: zone.network.thing.id.clone(),
            endpoints: zone.network.plan.endpoints,
            home,
        }
    }

    fn connection(&self) -> Connection {
        let Self { this, name, cache, host, port, into: (what, into), network, endpoints, home } = self;
        let place = Place {
            host: Some(host.clone().into()),
            port: Some(*port),
            networks: vec![*endpoints],
            gate: Some(network.clone().into()),
        };
        let right = Right {
            actions: vec![USES],
            resources: vec![format!("{cache}/").into()],
            conditions: conditions(home).with(*what, into.clone()),
        };
        Connection::new(this.clone(), pascal(name)).at(place).knows_by_name(OwnName {
            variable: "IDENTITY",
            longest: LONGEST,
            right,
        })
    }
}
