//! What an object that makes no pods must not be.

use hc_cdk::{
    control::{hipaa, iso27001, soc2},
    literal::plain::secret_in_text,
    value::Json,
};

use super::rule::{Rule, Subject, at, has_members, items, text};

pub(super) const RULES: &[Rule] = &[
    Rule {
        controls: &[hipaa::PASSWORDS, soc2::LOGICAL_ACCESS, iso27001::AUTHENTICATION, iso27001::CONFIGURATION],
        broken: |it| it.kind == "Secret" && ["data", "stringData"].iter().any(|name| has_members(it.json, &[name])),
        message: "has its secret in the file",
        help: "use an `ExternalSecret`, which says where it is kept",
    },
    Rule {
        controls: &[hipaa::PASSWORDS, soc2::LOGICAL_ACCESS, iso27001::AUTHENTICATION, iso27001::CONFIGURATION],
        broken: |it| {
            let files = at(it.json, &["data"]).and_then(Json::as_object).filter(|_| it.kind == "ConfigMap");
            let secret = |text: &Json| text.as_text().is_some_and(|text| secret_in_text(text).is_some());
            files.is_some_and(|files| files.iter().any(|(_, text)| secret(text)))
        },
        message: "has a secret as text in a file",
        help: "leave it out of the file, and refer to a key of an `ExternalSecret` in a variable",
    },
    Rule {
        controls: &[
            hipaa::ACCESS_AUTHORIZATION,
            soc2::LEAST_PRIVILEGE,
            iso27001::PRIVILEGED_ACCESS,
            iso27001::CONFIGURATION,
        ],
        broken: gives_everything,
        message: "gives rights by wildcard",
        help: "name the verbs and kinds, as a `Role` does",
    },
    Rule {
        controls: &[hipaa::ACCESS_CONTROL, soc2::MALICIOUS_SOFTWARE, iso27001::CONFIGURATION],
        broken: |it| {
            it.kind == "Namespace"
                && text(it.json, &["metadata", "labels", "pod-security.kubernetes.io/enforce"]) != Some("restricted")
        },
        message: "lets in pods that do not meet the restricted Pod Security Standard",
        help: "use a `Namespace`, or set its label `pod-security.kubernetes.io/enforce` to `restricted`",
    },
    Rule {
        controls: &[
            hipaa::TRANSMISSION_SECURITY,
            soc2::BOUNDARY_PROTECTION,
            iso27001::NETWORK_SECURITY,
            iso27001::CONFIGURATION,
        ],
        broken: |it| {
            it.kind == "Service"
                && (at(it.json, &["spec", "type"]).is_some_and(|it| it.as_text() != Some("ClusterIP"))
                    || at(it.json, &["spec", "externalIPs"]).is_some())
        },
        message: "opens a port to the outside of the cluster",
        help: "use an `HttpsRoute`, which has a certificate",
    },
];

fn gives_everything(it: &Subject<'_>) -> bool {
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
