//! The text of what a developer runs.

use hc_cdk::{
    check::Checked,
    model::{ConstructModel, ResourceModel, Runs},
    target::Target,
    value::{Json, Object, kebab},
};
use hc_cdk_manifest::yaml;

use super::{
    graph::{self, Service},
    name,
};
use crate::target::{COMPOSE, GitHub};

/// The name of the file, and the folders beside it of what services read: what they are told, and what is secret.
pub(super) const NAME: &str = "compose.yaml";
pub(super) const CONFIGS: &str = "configs";
const SECRETS: &str = "secrets";
/// What keeps secrets of a developer out of the repository.
pub(super) const NOT_KEPT: &str = ".gitignore";
/// The folder in which a container finds what is secret.
const GIVEN: &str = "/run/secrets";

/// The compose file, the files that services are told things by, and, where they are given secrets, what keeps these out of the repository.
///
/// What is read is a file of the developer's machine each: compose copies what stands in its own file or in the environment into a
/// container, and refuses that where the root file system is read-only.
///
/// Source: docker/compose, #12031 and #12531.
pub(super) fn files_of(checked: &Checked<'_>, resource: &ResourceModel) -> Vec<(String, String)> {
    let there = there(checked, resource);
    let configs = there.iter().flat_map(|it| files(it).map(|(name, _, text)| (config(&name), text.to_owned())));
    let reads_secrets = there.iter().any(|it| secrets(it).next().is_some());
    let kept_out = reads_secrets.then(|| (format!("{SECRETS}/{NOT_KEPT}"), format!("*\n!{NOT_KEPT}\n")));
    [(NAME.to_owned(), text(checked, resource, &there))].into_iter().chain(configs).chain(kept_out).collect()
}

fn config(name: &str) -> String {
    format!("{CONFIGS}/{name}")
}

/// The file, beside the compose file, that a secret of that name is in.
pub(super) fn secret(name: &str) -> String {
    format!("{SECRETS}/{name}")
}

/// Services, what stands in for what they use, and what runs beside them.
fn text(checked: &Checked<'_>, resource: &ResourceModel, there: &[Service<'_>]) -> String {
    let (mut services, mut volumes) = (Object::new(), Object::new());
    let (mut configs, mut kept) = (Object::new(), Object::new());
    let file = |path: String| Object::new().with("file", format!("./{path}"));
    for service in there {
        services.insert(service.name(), of_service(checked, resource, service));
        for (name, ..) in files(service) {
            let path = config(&name);
            configs.insert(name, file(path));
        }
        for name in secrets(service) {
            kept.insert(name.to_owned(), file(secret(name)));
        }
    }
    let used = graph::used(checked, there).into_iter().filter_map(|(name, it)| Some((name, stand_in(resource, it)?)));
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
    if !configs.is_empty() {
        file.insert("configs", configs);
    }
    if !kept.is_empty() {
        file.insert("secrets", kept);
    }
    let mut text = String::from("# For made-up data on a developer's machine: `docker compose up --watch`.\n");
    yaml::document(file.iter(), &|_| None, &mut text);
    text
}

/// When what has ended is begun again: not after somebody stopped it. What listens to nobody, such as a change of schemas, ends by
/// itself.
const RESTARTED: &str = "unless-stopped";
const ENDS: &str = "on-failure";

/// The services that have a place on a developer's machine.
pub(super) fn there<'a>(checked: &Checked<'a>, resource: &ResourceModel) -> Vec<Service<'a>> {
    graph::all(checked).into_iter().filter(|it| !is_left_out(resource, it.construct)).collect()
}

/// Whether each compose file of the app leaves a service out, so that it runs on no developer's machine. Without such a file it is
/// started there by hand.
pub(super) fn is_nowhere(checked: &Checked<'_>, construct: &ConstructModel) -> bool {
    let all = checked.stacks_of(GitHub::NAME).flat_map(|(_, stack)| &stack.resources);
    let mut files = all.filter(|it| name::kind(it) == COMPOSE).peekable();
    files.peek().is_some() && files.all(|it| is_left_out(it, construct))
}

fn is_left_out(resource: &ResourceModel, construct: &ConstructModel) -> bool {
    without(resource).any(|kind| kind == construct.kind)
}

/// The kinds of constructs that are left out.
fn without(resource: &ResourceModel) -> impl Iterator<Item = &str> {
    let kinds = resource.properties.get("without").and_then(Json::as_list).into_iter().flatten();
    kinds.filter_map(Json::as_text)
}

/// The kinds of constructs that the file speaks of.
pub(super) fn kinds(resource: &ResourceModel) -> impl Iterator<Item = &str> {
    let stand_ins = resource.properties.get("standIns").and_then(Json::as_object).into_iter().flat_map(Object::iter);
    stand_ins.map(|(kind, _)| kind).chain(without(resource))
}

