//! Secrets that something gets in its environment, and the stores that they open.

use hc_cdk::{
    rule::{at, one_or_many},
    target::{Place, To, Way, Who},
    value::{Json, Token},
};

use super::{data::SERVICES, stores::Stores, world::World};
use crate::rules::LOOKED_UP;

const FUNCTION: &str = "AWS::Lambda::Function";
const TASK: &str = "AWS::ECS::TaskDefinition";
const TEMPLATE: &str = "AWS::EC2::LaunchTemplate";

/// Reads what a task definition or any other resource takes of secrets.
pub(super) fn read(world: &World<'_>, stores: &Stores<'_>, place: Place, ways: &mut Vec<Way>) {
    let mut found = Vec::new();
    if world.kind(place) == TASK {
        for container in one_or_many(world.property(place, "ContainerDefinitions")) {
            // What cannot be read of a container may be any secret that stands there.
            let secrets = if container.as_object().is_some() { at(container, "Secrets") } else { Some(container) };
            for secret in one_or_many(secrets) {
                let from = if secret.as_object().is_some() { at(secret, "ValueFrom") } else { Some(secret) };
                found.extend(from.into_iter().flat_map(|from| opened(world, stores, from)));
            }
        }
    }
    // A store takes the password of its own first user.
    let is_store = |kind: &str| SERVICES.iter().any(|it| it.kinds.iter().any(|(of, _)| *of == kind));
    let taking = world.resource(place).filter(|_| world.has(place, LOOKED_UP));
    if let Some(it) = taking.filter(|it| it.kind() == FUNCTION || !is_store(it.kind())) {
        resolved(&it.properties, &mut |text| found.extend(opened(world, stores, text)));
    }
    if found.is_empty() {
        return;
    }
    let users = world.bearers(place, &|kind| !kind.starts_with("AWS::IAM::"));
    let users = if [TASK, TEMPLATE].contains(&world.kind(place)) && !users.is_empty() { users } else { vec![place] };
    for (to, is_said) in found {
        let way =
            |who| Way { who: Who::OfApp(who), to: To::clone(&to), by: place, reads: true, writes: false, is_said };
        ways.extend(users.iter().copied().map(way));
    }
}

/// Where a reference to a secret leads, and whether that is all that there is to say.
fn opened(world: &World<'_>, stores: &Stores<'_>, from: &Json) -> Vec<(To, bool)> {
    let keepers = SERVICES.iter().enumerate().filter(|(_, it)| matches!(it.prefix, "secretsmanager" | "ssm"));
    let mut to: Vec<To> = keepers.flat_map(|(at, _)| stores.named(world, at, from)).collect();
    // Where CloudFormation looks a secret up, its name is enough.
    if to.is_empty() && from.as_text().is_some() {
        let meant = stores.meant(world, from).into_iter();
        to.extend(meant.filter_map(|it| stores.store_of(world, it)).map(To::OneStore));
    }
    to.into_iter()
        .map(|to| {
            let is_said = matches!(to, To::OneStore(place) if stores.is_secret_alone(world, place));
            (to, is_said)
        })
        .collect()
}

/// Calls `visit` for what names a secret in each text that CloudFormation replaces by a secret's value.
fn resolved(json: &Json, visit: &mut dyn FnMut(&Json)) {
    match json {
        Json::Text(text) => looked_up(text).for_each(|name| visit(&name.to_owned().into())),
        Json::List(items) => items.iter().for_each(|it| resolved(it, visit)),
        Json::Object(members) => members.iter().for_each(|(_, it)| resolved(it, visit)),
        Json::Token(token) => match token.as_ref() {
            Token::Concat(parts) if parts.iter().filter_map(Json::as_text).any(is_resolved) => visit(json),
            Token::Concat(parts) => parts.iter().for_each(|it| resolved(it, visit)),
            Token::Function { arguments, .. } => resolved(arguments, visit),
            Token::Attribute { .. } | Token::Parameter { .. } | Token::Nothing => {}
        },
        _ => {}
    }
}

/// What begins a text that CloudFormation looks up.
const LOOKS_UP: [&str; 3] = ["{{resolve:secretsmanager:", "{{resolve:ssm-secure:", "{{resolve:ssm:"];

/// The names and ARNs of what a text has CloudFormation look up, without which field of it.
fn looked_up(text: &str) -> impl Iterator<Item = &str> {
    LOOKS_UP.iter().flat_map(|before| text.split(before).skip(1)).map(|rest| {
        let rest = rest.split("}}").next().unwrap_or(rest);
        let rest = rest.split(":Secret").next().unwrap_or(rest);
        if rest.starts_with("arn:") { rest } else { rest.split(':').next().unwrap_or(rest) }
    })
}

fn is_resolved(text: &str) -> bool {
    text.contains("{{resolve:secretsmanager:") || text.contains("{{resolve:ssm")
}
