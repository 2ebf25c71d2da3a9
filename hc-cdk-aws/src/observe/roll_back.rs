//! An alarm that rolls back the deployment of a service or a function.

use std::borrow::Cow;

use hc_cdk::{
    construct::{Construct, Spec},
    control::iso27001,
    data::DataClass,
    resource::Made,
    rule::Rule,
    stack::{Scope, Within},
    value::{Json, Object, Value},
};

use super::alarms::AlarmSet;
use crate::{
    cfn::{codedeploy, ecs},
    compute::{Lambda, Service},
    stack::Aws,
};

/// What an alarm can roll back.
#[derive(Debug, Clone)]
pub struct Deployed(Kind);

#[derive(Debug, Clone)]
enum Kind {
    Service(Made<ecs::Service>),
    /// Nothing if its requests are not shifted.
    Function(Option<Made<codedeploy::DeploymentGroup>>),
}

/// Something whose deployment an alarm can roll back.
#[diagnostic::on_unimplemented(
    message = "this is nothing whose deployment is rolled back",
    label = "give what `stack.add` returned for a `FargateService` or a `Function`"
)]
pub trait RollsBack {
    /// What is given.
    fn it(&self) -> Deployed;
}

impl<D: DataClass> RollsBack for Service<D> {
    fn it(&self) -> Deployed {
        Deployed(Kind::Service(self.made.clone()))
    }
}

impl<D: DataClass> RollsBack for Lambda<D> {
    fn it(&self) -> Deployed {
        Deployed(Kind::Function(self.release().map(|it| it.group.clone())))
    }
}

impl AlarmSet {
    /// Has one of the alarms, by its name, roll back a deployment of a service or a function: while it is raised, a new version does not
    /// stay. What is deployed is of the alarm's stack.
    pub fn roll_back(&self, name: impl Into<Cow<'static, str>>, deployed: &(impl RollsBack + ?Sized)) -> RollBack {
        let name = name.into();
        let alarm = self.names.iter().find(|(it, _)| *it == name).map(|(_, id)| id.clone());
        RollBack { name, alarm, deployed: deployed.it() }
    }
}

/// An alarm that rolls back the deployment of a service or a function: what [`AlarmSet::roll_back`] gives.
#[derive(Debug, Clone)]
#[must_use = "it is not there until a stack takes it: `stack.add(\"LabRollback\", alarms.roll_back(..))`"]
pub struct RollBack {
    name: Cow<'static, str>,
    alarm: Option<Value<String>>,
    deployed: Deployed,
}

impl Spec for RollBack {
    type Handle = ();
    const KIND: &'static str = "RollBack";
    const INVARIANTS: &'static [Rule] = &[];
}

impl<P> Construct<P, Aws> for RollBack {
    fn declare(self, scope: &mut Within<'_, P, Aws>) {
        let Some(alarm) = self.alarm else {
            let message = format!("waits for an alarm `{}` that is not among the alarms", self.name);
            return wrong(scope, message, "use a name that `.watch(..)` was given");
        };
        let amended = match self.deployed.0 {
            Kind::Service(service) => scope.amend(&service, |it| of_service(it, alarm)),
            Kind::Function(Some(group)) => scope.amend(&group, |it| of_function(it, alarm)),
            Kind::Function(None) => {
                let message = "rolls back a function whose new version takes all requests at once".to_owned();
                return wrong(
                    scope,
                    message,
                    "shift them: `.deployment(Deployment::canary(10, 15))` of the `Function`",
                );
            }
        };
        if !amended {
            let message = "rolls back a service of another stack".to_owned();
            wrong(scope, message, "declare its alarm and this in the stack of the service");
        }
    }
}

fn wrong(scope: &mut Scope<'_>, message: String, help: &'static str) {
    scope.reject(Some(iso27001::CHANGE_MANAGEMENT), message, help);
}

fn of_service(service: &mut Object, alarm: Value<String>) {
    let Some(Json::Object(deployment)) = service.get_mut("DeploymentConfiguration") else { return };
    let names = added(deployment.get("Alarms").and_then(|it| it.get("AlarmNames")), alarm.into());
    deployment.insert("Alarms", Object::new().with("AlarmNames", names).with("Enable", true).with("Rollback", true));
}

fn of_function(group: &mut Object, alarm: Value<String>) {
    let alarm = Object::new().with("Name", alarm).into();
    let alarms = added(group.get("AlarmConfiguration").and_then(|it| it.get("Alarms")), alarm);
    group.insert("AlarmConfiguration", Object::new().with("Alarms", alarms).with("Enabled", true));
    let Some(Json::Object(rollback)) = group.get_mut("AutoRollbackConfiguration") else { return };
    let Some(Json::List(events)) = rollback.get_mut("Events") else { return };
    let event = Json::from("DEPLOYMENT_STOP_ON_ALARM");
    if !events.contains(&event) {
        events.push(event);
    }
}

/// What was there before, and one more, if that was not.
fn added(before: Option<&Json>, one: Json) -> Vec<Json> {
    let before = before.and_then(Json::as_list).unwrap_or_default();
    let one = Some(one).filter(|it| !before.contains(it));
    before.iter().cloned().chain(one).collect()
}