/// The files that a service is given to read: the name of each in the compose file, where it is, and its text.
fn files<'a>(service: &Service<'a>) -> impl Iterator<Item = (String, &'a str, &'a str)> {
    let (name, files) = (service.name(), service.runs.map(|it| it.files.as_slice()).unwrap_or_default());
    files.iter().map(move |(path, text)| (format!("{name}{}", path.replace('/', "-")), path.as_str(), text.as_str()))
}

/// The names of what a service is given as files, and nobody else may know.
fn secrets<'a>(service: &Service<'a>) -> impl Iterator<Item = &'a str> {
    let runs = service.runs.filter(|it| it.secrets_are_files);
    runs.into_iter().flat_map(|it| &it.secrets).map(String::as_str)
}

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
    let configs =
        files(service).map(|(name, path, _)| Object::new().with("source", name).with("target", path.to_owned()));
    let configs: Vec<Json> = configs.map(Json::from).collect();
    if !configs.is_empty() {
        it.insert("configs", configs);
    }
    let secrets: Vec<Json> = secrets(service).map(|name| Json::from(name.to_owned())).collect();
    if !secrets.is_empty() {
        it.insert("secrets", secrets);
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
            it.insert("command", runs.command.iter().map(|it| Json::from(as_it_is(it))).collect::<Vec<_>>());
        }
        return it;
    }
    let folder = format!("services/{}", service.name());
    let watch = Object::new().with("action", "rebuild").with("path", folder.clone());
    let it = Object::new().with("build", Object::new().with("context", folder));
    it.with("develop", Object::new().with("watch", vec![Json::from(watch)]))
}

/// The environment of a service, and what has to be there before it.
fn given(checked: &Checked<'_>, resource: &ResourceModel, runs: &Runs) -> (Object, Object) {
    let (mut environment, mut first) = (Object::new(), Object::new());
    for (to, prefix) in &runs.uses {
        let Some(construct) = graph::end(checked, to).filter(|it| !is_left_out(resource, it)) else { continue };
        let name = kebab(&construct.path);
        let stand_in = stand_in(resource, construct);
        let port = match stand_in {
            Some(it) => it.get("port").and_then(|it| if let Json::Int(port) = it { Some(*port) } else { None }),
            None => graph::port(checked, to).map(i64::from),
        };
        let Some(port) = port else { continue };
        let is_asked = stand_in.is_some_and(|it| it.get("ready").is_some());
        let condition = if is_asked { "service_healthy" } else { "service_started" };
        environment.insert(format!("{prefix}_HOST"), name.clone());
        environment.insert(format!("{prefix}_PORT"), port.to_string());
        first.insert(name, Object::new().with("condition", condition));
    }
    for (name, value) in &runs.variables {
        environment.insert(name.clone(), value.as_deref().map_or_else(|| asked(name), as_it_is));
    }
    for name in &runs.secrets {
        if runs.secrets_are_files {
            environment.insert(format!("{name}_FILE"), format!("{GIVEN}/{name}"));
        } else {
            environment.insert(name.clone(), asked(name));
        }
    }
    (environment, first)
}

/// A text that a service gets as it stands in the program: compose would put in what the environment of a developer has.
fn as_it_is(text: &str) -> String {
    text.replace('$', "$$")
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
    let ports = it.get("shows").and_then(Json::as_list).into_iter().flatten();
    let ports =
        ports.filter_map(|it| if let Json::Int(port) = it { Some(format!("127.0.0.1:{port}:{port}")) } else { None });
    let ports: Vec<Json> = ports.map(Json::from).collect();
    if !ports.is_empty() {
        service.insert("ports", ports);
    }
    let kept = it.get("keeps").and_then(Json::as_text).map(|folder| Json::from(format!("{name}:{folder}")));
    let seeds = it.get("seeds").and_then(|it| Some((it.get("from")?.as_text()?, it.get("to")?.as_text()?)));
    let seeds = seeds.map(|(from, to)| {
        // A folder that is not there would be made, with nothing in it.
        let it = Object::new().with("type", "bind").with("source", format!("./{from}")).with("target", to.to_owned());
        Json::from(it.with("read_only", true).with("bind", Object::new().with("create_host_path", false)))
    });
    let volumes: Vec<Json> = kept.into_iter().chain(seeds).collect();
    if !volumes.is_empty() {
        service.insert("volumes", volumes);
    }
    if let Some(ready) = it.get("ready").and_then(Json::as_list) {
        let test: Vec<Json> = [Json::from("CMD")].into_iter().chain(ready.iter().cloned()).collect();
        let asked = Object::new().with("test", test).with("interval", "5s").with("retries", 12_i64);
        service.insert("healthcheck", asked);
    }
    service.into()
}
