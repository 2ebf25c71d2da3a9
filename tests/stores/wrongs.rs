//! What is wrong with a store, in words. The template is read as JSON; what an action does is read from its name.

use std::collections::BTreeSet;

use hc_cdk::{
    app::App,
    model::{ConstructModel, Role, StackModel},
    policy::Dimension,
    rule::{Judged, Rule, Verdict},
    target::{Checked, Writer},
    uses::{Right, Use},
    value::Json,
};
use hc_cdk_aws::{assertions::Template, stack::Aws};
use serde_json::Value;

use super::Seen;

/// What is kept with a store and is no data: options that a snapshot needs.
const NO_DATA: [&str; 1] = ["AWS::RDS::OptionGroup"];

/// Services whose stores are spoken to without a call of AWS. By a right on such a store somebody is known at its own door: that is no
/// data event, and takes no endpoint.
const KNOWN_AT_THE_DOOR: [&str; 2] = ["elasticache", "rds-db"];

/// Services of which no data events are known: who tells a bus something is said by the roles alone.
const NO_DATA_EVENTS: [&str; 1] = ["events"];

/// How many sentences of a store nothing reads. These are to become fewer; a new store has none.
const UNREAD: [(&str, usize); 2] = [("EncryptedDatabase", 7), ("SecureBucket", 4)];

/// What an action that reads begins with, behind the name of its service. Whoever takes a message deletes it once it is handled.
const READING: [&str; 11] = [
    "BatchGet",
    "ChangeMessageVisibility",
    "ClientMount",
    "Decrypt",
    "DeleteMessage",
    "Describe",
    "Get",
    "List",
    "Query",
    "ReceiveMessage",
    "Scan",
];

/// What hands data on and keeps none.
const KEEPS_NOTHING: [&str; 2] = ["Bus", "Topic"];

/// What an action that writes is about, if it is no use of a key: what is kept, and not what it is kept in.
const KEPT: [&str; 9] =
    ["ClientWrite", "Connect", "connect", "Events", "Item", "Message", "Object", "Publish", "Record"];

/// Uses of a key that encrypt.
const ENCRYPTING: [&str; 4] = ["Encrypt", "GenerateDataKey", "ReEncryptFrom", "ReEncryptTo"];

pub(crate) fn wrongs(app: &App, seen: &Seen) -> Vec<String> {
    let checked = match app.check() {
        Ok(checked) => checked,
        Err(findings) => return vec![findings.to_string()],
    };
    let template = Template::of(app, "stores");
    let stack = &checked.stacks()[0];
    let construct = &stack.constructs[seen.using.connection.to.index()];
    let mut wrongs = said(construct);
    let resources = inside(stack, construct, &template);
    if !KEEPS_NOTHING.contains(&construct.kind) {
        wrongs.extend(stands(construct));
        wrongs.extend(kept(&checked, &resources));
    }
    wrongs.extend(permitted(seen));
    wrongs.extend(recorded(seen, &resources, &template));
    wrongs.extend(reached(seen, &template));
    wrongs.extend(key_is_usable(seen, &template));
    wrongs.extend(unread(&checked, stack, construct));
    wrongs.into_iter().map(|wrong| format!("{}: {wrong}", construct.path)).collect()
}

/// What the construct says of itself.
fn said(construct: &ConstructModel) -> Vec<String> {
    let is_store = matches!(construct.role, Role::Store | Role::Channel) && construct.class.is_some();
    if is_store { Vec::new() } else { vec!["does not play a store with its class of data".to_owned()] }
}

/// Whether it says what happens to it when it leaves the program.
fn stands(construct: &ConstructModel) -> Vec<String> {
    let mut wrongs = Vec::new();
    if !construct.positions.iter().any(|(dimension, _)| *dimension == Dimension::deletion) {
        wrongs.push("does not say where it stands on `deletion`".to_owned());
    }
    wrongs
}

/// The resources of a construct and of what is inside of it, by their names in the template.
fn inside<'a>(stack: &'a StackModel, construct: &ConstructModel, template: &'a Template) -> Vec<(&'a str, &'a Value)> {
    let within = |at: u32| is_inside(&stack.constructs[at as usize], construct);
    let resources = stack.resources.iter().filter(|it| within(it.construct));
    resources.map(|it| (it.logical_id.as_str(), &template.json()["Resources"][&it.logical_id])).collect()
}

/// What stays behind when the program lets go of it is known to keep data.
fn kept(checked: &Checked<'_>, resources: &[(&str, &Value)]) -> Vec<String> {
    let changes = Aws.changes(checked, &|_| Ok(None)).unwrap();
    let stateful: BTreeSet<&str> = changes.iter().filter(|it| it.stateful).map(|it| it.name.as_str()).collect();
    let kind = |resource: &Value| resource["Type"].as_str().unwrap_or_default().to_owned();
    let kept: Vec<_> = resources
        .iter()
        .filter(|(_, it)| {
            it.get("DeletionPolicy").is_some_and(|it| it != "Delete") && !NO_DATA.contains(&kind(it).as_str())
        })
        .collect();
    let unknown = kept.iter().filter(|(id, _)| !stateful.contains(id));
    let mut wrongs: Vec<String> = unknown.map(|(_, it)| format!("`{}` is not known to keep data", kind(it))).collect();
    if kept.is_empty() {
        wrongs.push("has nothing that stays behind under a policy that asks for it".to_owned());
    }
    wrongs
}

/// The actions of rights, each as its service and its name.
fn actions(rights: &[Right]) -> Vec<(&'static str, &'static str)> {
    rights.iter().flat_map(|right| &right.actions).filter_map(|action| action.split_once(':')).collect()
}

