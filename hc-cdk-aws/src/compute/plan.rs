//! What runs on Fargate, without the types of its description: its values, checked as far as they alone can show it.

use std::ops::RangeInclusive;

use hc_cdk::{
    control::{iso27001, soc2},
    dimension::{
        Position,
        availability::{MultiAz, MultiRegion},
    },
    image::Image,
    literal::{port::Port, variable::Variable},
    model::Runs,
    stack::Scope,
    uses::Use,
};

use super::sidecar::Sidecar;
use crate::{iam::Statement, literal::fargate::FargateSize, secrets::SecretField};

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
    pub(super) scratch: Vec<&'static str>,
    pub(super) sidecars: Vec<Sidecar>,
}

/// What a task is made of.
pub(super) struct Work {
    pub(super) image: Image,
    /// The port that the program listens on, if it does.
    pub(super) port: Option<Port>,
    pub(super) size: FargateSize,
    pub(super) architecture: Architecture,
    pub(super) command: &'static [&'static str],
    pub(super) healthy_if: &'static [&'static str],
    pub(super) relations: Relations,
}

impl Work {
    /// What the container is like, for whoever builds it.
    pub(super) fn runs(&self, health: Option<&'static str>) -> Runs {
        let Relations { uses, variables, secrets, scratch, .. } = &self.relations;
        let secrets = secrets.iter().map(|(name, _)| (*name).to_owned()).collect();
        let (port, scratch) = (self.port.map(Port::get), scratch.clone());
        Runs { port, health, scratch, user: USER, secrets, ..Runs::default() }.given(uses, variables)
    }
}

/// User and group of the program in a container. The number need not be known to the image.
pub(super) const USER: u32 = 1000;

/// How many tasks run.
#[derive(Debug, Clone, Copy)]
pub(super) struct Tasks {
    pub(super) least: u32,
    pub(super) most: u32,
}

/// The first port that takes no privileges.
const FIRST_PORT: u16 = 1024;

/// How many tasks run at most, if the program does not say.
const MOST: u32 = 10;

impl Tasks {
    /// As many as the program says, or up to ten and as few as the availability lets. Reports what cannot be.
    pub(super) fn of(scope: &mut Scope<'_>, scale: Option<RangeInclusive<u32>>, availability: Position) -> Self {
        let (least, most) = scale.unwrap_or(least_tasks(availability)..=MOST).into_inner();
        check_scale(scope, least, most, availability);
        if availability >= MultiRegion::POSITION {
            scope.reject(
                Some(iso27001::REDUNDANCY),
                "is asked to survive the loss of a region, and runs in one region only",
                "declare a stack with this service in each region, and ask for `MultiAz` here",
            );
        }
        Self { least, most }
    }
}

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

/// The port, or after a finding one that is never seen, as nothing is written then.
pub(super) fn port(scope: &mut Scope<'_>, port: Option<Port>) -> Port {
    let number = port.map_or(0, Port::get);
    if number < FIRST_PORT {
        scope.reject(
            Some(iso27001::NETWORK_SECURITY),
            format!("listens on port `{number}`, which a program without privileges cannot have"),
            format!("use a number from {FIRST_PORT} to 65535"),
        );
    }
    port.unwrap_or(hc_cdk::port!(8080))
}

/// Reports what a service was told for endpoints, until one hands requests to it.
pub(super) fn for_endpoints(scope: &mut Scope<'_>, health: Option<&'static str>, requests: Option<u32>) {
    let health = health.map(|path| format!("is to be asked for `{path}`"));
    let requests = requests.map(|number| format!("is scaled at `{number}` requests a minute"));
    for told in health.into_iter().chain(requests) {
        let message = format!("{told}, and no endpoint hands requests to it");
        scope.leave_idle(message, "give it to an `HttpsEndpoint`, or leave that out");
    }
}

/// How many tasks it takes to survive the loss of a zone. Fargate spreads them over the subnets of the service.
fn least_tasks(availability: Position) -> u32 {
    if availability >= MultiAz::POSITION { 2 } else { 1 }
}

fn check_scale(scope: &mut Scope<'_>, least: u32, most: u32, availability: Position) {
    if most < least || most == 0 {
        scope.reject(
            Some(iso27001::CAPACITY),
            format!("is scaled from `{least}` to `{most}` tasks"),
            "let the first number be at most the second, and the second at least 1",
        );
    } else if least < least_tasks(availability) {
        scope.reject(
            Some(soc2::BACKUP_AND_RECOVERY),
            format!("may be scaled down to `{least}`, and is asked to survive the loss of a zone"),
            format!("let at least {} tasks run", least_tasks(availability)),
        );
    } else if least == 0 {
        scope.reject(Some(iso27001::CAPACITY), "may be scaled down to `0` tasks", "let at least 1 task run");
    }
}

fn is_path(path: &str) -> bool {
    path.starts_with('/') && path.bytes().all(|it| it.is_ascii_alphanumeric() || b"-._~/?=&%".contains(&it))
}
