//! Whom a node asks for a container: its pod, and no other host.

use hc_cdk::value::Json;

use crate::rules::{KINDS, Own, Prod, found, makes, object, pod, set};

const NODE: &str = "shares the network, processes, folders or ports of its node";

fn host(host: &'static str) -> Json {
    object(&[("host", host.into()), ("path", "/drain".into()), ("port", 8080.into())]).into()
}

#[test]
fn a_node_asks_no_other_host() {
    for path in [
        "livenessProbe/httpGet",
        "readinessProbe/tcpSocket",
        "startupProbe/httpGet",
        "lifecycle/postStart/tcpSocket",
        "lifecycle/preStop/httpGet",
    ] {
        let path = format!("containers/0/{path}");
        for kind in KINDS {
            let found_for = |name| found::<Prod>(Own(makes(&set(pod(), &path, host(name)), kind)));
            assert!(found_for("vitals.example.org").contains(NODE), "{path}");
            assert_eq!(found_for(""), "", "{path}");
        }
    }
}

#[test]
fn who_answers_for_another_is_not_asked() {
    for probe in ["livenessProbe", "readinessProbe"] {
        let another = set(pod(), &format!("containers/0/{probe}/tcpSocket/host"), "10.0.0.1");
        let found = found::<Prod>(Own(makes(&another, KINDS[1])));
        assert!(found.contains("is not asked whether it lives and is ready"), "{found}");
    }
}