/// Reading gives rights to read only, and using gives rights on what is kept and not on the store itself.
fn permitted(seen: &Seen) -> Vec<String> {
    let reads = |(_, name): &(&str, &str)| READING.iter().any(|verb| name.starts_with(verb));
    let writes = |(service, name): &(&str, &str)| match *service {
        "kms" => ENCRYPTING.contains(name),
        _ => KEPT.iter().any(|noun| name.ends_with(noun)),
    };
    let reading = seen.reading.as_ref().map(Use::rights).unwrap_or_default();
    let using = seen.using.rights();
    let read = actions(&reading).into_iter().filter(|it| !reads(it)).map(|it| ("reads", it));
    let used = actions(&using).into_iter().filter(|it| !reads(it) && !writes(it)).map(|it| ("connect", it));
    let mut wrongs: Vec<String> =
        read.chain(used).map(|(word, (service, name))| format!("`{word}` permits {service}:{name}")).collect();
    let resources = using.iter().chain(&reading).flat_map(|right| &right.resources);
    wrongs.extend(resources.filter(|it| !names_a_resource(it)).map(|it| format!("permits something on {it:?}")));
    wrongs
}

fn names_a_resource(json: &Json) -> bool {
    let mut named = false;
    json.tokens(&mut |_| named = true);
    named
}

/// The services whose rights using the store takes, besides that of the key. What is mounted is asked for no call: it is reached
/// where it is mounted, and each mount with a role is recorded as something that is managed.
fn services(seen: &Seen) -> BTreeSet<&'static str> {
    if seen.using.connection.mount.is_some() {
        return BTreeSet::new();
    }
    actions(&seen.using.rights())
        .into_iter()
        .map(|(service, _)| service)
        .filter(|it| *it != "kms" && !KNOWN_AT_THE_DOOR.contains(it))
        .collect()
}

/// The trail records each access, if it is by rights and not by a password.
fn recorded(seen: &Seen, resources: &[(&str, &Value)], template: &Template) -> Vec<String> {
    let trails = template.find_resources("AWS::CloudTrail::Trail", serde_json::json!({}));
    let text = trails[0].1["Properties"]["AdvancedEventSelectors"].to_string();
    let kinds: BTreeSet<&str> = resources.iter().filter_map(|(_, it)| it["Type"].as_str()).collect();
    let of_service = |service: &str| {
        let mut names = kinds.iter().filter_map(|kind| kind.split("::").nth(1));
        names.find(|it| it.eq_ignore_ascii_case(service)).map(|it| format!("\"AWS::{it}::"))
    };
    let is_recorded = |service: &str| of_service(service).is_some_and(|it| text.contains(&it));
    let unrecorded = services(seen).into_iter().filter(|it| !NO_DATA_EVENTS.contains(it) && !is_recorded(it));
    unrecorded.map(|it| format!("no data event records an access by {it}")).collect()
}

/// The network has an endpoint for each service that using the store takes.
fn reached(seen: &Seen, template: &Template) -> Vec<String> {
    let endpoints = template.find_resources("AWS::EC2::VPCEndpoint", serde_json::json!({}));
    let names: Vec<String> = endpoints.iter().map(|(_, it)| it["Properties"]["ServiceName"].to_string()).collect();
    let key = seen.using.rights().iter().any(|right| right.actions.iter().any(|it| it.starts_with("kms:")));
    let needed = services(seen).into_iter().chain(key.then_some("kms"));
    let needed = needed.chain(seen.using.connection.credentials.is_some().then_some("secretsmanager"));
    let missing = needed.filter(|it| !names.iter().any(|name| name.contains(&format!(".{it}\""))));
    missing.map(|it| format!("the network has no endpoint for {it}")).collect()
}

/// The policy of the key leaves to IAM what using the store takes.
fn key_is_usable(seen: &Seen, template: &Template) -> Vec<String> {
    let policy = &template.json()["Resources"]["Key"]["Properties"]["KeyPolicy"]["Statement"];
    let of_account =
        |it: &&Value| it["Principal"]["AWS"].to_string().contains(":root") && it.get("Condition").is_none();
    let permitted: String =
        policy.as_array().into_iter().flatten().filter(of_account).map(|it| it["Action"].to_string()).collect();
    let rights = seen.using.rights();
    let asked = rights.iter().flat_map(|right| &right.actions).filter(|it| it.starts_with("kms:"));
    let refused = asked.filter(|it| !permitted.contains(&format!("\"{it}\"")));
    refused.map(|it| format!("the policy of the key does not permit {it}")).collect()
}

/// Each sentence is a rule that held in a store of that kind: one about what is stated is read where it was.
fn unread(checked: &Checked<'_>, stack: &StackModel, construct: &ConstructModel) -> Vec<String> {
    let most = UNREAD.iter().find(|(kind, _)| *kind == construct.kind).map_or(0, |(_, most)| *most);
    let alike: Vec<_> = stack.constructs.iter().filter(|it| it.kind == construct.kind).collect();
    let is_read = |sentence: &Rule| {
        let held = |it: &Judged<'_>| {
            let within = stack.construct_of(it.resource).is_some_and(|of| alike.iter().any(|all| is_inside(of, all)));
            it.verdict == Verdict::Held && within
        };
        checked.judged(|rule| rule == sentence).iter().any(held)
    };
    let unread: Vec<_> = construct.invariants.iter().filter(|it| it.is_stated() || !is_read(it)).collect();
    if unread.len() <= most {
        return Vec::new();
    }
    unread.iter().map(|it| format!("nothing reads that {}", it.sentence)).collect()
}

fn is_inside(it: &ConstructModel, outer: &ConstructModel) -> bool {
    it.path == outer.path || it.path.starts_with(&format!("{}/", outer.path))
}
