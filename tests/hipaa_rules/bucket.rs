//! Buckets, with the kinds of buckets that rules do not mean: those for access logs, and copies.

use hc_cdk::{
    policy::Policy,
    resource::Made,
    value::{Json, Object, Value},
};
use hc_cdk_aws::{
    cfn::{
        elasticloadbalancingv2::{LoadBalancer, load_balancer},
        s3::{Bucket, BucketPolicy, bucket as property},
    },
    stack::Stack,
};

use super::{Case, Prod, alone, parameter, policy, raw};

fn block(policies: bool) -> Option<property::PublicAccessBlockConfiguration> {
    let yes = || Some(true.into());
    Some(property::PublicAccessBlockConfiguration {
        block_public_acls: yes(),
        block_public_policy: Some(policies.into()),
        ignore_public_acls: yes(),
        restrict_public_buckets: yes(),
    })
}

fn encryption(algorithm: &'static str) -> Option<property::BucketEncryption> {
    Some(property::BucketEncryption {
        server_side_encryption_configuration: Some(vec![property::ServerSideEncryptionRule {
            server_side_encryption_by_default: Some(property::ServerSideEncryptionByDefault {
                sse_algorithm: Some(algorithm.into()),
                ..Default::default()
            }),
            ..Default::default()
        }]),
    })
}

fn logged_to(target: &Made<Bucket>) -> Option<property::LoggingConfiguration> {
    Some(property::LoggingConfiguration { destination_bucket_name: Some(target.id().into()), ..Default::default() })
}

fn copied_to(target: &Made<Bucket>, status: &'static str) -> Option<property::ReplicationConfiguration> {
    Some(property::ReplicationConfiguration {
        rules: Some(vec![property::ReplicationRule {
            destination: Some(property::ReplicationDestination {
                bucket: Some(target.get(Bucket::ARN)),
                ..Default::default()
            }),
            status: Some(status.into()),
            ..Default::default()
        }]),
        ..Default::default()
    })
}

/// Adds the policy that refuses what comes without TLS.
fn tls_only(stack: &mut Stack<Prod>, bucket: &Made<Bucket>, principal: &'static str, objects: bool) {
    let arn = bucket.get(Bucket::ARN);
    let mut resources: Vec<Json> = vec![arn.clone().into()];
    if objects {
        resources.push(Value::concat([arn.into(), "/*".into()]).into());
    }
    let plain = Object::new().with("Bool", Object::new().with("aws:SecureTransport", false));
    let statement = Object::new()
        .with("Effect", "Deny")
        .with("Principal", principal)
        .with("Action", "s3:*")
        .with("Resource", resources)
        .with("Condition", plain);
    raw(stack, "Policy", BucketPolicy { bucket: Some(bucket.id().into()), policy_document: policy(statement) });
}

/// Adds a load balancer whose access logs go to that bucket.
fn balancer_logs(stack: &mut Stack<Prod>, bucket: &Made<Bucket>) {
    let attribute = load_balancer::LoadBalancerAttribute {
        key: Some("access_logs.s3.bucket".into()),
        value: Some(bucket.id().into()),
    };
    raw(stack, "Balancer", LoadBalancer { load_balancer_attributes: Some(vec![attribute]), ..Default::default() });
}

