//! A workload of a cluster that uses a database of a stack: both sides of the connection, read as JSON and as YAML.

use std::collections::BTreeSet;

use hc_cdk::{
    cluster::Cluster,
    data::{Internal, Phi},
    image::Image,
    outputs::Outputs,
    policy::{Hipaa, Production},
    prelude::*,
};
use hc_cdk_aws::{
    database::Database,
    kind::{KeyArn, OidcProviderArn},
    network::{ExistingVpc, Network},
    prelude::*,
    region,
};
use hc_cdk_k8s::{
    assertions::{Manifest, Object},
    prelude::*,
};
use serde_json::Value as Tree;

use crate::oracle::items;

pub(crate) type Prod = (Hipaa, Production);

pub(crate) const IMAGE: Image =
    image!("registry.example/a@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08");
const ISSUER: &str = "oidc.eks.us-east-1.amazonaws.com/id/0B1C2D3E4F5061728394A5B6C7D8E9F0";

pub(crate) fn cluster() -> Cluster<region::UsEast1> {
    let provider = arn!(
        OidcProviderArn,
        "arn:aws:iam::111122223333:oidc-provider/oidc.eks.us-east-1.amazonaws.com/id/0B1C2D3E4F5061728394A5B6C7D8E9F0"
    );
    EksCluster::existing("clinic-eu", region::UsEast1, provider, Value::literal("sg-0a1b2c3d"))
}

/// A stack with a database in a network of its own or in another one.
pub(crate) fn data(network: Option<Network>) -> (Stack<Prod>, Database<Phi>) {
    let mut stack = Stack::<Prod>::new("clinic-data", region::UsEast1);
    let key = stack.add("Key", CustomerKey::builder().build());
    let trail = stack.add("Audit", AuditTrail::builder().key(&key).build());
    let vpc = network.unwrap_or_else(|| {
        stack.add("Network", Vpc::builder().cidr(cidr!("10.20.0.0/16")).key(&key).zones(Zones::Three).build())
    });
    let clinical = stack.add("Clinical", Perimeter::<Phi>::builder().vpc(&vpc).key(&key).trail(&trail).build());
    let records = EncryptedDatabase::builder().perimeter(&clinical).engine(Postgres::V17).build();
    let records = stack.add("PatientRecords", records);
    (stack, records)
}

/// Jobs that administer the database.
pub(crate) fn claims(chart: &mut Chart<Prod>, records: &Database<Phi>) {
    let zone = chart.add("Clinical", Namespace::<Phi>::builder().build());
    for name in ["Claims", "Billing", "Nightly"] {
        let job = CronJob::builder().perimeter(&zone).image(IMAGE).schedule(cron!("0 3 * * *"));
        let job = job.connect(&records.administrator());
        chart.add(name, job.resources(cpu!("250m"), memory!("256Mi")).build());
    }
}

pub(crate) fn app() -> App {
    let (stack, records) = data(None);
    let mut chart = Chart::<Prod>::in_cluster("clinic", &cluster());
    claims(&mut chart, &records);
    App::new("clinic").stack(stack).stack(chart)
}

fn template(app: &App) -> Tree {
    let files = app.synthesize().unwrap_or_else(|findings| panic!("{findings}"));
    let file = files.iter().find(|file| file.path == "clinic-data.template.json").unwrap();
    serde_json::from_slice(&file.bytes).unwrap()
}

/// The resources of a type, by their names.
pub(crate) fn of_type<'a>(template: &'a Tree, kind: &str) -> Vec<(&'a str, &'a Tree)> {
    let resources = template["Resources"].as_object().unwrap().iter();
    resources.filter(|(_, it)| it["Type"] == kind).map(|(name, it)| (name.as_str(), &it["Properties"])).collect()
}

pub(crate) fn objects(app: &App) -> Manifest {
    Manifest::of(app, "clinic")
}

const WORKLOADS: [(&str, &str); 3] = [("CronJob", "claims"), ("CronJob", "billing"), ("CronJob", "nightly")];

