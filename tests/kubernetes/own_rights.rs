//! The rights that a user's own construct gives are read: those that reach too far, and those that everybody gets.

use hc_cdk_k8s::api_object::ApiObject;

use crate::{
    own_objects::{are_right, like},
    rules::{Own, Prod, found, is_seen},
};

const RBAC: &str = "rbac.authorization.k8s.io/v1";

/// What is said of a right that reaches too far.
const WIDE: &str =
    "gives a right to secrets, to shells of pods, to the making of pods, to what guards them, or to more rights";

fn role(kind: &str, group: &str, resource: &str, verb: &str) -> ApiObject {
    let rules =
        format!(r#"{{"rules": [{{"apiGroups": ["{group}"], "resources": ["{resource}"], "verbs": ["{verb}"]}}]}}"#);
    like(RBAC, kind, &rules)
}

#[test]
fn rights_are_found_that_reach_too_far() {
    for kind in ["Role", "ClusterRole"] {
        for (group, resource, verb) in [
            ("", "secrets", "get"),
            ("", "pods/exec", "create"),
            ("", "pods/attach", "get"),
            ("", "serviceaccounts/token", "create"),
            ("", "nodes/proxy", "get"),
            ("", "pods", "create"),
            ("apps", "deployments", "patch"),
            ("batch", "cronjobs", "update"),
            ("networking.k8s.io", "networkpolicies", "patch"),
            ("rbac.authorization.k8s.io", "rolebindings", "create"),
            ("rbac.authorization.k8s.io", "clusterroles", "bind"),
            ("rbac.authorization.k8s.io", "roles", "escalate"),
            ("", "users", "impersonate"),
            ("authentication.k8s.io", "users", "impersonate:user-info"),
            ("authentication.k8s.io", "serviceaccounts", "impersonate:serviceaccount"),
            ("authentication.k8s.io", "nodes", "impersonate:associated-node"),
            ("", "secrets", "impersonate-on:user-info:get"),
            ("apps", "deployments", "impersonate-on:serviceaccount:patch"),
            ("external-secrets.io", "pushsecrets", "create"),
            ("velero.io", "downloadrequests", "create"),
            ("kyverno.io", "policies", "patch"),
            ("postgresql.cnpg.io", "clusters", "create"),
            ("discovery.k8s.io", "endpointslices", "update"),
            ("security.istio.io", "authorizationpolicies", "update"),
            ("security.istio.io", "requestauthentications", "create"),
            ("extensions.istio.io", "wasmplugins", "create"),
            ("beat.k8s.elastic.co", "beats", "create"),
            ("kibana.k8s.elastic.co", "kibanas", "update"),
            ("agent.k8s.elastic.co", "agents", "patch"),
            ("monitoring.coreos.com", "thanosrulers", "create"),
            ("monitoring.coreos.com", "prometheusagents", "update"),
            ("monitoring.coreos.com", "servicemonitors", "create"),
            ("postgresql.cnpg.io", "imagecatalogs", "patch"),
            ("velero.io", "backupstoragelocations", "create"),
            ("policies.kyverno.io", "generatingpolicies", "create"),
            ("apiregistration.k8s.io", "apiservices", "create"),
            ("apiextensions.k8s.io", "customresourcedefinitions", "update"),
            ("gateway.networking.k8s.io", "grpcroutes", "create"),
            ("", "services", "patch"),
            ("", "resourcequotas", "delete"),
            ("networking.k8s.io", "networkpolicies", "delete"),
            ("networking.k8s.io", "networkpolicies", "deletecollection"),
            ("security.istio.io", "peerauthentications", "delete"),
            ("cilium.io", "ciliumnetworkpolicies", "create"),
            ("kyverno.io", "clusterpolicies", "delete"),
            ("kyverno.io", "policyexceptions", "create"),
            ("keda.sh", "scaledjobs", "create"),
            ("keda.sh", "triggerauthentications", "create"),
            ("karpenter.k8s.aws", "ec2nodeclasses", "patch"),
            ("elbv2.k8s.aws", "targetgroupbindings", "create"),
            ("barmancloud.cnpg.io", "objectstores", "patch"),
            ("psmdb.percona.com", "perconaservermongodbrestores", "create"),
            ("monitoring.coreos.com", "alertmanagerconfigs", "create"),
            ("cert-manager.io", "certificates", "create"),
            ("networking.istio.io", "workloadentries", "create"),
            ("admissionregistration.k8s.io", "validatingadmissionpolicybindings", "delete"),
            ("networking.istio.io", "gateways", "update"),
            ("postgresql.cnpg.io", "subscriptions", "create"),
        ] {
            is_seen(&role(kind, group, resource, verb), WIDE);
        }
        is_seen(&role(kind, "", "*/scale", "get"), "gives rights by wildcard");
        is_seen(&role(kind, "*", "pods", "get"), "gives rights by wildcard");
        are_right([role(kind, "", "pods", "delete"), role(kind, "networking.k8s.io", "networkpolicies", "get")]);
        // What others call as Kubernetes and its operators call theirs is something else.
        are_right([
            role(kind, "eventing.knative.dev", "subscriptions", "create"),
            role(kind, "messaging.example.org", "sidecars", "update"),
            role(kind, "wgpolicyk8s.io", "policies", "delete"),
            role(kind, "vault.example.org", "secrets", "get"),
        ]);
        are_right([role(kind, "", "pods", "get"), role(kind, "coordination.k8s.io", "leases", "update")]);
    }
    is_seen(&like(RBAC, "ClusterRole", r#"{"aggregationRule": {"clusterRoleSelectors": []}}"#), "by wildcard");
}

#[test]
fn what_stands_for_all_stands_for_what_reaches_too_far() {
    let right = |members: &str| format!(r#"{{"rules": [{{{members}}}]}}"#);
    let roles = r#""apiGroups": ["rbac.authorization.k8s.io"], "resources": ["roles", "rolebindings"]"#;
    let pods = r#""apiGroups": [""], "resources": ["pods"]"#;
    for rules in [
        right(&format!(r#"{roles}, "verbs": ["*"]"#)),
        right(r#""apiGroups": ["apps"], "resources": ["deployments"], "verbs": ["*"]"#),
        right(r#""apiGroups": ["networking.k8s.io"], "resources": ["networkpolicies"], "verbs": ["*"]"#),
        right(r#""apiGroups": [""], "resources": ["*"], "verbs": ["create"]"#),
        right(r#""apiGroups": [""], "resources": ["*"], "verbs": ["get"]"#),
        right(r#""apiGroups": [""], "resources": ["*/exec"], "verbs": ["create"]"#),
        right(&format!(r#"{pods}, "verbs": "hidden""#)),
        right(r#""apiGroups": ["apps"], "resources": "hidden", "verbs": ["patch"]"#),
        right(r#""apiGroups": ["certificates.k8s.io"], "resources": ["signers"], "verbs": ["*"]"#),
        right(r#""apiGroups": ["*"], "resources": ["subscriptions"], "verbs": ["create"]"#),
        right(r#""apiGroups": "hidden", "resources": ["networkpolicies"], "verbs": ["delete"]"#),
        r#"{"rules": ["hidden"]}"#.to_owned(),
    ] {
        for kind in ["Role", "ClusterRole"] {
            let found = found::<Prod>(Own(like(RBAC, kind, &rules)));
            assert!(found.contains("gives rights by wildcard"), "{rules}: {found}");
            assert!(found.contains(WIDE) && found.contains("2 findings"), "{rules}: {found}");
        }
    }
}

#[test]
fn rights_are_found_that_everybody_gets() {
    let binding = |kind: &str, role: &str, subject: &str| {
        let name = format!(r#"{{"roleRef": {{"kind": "ClusterRole", "name": "{role}"}}, "subjects": [{subject}]}}"#);
        like(RBAC, kind, &name)
    };
    let account = r#"{"kind": "ServiceAccount", "name": "own", "namespace": "clinic-clinical"}"#;
    for role in ["cluster-admin", "admin", "edit", "system:auth-delegator"] {
        is_seen(&binding("RoleBinding", role, account), "gives rights that stand in no role of the chart");
    }
    let found = found::<Prod>(Own(binding("ClusterRoleBinding", "admin", account)));
    assert!(found.contains("gives rights in every namespace") && found.contains("2 findings"), "{found}");
    for everybody in [
        r#"{"kind": "Group", "name": "system:authenticated"}"#,
        r#"{"kind": "Group", "name": "system:unauthenticated"}"#,
        r#"{"kind": "Group", "name": "system:serviceaccounts"}"#,
        r#"{"kind": "User", "name": "system:anonymous"}"#,
        r#"{"kind": "User", "name": "*"}"#,
        r#"{"kind": "ServiceAccount", "name": "default", "namespace": "clinic-clinical"}"#,
    ] {
        let found = crate::rules::found::<Prod>(Own(binding("RoleBinding", "admin", everybody)));
        assert!(found.contains("gives rights to everybody") && found.contains("2 findings"), "{found}");
    }
}
