//! Rules about clusters on EKS, who gets into them, and what they run from the beginning.

use hc_cdk::{
    control::{Control, hipaa, iso27001, soc2},
    dimension::availability::{MultiAz, MultiRegion},
    policy::Dimension,
    rule::{Known, Must, Subject, Verdict, asks, at, one_or_many, real_data},
    value::Json,
};

use super::{
    account::all_prove,
    clauses::{AVAILABLE, CONFIDENTIAL, NOT_PUBLIC},
    possible::may_be,
    read::{flat, text_at, zones},
    when::is_customer_key,
};

const CLUSTER: &[&str] = &["AWS::EKS::Cluster"];
const ADDON: &[&str] = &["AWS::EKS::Addon"];

/// Who did what in a cluster.
const RECORDED: &[Control] = &[hipaa::AUDIT_CONTROLS, hipaa::LOGIN_MONITORING, soc2::MONITORING, iso27001::LOGGING];

const ADMINISTERED: &[Control] = &[
    hipaa::AUTHENTICATION,
    hipaa::ACCESS_AUTHORIZATION,
    soc2::LOGICAL_ACCESS,
    iso27001::PRIVILEGED_ACCESS,
    iso27001::AUTHENTICATION,
];

/// All that a control plane logs.
///
/// Source: `LoggingTypeConfig` of `AWS::EKS::Cluster`.
pub(crate) const CONTROL_PLANE_LOGS: [&str; 5] = ["api", "audit", "authenticator", "controllerManager", "scheduler"];

/// Policies of EKS that let somebody work in namespaces, and neither read secrets everywhere nor change who may do what.
const WORKS: [&str; 2] = [":cluster-access-policy/AmazonEKSEditPolicy", ":cluster-access-policy/AmazonEKSViewPolicy"];

hc_cdk::rules! {
    pub(crate) const READINGS;

    pub CLUSTER_IS_PRIVATE = "ClusterIsPrivate" {
        sentence: "the API of a cluster is reached in the network alone",
        controls: NOT_PUBLIC,
        on: CLUSTER,
        when: real_data,
        must: Must::Hold(|it| {
            it.flag("ResourcesVpcConfig/EndpointPublicAccess") == Known::Is(false)
                && it.flag("ResourcesVpcConfig/EndpointPrivateAccess") == Known::Is(true)
        }),
        message: "has its API on the internet",
        help: "set `EndpointPublicAccess` to false and `EndpointPrivateAccess` to true, or use an `EksCluster`",
    }

    pub CLUSTER_ENCRYPTS_SECRETS = "ClusterEncryptsSecrets" {
        sentence: "the secrets of a cluster are encrypted with the customer's key",
        controls: CONFIDENTIAL,
        on: CLUSTER,
        when: |policy| asks(policy, Dimension::key_custody),
        must: Must::Hold(encrypts_secrets),
        message: "does not encrypt its secrets with a customer-managed key",
        help: "name `secrets` and a `CustomerKey` in `EncryptionConfig`, or use an `EksCluster`",
    }

    pub CLUSTER_LOGS_ALL = "ClusterLogsAll" {
        sentence: "a cluster records every call of its API, who made it, and what its control plane did",
        controls: RECORDED,
        on: CLUSTER,
        when: real_data,
        must: Must::Hold(logs_all),
        message: "does not write every log of its control plane",
        help: "enable `api`, `audit`, `authenticator`, `controllerManager` and `scheduler`, or use an `EksCluster`",
    }

    pub CLUSTER_LOGS_HAVE_A_GROUP = "ClusterLogsHaveAGroup" {
        sentence: "the logs of a cluster go to a group of this program, which is there first",
        controls: RECORDED,
        on: CLUSTER,
        when: real_data,
        must: Must::Hold(logs_have_a_group),
        message: "writes its logs to a group that EKS makes: unencrypted, and kept for ever",
        help: "declare a log group `/aws/eks/<name>/cluster` that the cluster waits for, or use an `EksCluster`",
    }

    pub CLUSTER_LETS_IN_BY_ENTRIES = "ClusterLetsInByEntries" {
        sentence: "who gets into a cluster is said by entries of the program, and whoever made it has none",
        controls: &[hipaa::ACCESS_AUTHORIZATION, hipaa::ACCESS_CONTROL, soc2::LOGICAL_ACCESS, iso27001::ACCESS_CONTROL],
        on: CLUSTER,
        when: real_data,
        must: Must::Hold(|it| {
            it.text("AccessConfig/AuthenticationMode") == Some("API")
                && it.flag("AccessConfig/BootstrapClusterCreatorAdminPermissions") == Known::Is(false)
        }),
        message: "lets in whoever made it, or whom a configuration inside of it names",
        help: "set `AuthenticationMode` to `API` and `BootstrapClusterCreatorAdminPermissions` to false, or use an `EksCluster`",
    }

    pub CLUSTER_HAS_ZONES = "ClusterHasZones" {
        sentence: "a cluster is reached in as many zones as the policy asks for",
        controls: AVAILABLE,
        on: CLUSTER,
        when: |policy| asks(policy, Dimension::availability),
        must: Must::Hold(|it| has_zones(it, "ResourcesVpcConfig/SubnetIds")),
        message: "is in too few zones for what the policy asks for",
        help: "name subnets of several zones, or use an `EksCluster`",
    }

    pub CLUSTER_IS_ADMINISTERED_BY_PEOPLE = "ClusterIsAdministeredByPeople" {
        sentence: "whoever administers a cluster proved who he is by a second factor",
        controls: ADMINISTERED,
        on: &["AWS::EKS::AccessEntry"],
        when: real_data,
        must: Must::Judge(is_administered_by_people),
        message: "lets somebody administer a cluster without a second factor",
        help: "name the role of an `AdministratorRole`, or let it edit or view namespaces alone",
    }

    pub ADDONS_HAVE_A_VERSION = "AddonsHaveAVersion" {
        sentence: "what a cluster runs from the beginning is of one version, which somebody chose",
        controls: &[hipaa::UPDATES, soc2::CHANGE_MANAGEMENT, iso27001::CONFIGURATION],
        on: ADDON,
        when: real_data,
        must: Must::Hold(|it| it.text("AddonVersion").is_some_and(is_version)),
        message: "is of whatever version EKS takes for the newest",
        help: "set `AddonVersion`, or use an `EksCluster`",
    }

    pub PODS_KEEP_TO_POLICIES = "PodsKeepToPolicies" {
        sentence: "the network of pods keeps to network policies",
        controls: &[hipaa::ACCESS_ISOLATION, soc2::BOUNDARY_PROTECTION, iso27001::SEGREGATION],
        on: ADDON,
        when: real_data,
        must: Must::Judge(keeps_to_policies),
        message: "lets network policies be objects that nobody reads",
        help: "set `enableNetworkPolicy` to `true` in its `ConfigurationValues`, or use an `EksCluster`",
    }
}

