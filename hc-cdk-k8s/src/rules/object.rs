//! What an object that makes no pods must not be.

use hc_cdk::{
    control::{hipaa, iso27001, soc2},
    literal::plain::secret_in_text,
    rule::Must,
    value::Json,
};

use super::declared::{Declared, at, has_members, items, object, real_data, text};

hc_cdk::rules! {
    pub(crate) const READINGS;

    pub SECRET_IN_MANIFEST = "SecretInManifest" {
        sentence: "no secret has its data in the file",
        controls: &[hipaa::PASSWORDS, soc2::LOGICAL_ACCESS, iso27001::AUTHENTICATION, iso27001::CONFIGURATION],
        on: &["Secret"],
        when: real_data,
        must: Must::Judge(|it| object(it, |it| it.kind == "Secret" && ["data", "stringData"].iter().any(|name| has_members(it.json, &[name])))),
        message: "has its secret in the file",
        help: "use an `ExternalSecret`, which says where it is kept",
    }

    pub SECRET_IN_CONFIGURATION = "SecretInConfiguration" {
        sentence: "no file of a configuration has a secret as text",
        controls: &[hipaa::PASSWORDS, soc2::LOGICAL_ACCESS, iso27001::AUTHENTICATION, iso27001::CONFIGURATION],
        on: &["ConfigMap"],
        when: real_data,
        must: Must::Judge(|it| object(it, |it| {
            let files = at(it.json, &["data"]).and_then(Json::as_object).filter(|_| it.kind == "ConfigMap");
            let secret = |text: &Json| text.as_text().is_some_and(|text| secret_in_text(text).is_some());
            files.is_some_and(|files| files.iter().any(|(_, text)| secret(text)))
        })),
        message: "has a secret as text in a file",
        help: "leave it out of the file, and refer to a key of an `ExternalSecret` in a variable",
    }

    pub RIGHTS_BY_WILDCARD = "RightsByWildcard" {
        sentence: "rights name their verbs and kinds",
        controls: &[
            hipaa::ACCESS_AUTHORIZATION,
            soc2::LEAST_PRIVILEGE,
            iso27001::PRIVILEGED_ACCESS,
            iso27001::CONFIGURATION,
        ],
        on: &["ClusterRole", "ClusterRoleBinding", "Role", "RoleBinding"],
        when: real_data,
        must: Must::Judge(|it| object(it, gives_everything)),
        message: "gives rights by wildcard",
        help: "name the verbs and kinds, as a `Role` does",
    }

    pub RESTRICTED_NAMESPACE = "RestrictedNamespace" {
        sentence: "a namespace lets in pods of the restricted Pod Security Standard only",
        controls: &[hipaa::ACCESS_CONTROL, soc2::MALICIOUS_SOFTWARE, iso27001::CONFIGURATION],
        on: &["Namespace"],
        when: real_data,
        must: Must::Judge(|it| object(it, |it| {
            it.kind == "Namespace"
                && text(it.json, &["metadata", "labels", "pod-security.kubernetes.io/enforce"]) != Some("restricted")
        })),
        message: "lets in pods that do not meet the restricted Pod Security Standard",
        help: "use a `Namespace`, or set its label `pod-security.kubernetes.io/enforce` to `restricted`",
    }

    pub CLOSED_SERVICE = "ClosedService" {
        sentence: "a service opens no port to the outside of the cluster",
        controls: &[
            hipaa::TRANSMISSION_SECURITY,
            soc2::BOUNDARY_PROTECTION,
            iso27001::NETWORK_SECURITY,
            iso27001::CONFIGURATION,
        ],
        on: &["Service"],
        when: real_data,
        must: Must::Judge(|it| object(it, |it| {
            it.kind == "Service"
                && (at(it.json, &["spec", "type"]).is_some_and(|it| it.as_text() != Some("ClusterIP"))
                    || at(it.json, &["spec", "externalIPs"]).is_some())
        })),
        message: "opens a port to the outside of the cluster",
        help: "use an `HttpsRoute`, which has a certificate",
    }
}

fn gives_everything(it: &Declared<'_>) -> bool {
    let star = |rule: &Json| {
        let mut lists = ["verbs", "apiGroups", "resources"].iter().flat_map(|name| items(rule, &[name]));
        lists.any(|item| item.as_text().is_none_or(|item| item.contains('*')))
    };
    match it.kind {
        "Role" | "ClusterRole" => items(it.json, &["rules"]).iter().any(star),
        "RoleBinding" | "ClusterRoleBinding" => text(it.json, &["roleRef", "name"]) == Some("cluster-admin"),
        _ => false,
    }
}
