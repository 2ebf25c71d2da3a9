//! The metrics that handles give.

use std::borrow::Cow;

use hc_cdk::{data::DataClass, value::Value};
use hc_cdk_observe::{Amount, Bytes, Count, Percent, Seconds};

use super::{
    canary::CanaryRuns,
    metric::{Measure, Metric, Statistic},
};
use crate::{
    audit::Trail,
    compute::{Lambda, Machine, STARTS, Service, Worker},
    database::Database,
    edge::{Api, Certificate, Endpoint, Uptime, WebsiteHandle},
    messages::Messages,
    storage::Table,
};

impl<D: DataClass> Service<D> {
    /// The processor time that its tasks use, of what they have.
    pub fn cpu(&self) -> Metric<Percent> {
        processor(self.cluster(), self.name())
    }

    /// The memory that its tasks use, of what they have.
    pub fn memory(&self) -> Metric<Percent> {
        memory(self.cluster(), self.name())
    }
}

impl<D> Worker<D> {
    /// The processor time that its tasks use, of what they have.
    pub fn cpu(&self) -> Metric<Percent> {
        processor(self.cluster(), self.name())
    }

    /// The memory that its tasks use, of what they have.
    pub fn memory(&self) -> Metric<Percent> {
        memory(self.cluster(), self.name())
    }
}

fn processor(cluster: Value<String>, service: Value<String>) -> Metric<Percent> {
    Metric::of("processor in use", of_tasks("CPUUtilization", cluster, service))
}

fn memory(cluster: Value<String>, service: Value<String>) -> Metric<Percent> {
    Metric::of("memory in use", of_tasks("MemoryUtilization", cluster, service))
}

fn of_tasks(name: &'static str, cluster: Value<String>, service: Value<String>) -> Measure {
    Measure::new("AWS/ECS", name, Statistic::Average)
        .dimension("ClusterName", cluster)
        .dimension("ServiceName", service)
}

impl<D> Database<D> {
    /// The processor time that it uses, of what it has.
    pub fn cpu(&self) -> Metric<Percent> {
        Metric::of("processor in use", self.measure("CPUUtilization", Statistic::Average))
    }

    /// How many connections are open.
    pub fn connections(&self) -> Metric<Count> {
        Metric::of("open connections", self.measure("DatabaseConnections", Statistic::Maximum))
    }

    /// How much storage is left. What Aurora keeps grows by itself: there it is what its instances have for themselves.
    pub fn free_storage(&self) -> Metric<Bytes> {
        let (dimension, _) = self.metric_dimension();
        let name = if dimension == "DBClusterIdentifier" { "FreeLocalStorage" } else { "FreeStorageSpace" };
        Metric::of("free storage", self.measure(name, Statistic::Minimum))
    }

    fn measure(&self, name: &'static str, statistic: Statistic) -> Measure {
        let (dimension, value) = self.metric_dimension();
        Measure::new("AWS/RDS", name, statistic).dimension(dimension, value)
    }
}

impl<D> Table<D> {
    /// How many reads of it or of its indexes were refused, since they were more than its capacity.
    pub fn refused_reads(&self) -> Metric<Count> {
        Metric::of("reads refused", self.measure("ReadThrottleEvents"))
    }

    /// How many of both were.
    pub fn refused(&self) -> Metric<Count> {
        let inputs = ["ReadThrottleEvents", "WriteThrottleEvents"].map(|name| self.measure(name));
        Metric::computed("reads and writes refused", TOGETHER, inputs)
    }

    /// How many writes were.
    pub fn refused_writes(&self) -> Metric<Count> {
        Metric::of("writes refused", self.measure("WriteThrottleEvents"))
    }

    fn measure(&self, name: &'static str) -> Measure {
        Measure::new("AWS/DynamoDB", name, Statistic::Sum).dimension("TableName", self.name())
    }
}

impl<D> Lambda<D> {
    /// How often it was called.
    pub fn calls(&self) -> Metric<Count> {
        Metric::of("calls", self.measure("Invocations", Statistic::Sum))
    }

