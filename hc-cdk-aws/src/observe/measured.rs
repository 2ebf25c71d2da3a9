//! The metrics that handles give.

use hc_cdk::data::DataClass;

use hc_cdk_observe::{Bytes, Count, Percent, Seconds};

use super::metric::{Measure, Metric, Statistic};
use crate::{audit::Trail, compute::Service, database::Database, edge::Endpoint, storage::Table};

impl<D: DataClass> Service<D> {
    /// The processor time that its tasks use, of what they have.
    pub fn cpu(&self) -> Metric<Percent> {
        Metric::of("processor in use", self.measure("CPUUtilization", Statistic::Average))
    }

    /// The memory that its tasks use, of what they have.
    pub fn memory(&self) -> Metric<Percent> {
        Metric::of("memory in use", self.measure("MemoryUtilization", Statistic::Average))
    }

    fn measure(&self, name: &'static str, statistic: Statistic) -> Measure {
        Measure::new("AWS/ECS", name, statistic)
            .dimension("ClusterName", self.cluster())
            .dimension("ServiceName", self.name())
    }
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

    /// How many writes were.
    pub fn refused_writes(&self) -> Metric<Count> {
        Metric::of("writes refused", self.measure("WriteThrottleEvents"))
    }

    fn measure(&self, name: &'static str) -> Measure {
        Measure::new("AWS/DynamoDB", name, Statistic::Sum).dimension("TableName", self.name())
    }
}

impl Endpoint {
    /// How many requests its service received.
    pub fn requests(&self) -> Metric<Count> {
        Metric::of("requests", self.measure("RequestCount", Statistic::Sum))
    }

    /// How many requests its service answered with an error of its own.
    pub fn target_5xx(&self) -> Metric<Count> {
        Metric::of("errors of the service", self.measure("HTTPCode_Target_5XX_Count", Statistic::Sum))
    }

    /// How many of all requests ended in an error, of the service or of the load balancer.
    pub fn errors(&self) -> Metric<Percent> {
        let balancer = Measure::new("AWS/ApplicationELB", "HTTPCode_ELB_5XX_Count", Statistic::Sum)
            .dimension("LoadBalancer", self.full_name());
        let service = self.measure("HTTPCode_Target_5XX_Count", Statistic::Sum);
        let all = Measure::new("AWS/ApplicationELB", "RequestCount", Statistic::Sum)
            .dimension("LoadBalancer", self.full_name());
        // CloudWatch has no value for a period without errors.
        Metric::computed("errors", "100 * (FILL($0, 0) + FILL($1, 0)) / $2", [service, balancer, all])
    }

    /// How long its service takes to answer 95 of a hundred requests.
    pub fn latency_p95(&self) -> Metric<Seconds> {
        Metric::of("time to answer, 95 of 100", self.measure("TargetResponseTime", Statistic::P95))
    }

    /// How many tasks are fit to answer.
    pub fn healthy_targets(&self) -> Metric<Count> {
        Metric::of("healthy tasks", self.measure("HealthyHostCount", Statistic::Minimum))
    }

    fn measure(&self, name: &'static str, statistic: Statistic) -> Measure {
        Measure::new("AWS/ApplicationELB", name, statistic)
            .dimension("LoadBalancer", self.full_name())
            .dimension("TargetGroup", self.targets_full_name())
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
