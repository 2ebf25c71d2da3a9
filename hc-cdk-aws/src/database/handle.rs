//! The handle of a database: what workloads connect to, and what alarms, dashboards and outputs refer to.

use std::marker::PhantomData;

use hc_cdk::{
    data::DataClass,
    literal::{cidr::CidrBlock, port::Port},
    model::ConstructRef,
    resource::Made,
    uses::{Connection, OwnName, Usable},
    value::{Attr, Value},
};

use super::engine::Engine;
use crate::{
    actions, cfn::rds, iam::Statement, keys::Key, kind::SecretArn, literal::user_name, network::SecurityGroup, pseudo,
    secrets::SecretHandle, stack::Aws,
};

/// A database that a stack has taken, with data of class `D`.
///
/// A connected workload is a user of its own there, by its role: it proves who it is over TLS, with a token of a quarter of an hour that
/// the clients of AWS make (`generate-db-auth-token`) each time that it connects; what is connected stays so. It finds
/// `PATIENTS_HOST`, `.._PORT`, `.._NAME` and `.._USERNAME` in its variables, and there is no password that anybody has to keep or
/// replace. The user is called after the workload: `clinic_lab` for `Lab` of the stack `clinic`, with figures at the end where that has more
/// than 32 letters; [`user`](Self::user) gives it another name.
///
/// What a user may do is what somebody grants it there, such as the task that changes the schema, which
/// [administers](Self::administrator) the database:
///
/// ```sql
/// create user clinic_lab; grant rds_iam to clinic_lab; grant select, insert on results to clinic_lab;  -- PostgreSQL
/// create user clinic_lab identified with AWSAuthenticationPlugin as 'RDS';                             -- MySQL
/// ```
#[derive(Debug, Clone)]
pub struct Database<D> {
    pub(super) facts: Facts,
    pub(super) class: PhantomData<fn() -> D>,
}

/// What is the same for every class of data.
#[derive(Debug, Clone)]
pub(super) struct Facts {
    pub(super) this: ConstructRef,
    /// The construct's path in upper camel case.
    pub(super) name: String,
    /// The region's name.
    pub(super) region: &'static str,
    /// The networks of its subnets, if the program knows them.
    pub(super) networks: Vec<CidrBlock>,
    pub(super) engine: Engine,
    pub(super) group: SecurityGroup,
    pub(super) key: Key,
    pub(super) port: Port,
    pub(super) database_name: &'static str,
    /// The secret that exists already, if the program named one.
    pub(super) credentials: Option<SecretHandle>,
    pub(super) server: Server,
}

/// What was declared.
#[derive(Debug, Clone)]
pub(super) enum Server {
    /// One instance, perhaps with a standby.
    Instance(Made<rds::DbInstance>),
    /// An Aurora cluster.
    Cluster(Made<rds::DbCluster>),
}

impl<D> Database<D> {
    /// The host that takes reads and writes.
    pub fn endpoint(&self) -> Value<String> {
        match &self.facts.server {
            Server::Instance(made) => made.get(rds::DbInstance::ENDPOINT_ADDRESS),
            Server::Cluster(made) => made.get(rds::DbCluster::ENDPOINT_ADDRESS),
        }
    }

    /// The port.
    pub fn port(&self) -> Port {
        self.facts.port
    }

    /// The port as the server says it, for outputs.
    pub fn endpoint_port(&self) -> Value<String> {
        match &self.facts.server {
            Server::Instance(made) => made.get(rds::DbInstance::ENDPOINT_PORT),
            Server::Cluster(made) => made.get(rds::DbCluster::ENDPOINT_PORT),
        }
    }

    /// The ARN of the instance, or of the cluster for Aurora.
    pub fn arn(&self) -> Value<String> {
        match &self.facts.server {
            Server::Instance(made) => made.get(rds::DbInstance::DB_INSTANCE_ARN),
            Server::Cluster(made) => made.get(rds::DbCluster::DB_CLUSTER_ARN),
        }
    }

    /// The identifier of the instance, or of the cluster for Aurora.
    pub fn identifier(&self) -> Value<String> {
        match &self.facts.server {
            Server::Instance(made) => made.id(),
            Server::Cluster(made) => made.id(),
        }
    }

    /// What CloudWatch's metrics of the database are told apart by: the name of a dimension, and its value.
    pub fn metric_dimension(&self) -> (&'static str, Value<String>) {
        let name = match &self.facts.server {
            Server::Instance(_) => "DBInstanceIdentifier",
            Server::Cluster(_) => "DBClusterIdentifier",
        };
        (name, self.identifier())
    }

    /// The secret with the fields `username` and `password`: that which the program named, or one that RDS made and replaces every
    /// seven days.
    pub fn credentials(&self) -> SecretHandle {
        if let Some(secret) = &self.facts.credentials {
            return secret.clone();
        }
        let arn: Value<String> = match &self.facts.server {
            Server::Instance(made) => made.get(rds::DbInstance::MASTER_USER_SECRET_SECRET_ARN),
            Server::Cluster(made) => made.get(rds::DbCluster::MASTER_USER_SECRET_SECRET_ARN),
        };
        let arn: Attr<SecretArn> = Value::from_json(arn);
        SecretHandle::new(arn, &self.facts.key).with_fields(vec!["username", "password"])
    }
}

impl<D: DataClass> Usable for Database<D> {
    type Class = D;
    type Target = Aws;

    fn connection(&self) -> Connection {
        let right = Statement::allow(actions!["rds-db:connect"], [self.facts.user("")]).into();
        self.facts.way().knows_by_name(OwnName { variable: "USERNAME", longest: user_name::LONGEST, right })
    }
}

impl Facts {
    /// The way to the database, for whoever it is.
    pub(super) fn way(&self) -> Connection {
        let database = Database::<()> { facts: self.clone(), class: PhantomData };
        Connection::new(self.this.clone(), self.name.clone())
            .at(self.group.listening(database.endpoint(), self.port, &self.networks))
            .variable("NAME", self.database_name)
    }

    /// The ARN that a right to connect as a user names.
    pub(super) fn user(&self, name: &str) -> Value<String> {
        let server: Value<String> = match &self.server {
            Server::Instance(made) => made.get(rds::DbInstance::DBI_RESOURCE_ID),
            Server::Cluster(made) => made.get(rds::DbCluster::DB_CLUSTER_RESOURCE_ID),
        };
        pseudo::arn_here("rds-db", ["dbuser:".into(), server.into(), format!("/{name}").into()])
    }
}

/// A database of a class of data.
#[diagnostic::on_unimplemented(
    message = "this is not a database of `{D}` data",
    label = "give what `stack.add` returned for an `EncryptedDatabase` in a perimeter of the same class",
    note = "HIPAA 45 CFR 164.308(a)(4)(ii)(A): isolation; ISO/IEC 27001:2022 A.8.3: information access restriction"
)]
pub trait IsDatabase<D: DataClass> {
    /// What is given.
    fn it(&self) -> &Database<D>;
}

#[diagnostic::do_not_recommend]
impl<D: DataClass> IsDatabase<D> for Database<D> {
    fn it(&self) -> &Self {
        self
    }
}
