//! Azure as a target: one YAML file for each stack, in the order in which it is applied, and a `kustomization.yaml`.

mod again;
mod fixed;
mod fronts;
mod map;
mod pulled;

use hc_cdk::{
    check::Checked,
    diff::{Change, Remains},
    finding::Finding,
    model::{ResourceModel, Role},
    need::{Need, Needs, Sort},
    policy::Dimension,
    rule::{Reading, Subject},
    target::{Before, File, Judge, NetworkMap, Target, Way, Writer},
};
use hc_cdk_manifest::{
    dialect::{Dialect, Earlier},
    naming::is_domain,
    needs,
};

use crate::{
    border, flows,
    names::{DETACH, RECONCILE},
    rules::{READINGS, knows_all_of},
    stack::Azure,
};

const DIALECT: Dialect = Dialect {
    target: Azure::NAME,
    folder: "azure",
    first: &[
        "Namespace",
        "ResourceGroup",
        "UserAssignedIdentity",
        "FederatedIdentityCredential",
        "NetworkSecurityGroup",
        "NetworkSecurityGroupsSecurityRule",
        "PublicIPAddress",
        "NatGateway",
        "VirtualNetwork",
        "VirtualNetworksSubnet",
        "PrivateDnsZone",
        "PrivateDnsZonesVirtualNetworkLink",
        "Vault",
        "Registry",
        "RoleAssignment",
        "PrivateEndpoint",
        "PrivateEndpointsPrivateDnsZoneGroup",
        "DiskEncryptionSet",
        "StorageAccount",
        "Workspace",
    ],
    last: &[
        "FlexibleServer",
        "FlexibleServersConfiguration",
        "FlexibleServersDatabase",
        "Redis",
        "RedisEnterprise",
        "RedisEnterpriseDatabase",
        "RedisAccessPolicyAssignment",
        "RedisEnterpriseDatabaseAccessPolicyAssignment",
        "ManagedCluster",
        "ManagedClustersAgentPool",
        "WebApplicationFirewallPolicy",
        "ApplicationGateway",
        "DiagnosticSetting",
        "ActionGroup",
        "MetricAlert",
        "ScheduledQueryRule",
    ],
    longest: &[],
    is_name,
    makes: &[],
    apart: &[],
    fixed: &fixed::FIXED,
    rises: &fixed::RISES,
    is_stateful,
    has_tags: false,
    remains,
};

impl Judge for Azure {
    fn check(&self, checked: &Checked<'_>, findings: &mut Vec<Finding>) {
        DIALECT.check(checked, findings);
        pulled::check(checked, findings);
    }

    fn ways(&self, checked: &Checked<'_>, ways: &mut Vec<Way>) {
        flows::ways(checked, ways);
    }

    fn network(&self, checked: &Checked<'_>, map: &mut NetworkMap) {
        map::read(checked, map);
    }

    fn comes_again(&self, checked: &Checked<'_>) -> Vec<(String, String)> {
        checked.clocks(Self::NAME, &again::CLOCKS)
    }

    fn readings(&self) -> &'static [&'static [Reading]] {
        READINGS
    }

    fn knows_all_of(&self, resource: &Subject<'_>) -> bool {
        knows_all_of(resource)
    }

    fn output(&self, resource: &ResourceModel, attribute: Option<&'static str>) -> Option<String> {
        border::output(resource, attribute)
    }

    fn concerns(&self, role: Role) -> &'static [Dimension] {
        use Dimension as D;

        match role {
            Role::Store => &[D::key_custody, D::tls, D::backup_retention, D::recovery, D::availability, D::deletion],
            Role::Channel => &[D::key_custody, D::tls, D::availability],
            Role::Workload => &[D::availability, D::log_retention],
            Role::Endpoint => &[D::tls],
            Role::Outside | Role::Exposed | Role::Other => &[],
        }
    }
}

/// What whoever deploys has to do besides, or before.
const SETTINGS: [&str; 4] = [
    "the management cluster has Azure Service Operator v2, and each namespace a secret `aso-credential` for it",
    "the operator makes vaults and no keys: make the key in the vault (`az keyvault key create`) and name its version",
    "Azure locks records only of an account that has been there without a lock: make it once with \
     `az storage account create --immutability-state unlocked`, and the operator takes it over",
    "who administers databases is said by `az postgres flexible-server microsoft-entra-admin create`; what lets each workload in \
     is a file beside the objects, for an administrator of the database",
];

impl Writer for Azure {
    fn has_tags(&self) -> bool {
        DIALECT.has_tags
    }

    fn tells(&self) -> Option<&'static str> {
        Some(TELLS)
    }

    fn files(&self, checked: &Checked<'_>, _findings: &mut Vec<Finding>) -> Vec<File> {
        DIALECT.files(checked)
    }

    fn notes(&self, checked: &Checked<'_>, _: &[File]) -> Vec<String> {
        SETTINGS.map(str::to_owned).into_iter().chain(fronts::notes(checked)).collect()
    }

    fn needs(&self, checked: &Checked<'_>) -> Vec<Need> {
        let mut needs = Needs::default();
        for setting in SETTINGS {
            needs.add_for_all(Need::new(Sort::Setting, "", setting));
        }
        needs::operators(checked, Self::NAME, &[("azure.com", "Azure Service Operator v2")], &mut needs);
        needs::named(checked, Self::NAME, &mut needs);
        needs.into_all()
    }

    fn changes(&self, checked: &Checked<'_>, before: &Before<'_>) -> Result<Vec<Change>, String> {
        DIALECT.changes(checked, before)
    }
}

/// Objects may be called by a domain, such as a zone of names that is called by its own. Namespaces may not.
fn is_name(kind: &str, name: &str) -> bool {
    kind != "Namespace" && name.contains('.') && is_domain(name)
}

/// What the operator has written into config maps for others, by stacks and outputs.
const TELLS: &str = "kubectl get configmaps -A -o json | jq '[.items[].data // {} | to_entries[] | (.key | split(\".\")) as $key | \
                     select($key[0] == \"hc-cdk\") | {($key[1]): {($key[2]): .value}}] | reduce .[] as $it ({}; . * $it)' > FILE";

fn is_stateful(object: &Earlier<'_>) -> bool {
    matches!(
        object.kind(),
        "FlexibleServer"
            | "FlexibleServersDatabase"
            | "Namespace"
            | "Registry"
            | "ResourceGroup"
            | "StorageAccount"
            | "Vault"
            | "Workspace"
    )
}

/// What the operator does when an object is deleted: it deletes the resource, unless the object says otherwise.
fn remains(object: &Earlier<'_>) -> Remains {
    let stays = format!("{RECONCILE}: {DETACH}");
    if object.member("metadata").contains(&stays) { Remains::Itself } else { Remains::Nothing }
}
