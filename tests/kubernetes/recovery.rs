//! What is there after a disaster, and who watches stores: what is found in objects that are weakened.

use hc_cdk::{
    app::App,
    data::Phi,
    date,
    dimension::retention::Years7,
    policy,
    policy::{Hipaa, Production},
    prelude::*,
    rule::BY_HAND,
    value::{Json, Object},
};
use hc_cdk_aws::{kind::OidcProviderArn, prelude::*, region};
use hc_cdk_k8s::{
    api_object::ApiObject,
    assertions::Ward,
    prelude::*,
    recovery::{BackupLocation, NamespaceCopies},
};

type Prod = (Hipaa, Production);

const KEY: &str = "arn:aws:kms:us-west-2:111122223333:key/9z8y";

policy! {
    /// Backups are kept for a quarter.
    pub Quarter { backup_retention: Days90, .. }
}

/// What is found in copies of a namespace with another value at a place of an object.
fn found(object: &'static str, path: &'static str, value: impl Into<Json>) -> String {
    let Ward { mut chart, zone } = Ward::<Prod, Phi>::new("clinic");
    let far = BackupLocation::builder().bucket("copies", "us-west-2").key(KEY).build();
    let far = chart.add("Far", far);
    chart.add("Copies", NamespaceCopies::builder().perimeter(&zone).location(&far).build().retention(Years7));
    if !path.is_empty() {
        let waiver = Waiver::new(BY_HAND, "to see what is found", "jane.roe", date!("2099-12-31"));
        chart.add("Weaker", waiver.property(object, path, value));
    }
    let app = App::new("clinic").stack(chart);
    app.synthesize().map_or_else(|findings| findings.to_string(), |_| String::new())
}

#[test]
fn a_place_of_copies_encrypts_them() {
    assert_eq!(found("", "", Json::Null), "");
    let message = "copies objects without a key of the customer's own";
    for (path, value) in [
        ("spec/config/kmsKeyId", Json::Null),
        ("spec/config/kmsKeyId", "alias/aws/s3".into()),
        ("spec/config/s3Url", "http://s3.example.org".into()),
        ("spec/config/insecureSkipTLSVerify", "true".into()),
        ("spec/provider", "gcp".into()),
        ("spec/credential", Object::new().with("name", "others").into()),
    ] {
        let found = found("Far", path, value.clone());
        assert!(found.contains(message), "{path} = {value:?}: {found}");
    }
}

const GOOGLE_KEY: &str = "projects/clinic-copies/locations/us-east1/keyRings/copies/cryptoKeys/copies";
const VELERO: &str = "velero@clinic-copies.iam.gserviceaccount.com";

/// What is written, or found, of a place on Google Cloud with another value at a place of it.
fn on_google(path: &'static str, value: impl Into<Json>) -> String {
    let Ward { mut chart, zone } = Ward::<Prod, Phi>::new("clinic");
    let far = chart.add("Far", BackupLocation::builder().google_bucket("copies", "us-east1", VELERO).key(GOOGLE_KEY));
    chart.add("Copies", NamespaceCopies::builder().perimeter(&zone).location(&far));
    if !path.is_empty() {
        let waiver = Waiver::new(BY_HAND, "to see what is found", "jane.roe", date!("2099-12-31"));
        chart.add("Weaker", waiver.property("Far", path, value));
    }
    let written = App::new("clinic").stack(chart).synthesize();
    written.map_or_else(|found| found.to_string(), |files| String::from_utf8(files[0].bytes.clone()).unwrap())
}

#[test]
fn a_place_of_copies_on_google_cloud_encrypts_them() {
    let text = on_google("", Json::Null);
    let config = format!("config:\n    kmsKeyName: {GOOGLE_KEY}\n    serviceAccount: {VELERO}\n");
    for part in ["provider: velero.io/gcp", "bucket: copies", &config] {
        assert!(text.contains(part), "{part}\n{text}");
    }
    let message = "copies objects without a key of the customer's own";
    for (path, value) in [
        ("spec/config/kmsKeyName", Json::Null),
        ("spec/config/kmsKeyName", "".into()),
        ("spec/config/kmsKeyName", "copies".into()),
        ("spec/config/kmsKeyId", KEY.into()),
        ("spec/provider", "velero.io/aws".into()),
        ("spec/provider", "velero.io/azure".into()),
        ("spec/config/storeEndpoint", "http://storage.example.org".into()),
        ("spec/credential", Object::new().with("name", "others").into()),
    ] {
        let found = on_google(path, value.clone());
        assert!(found.contains(message), "{path} = {value:?}: {found}");
    }
}

#[test]
fn what_only_values_show_of_a_place_on_google_cloud_is_found() {
    let place = |region, account, key: &'static str| {
        let Ward { mut chart, .. } = Ward::<Prod, Phi>::new("clinic");
        chart.add("Far", BackupLocation::builder().google_bucket("copies", region, account).key(key));
        App::new("clinic").stack(chart).synthesize().map_or_else(|found| found.to_string(), |_| String::new())
    };
    assert_eq!(place("us-east1", VELERO, GOOGLE_KEY), "");
    for (found, sentence) in [
        (place("us-west1", VELERO, GOOGLE_KEY), "has a bucket in `us-west1`, and its key is in `us-east1`"),
        (place("us-east1", VELERO, KEY), "which is no key of Cloud KMS"),
        (place("us-east1", "velero", GOOGLE_KEY), "has Velero write as `velero`, which is no account of a project"),
    ] {
        assert!(found.contains(sentence), "{sentence}: {found}");
    }
    let Ward { mut chart, .. } = Ward::<Prod, Phi>::new("clinic");
    let there = BackupLocation::builder().google_bucket("copies", "us-east1", VELERO).key(GOOGLE_KEY);
    chart.add("Far", there.host(hc_cdk::domain!("s3.example.org")));
    let found = App::new("clinic").stack(chart).synthesize().unwrap_err().to_string();
    assert!(found.contains("has a bucket of Google Cloud at a host that is not Google's"), "{found}");
}

