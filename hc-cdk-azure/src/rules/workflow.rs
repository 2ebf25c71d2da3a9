//! Which workflows are let in: runs on GitHub are known by what their tokens say of them.

use hc_cdk::{
    control::{hipaa, iso27001, soc2},
    literal::workflows::{ISSUER, Workflows},
    rule::{Index, Must, Subject, real_data},
};

use super::read::{is_owned_by, owner, texts};
use crate::names::EXCHANGE;

hc_cdk::rules! {
    pub(crate) const READINGS;

    pub CREDENTIAL_TRUSTS_ONE_ENVIRONMENT = "CredentialTrustsOneEnvironment" {
        sentence: "workflows on GitHub take on an identity on Azure in one environment of one repository, by tokens that were made for Azure",
        controls: &[hipaa::ACCESS_CONTROL, hipaa::ACCESS_AUTHORIZATION, soc2::LOGICAL_ACCESS, iso27001::ACCESS_CONTROL],
        on: &["FederatedIdentityCredential"],
        when: real_data,
        must: Must::Hold(|it| {
            it.text("spec/issuer") == Some(ISSUER)
                && it.text("spec/subject").is_some_and(|it| Workflows::parse(it).is_ok())
                && texts(&it.resource.properties, &["spec", "audiences"]).as_deref() == Some(&[EXCHANGE])
                && owner(it, IDENTITY).is_some_and(|identity| credentials(&identity) == 1)
        }),
        message: "is taken on by others than the workflows of one environment of one repository",
        help: "use a `GithubIdentity`, which compares the whole subject of the token",
    }
}

const IDENTITY: &str = "UserAssignedIdentity";

/// What lets somebody from elsewhere take on an identity.
static CREDENTIALS: Index = Index::by(|it| (it.short_kind() == CREDENTIAL).then(|| CREDENTIAL.to_owned()));

const CREDENTIAL: &str = "FederatedIdentityCredential";

/// In how many ways somebody from elsewhere takes on an identity.
pub(super) fn credentials(identity: &Subject<'_>) -> usize {
    identity.found_by(&CREDENTIALS, CREDENTIAL.to_owned()).filter(|it| is_owned_by(it, identity)).count()
}
