//! Services that call each other, from description to template, and calls that lead nowhere.

use hc_cdk::{
    data::Phi,
    policy::{Hipaa, Production},
    prelude::*,
};
use serde_json::{Value as Tree, json};

use super::{Cluster, FargateServiceBuilder, Service};
use crate::{
    assertions::{Clinic, Template},
    prelude::*,
    region,
};

type Prod = (Hipaa, Production);

const IMAGE: Image =
    image!("registry.example/api@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08");

fn clinic() -> (Clinic<Prod, Phi>, Cluster) {
    let mut clinic = Clinic::new("clinic", region::UsEast1);
    let cluster = FargateCluster::builder().key(&clinic.key).mesh().build();
    let cluster = clinic.stack.add("Cluster", cluster);
    (clinic, cluster)
}

/// A service as far as all of them go.
macro_rules! service {
    ($clinic:expr, $cluster:expr) => {
        FargateService::builder().perimeter(&$clinic.zone).image(IMAGE).port(8080).cluster($cluster)
    };
}

fn billing(clinic: &mut Clinic<Prod, Phi>, cluster: &Cluster) -> Service<Phi> {
    let billing = service!(clinic, cluster).build();
    clinic.stack.add("Billing", billing)
}

fn findings(clinic: Clinic<Prod, Phi>) -> String {
    App::new("clinic").stack(clinic.stack).check().err().map(|it| it.to_string()).unwrap_or_default()
}

fn properties(resources: &Tree, id: &str) -> Tree {
    resources[id]["Properties"].clone()
}

