//! What tells the figures of MongoDB: `mongodb_exporter` of Percona, beside each member.
//!
//! It asks the member in its own pod, over TLS, and knows it by the authority that the operator made: its certificates are for `localhost`,
//! too. It is confined as the member is, and does not write to its root file system.
//!
//! Source: Percona Operator for MongoDB, "Using sidecar containers", and `GetCertificateSans` of its package `tls`; `mongodb_exporter`,
//! "Usage Reference".

use hc_cdk::{image::Image, value::Object};

use super::operated::{container, image};
use crate::{network::given::files_of, rules::ASKS_MONGO, secret::Secret};

/// The port on which it tells them.
pub(super) const PORT: u16 = 9216;
pub(super) const PORT_NAME: &str = "mongo-exporter";
/// The user of its images.
const USER: i64 = 65535;
/// The volume with the authority that the member is known by.
const AUTHORITY: &str = "exporter-ca";

/// Puts it beside the members of a set.
pub(super) fn beside(members: Object, of: &Image, store: &str, users: &Secret) -> Object {
    let variable = |name: &'static str, key: &'static str| {
        let key = Object::new().with("name", users.name()).with("key", key);
        Object::new().with("name", name).with("valueFrom", Object::new().with("secretKeyRef", key))
    };
    let amount = || Object::new().with("cpu", "100m").with("memory", "128Mi");
    let port = Object::new().with("name", PORT_NAME).with("containerPort", PORT).with("protocol", "TCP");
    let authority = Object::new().with("name", AUTHORITY).with("mountPath", "/etc/exporter").with("readOnly", true);
    let exporter = Object::new()
        .with("name", PORT_NAME)
        .with("image", image(of))
        .with("args", ASKS_MONGO.to_vec())
        .with(
            "env",
            vec![
                variable("MONGODB_USER", "MONGODB_CLUSTER_MONITOR_USER"),
                variable("MONGODB_PASSWORD", "MONGODB_CLUSTER_MONITOR_PASSWORD"),
            ],
        )
        .with("ports", vec![port])
        .with("resources", Object::new().with("limits", amount()).with("requests", amount()))
        .with("securityContext", container(USER).with("readOnlyRootFilesystem", true))
        .with("volumeMounts", vec![authority]);
    let file = Object::new().with("key", "ca.crt").with("path", "ca.crt");
    let files = hc_cdk::value::Json::from(files_of(format!("{store}-ssl").into()));
    let files = files.as_object().cloned().unwrap_or_default().with("items", vec![file]);
    let volume = Object::new().with("name", AUTHORITY).with("secret", files);
    members.with("sidecars", vec![exporter]).with("sidecarVolumes", vec![volume])
}
