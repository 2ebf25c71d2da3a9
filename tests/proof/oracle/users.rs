//! Who somebody is in a database: by the documentation of IAM authentication of RDS and of secrets in tasks of ECS.

use serde_json::Value;

use super::{Table, access::statements, when};
use crate::document::{Thing, list, words};

pub(super) const TABLE: Table = &[
    ("ServiceIsNotFirstUser", |it| {
        let task = it.at("TaskDefinition").and_then(|task| it.target(task)).unwrap_or(it);
        let runs_as = ["TaskRoleArn", "ExecutionRoleArn", "Role"].iter().filter_map(|role| task.target(task.at(role)?));
        let mut rights = runs_as.flat_map(policies);
        let mut schedules = it.others("AWS::SecretsManager::RotationSchedule");
        let replaces = schedules.any(|by| by.points_at(by.at("RotationLambdaARN"), it));
        let has = ["ContainerDefinitions", "Environment"].iter().any(|at| task.at(at).is_some_and(is_secret));
        when(has, "the password of the first user is in what it runs").or_else(|| {
            let reads = |right: &Value| {
                list(right.get("Action")).iter().any(|it| words(it).starts_with("secretsmanager:"))
                    && list(right.get("Resource")).iter().any(is_secret)
            };
            when(!replaces && rights.any(|it| reads(&it)), "it may read the password of the first user")
        })
    }),
    ("DatabaseTellsUsersApart", |it| {
        let mut users: Vec<(String, String)> = Vec::new();
        for policy in it.others("AWS::IAM::RolePolicy") {
            let connects = |right: &&Value| list(right.get("Action")).iter().any(|it| words(it) == "rds-db:connect");
            for right in statements(policy, "PolicyDocument").iter().filter(connects) {
                let here = list(right.get("Resource")).iter().filter(|arn| policy.names(arn, it));
                users.extend(here.map(|arn| (words(arn), policy.at("RoleName").map(words).unwrap_or_default())));
            }
        }
        users.sort();
        users.dedup();
        let twice = users.iter().any(|(name, role)| users.iter().any(|(other, of)| other == name && of != role));
        when(twice, "two roles are one user")
            .or_else(|| when(users.iter().any(|(arn, _)| arn.ends_with(['*', '?'])), "a role may be any user"))
    }),
];

/// The statements of the policies that a role has for itself.
pub(super) fn policies(role: Thing<'_>) -> impl Iterator<Item = Value> {
    let called = role.text("RoleName");
    let is_its = move |it: &Thing<'_>| {
        let owners = ["RoleName", "Roles"].into_iter().flat_map(|path| it.list(path));
        owners.into_iter().any(|owner| it.points_at(Some(owner), role) || called.is_some() && owner.as_str() == called)
    };
    let kinds = ["AWS::IAM::ManagedPolicy", "AWS::IAM::Policy", "AWS::IAM::RolePolicy"];
    let own = kinds.into_iter().flat_map(move |kind| role.others(kind)).filter(is_its);
    let inside = role.list("Policies").iter().flat_map(|it| list(Some(&it["PolicyDocument"]["Statement"])).to_vec());
    own.flat_map(|it| statements(it, "PolicyDocument").to_vec()).chain(inside).filter(|it| it["Effect"] != "Deny")
}

/// Whether a tree names the secret that RDS makes for a first user.
fn is_secret(tree: &Value) -> bool {
    tree.to_string().contains("MasterUserSecret.SecretArn")
}
