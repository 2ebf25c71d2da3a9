//! What a service is made of, without the types of its description: its values, checked as far as they alone can show it.

use hc_cdk::{
    control::iso27001,
    dimension::{Position, availability::MultiRegion},
    image::Image,
    literal::variable::Variable,
    stack::Scope,
    uses::Use,
    value::Value,
};

use super::tasks::Tasks;
use crate::{
    iam::Statement,
    parameters::{ContainerPort, TaskSize},
    secrets::SecretField,
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

/// What a service has any number of.
#[derive(Debug, Clone, Default)]
pub(super) struct Relations {
    pub(super) uses: Vec<Use>,
    pub(super) variables: Vec<Variable>,
    pub(super) secrets: Vec<(&'static str, SecretField)>,
    pub(super) statements: Vec<Statement>,
    pub(super) scratch: Vec<&'static str>,
}

/// A description without its types.
pub(super) struct Plan {
    pub(super) image: Value<Image>,
    pub(super) port: Value<ContainerPort>,
    pub(super) size: TaskSize,
    pub(super) architecture: Architecture,
    pub(super) tasks: Tasks,
    pub(super) requests_per_minute: u32,
    pub(super) health_path: &'static str,
    pub(super) relations: Relations,
}

impl Plan {
    /// Reports what the values, and not the types, show to be wrong.
    pub(super) fn check(&self, scope: &mut Scope<'_>, availability: Position) {
        self.tasks.check(scope, availability);
        self.size.limit(scope);
        if let Some(port) = ContainerPort::leaves_out(&self.port) {
            scope.reject(
                Some(iso27001::NETWORK_SECURITY),
                format!("listens on port `{port}`, which a program without privileges cannot have"),
                "use a number from 1024 to 65535",
            );
        }
        if availability >= MultiRegion::POSITION {
            scope.reject(
                Some(iso27001::REDUNDANCY),
                "is asked to survive the loss of a region, and runs in one region only",
                "declare a stack with this service in each region, and ask for `MultiAz` here",
            );
        }
        if !is_path(self.health_path) {
            scope.reject(
                Some(iso27001::MONITORING),
                format!("has the health check `{}`, which is no path", self.health_path),
                "begin it with `/`, and use letters, digits and `-._~/?=&%`",
            );
        }
        if self.requests_per_minute == 0 {
            scope.reject(
                Some(iso27001::CAPACITY),
                "is scaled at `0` requests a minute",
                "let each task take at least 1",
            );
        }
    }
}

fn is_path(path: &str) -> bool {
    path.starts_with('/') && path.bytes().all(|it| it.is_ascii_alphanumeric() || b"-._~/?=&%".contains(&it))
}
