//! Who may do what, and who takes on an identity from elsewhere.

use super::{owner, parts};
use crate::{
    document::Thing,
    oracle::{Table, when},
};

pub(super) const TABLE: Table = &[
    ("AzureGrantIsNarrow", |it| {
        let role = it.text("spec/roleDefinitionReference/armId").and_then(|it| it.rsplit('/').next());
        let on = match role {
            // Encrypts and reads secrets; pulls and pushes images; reads; joins; signs in.
            Some("e147488a-f6f5-4113-8e2d-b22465e65bf6" | "4633458b-17de-408a-b874-0445c86b69e6") => "Vault",
            Some("7f951dda-4ed3-4680-a7ca-43fe172d538d" | "8311e382-0749-4cb8-b61a-304f252e45ec") => "Registry",
            Some("acdd72a7-3385-48ef-bd42-f606fba81ae7") => "DiskEncryptionSet",
            Some("4d97b98b-1d4f-4787-a291-c67834d212e7") => "VirtualNetworksSubnet",
            Some("4abbcc35-e782-43d8-92c5-2d3f1bd2253f") => "ManagedCluster",
            _ => return Some("no construct needs such a role".to_owned()),
        };
        when(owner(it, on).is_none(), "it is on something else")
            .or_else(|| when(!it.is_empty("spec/principalId"), "somebody outside of the app has it"))
            .or_else(|| when(writers(it, "spec/principalIdFromConfig") != 1, "nobody knows who has it"))
    }),
    ("AzureCacheIsForOneWorkload", |it| {
        let (cache, whom) = match it.kind() {
            "RedisAccessPolicyAssignment" => ("Redis", "spec/objectId"),
            _ => ("RedisEnterpriseDatabase", "spec/user/objectId"),
        };
        let identity = identities(it, &format!("{whom}FromConfig"));
        let one = match identity.as_slice() {
            [identity] => parts(*identity, CREDENTIAL).collect(),
            _ => Vec::new(),
        };
        when(owner(it, cache).is_none(), "it is about no cache of the app")
            .or_else(|| when(!it.is_empty(whom), "somebody outside of the app is let in"))
            .or_else(|| when(one.len() != 1, "several take on the identity, or nobody"))
            .or_else(|| when(!one.into_iter().all(is_of_an_account), "it is no account of a cluster of the app"))
    }),
    ("CredentialTrustsOneEnvironment", |it| {
        let subject = it.text("spec/subject").unwrap_or_default();
        let parts: Vec<&str> = subject.split(':').collect();
        let is_one = matches!(parts.as_slice(), ["repo", repository, "environment", environment]
            if repository.split('/').count() == 2 && !environment.is_empty() && !subject.contains('*'));
        when(!is_one, format!("`{subject}` is not one environment"))
            .or_else(|| when(!it.says("spec/issuer", "https://token.actions.githubusercontent.com"), "others sign"))
            .or_else(|| is_for_others(it))
    }),
    ("CredentialTrustsOneAccount", |it| {
        when(!is_of_an_account(it), "it is not one account of a cluster of the app")
            .or_else(|| is_for_others(it))
            .or_else(|| {
                let identity = owner(it, IDENTITY);
                let alone = identity.is_some_and(|it| parts(it, CREDENTIAL).count() == 1);
                when(!alone, "others take it on")
            })
    }),
];

const CREDENTIAL: &str = "FederatedIdentityCredential";
const IDENTITY: &str = "UserAssignedIdentity";

/// The place in a config map that something reads, or writes.
fn entry(it: Thing<'_>, path: &str) -> Option<(String, String)> {
    let part = |name: &str| it.text(&format!("{path}/{name}")).map(str::to_owned);
    part("name").zip(part("key"))
}

/// The identities whose number something reads.
fn identities<'a>(it: Thing<'a>, path: &str) -> Vec<Thing<'a>> {
    let map = entry(it, path);
    let writes = |of: &Thing<'_>| map.is_some() && entry(*of, "spec/operatorSpec/configMaps/principalId") == map;
    it.beside(IDENTITY).filter(writes).collect()
}

/// How many objects of the app write the number that something reads.
fn writers(it: Thing<'_>, path: &str) -> usize {
    let map = entry(it, path);
    let expressions = |of: Thing<'_>| {
        of.list("spec/operatorSpec/configMapExpressions").iter().any(|one| {
            map.as_ref().is_some_and(|(name, key)| one["name"] == name.as_str() && one["key"] == key.as_str())
        })
    };
    let others = ["ManagedCluster", "Registry"].into_iter().flat_map(|kind| it.beside(kind));
    identities(it, path).len() + others.filter(|it| expressions(*it)).count()
}

/// Whether a credential is for one account of a cluster that the app has.
fn is_of_an_account(credential: Thing<'_>) -> bool {
    let subject = credential.text("spec/subject").unwrap_or_default();
    let map = entry(credential, "spec/issuerFromConfig");
    let signs = |it: &Thing<'_>| entry(*it, "spec/operatorSpec/configMaps/oidcIssuerProfile") == map && map.is_some();
    subject.starts_with("system:serviceaccount:")
        && subject.split(':').count() == 4
        && !subject.contains('*')
        && credential.is_empty("spec/issuer")
        && credential.beside("ManagedCluster").filter(signs).count() == 1
}

/// Why a token that was made for others is taken, or no identity of the app is taken on.
fn is_for_others(it: Thing<'_>) -> Option<String> {
    when(it.texts("spec/audiences") != ["api://AzureADTokenExchange"], "it takes tokens that were made for others")
        .or_else(|| when(owner(it, IDENTITY).is_none(), "it is no identity of the app"))
}
