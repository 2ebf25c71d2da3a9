//! A function on Lambda: a program without servers that runs when something happens, inside a perimeter.
//!
//! By construction it stands in the private subnets of the perimeter and in a security group of its own, its code is named by a
//! digest or a version, its environment is encrypted with the perimeter's key and holds no secret, its role names each action and
//! each resource, an event that it fails on is kept in an encrypted queue, its share of the account is its own, its logs are
//! encrypted and kept, and its requests are traced.
//!
//! It is not for what runs longer than 15 minutes (`FargateTask`), or for what has to be there all the time (`FargateService`).
//! Nothing calls it but what it says: a clock, a queue, a topic, changes of a table, or a route of a `RestApi`.

use hc_cdk::{
    construct::{Construct, Spec},
    data::AllowedUnder,
    dimension::{Level, availability::MultiAz},
    literal::variable::Variable,
    model::Role,
    policy::{Dimension, Policy},
    rule::Rule,
    stack::Within,
};

use super::{
    deployment::Deployment,
    function_code::{Code, CodeOfFunction},
    function_handle::Lambda,
    function_made::{self, Asked},
    function_source::{Source, Triggers},
    plan::Architecture,
    related::related,
    schedule::{IsSchedule, Schedule},
    tasks::one_region,
    telemetry::{IsTelemetry, Telemetry},
};
use crate::{
    audit::Logs,
    parameters::{
        ConcurrencyOfFunction, FunctionConcurrency, FunctionMemory, FunctionSeconds, MemoryOfFunction,
        SecondsOfFunction,
    },
    perimeter::{Perimeter, PerimeterFor},
    position::Deletion,
    rule,
    sentences::{FunctionNeedsCode, FunctionNeedsPerimeter},
};

hc_cdk::builder! {
    /// A function on Lambda, cleared for data of class `D`.
    ///
    /// ```
    /// use hc_cdk::{data::Phi, policy::{Hipaa, Production}, prelude::*};
    /// use hc_cdk_aws::{compute::{Archive, Runtime, Schedule}, prelude::*, region};
    ///
    /// let mut stack = Stack::<(Hipaa, Production)>::new("clinic", region::EuWest2);
    /// let key = stack.add("Key", CustomerKey::builder());
    /// let trail = stack.add("Audit", AuditTrail::builder().key(&key));
    /// let vpc = stack.add("Network", Vpc::builder().cidr(cidr!("10.20.0.0/16")).key(&key));
    /// let clinical = stack.add("Clinical", Perimeter::<Phi>::builder().vpc(&vpc).key(&key).trail(&trail));
    ///
    /// let visits = EncryptedTable::builder().perimeter(&clinical).partition_key(TableKey::text("patient"));
    /// let visits = stack.add("Visits", visits);
    /// let letters = stack.add("Letters", Queue::builder().perimeter(&clinical));
    ///
    /// let image = image!(
    ///     "111122223333.dkr.ecr.eu-west-2.amazonaws.com/letters@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
    /// );
    /// let print = Function::builder().perimeter(&clinical).code(image).memory(512).timeout(30).concurrency(10);
    /// stack.add("PrintLetters", print.reads(&visits).on(&letters));
    ///
    /// let archives = stack.add("Archives", SecureBucket::builder().perimeter(&clinical));
    /// let code = Archive::new(&archives, "remind.zip", "3sL4kqtJlcpXroDTDmJ.rmSpXd3dIbrHY", Runtime::Python314, "remind.handler");
    /// let remind = Function::builder().perimeter(&clinical).code(code).reads(&visits).connect(&letters);
    /// stack.add("Remind", remind.schedule(Schedule::daily_at(7, 0).in_zone("Europe/London")));
    /// # assert!(App::new("clinic").stack(stack).synthesize().is_ok());
    /// ```
    pub struct Function<D: DataClass>;
    /// A function that is being described.
    pub struct FunctionBuilder => Function<D>;
    needs {
        /// The perimeter that it is in.
        perimeter(perimeter: &(impl PerimeterFor<D> + ?Sized)) -> Perimeter<D> { perimeter.it().clone() }: FunctionNeedsPerimeter;
        /// What it runs: an image in ECR, `image!("..")`, which Lambda pulls from the stack's own region, or an [`Archive`](super::Archive).
        code(code: impl CodeOfFunction) -> Code { code.it() }: FunctionNeedsCode;
    }
    may {
        /// Its memory in MiB, 128 to 10240; processor time goes with it. By default 512.
        memory(mib: impl MemoryOfFunction) -> Value<FunctionMemory> { mib.value() } = 512.into();
        /// How many seconds it may run, 1 to 900; by default 30.
        timeout(seconds: impl SecondsOfFunction) -> Value<FunctionSeconds> { seconds.value() } = 30.into();
        /// How many of it may run at once, which nothing else of the account takes away from it; by default 10. What all functions
        /// of a region reserve together has to leave 100 of what the account may have there.
        concurrency(at_once: impl ConcurrencyOfFunction) -> Value<FunctionConcurrency> { at_once.value() } = 10.into();
        /// The processors that its code is built for.
        architecture(architecture: Architecture) -> Architecture { architecture } = Architecture::default();
        /// The command of its image, instead of the image's own.
        command(words: &'static [&'static str]) -> &'static [&'static str] { words } = &[];
        /// How a new version takes the place of the old one: at once by default, or by shifting requests, `Deployment::canary(10, 15)`, which
        /// an alarm rolls back: `alarms.roll_back("Failing", &function)`. Figures that only the deployment knows make no new version.
        deployment(deployment: Deployment) -> Deployment { deployment } = Deployment::default();
        /// Measures how long it takes to start where none of it is running yet, from its log: a metric of its own, which costs by the month.
        measures_starts() -> bool { true } = false;
        /// Where it has what says of its requests by OpenTelemetry, to X-Ray: a [`TelemetryLayer`](super::TelemetryLayer), or the image. By
        /// default it says what Lambda itself says.
        telemetry(telemetry: &(impl IsTelemetry + ?Sized)) -> Option<Telemetry> { Some(telemetry.it().clone()) } = None;
        /// When the clock starts it.
        schedule(schedule: impl IsSchedule) -> Option<Schedule> { Some(schedule.it().clone()) } = None;
    }
    also { relations: Relations, sources: Vec<Source> }
}