    /// How often it failed.
    pub fn errors(&self) -> Metric<Count> {
        Metric::of("errors", self.measure("Errors", Statistic::Sum))
    }

    /// How often it was not run, since as many as it reserved were running.
    pub fn throttles(&self) -> Metric<Count> {
        Metric::of("calls refused", self.measure("Throttles", Statistic::Sum))
    }

    /// How long 95 of a hundred runs take.
    pub fn duration_p95(&self) -> Metric<Seconds> {
        Metric::computed("time to run, 95 of 100", OF_THOUSAND, [self.measure("Duration", Statistic::P95)])
    }

    /// How long the longest start took, if it was asked to measure that: `.measures_starts()`.
    pub fn start(&self) -> Option<Metric<Seconds>> {
        let name = self.start_metric()?.to_owned();
        let measure = Measure::new(STARTS, name, Statistic::Maximum);
        Some(Metric::computed("time to start", OF_THOUSAND, [measure]))
    }

    fn measure(&self, name: &'static str, statistic: Statistic) -> Measure {
        Measure::new("AWS/Lambda", name, statistic).dimension("FunctionName", self.name())
    }
}

/// What Lambda measures of all functions of a region together, whoever made them: one alarm where each would have one.
///
/// Source: "Across All Functions" in "Viewing metrics on the CloudWatch console" of the developer guide of Lambda.
///
/// ```
/// # use hc_cdk_aws::keys::Key;
/// use hc_cdk_aws::{observe::AllFunctions, prelude::*};
///
/// # fn program(key: &Key) {
/// let fails = AllFunctions.errors().every_minutes(5).above(Count(100.0)).severity(Severity::Critical);
/// let alarms = Alarms::builder().key(key).notify(Contact::email("oncall@example.org")).watch("FunctionFails", fails);
/// # let _ = alarms;
/// # }
/// ```
#[derive(Debug, Clone, Copy)]
pub struct AllFunctions;

impl AllFunctions {
    /// How often one of them failed. That is how the function of a [`TokenChecker`](crate::edge::TokenChecker) refuses a token, too, as API
    /// Gateway wants it: of many callers, some come with one that has ended.
    pub fn errors(self) -> Metric<Count> {
        Metric::of("errors of all functions", Measure::new("AWS/Lambda", "Errors", Statistic::Sum))
    }

    /// How often one of them was not run, since as many as it reserved, or as the region runs, were running.
    pub fn throttles(self) -> Metric<Count> {
        Metric::of("calls refused by all functions", Measure::new("AWS/Lambda", "Throttles", Statistic::Sum))
    }
}

impl<D> Api<D> {
    /// How many requests were received.
    pub fn requests(&self) -> Metric<Count> {
        Metric::of("requests", self.measure("Count", Statistic::Sum))
    }

    /// How many requests ended in an error that was not the caller's.
    pub fn errors_5xx(&self) -> Metric<Count> {
        Metric::of("errors of the API", self.measure("5XXError", Statistic::Sum))
    }

    /// How long it takes to answer 95 of a hundred requests.
    pub fn latency_p95(&self) -> Metric<Seconds> {
        Metric::computed("time to answer, 95 of 100", OF_THOUSAND, [self.measure("Latency", Statistic::P95)])
    }

    /// How often a path was asked for with success, if it was asked to count that: `.counts_interactions()`. It is the path as it was given
    /// to `.route(..)`.
    pub fn interactions(&self, path: impl Into<Cow<'static, str>>) -> Option<Metric<Count>> {
        let (path, (namespace, name)) = (path.into(), self.counted()?);
        let measure = Measure::new(namespace, name, Statistic::Sum).dimension("path", Self::spelled(&path));
        Some(Metric::of(path, measure).every_minutes(60))
    }

    fn measure(&self, name: &'static str, statistic: Statistic) -> Measure {
        Measure::new("AWS/ApiGateway", name, statistic)
            .dimension("ApiName", self.name())
            .dimension("Stage", self.stage())
    }
}