#[test]
fn each_role_is_for_one_account_and_reads_one_secret_by_one_key() {
    let (app, mut subjects) = (app(), BTreeSet::new());
    let template = template(&app);
    for (name, role) in of_type(&template, "AWS::IAM::Role") {
        let trust = &role["AssumeRolePolicyDocument"]["Statement"][0];
        if trust["Action"] != "sts:AssumeRoleWithWebIdentity" {
            continue;
        }
        assert_eq!(trust["Principal"]["Federated"], format!("arn:aws:iam::111122223333:oidc-provider/{ISSUER}"));
        let condition = trust["Condition"].as_object().unwrap();
        assert_eq!(condition.len(), 1);
        assert_eq!(condition["StringEquals"][format!("{ISSUER}:aud")], "sts.amazonaws.com");
        subjects.insert(condition["StringEquals"][format!("{ISSUER}:sub")].as_str().unwrap().to_owned());

        let policies = of_type(&template, "AWS::IAM::ManagedPolicy");
        let mine: Vec<_> = policies.iter().filter(|(_, it)| it["Roles"][0]["Ref"] == name).collect();
        assert_eq!(mine.len(), 1, "{name}");
        let statements = mine[0].1["PolicyDocument"]["Statement"].as_array().unwrap();
        assert_eq!(statements.len(), 2);
        assert_eq!(statements[0]["Action"], "secretsmanager:GetSecretValue");
        let secret = serde_json::json!({"Fn::GetAtt": ["PatientRecords", "MasterUserSecret.SecretArn"]});
        assert_eq!(statements[0]["Resource"], secret);
        assert_eq!(statements[1]["Action"], "kms:Decrypt");
        assert_eq!(statements[1]["Resource"], serde_json::json!({"Fn::GetAtt": ["Key", "Arn"]}));
    }
    let account = |name: &str| format!("system:serviceaccount:clinic-clinical:{name}-patient-records");
    assert_eq!(subjects, WORKLOADS.map(|(_, name)| account(name)).into());

    let objects = objects(&app);
    for (_, name) in WORKLOADS {
        let account = objects.object("ServiceAccount", &format!("{name}-patient-records"));
        assert_eq!(account.namespace(), Some("clinic-clinical"));
        assert_eq!(account.json()["automountServiceAccountToken"].as_bool(), Some(false));
    }
}

#[test]
fn the_database_takes_the_cluster_once_and_on_its_port_only() {
    let template = template(&app());
    let from_cluster: Vec<_> = of_type(&template, "AWS::EC2::SecurityGroupIngress")
        .into_iter()
        .filter(|(_, it)| it["SourceSecurityGroupId"] == "sg-0a1b2c3d")
        .collect();
    assert_eq!(from_cluster.len(), 1);
    let (_, rule) = from_cluster[0];
    assert_eq!((&rule["FromPort"], &rule["ToPort"]), (&Tree::from(5432), &Tree::from(5432)));
    assert_eq!(rule["GroupId"], serde_json::json!({"Fn::GetAtt": ["PatientRecordsGroup", "GroupId"]}));
}

#[test]
fn a_workload_reaches_the_subnets_of_the_database_and_nothing_else_outside() {
    let app = app();
    let template = template(&app);
    let subnets = &of_type(&template, "AWS::RDS::DBSubnetGroup")[0].1["SubnetIds"];
    let networks: BTreeSet<&str> = subnets
        .as_array()
        .unwrap()
        .iter()
        .map(|subnet| subnet["Fn::GetAtt"][0].as_str().or(subnet["Ref"].as_str()).unwrap())
        .map(|name| template["Resources"][name]["Properties"]["CidrBlock"].as_str().unwrap())
        .collect();
    assert_eq!(networks.len(), 3);
    let objects = objects(&app);
    let with_blocks: Vec<&Object> = objects
        .objects()
        .filter(|it| it.kind() == "NetworkPolicy")
        .filter(|it| {
            items(&it.json()["spec"]["egress"])
                .iter()
                .flat_map(|it| items(&it["to"]))
                .any(|it| !it["ipBlock"].is_null())
        })
        .collect();
    assert_eq!(with_blocks.len(), WORKLOADS.len());
    for (_, name) in WORKLOADS {
        let spec = &objects.object("NetworkPolicy", &format!("{name}-to-patient-records")).json()["spec"];
        assert_eq!(spec["podSelector"]["matchLabels"]["app.kubernetes.io/name"].as_str(), Some(name));
        assert_eq!(items(&spec["egress"]).len(), 1);
        let rule = &spec["egress"][0];
        let blocks = items(&rule["to"]).iter().map(|it| it["ipBlock"]["cidr"].as_str().unwrap());
        assert_eq!(blocks.collect::<BTreeSet<_>>(), networks);
        assert_eq!(items(&rule["ports"]).len(), 1);
        assert_eq!(rule["ports"][0]["port"].as_i64(), Some(5432));
    }
}

