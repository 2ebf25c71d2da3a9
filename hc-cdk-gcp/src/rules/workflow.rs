//! Which workflows are let in: runs on GitHub are known by what their tokens say of them.

use hc_cdk::{
    control::{hipaa, iso27001, soc2},
    literal::workflows::{ISSUER, Workflows},
    rule::{Index, Must, Subject, real_data},
};

use super::{
    kinds::is_so,
    read::{has_only, named, names, of_stack, project_number, referred, said, text},
};
use crate::names::{MAY_ACT_AS, PRINCIPAL};

hc_cdk::rules! {
    pub(crate) const READINGS;

    pub PROVIDER_TRUSTS_ONE_ENVIRONMENT = "ProviderTrustsOneEnvironment" {
        sentence: "workflows on GitHub are let into a project of Google Cloud in one environment of one repository, by tokens that were made for it",
        controls: &[hipaa::ACCESS_CONTROL, hipaa::ACCESS_AUTHORIZATION, soc2::LOGICAL_ACCESS, iso27001::ACCESS_CONTROL],
        on: &["IAMWorkloadIdentityPoolProvider"],
        when: real_data,
        must: Must::Hold(|it| trusted(it).is_some()),
        message: "lets in others than the workflows of one environment of one repository",
        help: "use a `GithubAccount`, which compares the whole subject of the token",
    }
}

/// What stands in the condition of a provider around the subject of tokens.
const BEFORE: &str = "assertion.sub == \"";
const AFTER: &str = "\"";

/// The condition by which a provider lets in these workflows and nobody else.
pub(crate) fn condition(workflows: &Workflows) -> String {
    format!("{BEFORE}{}{AFTER}", workflows.as_str())
}

/// The workflows that a provider lets in, if it is those of one environment alone.
fn trusted(it: &Subject<'_>) -> Option<Workflows> {
    let only = |path: &str, name| it.property(path).is_some_and(|it| has_only(it, &[name]));
    let mapping = it.property("spec/attributeMapping").and_then(|it| it.get("google.subject"));
    let is_github = only("spec/oidc", "issuerUri") && it.text("spec/oidc/issuerUri") == Some(ISSUER);
    let is_whole = only("spec/attributeMapping", "google.subject")
        && mapping.and_then(|it| it.as_text()) == Some("assertion.sub")
        && referred(it, "spec/workloadIdentityPoolRef", "IAMWorkloadIdentityPool").is_some();
    let subject = it.text("spec/attributeCondition")?.strip_prefix(BEFORE)?.strip_suffix(AFTER)?;
    Workflows::parse(subject).ok().filter(|_| is_github && is_whole)
}

/// The grants by which whom a pool knows acts as an account.
static BY_POOL: Index = Index::by(|it| {
    let is_one = it.short_kind() == "IAMPolicyMember" && text(&it.properties, &["spec", "role"]) == Some(MAY_ACT_AS);
    let member = text(&it.properties, &["spec", "member"]).unwrap_or_default();
    (is_one && member.starts_with(BEGINS)).then(|| BEGINS.to_owned())
});

/// How every member begins that is known by a pool, be it one or many.
const BEGINS: &str = "principal";

/// Whether workflows act as an account.
pub(super) fn is_for_workflows(account: &Subject<'_>) -> bool {
    let grants = account.found_by(&BY_POOL, BEGINS);
    let mut accounts = grants.filter(|it| names(it, account, it.property("spec/resourceRef/name")));
    accounts.next().is_some()
}

/// The provider of a pool.
const PROVIDER: &str = "IAMWorkloadIdentityPoolProvider";

/// Whether a grant is for the workflows that each provider of a pool of the app lets in, in the project that it is in itself.
pub(super) fn lets_in_workflows(it: &Subject<'_>) -> bool {
    let member = it.property("spec/member").and_then(|member| said(it, member));
    let parts = member.as_deref().and_then(|member| {
        let (number, rest) = member.strip_prefix(PRINCIPAL)?.split_once("/locations/global/workloadIdentityPools/")?;
        let (pool, subject) = rest.split_once("/subject/")?;
        Some((number, named(it, Some(&pool.to_owned().into()), "IAMWorkloadIdentityPool")?, subject))
    });
    let Some((number, pool, subject)) = parts else { return false };
    let trusts_it = |it: &Subject<'_>| trusted(it).is_some_and(|workflows| workflows.as_str() == subject);
    let ours = of_stack(&pool, PROVIDER);
    let ours = ours.filter(|it| names(it, &pool, it.property("spec/workloadIdentityPoolRef/name")));
    let mut let_in = ours.map(|it| is_so(&it, trusts_it)).peekable();
    project_number(it) == Some(number) && let_in.peek().is_some() && let_in.all(|it| it)
}
