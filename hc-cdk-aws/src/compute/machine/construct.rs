//! A state machine: steps that are done one after another, each with what it calls, over minutes or months.
//!
//! By construction its definition and what it is handed are encrypted with the key of the perimeter, its role names each action and
//! each resource, which are those that its steps call, every step is recorded in an encrypted log group without the data that it was
//! given, and what it does is traced.
//!
//! It is not for what takes a second (a `Function` that calls others), and not for what answers requests.

use hc_cdk::{
    construct::{Construct, Spec},
    data::{AllowedUnder, ClearedFor, DataClass},
    dimension::{Level, availability::MultiAz},
    model::Role,
    policy::{Dimension, Policy},
    resource::Made,
    rule::Rule,
    stack::{Scope, Within},
    value::{Json, Object, Value},
};

use super::{Machine, Steps, StepsFor, definition, judge, steps::Step};
use crate::{
    actions,
    audit::{Logs, log_group},
    cfn::{
        iam,
        logs::LogGroup,
        scheduler,
        stepfunctions::{self as cfn, state_machine as property},
    },
    channel::{self, EVENTS, QueueParts},
    compute::{
        schedule::{IsSchedule, Schedule},
        tasks::one_region,
    },
    iam::{Statement, by_way_of, document, role_for, service},
    keys::Key,
    messages::{Hear, IsHeard, Listener},
    perimeter::{Perimeter, PerimeterFor},
    position::Deletion,
    pseudo, rule,
    sentences::{MachineLogsNoData, MachineNeedsPerimeter, MachineNeedsSteps},
    stack::Aws,
    uses::once,
};

hc_cdk::builder! {
    /// A state machine that hands on data of class `D`.
    ///
    /// ```
    /// use hc_cdk::{data::Phi, policy::{Hipaa, Production}, prelude::*};
    /// use hc_cdk_aws::{compute::{Schedule, Steps, When}, prelude::*, region};
    ///
    /// let mut stack = Stack::<(Hipaa, Production)>::new("clinic", region::EuWest2);
    /// let key = stack.add("Key", CustomerKey::builder());
    /// let trail = stack.add("Audit", AuditTrail::builder().key(&key));
    /// let vpc = stack.add("Network", Vpc::builder().cidr(cidr!("10.20.0.0/16")).key(&key));
    /// let clinical = stack.add("Clinical", Perimeter::<Phi>::builder().vpc(&vpc).key(&key).trail(&trail));
    ///
    /// let image = image!(
    ///     "111122223333.dkr.ecr.eu-west-2.amazonaws.com/letters@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
    /// );
    /// let summarise = Function::builder().perimeter(&clinical).code(image.clone()).command(&["letters.summarise"]);
    /// let summarise = stack.add("Summarise", summarise);
    /// let letters = stack.add("Letters", Queue::builder().perimeter(&clinical));
    /// let nurses = stack.add("Nurses", Topic::builder().perimeter(&clinical));
    ///
    /// let steps = Steps::new()
    ///     .calls("Summarise", &summarise)
    ///     .retries(3)
    ///     .chooses("IsUrgent", [(When::is("urgent", true), "TellNurses")], "Print")
    ///     .calls("TellNurses", &nurses)
    ///     .calls("Print", &letters);
    /// let discharge = StateMachine::builder().perimeter(&clinical).steps(steps).schedule(Schedule::daily_at(6, 0));
    /// let discharge = stack.add("Discharge", discharge);
    ///
    /// stack.add("Ward", Function::builder().perimeter(&clinical).code(image).connect(&discharge));
    /// # assert!(App::new("clinic").stack(stack).synthesize().is_ok());
    /// ```
    pub struct StateMachine<D: DataClass>;
    /// A state machine that is being described.
    pub struct StateMachineBuilder => StateMachine<D>;
    needs {
        /// The perimeter that it is in.
        perimeter(perimeter: &(impl PerimeterFor<D> + ?Sized)) -> Perimeter<D> { perimeter.it().clone() }: MachineNeedsPerimeter;
        /// What it does.
        steps(steps: impl StepsFor<D>) -> Steps<D> { steps.it() }: MachineNeedsSteps;
    }
    may {
        /// After how many seconds it is broken off, up to a year; by default after a day.
        timeout(seconds: u32) -> u32 { seconds } = 86_400;
        /// When the clock starts it.
        schedule(schedule: impl IsSchedule) -> Option<Schedule> { Some(schedule.it().clone()) } = None;
    }
    also { heard: Vec<Hear> }
}

