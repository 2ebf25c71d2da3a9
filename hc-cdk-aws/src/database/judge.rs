//! What makes a database impossible that only values show, not types.

use hc_cdk::{
    control::{hipaa, soc2},
    dimension::availability::MultiRegion,
    stack::{PhysicalName, Scope},
    value::Json,
};

use super::{
    engine::Family,
    instance_class::SMALL,
    request::{OWN_BACKUP_DAYS, Request},
};
/// Reports what only values show to be impossible.
pub(super) fn judge(scope: &mut Scope<'_>, request: &Request<'_>, identifier: &PhysicalName) {
    if request.asked.availability >= MultiRegion::POSITION {
        scope.reject(
            Some(soc2::BACKUP_AND_RECOVERY),
            "is asked to survive the loss of a region, and a database is in one region",
            "declare it under a policy whose availability is several zones, and a second one in a stack of another region",
        );
    }
    if request.asked.backup_days > OWN_BACKUP_DAYS && request.asked.backup_days > request.asked.backups.days() {
        scope.reject(
            Some(hipaa::DATA_BACKUP_PLAN),
            format!(
                "is to keep its backups for {} days, and the backup plan of its perimeter keeps them for {}",
                request.asked.backup_days,
                request.asked.backups.days()
            ),
            "give the perimeter a `BackupPlan` that keeps them as long",
        );
    }
    if !is_identifier(identifier.start(), identifier.longest()) {
        scope.reject(
            None,
            format!("`{identifier}` cannot be the identifier of a database"),
            format!(
                "name the stack and the database so that both together have at most {} letters, digits and single hyphens",
                LONGEST - 1 - (identifier.longest() - identifier.start().len())
            ),
        );
    }
    if !is_database_name(request.database_name) {
        scope.reject(
            None,
            format!("has a database called `{}`, which none can be called", request.database_name),
            "begin with a letter, and use at most 63 letters, digits and underscores",
        );
    }
    if request.engine.has_already(request.database_name) && request.is_new() {
        let message = format!("begins with a database `{}`, which its engine has already", request.database_name);
        scope.reject(None, message, "give it another name: `.database_name(..)`");
    }
    judge_size(scope, request);
    judge_snapshot(scope, request);
    match (request.engine.family, request.storage_gib) {
        (Family::AuroraCluster, Some(_)) => scope.reject(
            None,
            "says how much storage it has, and Aurora takes what it needs",
            "leave out the size of its storage",
        ),
        (_, Some(gib)) => {
            scope.holds(gib, None, |gib| format!("is to have `{gib}` GiB of storage, which cannot be had"));
        }
        _ => {}
    }
}

/// Reports a size that is, or that a parameter may turn out to be, too small for the engine.
fn judge_size(scope: &mut Scope<'_>, request: &Request<'_>) {
    scope.holds(request.class, None, |size| format!("is a `{size}`, which nobody here knows"));
    let given = scope.parameter(request.class).and_then(|it| it.allowed.clone());
    let sizes = given.unwrap_or_else(|| vec![request.class.json().clone()]);
    let small = sizes.iter().filter_map(Json::as_text).find(|it| SMALL.contains(it));
    if let Some(size) = small.filter(|_| request.engine.family != Family::PostgresInstance) {
        scope.reject(
            None,
            format!("may be a `{size}`, which is too small for its engine"),
            "use `T3Medium`, `T4gMedium` or a larger one, and let a parameter be no other: `.allowed([..])`",
        );
    }
}

/// Reports a snapshot of which no such database is made here.
fn judge_snapshot(scope: &mut Scope<'_>, request: &Request<'_>) {
    let Some(snapshot) = request.snapshot() else { return };
    if snapshot.is_of_cluster && request.engine.family != Family::AuroraCluster {
        let help = "name an engine of Aurora, or a snapshot of an instance";
        scope.reject(None, "is restored from a snapshot of a cluster of Aurora, and is none", help);
    }
    if snapshot.region() != scope.region() {
        let message =
            format!("is restored from a snapshot in `{}`, and RDS takes one of its own region", snapshot.region());
        let help =
            "copy the snapshot first: `aws rds copy-db-snapshot --source-region ..`, with the key of the perimeter";
        scope.reject(Some(hipaa::DISASTER_RECOVERY), message, help);
    }
}

/// The longest identifier that leaves room for the number of a machine.
const LONGEST: usize = 60;

/// Whether RDS takes the text as an identifier, with room for the number of a machine: 63 letters, digits and hyphens, no
/// two hyphens in a row and none at the end. It begins with a letter because the name of a stack does.
fn is_identifier(text: &str, longest: usize) -> bool {
    longest <= LONGEST && !text.contains("--") && !text.ends_with('-')
}

/// Whether each engine takes the text as the name of a database.
fn is_database_name(text: &str) -> bool {
    (1..=63).contains(&text.len())
        && text.starts_with(|it: char| it.is_ascii_alphabetic())
        && text.chars().all(|it| it.is_ascii_alphanumeric() || it == '_')
}

