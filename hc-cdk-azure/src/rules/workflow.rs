//! Who takes on an identity from elsewhere: runs of workflows on GitHub and accounts of clusters are known by what their tokens say of them.

use hc_cdk::{
    control::{hipaa, iso27001, soc2},
    literal::workflows::{ISSUER, Workflows},
    rule::{Index, Must, Subject, Verdict, real_data},
    value::Json,
};
use hc_cdk_manifest::{
    naming::{is_domain, is_label},
    read::namespace_name,
};

use super::{
    kinds::is_so,
    read::{is_owned_by, of_stack, owner, texts},
};
use crate::names::EXCHANGE;

hc_cdk::rules! {
    pub(crate) const READINGS;

    pub CREDENTIAL_TRUSTS_ONE_ENVIRONMENT = "CredentialTrustsOneEnvironment" {
        sentence: "workflows on GitHub take on an identity on Azure in one environment of one repository, by tokens that were made for Azure",
        controls: &[hipaa::ACCESS_CONTROL, hipaa::ACCESS_AUTHORIZATION, soc2::LOGICAL_ACCESS, iso27001::ACCESS_CONTROL],
        on: &[CREDENTIAL],
        when: real_data,
        must: Must::Judge(|it| {
            if is_of_a_cluster(it) {
                return Verdict::NotApplicable;
            }
            Verdict::of(
                it.text("spec/issuer") == Some(ISSUER)
                    && it.text("spec/subject").is_some_and(|it| Workflows::parse(it).is_ok())
                    && is_for_one(it),
            )
        }),
        message: "is taken on by others than the workflows of one environment of one repository",
        help: "use a `GithubIdentity`, which compares the whole subject of the token",
    }

    pub CREDENTIAL_TRUSTS_ONE_ACCOUNT = "CredentialTrustsOneAccount" {
        sentence: "an account of a cluster takes on an identity on Azure that no other one takes on, by tokens of a cluster of the app that were made for Azure",
        controls: &[hipaa::ACCESS_CONTROL, hipaa::UNIQUE_USER, soc2::LOGICAL_ACCESS, iso27001::ACCESS_CONTROL],
        on: &[CREDENTIAL],
        when: real_data,
        must: Must::Judge(|it| {
            if !is_of_a_cluster(it) {
                return Verdict::NotApplicable;
            }
            Verdict::of(is_of_an_account(it) && is_for_one(it))
        }),
        message: "is taken on by others than one account of a cluster of the app",
        help: "have the workload `connect`, which makes the identity that it takes on",
    }
}

/// Whether somebody from elsewhere is one whose tokens a cluster signs.
fn is_of_a_cluster(it: &Subject<'_>) -> bool {
    !it.lacks("spec/issuerFromConfig")
}

/// Whether tokens are made for Azure, and nobody else takes on the identity.
fn is_for_one(it: &Subject<'_>) -> bool {
    texts(&it.resource.properties, &["spec", "audiences"]).as_deref() == Some(&[EXCHANGE])
        && owner(it, IDENTITY).is_some_and(|identity| credentials(&identity) == 1)
}

/// Whether it is one account of one cluster of the app whose tokens are taken.
fn is_of_an_account(it: &Subject<'_>) -> bool {
    it.lacks("spec/issuer") && it.text("spec/subject").is_some_and(is_an_account) && clusters(it) == 1
}

/// Whether a subject is one account of one namespace.
fn is_an_account(subject: &str) -> bool {
    let account = subject.strip_prefix("system:serviceaccount:").and_then(|it| it.split_once(':'));
    account.is_some_and(|(space, name)| is_label(space) && is_domain(name))
}

/// How many clusters of the app write into the config map that says whose tokens are trusted.
fn clusters(it: &Subject<'_>) -> usize {
    let said = |it: &Subject<'_>, path: &str| {
        let part = |name: &str| it.text(&format!("{path}/{name}")).map(str::to_owned);
        part("name").zip(part("key"))
    };
    let Some(map) = said(it, "spec/issuerFromConfig") else { return 0 };
    let is_said = |cluster: &Subject<'_>| {
        said(cluster, "spec/operatorSpec/configMaps/oidcIssuerProfile").as_ref() == Some(&map)
            && namespace_name(cluster) == namespace_name(it)
    };
    of_stack(it, "ManagedCluster").filter(is_said).count()
}

const IDENTITY: &str = "UserAssignedIdentity";

/// What lets somebody from elsewhere take on an identity.
const CREDENTIAL: &str = "FederatedIdentityCredential";

/// Identities by what they are called in the cloud: of one there, several objects may be.
static IDENTITIES: Index = Index::by(|it| {
    let name = it.properties.at("spec/azureName").or_else(|| it.properties.at("metadata/name"));
    (it.short_kind() == IDENTITY).then(|| name.and_then(Json::as_text).map(str::to_owned)).flatten()
});

/// In how many ways somebody from elsewhere takes on an identity.
pub(super) fn credentials(identity: &Subject<'_>) -> usize {
    ways_in(identity).len()
}

/// Whether an identity is taken on by runs of workflows, and by nobody else.
pub(super) fn is_of_workflows(identity: &Subject<'_>) -> bool {
    ways_in(identity).iter().all(|it| is_so(it, |it| it.text("spec/issuer") == Some(ISSUER)))
}

/// Whether an identity is taken on by one account of one cluster of the app, and by nobody else.
pub(super) fn is_of_one_account(identity: &Subject<'_>) -> bool {
    matches!(ways_in(identity).as_slice(), [one] if is_so(one, is_of_an_account))
}

/// What lets somebody from elsewhere take on an identity, by whatever object of it.
fn ways_in<'a>(identity: &Subject<'a>) -> Vec<Subject<'a>> {
    let called = identity.text("spec/azureName").or_else(|| identity.text("metadata/name")).unwrap_or_default();
    let all: Vec<Subject<'a>> = identity.found_by(&IDENTITIES, called).collect();
    let credentials = of_stack(identity, CREDENTIAL);
    credentials.filter(|it| all.iter().any(|identity| is_owned_by(it, identity))).collect()
}
