//! What an API server is asked to record: a file of its own, and what is found in one that is weakened.

use hc_cdk::{
    app::App,
    date,
    prelude::*,
    rule::BY_HAND,
    value::{Json, Object},
};
use hc_cdk_k8s::prelude::*;

use crate::stores::{Prod, found};

fn app(change: impl FnOnce(&mut Chart<Prod>)) -> App {
    let mut chart = Chart::<Prod>::new("clinic");
    chart.add("Requests", ApiAudit::builder().build());
    change(&mut chart);
    App::new("clinic").stack(chart)
}

#[test]
fn what_is_recorded_is_a_file_that_no_cluster_is_given() {
    let files = app(|_| ()).synthesize().unwrap_or_else(|findings| panic!("{findings}"));
    let text = |path: &str| {
        let file = files.iter().find(|it| it.path == path).unwrap_or_else(|| panic!("no `{path}`"));
        String::from_utf8(file.bytes.clone()).unwrap()
    };
    assert_eq!(text("k8s/clinic.yaml"), "");
    assert!(!text("k8s/kustomization.yaml").contains("audit"));
    let policy = text("k8s/audit-policy/clinic.yaml");
    for line in [
        "apiVersion: audit.k8s.io/v1\nkind: Policy\n",
        "hc-cdk/audit-retention-days: \"2192\"\n",
        "omitStages:\n- RequestReceived\n",
        "- level: Request\n",
        "    - rolebindings\n",
        "- level: Metadata\n",
    ] {
        assert!(policy.contains(line), "no `{line}` in:\n{policy}");
    }
}

#[test]
fn whatever_leaves_requests_out_or_has_secrets_in_is_found() {
    let one = |name: &'static str, value: Json| Json::from(Object::new().with(name, value));
    let level = |it: &'static str| Object::new().with("level", it);
    let kinds = |all: &[&'static str]| Json::from(all.to_vec());
    let last_of = Json::from(vec![level("Metadata"), level("None")]);
    let of_whole_group = Json::from(vec![one("group", "".into())]);
    for (path, value) in [
        ("rules", Json::Null),
        ("rules", vec![level("None")].into()),
        ("rules", last_of),
        ("rules", vec![level("Request")].into()),
        ("rules/0/level", "None".into()),
        ("rules/0/resources", Json::Null),
        ("rules/0/resources", of_whole_group),
        ("rules/0/resources/0/resources", kinds(&["*"])),
        ("rules/0/resources/0/resources", kinds(&["secrets"])),
        ("rules/0/resources/0/resources", kinds(&["pods", "configmaps"])),
        ("rules/0/resources/0/resources", kinds(&["sealedsecrets"])),
        ("rules/0/resources/0/resources", kinds(&["oauthaccesstokens"])),
        ("rules/0/users", vec!["system:apiserver"].into()),
        ("rules/1/level", "RequestResponse".into()),
        ("rules/1/verbs", vec!["create"].into()),
        ("omitStages", vec!["RequestReceived", "ResponseComplete"].into()),
        ("omitStages/0", "ResponseComplete".into()),
        ("omitStages", "ResponseComplete".into()),
        ("metadata/labels", one("hc-cdk/audit-retention-days", "30".into())),
        ("metadata/labels", Json::Null),
    ] {
        let waiver = Waiver::new(BY_HAND, "to see what is found", "jane.roe", date!("2099-12-31"));
        let said = found(&app(|chart| chart.add("Weaker", waiver.property("Requests", path, value))));
        assert!(said.contains("leaves requests out of the records"), "nothing is found for `{path}`:\n{said}");
    }
}
