//! The oracle itself, as `mutations.rs` has it: what is wrong with gateways and with backups is seen.

use hc_cdk_k8s::assertions::json;

use super::{example::manifest, mutations::all_are_seen};

/// The gateway of the route `back`.
const BACK: &str = "Gateway clinic-clinical--back";

#[test]
fn what_is_wrong_with_gateways_is_seen() {
    all_are_seen(
        &manifest(),
        vec![
            (BACK, "/spec/listeners/*/protocol", json!("HTTP"), "TLS"),
            (BACK, "/metadata/namespace", json!("clinic-clinical"), "a namespace that may have load balancers"),
            (BACK, "/spec/listeners/*/allowedRoutes/namespaces/from", json!("All"), "routes of the namespace of its"),
            (
                BACK,
                "/spec/listeners/*/allowedRoutes/namespaces/selector/matchLabels/kubernetes.io~1metadata.name",
                json!("elsewhere"),
                "a listener that takes its namespace",
            ),
            (BACK, "/spec/listeners/*/tls/certificateRefs/*/name", json!("front-tls"), "a certificate that is granted"),
            (BACK, "/spec/listeners/*/hostname", json!("b.example.org"), "a certificate for its domain"),
            ("ReferenceGrant back", "/spec/from/*/namespace", json!("elsewhere"), "a gateway there that has it"),
            ("ReferenceGrant back", "/spec/from/*/kind", json!("HTTPRoute"), "a secret for gateways"),
            ("ReferenceGrant back", "/spec/to/*/name", json!(null), "one certificate by its name"),
            ("ReferenceGrant back", "/spec/to/*/name", json!("front-tls"), "a gateway there that has it"),
            ("HTTPRoute back", "/spec/parentRefs/*/namespace", json!("elsewhere"), "a gateway that exists"),
            ("HTTPRoute back", "/spec/hostnames", json!(["b.example.org"]), "a gateway that exists"),
            ("HTTPRoute back", "/spec/rules/0/backendRefs/*/port", json!(80), "and its port"),
            ("HTTPRoute back", "/spec/rules/1/backendRefs/*/port", json!(80), "and its port"),
            ("HTTPRoute back", "/spec/rules/0/matches/*/path/type", json!("Prefix"), "paths that a cluster compares"),
            ("HTTPRoute back", "/spec/rules/0/matches/*/path/value", json!("/"), "one service for a path"),
            ("HTTPRoute back", "/spec/rules/1/matches/*/path/value", json!("/api"), "all other requests"),
        ],
    );
}

#[test]
fn what_is_kept_without_a_backup_is_seen() {
    all_are_seen(
        &manifest(),
        vec![
            ("Schedule clinic-clinical-index", "/spec/template/ttl", json!("24h0m0s"), "a backup for as long"),
            (
                "Schedule clinic-clinical-index",
                "/spec/template/includedNamespaces",
                json!(["a"]),
                "a backup for as long",
            ),
            ("Schedule clinic-clinical-index", "/spec/template/snapshotVolumes", json!(false), "a backup for as long"),
            ("Schedule clinic-clinical-index", "/spec/schedule", json!("0 3 * * 1"), "a backup for as long"),
        ],
    );
}