pub(crate) const CASES: &[Case] = &[
    Case {
        rule: "S3BucketLevelPublicAccessProhibited",
        bad: |it| alone(it, "Bucket", Bucket { public_access_block_configuration: block(false), ..Default::default() }),
        good: |it| alone(it, "Bucket", Bucket { public_access_block_configuration: block(true), ..Default::default() }),
    },
    Case {
        rule: "S3BucketLoggingEnabled",
        bad: |it| alone(it, "Bucket", Bucket::default()),
        good: |it| {
            let by_acl = Bucket { access_control: Some("LogDeliveryWrite".into()), ..Default::default() };
            let target = raw(it, "AccessLogs", by_acl);
            raw(it, "Bucket", Bucket { logging_configuration: logged_to(&target), ..Default::default() });
        },
    },
    Case {
        rule: "S3BucketPublicReadProhibited",
        bad: |it| {
            let acl = Some("AuthenticatedRead".into());
            let blocked = block(true);
            raw(
                it,
                "Bucket",
                Bucket { access_control: acl, public_access_block_configuration: blocked, ..Default::default() },
            );
        },
        good: |it| {
            let acl = Some("Private".into());
            let blocked = block(true);
            raw(
                it,
                "Bucket",
                Bucket { access_control: acl, public_access_block_configuration: blocked, ..Default::default() },
            );
        },
    },
    Case {
        rule: "S3BucketPublicReadProhibited",
        bad: |it| {
            let acl = Some(parameter(it, "Acl"));
            let blocked = block(true);
            raw(
                it,
                "Bucket",
                Bucket { access_control: acl, public_access_block_configuration: blocked, ..Default::default() },
            );
        },
        good: |it| alone(it, "Bucket", Bucket { public_access_block_configuration: block(true), ..Default::default() }),
    },
    Case {
        rule: "S3BucketPublicWriteProhibited",
        bad: |it| {
            let acl = Some("PublicReadWrite".into());
            let blocked = block(true);
            raw(
                it,
                "Bucket",
                Bucket { access_control: acl, public_access_block_configuration: blocked, ..Default::default() },
            );
        },
        good: |it| alone(it, "Bucket", Bucket { public_access_block_configuration: block(true), ..Default::default() }),
    },
    Case {
        rule: "S3BucketReplicationEnabled",
        bad: |it| alone(it, "Bucket", Bucket::default()),
        good: |it| {
            let copy = raw(it, "Copy", Bucket::default());
            raw(it, "Bucket", Bucket { replication_configuration: copied_to(&copy, "Enabled"), ..Default::default() });
        },
    },
    Case {
        rule: "S3BucketReplicationEnabled",
        bad: |it| {
            let copy = raw(it, "Copy", Bucket::default());
            raw(it, "Bucket", Bucket { replication_configuration: copied_to(&copy, "Disabled"), ..Default::default() });
        },
        good: |it| {
            let target = raw(it, "AccessLogs", Bucket::default());
            balancer_logs(it, &target);
        },
    },
    Case {
        rule: "S3BucketSSLRequestsOnly",
        bad: |it| {
            let bucket = raw(it, "Bucket", Bucket::default());
            tls_only(it, &bucket, "arn:aws:iam::111122223333:root", true);
        },
        good: |it| {
            let bucket = raw(it, "Bucket", Bucket::default());
            tls_only(it, &bucket, "*", true);
        },
    },
    Case {
        rule: "S3BucketSSLRequestsOnly",
        bad: |it| {
            let bucket = raw(it, "Bucket", Bucket::default());
            tls_only(it, &bucket, "*", false);
        },
        good: |it| {
            let bucket = raw(it, "Bucket", Bucket::default());
            tls_only(it, &bucket, "*", true);
        },
    },
    Case {
        rule: "S3BucketVersioningEnabled",
        bad: |it| {
            let status = property::VersioningConfiguration { status: Some("Suspended".into()) };
            raw(it, "Bucket", Bucket { versioning_configuration: Some(status), ..Default::default() });
        },
        good: |it| {
            let status = property::VersioningConfiguration { status: Some("Enabled".into()) };
            raw(it, "Bucket", Bucket { versioning_configuration: Some(status), ..Default::default() });
        },
    },
    Case {
        rule: "S3DefaultEncryptionKMS",
        bad: |it| alone(it, "Bucket", Bucket { bucket_encryption: encryption("AES256"), ..Default::default() }),
        good: |it| alone(it, "Bucket", Bucket { bucket_encryption: encryption("aws:kms"), ..Default::default() }),
    },
    Case {
        rule: "S3DefaultEncryptionKMS",
        bad: |it| {
            let target = raw(it, "AccessLogs", Bucket::default());
            balancer_logs(it, &target);
        },
        good: |it| {
            let target =
                raw(it, "AccessLogs", Bucket { bucket_encryption: encryption("AES256"), ..Default::default() });
            balancer_logs(it, &target);
        },
    },
];

/// The policy of a bucket may stand in another stack.
#[test]
fn a_bucket_and_its_policy_may_be_in_two_stacks() {
    fn broken<P: Policy>(stacks: [Stack<P>; 2]) -> Vec<String> {
        let [first, second] = stacks;
        let findings = hc_cdk::app::App::new("clinic").stack(first).stack(second).check().map(|_| ());
        let findings = findings.err().map(|it| it.0).unwrap_or_default();
        findings.iter().map(|finding| super::rule_of(finding).to_owned()).collect()
    }
    let mut first = Stack::<Prod>::new("first", hc_cdk_aws::region::UsEast1);
    let mut second = Stack::<Prod>::new("second", hc_cdk_aws::region::UsEast1);
    let bucket = raw(&mut first, "Bucket", Bucket::default());
    tls_only(&mut second, &bucket, "*", true);
    let broken = broken([first, second]);
    assert!(broken.contains(&"S3BucketVersioningEnabled".to_owned()));
    assert!(!broken.contains(&"S3BucketSSLRequestsOnly".to_owned()), "{broken:?}");
}
