//! What is set where: the variables of the services by name, and the project of an analysis.

use hc_cdk::{
    construct::{Construct, Spec},
    policy::Policy,
    resource::Made,
    rule::Rule,
    stack::Within,
    value::Object,
};

use crate::target::{ENVIRONMENT, GitHub, SONAR, Written};

/// An `.env.example` with the variables of every service, but for those that each [`Compose`](super::Compose) leaves out: what is plain with its value, what is secret by its name alone.
#[derive(Debug, Clone, Copy, Default)]
#[must_use = "what is described is not there until a stack takes it: `delivery.add(\"Settings\", ..)`"]
pub struct EnvExample;

/// A `sonar-project.properties` with the folder of every service.
#[derive(Debug, Clone, Copy)]
#[must_use = "what is described is not there until a stack takes it: `delivery.add(\"Sonar\", ..)`"]
pub struct SonarProject {
    key: &'static str,
    coverage: &'static str,
}

impl SonarProject {
    /// The project of that key.
    pub const fn new(key: &'static str) -> Self {
        Self { key, coverage: "coverage.xml" }
    }

    /// Where tests say which lines they ran, in the folder of each service; by default `coverage.xml`.
    pub const fn coverage(self, file: &'static str) -> Self {
        Self { coverage: file, ..self }
    }
}

macro_rules! written {
    ($($Construct:ident ($it:ident) = $kind:ident, $properties:expr;)+) => {$(
        impl Spec for $Construct {
            type Handle = Made<Written>;
            const KIND: &'static str = stringify!($Construct);
            const INVARIANTS: &'static [Rule] = &[];
        }

        impl<P: Policy> Construct<P, GitHub> for $Construct {
            fn declare(self, scope: &mut Within<'_, P, GitHub>) -> Made<Written> {
                let $it = self;
                scope.resource("", Written { kind: $kind, properties: $properties })
            }
        }
    )+};
}

written! {
    EnvExample(_it) = ENVIRONMENT, Object::new();
    SonarProject(it) = SONAR, Object::new().with("key", it.key).with("coverage", it.coverage);
}
