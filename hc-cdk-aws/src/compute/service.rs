//! The handle of a service: what endpoints, alarms and dashboards refer to.

use hc_cdk::{
    data::{Class, DataClass},
    model::ConstructRef,
    resource::Made,
    stack::PhysicalName,
    uses::{Connection, Member, Place, Usable},
    value::Value,
};

use hc_cdk_observe::{Compared, Metric, Scraped, Selected};

use super::{Architecture, Deployment, cluster::Cluster};
use crate::{
    cfn::{applicationautoscaling::ScalableTarget, ecs},
    network::SecurityGroup,
    parameters::ContainerPort,
    perimeter::Perimeter,
    stack::Aws,
};

/// A service that a stack has taken, cleared for data of class `D`.
#[derive(Debug, Clone)]
pub struct Service<D> {
    /// Its construct, for the data flow.
    pub(crate) this: ConstructRef,
    /// The name of its construct, such as `Api`.
    pub(crate) name: String,
    /// The perimeter that it is in.
    pub(crate) perimeter: Perimeter<D>,
    /// Its security group.
    pub(crate) group: SecurityGroup,
    /// The port that it listens on.
    pub(crate) port: Value<ContainerPort>,
    /// The path that says whether it is healthy.
    pub(crate) health_path: &'static str,
    /// The service itself.
    pub(crate) made: Made<ecs::Service>,
    /// Its cluster.
    pub(crate) cluster: Cluster,
    /// What others of its mesh call it by; nothing if its cluster has none.
    pub(crate) called: Option<String>,
    /// What scales it: an endpoint adds a rule of its own.
    pub(crate) scaling: Made<ScalableTarget>,
    /// How many requests a minute each task takes before there are more of them.
    pub(crate) requests_per_minute: u32,
    /// How a new version takes the place of the old one.
    pub(crate) deployment: Deployment,
    /// What it takes to deploy it.
    pub(crate) deployed: Deployed,
    /// What a collector beside it reads of it.
    pub(crate) scraped: Option<Scraped>,
}

/// What whoever deploys a service has to know of it.
#[derive(Debug, Clone)]
pub(crate) struct Deployed {
    /// The service's ARN.
    pub(crate) service: Value<String>,
    /// The service's name.
    pub(crate) name: Value<String>,
    /// The name of its cluster.
    pub(crate) cluster: Value<String>,
    /// The processors that its image is for.
    pub(crate) architecture: Architecture,
    /// What its task definitions are called.
    pub(crate) family: PhysicalName,
    /// The address of the repository that its tasks may pull from, if it is known.
    pub(crate) repository: Option<Value<String>>,
    /// The roles of its tasks.
    pub(crate) roles: Vec<Value<String>>,
    /// What its tasks get at, with the class of the data.
    pub(crate) flows: Vec<(Class, ConstructRef)>,
}

impl<D: DataClass> Service<D> {
    /// The service's name, as metrics have it.
    pub fn name(&self) -> Value<String> {
        self.made.get(ecs::Service::NAME)
    }

    /// The name of its cluster.
    pub fn cluster(&self) -> Value<String> {
        self.cluster.name()
    }

    /// The service's ARN.
    pub fn arn(&self) -> Value<String> {
        self.made.id()
    }

    /// The series of a metric that a collector beside it reads of it: see [`Workspace::collector`](crate::observe::Workspace::collector).
    pub fn measured<M: Metric>(&self, metric: &M) -> M::Series {
        let service = self.scraped.as_ref().map_or(self.name.as_str(), |it| it.service.as_str()).to_owned();
        let is_told = self.scraped.as_ref().is_some_and(|it| it.metrics().contains(&metric.name()));
        let not_exported_by = (!is_told).then(|| service.clone());
        let selected = Selected::of(metric.name()).with("service", Compared::Is, service);
        metric.selected(Selected { not_exported_by, ..selected })
    }

    /// The ARN of its cluster.
    pub fn cluster_arn(&self) -> Value<String> {
        self.cluster.arn()
    }
}

/// What another service of its mesh gets: where it is called, and no right.
impl<D: DataClass> Usable for Service<D> {
    type Class = D;
    type Target = Aws;

    fn connection(&self) -> Connection {
        let port = self.port.json().as_int().and_then(|it| u16::try_from(it).ok());
        let place = Place {
            host: self.called.clone().map(Into::into),
            port,
            networks: Vec::new(),
            gate: Some(self.group.id().into()),
        };
        let of = self.cluster.mesh.as_ref().map(|it| it.namespace.clone());
        Connection::new(self.this.clone(), self.name.clone()).at(place).among(Member { of, part: self.name() })
    }
}

/// A service that answers requests.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a service that an endpoint can serve",
    label = "give what `stack.add` returned for a `FargateService`",
    note = "HIPAA 45 CFR 164.308(a)(4)(ii)(A): isolation; SOC 2 CC6.6: boundary protection"
)]
pub trait Served {
    /// Its class of data.
    type Class: DataClass;
    /// What is given.
    fn it(&self) -> &Service<Self::Class>;
}

impl<D: DataClass> Served for Service<D> {
    type Class = D;

    fn it(&self) -> &Self {
        self
    }
}