#[test]
fn the_credentials_come_by_an_external_secret_and_the_host_by_an_output() {
    let app = app();
    let template = template(&app);
    let objects = objects(&app);
    let place = |resource: &str, attribute: &str| {
        let outputs = template["Outputs"].as_object().unwrap().iter();
        let value = serde_json::json!({"Fn::GetAtt": [resource, attribute]});
        let found: Vec<&String> = outputs.filter(|(_, it)| it["Value"] == value).map(|(name, _)| name).collect();
        assert_eq!(found.len(), 1, "{resource} {attribute}");
        format!("${{clinic_data_{}}}", found[0])
    };
    for (kind, name) in WORKLOADS {
        let own = format!("{name}-patient-records");
        let role = place(&format!("PatientRecordsForClinic{}{}", name[..1].to_uppercase(), &name[1..]), "Arn");
        let account = objects.object("ServiceAccount", &own);
        assert_eq!(
            account.json()["metadata"]["annotations"]["eks.amazonaws.com/role-arn"].as_str(),
            Some(role.as_str())
        );

        let provider = &objects.object("SecretStore", &own).json()["spec"]["provider"]["aws"];
        assert_eq!(provider["region"].as_str(), Some("us-east-1"));
        assert_eq!(provider["auth"]["jwt"]["serviceAccountRef"]["name"].as_str(), Some(own.as_str()));

        let secret = &objects.object("ExternalSecret", &own).json()["spec"];
        assert_eq!(secret["secretStoreRef"]["name"].as_str(), Some(own.as_str()));
        assert_eq!(secret["target"]["name"].as_str(), Some(own.as_str()));
        assert_eq!(secret["refreshInterval"].as_str(), Some("5m"));
        let arn = place("PatientRecords", "MasterUserSecret.SecretArn");
        for (entry, field) in items(&secret["data"]).iter().zip(["username", "password"]) {
            assert_eq!(entry["secretKey"].as_str(), Some(field));
            assert_eq!(entry["remoteRef"]["key"].as_str(), Some(arn.as_str()));
            assert_eq!(entry["remoteRef"]["property"].as_str(), Some(field));
        }

        let pod = &objects.object(kind, name).pods().unwrap()["spec"];
        assert_eq!(pod["serviceAccountName"].as_str(), Some(name));
        let variable = |end: &str| {
            let all = items(&pod["containers"][0]["env"]).iter();
            let name = format!("PATIENT_RECORDS_{end}");
            let found: Vec<_> = all.filter(|it| it["name"].as_str() == Some(&name)).collect();
            assert_eq!(found.len(), 1, "{name}");
            found[0]
        };
        assert_eq!(variable("HOST")["value"].as_str(), Some(place("PatientRecords", "Endpoint.Address").as_str()));
        assert_eq!(variable("PORT")["value"].as_str(), Some("5432"));
        assert_eq!(variable("NAME")["value"].as_str(), Some("main"));
        let folder = variable("SECRET_FILES")["value"].as_str().unwrap();
        for (end, field) in [("USERNAME_FILE", "username"), ("PASSWORD_FILE", "password")] {
            assert_eq!(variable(end)["value"].as_str(), Some(format!("{folder}/{field}").as_str()));
        }
        let mounts = items(&pod["containers"][0]["volumeMounts"]);
        let mount = mounts.iter().find(|it| it["mountPath"].as_str() == Some(folder)).unwrap();
        assert_eq!(mount["readOnly"].as_bool(), Some(true));
        let volume = items(&pod["volumes"]).iter().find(|it| it["name"] == mount["name"]).unwrap();
        assert_eq!(volume["secret"]["secretName"].as_str(), Some(own.as_str()));
    }
}

