//! Where workloads of a cluster use what is on AWS: the rule, and the role for exactly one account, that let them in.
//!
//! Each account has roles of its own, which it takes on by its token. One reads the credentials of one store; it is borne by the
//! account by which they are read, and no pod runs as that. What a workload does itself is in another role, which its own account
//! bears: one for all that it uses, since an account bears one, with a policy for each thing.

use hc_cdk::{
    cluster::ClusterFacts,
    stack::Scope,
    target::{Bearer, Border},
    uses::{Borne, Credentials, LetsIn, Place, Right},
    value::{Json, Token, Value},
};

use crate::{
    cfn::iam::Role,
    iam::{self, Statement},
    network::{SecurityGroup, is_id},
    secrets,
    stack::Aws,
};

/// Workloads of clusters are let in; `Border` does it.
impl<T> LetsIn<T> for Aws {}

/// What an account of a cluster on EKS says of the role that it takes on.
const ROLE: &str = "eks.amazonaws.com/role-arn";

impl Border for Aws {
    fn reach(&self, scope: &mut Scope<'_>, cluster: &ClusterFacts, place: &Place) {
        if let (Some(gate), Some(port)) = (&place.gate, place.port) {
            let hosts = Value::from_json(cluster.hosts.clone());
            is_id(&hosts, "sg-", scope);
            SecurityGroup::of(gate).admit_group(scope, hosts, port);
        }
    }

    fn read(&self, scope: &mut Scope<'_>, account: &Bearer<'_>, credentials: &Credentials) -> Borne {
        let statements = secrets::reading(credentials).into();
        let purpose = "reads the credentials of a store";
        let role = iam::account_role(scope, &account.cluster.issuer, account.subject, purpose, statements);
        vec![(ROLE, role.get(Role::ARN).into())]
    }

    fn let_in(&self, scope: &mut Scope<'_>, account: &Bearer<'_>, rights: &[Right], before: Option<&Borne>) -> Borne {
        let statements: Vec<Statement> = rights.iter().cloned().map(Statement::from).collect();
        if let Some((borne, role)) = before.and_then(|borne| Some((borne, role_of(borne)?))) {
            iam::permit_by_name(scope, "Policy", role, statements);
            return borne.clone();
        }
        let purpose = "what a workload of a cluster may do";
        let role = iam::account_role(scope, &account.cluster.issuer, account.subject, purpose, statements);
        vec![(ROLE, role.get(Role::ARN).into())]
    }
}

/// The name of the role that an account bears already.
fn role_of(borne: &Borne) -> Option<Value<String>> {
    match borne.first()?.1.json() {
        Json::Token(token) => match token.as_ref() {
            Token::Attribute { resource, .. } => Some(resource.id()),
            _ => None,
        },
        _ => None,
    }
}
