//! Whether something does what it should, as it is asked every few minutes by a script: a canary of CloudWatch Synthetics.
//!
//! By construction it asks over TLS, keeps nothing of what it is answered but whether that was right, has no secret, and may do just what
//! that takes. What its runs leave is encrypted with the perimeter's key, and deleted after some days; its log is kept as the policy asks for.
//!
//! It stands outside of the network, as those who ask do, unless it is told to ask from inside: then it stands in the private subnets, in a
//! group of its own. It is not for what only has to be there: an `UptimeCheck` asks every half minute, from three places of the world.

use hc_cdk::{
    construct::{Construct, Spec},
    data::{AllowedUnder, DataClass},
    dimension::{Level, recovery::Hours24},
    policy::Policy,
    resource::Made,
    rule::Rule,
    stack::{PhysicalName, Scope, Within},
    value::{Json, Value},
};

use super::asked::{self, Asked};
use crate::{
    actions,
    audit::{Logs, log_group},
    bucket::{self, BucketParts, Buckets, objects},
    cfn::{
        iam,
        logs::LogGroup,
        s3,
        synthetics::{self, canary as property},
    },
    iam::{Statement, by_way_of, permit, role, service_role},
    network::{Calls, SecurityGroup},
    perimeter::{Perimeter, PerimeterFor},
    position::{Deletion, tls},
    pseudo, rule,
    sentences::{CanaryNeedsAddress, CanaryNeedsPerimeter},
    stack::Aws,
};

/// The version of Synthetics that runs the script. Its Node.js 22 is supported by Lambda until the end of April 2027.
///
/// Sources: "Runtime versions using Node.js and Puppeteer" and "Runtime versions support policy" in the guide of CloudWatch, and "Lambda
/// runtimes", read in November 2026. The runtimes without a browser have a Lambda function of 512 MB at most, and canaries take 960 at least.
const RUNTIME: &str = "syn-nodejs-puppeteer-17.0";

/// The least memory that a canary takes, in MB.
const MEMORY: i64 = 960;

/// For how many seconds a run goes on before it asks: its function starts.
const STARTS: usize = 30;

/// The most minutes between two runs by a rate.
///
/// Source: `Expression` of `Schedule` of `AWS::Synthetics::Canary`.
const MOST_MINUTES: u32 = 60;

/// The most days for which Synthetics keeps what it knows of runs.
///
/// Source: `SuccessRetentionPeriodInDays` of `CreateCanary`.
const MOST_DAYS: u32 = 455;

hc_cdk::builder! {
    /// Asks something what it answers, again and again.
    ///
    /// ```
    /// use hc_cdk::{data::Phi, policy::{Hipaa, Production}, prelude::*};
    /// use hc_cdk_aws::{observe::{Asked, Canary}, prelude::*, region};
    ///
    /// let mut stack = Stack::<(Hipaa, Production)>::new("clinic", region::UsEast1);
    /// let key = stack.add("Key", CustomerKey::builder());
    /// let trail = stack.add("Audit", AuditTrail::builder().key(&key));
    /// let vpc = stack.add("Network", Vpc::builder().cidr(cidr!("10.20.0.0/16")).key(&key));
    /// let clinical = stack.add("Clinical", Perimeter::<Phi>::builder().vpc(&vpc).key(&key).trail(&trail));
    ///
    /// let portal = Canary::builder().perimeter(&clinical).address("https://portal.example.org").every_minutes(5);
    /// let portal = portal.ask(Asked::path("/health")).ask(Asked::path("/patients").answers(401));
    /// let portal = stack.add("PortalWorks", portal);
    /// let alarms = Alarms::builder().key(&key).notify(Contact::email("oncall@example.org"));
    /// stack.add("Alarms", alarms.watch("PortalFails", preset::canary_failing(&portal)));
    /// stack.add("Board", Dashboard::builder().graph("Portal", [portal.successes()]));
    /// # assert!(App::new("clinic").stack(stack).synthesize().is_ok());
    /// ```
    pub struct Canary<D: DataClass>;
    /// A canary that is being described.
    pub struct CanaryBuilder => Canary<D>;
    needs {
        /// The perimeter that it is in.
        perimeter(perimeter: &(impl PerimeterFor<D> + ?Sized)) -> Perimeter<D> { perimeter.it().clone() }: CanaryNeedsPerimeter;
        /// Where what is asked answers, such as `front.url()`, or `https://api.example.org`.
        address(address: impl Into<Value<String>>) -> Value<String> { address.into() }: CanaryNeedsAddress;
    }
    may {
        /// How many minutes there are from one run to the next, 1 to 60; by default 5.
        every_minutes(minutes: u32) -> u32 { minutes } = 5;
        /// For how many days what its runs leave is kept, 1 to 455; by default 31.
        kept_days(days: u32) -> u32 { days } = 31;
        /// Asks from inside of the network, for what strangers do not reach.
        from_inside() -> bool { true } = false;
    }
    also { asked: Vec<Asked> }
}

