//! What a scanner holds against a resource without cause, and why: one table, written into templates beside each resource that is so, and
//! the page of the manual about scanners.
//!
//! A scanner reads one resource, and rules are read in all that was declared. Where the two differ, the reason has to be true of every
//! program in which it is written, so a row is asked of what the resource says, and of nothing that it is called. A resource of which it is
//! not true keeps its finding.

use std::borrow::Cow;

use hc_cdk::{
    check::Checked,
    rule::{Known, Rule, Subject, at, real_data},
    value::Json,
};

use super::{
    answered::EMPTIES_BUCKETS,
    backed_up::is_selected,
    bucket::{BUCKET, S3_BUCKET_REPLICATION_ENABLED, S3_DEFAULT_ENCRYPTION_KMS, is_log_target, takes_only_access_logs},
    build_project::{CODE_BUILD_PROJECT_SOURCE_REPO_URL, PROJECT},
    copied::is_copy,
    database::{
        EITHER, INSTANCE, RDS_IN_BACKUP_PLAN, RDS_INSTANCE_DELETION_PROTECTION_ENABLED, RDS_STORAGE_ENCRYPTED,
        is_an_origin, is_encrypted, origin,
    },
    file_system::{EFS_IN_BACKUP_PLAN, FILES},
    lambda::{FUNCTION, LAMBDA_CONCURRENCY, LAMBDA_DLQ, LAMBDA_INSIDE_VPC},
    load_balancer::{
        ELB_DELETION_PROTECTION_ENABLED, ELBV2_ACM_CERTIFICATE_REQUIRED, LISTENER, LOAD_BALANCER, only_redirects,
    },
    network::{
        EC2_RESTRICTED_COMMON_PORTS, EC2_RESTRICTED_SSH, VPC, VPC_DEFAULT_SECURITY_GROUP_CLOSED,
        VPC_NO_UNRESTRICTED_ROUTE_TO_IGW, keeps_its_default_group_closed, serves_the_edge,
    },
    when::customer_key,
};

pub use super::pack::{PACK, PREFIX};

/// A finding of a scanner that has no cause where a resource is as the row says.
#[derive(Debug)]
pub struct Explained {
    /// The rule, which has the name that the scanner gives it.
    pub rule: Rule,
    /// The types of resources that the row is about.
    pub on: &'static [&'static str],
    /// Which of them, in words.
    pub of: &'static str,
    /// The same, read from what is written; only where the scanner finds something, too.
    is_so: fn(&Subject<'_>) -> bool,
    /// Why there is no cause.
    pub reason: &'static str,
}

const MADE_UP: &str = "where there is nothing but made-up data, and it is deleted with its stack";
const MADE_UP_REASON: &str = "all data of this environment is made up, and all of it is deleted with its stack";
const EMPTIER: &str = "the function that empties buckets of an environment of made-up data";