impl<D: DataClass> Messages<D> {
    /// For how long the oldest message has waited.
    pub fn oldest(&self) -> Metric<Seconds> {
        let measure = Measure::new("AWS/SQS", "ApproximateAgeOfOldestMessage", Statistic::Maximum);
        Metric::of("age of the oldest message", measure.dimension("QueueName", self.queue_name()))
    }

    /// How many messages nobody could handle.
    pub fn unhandled(&self) -> Metric<Count> {
        let measure = Measure::new("AWS/SQS", "ApproximateNumberOfMessagesVisible", Statistic::Maximum);
        Metric::of("messages nobody could handle", measure.dimension("QueueName", self.failed_name()))
    }
}

impl<D> Machine<D> {
    /// How many runs of it failed.
    pub fn failures(&self) -> Metric<Count> {
        self.runs("runs that failed", "ExecutionsFailed")
    }

    /// How many runs of it were broken off, since they took too long.
    pub fn timeouts(&self) -> Metric<Count> {
        self.runs("runs that took too long", "ExecutionsTimedOut")
    }

    fn runs(&self, label: &'static str, name: &'static str) -> Metric<Count> {
        let measure = Measure::new("AWS/States", name, Statistic::Sum);
        Metric::of(label, measure.dimension("StateMachineArn", self.arn()))
    }
}

/// What is measured in thousandths of a second.
const OF_THOUSAND: &str = "$0 / 1000";

/// What is measured of an endpoint is about the service that answers what no route takes, if it has one, and about all of them if
/// it has not; of a route it is about its service.
impl Endpoint {
    /// How many requests were received.
    pub fn requests(&self) -> Metric<Count> {
        self.sum("requests", "RequestCount")
    }

    /// How many requests a service answered with an error of its own.
    pub fn target_5xx(&self) -> Metric<Count> {
        self.sum("errors of the service", "HTTPCode_Target_5XX_Count")
    }

    /// How many of all requests ended in an error, of the service or of the load balancer. Of a route it is those of its service.
    pub fn errors(&self) -> Metric<Percent> {
        // CloudWatch has no value for a period without errors.
        let service = self.measures("HTTPCode_Target_5XX_Count", Statistic::Sum);
        if !self.is_route() {
            let all = ["HTTPCode_ELB_5XX_Count", "RequestCount"].map(|name| self.of_all(name, Statistic::Sum));
            return Metric::computed(
                "errors",
                "100 * (FILL($0, 0) + FILL($1, 0)) / $2",
                service.into_iter().chain(all),
            );
        }
        let expression = if service.len() > 1 {
            "100 * (FILL($0, 0) + FILL($1, 0)) / (FILL($2, 0) + FILL($3, 0))"
        } else {
            "100 * FILL($0, 0) / $1"
        };
        let all = self.measures("RequestCount", Statistic::Sum);
        Metric::computed("errors", expression, service.into_iter().chain(all))
    }

    /// How long it takes to answer 95 of a hundred requests. While requests are shifted it is that of the slower version.
    pub fn latency_p95(&self) -> Metric<Seconds> {
        let slower = "MAX([FILL($0, 0), FILL($1, 0)])";
        one_or_computed("time to answer, 95 of 100", slower, self.measures("TargetResponseTime", Statistic::P95))
    }

    /// How many tasks are fit to answer. Of an endpoint whose services all have routes of their own it is known of those only.
    pub fn healthy_targets(&self) -> Option<Metric<Count>> {
        if self.targets_full_names().is_empty() {
            return None;
        }
        let measures = self.measures("HealthyHostCount", Statistic::Minimum);
        Some(one_or_computed("healthy tasks", TOGETHER, measures))
    }

    fn sum(&self, label: &'static str, name: &'static str) -> Metric<Count> {
        one_or_computed(label, TOGETHER, self.measures(name, Statistic::Sum))
    }