impl<D: DataClass, State> StateMachineBuilder<D, State> {
    /// Starts it for each event that it hears of a bus or of the objects of a bucket, which it has to be cleared for.
    pub fn on<H>(mut self, heard: &H) -> Self
    where
        H: IsHeard + ?Sized,
        D: ClearedFor<H::Class>,
    {
        self.heard.push(heard.it());
        self
    }
}

impl<D: DataClass, State> StateMachineBuilder<D, State> {
    /// There is no such switch: logs are read by more people than the data is for.
    #[doc(hidden)]
    pub fn logs_data(self) -> Self
    where
        Self: MachineLogsNoData,
    {
        self
    }
}

impl<D: DataClass> Spec for StateMachine<D> {
    type Handle = Machine<D>;
    const KIND: &'static str = "StateMachine";
    const INVARIANTS: &'static [Rule] = &[
        rule::STATE_MACHINE_HAS_THE_CUSTOMERS_KEY,
        rule::STATE_MACHINE_IS_WRITTEN_OUT,
        rule::STATE_MACHINE_LOGS,
        rule::STATE_MACHINE_LOGS_NO_DATA,
        rule::STATE_MACHINE_IS_TRACED,
        rule::STATE_MACHINE_HAS_ZONES,
        rule::ACTIONS_ARE_NAMED,
        rule::RESOURCES_ARE_NAMED,
        rule::POLICIES_ARE_WRITTEN_HERE,
        rule::POLICY_STAYS_INSIDE,
        rule::LOG_GROUP_KEEPS,
        rule::CLOUD_WATCH_LOG_GROUP_ENCRYPTED,
        rule::RECORDS_STAY,
    ];
}

impl<D, P> Construct<P, Aws> for StateMachine<D>
where
    D: DataClass + AllowedUnder<P>,
    P: Policy,
{
    fn declare(self, scope: &mut Within<'_, P, Aws>) -> Machine<D> {
        scope.plays(Role::Workload, D::CLASS);
        one_region(scope, <P::Availability as Level>::POSITION);
        scope.stands_at(Dimension::availability, MultiAz::POSITION);
        let Self { perimeter, steps, timeout, schedule, .. } = self;
        let heard = self.heard;
        judge::check(scope, &steps.all, steps.is_stray, timeout);
        let made = declare(scope, &steps.all, timeout, &Logs::of::<P>(&perimeter.key));
        if let Some(schedule) = &schedule {
            run(scope, &made, schedule);
        }
        if !heard.is_empty() {
            listen(scope, &made, &heard, &perimeter.key, Deletion::of::<P>());
        }
        Machine::of(scope, made)
    }
}

fn declare(scope: &mut Scope<'_>, steps: &[Step], seconds: u32, logs: &Logs<'_>) -> Made<cfn::StateMachine> {
    let lines = lines(scope, logs);
    let allowed = allowed(scope, steps, logs.key);
    let (role, policy) = role_for(scope, "Role", "states.amazonaws.com", "what the steps may call", None, allowed);
    let made = scope.resource(
        "",
        cfn::StateMachine {
            definition: Some(definition::of(steps, seconds)),
            encryption_configuration: Some(property::EncryptionConfiguration {
                kms_key_id: Some(logs.key.arn().into()),
                r#type: Some("CUSTOMER_MANAGED_KMS_KEY".into()),
                ..Default::default()
            }),
            logging_configuration: Some(property::LoggingConfiguration {
                destinations: Some(vec![property::LogDestination {
                    cloud_watch_logs_log_group: Some(property::CloudWatchLogsLogGroup {
                        log_group_arn: Some(lines.get(LogGroup::ARN)),
                    }),
                }]),
                include_execution_data: Some(false.into()),
                level: Some("ALL".into()),
            }),
            role_arn: Some(role.get(iam::Role::ARN)),
            state_machine_type: Some("STANDARD".into()),
            tracing_configuration: Some(property::TracingConfiguration { enabled: Some(true.into()) }),
            ..Default::default()
        },
    );
    // Step Functions tries the key and the delivery of logs when the state machine is made.
    scope.depends_on(&made, &policy);
    made
}

