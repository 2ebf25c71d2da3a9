//! What roles, users and groups may do.

use hc_cdk::{
    rule::one_or_many,
    target::{Place, Way, Who},
    value::Json,
};

use super::{
    harmless::HARMLESS,
    holders::{Holders, documents, is_pipeline},
    named::Named,
    statement::{self, Grant},
    stores::Stores,
    world::World,
};

/// Reads what an identity may do, or what a policy lets those do that it belongs to.
pub(super) fn read(world: &World<'_>, stores: &Stores<'_>, holders: &Holders, place: Place, ways: &mut Vec<Way>) {
    if !world.kind(place).starts_with("AWS::IAM::") {
        return;
    }
    let managed = one_or_many(world.property(place, "ManagedPolicyArns")).iter();
    if managed.filter(|it| !is_known(world, it)).count() > 0 {
        let who = holders.who(place);
        push(ways, place, &who, &[Grant::everything(stores)]);
    }
    for (holder, documents) in documents(world, place) {
        let mut grants: Vec<Grant> =
            documents.iter().flat_map(|it| statement::grants(world, stores, it, holder)).collect();
        if documents.iter().any(|it| statement::roles(world, it).is_none()) {
            grants.push(Grant::everything(stores));
        }
        let who = match holder {
            Some(holder) => holders.who(holder),
            None => vec![Who::Elsewhere("an identity that is not of the app".to_owned())],
        };
        push(ways, place, &who, &grants);
        if documents.iter().any(|it| statement::changes_stacks(it)) {
            let others: Vec<Who> = who.into_iter().filter(|it| !is_pipeline(world, it)).collect();
            push(ways, place, &others, &[Grant::everything(stores)]);
        }
    }
}

fn push(ways: &mut Vec<Way>, by: Place, who: &[Who], grants: &[Grant]) {
    for Grant { to, reads, writes, is_said } in grants {
        let way =
            |who: &Who| Way { who: who.clone(), to: to.clone(), by, reads: *reads, writes: *writes, is_said: *is_said };
        ways.extend(who.iter().map(way));
    }
}

/// Whether it is known what a managed policy gives: it is one of the app, or one of AWS that gives nobody data.
fn is_known(world: &World<'_>, policy: &Json) -> bool {
    let named = Named::of(world, policy);
    let name = named.text.split_once(":policy/").map_or("", |(_, name)| name);
    !named.resources.is_empty() || !named.is_unknown && HARMLESS.iter().any(|(it, _)| *it == name)
}
