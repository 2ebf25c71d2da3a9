//! A system of any size, of wards: ten resources that refer to one another, to the ward before and to the first one.
//!
//! It stands under HIPAA in production, so that every rule is asked of every resource.

use hc_cdk::{
    policy::{Hipaa, Policy, Production},
    prelude::*,
    resource::{Made, Resource},
    rule::Rule,
    stack::{Scope, Within},
    value::{Json, Object},
};
use hc_cdk_aws::{
    cfn::{
        cloudwatch::Alarm,
        iam::Role,
        kms::Key,
        logs::LogGroup,
        s3::{Bucket, BucketPolicy, bucket},
        sns::{Subscription, Topic},
        sqs::{Queue, QueuePolicy},
    },
    region,
    stack::{Aws, Stack},
};

type Prod = (Hipaa, Production);

/// The most resources that CloudFormation takes in a stack.
const MOST: usize = 500;

/// How many resources a ward has.
const RESOURCES: usize = 10;

/// A system of so many resources, in whole wards, and in stacks that are as large as can be.
pub fn system(resources: usize) -> App {
    let wards = resources.div_ceil(RESOURCES);
    let mut app = App::new("system");
    let (mut first, mut before) = (None, None);
    for start in (0..wards).step_by(MOST / RESOURCES) {
        let mut stack = Stack::<Prod>::new(&format!("wards{start}"), region::UsEast1);
        for at in start..wards.min(start + MOST / RESOURCES) {
            let ward = stack.add(format!("Ward{at}"), Ward { first: first.clone(), before });
            first.get_or_insert_with(|| ward.topic.clone());
            before = Some(ward);
        }
        app = app.stack(stack);
    }
    app
}

/// A ward: what it keeps, what it tells, and who is woken.
struct Ward {
    /// Where the alarms of all wards go.
    first: Option<Made<Topic>>,
    /// The ward whose bucket takes the access log.
    before: Option<WardHandle>,
}

struct WardHandle {
    bucket: Made<Bucket>,
    topic: Made<Topic>,
}

impl Spec for Ward {
    type Handle = WardHandle;
    const KIND: &'static str = "Ward";
    const INVARIANTS: &'static [Rule] = &[];
}

impl<P: Policy> Construct<P, Aws> for Ward {
    fn declare(self, scope: &mut Within<'_, P, Aws>) -> WardHandle {
        declare(self, scope)
    }
}

fn declare(ward: Ward, scope: &mut Scope<'_>) -> WardHandle {
    let key = scope.resource(
        "Key",
        Key {
            description: Some(format!("the key of {}", scope.path()).into()),
            enable_key_rotation: Some(true.into()),
            key_policy: Some(document([statement("Allow", vec!["kms:Decrypt", "kms:GenerateDataKey*"], "*")
                .with(
                    "Principal",
                    Object::new().with("Service", vec!["cloudwatch.amazonaws.com", "logs.amazonaws.com"]),
                )
                .with(
                    "Condition",
                    Object::new()
                        .with("StringEquals", Object::new().with("aws:SourceAccount", hc_cdk_aws::pseudo::account())),
                )])),
            ..Default::default()
        },
    );
    keep(scope, &key);
    let arn = key.get(Key::ARN);
    let topic = scope.resource("Topic", Topic { kms_master_key_id: Some(arn.clone().into()), ..Default::default() });
    let queue = scope.resource(
        "Queue",
        Queue {
            kms_master_key_id: Some(arn.clone().into()),
            message_retention_period: Some(1_209_600.into()),
            ..Default::default()
        },
    );
    let send = statement("Allow", "sqs:SendMessage", queue.get(Queue::ARN))
        .with("Principal", service("sns.amazonaws.com"))
        .with("Condition", Object::new().with("ArnEquals", Object::new().with("aws:SourceArn", topic.id())));
    scope.resource(
        "QueuePolicy",
        QueuePolicy { policy_document: Some(document([send])), queues: Some(vec![queue.id()]) },
    );
    scope.resource(
        "Subscription",
        Subscription {
            endpoint: Some(queue.get(Queue::ARN).into()),
            protocol: Some("sqs".into()),
            topic_arn: Some(topic.get(Topic::TOPIC_ARN)),
            ..Default::default()
        },
    );
    let group = LogGroup { kms_key_id: Some(arn.into()), retention_in_days: Some(365.into()), ..Default::default() };
    let group = scope.resource("Log", group);
    scope.depends_on(&group, &queue);
    keep(scope, &group);
    keep(scope, &queue);
    let called = ward.first.unwrap_or_else(|| topic.clone());
    scope.resource("Alarm", alarm(&queue, &called));
    let assume = Object::new()
        .with("Effect", "Allow")
        .with("Action", "sts:AssumeRole")
        .with("Principal", service("s3.amazonaws.com"));
    scope.resource("Role", Role { assume_role_policy_document: Some(document([assume])), ..Default::default() });
    let bucket = scope.resource("", store(&key, ward.before.map(|before| before.bucket)));
    keep(scope, &bucket);
    let whole: Vec<Json> = vec![
        bucket.get(Bucket::ARN).into(),
        Value::<String>::concat([bucket.get(Bucket::ARN).into(), "/*".into()]).into(),
    ];
    let plain = Object::new().with("Bool", Object::new().with("aws:SecureTransport", "false"));
    let refuse = statement("Deny", "s3:*", whole).with("Principal", "*").with("Condition", plain);
    let logs = Value::<String>::concat([bucket.get(Bucket::ARN).into(), "/logs/*".into()]);
    let ours = Object::new().with("aws:SourceAccount", hc_cdk_aws::pseudo::account());
    let write = statement("Allow", "s3:PutObject", logs)
        .with("Principal", service("logging.s3.amazonaws.com"))
        .with("Condition", Object::new().with("StringEquals", ours));
    scope.resource(
        "Policy",
        BucketPolicy { bucket: Some(bucket.id().into()), policy_document: Some(document([refuse, write])) },
    );
    WardHandle { bucket, topic }
}

