//! What is written for clusters, and what is found in them.

use hc_cdk::{
    app::App,
    data::Phi,
    policy::{Hipaa, Production},
};
use serde_json::Value;

use super::{AccessLevel, ClusterAccess, Eks, KubernetesVersion, Machine, NodeImage, Nodes};
use crate::{
    account::AdministratorRole,
    assertions::{Clinic, Template, json},
    iam::Statement,
    perimeter::Perimeter,
    prelude::*,
    region::{self, UsEast1},
};

type Prod = (Hipaa, Production);

fn with(make: impl FnOnce(&mut Stack<Prod>, &Perimeter<Phi>)) -> Stack<Prod> {
    let Clinic { mut stack, zone, .. } = Clinic::<Prod, Phi>::new("clinic", region::UsEast1);
    make(&mut stack, &zone);
    stack
}

fn wards(stack: &mut Stack<Prod>, zone: &Perimeter<Phi>, nodes: Nodes) -> Eks<UsEast1> {
    stack.add("Wards", EksCluster::builder().perimeter(zone).region(region::UsEast1).nodes(nodes).build())
}

fn findings(stack: Stack<Prod>) -> String {
    App::new("test").stack(stack).synthesize().unwrap_err().to_string()
}

#[test]
fn a_cluster_is_written_as_it_was_asked_for() {
    let template = Template::of_stack(with(|stack, zone| drop(wards(stack, zone, Nodes::between(3..=50)))));
    let key = json!({ "Fn::GetAtt": ["Key", "Arn"] });
    let types = ["api", "audit", "authenticator", "controllerManager", "scheduler"].map(|it| json!({ "Type": it }));
    template.has_resource(
        "AWS::EKS::Cluster",
        json!({
            "DependsOn": ["WardsLogs"],
            "Properties": {
                "AccessConfig": { "AuthenticationMode": "API", "BootstrapClusterCreatorAdminPermissions": false },
                "DeletionProtection": true,
                "EncryptionConfig": [{ "Provider": { "KeyArn": key }, "Resources": ["secrets"] }],
                "Logging": { "ClusterLogging": { "EnabledTypes": types } },
                "Name": "clinic-wards",
                "ResourcesVpcConfig": { "EndpointPrivateAccess": true, "EndpointPublicAccess": false },
            },
        }),
    );
    let of = |id: &str| template.json()["Resources"][id].clone();
    assert_eq!(of("WardsLogs")["Properties"]["LogGroupName"], "/aws/eks/clinic-wards/cluster");
    let nodes = of("WardsNodes");
    assert_eq!(nodes["Properties"]["ScalingConfig"], json!({ "DesiredSize": 3, "MaxSize": 50, "MinSize": 3 }));
    assert_eq!(nodes["Properties"]["AmiType"], "BOTTLEROCKET_x86_64");
    let first: Vec<&Value> = nodes["DependsOn"].as_array().unwrap().iter().collect();
    for addon in ["WardsPodIdentityAgent", "WardsPodNetwork", "WardsProxy"] {
        assert!(first.contains(&&Value::from(addon)), "{addon}");
    }
    for addon in ["WardsNames", "WardsMetrics"] {
        assert_eq!(of(addon)["DependsOn"], json!(["WardsNodes"]));
    }
    assert_eq!(of("WardsDisks")["DependsOn"], json!(["WardsDisksPolicy", "WardsNodes"]));
    let encrypts = &of("WardsDisksPolicy")["Properties"]["PolicyDocument"]["Statement"];
    assert!(encrypts.as_array().unwrap().iter().all(|it| it["Resource"] == key), "{encrypts}");
    let started = &of("WardsNodeTemplate")["Properties"]["LaunchTemplateData"];
    assert_eq!(started["MetadataOptions"]["HttpPutResponseHopLimit"], 1);
    let disks = started["BlockDeviceMappings"].as_array().unwrap();
    assert!(disks.len() == 2 && disks.iter().all(|it| it["Ebs"]["KmsKeyId"] == key && it["Ebs"]["Encrypted"] == true));
}

