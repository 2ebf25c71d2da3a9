//! What people read who run the system: of an alarm that nobody says what to do about, they learn before it is raised.

#![allow(clippy::unwrap_used, reason = "a test may fail where it stands")]

mod raw;

use hc_cdk::{
    construct::{Construct, Spec},
    model::Alerted,
    prelude::*,
    rule::Rule,
    stack::Within,
};
use hc_cdk_delivery::{image::Handbook, prelude::*};
use hc_cdk_k8s::chart::{Chart, Kubernetes};
use raw::{Prod, found, written};

/// Somebody is told of these.
struct Told(&'static [&'static str]);

impl Spec for Told {
    type Handle = ();
    const KIND: &'static str = "Told";
    const INVARIANTS: &'static [Rule] = &[];
}

impl<P> Construct<P, Kubernetes> for Told {
    fn declare(self, scope: &mut Within<'_, P, Kubernetes>) {
        for name in self.0 {
            scope.alerts(Alerted { name: (*name).to_owned(), says: format!("critical: {name}") });
        }
    }
}

fn app(alarms: &'static [&'static str], handbook: Handbook) -> App {
    let mut chart = Chart::<Prod>::new("clinic");
    chart.add("Told", Told(alarms));
    let mut delivery = Pipelines::<Prod>::new("delivery", Repository);
    delivery.add("Handbook", handbook);
    App::new("clinic").stack(chart).stack(delivery)
}

#[test]
fn each_alarm_has_its_runbook() {
    let handbook = || {
        Handbook::new().runbook("ApiFails", &["look", "act"]).runbook("*Fails", &["ask"]).runbook("Full", &["empty"])
    };
    assert!(found(app(&["ApiFails", "LabFails", "Full"], handbook())).is_empty());
    assert_eq!(found(app(&["ApiFails", "ApiSlow", "Full"], handbook())), ["NoRunbook"]);
    assert_eq!(found(app(&["ApiFails"], handbook())), ["RunbookOfNothing"]);
    assert_eq!(found(app(&[], Handbook::new().runbook("ApiFails", &[]))), ["ImpossibleValue"]);
    let files = written(&app(&["ApiFails", "LabFails", "Full"], handbook()));
    let text = |page: &str| &files.iter().find(|(path, _)| path == page).unwrap().1;
    let operations = text("delivery/docs/operations/README.md");
    assert!(operations.contains("## ApiFails of clinic\n\ncritical: ApiFails\n\n1. look\n2. act\n"), "{operations}");
    assert!(operations.contains("## LabFails of clinic\n\ncritical: LabFails\n\n1. ask\n"), "{operations}");
    assert!(text("delivery/docs/architecture/README.md").contains("## clinic\n"));
}
