//! A database for the workloads of a cluster: what they need, and the role and the rule that let them in.
//!
//! Each workload has a role of its own, which one account of the cluster takes on by its token and which reads one secret
//! by one key. The workload itself has no rights on AWS: whoever reads the secret for it does so as that account.

use std::sync::Arc;

use hc_cdk::{
    cluster::{ClusterFacts, Credentials, Grant, Offer, SharedStore},
    data::DataClass,
    literal::port::Port,
    stack::Scope,
    value::Value,
};

use super::handle::Database;
use crate::{
    cfn::iam::Role,
    connect::{Connection, Store},
    iam::{self, Statement},
    network::SecurityGroup,
};

impl<D: DataClass> SharedStore for Database<D> {
    type Class = D;

    fn offer(&self) -> Offer {
        let Connection { to, name, statements, variables, .. } = self.connection();
        // The port is said by whoever connects, and who reads the secret is not the workload.
        let variables = variables.into_iter().filter(|(end, _)| !["PORT", "SECRET_ARN"].contains(end)).collect();
        let facts = &self.facts;
        Offer {
            to,
            name,
            networks: facts.networks.clone(),
            port: facts.port.get(),
            variables,
            credentials: Credentials {
                keeper: "SecretsManager",
                region: facts.region,
                id: self.credentials().arn().into(),
                fields: vec![("USERNAME", "username"), ("PASSWORD", "password")],
            },
            grant: Arc::new(Access { group: facts.group.clone(), port: facts.port, statements }),
        }
    }
}

/// What lets workloads in.
#[derive(Debug)]
struct Access {
    group: SecurityGroup,
    port: Port,
    statements: Vec<Statement>,
}

impl Grant for Access {
    fn reach(&self, scope: &mut Scope<'_>, cluster: &ClusterFacts) {
        self.group.admit_group(scope, Value::from_json(cluster.hosts.clone()), self.port);
    }

    fn read(&self, scope: &mut Scope<'_>, cluster: &ClusterFacts, subject: &str) -> Vec<(&'static str, Value<String>)> {
        let statements = self.statements.clone();
        let role =
            iam::account_role(scope, &cluster.issuer, subject, "reads the credentials of a database", statements);
        vec![("eks.amazonaws.com/role-arn", role.get(Role::ARN).into())]
    }
}
