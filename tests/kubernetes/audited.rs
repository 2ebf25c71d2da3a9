//! What an API server is asked to record, and where it sends that: files of their own, and what is found in some that are weakened.

use hc_cdk::{
    app::App,
    date,
    prelude::*,
    rule::BY_HAND,
    value::{Json, Object},
};
use hc_cdk_k8s::{api_object::ApiObject, prelude::*};

use crate::{
    rules::Own,
    stores::{Prod, found},
};

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

#[allow(dead_code, reason = "others read the app, and this the chart")]
#[path = "../programs/records.rs"]
mod records;

/// An app whose API server sends its records to a receiver, which hands what is left of them to Loki.
fn sending(change: impl FnOnce(&mut Chart<Prod>)) -> App {
    let mut chart = records::chart();
    change(&mut chart);
    App::new("clinic").stack(chart)
}

#[test]
fn what_is_recorded_is_sent_over_tls_and_kept_for_long_enough() {
    let files = sending(|_| ()).synthesize().unwrap_or_else(|findings| panic!("{findings}"));
    let text = |path: &str| {
        let file = files.iter().find(|it| it.path == path).unwrap_or_else(|| panic!("no `{path}`"));
        String::from_utf8(file.bytes.clone()).unwrap()
    };
    let webhook = text("k8s/audit-webhook/clinic.yaml");
    for line in [
        "apiVersion: v1\nkind: Config\nclusters:\n",
        "    server: https://10.96.0.40:8443/audit\n",
        "    tls-server-name: records.clinic-clinical.svc\n",
        "    client-key: /etc/kubernetes/audit/tls.key\n",
        "current-context: audit\n",
    ] {
        assert!(webhook.contains(line), "no `{line}` in:\n{webhook}");
    }
    let chart = text("k8s/clinic.yaml");
    for line in [
        "      webhookevent:\n        endpoint: \"0.0.0.0:8443\"\n",
        "          client_ca_file: /etc/otelcol-tls/ca.crt\n",
        // Six years of 24 hours a day.
        "        period: \"52608h\"\n",
        "          endpoint: https://storage.example.org\n",
        "          s3forcepathstyle: true\n",
        "            type: SSE-KMS\n",
        "            kms_key_id: logs\n",
        "  clusterIP: \"10.96.0.40\"\n",
        "        cidr: \"10.20.64.0/28\"\n",
        "  - \"client auth\"\n",
    ] {
        assert!(chart.contains(line), "no `{line}` in:\n{chart}");
    }
    let page = text("clinic/Records/README.md");
    assert!(page.contains("kubectl get secret records-api-server -n clinic-clinical"), "{page}");
    assert!(page.contains("--audit-webhook-config-file=/etc/kubernetes/audit/webhook.yaml"), "{page}");
}

#[test]
fn whatever_sends_records_to_others_or_in_the_open_is_found() {
    let one = |name: &'static str, value: Json| Json::from(Object::new().with(name, value));
    for (path, value) in [
        ("clusters/0/cluster/server", "http://10.96.0.40:8443/audit".into()),
        ("clusters/0/cluster/server", "https://10.96.0.41:8443/audit".into()),
        ("clusters/0/cluster/server", "https://10.96.0.40:443/audit".into()),
        ("clusters/0/cluster/tls-server-name", "records.other.svc".into()),
        ("clusters/0/cluster/tls-server-name", Json::Null),
        ("clusters/0/cluster/insecure-skip-tls-verify", true.into()),
        ("clusters/0/cluster/certificate-authority", Json::Null),
        ("clusters/0/cluster/proxy-url", "http://10.0.0.1".into()),
        ("users/0/user", one("token", "none".into())),
        ("users/0/user/client-key", Json::Null),
        ("users/0/user/client-certificate", Json::Null),
        ("users", Json::List(Vec::new())),
        ("contexts/0/context/user", "nobody".into()),
        ("current-context", "other".into()),
    ] {
        let waiver = Waiver::new(BY_HAND, "to see what is found", "jane.roe", date!("2099-12-31"));
        let said = found(&sending(|chart| chart.add("Weaker", waiver.property("RecordsWebhook", path, value))));
        assert!(said.contains("sends records to nobody of the app"), "nothing is found for `{path}`:\n{said}");
    }
}

#[test]
fn whatever_takes_records_from_anybody_or_keeps_them_for_less_is_found() {
    let files = sending(|_| ()).synthesize().unwrap_or_else(|findings| panic!("{findings}"));
    let chart = files.iter().find(|it| it.path == "k8s/clinic.yaml").unwrap();
    let text = |of: &str, file: &str| {
        let chart = String::from_utf8(chart.bytes.clone()).unwrap();
        let object = chart.split("---\n").find(|it| it.starts_with(&format!("# clinic/{of}\n"))).unwrap().to_owned();
        let (_, text) = object.split_once(&format!("{file}: |\n")).unwrap();
        text.lines().flat_map(|it| [it.strip_prefix("    ").unwrap_or(it), "\n"]).collect::<String>()
    };
    let (settings, loki) = (text("Records/Settings", "config.yaml"), text("LokiTold", "loki.yaml"));
    for (object, file, from, to) in [
        ("RecordsSettings", &settings, "    client_ca_file: /etc/otelcol-tls/ca.crt\n", ""),
        ("RecordsSettings", &settings, "min_version: \"1.3\"", "min_version: \"1.0\""),
        ("RecordsSettings", &settings, "      - resource/requests\n", ""),
        ("RecordsSettings", &settings, "value: kube-apiserver", "value: others"),
        ("RecordsSettings", &settings, "loki.clinic-logs.svc", "loki.elsewhere.svc"),
        (
            "RecordsSettings",
            &settings,
            "processors:\n",
            "  webhookevent/open:\n    endpoint: \"0.0.0.0:8444\"\nprocessors:\n",
        ),
        ("LokiTold", &loki, "52608h", "720h"),
        ("LokiTold", &loki, "retention_stream:", "others:"),
        ("LokiTold", &loki, "kube-apiserver", "others"),
        (
            "LokiTold",
            &loki,
            "  - selector:",
            "  - selector: \"{level=~\\\".+\\\"}\"\n    priority: 2\n    period: 24h\n  - selector:",
        ),
    ] {
        assert!(file.contains(from), "no `{from}` in:\n{file}");
        let name = if object == "LokiTold" { "loki.yaml" } else { "config.yaml" };
        let value = Object::new().with(name, file.replacen(from, to, 1));
        let waiver = Waiver::new(BY_HAND, "to see what is found", "jane.roe", date!("2099-12-31"));
        let said = found(&sending(|chart| chart.add("Weaker", waiver.property(object, "data", value))));
        assert!(said.contains("takes records of an API server from anybody"), "nothing is found for `{to}`:\n{said}");
    }
}