#[test]
fn copies_are_of_all_of_a_namespace() {
    let message = "copies a namespace in part, more rarely than every day, with its secrets, or not for long enough";
    for (path, value) in [
        ("spec/template/snapshotMoveData", false.into()),
        ("spec/template/snapshotVolumes", Json::Null),
        ("spec/template/excludedResources", vec!["secrets", "persistentvolumeclaims"].into()),
        ("spec/template/excludedResources", Json::Null),
        ("spec/template/includedResources", vec!["configmaps"].into()),
        ("spec/template/labelSelector", Object::new().with("matchLabels", Object::new().with("a", "b")).into()),
        ("spec/template/includedNamespaces", Json::Null),
        ("spec/template/includedNamespaces/0", "others".into()),
        ("spec/template/storageLocation", "others".into()),
        ("spec/template/ttl", "24h0m0s".into()),
        ("spec/template/ttl", Json::Null),
        ("spec/schedule", "0 4 * * 0".into()),
        ("spec/paused", true.into()),
        ("spec/useOwnerReferencesInBackup", true.into()),
        ("metadata/namespace", "clinic-ward".into()),
    ] {
        let found = found("Copies", path, value.clone());
        assert!(found.contains(message), "{path} = {value:?}: {found}");
    }
    // Velero copies nothing to a place that it may only read.
    let found = found("Far", "spec/accessMode", "ReadOnly");
    assert!(found.contains(message), "{found}");
}

#[test]
fn nothing_in_a_namespace_says_that_it_is_not_copied() {
    let message = "copies a namespace in part";
    let left_out = Object::new().with("velero.io/exclude-from-backup", "true");
    let with = |name: &'static str, value: Object| {
        let Ward { mut chart, zone } = Ward::<Prod, Phi>::new("clinic");
        let far = chart.add("Far", BackupLocation::builder().bucket("copies", "us-west-2").key(KEY).build());
        chart.add("Copies", NamespaceCopies::builder().perimeter(&zone).location(&far).build());
        chart.add("Settings", ConfigMap::builder().perimeter(&zone).file("a.conf", "color = blue").build());
        let waiver = Waiver::new(BY_HAND, "to see what is found", "jane.roe", date!("2099-12-31"));
        chart.add("Weaker", waiver.property("Settings", name, value));
        let app = App::new("clinic").stack(chart);
        app.synthesize().map_or_else(|findings| findings.to_string(), |_| String::new())
    };
    assert_eq!(with("data", Object::new().with("color", "blue")), "");
    for (name, value) in [
        ("metadata/labels", left_out.clone()),
        // What an operator makes of an object gets the labels that it says.
        ("inheritedMetadata", Object::new().with("labels", left_out)),
    ] {
        let found = with(name, value);
        assert!(found.contains(message), "{name}: {found}");
    }
}

#[test]
fn what_names_its_namespace_by_text_is_in_it() {
    let Ward { mut chart, zone } = Ward::<Prod, Phi>::new("clinic");
    let far = chart.add("Far", BackupLocation::builder().bucket("copies", "us-west-2").key(KEY).build());
    chart.add("Copies", NamespaceCopies::builder().perimeter(&zone).location(&far).build());
    let waiver = Waiver::new(BY_HAND, "to see what is found", "jane.roe", date!("2099-12-31"));
    let labels = Object::new().with("velero.io/exclude-from-backup", "true");
    let settings = ApiObject::new("v1", "ConfigMap", "settings").in_namespace("clinic-clinical");
    let data = Object::new().with("settings", Object::new().with("labels", labels));
    chart.add("Settings", waiver.resource(settings.with("data", data)));
    let found = App::new("clinic").stack(chart).synthesize().map_or_else(|found| found.to_string(), |_| String::new());
    assert!(found.contains("copies a namespace in part"), "{found}");
}

#[test]
fn no_more_is_said_of_copies_than_is_so() {
    let sentence = hc_cdk_k8s::rule::COPIES_ARE_ENCRYPTED.sentence;
    // The data of disks is written by another program than objects are, which knows no key.
    assert!(sentence.contains("the objects among them are encrypted"), "{sentence}");
}

#[test]
fn copies_stay_as_long_as_the_policy_asks_for() {
    let ward = Ward::<(Hipaa, Production, Quarter), Phi>::new("clinic");
    let Ward { mut chart, zone } = ward;
    let far = chart.add("Far", BackupLocation::builder().bucket("copies", "us-west-2").key(KEY).build());
    chart.add("Copies", NamespaceCopies::builder().perimeter(&zone).location(&far).build());
    let files = App::new("clinic").stack(chart).synthesize().unwrap();
    let text = String::from_utf8(files[0].bytes.clone()).unwrap();
    assert!(text.contains("ttl: \"2160h0m0s\""), "{text}");
}

#[test]
fn copies_are_in_another_region_than_the_cluster() {
    let oidc = arn!(OidcProviderArn, "arn:aws:iam::111122223333:oidc-provider/oidc.eks.us-west-2.amazonaws.com/id/0B");
    let cluster = EksCluster::existing("clinic", region::UsWest2, oidc, Value::literal("sg-0a1b2c3d"));
    let mut chart = Chart::<Prod>::in_cluster("clinic", &cluster);
    chart.add("Far", BackupLocation::builder().bucket("copies", "us-west-2").key(KEY).build());
    let found = App::new("clinic").stack(chart).synthesize().unwrap_err().to_string();
    assert!(found.contains("copies to us-west-2, where the cluster is"), "{found}");
}
