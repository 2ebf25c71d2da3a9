//! What runs a function: messages of a queue, what a topic tells, what happened on a bus, changes of a table, what becomes of the objects
//! of a bucket.

use hc_cdk::{
    control::iso27001,
    data::DataClass,
    model::ConstructRef,
    policy::data::Class,
    resource::Made,
    stack::Scope,
    uses::Use,
    value::{Attr, Json, Object, Value},
};

use crate::{
    actions,
    cfn::{
        events::{self, rule as event},
        lambda::{self, event_source_mapping as property},
        sns, sqs,
    },
    channel::{EVENTS, WithPolicy, taking},
    iam::{Statement, by_way_of},
    keys::Key,
    kind::{FunctionArn, TopicArn},
    messages::{Hear, Heard, IsHeard, Listener, Messages, Notices},
    storage::{BucketEvents, Table},
};

/// What runs a function, with what the function needs for it.
#[derive(Debug, Clone)]
pub struct Source {
    this: ConstructRef,
    name: String,
    class: Class,
    kind: Kind,
}

#[derive(Debug, Clone)]
enum Kind {
    Queue { made: Made<sqs::Queue>, key: Key, hidden_seconds: u32 },
    Topic(Attr<TopicArn>),
    Bus(Hear),
    Stream { arn: Option<Value<String>>, key: Key },
    Objects { pattern: Option<Object>, is_part: bool },
}

/// Something that runs a function.
#[diagnostic::on_unimplemented(
    message = "this is nothing that runs a function",
    label = "give what `stack.add` returned for a `Queue`, a `Topic` or an `EncryptedTable` with a stream, what is heard of a `Bus`, or the `.events()` of a bucket"
)]
pub trait Triggers {
    /// The class of the data that it hands over.
    type Class: DataClass;
    /// What is given.
    fn source(&self) -> Source;
}

impl<D: DataClass> Triggers for Messages<D> {
    type Class = D;

    fn source(&self) -> Source {
        let kind = Kind::Queue { made: self.made.clone(), key: self.key.clone(), hidden_seconds: self.hidden_seconds };
        Source { this: self.this.clone(), name: self.name.clone(), class: D::CLASS, kind }
    }
}

impl<D: DataClass> Triggers for Notices<D> {
    type Class = D;

    fn source(&self) -> Source {
        Source { this: self.this.clone(), name: self.name.clone(), class: D::CLASS, kind: Kind::Topic(self.arn()) }
    }
}

impl<D: DataClass> Triggers for Heard<D> {
    type Class = D;

    fn source(&self) -> Source {
        let it = self.it();
        let (this, name) = it.construct();
        Source { this: this.clone(), name: name.to_owned(), class: D::CLASS, kind: Kind::Bus(it.clone()) }
    }
}

impl<D: DataClass> Triggers for Table<D> {
    type Class = D;

    fn source(&self) -> Source {
        let kind = Kind::Stream { arn: self.stream_arn(), key: self.key().clone() };
        let (this, name) = self.construct();
        Source { this: this.clone(), name: name.to_owned(), class: D::CLASS, kind }
    }
}

impl<D: DataClass> Triggers for BucketEvents<D> {
    type Class = D;

    fn source(&self) -> Source {
        let kind = Kind::Objects { pattern: self.pattern(), is_part: self.below.is_some() };
        Source { this: self.this.clone(), name: self.name.clone(), class: D::CLASS, kind }
    }
}

/// A function as its sources see it.
pub(super) struct Run<'a> {
    /// The ARN by which it is called.
    pub(super) function: &'a Attr<FunctionArn>,
    /// How long it may run, if the program knows it.
    pub(super) seconds: Option<i64>,
    /// How many of it run at once, if the program knows it.
    pub(super) at_once: Option<i64>,
    /// Where events go that it fails on, and the key of that.
    pub(super) failed: &'a WithPolicy<sqs::Queue, sqs::QueuePolicy>,
    pub(super) key: &'a Key,
}