#[cfg(test)]
mod tests {
    use hc_cdk::{
        app::App,
        data::Phi,
        dimension::{
            availability::MultiRegion,
            backup_retention::{Days35, Years7},
        },
        policy::{Hipaa, Production},
    };

    use super::{is_database_name, is_identifier};
    use crate::{
        assertions::{Clinic, Template},
        backup::BackupPlan,
        database::Engine,
        prelude::*,
        region,
    };

    type Prod = (Hipaa, Production);

    /// A stack and a perimeter, which has a plan of its own or that of the policy.
    fn zone(plan: bool) -> (Stack<Prod>, Perimeter<Phi>) {
        let Clinic { mut stack, key, trail, vpc, zone } = Clinic::new("clinic", region::UsEast1);
        if !plan {
            return (stack, zone);
        }
        let plan = stack.add("Plan", BackupPlan::builder().key(&key).build().retention(Years7));
        let zone = Perimeter::builder().vpc(&vpc).key(&key).trail(&trail).backups(&plan).build();
        let zone = stack.add("Zone", zone);
        (stack, zone)
    }

    fn messages(stack: Stack<Prod>) -> Vec<String> {
        match App::new("clinic").stack(stack).check() {
            Ok(_) => Vec::new(),
            Err(findings) => findings.0.into_iter().map(|it| it.message).collect(),
        }
    }

    #[test]
    fn a_database_does_not_pretend_to_be_in_two_regions() {
        let (mut stack, zone) = zone(false);
        let database = EncryptedDatabase::builder().perimeter(&zone).engine(Postgres::V17).build();
        stack.add("Patients", database.availability(MultiRegion));
        assert!(messages(stack).concat().contains("loss of a region"));
    }

    #[test]
    fn backups_are_not_promised_for_longer_than_the_plan_keeps_them() {
        for (plan, findings) in [(false, 1), (true, 0)] {
            let (mut stack, zone) = zone(plan);
            let database = EncryptedDatabase::builder().perimeter(&zone).engine(Mysql::V8_4).build();
            stack.add("Patients", database.backup_retention(Years7));
            assert_eq!(messages(stack).len(), findings);
        }
    }

    #[test]
    fn a_database_keeps_its_backups_as_long_as_the_plan_that_sets_them() {
        for plan in [false, true] {
            let (mut stack, zone) = zone(plan);
            let of = |engine: Engine| EncryptedDatabase::builder().perimeter(&zone).engine(engine).build();
            stack.add("Usual", of(Postgres::V17.into()));
            stack.add("Long", of(AuroraPostgres::V17.into()).backup_retention(Days35));
            let template = Template::of_stack(stack);
            let resources = &template.json()["Resources"];
            let plan = if plan { "Plan" } else { "Clinical" };
            let daily = &resources[plan]["Properties"]["BackupPlan"]["BackupPlanRule"][0];
            assert_eq!(daily["EnableContinuousBackup"], true);
            assert_eq!(daily["Lifecycle"]["DeleteAfterDays"].as_f64(), Some(35.0));
            for database in ["Usual", "Long"] {
                assert_eq!(resources[database]["Properties"]["BackupRetentionPeriod"], 35, "{database}");
            }
        }
    }

    #[test]
    fn all_that_is_wrong_is_told_at_once() {
        let (mut stack, zone) = zone(false);
        let parts = EncryptedDatabase::builder().perimeter(&zone).database_name("1st");
        stack.add("Small", parts.engine(Postgres::V17).storage_gib(5).build());
        let parts = EncryptedDatabase::builder().perimeter(&zone).engine(AuroraPostgres::V17);
        stack.add("Aurora", parts.storage_gib(100).build());
        assert_eq!(messages(stack).len(), 3);
    }

    #[test]
    fn a_database_that_the_engine_has_already_is_not_made() {
        for (engine, name, findings) in [
            (Engine::from(Postgres::V17), "template1", 1),
            (Mysql::V8_4.into(), "MySQL", 1),
            (Mysql::V8_4.into(), "template1", 0),
            (AuroraPostgres::V17.into(), "rdsadmin", 1),
        ] {
            let (mut stack, zone) = zone(false);
            let parts = EncryptedDatabase::builder().perimeter(&zone).engine(engine).database_name(name);
            stack.add("Patients", parts.build());
            assert_eq!(messages(stack).len(), findings, "{name}");
        }
    }

    #[test]
    fn names_are_those_that_rds_takes() {
        assert!(is_identifier("clinic-patients", 60));
        assert!(!is_identifier("clinic--patients", 16) && !is_identifier("clinic-", 7) && !is_identifier("clinic", 61));
        assert!(is_database_name("patients_2"));
        assert!(!is_database_name("") && !is_database_name("2nd") && !is_database_name("a-b"));
    }
}
