//! What the API server of a cluster records of requests: who asked for what, when, and what came of it.
//!
//! No cluster takes that as an object. It is a file beside the chart, which whoever runs the API server gives to it
//! (`--audit-policy-file`). The records are kept for as many days as a label of the file says: where an
//! [`AuditReceiver`](crate::monitoring::AuditReceiver) hands them to, or by `--audit-log-maxage` on the machine of the API server. A provider who runs the API server has a policy of his own, and records what
//! that says: EKS, GKE and AKS take no file.
//!
//! By construction every request is recorded, with what was written to rights, networks and admission, and never what is in a secret, a
//! configuration or a token.
//!
//! Source: "Auditing" and "kube-apiserver Audit Configuration (v1)" of Kubernetes.

use hc_cdk::{
    construct::{Construct, Spec},
    dimension::Level,
    policy::{Dimension, Policy},
    resource::{Resource, ResourceType},
    rule::Rule,
    stack::Within,
    value::{Json, Object},
};
use hc_cdk_manifest::{
    dialect::Apart,
    naming::kebab,
    object::{Metadata, Objects},
};

use crate::{
    chart::Kubernetes,
    rules::{KEPT_DAYS, rule},
};

/// What is for an API server and no object.
pub(crate) const POLICY: Apart = Apart { group: "audit.k8s.io", kind: "Policy", folder: "audit-policy", bare: false };

hc_cdk::builder! {
    /// What the API server of the cluster records of requests, as a file of its own: `audit-policy/CHART.yaml` beside the charts.
    ///
    /// ```
    /// use hc_cdk::{policy::{Production, VnHealth}, prelude::*};
    /// use hc_cdk_k8s::prelude::*;
    ///
    /// let mut chart = Chart::<(VnHealth, Production)>::new("claims");
    /// chart.add("Requests", ApiAudit::builder());
    /// let files = App::new("claims").stack(chart).synthesize().unwrap();
    /// assert!(files.iter().any(|it| it.path == "k8s/audit-policy/claims.yaml"));
    /// ```
    pub struct ApiAudit;
    /// What is recorded, as it is being described.
    pub struct ApiAuditBuilder => ApiAudit;
    needs {}
}

impl Spec for ApiAudit {
    type Handle = ();
    const KIND: &'static str = "ApiAudit";
    const INVARIANTS: &'static [Rule] = &[rule::REQUESTS_ARE_RECORDED];
}

impl<P: Policy> Construct<P, Kubernetes> for ApiAudit {
    fn declare(self, scope: &mut Within<'_, P, Kubernetes>) {
        let position = <P::AuditRetention as Level>::POSITION;
        scope.stands_at(Dimension::audit_retention, position);
        let labels = Object::new().with(KEPT_DAYS, position.days().to_string());
        let name = Some(kebab(scope.stack().name()).into());
        scope.resource("", AuditPolicy(Metadata { labels: Some(labels), name, ..Metadata::default() }));
    }
}

struct AuditPolicy(Metadata);

impl Resource for AuditPolicy {
    type Id = String;
    type Of = Objects;

    const TYPE: &'static ResourceType = &ResourceType::untyped("audit.k8s.io/v1/Policy");

    fn into_properties(self) -> Json {
        let level = |level: &'static str| Object::new().with("level", level);
        let of = |(group, kinds): &(&'static str, &'static [&'static str])| {
            Object::new().with("group", *group).with("resources", kinds.to_vec())
        };
        let written = level("Request")
            .with("verbs", vec!["create", "delete", "deletecollection", "patch", "update"])
            .with("resources", WRITTEN.iter().map(of).collect::<Vec<_>>());
        Object::new()
            .with("metadata", self.0)
            // That a request came is said again when it is answered.
            .with("omitStages", vec!["RequestReceived"])
            .with("rules", vec![written, level("Metadata")])
            .into()
    }
}

/// Of what it is also recorded what was written, by their groups: who may do what, who reaches whom, and what is let in. No secret is among them.
const WRITTEN: [(&str, &[&str]); 4] = [
    ("", &["namespaces", "serviceaccounts"]),
    (
        "admissionregistration.k8s.io",
        &[
            "mutatingwebhookconfigurations",
            "validatingadmissionpolicies",
            "validatingadmissionpolicybindings",
            "validatingwebhookconfigurations",
        ],
    ),
    ("networking.k8s.io", &["ingresses", "networkpolicies"]),
    ("rbac.authorization.k8s.io", &["clusterrolebindings", "clusterroles", "rolebindings", "roles"]),
];
