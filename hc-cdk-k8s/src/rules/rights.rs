//! What a right must not reach, and to whom it must not be given.

use hc_cdk::{
    control::{Control, hipaa, iso27001, soc2},
    rule::{Must, Subject, Verdict, real_data},
    value::Json,
};

use super::{
    gives::reaches_too_far,
    read::{at, is_named_account, items, named, text},
};

/// The clauses on which these rules rest.
const LEAST: &[Control] = &[
    hipaa::ACCESS_AUTHORIZATION,
    hipaa::ACCESS_CONTROL,
    soc2::LEAST_PRIVILEGE,
    iso27001::PRIVILEGED_ACCESS,
    iso27001::CONFIGURATION,
];

hc_cdk::rules! {
    pub(crate) const READINGS;

    pub RIGHTS_BY_WILDCARD = "RightsByWildcard" {
        sentence: "rights name their verbs and kinds",
        controls: LEAST,
        on: &["ClusterRole", "Role"],
        when: real_data,
        must: Must::Hold(names_its_rights),
        message: "gives rights by wildcard",
        help: "name the verbs and kinds, as a `Role` does",
    }

    pub RIGHTS_END_BEFORE_SECRETS = "RightsEndBeforeSecrets" {
        sentence: "no right to what Kubernetes and our operators have reads secrets, opens a shell, makes pods, takes a guard away, or gives more rights",
        controls: LEAST,
        on: &["ClusterRole", "Role"],
        when: real_data,
        must: Must::Judge(end_before_secrets),
        message: "gives a right to secrets, to shells of pods, to the making of pods, to what guards them, or to more rights",
        help: "leave it out; a workload gets a secret by reference, and pods come from charts",
    }

    pub RIGHTS_OF_A_ROLE = "RightsOfARole" {
        sentence: "a binding gives the rights of a role of the same chart",
        controls: LEAST,
        on: &["ClusterRoleBinding", "RoleBinding"],
        when: real_data,
        must: Must::Hold(gives_a_role),
        message: "gives rights that stand in no role of the chart",
        help: "bind a `Role` that names its verbs and kinds, as the construct `Role` does",
    }

    pub RIGHTS_END_AT_THE_NAMESPACE = "RightsEndAtTheNamespace" {
        sentence: "a right ends at its namespace",
        controls: LEAST,
        on: &["ClusterRoleBinding", "RoleBinding"],
        when: real_data,
        must: Must::Hold(|it| it.is("RoleBinding")),
        message: "gives rights in every namespace",
        help: "use a `RoleBinding` in the namespace that is meant",
    }

    pub RIGHTS_OF_SOMEBODY = "RightsOfSomebody" {
        sentence: "a right is given to accounts by name, and not to everybody",
        controls: LEAST,
        on: &["ClusterRoleBinding", "RoleBinding"],
        when: real_data,
        must: Must::Hold(|it| !it.list("subjects").is_empty() && it.list("subjects").iter().all(|whom| is_somebody(it, whom))),
        message: "gives rights to everybody, or to an account that nobody asked for",
        help: "name a `ServiceAccount` of its own for each program, and a group of people for a team",
    }
}

fn rights<'a>(subject: &Subject<'a>) -> &'a [Json] {
    subject.list("rules")
}

/// Whether a right names its verbs, groups, kinds and addresses one by one.
fn names_all(right: &Json) -> bool {
    let mut lists =
        ["verbs", "apiGroups", "resources", "nonResourceURLs"].iter().flat_map(|name| items(right, &[name]));
    let readable = ["verbs", "apiGroups", "resources", "nonResourceURLs"].iter().all(|name| is_list(right, name));
    right.as_object().is_some() && readable && lists.all(|item| item.as_text().is_some_and(|item| !item.contains('*')))
}

/// Whether a member is left out or a literal list.
fn is_list(json: &Json, name: &str) -> bool {
    json.get(name).is_none_or(|it| it.as_list().is_some())
}

/// Where rights do not name what they are to, which is a rule of its own, nothing more is said of where they end than that they may reach
/// too far.
fn end_before_secrets(role: &Subject<'_>) -> Verdict {
    if adds_to_others(role) || rights(role).iter().any(reaches_too_far) {
        Verdict::Broken
    } else if names_its_rights(role) {
        Verdict::Held
    } else {
        Verdict::NotApplicable
    }
}

fn names_its_rights(role: &Subject<'_>) -> bool {
    let readable = role.property("rules").is_none_or(|it| it.as_list().is_some());
    readable && role.property("aggregationRule").is_none() && rights(role).iter().all(names_all)
}

/// Whether a role is one of those of which the cluster makes others, such as `edit`.
fn adds_to_others(subject: &Subject<'_>) -> bool {
    let labels = subject.property("metadata/labels").and_then(Json::as_object);
    labels.is_some_and(|labels| labels.iter().any(|(name, _)| name.contains("/aggregate-to-")))
}

fn gives_a_role(subject: &Subject<'_>) -> bool {
    let kind = match subject.text("roleRef/kind") {
        Some("Role") if subject.is("RoleBinding") => "Role",
        Some("ClusterRole") => "ClusterRole",
        _ => return false,
    };
    named(subject, subject.property("roleRef/name"), kind).is_some()
}

fn is_somebody(binding: &Subject<'_>, whom: &Json) -> bool {
    let name = at(whom, &["name"]);
    match text(whom, &["kind"]) {
        Some("ServiceAccount") => is_named_account(binding, name) && at(whom, &["namespace"]).is_some(),
        Some("User" | "Group") => {
            name.and_then(Json::as_text).is_some_and(|name| !name.starts_with("system:") && !name.contains('*'))
        }
        _ => false,
    }
}
