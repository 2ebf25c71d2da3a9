//! Two resource groups in one stack: what is of an object in one of them is not of another one that has its name.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail where it stands")]

mod program;

use hc_cdk::{data::Phi, dimension::availability::MultiAz, prelude::*, rule::BY_HAND, value::Object};
use hc_cdk_azure::prelude::*;
use program::Live;

/// A second group, with a database of its own.
fn archive(stack: &mut Live) {
    let group = ResourceGroup::builder().name(group!("clinic-archive"));
    let group = group.subscription(guid!("0b1f6471-1bf0-4dda-aec3-cb9272f09590"));
    let group = stack.add("Second", group.tenant(guid!("72f988bf-86f1-41af-91ab-2d7cd011db47")).build());
    let network = stack.add("Far", Network::builder().group(&group).cidr(cidr!("10.51.0.0/16")).build());
    let vault = KeyVault::builder().network(&network).name(vault!("clinic-archive-keys"));
    let key = stack.add("FarKey", vault.key(key!("archive/6f0c1d2e3a4b5c6d7e8f90a1b2c3d4e5")).build());
    let audit = stack.add("FarAudit", AuditLogs::builder().key(&key).build());
    let zone = Perimeter::<Phi>::builder().network(&network).key(&key).audit(&audit).build();
    let zone = stack.add("FarZone", zone);
    let archive = FlexibleServer::builder().perimeter(&zone).version(PostgresVersion::V16).build();
    stack.add("Archive", archive.availability(MultiAz));
}

/// What is found where the settings of the first database name it by text, and those of the second nobody, and the second has that name.
fn found(second: &'static str) -> String {
    let app = program::app(|stack| {
        archive(stack);
        let waiver = || Waiver::new(BY_HAND, "to see what is found", "nobody", date!("2027-01-31"));
        let of = |name: &str| Object::new().with("name", name.to_owned());
        let settings: Vec<(String, &str)> = stack
            .model()
            .resources
            .iter()
            .filter(|it| it.kind().ends_with("FlexibleServersConfiguration"))
            .map(|it| (it.logical_id.clone(), if it.logical_id.starts_with("Archive") { "nobody" } else { "patients" }))
            .collect();
        assert!(settings.iter().any(|(_, of)| *of == "nobody"));
        for (number, (id, owner)) in settings.into_iter().enumerate() {
            let name: &'static str = id.leak();
            stack.add(format!("Settings{number}"), waiver().property(name, "spec/owner", of(owner)));
        }
        stack.add("Named", waiver().property("Archive", "metadata/name", second));
    });
    app.check().map(|_| ()).unwrap_err().to_string()
}

/// What is found where the database's alert tells the people of a name in a group, by text.
fn found_of(place: &str) -> Option<String> {
    let app = program::app(|stack| {
        archive(stack);
        let told = format!("/resourceGroups/{place}");
        let told = format!("/subscriptions/0b1f6471-1bf0-4dda-aec3-cb9272f09590{told}");
        let waiver = Waiver::new(BY_HAND, "to see what is found", "nobody", date!("2027-01-31"));
        let told = vec![Object::new().with("actionGroupId", told)];
        stack.add("Told", waiver.property("Full", "spec/actions", told));
    });
    app.check().map(|_| ()).err().map(|it| it.to_string())
}

#[test]
fn an_alert_tells_the_people_of_their_own_group() {
    let people = "providers/Microsoft.Insights/actionGroups/team";
    let code = |text: String| text.contains("code: AzureAlertTellsSomebody");
    assert!(!found_of(&format!("clinic-prod/{people}")).is_some_and(code));
    assert!(found_of(&format!("clinic-archive/{people}")).is_some_and(code));
}

#[test]
fn settings_are_of_the_database_in_their_own_group() {
    for second in ["archive", "patients"] {
        let text = found(second);
        for code in ["FlexibleServerSpeaksTls", "FlexibleServerRecordsStatements"] {
            let is_of_archive =
                |it: &str| it.contains("`Archive` (`FlexibleServer`)") && it.contains(&format!("code: {code}"));
            assert!(text.split("\n\n").any(is_of_archive), "{second}: no {code}:\n{text}");
        }
    }
}
