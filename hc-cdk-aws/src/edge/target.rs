//! What an endpoint needs of the service that it hands requests to, whatever class the service is cleared for.

use hc_cdk::{
    control::iso27001,
    data::{Class, DataClass},
    model::ConstructRef,
    resource::{Made, Resource},
    route::Answers,
    stack::Scope,
    value::{Json, Value},
};

use crate::{
    cfn::{
        applicationautoscaling::ScalableTarget,
        ecs::{self, service::AdvancedConfiguration},
        elasticloadbalancingv2::{LoadBalancer, TargetGroup},
    },
    compute::{Deployment, PROGRAM, Service, scale_on_requests},
    network::{Network, SecurityGroup},
    parameters::ContainerPort,
};

/// A service as an endpoint sees it.
#[derive(Debug, Clone)]
pub struct Target {
    this: ConstructRef,
    class: Class,
    pub(super) name: String,
    pub(super) network: Network,
    pub(super) group: SecurityGroup,
    pub(super) port: Value<ContainerPort>,
    pub(super) health_path: &'static str,
    made: Made<ecs::Service>,
    scaling: Made<ScalableTarget>,
    requests_per_minute: u32,
    pub(super) deployment: Deployment,
    /// Whether it speaks TLS, as whatever is in a mesh.
    pub(super) speaks_tls: bool,
}

impl Answers for Target {
    fn this(&self) -> &ConstructRef {
        &self.this
    }

    fn name(&self) -> &str {
        &self.name
    }

    fn class(&self) -> Class {
        self.class
    }
}

impl Target {
    pub(super) fn of<D: DataClass>(service: &Service<D>) -> Self {
        Self {
            this: service.this.clone(),
            class: D::CLASS,
            name: service.name.clone(),
            network: service.perimeter.network.clone(),
            group: service.group.clone(),
            port: service.port.clone(),
            health_path: service.health_path,
            made: service.made.clone(),
            scaling: service.scaling.clone(),
            requests_per_minute: service.requests_per_minute,
            deployment: service.deployment,
            speaks_tls: service.called.is_some(),
        }
    }

    /// Makes the service's tasks members of a target group, and has them grow with its requests. A service may
    /// have several: one for each of its endpoints. `name` tells it from the endpoint's other services.
    pub(super) fn join(
        &self,
        scope: &mut Scope<'_>,
        name: &str,
        balancer: &Made<LoadBalancer>,
        targets: &Made<TargetGroup>,
        forwards: &Made<impl Resource>,
        shifting: Option<AdvancedConfiguration>,
    ) {
        scope.take_up(&self.this);
        let shifts = shifting.is_some();
        let member = ecs::service::LoadBalancer {
            advanced_configuration: shifting,
            container_name: Some(PROGRAM.into()),
            container_port: Some(self.port.clone().into()),
            target_group_arn: Some(targets.get(TargetGroup::TARGET_GROUP_ARN)),
            ..Default::default()
        };
        self.receive(scope, member);
        if shifts {
            // The rule is waited for already, since it is named.
            scope.after(&self.made, "ShifterPolicy");
            // Of tasks behind two groups the requests are counted in one of them, and nobody knows in which.
            return;
        }
        // ECS refuses a target group that no listener forwards to yet, and so does the rule.
        scope.depends_on(&self.made, forwards);
        if self.deployment.shifts() {
            scope.reject(
                Some(iso27001::CHANGE_MANAGEMENT),
                format!("hands requests to `{}`, which is deployed by shifting requests to its new version", self.name),
                "declare its route by itself: `stack.add(\"Name\", front.route(\"/path/*\", &service))`",
            );
        }
        let label: [Json; 3] = [
            balancer.get(LoadBalancer::LOAD_BALANCER_FULL_NAME).into(),
            "/".into(),
            targets.get(TargetGroup::TARGET_GROUP_FULL_NAME).into(),
        ];
        let rule = scale_on_requests(
            scope,
            &format!("{name}ScalingOnRequests"),
            &self.scaling,
            Value::concat(label),
            self.requests_per_minute,
        );
        scope.depends_on(&rule, forwards);
    }

    /// Adds a target group to those that the service's tasks are members of.
    fn receive(&self, scope: &mut Scope<'_>, member: ecs::service::LoadBalancer) {
        let amended = scope.amend(&self.made, |service| {
            match service.get_mut("LoadBalancers") {
                Some(Json::List(members)) => members.push(member.into()),
                _ => service.insert("LoadBalancers", vec![member]),
            }
            if service.get("HealthCheckGracePeriodSeconds").is_none() {
                service.insert("HealthCheckGracePeriodSeconds", STARTUP_SECONDS);
            }
        });
        if !amended {
            scope.reject(
                Some(iso27001::CONFIGURATION),
                format!("hands requests to `{}`, a service of another stack", self.name),
                "declare the route in the stack of its service: `stack.add(\"Name\", front.route(\"/path/*\", &service))`",
            );
        }
    }
}

/// How long a task that just started is not replaced for failing its health checks.
const STARTUP_SECONDS: i64 = 60;
