//! What runs on Fargate, without the types of its description: its values, checked as far as they alone can show it.

use hc_cdk::{
    control::iso27001,
    image::Image,
    literal::variable::Variable,
    model::Runs,
    stack::Scope,
    uses::Use,
    value::{Json, Value},
};

use super::{deployment::Deployment, repository::Repository, sidecar::Sidecar};
use crate::{
    iam::Statement,
    parameters::{ContainerPort, TaskSize},
    secrets::SecretField,
    uses::{Given, once},
};

/// The processors that an image is built for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Architecture {
    /// Intel and AMD, 64 bits.
    #[default]
    X86,
    /// ARM, 64 bits: Graviton.
    Arm,
}

/// What a workload has any number of.
#[derive(Debug, Clone, Default)]
pub(super) struct Relations {
    pub(super) uses: Vec<Use>,
    pub(super) variables: Vec<Variable>,
    pub(super) secrets: Vec<(&'static str, SecretField)>,
    pub(super) statements: Vec<Statement>,
    /// Whether others build its image.
    pub(super) is_built_elsewhere: bool,
}

impl Relations {
    /// What the workload may do: what it takes to use its stores, and what it asks for itself.
    pub(super) fn allowed(&self, given: &Given) -> Vec<Statement> {
        let mut allowed = given.statements.clone();
        self.statements.iter().for_each(|statement| once(&mut allowed, statement.clone()));
        allowed
    }
}

/// What a task is made of.
pub(super) struct Work {
    pub(super) image: Value<Image>,
    /// The repository of its later images, if it is another one than that of the first.
    pub(super) releases: Option<Repository>,
    /// The port that the program listens on, if it does.
    pub(super) port: Option<Value<ContainerPort>>,
    /// What others of its mesh call it by, if they can.
    pub(super) called: Option<String>,
    pub(super) size: TaskSize,
    pub(super) architecture: Architecture,
    pub(super) command: &'static [&'static str],
    pub(super) healthy_if: &'static [&'static str],
    pub(super) relations: Relations,
    pub(super) scratch: Vec<&'static str>,
    pub(super) sidecars: Vec<Sidecar>,
}

impl Work {
    /// Says what the container is like, for whoever builds it. A port that only the deployment knows is the one that it has by
    /// default.
    pub(super) fn tell(&self, scope: &mut Scope<'_>, health: Option<&'static str>) {
        let &Relations { ref uses, ref variables, ref secrets, is_built_elsewhere, .. } = &self.relations;
        let secrets = secrets.iter().map(|(name, _)| (*name).to_owned()).collect();
        let port = self.port.as_ref().and_then(|it| {
            let default = scope.parameter(it).and_then(|it| it.default.as_ref());
            it.json().as_int().or(default.and_then(Json::as_int))
        });
        let (port, scratch) = (port.and_then(|it| u16::try_from(it).ok()), self.scratch.clone());
        let (image, command) = (self.image.json().as_text().map(str::to_owned), self.command);
        let runs =
            Runs { image, command, is_built_elsewhere, port, health, scratch, user: USER, secrets, ..Runs::default() };
        scope.runs(runs.given(uses, variables));
    }
}

/// User and group of the program in a container. The number need not be known to the image.
pub(super) const USER: u32 = 1000;

/// Reports what the values of a service, and not their types, show to be wrong.
pub(super) fn check_answers(scope: &mut Scope<'_>, health_path: &str, requests_per_minute: u32) {
    if !is_path(health_path) {
        scope.reject(
            Some(iso27001::MONITORING),
            format!("has the health check `{health_path}`, which is no path"),
            "begin it with `/`, and use letters, digits and `-._~/?=&%`",
        );
    }
    if requests_per_minute == 0 {
        scope.reject(Some(iso27001::CAPACITY), "is scaled at `0` requests a minute", "let each task take at least 1");
    }
}

/// Reports what a sidecar cannot read of the program.
pub(super) fn check_sidecars(scope: &mut Scope<'_>, sidecars: &[Sidecar]) {
    for (message, help) in sidecars.iter().filter_map(|it| it.scraped.as_ref()?.fault()) {
        scope.reject(Some(iso27001::MONITORING), message, help);
    }
}

/// Reports a port that a program without privileges cannot have.
pub(super) fn check_port(scope: &mut Scope<'_>, port: &Value<ContainerPort>) {
    scope.holds(port, Some(iso27001::NETWORK_SECURITY), |port| {
        format!("listens on port `{port}`, which a program without privileges cannot have")
    });
}

/// Reports what a service was told for endpoints, until one hands requests to it.
pub(super) fn for_endpoints(
    scope: &mut Scope<'_>,
    health: Option<&'static str>,
    requests: Option<u32>,
    deployment: Deployment,
) {
    let health = health.map(|path| format!("is to be asked for `{path}`"));
    let requests = requests.map(|number| format!("is scaled at `{number}` requests a minute"));
    let shifts = deployment.shifts().then(|| "is deployed by shifting requests".to_owned());
    for told in health.into_iter().chain(requests).chain(shifts) {
        let message = format!("{told}, and no endpoint hands requests to it");
        scope.leave_idle(message, "give it to an `HttpsEndpoint`, or leave that out");
    }
}

fn is_path(path: &str) -> bool {
    path.starts_with('/') && path.bytes().all(|it| it.is_ascii_alphanumeric() || b"-._~/?=&%".contains(&it))
}

/// A property that is left out if there is nothing in it.
pub(super) fn some<T>(items: Vec<T>) -> Option<Vec<T>> {
    (!items.is_empty()).then_some(items)
}
