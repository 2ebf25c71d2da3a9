//! Workloads that use databases, where names meet: several databases, several clusters, things that are called alike.

use hc_cdk::{
    cluster::Cluster,
    data::Phi,
    prelude::*,
    uses::{LetsIn, Usable},
};
use hc_cdk_aws::{assertions::Clinic, database::Database, kind::OidcProviderArn, prelude::*, region};
use hc_cdk_k8s::{assertions::Ward, chart::Kubernetes, prelude::*};
use serde_json::Value as Tree;

use crate::{
    oracle::items,
    stores::{IMAGE, Prod, found, objects, of_type},
};

pub(crate) fn cluster(name: &'static str, group: &'static str) -> Cluster<region::UsEast1> {
    let provider =
        arn!(OidcProviderArn, "arn:aws:iam::111122223333:oidc-provider/oidc.eks.us-east-1.amazonaws.com/id/0B");
    EksCluster::existing(name, region::UsEast1, provider, Value::literal(group))
}

#[test]
fn the_group_of_the_nodes_is_a_group() {
    let (stack, records) = one("clinic");
    let Ward { mut chart, zone } = ward("wards", &cluster("north", "nodes"));
    claims(&mut chart, &zone, &records.administrator());
    let said = found(&App::new("clinic").stack(stack).stack(chart));
    assert!(said.contains("names `nodes`, which is no identifier that begins with `sg-`"), "{said}");
}

