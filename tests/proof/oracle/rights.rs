//! Rights in a cluster, and its secrets.

use serde_json::Value;

use super::{Table, when};
use crate::document::{Thing, is_on, list, value, words};

pub(super) const TABLE: Table = &[
    ("RightsByWildcard", |it| {
        rules(it).find_map(|it| {
            let wide = ["verbs", "resources"].into_iter().find(|name| names(it, name).any(|it| it == "*"));
            wide.map(|it| format!("{it} are a wildcard"))
        })
    }),
    ("RightsEndAtTheNamespace", |it| when(it.kind().starts_with("Cluster"), "it reaches every namespace")),
    ("RightsEndBeforeSecrets", |it| {
        rules(it).find_map(|it| {
            let far = [
                ("", "secrets"),
                ("", "pods"),
                ("", "pods/exec"),
                ("", "pods/attach"),
                ("", "serviceaccounts/token"),
                ("", "services"),
                ("rbac.authorization.k8s.io", "roles"),
                ("rbac.authorization.k8s.io", "rolebindings"),
                ("rbac.authorization.k8s.io", "clusterroles"),
                ("rbac.authorization.k8s.io", "clusterrolebindings"),
                ("apps", "deployments"),
                ("keda.sh", "scaledjobs"),
                ("cilium.io", "ciliumnetworkpolicies"),
                ("karpenter.k8s.aws", "ec2nodeclasses"),
                ("cert-manager.io", "certificates"),
            ];
            let guards = [
                ("networking.k8s.io", "networkpolicies"),
                ("", "resourcequotas"),
                ("security.istio.io", "peerauthentications"),
                ("admissionregistration.k8s.io", "validatingwebhookconfigurations"),
            ];
            let says = |list: &str, word: &str| names(it, list).any(|it| it == word || it == "*");
            let any = |kinds: &[(&str, &str)]| {
                kinds.iter().any(|(group, kind)| says("apiGroups", group) && says("resources", kind))
            };
            let may = |verbs: &[&str]| verbs.iter().any(|it| says("verbs", it));
            let reads = any(&[("", "secrets")]);
            let writes = may(&["create", "update", "patch", "escalate", "bind", "impersonate"]);
            let deletes = may(&["delete", "deletecollection"]);
            let acts = names(it, "verbs").any(|it| it.starts_with("impersonate:"));
            when(acts, "it acts as somebody else")
                .or_else(|| when(reads, "it reads secrets"))
                .or_else(|| when(writes && any(&far), "it gives itself more"))
                .or_else(|| when(deletes && any(&guards), "it takes a guard away"))
        })
    }),
    ("RightsOfARole", |it| when(it.text("roleRef/kind") != Some("Role"), "the rights are those of the whole cluster")),
    ("RightsOfSomebody", |it| {
        let mut wide = it.list("subjects").iter().filter(|it| it["kind"] == "Group");
        when(wide.any(|it| words(&it["name"]).starts_with("system:")), "everybody has the right")
    }),
    ("SecretInManifest", |it| {
        when(
            it.at("data").or(it.at("stringData")).is_some_and(|it| it.as_object().is_some_and(|it| !it.is_empty())),
            "its data stand there",
        )
    }),
    ("SecretInConfiguration", |it| {
        let texts = it.at("data").and_then(Value::as_object).into_iter().flat_map(|it| it.values()).map(words);
        when(texts.into_iter().any(|it| it.contains("password=") || it.contains("AKIA")), "a secret stands in a file")
    }),
    ("GeneratedPasswordIsLong", |it| {
        let part = |name| it.at(name).map_or(Some(8), Value::as_i64);
        let letters = part("spec/digits").zip(part("spec/symbols")).map(|(digits, symbols)| 32 - digits - symbols);
        when(it.at("spec/length").and_then(Value::as_i64).is_none_or(|it| it < 32), "passwords are short")
            .or_else(|| when(letters.is_none_or(|it| it < 16), "hardly anything is letters"))
    }),
    ("SecretByReference", |it| {
        if it.at("spec/dataFrom").is_some() {
            return generated(it);
        }
        let zone = it.text("metadata/namespace");
        let (kind, name) =
            (it.text("spec/secretStoreRef/kind").unwrap_or("SecretStore"), it.text("spec/secretStoreRef/name"));
        let store = it
            .others(kind)
            .any(|store| store.text("metadata/name") == name && store.text("metadata/namespace") == zone);
        let again = it
            .text("spec/refreshInterval")
            .is_none_or(|it| it.trim_start_matches(['0', '.']).chars().any(|it| it.is_ascii_digit()));
        when(!store, "its store is not of the chart")
            .or_else(|| when(!again, "it is read once"))
            .or_else(|| when(it.text("spec/refreshPolicy").is_some_and(|it| it != "Periodic"), "it is read once"))
            .or_else(|| when(it.at("spec/target/immutable").is_some_and(is_on), "it is made once"))
            .or_else(|| when(it.at("spec/target/manifest").is_some(), "it is made something else than a secret"))
    }),
    ("ReadByAnAccount", |it| {
        let text = it.written.json["spec"].to_string();
        when(
            text.contains("secretRef") || text.contains("tokenSecretRef") || text.contains("\"http://"),
            "a key is kept in the cluster",
        )
    }),
    ("TokenOnDemand", |it| {
        when(it.at("automountServiceAccountToken").is_none_or(|it| *it != false), "it gives its token to every pod")
    }),
    ("DefaultAccount", |it| {
        when(
            it.text("metadata/name") == Some("default")
                && it.at("automountServiceAccountToken").is_none_or(|it| *it != false),
            "it gives its token to every pod",
        )
    }),
];

/// Why what is generated is no password, or does not stay what it is.
fn generated(it: Thing<'_>) -> Option<String> {
    let zone = it.text("metadata/namespace");
    let is_ours = |way: &Value| {
        let name = way["sourceRef"]["generatorRef"]["name"].as_str();
        let is_it = |other: Thing<'_>| {
            other.text("metadata/name") == name && other.text("metadata/namespace") == zone && name.is_some()
        };
        it.others("Password").any(is_it)
    };
    let ways = it.list("spec/dataFrom");
    when(ways.is_empty() || !ways.iter().all(is_ours), "its generator is not of the chart")
        .or_else(|| when(it.text("spec/refreshPolicy") != Some("CreatedOnce"), "it is generated again"))
        .or_else(|| when(!it.at("spec/target/immutable").is_some_and(is_on), "it is generated again"))
        .or_else(|| when(it.at("spec/target/manifest").is_some(), "it is made something else than a secret"))
}

fn rules(it: Thing<'_>) -> impl Iterator<Item = &Value> {
    it.list("rules").iter()
}

fn names(rule: &Value, name: &str) -> impl Iterator<Item = String> {
    list(value(rule, name)).iter().map(words).collect::<Vec<_>>().into_iter()
}
