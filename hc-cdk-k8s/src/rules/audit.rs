//! What the API server is asked to record of requests.

use hc_cdk::{
    control::{hipaa, iso27001, soc2},
    policy::Dimension,
    rule::{Must, Subject, Verdict, asks},
    value::Json,
};

use super::read::{at, has_only, items, text};

/// The label that says for how many days records are kept.
pub(crate) const KEPT_DAYS: &str = "hc-cdk/audit-retention-days";

hc_cdk::rules! {
    pub(crate) const READINGS;

    pub REQUESTS_ARE_RECORDED = "RequestsAreRecorded" {
        sentence: "an API server is asked to record every request, what is in secrets, configurations and tokens never, and to keep that for as many days as the policy asks for",
        controls: &[
            hipaa::AUDIT_CONTROLS,
            hipaa::ACTIVITY_REVIEW,
            soc2::MONITORING,
            iso27001::LOGGING,
        ],
        on: &["Policy"],
        when: |policy| asks(policy, Dimension::audit_retention),
        must: Must::Judge(|it| {
            // Operators have policies, too.
            let is_one = it.resource.kind().starts_with("audit.k8s.io/");
            if is_one { Verdict::of(records_all(it) && is_kept(it)) } else { Verdict::NotApplicable }
        }),
        message: "leaves requests out of the records, has what is in secrets in them, or says that they end too early",
        help: "use an `ApiAudit`",
    }
}

/// Whether each request is recorded: nothing is left out before a last rule that takes all, and no rule that has what was written
/// in its records is about more than kinds that it names, and that have no secrets in them.
fn records_all(policy: &Subject<'_>) -> bool {
    let rules = policy.list("rules");
    let level = |it: &Json| text(it, &["level"]).map(str::to_owned);
    let is_plain = |it: &Json| has_only(it, &["level"]) && level(it).as_deref() == Some("Metadata");
    let is_known = |it: &Json| match level(it).as_deref() {
        Some("Metadata") => true,
        Some("Request" | "RequestResponse") => {
            let all = items(it, &["resources"]);
            !all.is_empty() && all.iter().all(names_no_secrets)
        }
        _ => false,
    };
    has_only(&policy.resource.properties, &["apiVersion", "kind", "metadata", "omitStages", "rules"])
        && policy.list("omitStages").iter().all(|it| it.as_text() == Some("RequestReceived"))
        && policy.property("omitStages").is_none_or(|it| it.as_list().is_some())
        && rules.iter().all(|it| has_only(it, &["level", "resources", "verbs"]) && is_known(it))
        && rules.last().is_some_and(is_plain)
}

/// Whether kinds are named of a group, and none of them has secrets.
fn names_no_secrets(of: &Json) -> bool {
    // What has one of these in its name is of a secret, whoever's kind it is.
    const SECRET: [&str; 4] = ["certificatesigningrequest", "configmap", "secret", "token"];
    let kinds = items(of, &["resources"]);
    let is_plain =
        |it: &Json| it.as_text().is_some_and(|it| !it.contains('*') && !SECRET.iter().any(|part| it.contains(part)));
    has_only(of, &["group", "resources"]) && !kinds.is_empty() && kinds.iter().all(is_plain)
}

fn is_kept(policy: &Subject<'_>) -> bool {
    let days = at(&policy.resource.properties, &["metadata", "labels", KEPT_DAYS]).and_then(Json::as_text);
    let floor = policy.stack.policy.floor(Dimension::audit_retention).days();
    days.and_then(|it| it.parse::<u32>().ok()).is_some_and(|it| it >= floor)
}
