//! What makes a table impossible that only values show, not types.

use hc_cdk::{
    control::{hipaa, iso27001, soc2},
    stack::Scope,
};
use indexmap::{IndexMap, IndexSet};

use super::{
    capacity::Capacity,
    key::TableKey,
    request::{OWN_BACKUP_DAYS, Request},
};

/// Reports what only values show to be impossible.
pub(super) fn judge(scope: &mut Scope<'_>, request: &Request<'_>) {
    if request.several_regions {
        scope.reject(
            Some(soc2::BACKUP_AND_RECOVERY),
            "is asked to survive the loss of a region, and a table is in one region",
            "declare it under a policy whose availability is several zones, and a second one in a stack of another region",
        );
    }
    if request.backup_days > OWN_BACKUP_DAYS && request.backup_days > request.backups.days() {
        let (asked, kept) = (request.backup_days, request.backups.days());
        scope.reject(
            Some(hipaa::DATA_BACKUP_PLAN),
            format!(
                "is to keep its backups for {asked} days, and the backup plan of its perimeter keeps them for {kept}"
            ),
            "give the perimeter a `BackupPlan` that keeps them as long",
        );
    }
    if let Capacity::Provisioned { least, most } = request.capacity
        && (least == 0 || most < least)
    {
        scope.reject(
            Some(iso27001::CAPACITY),
            format!("is scaled from `{least}` to `{most}` units"),
            "let the first number be at least 1, and the second at least the first",
        );
    }
    names(scope, request);
}

/// An attribute has one type, and an index a name of its own.
fn names(scope: &mut Scope<'_>, request: &Request<'_>) {
    let mut kinds = IndexMap::new();
    // When an item expires is a number.
    for key in request.keys().chain(request.time_to_live.map(TableKey::number)) {
        let before = kinds.insert(key.name, key.kind);
        if before.is_some_and(|before| before != key.kind) {
            scope.reject(
                Some(iso27001::CONFIGURATION),
                format!("uses `{}` as two types", key.name),
                "give the attribute one type wherever it is a key; the time at which an item expires is a number",
            );
        }
    }
    let mut seen = IndexSet::new();
    for index in request.indexes {
        if !seen.insert(index.resource_name()) {
            scope.reject(
                Some(iso27001::CONFIGURATION),
                format!("has two indexes that are called `{}`", index.name),
                "give different indexes names that differ in more than `_`, `-` and `.`",
            );
        }
    }
}
