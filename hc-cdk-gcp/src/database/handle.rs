//! The handle of a database on Cloud SQL: what workloads connect to.

use std::marker::PhantomData;

use hc_cdk::{
    data::DataClass,
    literal::cidr::CidrBlock,
    model::ConstructRef,
    uses::{Connection, Place, Right, Usable},
    value::{Json, Object, Value},
};
use hc_cdk_manifest::{naming::pascal, tree};

use crate::{names::OF_AN_INSTANCE, project::Home, stack::Gcp};

/// A database that a stack has taken, with data of class `D`.
///
/// A workload that connects to it reaches it by a connector of Cloud SQL, which logs in as the workload's own account: it finds the
/// name of the instance in `NAME_INSTANCE`, and that of the database in `NAME_DATABASE`. Whoever reaches it can write to it.
#[derive(Debug, Clone)]
pub struct SqlStore<D> {
    facts: Facts,
    class: PhantomData<fn() -> D>,
}

/// The same without its class of data as a type.
#[derive(Debug, Clone)]
pub(crate) struct Facts {
    pub(super) this: ConstructRef,
    pub(super) name: String,
    pub(super) region: &'static str,
    pub(super) database_name: &'static str,
    /// Its object, as a reference.
    pub(super) instance: Value<String>,
    /// The network that it is in.
    pub(super) network: Value<String>,
    /// The addresses of stores there.
    pub(super) stores: CidrBlock,
    pub(super) home: Home,
}

/// What it takes to connect to a database and to log in to it.
pub(crate) const DATABASE_ROLES: [&str; 2] = ["roles/cloudsql.client", "roles/cloudsql.instanceUser"];

/// The port at which connectors of Cloud SQL are let in.
const CONNECTORS: u16 = 3307;

impl<D> SqlStore<D> {
    pub(super) fn new(facts: Facts) -> Self {
        Self { facts, class: PhantomData }
    }

    /// The name of its objects.
    pub fn name(&self) -> &str {
        &self.facts.name
    }

    /// What connectors of Cloud SQL call it, such as `clinic-prod:us-central1:patients`.
    pub fn connection_name(&self) -> String {
        let Facts { name, region, home, .. } = &self.facts;
        format!("{}:{region}:{name}", home.id())
    }
}

impl<D: DataClass> Usable for SqlStore<D> {
    type Class = D;
    type Target = Gcp;

    fn connection(&self) -> Connection {
        let Facts { this, name, database_name, instance, network, stores, home, .. } = &self.facts;
        let place =
            Place { host: None, port: Some(CONNECTORS), networks: vec![*stores], gate: Some(network.clone().into()) };
        // Roles on databases are given on their project; the conditions carry what it takes to say so.
        let conditions = said(home);
        let right = Right { actions: DATABASE_ROLES.to_vec(), resources: vec![instance.clone().into()], conditions };
        Connection::new(this.clone(), pascal(name))
            .at(place)
            .reads(right)
            .variable("INSTANCE", self.connection_name())
            .variable("DATABASE", *database_name)
    }
}

/// Where something is, as a connection carries it.
pub(super) fn said(home: &Home) -> Object {
    tree! { project: home.id().to_owned(), namespace: home.namespace.clone() }
}

/// The condition under which a role on a project is one on a database.
pub(crate) fn may_use(home: &Home, instance: &Value<String>) -> Object {
    let before = format!("resource.name == \"projects/{}/instances/", home.id());
    let expression = Value::concat([before.into(), Json::from(instance.clone()), OF_AN_INSTANCE.into()]);
    tree! { title: "one database", expression: expression }
}
