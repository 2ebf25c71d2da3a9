//! Resources of types that no rule judges. Somebody signs for what they are; what they may do with the stores that they name is read
//! here: everything. Some types are about whatever an account has, and name no store.

use indexmap::IndexSet;

use hc_cdk::target::{Place, To, Way, Who};

use super::{
    data::SERVICES,
    kinds::is_policy,
    stores::{Stores, has_data},
    world::World,
};
use crate::rules::{is_answered_elsewhere, is_judged_type};

/// Types that open whatever an account has of something, and of what service: of every one, if none is named.
const ACCOUNT_WIDE: &[(&str, &str)] = &[
    ("AWS::LakeFormation::Permissions", "s3"),
    ("AWS::LakeFormation::PrincipalPermissions", "s3"),
    ("AWS::Logs::AccountPolicy", "logs"),
    ("AWS::Logs::ResourcePolicy", "logs"),
    ("AWS::Oam::Link", "logs"),
    ("AWS::S3::AccessGrant", "s3"),
    ("AWS::S3::AccessGrantsLocation", "s3"),
    ("AWS::SSO::Assignment", ""),
    ("AWS::SSO::PermissionSet", ""),
];

/// Reads what a resource that nobody judges refers to.
pub(super) fn read(world: &World<'_>, stores: &Stores<'_>, place: Place, ways: &mut Vec<Way>) {
    let kind = world.kind(place);
    if is_judged_type(kind) || is_policy(kind) || is_answered_elsewhere(kind) || stores.store_of(world, place).is_some()
    {
        return;
    }
    if let Some((_, service)) = ACCOUNT_WIDE.iter().find(|(of, _)| *of == kind) {
        let every = SERVICES.iter().position(|it| it.prefix == *service).map(|at| stores.every(at));
        let to = every.unwrap_or_else(|| stores.all());
        ways.push(Way { who: Who::OfApp(place), to, by: place, reads: true, writes: true, is_said: false });
    }
    if !stores.holds_data {
        return;
    }
    let mut referred: IndexSet<Place> =
        world.references(place).into_iter().filter_map(|it| stores.store_of(world, it)).collect();
    world.texts(place, &mut |text| {
        let meant = stores.meant_by(text).into_iter();
        referred.extend(meant.filter_map(|it| stores.store_of(world, it)));
    });
    for store in referred.into_iter().filter(|it| has_data(world, *it)) {
        let (who, to) = (Who::OfApp(place), To::OneStore(store));
        ways.push(Way { who, to, by: place, reads: true, writes: true, is_said: false });
    }
}
