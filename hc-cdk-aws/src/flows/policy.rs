//! What the policies of stores and keys allow, and to whom.

use hc_cdk::{
    rule::{at, one_or_many},
    target::{Place, To, Way, Who},
    value::Json,
};

use super::{
    data::SERVICES,
    harmless::KEEPS_TO_ITSELF,
    holders::Holders,
    kinds::{BUS_POLICY, KEY, POLICIES, SECRET_POLICY},
    named::HERE,
    principal::{Principals, is_of_a_service, is_own_account},
    statement::{access_of, allowed},
    stores::{SECRET, Stores},
    world::World,
};
use crate::rules::possible::means;

/// What of a key opens what it encrypts.
const OPENS_KEY: &[&str] = &["CreateGrant", "Decrypt", "PutKeyPolicy", "ReEncryptFrom", "ReplicateKey"];

/// Reads the policy of a store or a key.
pub(super) fn read(world: &World<'_>, stores: &Stores<'_>, holders: &Holders, place: Place, ways: &mut Vec<Way>) {
    let kind = world.kind(place);
    for (_, path, about) in POLICIES.iter().filter(|(of, ..)| *of == kind) {
        read_one(world, stores, holders, (place, path, about), ways);
    }
}

fn read_one(
    world: &World<'_>,
    stores: &Stores<'_>,
    holders: &Holders,
    (place, path, about): (Place, &str, &str),
    ways: &mut Vec<Way>,
) {
    let kind = world.kind(place);
    let document =
        if kind == BUS_POLICY { world.resource(place).map(|it| &it.properties) } else { world.property(place, path) };
    let Some(document) = document else { return };
    let about: Vec<Place> = match about {
        "" => vec![place],
        path => one_or_many(world.property(place, path)).iter().flat_map(|it| stores.meant(world, it)).collect(),
    };
    let unread = [Json::Null];
    let statements: Vec<&Json> = allowed(document).map_or_else(|| unread.iter().collect(), Iterator::collect);
    for statement in statements {
        let principals = Principals::of(world, statement);
        if kind == KEY {
            of_key(world, stores, place, statement, &principals, ways);
        } else {
            for store in &about {
                of_store(world, holders, (place, *store), statement, &principals, ways);
            }
        }
    }
}

fn of_store(
    world: &World<'_>,
    holders: &Holders,
    (by, store): (Place, Place),
    statement: &Json,
    principals: &Principals,
    ways: &mut Vec<Way>,
) {
    // A database has its secret with it, and that has a policy of its own.
    let kind = if world.kind(by) == SECRET_POLICY { SECRET } else { world.kind(store) };
    let service = SERVICES.iter().find(|it| it.kinds.iter().any(|(of, _)| *of == kind));
    let (reads, writes) = match statement {
        Json::Null => (true, true),
        _ => service.map_or((false, false), |service| access_of(statement, service)),
    };
    let roles = principals.resources.iter().flat_map(|role| holders.who(*role));
    let outside = principals.outside.iter().filter(|it| !is_own_account(it));
    let served = principals.served.iter().map(|it| Who::OfApp(*it));
    let all = roles.chain(served).chain(outside.map(|it| outsider(it))).chain(services(principals, reads));
    if reads || writes {
        let way = |who| Way { who, to: To::OneStore(store), by, reads, writes, is_said: false };
        ways.extend(all.map(way));
    }
}

/// Services of AWS that may read and are not known to keep it to themselves. One that only writes delivers something.
fn services(principals: &Principals, reads: bool) -> impl Iterator<Item = Who> {
    let unknown = move |it: &&String| reads && !KEEPS_TO_ITSELF.iter().any(|(name, _)| name == it);
    principals.services.iter().filter(unknown).map(|it| Who::Elsewhere(format!("the service `{it}`")))
}

fn outsider(principal: &str) -> Who {
    match principal {
        "*" => Who::Elsewhere("everybody".to_owned()),
        _ => Who::Elsewhere(format!("`{}`", principal.replace(HERE, "_"))),
    }
}

/// Somebody who is not of the app, and may use a key, gets at what it encrypts. What is of the app needs rights on the store
/// besides, and is found by these.
fn of_key(
    world: &World<'_>,
    stores: &Stores<'_>,
    key: Place,
    statement: &Json,
    principals: &Principals,
    ways: &mut Vec<Way>,
) {
    let actions = one_or_many(at(statement, "Action")).iter();
    let opens = |action: &Json| {
        let action = action.as_text().unwrap_or("*");
        let action = action.split_once(':').map_or(action, |(_, action)| action);
        OPENS_KEY.iter().any(|it| means(action, it))
    };
    let is_open = at(statement, "Action").is_none() || actions.into_iter().any(opens);
    let others = |it: &&String| is_open && !is_own_account(it) && !is_of_a_service(it);
    for principal in principals.outside.iter().filter(others) {
        for store in world.users(key).filter_map(|user| stores.store_of(world, user)) {
            let who = outsider(principal);
            ways.push(Way { who, to: To::OneStore(store), by: key, reads: true, writes: true, is_said: false });
        }
    }
}