impl<D: DataClass, State> CanaryBuilder<D, State> {
    /// Asks for this as well, after what was said before. One that is told nothing asks for `/`.
    pub fn ask(mut self, asked: Asked) -> Self {
        self.asked.push(asked);
        self
    }
}

/// A canary that a stack has taken.
#[derive(Debug, Clone)]
pub struct CanaryRuns {
    made: Made<synthetics::Canary>,
    name: PhysicalName,
    minutes: u32,
}

impl CanaryRuns {
    /// The canary's name, by which metrics know it.
    pub fn name(&self) -> Value<String> {
        self.made.id()
    }

    /// How many minutes there are from one run to the next.
    pub(super) fn minutes(&self) -> u32 {
        self.minutes
    }

    /// The canary's ARN.
    pub fn arn(&self) -> Value<String> {
        pseudo::arn_here("synthetics", [self.name.within("canary:", "").into()])
    }
}

impl<D: DataClass> Spec for Canary<D> {
    type Handle = CanaryRuns;
    const KIND: &'static str = "Canary";
    const INVARIANTS: &'static [Rule] = &[
        rule::CANARY_HAS_THE_CUSTOMERS_KEY,
        rule::CANARY_ASKS_OVER_TLS,
        rule::CANARY_HAS_NO_SECRET_AS_TEXT,
        rule::CANARY_ASKS_AGAIN,
        rule::CANARY_RUNTIME_IS_SUPPORTED,
        rule::CANARY_LOGS,
        rule::BUCKET_HAS_THE_CUSTOMERS_KEY,
        rule::BUCKET_SPEAKS_TLS,
        rule::S3_BUCKET_LEVEL_PUBLIC_ACCESS_PROHIBITED,
        rule::ACTIONS_ARE_NAMED,
        rule::RESOURCES_ARE_NAMED,
        rule::LOG_GROUP_KEEPS,
        rule::CLOUD_WATCH_LOG_GROUP_ENCRYPTED,
        rule::RECORDS_STAY,
    ];
}

impl<D: DataClass + AllowedUnder<P>, P: Policy> Construct<P, Aws> for Canary<D> {
    fn declare(self, scope: &mut Within<'_, P, Aws>) -> CanaryRuns {
        let (logs, key) = (Logs::of::<P>(&self.perimeter.key), &self.perimeter.key);
        scope.plays(hc_cdk::model::Role::Other, D::CLASS);
        let parts = self.perimeter.trail.bucket(key, Deletion::of::<P>(), tls::<P>());
        let is_copied = <P::Recovery as Level>::POSITION > Hours24::POSITION;
        let left = left(scope, BucketParts { expire_after: Some(self.kept_days), ..parts }, is_copied);
        declare(&self, scope, &left, &logs)
    }
}

/// Declares the bucket with what runs leave.
fn left(scope: &mut Scope<'_>, parts: BucketParts<'_>, replicated: bool) -> Buckets {
    let mut scope = scope.child("Left", "Bucket", &[]);
    bucket::bucket(&mut scope, &BucketParts { replicated, ..parts })
}

fn declare<D: DataClass>(spec: &Canary<D>, scope: &mut Scope<'_>, left: &Buckets, logs: &Logs<'_>) -> CanaryRuns {
    let asked = if spec.asked.is_empty() { &[Asked::path("/")][..] } else { &spec.asked };
    check(spec, scope, asked);
    let name = scope.physical_name().lower();
    let statements = allowed(&left.made.get(s3::Bucket::ARN), logs);
    let network = &spec.perimeter.network;
    let group = spec.from_inside.then(|| SecurityGroup::closed(scope, &network.id()));
    let mut rules = Vec::new();
    if let Some(group) = &group {
        let mut calls = Calls::default();
        calls.by(&statements);
        let host = spec.address.json().as_text().and_then(asked::host);
        calls.host(&host.map_or_else(|| spec.address.clone(), |it| it.to_owned().into()));
        rules = network.open(scope, group, &calls);
    }
    let purpose = "what the canary may do";
    let role = if group.is_some() {
        // To be in a network, it needs actions on interfaces that name no resource.
        service_role(scope, "Role", "lambda.amazonaws.com", purpose, &["AWSLambdaENIManagementAccess"])
    } else {
        role(scope, "Role", "lambda.amazonaws.com", purpose, Vec::new())
    };
    let policy = permit(scope, "RolePolicy", &role, statements);
    if let Some(emptied) = &left.emptied {
        scope.depends_on(&policy, emptied);
    }
    let vpc = group.map(|group| property::VpcConfig {
        security_group_ids: Some(vec![group.id()]),
        subnet_ids: Some(network.private().into_iter().map(Into::into).collect()),
        vpc_id: Some(network.id()),
        ..Default::default()
    });
    let canary = canary(spec, &name, asked, logs);
    let made = scope.resource(
        "",
        synthetics::Canary {
            artifact_s3_location: Some(Value::concat(["s3://".into(), left.made.id().into()])),
            execution_role_arn: Some(role.get(iam::Role::ARN)),
            vpc_config: vpc,
            ..canary
        },
    );
    scope.depends_on(&made, &policy);
    for first in &rules {
        scope.after(&made, first);
    }
    if spec.from_inside {
        network.is_left_by(scope, &made);
    }
    // Which name its function has, Synthetics says. The role may make no group, so whatever that says goes to this one.
    let lines = Value::<String>::concat([name.within(LINES, "-").into(), made.get(synthetics::Canary::ID).into()]);
    let lines = log_group(scope, "Logs", logs, Some(lines));
    let writes = actions!["logs:CreateLogStream", "logs:PutLogEvents"];
    permit(scope, "LogsPolicy", &role, vec![Statement::allow(writes, [Json::from(lines.get(LogGroup::ARN))])]);
    CanaryRuns { made, name, minutes: spec.every_minutes }
}

