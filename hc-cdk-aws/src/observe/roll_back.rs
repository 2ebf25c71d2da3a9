//! An alarm that rolls back the deployment of a service.

use std::borrow::Cow;

use hc_cdk::{
    construct::{Construct, Spec},
    control::iso27001,
    data::DataClass,
    resource::Made,
    rule::Rule,
    stack::Within,
    value::{Json, Object, Value},
};

use super::alarms::AlarmSet;
use crate::{cfn::ecs, compute::Service, stack::Aws};

impl AlarmSet {
    /// Has one of the alarms, by its name, roll back a deployment of the service: while it is raised, a new version does not stay. The
    /// service is one of the alarm's stack.
    pub fn roll_back<D: DataClass>(&self, name: impl Into<Cow<'static, str>>, service: &Service<D>) -> RollBack {
        let name = name.into();
        let alarm = self.names.iter().find(|(it, _)| *it == name).map(|(_, id)| id.clone());
        RollBack { name, alarm, service: service.made.clone() }
    }
}

/// An alarm that rolls back the deployment of a service: what [`AlarmSet::roll_back`] gives.
#[derive(Debug, Clone)]
#[must_use = "it is not there until a stack takes it: `stack.add(\"LabRollback\", alarms.roll_back(..))`"]
pub struct RollBack {
    name: Cow<'static, str>,
    alarm: Option<Value<String>>,
    service: Made<ecs::Service>,
}

impl Spec for RollBack {
    type Handle = ();
    const KIND: &'static str = "RollBack";
    const INVARIANTS: &'static [Rule] = &[];
}

impl<P> Construct<P, Aws> for RollBack {
    fn declare(self, scope: &mut Within<'_, P, Aws>) {
        let Some(alarm) = self.alarm else {
            scope.reject(
                Some(iso27001::CHANGE_MANAGEMENT),
                format!("waits for an alarm `{}` that is not among the alarms", self.name),
                "use a name that `.watch(..)` was given",
            );
            return;
        };
        let amended = scope.amend(&self.service, |service| {
            let Some(Json::Object(deployment)) = service.get_mut("DeploymentConfiguration") else { return };
            let before = deployment.get("Alarms").and_then(|it| it.get("AlarmNames")).and_then(Json::as_list);
            let names: Vec<Json> = before.unwrap_or_default().iter().cloned().chain([alarm.into()]).collect();
            let alarms = Object::new().with("AlarmNames", names).with("Enable", true).with("Rollback", true);
            deployment.insert("Alarms", alarms);
        });
        if !amended {
            scope.reject(
                Some(iso27001::CHANGE_MANAGEMENT),
                "rolls back a service of another stack",
                "declare its alarm and this in the stack of the service",
            );
        }
    }
}
