//! What has something run in pods that these do not say themselves: annotations of backups, of agents and of a mesh.

use hc_cdk::{app::App, data::Synthetic, date, rule::Rule, value::Object, waiver::Waiver};
use hc_cdk_k8s::{api_object::ApiObject, prelude::*, rule};

use crate::rules::{KINDS, Own, Prod, found, is_seen, makes, pod, set};

const BESIDE: &str =
    "has annotations by which a command is run in its pods, or something is put beside their containers";

fn noted(kind: (&str, &str, &str), name: &'static str, value: &'static str) -> ApiObject {
    makes(&set(pod(), "metadata/annotations", Object::new().with(name, value)), kind)
}

#[test]
fn annotations_have_nothing_run_beside_a_pod() {
    for kind in KINDS {
        for (name, value) in [
            ("pre.hook.backup.velero.io/command", "false"),
            ("init.hook.restore.velero.io/container-image", "a"),
            ("vault.hashicorp.com/agent-inject", "true"),
            ("sidecar.istio.io/userVolume", "a"),
            ("sidecar.istio.io/proxyImage", "a"),
            ("azure.workload.identity/inject-proxy-sidecar", "true"),
            ("azure.workload.identity/inject-proxy-sidecar", "false"),
            ("gke-gcsfuse/volumes", "true"),
            ("linkerd.io/inject", "enabled"),
            ("config.linkerd.io/proxy-image", "a"),
            ("instrumentation.opentelemetry.io/inject-java", "true"),
            ("instrumentation.opentelemetry.io/inject-java", "disabled"),
        ] {
            is_seen(&noted(kind, name, value), BESIDE);
        }
        for (name, value) in [
            ("example.org/runbook", "a"),
            ("backup.velero.io/backup-volumes", "a"),
            ("azure.workload.identity/skip-containers", "a"),
            ("gke-gcsfuse/volumes", "false"),
            ("linkerd.io/inject", "disabled"),
            ("notlinkerd.io/inject", "enabled"),
            ("vault.hashicorp.com/agent-inject", "false"),
            ("instrumentation.opentelemetry.io/inject-java", "false"),
            ("sidecar.istio.io/proxyCPU", "100m"),
            ("config.linkerd.io/proxy-memory-limit", "64Mi"),
            ("traffic.sidecar.istio.io/excludeOutboundPorts", "5432"),
        ] {
            assert_eq!(found::<Prod>(Own(noted(kind, name, value))), "", "{name}");
        }
    }
}

#[test]
fn a_namespace_has_nothing_run_beside_its_pods() {
    let with = |name: &'static str, value: &'static str, rule: Rule| {
        let mut chart = Chart::<Prod>::new("clinic");
        chart.add("Clinical", Namespace::<Synthetic>::builder().build());
        let waiver = Waiver::new(rule, "the mesh is everywhere", "jane.roe", date!("2099-12-31"));
        let noted = waiver.property("Clinical", "metadata/annotations", Object::new().with(name, value));
        chart.add("Noted", noted);
        chart.add("Own", Own(makes(&pod(), KINDS[1])));
        App::new("clinic").stack(chart).check().map_or_else(|found| found.to_string(), |_| String::new())
    };
    for (name, value) in [
        ("instrumentation.opentelemetry.io/inject-java", "true"),
        ("sidecar.opentelemetry.io/inject", "true"),
        ("linkerd.io/inject", "enabled"),
    ] {
        let found = with(name, value, hc_cdk::rule::BY_HAND);
        assert!(found.contains(BESIDE) && found.contains("1 finding"), "{name}: {found}");
        assert_eq!(with(name, value, rule::RUNS_NOTHING_BESIDE), "");
    }
    assert_eq!(with("linkerd.io/inject", "disabled", hc_cdk::rule::BY_HAND), "");
}