/// The rows, by rule. Of several that are so of one resource, the first counts.
pub const EXPLAINED: &[Explained] = &[
    Explained {
        rule: CODE_BUILD_PROJECT_SOURCE_REPO_URL,
        on: PROJECT,
        of: "with the source of a pipeline",
        is_so: |it| it.text("Source/Type") == Some("CODEPIPELINE") && it.lacks("Source/Auth"),
        reason: "its source is that of its pipeline, and no repository that it signs in to",
    },
    Explained {
        rule: EC2_RESTRICTED_COMMON_PORTS,
        on: ONE_INGRESS,
        of: "from a security group alone, to a port that only the deployment knows",
        is_so: lets_in_a_group_alone,
        reason: LETS_IN_A_GROUP,
    },
    Explained {
        rule: EC2_RESTRICTED_SSH,
        on: ONE_INGRESS,
        of: "from a security group alone, to a port that only the deployment knows",
        is_so: lets_in_a_group_alone,
        reason: LETS_IN_A_GROUP,
    },
    Explained {
        rule: EFS_IN_BACKUP_PLAN,
        on: FILES,
        of: MADE_UP,
        is_so: |it| is_passing(it) && !is_selected(it),
        reason: MADE_UP_REASON,
    },
    Explained {
        rule: ELB_DELETION_PROTECTION_ENABLED,
        on: LOAD_BALANCER,
        of: "where there is nothing but made-up data",
        is_so: |it| {
            let protects =
                |attribute: &Json| at(attribute, "Key").and_then(Json::as_text) == Some("deletion_protection.enabled");
            !real_data(&it.stack.policy)
                && it
                    .list("LoadBalancerAttributes")
                    .iter()
                    .filter(|it| protects(it))
                    .all(|attribute| at(attribute, "Value").and_then(Json::as_text) == Some("false"))
        },
        reason: "all data of this environment is made up, and a load balancer keeps none of it",
    },
    Explained {
        rule: ELBV2_ACM_CERTIFICATE_REQUIRED,
        on: LISTENER,
        of: "for HTTP, all of whose requests are sent on to HTTPS",
        is_so: |it| only_redirects(it) && it.lacks("Certificates"),
        reason: "the listener only redirects to HTTPS, and one for HTTP takes no certificate",
    },
    Explained {
        rule: LAMBDA_CONCURRENCY,
        on: FUNCTION,
        of: EMPTIER,
        is_so: |it| is_the_emptier(it) && it.lacks("ReservedConcurrentExecutions"),
        reason: "CloudFormation calls it once for each bucket of an environment of made-up data; a reserve would take from what the account has",
    },
    Explained {
        rule: LAMBDA_DLQ,
        on: FUNCTION,
        of: EMPTIER,
        is_so: |it| is_the_emptier(it) && it.lacks("DeadLetterConfig"),
        reason: "what it fails on is told to CloudFormation, and the deletion of the stack fails",
    },
    Explained {
        rule: LAMBDA_INSIDE_VPC,
        on: FUNCTION,
        of: EMPTIER,
        is_so: |it| is_the_emptier(it) && it.lacks("VpcConfig"),
        reason: "it speaks to S3 and CloudFormation alone, and outlives the network of its environment of made-up data",
    },
    Explained {
        rule: RDS_IN_BACKUP_PLAN,
        on: INSTANCE,
        of: MADE_UP,
        is_so: |it| is_passing(it) && !is_selected(it),
        reason: MADE_UP_REASON,
    },
    Explained {
        rule: RDS_INSTANCE_DELETION_PROTECTION_ENABLED,
        on: EITHER,
        of: MADE_UP,
        is_so: |it| {
            is_passing(it)
                && !is_aurora(it)
                && matches!(it.flag("DeletionProtection"), Known::Missing | Known::Is(false))
        },
        reason: MADE_UP_REASON,
    },
    Explained {
        rule: RDS_STORAGE_ENCRYPTED,
        on: INSTANCE,
        of: "that follows an encrypted one and names a customer's key",
        is_so: |it| is_encrypted_replica(it) && customer_key(it, "KmsKeyId"),
        reason: "a replica is encrypted with the key that it names, and CloudFormation takes no further word about it",
    },
    Explained {
        rule: RDS_STORAGE_ENCRYPTED,
        on: INSTANCE,
        of: "that follows an encrypted one and names no key",
        is_so: |it| is_encrypted_replica(it) && it.lacks("KmsKeyId"),
        reason: "a replica is encrypted as what it follows is, and CloudFormation takes no word about it",
    },
    Explained {
        rule: S3_BUCKET_REPLICATION_ENABLED,
        on: BUCKET,
        of: "that another one is copied to",
        is_so: |it| is_copied_nowhere(it) && is_copy(it),
        reason: "this bucket is the replica; a replica of it would need another one",
    },
    Explained {
        rule: S3_BUCKET_REPLICATION_ENABLED,
        on: BUCKET,
        of: "that nothing is written to but access logs",
        is_so: |it| is_copied_nowhere(it) && takes_only_access_logs(it),
        reason: "S3 and load balancers deliver access logs here, and nobody writes anything else: no store is recovered from it",
    },
    Explained {
        rule: S3_BUCKET_REPLICATION_ENABLED,
        on: BUCKET,
        of: MADE_UP,
        is_so: |it| is_copied_nowhere(it) && is_passing(it),
        reason: MADE_UP_REASON,
    },
    Explained {
        rule: S3_DEFAULT_ENCRYPTION_KMS,
        on: BUCKET,
        of: "that access logs are delivered to, with S3's own keys",
        is_so: |it| {
            let rules = it.list("BucketEncryption/ServerSideEncryptionConfiguration");
            let own = |rule: &Json| {
                at(rule, "ServerSideEncryptionByDefault/SSEAlgorithm").and_then(Json::as_text) == Some("AES256")
            };
            is_log_target(it) && !rules.is_empty() && rules.iter().all(own)
        },
        reason: "S3 and load balancers deliver access logs only to a bucket that is encrypted with S3's own keys (SSE-S3)",
    },
    Explained {
        rule: VPC_DEFAULT_SECURITY_GROUP_CLOSED,
        on: VPC,
        of: "whose default group our own function closes",
        is_so: keeps_its_default_group_closed,
        reason: "the rule knows only the CDK's own custom resource; ours (`Custom::ClosedDefaultSecurityGroup`) takes every rule from the default group too",
    },
    Explained {
        rule: VPC_NO_UNRESTRICTED_ROUTE_TO_IGW,
        on: &["AWS::EC2::Route"],
        of: "of subnets in which there are load balancers and NAT gateways alone",
        is_so: |it| {
            let wide = |name| it.text(name).is_some_and(|it| it.contains("/0"));
            it.property("GatewayId").is_some()
                && (wide("DestinationCidrBlock") || wide("DestinationIpv6CidrBlock"))
                && serves_the_edge(it)
        },
        reason: "load balancers and NAT gateways alone are in the subnets of this route, and need a way to the internet",
    },
];

