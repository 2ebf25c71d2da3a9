//! Who may do what: roles of identities.

use hc_cdk::{
    control::{hipaa, iso27001, soc2},
    rule::{Must, Subject, real_data},
};

use hc_cdk_manifest::read::namespace_name;

use super::{
    read::{has_only, items, owner, text},
    workflow::{credentials, is_of_one_account, is_of_workflows},
};
use crate::names::{MANAGED_POLICY, PREMIUM_POLICY, PRINCIPAL_OF_A_REGISTRY, PRINCIPAL_OF_NODES, role};

hc_cdk::rules! {
    pub(crate) const READINGS;

    pub GRANT_IS_NARROW = "AzureGrantIsNarrow" {
        sentence: "a role on Azure is one that constructs need, and is given to one identity of the app, on one thing",
        controls: &[hipaa::ACCESS_AUTHORIZATION, soc2::LEAST_PRIVILEGE, iso27001::PRIVILEGED_ACCESS],
        on: &["RoleAssignment"],
        when: real_data,
        must: Must::Hold(|it| {
            let Some(whose) = whose(it, "spec/principalIdFromConfig", "spec/principalId") else { return false };
            it.text("spec/principalType") == Some("ServicePrincipal")
                && GRANTS.iter().any(|(role, on, who)| {
                    has_role(it, role) && owner(it, on).is_some() && whose == *who
                })
        }),
        message: "gives a role that no construct needs, to somebody who is not of the app, or on more than one thing",
        help: "use the construct that needs it, which gives itself the role",
    }

    pub CACHE_IS_FOR_ONE_WORKLOAD = "AzureCacheIsForOneWorkload" {
        sentence: "who may use a cache on Azure is an identity of the app that one account of a cluster takes on",
        controls: &[hipaa::ACCESS_AUTHORIZATION, hipaa::UNIQUE_USER, soc2::LEAST_PRIVILEGE, iso27001::PRIVILEGED_ACCESS],
        on: &["RedisAccessPolicyAssignment", "RedisEnterpriseDatabaseAccessPolicyAssignment"],
        when: real_data,
        must: Must::Hold(|it| {
            let (cache, policy, whom) = match it.kind() {
                "RedisAccessPolicyAssignment" => ("Redis", PREMIUM_POLICY, "spec/objectId"),
                _ => ("RedisEnterpriseDatabase", MANAGED_POLICY, "spec/user/objectId"),
            };
            it.text("spec/accessPolicyName") == Some(policy)
                && owner(it, cache).is_some()
                && whose(it, &format!("{whom}FromConfig"), whom) == Some(Who::Workload)
        }),
        message: "lets somebody into a cache who is not of the app, or whom several know",
        help: "connect the workload: `.connect(&sessions)`",
    }
}

/// The roles, each with what it is on.
const GRANTS: [(&str, &str, Who); 8] = [
    (role::ENCRYPTS, "Vault", Who::OfTheApp),
    (role::JOINS, "VirtualNetworksSubnet", Who::OfTheApp),
    (role::READS, "DiskEncryptionSet", Who::OfTheApp),
    (role::READS_SECRETS, "Vault", Who::OfTheApp),
    (role::ENCRYPTS, "Vault", Who::Registry),
    (role::PULLS, "Registry", Who::Nodes),
    (role::PUSHES, "Registry", Who::Workflows),
    (role::SIGNS_IN, "ManagedCluster", Who::Workflows),
];

/// Who has a role: what is of the app and takes on no identity from elsewhere, workflows, what Azure knows by an identity that it makes, or
/// an account of a cluster, for which there is none.
#[derive(PartialEq, Eq)]
enum Who {
    OfTheApp,
    Workflows,
    Nodes,
    Registry,
    Workload,
}

fn has_role(it: &Subject<'_>, role: &str) -> bool {
    let path = it.text("spec/roleDefinitionReference/armId");
    let only = it.property("spec/roleDefinitionReference").is_some_and(|it| has_only(it, &["armId"]));
    let end = format!("/providers/Microsoft.Authorization/roleDefinitions/{role}");
    only && path.and_then(|it| it.strip_prefix("/subscriptions/")).and_then(|it| it.strip_suffix(&end)).is_some()
}

/// Who of the app has a role: whose number is read from the config map that the operator writes for it, and is not written out beside.
fn whose(it: &Subject<'_>, from: &str, number: &str) -> Option<Who> {
    let said = |it: &Subject<'_>, path: &str| {
        let part = |name: &str| it.text(&format!("{path}/{name}")).map(str::to_owned);
        part("name").zip(part("key"))
    };
    let map = said(it, from);
    // The operator writes into the namespace of what it makes, and reads in that of the role.
    let beside = it.of_stack().filter(|other| namespace_name(other) == namespace_name(it));
    let mut all = beside.filter_map(|other| {
        let is_said = match other.kind() {
            "UserAssignedIdentity" => said(&other, "spec/operatorSpec/configMaps/principalId") == map,
            "ManagedCluster" => writes(&other, PRINCIPAL_OF_NODES, map.as_ref()?),
            "Registry" => writes(&other, PRINCIPAL_OF_A_REGISTRY, map.as_ref()?),
            _ => false,
        };
        is_said.then_some(other)
    });
    let (first, second) = (all.next()?, all.next());
    if map.is_none() || second.is_some() || !it.lacks(number) {
        return None;
    }
    Some(match first.kind() {
        "ManagedCluster" => Who::Nodes,
        "Registry" => Who::Registry,
        _ if credentials(&first) == 0 => Who::OfTheApp,
        _ if is_of_workflows(&first) => Who::Workflows,
        _ if is_of_one_account(&first) => Who::Workload,
        _ => return None,
    })
}

/// Whether the operator writes into a config map what the cloud says of an object at a place, and nothing else into that one.
fn writes(it: &Subject<'_>, value: &str, (name, key): &(String, String)) -> bool {
    let all = items(&it.resource.properties, &["spec", "operatorSpec", "configMapExpressions"]);
    let mut into = all.iter().filter(|one| text(one, &["name"]) == Some(name));
    into.next().is_some_and(|one| text(one, &["key"]) == Some(key) && text(one, &["value"]) == Some(value))
        && into.next().is_none()
}
