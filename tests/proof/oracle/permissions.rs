//! What roles and policies let do.

use serde_json::Value;

use super::{Table, access::statements, when};
use crate::document::{Thing, list, words};

pub(super) const TABLE: Table = &[
    ("ActionsAreNamed", |it| {
        every(it, |statement| {
            when(statement.get("NotAction").is_some(), "it allows all actions but some").or_else(|| {
                when(actions(statement).iter().any(|it| it.contains(['*', '?'])), "it names actions by a wildcard")
            })
        })
    }),
    ("AllowEverything", |it| every(it, everything)),
    ("IAMPolicyNoStatementsWithAdminAccess", |it| every(it, everything)),
    ("IAMPolicyNoStatementsWithFullAccess", |it| {
        every(it, |statement| {
            let full = |it: &String| it == "*" || it.split_once(':').is_some_and(|(_, verb)| verb == "*");
            when(actions(statement).iter().any(full), "it allows everything that a service offers")
        })
    }),
    ("ResourcesAreNamed", |it| every(it, resources)),
    ("PoliciesAreWrittenHere", written_here),
    ("IAMUserNoPolicies", |it| {
        let own = it.kind() == "AWS::IAM::User"
            && !(it.list("Policies").is_empty() && it.list("ManagedPolicyArns").is_empty());
        when(own || !it.list("Users").is_empty(), "a user has permissions of its own")
    }),
    ("IAMNoInlinePolicy", |it| when(!it.list("Policies").is_empty(), "it has a policy inside")),
];

fn actions(statement: &Value) -> Vec<String> {
    list(statement.get("Action")).iter().map(words).collect()
}

/// Why some statement that allows is wrong, in a policy or inside of a role, a user or a group.
fn every(it: Thing<'_>, wrong: impl Fn(&Value) -> Option<String>) -> Option<String> {
    let inside = it.list("Policies").iter().flat_map(|it| list(Some(&it["PolicyDocument"]["Statement"])));
    let mut all = statements(it, "PolicyDocument").iter().chain(inside).filter(|it| it["Effect"] != "Deny");
    all.find_map(wrong)
}

fn everything(statement: &Value) -> Option<String> {
    let wide =
        list(statement.get("Resource")).iter().any(|it| words(it) == "*") || statement.get("NotResource").is_some();
    let all = actions(statement).iter().any(|it| it == "*" || it == "*:*") || statement.get("NotAction").is_some();
    when(wide && all, "it allows everything")
}

/// Services of which every action below knows resources.
const KNOWN: &[&str] = &[
    "s3:Get",
    "s3:Put",
    "s3:Delete",
    "s3:Replicate",
    "kms:Decrypt",
    "kms:Encrypt",
    "kms:GenerateDataKey",
    "kms:ReEncrypt",
    "dynamodb:Get",
    "dynamodb:Put",
    "dynamodb:Query",
    "dynamodb:Update",
    "sqs:",
    "sns:Publish",
    "secretsmanager:GetSecretValue",
    "logs:CreateLogStream",
    "logs:PutLogEvents",
    "rds-db:",
];

fn resources(statement: &Value) -> Option<String> {
    let list = list(statement.get("Resource"));
    let wide = list.is_empty() || list.iter().any(|it| words(it) == "*") || statement.get("NotResource").is_some();
    let known = actions(statement).iter().any(|it| KNOWN.iter().any(|known| it.starts_with(known)));
    // Without a resource the policy is refused by AWS.
    when(wide && known && !list.is_empty(), "it allows that on whatever there is")
        .or_else(|| when(statement.get("NotResource").is_some(), "it allows that on all but some"))
}

/// Policies that AWS keeps for clusters and their nodes, whose paths do not say that they are for a service.
const OF_CLUSTERS: [&str; 5] = [
    "AmazonEBSCSIDriverPolicyV2",
    "AmazonEC2ContainerRegistryPullOnly",
    "AmazonEKSClusterPolicy",
    "AmazonEKSWorkerNodePolicy",
    "AmazonEKS_CNI_Policy",
];

fn written_here(it: Thing<'_>) -> Option<String> {
    let wrong = it.list("ManagedPolicyArns").iter().find(|arn| {
        let text = words(arn);
        it.target(arn).is_none()
            && !text.contains(":iam::aws:policy/service-role/")
            && !text.contains(":iam::aws:policy/aws-service-role/")
            && !OF_CLUSTERS.iter().any(|it| text.ends_with(&format!(":iam::aws:policy/{it}")))
    });
    when(wrong.is_some(), format!("it has a policy from elsewhere: {}", wrong.map(words).unwrap_or_default()))
}
