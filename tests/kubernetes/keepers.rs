//! Who reads a store of secrets: the account that the store names, and on AWS the role that the account has to take on.

use hc_cdk::{
    data::Phi,
    date,
    policy::{Hipaa, Production},
    prelude::*,
    value::Object,
};
use hc_cdk_aws::{cfn::iam, region, stack::Stack};
use hc_cdk_k8s::{
    access::Account,
    assertions::{Manifest, Ward, json},
    prelude::*,
    secret::{Keeper, SecretStore},
};

type Prod = (Hipaa, Production);

const ROLE: &str = "arn:aws:iam::111122223333:role/clinic/secrets";

fn keeper(role: impl Into<Value<String>>) -> Keeper {
    Keeper::SecretsManager { region: "us-east-1", role: role.into() }
}

/// A chart with an account, and a store for each role.
fn chart(name: &str, roles: impl IntoIterator<Item = Value<String>>) -> (Chart<Prod>, Account) {
    let Ward { mut chart, zone } = Ward::<Prod, Phi>::new(name);
    let reader = chart.add("Reader", ServiceAccount::builder().perimeter(&zone).build());
    for (index, role) in roles.into_iter().enumerate() {
        let store = SecretStore::builder().account(&reader).keeper(keeper(role)).build();
        chart.add(format!("Store{index}"), store);
    }
    (chart, reader)
}

fn annotated(manifest: &Manifest, role: &str) {
    let annotations = json!({ "eks.amazonaws.com/role-arn": role });
    manifest.has_object("ServiceAccount", json!({ "metadata": { "name": "reader", "annotations": annotations } }));
}

fn findings(app: &App) -> String {
    app.synthesize().err().map(|it| it.to_string()).unwrap_or_default()
}

#[test]
fn the_account_says_which_role_it_takes() {
    let (chart, _) = chart("clinic", [ROLE.into(), ROLE.into()]);
    let manifest = Manifest::of_chart(chart);
    annotated(&manifest, ROLE);
    let account = json!({ "jwt": { "serviceAccountRef": { "name": "reader" } } });
    let aws = json!({ "service": "SecretsManager", "region": "us-east-1", "auth": account });
    manifest.has_object("SecretStore", json!({ "spec": { "provider": { "aws": aws } } }));
}

#[test]
fn a_role_of_a_stack_is_filled_in() {
    let mut stack = Stack::<Prod>::new("clinic-data", region::UsEast1);
    let waiver = Waiver::new(hc_cdk::rule::BY_HAND, "reviewed by hand", "jane.roe", date!("2099-12-31"));
    let statement = Object::new()
        .with("Effect", "Allow")
        .with("Action", "sts:AssumeRole")
        .with("Principal", Object::new().with("Service", "ec2.amazonaws.com"));
    let trust = Object::new().with("Version", "2012-10-17").with("Statement", vec![statement]);
    let role = iam::Role { assume_role_policy_document: Some(trust.into()), ..iam::Role::default() };
    let role = stack.add("SecretsRole", waiver.resource(role));
    let (chart, _) = chart("clinic", [role.get(iam::Role::ARN).into()]);
    let app = App::new("clinic").stack(stack).stack(chart);
    annotated(&Manifest::of(&app, "clinic"), "${clinic_data_ExportSecretsRoleArn}");
}

#[test]
fn an_account_takes_one_role() {
    let (chart, _) = chart("clinic", [ROLE.into(), "arn:aws:iam::111122223333:role/other".into()]);
    let found = findings(&App::new("clinic").stack(chart));
    assert!(found.contains("`clinic/Store1` gives the account `reader` a second role"), "{found}");
    assert!(found.contains("help: give the store an account of its own"), "{found}");
    assert!(!found.contains("Store0"), "{found}");
}

#[test]
fn a_role_is_an_arn_of_a_role() {
    for role in [
        "secrets",
        "arn:aws:iam::111122223333:user/secrets",
        "arn:aws:iam::1111:role/secrets",
        "arn:aws:iam::111122223333:role/",
        "arn:aws:sts::111122223333:role/secrets",
    ] {
        let (chart, _) = chart("clinic", [role.into()]);
        let found = findings(&App::new("clinic").stack(chart));
        assert!(found.contains(&format!("reads as `{role}`, which is no ARN of a role")), "{found}");
    }
    for role in [ROLE, "arn:aws-us-gov:iam::111122223333:role/secrets"] {
        let (chart, _) = chart("clinic", [role.into()]);
        assert_eq!(findings(&App::new("clinic").stack(chart)), "");
    }
}

#[test]
fn a_store_is_in_the_chart_of_its_account() {
    let (other, reader) = chart("other", []);
    let (mut chart, _) = chart("clinic", []);
    chart.add("Store", SecretStore::builder().account(&reader).keeper(keeper(ROLE)).build());
    let found = findings(&App::new("clinic").stack(other).stack(chart));
    assert!(found.contains("is read by the account `reader`, which is in another chart"), "{found}");
}
