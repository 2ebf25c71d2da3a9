//! What stands beside every audit trail, whoever made it: the bucket for access logs, which serves the other constructs of the
//! perimeter as well.

use hc_cdk::{dimension::Position, resource::Made, stack::Scope, value::Value};

use crate::{
    actions,
    bucket::{BucketParts, Buckets, Encryption, LogTarget, bucket, objects},
    cfn::s3,
    emptied::Emptier,
    iam::{Statement, service},
    keys::Key,
    position::Deletion,
    pseudo,
};

/// A trail as those see it who are audited.
#[derive(Debug, Clone)]
pub struct Audited {
    pub(super) arn: Value<String>,
    pub(super) access_logs: Value<String>,
    pub(super) access_logs_policy: Made<s3::BucketPolicy>,
    pub(super) emptier: Option<Emptier>,
}

impl Audited {
    /// The trail's ARN.
    pub fn arn(&self) -> Value<String> {
        self.arn.clone()
    }

    /// The name of the bucket for access logs of buckets and load balancers.
    pub(crate) fn access_logs(&self) -> &Value<String> {
        &self.access_logs
    }

    /// A bucket of its stack that is encrypted with a key, and accesses to which are recorded.
    pub(crate) fn bucket<'a>(&'a self, key: &'a Key, deletion: Deletion, tls: Position) -> BucketParts<'a> {
        BucketParts {
            name: "",
            encryption: Encryption::Key(key),
            access_log: Some(LogTarget { bucket: &self.access_logs }),
            lock: None,
            expire_after: None,
            replicated: false,
            copied_to: None,
            deletion,
            emptier: self.emptier.as_ref(),
            tls,
            statements: &|_| Vec::new(),
        }
    }

    /// What lets services write to that bucket: a load balancer tries to as soon as it is told of it.
    pub(crate) fn access_logs_policy(&self) -> &Made<s3::BucketPolicy> {
        &self.access_logs_policy
    }
}

/// An audit trail.
#[diagnostic::on_unimplemented(
    message = "this is not an audit trail",
    label = "give what `stack.add` returned for an `AuditTrail`, or for an `ExistingTrail`",
    note = "HIPAA 45 CFR 164.312(b): audit controls; ISO/IEC 27001:2022 A.8.15: logging"
)]
pub trait IsTrail {
    /// What is given.
    fn it(&self) -> &Audited;
}

#[diagnostic::do_not_recommend]
impl IsTrail for Audited {
    fn it(&self) -> &Self {
        self
    }
}

/// How records of accesses are kept.
pub(super) struct Accesses<'a> {
    /// For how many days: no less time than other logs.
    pub(super) days: u32,
    pub(super) deletion: Deletion,
    pub(super) tls: Position,
    pub(super) emptier: Option<&'a Emptier>,
}

/// The bucket for access logs.
pub(super) fn access_logs(scope: &mut Scope<'_>, kept: &Accesses<'_>) -> Buckets {
    bucket(
        scope,
        &BucketParts {
            name: "AccessLogs",
            encryption: Encryption::Delivery,
            access_log: None,
            lock: None,
            expire_after: Some(kept.days),
            replicated: false,
            copied_to: None,
            deletion: kept.deletion,
            emptier: kept.emptier,
            tls: kept.tls,
            statements: &|bucket_arn| {
                // Load balancers write to `AWSLogs/` and their own account's number, behind the prefix of each. Elastic
                // Load Balancing documents no condition for this principal: the path is what keeps other accounts out.
                let of_account = ["/*/AWSLogs/".into(), pseudo::account().into(), "/*".into()];
                let balancers = Value::concat([bucket_arn.clone().into()].into_iter().chain(of_account));
                vec![
                    Statement::allow(actions!["s3:PutObject"], [objects(bucket_arn)])
                        .when("StringEquals", "aws:SourceAccount", pseudo::account())
                        .for_principal(service("logging.s3.amazonaws.com")),
                    Statement::allow(actions!["s3:PutObject"], [balancers])
                        .for_principal(service("logdelivery.elasticloadbalancing.amazonaws.com")),
                ]
            },
        },
    )
}
