//! The handle of a cache on Managed Redis: what workloads connect to.

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

/// A cache on Managed Redis that a stack has taken, with data of class `D`.
///
/// A workload that connects to it signs in as an identity that nobody else takes on: it finds the host in `NAME_HOST`, the port in
/// `NAME_PORT`, and what its identity is called in `NAME_IDENTITY`. The token of the identity is its password, and the number in it
/// (`oid`) the user that it is there. Whoever reaches it can write to it.
#[derive(Debug, Clone)]
pub struct ManagedStore<D> {
    pub(crate) thing: Thing,
    facts: Facts,
    class: PhantomData<fn() -> D>,
}

/// The same without its class of data as a type.
#[derive(Debug, Clone)]
struct Facts {
    this: ConstructRef,
    name: String,
    /// What it is called in the cloud.
    cache: String,
    region: &'static str,
    /// The object of its database, which identities are let into.
    database: Value<String>,
    /// The network that it is in.
    network: Value<String>,
    /// The addresses of private endpoints there.
    endpoints: CidrBlock,
    home: Home,
}

/// The domain in which caches have names.
const CACHES: &str = "redis.azure.net";

/// The port of all caches.
///
/// Source: "Azure Managed Redis architecture": the one of whoever has the Enterprise clustering policy.
const PORT: u16 = 10_000;

impl<D> ManagedStore<D> {
    pub(super) fn new(scope: &Scope<'_>, thing: Thing, zone: &Perimeter<D>, database: Value<String>) -> Self
    where
        D: DataClass,
    {
        let (name, home) = (name_of(scope), zone.home().clone());
        let facts = Facts {
            this: scope.this(),
            cache: home.global(&name),
            region: scope.region(),
            name,
            database,
            network: zone.network.thing.id.clone(),
            endpoints: zone.network.plan.endpoints,
            home,
        };
        Self { thing, facts, class: PhantomData }
    }

    /// The name of its objects.
    pub fn name(&self) -> &str {
        &self.facts.name
    }
}

impl<D: DataClass> Usable for ManagedStore<D> {
    type Class = D;
    type Target = Azure;

    fn connection(&self) -> Connection {
        let Facts { this, name, cache, region, database, network, endpoints, home } = &self.facts;
        let place = Place {
            host: Some(format!("{cache}.{region}.{CACHES}").into()),
            port: Some(PORT),
            networks: vec![*endpoints],
            gate: Some(network.clone().into()),
        };
        let right = Right {
            actions: vec![USES],
            resources: vec![format!("{cache}/").into()],
            conditions: conditions(home).with("cache", database.clone()),
        };
        Connection::new(this.clone(), pascal(name)).at(place).knows_by_name(OwnName {
            variable: "IDENTITY",
            longest: LONGEST,
            right,
        })
    }
}
