//! Who may do what: roles of identities.

use hc_cdk::{
    control::{hipaa, iso27001, soc2},
    rule::{Must, Subject, real_data},
};

use super::{
    read::{has_only, owner},
    workflow::credentials,
};
use crate::names::role;

hc_cdk::rules! {
    pub(crate) const READINGS;

    pub GRANT_IS_NARROW = "AzureGrantIsNarrow" {
        sentence: "a role on Azure is one that constructs need, and is given to one identity of the app, on one thing",
        controls: &[hipaa::ACCESS_AUTHORIZATION, soc2::LEAST_PRIVILEGE, iso27001::PRIVILEGED_ACCESS],
        on: &["RoleAssignment"],
        when: real_data,
        must: Must::Hold(|it| {
            let Some(identity) = identity(it) else { return false };
            let is_ours = credentials(&identity) == 0;
            it.text("spec/principalType") == Some("ServicePrincipal")
                && GRANTS.iter().any(|(role, on, who)| {
                    has_role(it, role) && owner(it, on).is_some() && is_ours == matches!(who, Who::OfTheApp)
                })
        }),
        message: "gives a role that no construct needs, to somebody who is not of the app, or on more than one thing",
        help: "use the construct that needs it, which gives itself the role",
    }
}

/// The roles, each with what it is on.
const GRANTS: [(&str, &str, Who); 5] = [
    (role::ENCRYPTS, "Vault", Who::OfTheApp),
    (role::JOINS, "VirtualNetworksSubnet", Who::OfTheApp),
    (role::READS, "DiskEncryptionSet", Who::OfTheApp),
    (role::READS_SECRETS, "Vault", Who::OfTheApp),
    (role::SIGNS_IN, "ManagedCluster", Who::Workflows),
];

/// Who has a role: what is of the app and takes on no identity from elsewhere, or workflows.
enum Who {
    OfTheApp,
    Workflows,
}

fn has_role(it: &Subject<'_>, role: &str) -> bool {
    let path = it.text("spec/roleDefinitionReference/armId");
    let only = it.property("spec/roleDefinitionReference").is_some_and(|it| has_only(it, &["armId"]));
    let end = format!("/providers/Microsoft.Authorization/roleDefinitions/{role}");
    only && path.and_then(|it| it.strip_prefix("/subscriptions/")).and_then(|it| it.strip_suffix(&end)).is_some()
}

/// The identity of the app that has a role: whose number is read from the config map that the operator writes for it.
fn identity<'a>(it: &Subject<'a>) -> Option<Subject<'a>> {
    let said = |it: &Subject<'_>, path: &str| {
        let part = |name: &str| it.text(&format!("{path}/{name}")).map(str::to_owned);
        part("name").zip(part("key"))
    };
    let map = said(it, "spec/principalIdFromConfig");
    let writes = |other: &Subject<'_>| {
        other.is("UserAssignedIdentity") && said(other, "spec/operatorSpec/configMaps/principalId") == map
    };
    if map.is_none() || !it.lacks("spec/principalId") {
        return None;
    }
    it.of_stack().find(writes)
}