related!(FunctionBuilder);

impl<D: DataClass, State> FunctionBuilder<D, State> {
    /// Runs it on each message of a queue, on what a topic tells, on what happened on a bus, or on each change of a table, which it has to be cleared for.
    /// What a queue, a topic or all objects of a bucket run does not write there: it would run itself without end.
    pub fn on<S>(mut self, source: &S) -> Self
    where
        S: Triggers + ?Sized,
        D: ClearedFor<S::Class>,
    {
        self.sources.push(source.source());
        self
    }
}

impl<D: DataClass, State> FunctionBuilder<D, State> {
    /// Lets it use something that has no handle of its own.
    pub(crate) fn using(mut self, it: Use) -> Self {
        self.relations.uses.push(it);
        self
    }

    /// Tells it something by variables whose names are known to be some.
    pub(crate) fn told(mut self, variables: impl IntoIterator<Item = (&'static str, String)>) -> Self {
        let variables = variables.into_iter().map(|(name, value)| Variable::from_checked(name, value));
        self.relations.variables.extend(variables);
        self
    }
}

impl<D: DataClass> Spec for Function<D> {
    type Handle = Lambda<D>;
    const KIND: &'static str = "Function";
    const INVARIANTS: &'static [Rule] = &[
        rule::SERVICE_IS_NOT_FIRST_USER,
        rule::LAMBDA_INSIDE_VPC,
        rule::LAMBDA_DLQ,
        rule::LAMBDA_CONCURRENCY,
        rule::FUNCTION_HAS_THE_CUSTOMERS_KEY,
        rule::FUNCTION_HAS_NO_SECRET_AS_TEXT,
        rule::FUNCTION_NAMES_ITS_CODE,
        rule::FUNCTION_IS_TRACED,
        rule::FUNCTION_HAS_ZONES,
        rule::FUNCTION_LOGS,
        rule::ACTIONS_ARE_NAMED,
        rule::RESOURCES_ARE_NAMED,
        rule::POLICIES_ARE_WRITTEN_HERE,
        rule::POLICY_STAYS_INSIDE,
        rule::LOG_GROUP_KEEPS,
        rule::CLOUD_WATCH_LOG_GROUP_ENCRYPTED,
        rule::RECORDS_STAY,
        rule::QUEUE_HAS_THE_CUSTOMERS_KEY,
    ];
}

impl<D, P> Construct<P, Aws> for Function<D>
where
    D: DataClass + AllowedUnder<P>,
    P: Policy,
{
    fn declare(self, scope: &mut Within<'_, P, Aws>) -> Lambda<D> {
        scope.plays(Role::Workload, D::CLASS);
        one_region(scope, <P::Availability as Level>::POSITION);
        scope.stands_at(Dimension::availability, MultiAz::POSITION);
        let Self { perimeter, code, memory, timeout, concurrency, architecture, command, schedule, deployment, .. } =
            self;
        let (relations, sources, telemetry) = (self.relations, self.sources, self.telemetry);
        let start = self.measures_starts.then(|| format!("{} start", scope.full_name()));
        let asked = Asked {
            code,
            memory,
            timeout,
            concurrency,
            architecture,
            command,
            schedule,
            relations,
            sources,
            deployment,
            telemetry,
            start,
        };
        let (logs, deletion) = (Logs::of::<P>(&perimeter.key), Deletion::of::<P>());
        let made = function_made::declare(&asked, scope, &perimeter.network, &logs, deletion);
        let seconds = asked.timeout.json().as_int();
        Lambda::of(scope, made, (asked.start, seconds))
    }
}
