//! A rule that looks for an object finds it without a look at all of them each time.

use std::sync::atomic::{AtomicUsize, Ordering};

use hc_cdk::{
    policy::Development,
    prelude::*,
    rule::{Index, Must},
    waiver::Raw,
};
use hc_cdk_k8s::{api_object::ApiObject, prelude::*};

static ASKED: AtomicUsize = AtomicUsize::new(0);
static KINDS: Index = Index::by(|it| {
    ASKED.fetch_add(1, Ordering::Relaxed);
    Some(it.short_kind().to_owned())
});
static NOTHING: Index = Index::by(|_| None);

hc_cdk::rules! {
    const READINGS;

    pub IN_COMPANY = "InCompany" {
        sentence: "a file has company in its chart",
        controls: &[],
        on: &["ConfigMap"],
        when: |_| true,
        must: Must::Hold(|it| {
            let (files, others) = (it.found_by(&KINDS, "ConfigMap"), it.found_by(&KINDS, "Lease"));
            files.count() == 9 && others.count() == 1 && it.found_by(&NOTHING, "ConfigMap").next().is_none()
        }),
        message: "is alone, or with those of another chart",
        help: "add another one",
    }
}

#[test]
fn each_object_is_looked_at_once_by_a_rule_that_looks_for_some() {
    let chart = |name: &str| {
        let mut chart = Chart::<Development>::new(name);
        for at in 0..9 {
            let file = ApiObject::new("v1", "ConfigMap", format!("{name}{at}")).in_namespace("clinic");
            chart.add(format!("Own{at}"), Raw(file));
        }
        chart.add(
            "Lease",
            Raw(ApiObject::new("coordination.k8s.io/v1", "Lease", name.to_owned()).in_namespace("clinic")),
        );
        chart
    };
    let app = App::new("clinic").rules(READINGS).stack(chart("one")).stack(chart("two"));
    app.check().unwrap();
    assert_eq!(ASKED.load(Ordering::Relaxed), 20);
}