#[test]
fn nodes_are_of_the_size_and_the_image_that_is_said() {
    let nodes = Nodes::between(3..=6).machine(Machine::M7G_LARGE).image(NodeImage::AmazonLinux).disk_gib(50);
    let template = Template::of_stack(with(|stack, zone| drop(wards(stack, zone, nodes))));
    let of = |id: &str| template.json()["Resources"][id]["Properties"].clone();
    assert_eq!(of("WardsNodes")["AmiType"], "AL2023_ARM_64_STANDARD");
    assert_eq!(of("WardsNodes")["InstanceTypes"], json!(["m7g.large"]));
    let disks = &of("WardsNodeTemplate")["LaunchTemplateData"]["BlockDeviceMappings"];
    assert_eq!((&disks[0]["Ebs"]["VolumeSize"], &disks[1]), (&50.into(), &Value::Null));
}

/// A cluster with more nodes than the first.
fn with_more(more: &[(&'static str, Nodes)]) -> Stack<Prod> {
    with(|stack, zone| {
        let wards = EksCluster::builder().perimeter(zone).region(region::UsEast1).nodes(Nodes::between(3..=3));
        let wards = more.iter().fold(wards, |it, (name, nodes)| it.more_nodes(name, nodes.clone()));
        stack.add("Wards", wards.build());
    })
}

#[test]
fn a_cluster_has_nodes_of_several_machines() {
    let models = Nodes::between(3..=4).machine(Machine::M7G_2XLARGE).disk_gib(200);
    let template = Template::of_stack(with_more(&[("models", models), ("night-runs", Nodes::between(3..=9))]));
    let of = |id: &str| template.json()["Resources"][id].clone();
    let groups = ["WardsNodes", "WardsModelsNodes", "WardsNightRunsNodes"].map(of);
    let said = |it: &Value, of: &str| it["Properties"][of].clone();
    assert_eq!(groups.each_ref().map(|it| said(it, "NodegroupName")), ["nodes", "nodes-models", "nodes-night-runs"]);
    assert_eq!(said(&groups[1], "ScalingConfig"), json!({ "DesiredSize": 3, "MaxSize": 4, "MinSize": 3 }));
    assert_eq!(said(&groups[1], "InstanceTypes"), json!(["m7g.2xlarge"]));
    assert_eq!(said(&groups[1], "AmiType"), "BOTTLEROCKET_ARM_64");
    assert!(groups.iter().all(|it| said(it, "NodeRole") == said(&groups[0], "NodeRole")));
    assert!(groups.iter().all(|it| it["DependsOn"].to_string().contains("WardsPodNetwork")));
    let disks = |id: &str| of(id)["Properties"]["LaunchTemplateData"]["BlockDeviceMappings"][1]["Ebs"].clone();
    assert_eq!(disks("WardsModelsNodeTemplate")["VolumeSize"], 200);
    assert_eq!(disks("WardsModelsNodeTemplate")["KmsKeyId"], json!({ "Fn::GetAtt": ["Key", "Arn"] }));
    // As many as somebody says there are: the first are always as many, and others are not.
    assert_eq!(of("WardsAutoscaler")["Properties"]["ServiceAccount"], "cluster-autoscaler");
}

#[test]
fn a_further_group_of_nodes_has_a_name_of_its_own() {
    let nodes = || Nodes::between(3..=4);
    for (more, sentence) in [
        (vec![("", nodes())], "calls a group of nodes ``"),
        (vec![("Models", nodes())], "calls a group of nodes `Models`"),
        (vec![("models", nodes()), ("models", nodes())], "two groups of nodes that are called `models`"),
        (vec![("night-1", nodes()), ("night1", nodes())], "two groups of nodes that are called `night1`"),
        (vec![("models", Nodes::between(0..=0))], "has from 0 to 0 nodes"),
        (vec![("models", Nodes::between(1..=4))], "may have 1 nodes, in 3 zones"),
    ] {
        let found = findings(with_more(&more));
        assert!(found.contains(sentence), "{sentence}\n{found}");
    }
}

#[test]
fn the_autoscaler_scales_this_cluster_and_no_other() {
    let template = Template::of_stack(with(|stack, zone| drop(wards(stack, zone, Nodes::between(3..=50)))));
    let of = |id: &str| template.json()["Resources"][id]["Properties"].clone();
    assert_eq!(of("WardsAutoscaler")["ServiceAccount"], "cluster-autoscaler");
    let trust = &of("WardsAutoscalerRole")["AssumeRolePolicyDocument"]["Statement"][0];
    assert_eq!(trust["Condition"]["ArnEquals"], json!({ "aws:SourceArn": { "Fn::GetAtt": ["Wards", "Arn"] } }));
    let scales = &of("WardsAutoscalerPolicy")["PolicyDocument"]["Statement"][2];
    let this = json!({ "aws:ResourceTag/eks:cluster-name": { "Ref": "Wards" } });
    assert_eq!(scales["Condition"], json!({ "StringEquals": this }));
}

#[test]
fn people_administer_and_pipelines_edit() {
    let template = Template::of_stack(with(|stack, zone| {
        let wards = wards(stack, zone, Nodes::between(3..=50));
        let looks = Statement::allow(actions!["eks:DescribeCluster"], [wards.arn()]);
        let people = stack.add("People", AdministratorRole::builder().purpose("administers").allow(&looks).build());
        stack.add("Access", ClusterAccess::builder().cluster(&wards).role(people.arn()).build());
        let looks = ClusterAccess::builder().cluster(&wards).role(people.arn()).may(AccessLevel::View);
        stack.add("Looking", looks.namespace("wards").build());
    }));
    let of = |id: &str| template.json()["Resources"][id]["Properties"]["AccessPolicies"][0].clone();
    assert!(of("Access")["PolicyArn"].to_string().contains("AmazonEKSClusterAdminPolicy"));
    assert_eq!(of("Access")["AccessScope"], json!({ "Type": "cluster" }));
    assert_eq!(of("Looking")["AccessScope"], json!({ "Namespaces": ["wards"], "Type": "namespace" }));
}

#[test]
fn what_only_values_show_is_found() {
    let stack = with(|stack, zone| {
        let wards = wards(stack, zone, Nodes::between(1..=50));
        let (least, most) = (5, 3);
        let west = EksCluster::builder().perimeter(zone).region(region::UsWest2).nodes(Nodes::between(least..=most));
        stack.add("West", west.build());
        let looks = Statement::allow(actions!["eks:DescribeCluster"], [wards.arn()]);
        let people = stack.add("People", AdministratorRole::builder().purpose("looks").allow(&looks).build());
        let access = || ClusterAccess::builder().cluster(&wards).role(people.arn());
        stack.add("All", access().namespace("wards").build());
        stack.add("None", access().may(AccessLevel::Edit).build());
    });
    let findings = findings(stack);
    for sentence in [
        "`clinic/Wards` may have 1 nodes, in 3 zones",
        "`clinic/West` is said to be in us-west-2, and its stack is in us-east-1",
        "`clinic/West` has from 5 to 3 nodes",
        "`clinic/All` administers the cluster, in some namespaces alone",
        "`clinic/None` may do something in no namespace",
    ] {
        assert!(findings.contains(sentence), "{sentence}\n{findings}");
    }
}

#[test]
fn add_ons_of_another_version_have_to_be_named() {
    let stack = with(|stack, zone| {
        let bare = EksCluster::builder().perimeter(zone).region(region::UsEast1).nodes(Nodes::between(3..=3));
        stack.add("Bare", bare.version(KubernetesVersion::new("1.36")).build());
    });
    let findings = findings(stack);
    assert!(findings.contains("`BareProxy` (`AWS::EKS::Addon`), which is of whatever version EKS takes"), "{findings}");
}