fn encrypts_secrets(cluster: &Subject<'_>) -> bool {
    let is_secrets = |it: &Json| it.as_text() == Some("secrets");
    cluster.list("EncryptionConfig").iter().any(|it| {
        at(it, "Resources").and_then(Json::as_list).is_some_and(|all| all.iter().any(is_secrets))
            && at(it, "Provider/KeyArn").is_some_and(|key| is_customer_key(cluster, key))
    })
}

fn logs_all(cluster: &Subject<'_>) -> bool {
    let enabled: Vec<&str> =
        cluster.list("Logging/ClusterLogging/EnabledTypes").iter().filter_map(|it| text_at(it, "Type")).collect();
    CONTROL_PLANE_LOGS.iter().all(|kind| enabled.contains(kind))
}

fn logs_have_a_group(cluster: &Subject<'_>) -> bool {
    let Some(name) = cluster.text("Name") else { return false };
    let name = format!("/aws/eks/{name}/cluster");
    cluster.prerequisites().any(|it| it.is("AWS::Logs::LogGroup") && it.text("LogGroupName") == Some(&name))
}

/// Whether subnets are in as many zones as the policy asks for. No cluster survives the loss of its region.
pub(super) fn has_zones(subject: &Subject<'_>, subnets: &str) -> bool {
    let floor = subject.stack.policy.floor(Dimension::availability);
    let several = || zones(subject, subject.list(subnets)) > 1;
    floor < MultiAz::POSITION || floor < MultiRegion::POSITION && several()
}

/// Of whoever may work in namespaces and nothing else, no second factor is asked: pipelines have none.
fn is_administered_by_people(entry: &Subject<'_>) -> Verdict {
    let works = |it: &Json| {
        let policy = at(it, "PolicyArn").and_then(flat);
        policy.is_some_and(|it| WORKS.iter().any(|end| it.ends_with(end)))
            && text_at(it, "AccessScope/Type") == Some("namespace")
            && are_named(one_or_many(at(it, "AccessScope/Namespaces")))
    };
    let policies = one_or_many(entry.property("AccessPolicies"));
    // What groups may do is said inside of the cluster.
    if policies.iter().all(works)
        && entry.lacks("AccessPolicies") == policies.is_empty()
        && entry.lacks("KubernetesGroups")
    {
        return Verdict::NotApplicable;
    }
    let role = entry.target("PrincipalArn").filter(|it| it.is("AWS::IAM::Role"));
    Verdict::of(role.is_some_and(|role| all_prove(&role)))
}

/// Whether namespaces are named, and are none of the cluster's own.
fn are_named(namespaces: &[Json]) -> bool {
    let is_named = |it: &Json| !may_be(it, |it| it.contains('*') || it.starts_with("kube-"));
    !namespaces.is_empty() && namespaces.iter().all(is_named)
}

/// Whether a text is a version, and not a word for the newest.
fn is_version(text: &str) -> bool {
    text.starts_with('v') && text.contains('.') && text.contains(|it: char| it.is_ascii_digit())
}

fn keeps_to_policies(addon: &Subject<'_>) -> Verdict {
    match addon.text("AddonName") {
        Some("vpc-cni") => {
            // Of what is YAML it is not known what it says.
            let set =
                addon.text("ConfigurationValues").and_then(|it| serde_json::from_str::<serde_json::Value>(it).ok());
            let on = set.as_ref().and_then(|it| it.get("enableNetworkPolicy")?.as_str());
            Verdict::of(on == Some("true"))
        }
        Some(_) => Verdict::NotApplicable,
        None => Verdict::Broken,
    }
}