impl Source {
    /// What the function may do to be run by it.
    pub(super) fn rights(&self) -> Vec<Statement> {
        match &self.kind {
            Kind::Queue { made, key, .. } => taking(made, key.arn()).into(),
            Kind::Topic(_) | Kind::Bus(_) | Kind::Objects { .. } => Vec::new(),
            Kind::Stream { arn, key } => {
                let read = actions!["dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator"];
                let stream = arn.iter().map(|arn| Statement::allow(read, [arn.clone()]));
                stream.chain([by_way_of("dynamodb", key.arn(), actions!["kms:Decrypt"])]).collect()
            }
        }
    }

    /// For which rules of a bus the queue of what fails takes events.
    pub(super) fn events(&self) -> Option<Json> {
        if let Kind::Bus(heard) = &self.kind { heard.rules() } else { None }
    }

    /// Reports a function that is run by what it does itself, again and again. Below a start of names it may put what it makes elsewhere,
    /// and what it tells a bus or changes in a table may be something else than what it waits for.
    pub(super) fn check_loop(&self, scope: &mut Scope<'_>, uses: &[Use]) {
        let ends = match &self.kind {
            Kind::Queue { .. } | Kind::Topic(_) => false,
            Kind::Objects { is_part, .. } => *is_part,
            Kind::Bus(_) | Kind::Stream { .. } => true,
        };
        if !ends && uses.iter().any(|it| it.writes && it.connection.to == self.this) {
            scope.reject(
                Some(iso27001::CAPACITY),
                format!("runs on what comes to `{}`, and writes there: it is run by what it does itself, without end", self.name),
                "let it write to another one, take `.events().below(\"incoming/\")` of a bucket, or only read: `.reads(..)`",
            );
        }
    }

    /// Declares what runs the function. Reports what cannot run it.
    pub(super) fn declare(&self, scope: &mut Scope<'_>, run: &Run<'_>) {
        if !matches!(self.kind, Kind::Bus(_)) {
            scope.flow_between(&self.this, self.class, &scope.this());
        }
        match &self.kind {
            Kind::Queue { made, hidden_seconds, .. } => self.of_queue(scope, run, made, *hidden_seconds),
            Kind::Topic(topic) => self.of_topic(scope, run, topic),
            Kind::Bus(heard) => of_bus(scope, run, heard),
            Kind::Stream { arn: Some(arn), .. } => self.of_stream(scope, run, arn),
            Kind::Stream { arn: None, .. } => scope.reject(
                Some(iso27001::CONFIGURATION),
                format!("runs on changes of `{}`, which tells nobody of them", self.name),
                "give the table a stream: `.stream(TableStream::NewAndOld)`",
            ),
            Kind::Objects { pattern: Some(pattern), .. } => self.of_objects(scope, run, pattern.clone()),
            Kind::Objects { pattern: None, .. } => scope.reject(
                Some(iso27001::CONFIGURATION),
                format!("runs on what becomes of the objects of `{}`, which tells nobody of them", self.name),
                "let the bucket tell: `.tells_events()`",
            ),
        }
    }

    /// A batch of which some messages were handled says which ones failed, and only these are handed over again.
    fn of_queue(&self, scope: &mut Scope<'_>, run: &Run<'_>, queue: &Made<sqs::Queue>, hidden_seconds: u32) {
        if run.seconds.is_some_and(|seconds| seconds > i64::from(hidden_seconds)) {
            scope.reject(
                Some(iso27001::CONFIGURATION),
                format!("may run longer than `{}` gives it to handle a message", self.name),
                "let `.handled_within(..)` of the queue be six times the `.timeout(..)` of the function",
            );
        }
        scope.resource(
            format!("On{}", self.name),
            lambda::EventSourceMapping {
                event_source_arn: Some(queue.get(sqs::Queue::ARN).into()),
                function_name: Some(run.function.clone().into()),
                function_response_types: Some(vec!["ReportBatchItemFailures".into()]),
                // More than the function has of the account would be refused, and count as failed.
                scaling_config: run
                    .at_once
                    .filter(|it| *it > 1)
                    .map(|it| property::ScalingConfig { maximum_concurrency: Some(it.min(MOST_AT_ONCE).into()) }),
                ..Default::default()
            },
        );
    }