#[test]
fn a_pod_mounts_no_files_of_another_target() {
    let (mut stack, _) = data(None);
    let key = CustomerKey::existing(arn!(KeyArn, "arn:aws:kms:us-east-1:111122223333:key/1a2b"));
    let trail = stack.add("Trail", AuditTrail::builder().key(&key).build());
    let vpc = stack.add("Other", Vpc::builder().cidr(cidr!("10.30.0.0/16")).key(&key).build());
    let zone = stack.add("Zone", Perimeter::<Phi>::builder().vpc(&vpc).key(&key).trail(&trail).build());
    let uploads = stack.add("Uploads", FileSystem::builder().perimeter(&zone).build());
    let mut chart = Chart::<Prod>::in_cluster("clinic", &cluster());
    let zone = chart.add("Clinical", Namespace::<Phi>::builder().build());
    let claims = Workload::builder().perimeter(&zone).image(IMAGE).port(8080).probes(Probes::tcp());
    chart.add("Claims", claims.resources(cpu!("250m"), memory!("256Mi")).connect(&uploads).build());
    let findings = App::new("clinic").stack(stack).stack(chart).synthesize().unwrap_err().to_string();
    let expected = "`clinic/Claims` connects to `uploads`, files that `EFS` keeps, which no pod here mounts";
    assert!(findings.contains(expected), "{findings}");
}

#[test]
fn a_pod_calls_no_service_in_a_mesh_of_another_target() {
    let (mut stack, _) = data(None);
    let key = CustomerKey::existing(arn!(KeyArn, "arn:aws:kms:us-east-1:111122223333:key/1a2b"));
    let trail = stack.add("Trail", AuditTrail::builder().key(&key).build());
    let vpc = stack.add("Other", Vpc::builder().cidr(cidr!("10.30.0.0/16")).key(&key).build());
    let zone = stack.add("Zone", Perimeter::<Phi>::builder().vpc(&vpc).key(&key).trail(&trail).build());
    let meshed = stack.add("Cluster", FargateCluster::builder().key(&key).mesh().build());
    let billing = FargateService::builder().perimeter(&zone).image(IMAGE).port(8080).cluster(&meshed);
    let billing = stack.add("Billing", billing.build());
    let mut chart = Chart::<Prod>::in_cluster("clinic", &cluster());
    let zone = chart.add("Clinical", Namespace::<Phi>::builder().build());
    let claims = Workload::builder().perimeter(&zone).image(IMAGE).port(8080).probes(Probes::tcp());
    chart.add("Claims", claims.resources(cpu!("250m"), memory!("256Mi")).connect(&billing).build());
    let findings = App::new("clinic").stack(stack).stack(chart).synthesize().unwrap_err().to_string();
    assert!(findings.contains("`clinic/Claims` calls `billing`, which is in a mesh that no pod is in"), "{findings}");
}

#[test]
fn the_order_in_which_the_app_takes_them_does_not_matter() {
    let (stack, records) = data(None);
    let mut chart = Chart::<Prod>::in_cluster("clinic", &cluster());
    claims(&mut chart, &records);
    let turned = App::new("clinic").stack(chart).stack(stack);
    assert_eq!(template(&turned), template(&app()));
    assert_eq!(objects(&turned), objects(&app()));
}

#[test]
fn outputs_fill_in_what_was_left_open() {
    let outputs = |template: &Tree| {
        let values =
            template["Outputs"].as_object().unwrap().keys().map(|name| (name.clone(), format!("the-{name}").into()));
        serde_json::json!({"clinic-data": values.collect::<serde_json::Map<_, _>>()})
    };
    let all = outputs(&template(&app()));
    let filled = app().deployed(Outputs::parse(&all.to_string()).unwrap());
    let files = filled.synthesize().unwrap();
    let text = String::from_utf8(files.iter().find(|it| it.path == "k8s/clinic.yaml").unwrap().bytes.clone()).unwrap();
    assert!(!text.contains("${"), "{text}");
    assert!(text.contains("value: the-ExportPatientRecordsEndpointAddress"), "{text}");

    let mut less = all;
    less["clinic-data"].as_object_mut().unwrap().remove("ExportPatientRecordsEndpointAddress");
    let findings = app().deployed(Outputs::parse(&less.to_string()).unwrap()).synthesize().unwrap_err().to_string();
    let expected =
        "needs the output `ExportPatientRecordsEndpointAddress` of `clinic-data`, which the outputs do not have";
    assert!(findings.contains(expected), "{findings}");
    assert!(findings.contains("kubernetes/stores.rs:"), "{findings}");
}