/// A stack with databases of these names, and what else `more` puts into its perimeter.
fn data<const N: usize>(
    name: &str,
    databases: [&'static str; N],
    more: impl FnOnce(&mut Stack<Prod>, &Perimeter<Phi>, &[Database<Phi>; N]),
) -> (Stack<Prod>, [Database<Phi>; N]) {
    let Clinic { mut stack, zone, .. } = Clinic::new(name, region::UsEast1);
    let databases = databases
        .map(|name| stack.add(name, EncryptedDatabase::builder().perimeter(&zone).engine(Postgres::V17).build()));
    more(&mut stack, &zone, &databases);
    (stack, databases)
}

fn one(name: &str) -> (Stack<Prod>, Database<Phi>) {
    let (stack, [records]) = data(name, ["Records"], |_, _, _| {});
    (stack, records)
}

fn ward(name: &str, cluster: &Cluster<region::UsEast1>) -> Ward<Prod, Phi> {
    Ward::of(Chart::in_cluster(name, cluster))
}

/// A job that uses a database.
fn claims<U>(chart: &mut Chart<Prod>, zone: &Namespace<Phi>, store: &U)
where
    U: Usable<Class = Phi, Target: LetsIn<Kubernetes>>,
{
    let job = CronJob::builder().perimeter(zone).image(IMAGE).schedule(cron!("0 3 * * *")).connect(store);
    chart.add("Claims", job.resources(cpu!("250m"), memory!("256Mi")).build());
}

/// A chart for a cluster with a job that administers a database.
fn chart(name: &str, cluster: &Cluster<region::UsEast1>, records: &Database<Phi>) -> Chart<Prod> {
    let Ward { mut chart, zone } = ward(name, cluster);
    claims(&mut chart, &zone, &records.administrator());
    chart
}

fn template(app: &App, stack: &str) -> Tree {
    let files = app.synthesize().unwrap_or_else(|findings| panic!("{findings}"));
    let file = files.iter().find(|file| file.path == format!("{stack}.template.json")).unwrap();
    serde_json::from_slice(&file.bytes).unwrap()
}

/// The number of findings.
fn count(findings: &str) -> usize {
    findings.matches("error").count()
}

#[test]
fn every_cluster_reaches_the_database_by_a_rule_of_its_own() {
    let (stack, records) = one("data");
    let north = chart("clinic", &cluster("north", "sg-1"), &records);
    let south = chart("branch", &cluster("south", "sg-2"), &records);
    let template = template(&App::new("clinic").stack(stack).stack(north).stack(south), "data");
    let groups: Vec<&Tree> = of_type(&template, "AWS::EC2::SecurityGroupIngress")
        .into_iter()
        .map(|(_, it)| &it["SourceSecurityGroupId"])
        .filter(|it| it.is_string())
        .collect();
    assert_eq!(groups, ["sg-1", "sg-2"]);
}

#[test]
fn two_clusters_of_one_name_are_told_apart_or_refused() {
    for other in ["north-east", "northEast"] {
        let (stack, records) = one("data");
        let first = chart("clinic", &cluster("north-east", "sg-1"), &records);
        let second = chart("branch", &cluster(other, "sg-2"), &records);
        let findings = found(&App::new("clinic").stack(stack).stack(first).stack(second));
        let expected =
            format!("`branch/Claims` runs in the cluster `{other}`, and another cluster of that name reaches the same");
        assert!(findings.contains(&expected), "{findings}");
        assert_eq!(count(&findings), 1, "{findings}");
    }
    // The same cluster may be described at two places of a program.
    let (stack, records) = one("data");
    let charts = ["clinic", "branch"].map(|name| chart(name, &cluster("north", "sg-1"), &records));
    let app = charts.into_iter().fold(App::new("clinic").stack(stack), App::stack);
    assert_eq!(found(&app), "");
}

#[test]
fn a_namespace_of_another_cluster_is_refused() {
    let (stack, records) = one("data");
    let Ward { chart: north, zone: elsewhere } = ward("clinic", &cluster("north", "sg-1"));
    let mut south = Chart::<Prod>::in_cluster("branch", &cluster("south", "sg-2"));
    claims(&mut south, &elsewhere, &records.administrator());
    let findings = found(&App::new("clinic").stack(stack).stack(north).stack(south));
    let expected = "`branch/Claims` uses the namespace `clinic-clinical`, which is in another cluster";
    assert!(findings.contains(expected), "{findings}");
    assert_eq!(count(&findings), 1, "{findings}");

    let (stack, records) = one("data");
    let Ward { chart: first, zone: shared } = ward("clinic", &cluster("north", "sg-1"));
    let mut second = Chart::<Prod>::in_cluster("branch", &cluster("north", "sg-1"));
    claims(&mut second, &shared, &records.administrator());
    assert_eq!(found(&App::new("clinic").stack(stack).stack(first).stack(second)), "");
}

#[test]
fn a_second_connection_of_one_name_is_one_finding() {
    for another in [false, true] {
        let (data, records) = one("data");
        let (archive, old) = one("archive");
        let second = &if another { &old } else { &records }.administrator();
        let Ward { mut chart, zone } = ward("clinic", &cluster("north", "sg-1"));
        let job = Job::builder().perimeter(&zone).image(IMAGE).connect(&records.administrator()).connect(second);
        chart.add("Nightly", job.resources(cpu!("250m"), memory!("256Mi")).build());
        let findings = found(&App::new("clinic").stack(data).stack(archive).stack(chart));
        assert!(findings.contains("`clinic/Nightly` connects to `records` twice"), "{findings}");
        assert_eq!(count(&findings), 1, "{findings}");
    }
}

#[test]
fn nothing_else_is_mounted_where_the_credentials_are() {
    for folder in ["/var/run/secrets/records", "/var/run/secrets/records/"] {
        let (stack, records) = one("data");
        let Ward { mut chart, zone } = ward("clinic", &cluster("north", "sg-1"));
        let job = Job::builder()
            .perimeter(&zone)
            .image(IMAGE)
            .connect(&records.administrator())
            .scratch(folder, memory!("1Gi"));
        chart.add("Nightly", job.resources(cpu!("250m"), memory!("256Mi")).build());
        let findings = found(&App::new("clinic").stack(stack).stack(chart));
        assert!(findings.contains(&format!("`clinic/Nightly` mounts two things at `{folder}`")), "{findings}");
    }
}

#[test]
fn nothing_else_becomes_the_secret_of_a_connection() {
    let (stack, records) = one("data");
    let Ward { mut chart, zone } = ward("clinic", &cluster("north", "sg-1"));
    claims(&mut chart, &zone, &records.administrator());
    let certificate = hc_cdk_k8s::network::Certificate::builder().perimeter(&zone);
    chart.add("ClaimsRecords", certificate.domain(domain!("records.example.org")).issuer("public").build());
    let findings = found(&App::new("clinic").stack(stack).stack(chart));
    assert!(findings.contains("makes a second Secret that would be called `claims-records`"), "{findings}");
}

#[test]
fn an_image_finds_the_same_variables_in_a_stack_and_in_a_cluster() {
    for name in ["Records", "PatientRecords2", "EHRStore", "HL7Feed", "PHI"] {
        let (stack, [records]) = data("data", [name], |stack, clinical, [records]| {
            let task = FargateTask::builder().perimeter(clinical).image(IMAGE).connect(&records.administrator());
            stack.add("Task", task.build());
        });
        let app = App::new("clinic").stack(stack).stack(chart("clinic", &cluster("north", "sg-1"), &records));
        let template = template(&app, "data");
        let container = &of_type(&template, "AWS::ECS::TaskDefinition")[0].1["ContainerDefinitions"][0];
        let listed = |list: &str| container[list].as_array().unwrap().clone();
        let names = [listed("Environment"), listed("Secrets")].concat();
        let mut names: Vec<String> = names.iter().map(|it| it["Name"].as_str().unwrap().to_owned()).collect();
        // Who reads the secret in a cluster is not the workload, which finds what it says as files.
        names.retain(|name| !name.ends_with("_SECRET_ARN"));

        let objects = objects(&app);
        let pod = &objects.object("CronJob", "claims").pods().unwrap()["spec"]["containers"][0];
        let mut others: Vec<&str> = items(&pod["env"]).iter().map(|it| it["name"].as_str().unwrap()).collect();
        others.retain(|name| !name.ends_with("_SECRET_FILES"));
        // What is secret is in a file, which a variable names.
        let others = others.iter_mut();
        let mut others: Vec<&str> = others.map(|it| it.strip_suffix("_FILE").unwrap_or(it)).collect();
        names.sort_unstable();
        others.sort_unstable();
        assert_eq!(names, others, "{name}");
    }
}

#[test]
fn each_part_of_an_access_says_what_holds_for_it() {
    let (stack, records) = one("data");
    let app = App::new("clinic").stack(stack).stack(chart("clinic", &cluster("north", "sg-1"), &records));
    let says = |path: &str| {
        let construct = app.stacks()[0].constructs.iter().find(|it| it.path == path).unwrap();
        construct.invariants.iter().map(|it| it.sentence).collect::<Vec<_>>()
    };
    assert_eq!(says("Records/FromNorth"), ["the hosts of one cluster reach one store, at its port"]);
    assert_eq!(
        says("Records/ForClinicClaims"),
        ["one account of one cluster may read the credentials of one store, and nothing else"]
    );
}

#[test]
fn stacks_and_charts_come_in_any_order() {
    let (data, records) = one("data");
    let (archive, old) = one("archive");
    let charts =
        [chart("clinic", &cluster("north", "sg-1"), &records), chart("branch", &cluster("north", "sg-1"), &old)];
    let [clinic, branch] = charts;
    let app = App::new("clinic").stack(clinic).stack(archive).stack(branch).stack(data);
    for (stack, role) in [("data", "RecordsForClinicClaims"), ("archive", "RecordsForBranchClaims")] {
        let template = template(&app, stack);
        assert!(of_type(&template, "AWS::IAM::Role").iter().any(|(name, _)| *name == role), "{stack}");
        assert!(template["Outputs"][format!("Export{role}Arn")].is_object(), "{stack}");
    }
}