    /// The measures of each group of targets that has the requests in turn; of all together if none is named.
    fn measures(&self, name: &'static str, statistic: Statistic) -> Vec<Measure> {
        let groups = self.targets_full_names();
        if groups.is_empty() {
            return vec![self.of_all(name, statistic)];
        }
        groups.into_iter().map(|group| self.of_all(name, statistic).dimension("TargetGroup", group)).collect()
    }

    fn of_all(&self, name: &'static str, statistic: Statistic) -> Measure {
        Measure::new("AWS/ApplicationELB", name, statistic).dimension("LoadBalancer", self.full_name())
    }
}

/// What two groups of targets have together.
const TOGETHER: &str = "FILL($0, 0) + FILL($1, 0)";

/// A metric of one measure as it is, and of two by an expression.
fn one_or_computed<U: Amount>(label: &'static str, expression: &'static str, mut measures: Vec<Measure>) -> Metric<U> {
    match (measures.pop(), measures.pop()) {
        (Some(one), None) => Metric::of(label, one),
        (last, first) => Metric::computed(label, expression, first.into_iter().chain(last)),
    }
}

/// What is measured of a website is in `us-east-1`, and so are alarms on it.
impl WebsiteHandle {
    /// How many requests were received.
    pub fn requests(&self) -> Metric<Count> {
        Metric::of("requests", self.measure("Requests", Statistic::Sum))
    }

    /// How many of all requests ended in an error of the distribution or of its bucket.
    pub fn errors(&self) -> Metric<Percent> {
        Metric::of("errors", self.measure("5xxErrorRate", Statistic::Average))
    }

    /// How many of all requests were for what is not there, or were refused.
    pub fn refused(&self) -> Metric<Percent> {
        Metric::of("requests for what is not there", self.measure("4xxErrorRate", Statistic::Average))
    }

    fn measure(&self, name: &'static str, statistic: Statistic) -> Measure {
        Measure::new("AWS/CloudFront", name, statistic)
            .dimension("DistributionId", self.id())
            .dimension("Region", "Global")
    }
}

/// What is measured of a check is in `us-east-1`, and so are alarms on it.
impl Uptime {
    /// How many of the places that ask are answered: the share of the time in which it is there.
    pub fn available(&self) -> Metric<Percent> {
        Metric::of("available", self.measure("HealthCheckPercentageHealthy", Statistic::Average))
    }

    /// Whether it is there: 1, or 0 as soon as one minute says that it is not.
    pub fn is_there(&self) -> Metric<Count> {
        Metric::of("there", self.measure("HealthCheckStatus", Statistic::Minimum))
    }

    fn measure(&self, name: &'static str, statistic: Statistic) -> Measure {
        Measure::new("AWS/Route53", name, statistic).dimension("HealthCheckId", self.id())
    }
}

/// What is measured of a canary, by the period from one run to the next.
impl CanaryRuns {
    /// How many of its runs were answered as they should.
    pub fn successes(&self) -> Metric<Percent> {
        Metric::of("runs that were answered", self.measure("SuccessPercent")).every_minutes(self.minutes())
    }

    /// How long a run takes.
    pub fn duration(&self) -> Metric<Seconds> {
        Metric::computed("time of a run", OF_THOUSAND, [self.measure("Duration")]).every_minutes(self.minutes())
    }

    fn measure(&self, name: &'static str) -> Measure {
        Measure::new("CloudWatchSynthetics", name, Statistic::Average).dimension("CanaryName", self.name())
    }
}

impl Certificate {
    /// For how many days it is still valid, as AWS Certificate Manager says it twice a day.
    pub fn days_left(&self) -> Metric<Count> {
        let measure = Measure::new("AWS/CertificateManager", "DaysToExpiry", Statistic::Minimum);
        Metric::of("days of a certificate", measure.dimension("CertificateArn", self.arn())).every_minutes(24 * 60)
    }
}

impl Trail {
    /// How many audit records arrived.
    pub fn recorded(&self) -> Metric<Count> {
        let measure =
            Measure::new("AWS/Logs", "IncomingLogEvents", Statistic::Sum).dimension("LogGroupName", self.log_group());
        Metric::of("audit records", measure)
    }
}