#[test]
fn the_graph_shows_the_flow_and_the_chart_is_deployed_after_the_stack() {
    let app = app();
    let checked = app.check().unwrap();
    assert_eq!(checked.links().needs(1).collect::<Vec<_>>(), [0]);
    let flows: Vec<_> = app.stacks()[1].flows.iter().collect();
    assert_eq!(flows.len(), WORKLOADS.len());
    assert!(flows.iter().all(|flow| flow.to.stack().name() == "clinic-data"));
}

pub(crate) fn found(app: &App) -> String {
    app.synthesize().err().map(|findings| findings.to_string()).unwrap_or_default()
}

#[test]
fn a_chart_says_in_which_cluster_it_runs() {
    let (stack, records) = data(None);
    let mut chart = Chart::<Prod>::new("clinic");
    claims(&mut chart, &records);
    let found = found(&App::new("clinic").stack(stack).stack(chart));
    let expected =
        "`clinic/Claims` uses the store `PatientRecords` of another stack, and nothing says in which cluster it runs";
    assert!(found.contains(expected), "{found}");
}

#[test]
fn a_cluster_is_in_the_region_of_the_store() {
    let (stack, records) = data(None);
    let provider =
        arn!(OidcProviderArn, "arn:aws:iam::111122223333:oidc-provider/oidc.eks.us-west-2.amazonaws.com/id/0B");
    let cluster = EksCluster::existing("clinic", region::UsWest2, provider, Value::literal("sg-0a1b2c3d"));
    let mut chart = Chart::<Prod>::in_cluster("clinic", &cluster);
    claims(&mut chart, &records);
    let found = found(&App::new("clinic").stack(stack).stack(chart));
    assert!(found.contains("runs in us-west-2, and the store `PatientRecords` is in us-east-1"), "{found}");
}

#[test]
fn the_app_has_the_stack_of_the_store() {
    let (_stack, records) = data(None);
    let mut chart = Chart::<Prod>::in_cluster("clinic", &cluster());
    claims(&mut chart, &records);
    let found = found(&App::new("clinic").stack(chart));
    assert!(found.contains("`clinic/Claims` uses the stack `clinic-data`, which is not in the app"), "{found}");
    assert!(found.contains("help: add that stack to the app; a test that looks at one"), "{found}");
}

#[test]
fn an_existing_network_says_where_its_stores_are() {
    let existing = || {
        Vpc::existing(ExistingVpc {
            id: Value::literal("vpc-1"),
            public: [Value::literal("subnet-1"), Value::literal("subnet-2")],
            private: [Value::literal("subnet-3"), Value::literal("subnet-4")],
            isolated: [Value::literal("subnet-5"), Value::literal("subnet-6")],
        })
    };
    let with = |network: Network| {
        let (stack, records) = data(Some(network));
        let mut chart = Chart::<Prod>::in_cluster("clinic", &cluster());
        claims(&mut chart, &records);
        App::new("clinic").stack(stack).stack(chart)
    };
    let found = found(&with(existing()));
    assert!(found.contains("connects to `patient-records`, and nothing says in which networks that is"), "{found}");
    assert!(found.contains("`Vpc::existing(..).isolated_in("), "{found}");
    let app = with(existing().isolated_in([cidr!("10.9.0.0/24"), cidr!("10.9.1.0/24")]));
    let objects = objects(&app);
    let rule = &objects.object("NetworkPolicy", "claims-to-patient-records").json()["spec"]["egress"][0];
    let blocks: Vec<_> = items(&rule["to"]).iter().filter_map(|it| it["ipBlock"]["cidr"].as_str()).collect();
    assert_eq!(blocks, ["10.9.0.0/24", "10.9.1.0/24"]);
}

#[test]
fn a_value_of_a_stack_is_a_variable_of_a_workload() {
    let (stack, records) = data(None);
    let mut chart = Chart::<Prod>::in_cluster("clinic", &cluster());
    let zone = chart.add("Public", Namespace::<Internal>::builder().build());
    let workload = Workload::builder().perimeter(&zone).image(IMAGE).port(8080).probes(Probes::tcp());
    chart.add(
        "Claims",
        workload.resources(cpu!("250m"), memory!("256Mi")).variable(variable!("RECORDS", records.endpoint())).build(),
    );
    let objects = objects(&App::new("clinic").stack(stack).stack(chart));
    let pod = &objects.object("Deployment", "claims").pods().unwrap()["spec"]["containers"][0];
    assert_eq!(pod["env"][0]["value"].as_str(), Some("${clinic_data_ExportPatientRecordsEndpointAddress}"));
}
