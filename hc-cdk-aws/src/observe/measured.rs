//! The metrics that handles give.

use hc_cdk::data::DataClass;

use super::{
    amount::{Count, Percent, Seconds},
    metric::{Measure, Metric, Statistic},
};
use crate::{audit::Trail, compute::Service, edge::Endpoint};

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
