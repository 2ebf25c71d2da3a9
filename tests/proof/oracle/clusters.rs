//! Clusters on EKS, their nodes, and who gets in.

use serde_json::Value;

use super::{Table, when};
use crate::document::{Thing, is_on, list, number, value, words};

pub(super) const TABLE: Table = &[
    ("ClusterIsPrivate", |it| {
        let public = it.at("ResourcesVpcConfig/EndpointPublicAccess");
        when(public.is_none_or(|it| *it != false && *it != "false"), "its API is on the internet")
    }),
    ("ClusterEncryptsSecrets", |it| {
        let encrypts = |it: &Value| {
            let key = value(it, "Provider/KeyArn").map(words).unwrap_or_default();
            list(it.get("Resources")).iter().any(|it| it == "secrets") && !key.is_empty() && !key.contains("alias/aws/")
        };
        when(!it.list("EncryptionConfig").iter().any(encrypts), "no key of the customer encrypts its secrets")
    }),
    ("ClusterLogsAll", |it| {
        let enabled: Vec<_> =
            it.list("Logging/ClusterLogging/EnabledTypes").iter().filter_map(|it| it["Type"].as_str()).collect();
        let all = ["api", "audit", "authenticator", "controllerManager", "scheduler"];
        all.iter().find(|it| !enabled.contains(it)).map(|it| format!("it does not log `{it}`"))
    }),
    ("ClusterLogsHaveAGroup", |it| {
        let first = list(it.written.json.get("DependsOn"));
        let name = format!("/aws/eks/{}/cluster", it.text("Name").unwrap_or_default());
        let of_it = |group: Thing<'_>| {
            group.text("LogGroupName") == Some(&name) && first.iter().any(|id| id == group.written.id.as_str())
        };
        when(!it.others("AWS::Logs::LogGroup").any(of_it), "no group is there first")
    }),
    ("ClusterLetsInByEntries", |it| {
        let maker = it.at("AccessConfig/BootstrapClusterCreatorAdminPermissions");
        when(it.text("AccessConfig/AuthenticationMode") != Some("API"), "a configuration inside of it lets in, too")
            .or_else(|| when(maker.is_none_or(|it| *it != false && *it != "false"), "who made it administers it"))
    }),
    ("ClusterHasZones", |it| zones(it, "ResourcesVpcConfig/SubnetIds")),
    ("NodesHaveZones", |it| zones(it, "Subnets")),
    ("ClusterIsAdministeredByPeople", administered),
    ("AddonsHaveAVersion", |it| {
        when(!it.text("AddonVersion").is_some_and(|it| it.starts_with('v')), "its version is whatever there is")
    }),
    ("PodsKeepToPolicies", |it| {
        let set = it.text("ConfigurationValues").and_then(|it| serde_json::from_str::<Value>(it).ok());
        let on = set.is_some_and(|it| it["enableNetworkPolicy"] == "true");
        when(it.text("AddonName") == Some("vpc-cni") && !on, "nobody reads network policies")
    }),
    ("NodesRunAnImageForContainers", |it| {
        let image = it.text("AmiType").unwrap_or_default();
        let own =
            started(it).is_some_and(|it| ["ImageId", "UserData", "KeyName"].iter().any(|at| it.get(at).is_some()));
        when(!image.starts_with("BOTTLEROCKET_") && !image.starts_with("AL2023_"), "its image is another")
            .or_else(|| when(it.at("RemoteAccess").is_some() || own, "it is started by what somebody says of his own"))
    }),
    ("NodesKeepTheirCredentials", |it| {
        let options = started(it).and_then(|it| value(it, "MetadataOptions"));
        let kept = options.is_some_and(|it| {
            it["HttpTokens"] == "required" && it.get("HttpPutResponseHopLimit").and_then(number) == Some(1.0)
        });
        when(!kept, "pods get its credentials")
    }),
    ("EC2IMDSv2Enabled", |it| {
        let configured = it.at("LaunchConfigurationName").and_then(|by| it.target(by));
        let it = configured.unwrap_or(it);
        let options = it.at("LaunchTemplateData/MetadataOptions").or(it.at("MetadataOptions"));
        when(options.is_none_or(|it| it["HttpTokens"] != "required"), "its metadata is given without a token")
    }),
    ("NodesHaveTheCustomersKey", |it| {
        let disks = list(started(it).and_then(|it| value(it, "BlockDeviceMappings")));
        let kept = |disk: &Value| {
            let key = value(disk, "Ebs/KmsKeyId").map(words).unwrap_or_default();
            value(disk, "Ebs/Encrypted").is_some_and(is_on) && !key.is_empty() && !key.contains("alias/aws/")
        };
        let needed: &[&str] = match it.text("AmiType") {
            Some(kind) if kind.starts_with("BOTTLEROCKET_") => &["/dev/xvda", "/dev/xvdb"],
            _ => &["/dev/xvda"],
        };
        let has = |name: &&str| disks.iter().any(|it| it["DeviceName"] == **name);
        when(!disks.iter().all(kept) || !needed.iter().all(has), "a disk has no key of the customer")
    }),
];

/// How the machines of a node group are started.
fn started(it: Thing<'_>) -> Option<&Value> {
    it.target(it.at("LaunchTemplate/Id")?)?.at("LaunchTemplateData")
}

/// Why subnets are in one zone.
fn zones(it: Thing<'_>, path: &str) -> Option<String> {
    let subnets = it.list(path).iter().filter_map(|at| it.target(at));
    let mut zones: Vec<String> = subnets.filter_map(|it| it.at("AvailabilityZone").map(words_of)).collect();
    zones.sort();
    zones.dedup();
    when(zones.len() < 2 && it.list(path).iter().all(|at| it.target(at).is_some()), "it is in one zone")
}

/// A zone as it is written, since it is chosen by a function.
fn words_of(zone: &Value) -> String {
    zone.to_string()
}

/// Why somebody administers a cluster who may not have proved who he is.
fn administered(it: Thing<'_>) -> Option<String> {
    let works = |it: &Value| {
        let policy = words(&it["PolicyArn"]);
        let some = value(it, "AccessScope/Type").is_some_and(|it| it == "namespace");
        some && (policy.ends_with("/AmazonEKSEditPolicy") || policy.ends_with("/AmazonEKSViewPolicy"))
    };
    if it.list("AccessPolicies").iter().all(works) && it.at("KubernetesGroups").is_none() {
        return None;
    }
    let role = it.at("PrincipalArn").and_then(|at| it.target(at));
    let proven = |it: &Value| {
        it["Effect"] == "Deny" || value(it, "Condition/Bool/aws:MultiFactorAuthPresent").is_some_and(is_on)
    };
    let proven = role.is_some_and(|role| {
        let all = role.list("AssumeRolePolicyDocument/Statement");
        !all.is_empty() && all.iter().all(proven)
    });
    when(!proven, "no second factor is asked for")
}