/// How the name of the log group of a canary's function begins.
const LINES: &str = "/aws/lambda/cwsyn-";

fn canary<D: DataClass>(spec: &Canary<D>, name: &PhysicalName, asked: &[Asked], logs: &Logs<'_>) -> synthetics::Canary {
    let seconds = i64::try_from(STARTS.saturating_add(asked.len().saturating_mul(asked::WAITED))).unwrap_or(i64::MAX);
    synthetics::Canary {
        artifact_config: Some(property::ArtifactConfig {
            s3_encryption: Some(property::S3Encryption {
                encryption_mode: Some("SSE_KMS".into()),
                kms_key_arn: Some(logs.key.arn()),
            }),
        }),
        code: Some(property::Code {
            handler: Some("index.handler".into()),
            script: Some(asked::script(asked).into()),
            ..Default::default()
        }),
        failure_retention_period: Some(spec.kept_days.into()),
        name: Some(name.into()),
        provisioned_resource_cleanup: Some("AUTOMATIC".into()),
        run_config: Some(property::RunConfig {
            environment_variables: Some([(asked::ADDRESS.to_owned(), spec.address.clone())].into_iter().collect()),
            memory_in_mb: Some(MEMORY.into()),
            timeout_in_seconds: Some(seconds.min(i64::from(spec.every_minutes) * 60).into()),
            ..Default::default()
        }),
        runtime_version: Some(RUNTIME.into()),
        schedule: Some(property::Schedule { expression: Some(rate(spec.every_minutes).into()), ..Default::default() }),
        start_canary_after_creation: Some(true.into()),
        success_retention_period: Some(spec.kept_days.into()),
        ..Default::default()
    }
}

fn rate(minutes: u32) -> String {
    if minutes == 1 { "rate(1 minute)".to_owned() } else { format!("rate({minutes} minutes)") }
}

/// What it may do besides writing its log: leave what a run says, and say how the run went.
///
/// Source: "Required roles and permissions for canaries" in the guide of CloudWatch.
fn allowed(bucket: &Value<String>, logs: &Logs<'_>) -> Vec<Statement> {
    vec![
        Statement::allow(actions!["s3:GetObject", "s3:PutObject"], [objects(bucket)]),
        Statement::allow(actions!["s3:GetBucketLocation"], [bucket.clone()]),
        by_way_of("s3", logs.key.arn(), actions!["kms:Decrypt", "kms:GenerateDataKey"]),
        // These actions support no resource but `*`.
        Statement::allow(actions!["s3:ListAllMyBuckets"], ["*"]),
        Statement::allow(actions!["cloudwatch:PutMetricData"], ["*"]).when(
            "StringEquals",
            "cloudwatch:namespace",
            "CloudWatchSynthetics",
        ),
    ]
}

/// What only the values show.
fn check<D: DataClass>(spec: &Canary<D>, scope: &mut Scope<'_>, asked: &[Asked]) {
    asked::check(scope, &spec.address, asked);
    if !(1..=MOST_MINUTES).contains(&spec.every_minutes) {
        let message = format!("asks every {} minutes", spec.every_minutes);
        scope.reject(None, message, format!("ask every 1 to {MOST_MINUTES} minutes"));
    }
    if !(1..=MOST_DAYS).contains(&spec.kept_days) {
        let message = format!("keeps what its runs leave for {} days", spec.kept_days);
        scope.reject(None, message, format!("keep it for 1 to {MOST_DAYS} days"));
    }
}

hc_cdk::takes! {
    #[diagnostic::on_unimplemented(
        message = "this is not a canary",
        label = "give what `stack.add` returned for a `Canary`"
    )]
    /// A canary.
    IsCanary: CanaryRuns;
}