    fn of_topic(&self, scope: &mut Scope<'_>, run: &Run<'_>, topic: &Attr<TopicArn>) {
        let right = scope.resource(
            format!("On{}Permission", self.name),
            lambda::Permission {
                action: Some("lambda:InvokeFunction".into()),
                function_name: Some(run.function.clone().into()),
                principal: Some("sns.amazonaws.com".into()),
                source_arn: Some(topic.clone().into()),
                ..Default::default()
            },
        );
        let heard = scope.resource(
            format!("On{}", self.name),
            sns::Subscription {
                endpoint: Some(run.function.clone().into()),
                protocol: Some("lambda".into()),
                topic_arn: Some(topic.clone()),
                ..Default::default()
            },
        );
        scope.depends_on(&heard, &right);
    }

    /// Changes that fail are tried in halves, so that one does not hold up the others, and then told to the queue of what failed.
    fn of_stream(&self, scope: &mut Scope<'_>, run: &Run<'_>, stream: &Value<String>) {
        scope.resource(
            format!("On{}", self.name),
            lambda::EventSourceMapping {
                bisect_batch_on_function_error: Some(true.into()),
                destination_config: Some(property::DestinationConfig {
                    on_failure: Some(property::OnFailure {
                        destination: Some(run.failed.made.get(sqs::Queue::ARN).into()),
                    }),
                }),
                event_source_arn: Some(stream.clone()),
                function_name: Some(run.function.clone().into()),
                function_response_types: Some(vec!["ReportBatchItemFailures".into()]),
                maximum_retry_attempts: Some(ATTEMPTS.into()),
                starting_position: Some("TRIM_HORIZON".into()),
                ..Default::default()
            },
        );
    }

    /// By way of `EventBridge`, which the bucket tells of all its objects: so neither the bucket nor the function has to be there first.
    fn of_objects(&self, scope: &mut Scope<'_>, run: &Run<'_>, pattern: Object) {
        let rule = scope.resource(
            format!("On{}", self.name),
            events::Rule {
                event_pattern: Some(Json::Object(pattern)),
                state: Some("ENABLED".into()),
                targets: Some(vec![event::Target {
                    arn: Some(run.function.clone().into()),
                    id: Some("Function".into()),
                    ..Default::default()
                }]),
                ..Default::default()
            },
        );
        scope.resource(
            format!("On{}Permission", self.name),
            lambda::Permission {
                action: Some("lambda:InvokeFunction".into()),
                function_name: Some(run.function.clone().into()),
                principal: Some("events.amazonaws.com".into()),
                source_arn: Some(rule.get(events::Rule::ARN)),
                ..Default::default()
            },
        );
    }
}

/// A rule of the bus calls the function, and nothing else by this right.
fn of_bus(scope: &mut Scope<'_>, run: &Run<'_>, heard: &Hear) {
    let listener = Listener { arn: run.function.clone().into(), role: None, failed: run.failed };
    let rule = heard.hand_on(scope, run.key, listener);
    scope.resource(
        format!("{}Permission", heard.label()),
        lambda::Permission {
            action: Some("lambda:InvokeFunction".into()),
            function_name: Some(run.function.clone().into()),
            principal: Some(EVENTS.into()),
            source_arn: Some(rule.get(events::Rule::ARN)),
            ..Default::default()
        },
    );
}

/// The most of a function that a queue runs at once.
///
/// Source: `MaximumConcurrency` of `ScalingConfig`.
const MOST_AT_ONCE: i64 = 1_000;

/// How often a change of a table is tried again.
const ATTEMPTS: i64 = 5;