/// What a Loki is told is what it begins with, and nothing else.
#[test]
fn a_loki_that_may_be_told_something_else_is_found() {
    let found_with = |object: &'static str, path: &'static str, value: Json| {
        let waiver = Waiver::new(BY_HAND, "to see what is found", "jane.roe", date!("2099-12-31"));
        found(&sending(|chart| chart.add("Weaker", waiver.property(object, path, value))))
    };
    let kept = "takes records of an API server from anybody";
    let list = |all: &[&str]| Json::List(all.iter().map(|it| Json::from((*it).to_owned())).collect());
    let one = |name: &'static str, value: Json| Json::from(Object::new().with(name, value));
    let secret = || Object::new().with("name", "at-etc-loki").with("secret", one("secretName", "told".into()));
    let other = || Object::new().with("name", "at-etc-loki").with("configMap", one("name", "other".into()));
    let over = || Object::new().with("name", "at-etc-loki").with("mountPath", "/etc");
    let mounted = || Object::new().with("name", "at-etc-loki").with("mountPath", "/etc/loki");
    for (path, value) in [
        ("spec/template/spec/containers/0/command", Json::Null),
        ("spec/template/spec/containers/0/command", list(&["sh", "-c", "loki -config.file=/etc/loki/loki.yaml"])),
        ("spec/template/spec/containers/0/command", list(&["loki"])),
        ("spec/template/spec/containers/0/command", list(&["loki", "-config.file=/etc/other/loki.yaml"])),
        ("spec/template/spec/containers/0/command", list(&["loki", "-config.file=/etc/loki/other.yaml"])),
        ("spec/template/spec/containers/0/args", list(&["-store.retention=24h"])),
        ("spec/template/spec/containers/0/args", list(&["-config.file=/tmp/loki.yaml"])),
        ("spec/template/spec/containers/0/volumeMounts", Json::Null),
        ("spec/template/spec/containers/0/volumeMounts", vec![mounted(), over()].into()),
        ("spec/template/spec/containers/0/volumeMounts", vec![mounted().with("subPath", "other")].into()),
        ("spec/template/spec/volumes", vec![secret()].into()),
        ("spec/template/spec/volumes", vec![other()].into()),
    ] {
        let said = found_with("Loki", path, value.clone());
        assert!(said.contains(kept), "nothing is found for `{path}` = {value}:\n{said}");
    }
    let key = |name: &'static str, source: Json| Object::new().with("name", name).with("valueFrom", source);
    let of_secret = || one("secretKeyRef", Object::new().with("name", "keys").with("key", "id").into());
    for (object, path, value) in [
        ("Loki", "spec/template/spec/containers/0/env", Json::Null),
        ("Loki", "spec/template/spec/containers/0/env", vec![key("AWS_ACCESS_KEY_ID", of_secret())].into()),
        ("LokiToBucket", "spec/egress", Json::Null),
        ("LokiToBucket", "spec/podSelector/matchLabels", one("app.kubernetes.io/name", "others".into())),
    ] {
        let said = found_with(object, path, value.clone());
        assert!(said.contains(kept), "nothing is found for `{path}` = {value} of `{object}`:\n{said}");
    }
    for (path, value) in [
        ("spec/selector", Json::Null),
        ("spec/selector", one("app.kubernetes.io/name", "others".into())),
        ("metadata/name", "others".into()),
    ] {
        let said = found_with("LokiService", path, value);
        assert!(said.contains(kept), "nothing is found for `{path}`:\n{said}");
    }
}

/// What nobody mounts is told to nobody.
#[test]
fn a_configuration_that_no_loki_mounts_changes_nothing() {
    let it = ApiObject::new("v1", "ConfigMap", "other").in_namespace("clinic-logs");
    let it = it.with("data", Object::new().with("loki.yaml", "schema_config:\n"));
    let said = found(&sending(|chart| chart.add("Other", Own(it))));
    assert!(!said.contains("takes records of an API server from anybody"), "{said}");
}

#[test]
fn whatever_else_of_the_receiver_is_open_to_the_control_plane_is_a_way() {
    for (path, value) in
        [("spec/ingress/0/ports/0/port", Json::Int(8888)), ("spec/ingress/0/from/0/ipBlock/cidr", "0.0.0.0/0".into())]
    {
        let waiver = Waiver::new(BY_HAND, "to see what is found", "jane.roe", date!("2099-12-31"));
        let said =
            found(&sending(|chart| chart.add("Weaker", waiver.property("RecordsFromNetworks8443", path, value))));
        assert!(said.contains("nobody outside of the app is cleared"), "nothing is found for `{path}`:\n{said}");
    }
}
