//! A user of a database that a workload is by its role: one for each, with no password that anybody has to keep or replace.

use std::marker::PhantomData;

use hc_cdk::{
    data::DataClass,
    uses::{Connection, Usable},
    value::Value,
};

use super::handle::{Database, Facts, Server};
use crate::{actions, cfn::rds, iam::Statement, literal::user_name::UserName, pseudo, stack::Aws};

/// A user of a database, to whom a workload connects in place of the database: `records.user(user_name!("lab"))`.
///
/// The workload proves who it is by its role, over TLS, with a token of a quarter of an hour that the clients of AWS make
/// (`generate-db-auth-token`) each time that it connects; what is connected stays so. It finds `.._HOST`, `.._PORT`, `.._NAME` and `.._USERNAME` in
/// its variables, and gets no secret: a password of the first user that is replaced concerns it no more. What it may do in the database
/// is what somebody grants it there, such as the task that changes the schema, which connects to the database itself:
///
/// ```sql
/// create user lab; grant rds_iam to lab; grant select, insert on results to lab;  -- PostgreSQL
/// create user lab identified with AWSAuthenticationPlugin as 'RDS';               -- MySQL
/// ```
///
/// ```
/// use hc_cdk::{data::Phi, policy::{Hipaa, Production}, prelude::*};
/// use hc_cdk_aws::{compute::Cluster, database::Database, prelude::*, user_name};
///
/// type Prod = (Hipaa, Production);
///
/// /// A service that is `lab` in the records, and nobody else.
/// fn lab(stack: &mut Stack<Prod>, zone: &Perimeter<Phi>, records: &Database<Phi>, image: Image) {
///     let lab = FargateService::builder().perimeter(zone).image(image).port(8080);
///     stack.add("Lab", lab.connect(&records.user(user_name!("lab"))).build());
/// }
/// ```
#[derive(Debug, Clone)]
pub struct DatabaseUser<D> {
    facts: Facts,
    name: UserName,
    class: PhantomData<fn() -> D>,
}

/// The name of a user of a database.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not the name of a user of a database that was checked",
    label = "write `user_name!(\"lab\")`, or `UserName::parse(name)`, which gives a `Result`",
    note = "HIPAA 45 CFR 164.312(a)(2)(i): unique user identification; SOC 2 CC6.3: least privilege"
)]
pub trait IsUserName {
    /// What is given.
    fn it(self) -> UserName;
}

#[diagnostic::do_not_recommend]
impl IsUserName for UserName {
    fn it(self) -> UserName {
        self
    }
}

impl<D> Database<D> {
    /// A user of the database that a workload is by its role. Each workload has one of its own.
    pub fn user(&self, name: impl IsUserName) -> DatabaseUser<D> {
        DatabaseUser { facts: self.facts.clone(), name: name.it(), class: PhantomData }
    }
}

impl<D> DatabaseUser<D> {
    /// Its name in the database.
    pub fn name(&self) -> &str {
        self.name.as_str()
    }

    /// The ARN that a right to connect as this user names.
    pub fn arn(&self) -> Value<String> {
        let server: Value<String> = match &self.facts.server {
            Server::Instance(made) => made.get(rds::DbInstance::DBI_RESOURCE_ID),
            Server::Cluster(made) => made.get(rds::DbCluster::DB_CLUSTER_RESOURCE_ID),
        };
        pseudo::arn_here("rds-db", ["dbuser:".into(), server.into(), format!("/{}", self.name()).into()])
    }
}

impl<D: DataClass> Usable for DatabaseUser<D> {
    type Class = D;
    type Target = Aws;

    fn connection(&self) -> Connection {
        let database = Database::<D> { facts: self.facts.clone(), class: PhantomData };
        let connection = Connection { credentials: None, ..database.connection() };
        connection
            .reads(Statement::allow(actions!["rds-db:connect"], [self.arn()]))
            .variable("USERNAME", self.name().to_owned())
    }
}

#[cfg(test)]
mod tests {
    use hc_cdk::{
        data::Phi,
        image,
        policy::{Hipaa, Production},
    };
    use serde_json::{Value, json};

    use crate::{
        assertions::{Clinic, Template},
        database::Engine,
        prelude::*,
        region, user_name,
    };

    /// The template of a service that is a user of a database.
    fn template(engine: impl Into<Engine>) -> Value {
        let Clinic { mut stack, zone, .. } = Clinic::<(Hipaa, Production), Phi>::new("clinic", region::UsEast1);
        let records = stack.add("Records", EncryptedDatabase::builder().perimeter(&zone).engine(engine.into()).build());
        let image =
            image!("registry.example/lab@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08");
        let lab = FargateService::builder().perimeter(&zone).image(image).port(8080);
        stack.add("Lab", lab.connect(&records.user(user_name!("lab"))).build());
        Template::of_stack(stack).json().clone()
    }

    #[test]
    fn a_workload_is_its_user_by_its_role_and_has_no_secret() {
        for (engine, id) in
            [(Engine::from(Postgres::V17), "DbiResourceId"), (AuroraPostgres::V17.into(), "DBClusterResourceId")]
        {
            let template = template(engine);
            let resources = &template["Resources"];
            let container = &resources["LabTask"]["Properties"]["ContainerDefinitions"][0];
            let environment = container["Environment"].as_array().unwrap();
            assert!(environment.contains(&json!({ "Name": "RECORDS_USERNAME", "Value": "lab" })), "{environment:?}");
            assert!(!template.to_string().contains("RECORDS_PASSWORD") && container["Secrets"].is_null());
            let statements = &resources["LabTaskRolePolicy"]["Properties"]["PolicyDocument"]["Statement"];
            let connect = statements.as_array().unwrap().iter().find(|it| it["Action"] == "rds-db:connect").unwrap();
            let parts = connect["Resource"]["Fn::Join"][1].as_array().unwrap();
            assert_eq!(parts[parts.len() - 2..], [json!({ "Fn::GetAtt": ["Records", id] }), json!("/lab")]);
        }
    }
}
