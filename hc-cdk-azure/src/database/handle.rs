//! The handle of a database: what workloads connect to.

use std::marker::PhantomData;

use hc_cdk::{
    data::DataClass,
    literal::cidr::CidrBlock,
    model::ConstructRef,
    uses::{Connection, OwnName, Place, Right, Usable},
    value::{Object, Value},
};
use hc_cdk_manifest::{naming::pascal, tree};

use crate::{group::Home, naming::Thing, stack::Azure};

/// A database that a stack has taken, with data of class `D`.
///
/// A workload that connects to it signs in as an identity that nobody else takes on: it finds the host in `NAME_HOST`, the database in
/// `NAME_DATABASE` and the user that it is there in `NAME_USERNAME`. The token of the identity is its password. Whoever reaches it can
/// write to it.
#[derive(Debug, Clone)]
pub struct ServerStore<D> {
    pub(crate) thing: Thing,
    facts: Facts,
    class: PhantomData<fn() -> D>,
}

/// The same without its class of data as a type.
#[derive(Debug, Clone)]
pub(super) struct Facts {
    pub(super) this: ConstructRef,
    pub(super) name: String,
    /// What it is called in the cloud.
    pub(super) server: String,
    pub(super) database_name: &'static str,
    /// The network that it is in.
    pub(super) network: Value<String>,
    /// The addresses of private endpoints there.
    pub(super) endpoints: CidrBlock,
    pub(super) home: Home,
}

/// Signing in to a database, as a user whose name stands behind the resource.
pub(crate) const SIGNS_IN: &str = "sign in";

/// Using a cache, as a user by whose name it knows nobody: the identity stands behind the resource, and is let in by its number.
pub(crate) const USES: &str = "use";

/// The domain in which servers have names.
const SERVERS: &str = ".postgres.database.azure.com";

/// The port of PostgreSQL.
const PORT: u16 = 5432;

/// The most characters of a user's name.
pub(super) const LONGEST: usize = 63;

impl<D> ServerStore<D> {
    pub(super) fn new(thing: Thing, facts: Facts) -> Self {
        Self { thing, facts, class: PhantomData }
    }

    /// The name of its objects.
    pub fn name(&self) -> &str {
        &self.facts.name
    }
}

impl<D: DataClass> Usable for ServerStore<D> {
    type Class = D;
    type Target = Azure;

    fn connection(&self) -> Connection {
        let Facts { this, name, server, database_name, network, endpoints, home } = &self.facts;
        let host = format!("{server}{SERVERS}");
        let place = Place {
            host: Some(host.clone().into()),
            port: Some(PORT),
            networks: vec![*endpoints],
            gate: Some(network.clone().into()),
        };
        let right = Right {
            actions: vec![SIGNS_IN],
            resources: vec![format!("{server}/").into()],
            conditions: conditions(home).with("host", host).with("database", *database_name),
        };
        Connection::new(this.clone(), pascal(name))
            .at(place)
            .knows_by_name(OwnName { variable: "USERNAME", longest: LONGEST, right })
            .variable("DATABASE", *database_name)
    }
}

/// What a right says beside what it is: where the identity is made.
pub(super) fn conditions(home: &Home) -> Object {
    tree! {
        group: home.name().to_owned(),
        subscription: home.subscription.as_str().to_owned(),
        tenant: home.tenant.as_str().to_owned(),
        namespace: home.namespace.clone(),
        id: home.id.clone(),
    }
}
