//! What people read who run the system: what it is made of, and what to do when somebody is told of something.

use hc_cdk::{
    construct::{Construct, Spec},
    policy::Policy,
    resource::Made,
    rule::Rule,
    stack::Within,
    value::{Json, Object},
};

use crate::target::{GitHub, HANDBOOK, Written};

/// `docs/architecture/README.md` with what the system is made of, where requests come in and how data flows, and
/// `docs/operations/README.md` with a runbook for each alarm of its stacks. An alarm without one is a finding.
///
/// ```
/// use hc_cdk::{policy::{Hipaa, Production}, prelude::*};
/// use hc_cdk_delivery::{image::Handbook, prelude::*};
///
/// let mut delivery = Pipelines::<(Hipaa, Production)>::new("delivery", Repository);
/// let handbook = Handbook::new().runbook("*Fails", &["look at what was deployed last", "take it back"]);
/// delivery.add("Handbook", handbook);
/// ```
#[derive(Debug, Clone, Default)]
#[must_use = "what is described is not there until a stack takes it: `delivery.add(\"Handbook\", ..)`"]
pub struct Handbook {
    runbooks: Vec<(&'static str, &'static [&'static str])>,
}

impl Handbook {
    /// One without runbooks.
    pub fn new() -> Self {
        Self::default()
    }

    /// What to do at an alarm of that name, one step after the other; a `*` before it is for all whose names end so. The first that
    /// is for an alarm counts.
    pub fn runbook(mut self, alarm: &'static str, steps: &'static [&'static str]) -> Self {
        self.runbooks.push((alarm, steps));
        self
    }
}

impl Spec for Handbook {
    type Handle = Made<Written>;
    const KIND: &'static str = "Handbook";
    const INVARIANTS: &'static [Rule] = &[];
}

impl<P: Policy> Construct<P, GitHub> for Handbook {
    fn declare(self, scope: &mut Within<'_, P, GitHub>) -> Made<Written> {
        let runbook = |(alarm, steps): &(&'static str, &'static [&'static str])| {
            let steps: Vec<Json> = steps.iter().map(|it| Json::from(*it)).collect();
            Json::from(Object::new().with("alarm", *alarm).with("steps", steps))
        };
        let properties = Object::new().with("runbooks", self.runbooks.iter().map(runbook).collect::<Vec<_>>());
        if let Some((alarm, _)) = self.runbooks.iter().find(|(_, steps)| steps.is_empty()) {
            scope.reject(None, format!("has a runbook for `{alarm}` without a step"), "say what to do first");
        }
        scope.resource("", Written { kind: HANDBOOK, properties })
    }
}
