//! The text of what a developer runs.

use hc_cdk::{
    check::Checked,
    model::{ConstructModel, ResourceModel, Runs},
    value::{Json, Object, kebab},
};
use hc_cdk_manifest::yaml;

use super::graph::{self, Service};

/// The compose file: services, what stands in for what they use, and what runs beside them.
pub(super) fn text(checked: &Checked<'_>, resource: &ResourceModel) -> String {
    let (mut services, mut volumes) = (Object::new(), Object::new());
    for service in graph::all(checked) {
        services.insert(service.name(), of_service(checked, resource, &service));
    }
    let used = graph::used(checked).into_iter().filter_map(|(name, it)| Some((name, stand_in(resource, it)?)));
    let beside = resource.properties.get("beside").and_then(Json::as_object);
    let beside = beside.into_iter().flat_map(Object::iter).map(|(name, it)| (name.to_owned(), it));
    for (name, it) in used.chain(beside) {
        if it.get("keeps").is_some() {
            volumes.insert(name.clone(), Object::new());
        }
        services.insert(name.clone(), of_stand_in(&name, it));
    }
    let network = Object::new().with("default", Object::new().with("driver", "bridge"));
    let mut file = Object::new().with("services", services).with("networks", network);
    if !volumes.is_empty() {
        file.insert("volumes", volumes);
    }
    let mut text = String::from("# For made-up data on a developer's machine: `docker compose up --watch`.\n");
    yaml::document(file.iter(), &|_| None, &mut text);
    text
}

/// When what has ended is begun again: not after somebody stopped it. What listens to nobody, such as a change of schemas, ends by
/// itself.
const RESTARTED: &str = "unless-stopped";
const ENDS: &str = "on-failure";

/// What stands in for a construct, by its kind.
pub(super) fn stand_in<'a>(resource: &'a ResourceModel, construct: &ConstructModel) -> Option<&'a Json> {
    resource.properties.get("standIns")?.get(construct.kind)
}

fn of_service(checked: &Checked<'_>, resource: &ResourceModel, service: &Service<'_>) -> Json {
    let mut it = from(service);
    it.insert("restart", if service.runs.is_some_and(|it| it.port.is_none()) { ENDS } else { RESTARTED });
    it.insert("read_only", true);
    it.insert("cap_drop", vec![Json::from("ALL")]);
    it.insert("security_opt", vec![Json::from("no-new-privileges:true")]);
    let Some(runs) = service.runs else { return it.into() };
    it.insert("user", format!("{0}:{0}", runs.user));
    if let Some(port) = runs.port {
        // Of the developer's machine and of no other, on whichever port is free.
        it.insert("ports", vec![Json::from(format!("127.0.0.1::{port}"))]);
    }
    if !runs.scratch.is_empty() {
        it.insert("tmpfs", runs.scratch.iter().map(|it| Json::from(*it)).collect::<Vec<_>>());
    }
    let (environment, first) = given(checked, resource, runs);
    if !environment.is_empty() {
        it.insert("environment", environment);
    }
    if !first.is_empty() {
        it.insert("depends_on", first);
    }
    it.into()
}

/// Where the image of a service comes from: from its folder, or from whoever builds it.
fn from(service: &Service<'_>) -> Object {
    if let Some(runs) = service.runs.filter(|it| it.is_built_elsewhere) {
        let mut it = Object::new();
        it.put("image", runs.image.clone());
        if !runs.command.is_empty() {
            it.insert("command", runs.command.iter().map(|it| Json::from(*it)).collect::<Vec<_>>());
        }
        return it;
    }
    let folder = format!("services/{}", service.name());
    let watch = Object::new().with("action", "rebuild").with("path", folder.clone());
    let it = Object::new().with("build", Object::new().with("context", folder));
    it.with("develop", Object::new().with("watch", vec![Json::from(watch)]))
}

/// The environment of a service, and what has to be there before it.
fn given(checked: &Checked<'_>, resource: &ResourceModel, runs: &Runs) -> (Object, Vec<Json>) {
    let (mut environment, mut first) = (Object::new(), Vec::new());
    for (to, prefix) in &runs.uses {
        let Some(construct) = graph::find(checked, to) else { continue };
        let name = kebab(&construct.path);
        let port = match stand_in(resource, construct) {
            Some(it) => it.get("port").and_then(|it| if let Json::Int(port) = it { Some(*port) } else { None }),
            None => graph::port(checked, to).map(i64::from),
        };
        let Some(port) = port else { continue };
        environment.insert(format!("{prefix}_HOST"), name.clone());
        environment.insert(format!("{prefix}_PORT"), port.to_string());
        first.push(Json::from(name));
    }
    for (name, value) in &runs.variables {
        environment.insert(name.clone(), value.clone().unwrap_or_else(|| asked(name)));
    }
    for name in &runs.secrets {
        environment.insert(name.clone(), asked(name));
    }
    (environment, first)
}

/// A value that `.env` has to have.
fn asked(name: &str) -> String {
    format!("${{{name}:?see .env.example}}")
}

fn of_stand_in(name: &str, it: &Json) -> Json {
    let mut service = Object::new();
    service.put("image", it.get("image").cloned());
    service.insert("restart", RESTARTED);
    if let Some(variables) = it.get("variables").filter(|it| it.as_object().is_some_and(|it| !it.is_empty())) {
        service.insert("environment", variables.clone());
    }
    service.insert("cap_drop", vec![Json::from("NET_RAW")]);
    service.insert("security_opt", vec![Json::from("no-new-privileges:true")]);
    if let Some(folder) = it.get("keeps").and_then(Json::as_text) {
        service.insert("volumes", vec![Json::from(format!("{name}:{folder}"))]);
    }
    service.into()
}
