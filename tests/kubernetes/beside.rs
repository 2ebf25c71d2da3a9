//! What has something run in pods that these do not say themselves: annotations of backups, of agents and of a mesh.

use hc_cdk::value::Object;
use hc_cdk_k8s::api_object::ApiObject;

use crate::rules::{KINDS, Own, Prod, found, is_seen, makes, pod, set};

fn noted(kind: (&str, &str, &str), name: &'static str) -> ApiObject {
    makes(&set(pod(), "metadata/annotations", Object::new().with(name, "a")), kind)
}

#[test]
fn annotations_have_nothing_run_beside_a_pod() {
    for kind in KINDS {
        for name in [
            "pre.hook.backup.velero.io/command",
            "init.hook.restore.velero.io/container-image",
            "vault.hashicorp.com/agent-inject",
            "sidecar.istio.io/userVolume",
        ] {
            is_seen(
                &noted(kind, name),
                "has annotations by which a command is run in its pods, or something is put beside their containers",
            );
        }
        for name in ["example.org/runbook", "backup.velero.io/backup-volumes"] {
            assert_eq!(found::<Prod>(Own(noted(kind, name))), "", "{name}");
        }
    }
}