/// What is explained of the resource at a place in a stack at a place: the name of each rule, and why. What somebody signed for is
/// explained by whoever signed.
pub(crate) fn explained(checked: &Checked<'_>, (stack, at): (usize, usize)) -> Vec<(&'static str, Cow<'static, str>)> {
    let mut all: Vec<(&str, Cow<'_, str>)> = Vec::new();
    let Some(it) = checked.subject(stack, at) else { return all };
    for row in EXPLAINED.iter().filter(|row| row.on.contains(&it.kind())) {
        if all.iter().all(|(code, _)| *code != row.rule.code) && (row.is_so)(&it) {
            all.push((row.rule.code, Cow::Borrowed(row.reason)));
        }
    }
    for (Rule { code, .. }, waiver) in checked.waived_rules(stack, at) {
        if PACK.contains(&code) && all.iter().all(|(known, _)| *known != code) {
            let words = format!("{} (signed for by {} until {})", waiver.reason, waiver.approver, waiver.end);
            all.push((code, Cow::Owned(words)));
        }
    }
    all
}

const ONE_INGRESS: &[&str] = &["AWS::EC2::SecurityGroupIngress"];
const LETS_IN_A_GROUP: &str = "the rule cannot read a port that only the deployment knows; no address is let in, and only what is in a security group is";

/// Whether what is let in is what is in another group, and the port is known to the deployment alone: the scanner's rule fails on it.
fn lets_in_a_group_alone(ingress: &Subject<'_>) -> bool {
    let is_later = |name| matches!(ingress.property(name), Some(Json::Token(_)));
    (is_later("FromPort") || is_later("ToPort"))
        && ingress.property("SourceSecurityGroupId").is_some()
        && ["CidrIp", "CidrIpv6", "SourcePrefixListId"].iter().all(|it| ingress.lacks(it))
}

/// Whether all data of a stack is made up, and the resource is deleted with it.
fn is_passing(it: &Subject<'_>) -> bool {
    let policy = it.resource.options.get("DeletionPolicy").and_then(Json::as_text);
    !real_data(&it.stack.policy) && policy == Some("Delete")
}

/// Whether it is the function that empties buckets, word for word.
fn is_the_emptier(function: &Subject<'_>) -> bool {
    !real_data(&function.stack.policy) && function.text("Code/ZipFile") == Some(EMPTIES_BUCKETS)
}

/// Whether no rule says that objects are copied.
fn is_copied_nowhere(bucket: &Subject<'_>) -> bool {
    bucket.lacks("ReplicationConfiguration")
}

/// What is encrypted or kept of an instance of Aurora is said of its cluster, and the scanner asks there.
fn is_aurora(database: &Subject<'_>) -> bool {
    database.is("AWS::RDS::DBInstance") && database.text("Engine").is_none_or(|it| it.contains("aurora"))
}

/// Whether a database follows one that is encrypted, and says nothing of encryption itself.
fn is_encrypted_replica(database: &Subject<'_>) -> bool {
    database.lacks("StorageEncrypted")
        && database.lacks("DBClusterIdentifier")
        && !is_an_origin(database)
        && origin(database).is_some_and(|it| is_encrypted(&it))
}
