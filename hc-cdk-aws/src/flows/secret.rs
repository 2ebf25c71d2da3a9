//! Secrets that something gets in its environment, and the stores that they open.

use hc_cdk::{
    rule::{at, one_or_many},
    target::{Place, To, Way, Who},
    value::{Json, Token},
};

use super::{data::SERVICES, stores::Stores, world::World};

const TASK: &str = "AWS::ECS::TaskDefinition";

/// Reads what a task definition or any other resource takes of secrets.
pub(super) fn read(world: &World<'_>, stores: &Stores, place: Place, ways: &mut Vec<Way>) {
    let mut found = Vec::new();
    if world.kind(place) == TASK {
        for container in one_or_many(world.property(place, "ContainerDefinitions")) {
            // What cannot be read of a container may be any secret that stands there.
            let secrets = if container.as_object().is_some() { at(container, "Secrets") } else { Some(container) };
            for secret in one_or_many(secrets) {
                let from = if secret.as_object().is_some() { at(secret, "ValueFrom") } else { Some(secret) };
                found.extend(from.into_iter().flat_map(|from| opened(world, stores, place, from)));
            }
        }
    }
    if let Some(it) = world.resource(place).filter(|it| matches!(it.kind(), TASK | "AWS::Lambda::Function")) {
        resolved(&it.properties, &mut |text| found.extend(opened(world, stores, place, text)));
    }
    if found.is_empty() {
        return;
    }
    let users = world.bearers(place, |kind| !kind.starts_with("AWS::IAM::"));
    let users = if world.kind(place) == TASK && !users.is_empty() { users } else { vec![place] };
    for (to, is_said) in found {
        let way =
            |who| Way { who: Who::OfApp(who), to: To::clone(&to), by: place, reads: true, writes: false, is_said };
        ways.extend(users.iter().copied().map(way));
    }
}

/// Where a reference to a secret leads, and whether that is all that there is to say.
fn opened(world: &World<'_>, stores: &Stores, place: Place, from: &Json) -> Vec<(To, bool)> {
    let keepers = SERVICES.iter().enumerate().filter(|(_, it)| matches!(it.prefix, "secretsmanager" | "ssm"));
    let to = keepers.flat_map(|(at, _)| stores.named(world, at, place.0, from));
    to.map(|to| {
        let is_said = matches!(to, To::OneStore(place) if stores.is_secret_alone(world, place));
        (to, is_said)
    })
    .collect()
}

/// Calls `visit` for each text that CloudFormation replaces by a secret's value.
fn resolved<'a>(json: &'a Json, visit: &mut dyn FnMut(&'a Json)) {
    match json {
        Json::List(items) => items.iter().for_each(|it| resolved(it, visit)),
        Json::Object(members) => members.iter().for_each(|(_, it)| resolved(it, visit)),
        Json::Token(token) => match token.as_ref() {
            Token::Concat(parts) if parts.first().and_then(Json::as_text).is_some_and(is_resolved) => visit(json),
            Token::Concat(parts) => parts.iter().for_each(|it| resolved(it, visit)),
            Token::Function { arguments, .. } => resolved(arguments, visit),
            Token::Attribute { .. } | Token::Parameter { .. } | Token::Nothing => {}
        },
        _ => {}
    }
}

fn is_resolved(text: &str) -> bool {
    text.contains("{{resolve:secretsmanager:") || text.contains("{{resolve:ssm")
}