/// The log group, which lets the service in that delivers what a state machine does. It would write that policy itself, with a right on
/// every log group of the account.
///
/// Source: CloudWatch Logs, "Logs sent to CloudWatch Logs": the policy is not written again where it has the statement.
fn lines(scope: &mut Scope<'_>, logs: &Logs<'_>) -> Made<LogGroup> {
    let name = scope.physical_name();
    let within = |before: &str, after: &str| name.within(&format!("{before}/aws/vendedlogs/states/"), after);
    let streams = pseudo::arn_here("logs", [within("log-group:", ":log-stream:*").into()]);
    let lines = log_group(scope, "Logs", logs, Some(within("", "")));
    let deliver = Statement::allow(actions!["logs:CreateLogStream", "logs:PutLogEvents"], [streams])
        .when("StringEquals", "aws:SourceAccount", pseudo::account())
        .when("ArnLike", "aws:SourceArn", pseudo::arn_here("logs", ["*".into()]))
        .for_principal(service("delivery.logs.amazonaws.com"));
    let ours = scope.amend(&lines, |it: &mut Object| {
        it.insert("ResourcePolicyDocument", document([deliver]));
    });
    debug_assert!(ours, "the group was declared above");
    lines
}

/// What the role may do: have its logs delivered and write its traces, use the key for what it keeps and for what is delivered, and what
/// its steps call. Draws the flows of data to that.
///
/// Source: the guide to Step Functions, "Data at rest encryption", "Using CloudWatch Logs to log execution history" and "Trace with X-Ray".
fn allowed(scope: &mut Scope<'_>, steps: &[Step], key: &Key) -> Vec<Statement> {
    let delivery = actions![
        "logs:CreateLogDelivery",
        "logs:DeleteLogDelivery",
        "logs:DescribeLogGroups",
        "logs:DescribeResourcePolicies",
        "logs:GetLogDelivery",
        "logs:ListLogDeliveries",
        "logs:UpdateLogDelivery",
    ];
    let traces = actions![
        "xray:GetSamplingRules",
        "xray:GetSamplingTargets",
        "xray:PutTelemetryRecords",
        "xray:PutTraceSegments",
    ];
    let mut allowed = vec![
        // These actions support no resource but `*`.
        Statement::allow(delivery, ["*"]),
        Statement::allow(traces, ["*"]),
        by_way_of("states", key.arn(), actions!["kms:Decrypt", "kms:GenerateDataKey"]),
        Statement::allow(actions!["kms:GenerateDataKey"], [Json::from(key.arn())]).when(
            "StringEquals",
            "kms:EncryptionContext:SourceArn",
            pseudo::arn_here("logs", ["*".into()]),
        ),
    ];
    let mut uses = Vec::new();
    for step in steps {
        step.uses(&mut uses);
    }
    for it in uses {
        scope.flow_of(it.class, &it.connection.to);
        it.rights().into_iter().for_each(|right| once(&mut allowed, right.into()));
    }
    allowed
}

/// Declares what starts it by the clock.
fn run(scope: &mut Scope<'_>, made: &Made<cfn::StateMachine>, schedule: &Schedule) {
    let arn = || Json::from(made.get(cfn::StateMachine::ARN));
    let starts = vec![Statement::allow(actions!["states:StartExecution"], [arn()])];
    let target = scheduler::schedule::Target { arn: Some(Value::from_json(arn())), ..Default::default() };
    schedule.declare(scope, "starts the state machine", starts, target);
}

/// Declares what starts it when something happened on a bus, with a queue for what it could not be started for.
fn listen(scope: &mut Scope<'_>, made: &Made<cfn::StateMachine>, heard: &[Hear], key: &Key, deletion: Deletion) {
    let arn = || Json::from(made.get(cfn::StateMachine::ARN));
    let events = heard.iter().filter_map(Hear::rules).collect();
    let parts = QueueParts { name: None, key, deletion, hidden_seconds: None, failed: None, events };
    let failed = channel::queue_with_policy(scope, "Failed", &parts);
    let starts = vec![Statement::allow(actions!["states:StartExecution"], [arn()])];
    let (role, _) = role_for(scope, "Listener", EVENTS, "starts the state machine", None, starts);
    for it in heard {
        it.hand_on(scope, key, Listener { arn: arn(), role: Some(role.get(iam::Role::ARN)), failed: &failed });
    }
}