#[test]
fn services_of_a_mesh_call_each_other_over_tls() {
    let (mut clinic, cluster) = clinic();
    let billing = billing(&mut clinic, &cluster);
    let visits = service!(clinic, &cluster).connect(&billing).build();
    clinic.stack.add("Visits", visits);
    let letters = FargateWorker::builder().perimeter(&clinic.zone).image(IMAGE).cluster(&cluster).connect(&billing);
    clinic.stack.add("Letters", letters.build());
    let resources = Template::of_stack(clinic.stack).json()["Resources"].clone();

    let joined = |id: &str| properties(&resources, id)["ServiceConnectConfiguration"].clone();
    let (called, calling) = (joined("Billing"), joined("Letters"));
    let names = json!({ "Fn::GetAtt": ["ClusterNames", "Arn"] });
    assert_eq!((&called["Enabled"], &called["Namespace"]), (&json!(true), &names));
    assert_eq!((&calling["Enabled"], &calling["Namespace"], &calling["Services"]), (&json!(true), &names, &Tree::Null));
    let tls = json!({
        "IssuerCertificateAuthority": { "AwsPcaAuthorityArn": { "Ref": "ClusterAuthorityActivation" } },
        "KmsKey": { "Fn::GetAtt": ["Key", "Arn"] },
        "RoleArn": { "Fn::GetAtt": ["ClusterIssuer", "Arn"] },
    });
    let of_billing = json!([{
        "ClientAliases": [{ "DnsName": "clinic-billing", "Port": 8080 }],
        "DiscoveryName": "clinic-billing",
        "PortName": "app",
        "Tls": tls,
    }]);
    assert_eq!(called["Services"], of_billing);
    let container = |id: &str| properties(&resources, id)["ContainerDefinitions"][0].clone();
    let port = json!([{ "AppProtocol": "http", "ContainerPort": 8080, "Name": "app", "Protocol": "tcp" }]);
    assert_eq!(container("BillingTask")["PortMappings"], port);
    let told = container("VisitsTask")["Environment"].to_string();
    for variable in [r#"{"Name":"BILLING_HOST","Value":"clinic-billing"}"#, r#"{"Name":"BILLING_PORT","Value":"8080"}"#]
    {
        assert!(told.contains(variable), "{told}");
    }
}

#[test]
fn whoever_calls_is_let_in_by_group_and_port_and_comes_after_what_it_calls() {
    let (mut clinic, cluster) = clinic();
    let billing = billing(&mut clinic, &cluster);
    let visits = service!(clinic, &cluster).connect(&billing).build();
    clinic.stack.add("Visits", visits);
    let resources = Template::of_stack(clinic.stack).json()["Resources"].clone();
    let way = properties(&resources, "VisitsBillingIngress");
    let group = |id: &str| json!({ "Fn::GetAtt": [id, "GroupId"] });
    assert_eq!(
        (&way["GroupId"], &way["SourceSecurityGroupId"]),
        (&group("BillingGroup"), &group("VisitsGroup")),
        "{way}"
    );
    assert_eq!((&way["FromPort"], &way["ToPort"]), (&json!(8080), &json!(8080)));
    let waits = resources["Visits"]["DependsOn"].as_array().unwrap();
    assert!(waits.contains(&"Billing".into()), "{waits:?}");
    assert!(!resources["Billing"]["DependsOn"].as_array().unwrap().contains(&"Visits".into()));
    let signs = resources["ClusterAuthorityActivation"]["DependsOn"].clone();
    assert_eq!(signs, json!(["ClusterIssuerPolicy"]), "a service asks for certificates as soon as it is there");
}

#[test]
fn the_way_in_speaks_tls_to_what_is_in_a_mesh() {
    let protocols = |meshed: bool| {
        let (mut clinic, cluster) = clinic();
        let plain = clinic.stack.add("Plain", FargateCluster::builder().key(&clinic.key).build());
        let api = billing(&mut clinic, if meshed { &cluster } else { &plain });
        let certificate = arn!(crate::kind::CertificateArn, "arn:aws:acm:us-east-1:111122223333:certificate/0b1c2d3e");
        let front = HttpsEndpoint::builder().target(&api).domain("api.example.org");
        clinic.stack.add("Front", front.certificate(&Certificate::existing(certificate)).build());
        let resources = Template::of_stack(clinic.stack).json()["Resources"].clone();
        let targets = resources.as_object().unwrap().values();
        let targets = targets.filter(|it| it["Type"] == "AWS::ElasticLoadBalancingV2::TargetGroup");
        let it = targets.map(|it| it["Properties"].clone()).next().unwrap();
        [it["Protocol"].clone(), it["HealthCheckProtocol"].clone()]
    };
    assert_eq!(
        (protocols(true), protocols(false)),
        (["HTTPS", "HTTPS"].map(Tree::from), ["HTTP", "HTTP"].map(Tree::from))
    );
}

#[test]
fn what_is_in_no_mesh_calls_nobody() {
    let calls = |call: fn(&mut Clinic<Prod, Phi>, &Cluster, &Service<Phi>)| {
        let (mut clinic, cluster) = clinic();
        let billing = billing(&mut clinic, &cluster);
        call(&mut clinic, &cluster, &billing);
        findings(clinic)
    };
    let elsewhere = "calls `Billing`, and is not in the mesh of its cluster";
    let alone = calls(|clinic, _, billing| {
        let alone: FargateServiceBuilder<Phi, _> =
            FargateService::builder().perimeter(&clinic.zone).image(IMAGE).port(8080);
        clinic.stack.add("Visits", alone.connect(billing).build());
    });
    assert!(alone.contains(&format!("`clinic/Visits` {elsewhere}")), "{alone}");
    let other = calls(|clinic, _, billing| {
        let other = clinic.stack.add("Other", FargateCluster::builder().key(&clinic.key).mesh().build());
        let visits = service!(clinic, &other).connect(billing).build();
        clinic.stack.add("Visits", visits);
    });
    assert!(other.contains(&format!("`clinic/Visits` {elsewhere}")), "{other}");
    let task = calls(|clinic, cluster, billing| {
        let task = FargateTask::builder().perimeter(&clinic.zone).image(IMAGE).cluster(cluster).connect(billing);
        clinic.stack.add("Import", task.build());
    });
    assert!(task.contains(&format!("`clinic/Import` {elsewhere}")), "{task}");
    let function = calls(|clinic, _, billing| {
        let code = image!(
            "111122223333.dkr.ecr.us-east-1.amazonaws.com/import@sha256:60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752"
        );
        let function = Function::builder().perimeter(&clinic.zone).code(code).connect(billing);
        clinic.stack.add("Import", function.build());
    });
    assert!(function.contains(&format!("`clinic/Import` {elsewhere}")), "{function}");
}

#[test]
fn what_is_in_no_mesh_is_called_by_nobody() {
    let (mut clinic, cluster) = clinic();
    let plain = clinic.stack.add("Plain", FargateCluster::builder().key(&clinic.key).build());
    let billing = billing(&mut clinic, &plain);
    let visits = service!(clinic, &cluster).connect(&billing).build();
    clinic.stack.add("Visits", visits);
    let found = findings(clinic);
    assert!(found.contains("`clinic/Visits` calls `Billing`, whose cluster has no mesh"), "{found}");
}

#[test]
fn a_name_in_a_mesh_has_64_characters_at_most() {
    let named = |name: String| {
        let (mut clinic, cluster) = clinic();
        let service = service!(clinic, &cluster).build();
        clinic.stack.add(name, service);
        findings(clinic)
    };
    let found = named("A".repeat(58));
    assert!(found.contains("and 64 characters are the most there"), "{found}");
    assert_eq!(named("A".repeat(57)), "");
}

#[test]
fn data_flows_between_services_that_call_each_other() {
    let (mut clinic, cluster) = clinic();
    let billing = billing(&mut clinic, &cluster);
    let visits = service!(clinic, &cluster).connect(&billing).build();
    clinic.stack.add("Visits", visits);
    let model = clinic.stack.model();
    let of = |name: &str| model.constructs.iter().position(|it| it.path == name).unwrap();
    let ends = |it: &hc_cdk::model::Flow| [it.from.index(), it.to.index()];
    let between = [of("Billing"), of("Visits")];
    assert!(model.flows.iter().any(|it| between.iter().all(|end| ends(it).contains(end))));
}
