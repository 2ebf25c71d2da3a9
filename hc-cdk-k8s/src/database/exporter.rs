//! What tells the figures of MongoDB: `mongodb_exporter` of Percona, beside each member.
//!
//! It asks the member in its own pod, over TLS, and knows it by the authority that the operator made: its certificates are for `localhost`,
//! too. It is confined as the member is, and does not write to its root file system.
//!
//! Source: Percona Operator for MongoDB, "Using sidecar containers", and `GetCertificateSans` of its package `tls`; `mongodb_exporter`,
//! "Usage Reference", and its source `exporter/pbm_collector.go`; Percona Backup for MongoDB, "PBM control collections".

use hc_cdk::{image::Image, value::Object};

use super::operated::{container, image};
use crate::{
    network::given::files_of,
    rules::{ASKS_MONGO, KEEPS_BACKUPS, SEES_BACKUPS, TELLS_BACKUPS},
    secret::Secret,
};

/// The port on which it tells them.
pub(super) const PORT: u16 = 9216;
pub(super) const PORT_NAME: &str = "mongo-exporter";
/// The user of its images.
const USER: i64 = 65535;
/// The volume with the authority that the member is known by.
const AUTHORITY: &str = "exporter-ca";

/// Its own user, where it tells of backups, and that user's roles: what every exporter takes, which reads the log of replication, too, and
/// one that sees backups.
pub(super) const OWN: &str = "exporter";
pub(super) const ROLES: [(&str, &str); 2] = [("clusterMonitor", "admin"), (SEES_BACKUPS, "admin")];

/// The role that sees backups: it reads where what makes them keeps its settings, the backups, and who makes them.
pub(super) fn role() -> Object {
    let privilege = |collection: &&'static str| {
        let resource = Object::new().with("db", "admin").with("collection", *collection);
        Object::new().with("resource", resource).with("actions", vec!["find"])
    };
    let privileges: Vec<Object> = KEEPS_BACKUPS.iter().map(privilege).collect();
    Object::new().with("role", SEES_BACKUPS).with("db", "admin").with("privileges", privileges)
}

/// As whom it asks.
#[derive(Clone, Copy)]
pub(super) enum Who<'a> {
    /// The user for monitoring of the operator, by the secret of these.
    Monitor(&'a Secret),
    /// Its own, by a key of a secret.
    Own(&'a Secret, &'static str),
}

impl Who<'_> {
    fn variables(self) -> Vec<Object> {
        let variable = |name: &'static str| Object::new().with("name", name);
        let of = |secret: &Secret, name, key: &'static str| {
            let key = Object::new().with("name", secret.name()).with("key", key);
            variable(name).with("valueFrom", Object::new().with("secretKeyRef", key))
        };
        match self {
            Self::Monitor(users) => vec![
                of(users, "MONGODB_USER", "MONGODB_CLUSTER_MONITOR_USER"),
                of(users, "MONGODB_PASSWORD", "MONGODB_CLUSTER_MONITOR_PASSWORD"),
            ],
            Self::Own(secret, key) => {
                vec![variable("MONGODB_USER").with("value", OWN), of(secret, "MONGODB_PASSWORD", key)]
            }
        }
    }

    fn asks(self) -> Vec<&'static str> {
        let tells = if let Self::Own(..) = self { Some(TELLS_BACKUPS) } else { None };
        ASKS_MONGO.into_iter().chain(tells).collect()
    }
}

/// Puts it beside the members of a set.
pub(super) fn beside(members: Object, of: &Image, store: &str, who: Who<'_>) -> Object {
    let amount = || Object::new().with("cpu", "100m").with("memory", "128Mi");
    let port = Object::new().with("name", PORT_NAME).with("containerPort", PORT).with("protocol", "TCP");
    let authority = Object::new().with("name", AUTHORITY).with("mountPath", "/etc/exporter").with("readOnly", true);
    let exporter = Object::new()
        .with("name", PORT_NAME)
        .with("image", image(of))
        .with("args", who.asks())
        .with("env", who.variables())
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