/// Lets it stay behind when it leaves the program.
fn keep<R: Resource>(scope: &mut Scope<'_>, made: &Made<R>) {
    scope.option(made, "DeletionPolicy", "Retain");
    scope.option(made, "UpdateReplacePolicy", "Retain");
}

fn alarm(queue: &Made<Queue>, topic: &Made<Topic>) -> Alarm {
    Alarm {
        alarm_actions: Some(vec![topic.id().into()]),
        alarm_description: Some("messages wait for longer than five minutes".into()),
        comparison_operator: Some("GreaterThanThreshold".into()),
        dimensions: Some(vec![hc_cdk_aws::cfn::cloudwatch::alarm::Dimension {
            name: Some("QueueName".into()),
            value: Some(Value::from_json(queue.reference().attribute::<String>("QueueName"))),
        }]),
        evaluation_periods: Some(1.into()),
        metric_name: Some("ApproximateAgeOfOldestMessage".into()),
        namespace: Some("AWS/SQS".into()),
        period: Some(60.into()),
        statistic: Some("Maximum".into()),
        threshold: Some(300.0.into()),
        treat_missing_data: Some("notBreaching".into()),
        ..Default::default()
    }
}

fn store(key: &Made<Key>, log: Option<Made<Bucket>>) -> Bucket {
    let yes = || Some(true.into());
    let log = log.map_or_else(|| "system-access-log".into(), |log| log.id().into());
    Bucket {
        bucket_encryption: Some(bucket::BucketEncryption {
            server_side_encryption_configuration: Some(vec![bucket::ServerSideEncryptionRule {
                bucket_key_enabled: yes(),
                server_side_encryption_by_default: Some(bucket::ServerSideEncryptionByDefault {
                    kms_master_key_id: Some(key.get(Key::ARN).into()),
                    sse_algorithm: Some("aws:kms".into()),
                }),
                ..Default::default()
            }]),
        }),
        logging_configuration: Some(bucket::LoggingConfiguration {
            destination_bucket_name: Some(log),
            ..Default::default()
        }),
        public_access_block_configuration: Some(bucket::PublicAccessBlockConfiguration {
            block_public_acls: yes(),
            block_public_policy: yes(),
            ignore_public_acls: yes(),
            restrict_public_buckets: yes(),
        }),
        replication_configuration: Some(bucket::ReplicationConfiguration {
            role: Some("arn:aws:iam::111122223333:role/copies".into()),
            rules: Some(vec![bucket::ReplicationRule {
                destination: Some(bucket::ReplicationDestination {
                    bucket: Some("arn:aws:s3:::system-copy".into()),
                    ..Default::default()
                }),
                prefix: Some("".into()),
                source_selection_criteria: Some(bucket::SourceSelectionCriteria {
                    sse_kms_encrypted_objects: Some(bucket::SseKmsEncryptedObjects { status: Some("Enabled".into()) }),
                    ..Default::default()
                }),
                status: Some("Enabled".into()),
                ..Default::default()
            }]),
        }),
        versioning_configuration: Some(bucket::VersioningConfiguration { status: Some("Enabled".into()) }),
        ..Default::default()
    }
}

fn statement(effect: &'static str, action: impl Into<Json>, resource: impl Into<Json>) -> Object {
    Object::new().with("Effect", effect).with("Action", action).with("Resource", resource)
}

fn document<const N: usize>(statements: [Object; N]) -> Json {
    Object::new().with("Version", "2012-10-17").with("Statement", Vec::from(statements.map(Json::from))).into()
}

fn service(name: &'static str) -> Object {
    Object::new().with("Service", name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_system_is_as_large_as_asked_and_has_no_findings() {
        let app = system(1_020);
        let resources: Vec<usize> = app.stacks().iter().map(|stack| stack.resources.len()).collect();
        assert_eq!(resources, [500, 500, 20]);
        app.synthesize().unwrap();
    }
}
