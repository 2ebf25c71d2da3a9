//! Who may call a function by a permission of its own, and which function gets the secret of a store that it replaces. Of a secret that opens
//! no store of the app, whoever names the function has said so.

use hc_cdk::target::{Place, To, Way, Who};

use super::{
    handed_on::has_data,
    holders::Holders,
    named::{HERE, Named},
    principal::is_own_account,
    stores::Stores,
    world::World,
};

/// Reads a permission or a schedule.
pub(super) fn read(world: &World<'_>, stores: &Stores<'_>, holders: &Holders, place: Place, ways: &mut Vec<Way>) {
    match world.kind(place) {
        "AWS::Lambda::Permission" => permission(world, stores, holders, place, ways),
        "AWS::SecretsManager::RotationSchedule" => rotation(world, stores, place, ways),
        _ => {}
    }
}

/// Services of AWS that call a function do so for something that is judged itself.
fn permission(world: &World<'_>, stores: &Stores<'_>, holders: &Holders, place: Place, ways: &mut Vec<Way>) {
    let Some(principal) = world.property(place, "Principal") else { return };
    let named = Named::of(world, principal);
    let who: Vec<Who> = if !named.resources.is_empty() {
        named.resources.iter().flat_map(|it| holders.who(*it)).collect()
    } else if named.is_unknown {
        vec![Who::Elsewhere("somebody whom only the deployment knows".to_owned())]
    } else if named.text == "*" {
        vec![Who::Elsewhere("everybody".to_owned())]
    } else if named.text.contains(".amazonaws.com") || is_own_account(&named.text) {
        return;
    } else {
        vec![Who::Elsewhere(format!("`{}`", named.text.replace(HERE, "_")))]
    };
    let functions = world.property(place, "FunctionName").map(|it| stores.meant(world, it));
    for function in functions.unwrap_or_default() {
        let function = stores.store_of(world, function).unwrap_or(function);
        if has_data(world, function) {
            let way = |who: &Who| Way {
                who: who.clone(),
                to: To::OneStore(function),
                by: place,
                reads: true,
                writes: true,
                is_said: false,
            };
            ways.extend(who.iter().map(way));
        }
    }
}

/// What replaces the secret of a store reads and writes it, and so the store.
fn rotation(world: &World<'_>, stores: &Stores<'_>, place: Place, ways: &mut Vec<Way>) {
    let Some(function) = world.property(place, "RotationLambdaARN") else { return };
    let functions = world.whom(Some(function), "a function that is not of the app");
    let secrets = world.property(place, "SecretId").map(|it| stores.meant(world, it)).unwrap_or_default();
    let opened = secrets.into_iter().filter_map(|it| stores.store_of(world, it));
    for store in opened.filter(|it| !stores.is_secret_alone(world, *it)) {
        for who in functions.clone() {
            let to = To::OneStore(store);
            ways.push(Way { who, to, by: place, reads: true, writes: true, is_said: false });
        }
    }
}
