//! What is found in charts that compile and are still wrong.

use hc_cdk::{
    data::Phi,
    dimension::tls::Tls13,
    image::Image,
    policy::{Hipaa, Production},
    prelude::*,
};
use hc_cdk_k8s::{
    access::{Kind, Role, Rule, Verb},
    api_object::ApiObject,
    assertions::Ward,
    network::{Certificate, certificate::Certified},
    prelude::*,
    secret::{Keeper, SecretStore},
    storage::EncryptedStorage,
    workload::Service,
};

type Prod = (Hipaa, Production);

const GATEWAY: Controller = Controller::Gateway { class: "nginx", namespace: "nginx-gateway" };

const IMAGE: Image =
    image!("registry.example/a@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08");

/// Builds a chart with one namespace, and says what is found in it.
pub(crate) fn found(build: impl FnOnce(&mut Chart<Prod>, &Namespace<Phi>)) -> String {
    let Ward { mut chart, zone } = Ward::new("clinic");
    build(&mut chart, &zone);
    match App::new("clinic").stack(chart).synthesize() {
        Ok(_) => String::new(),
        Err(findings) => findings.to_string(),
    }
}

/// A workload that is right but for what follows.
macro_rules! workload {
    ($zone:expr, $($rest:tt)*) => {
        Workload::builder().perimeter($zone).image(IMAGE).resources(cpu!("200m"), memory!("128Mi"))$($rest)*.build()
    };
}

/// Two workloads that listen.
pub(crate) fn two(chart: &mut Chart<Prod>, zone: &Namespace<Phi>) -> (Service<Phi>, Service<Phi>) {
    let claims = chart.add("Claims", workload!(zone, .port(8080).probes(Probes::tcp())));
    let users = chart.add("Users", workload!(zone, .port(8080).probes(Probes::tcp())));
    (claims, users)
}

fn tls(chart: &mut Chart<Prod>, zone: &Namespace<Phi>) -> Certified {
    let tls = Certificate::builder().perimeter(zone).domain(domain!("a.example.org")).issuer("public").build();
    chart.add("Tls", tls)
}

macro_rules! is_found {
    ($($name:ident: |$chart:ident, $zone:ident| $build:block => $($message:literal),+;)*) => {$(
        #[test]
        fn $name() {
            let found = found(|$chart, $zone| $build);
            for message in [$($message),+] {
                assert!(found.contains(message), "no `{message}` in:\n{found}");
            }
            assert!(found.contains("kubernetes/findings.rs:"), "no line of the program in:\n{found}");
        }
    )*};
}

is_found! {
    a_range_of_pods_goes_up: |chart, zone| {
        #[allow(clippy::reversed_empty_ranges, reason = "this is what is to be found")]
        chart.add("Claims", workload!(zone, .port(8080).probes(Probes::tcp()).scale(10..=2)));
    } => "`clinic/Claims` has at least 10 and at most 2 pods", "help: give a range";

    one_pod_is_not_enough_for_production: |chart, zone| {
        chart.add("Claims", workload!(zone, .port(8080).probes(Probes::tcp()).scale(1)));
    } => "`clinic/Claims` has 1 pod at least, which is gone with its zone", "SOC 2 A1.2";

    a_disk_has_a_key: |chart, _zone| {
        chart.add("Disks", EncryptedStorage::google(""));
    } => "`clinic/Disks` is encrypted with a key without a name", "164.312(a)(2)(iv)";

    limits_are_no_less_than_requests: |chart, zone| {
        chart.add("Claims", workload!(zone, .port(8080).probes(Probes::tcp()).limits(cpu!("100m"), memory!("1Gi"))));
    } => "`clinic/Claims` may take less CPU than it asks for: 100m at most, and it asks for 200m";

    amounts_are_compared_whatever_their_units: |chart, zone| {
        let claims = workload!(zone, .port(8080).probes(Probes::tcp()).limits(cpu!("1"), memory!("131071Ki")));
        chart.add("Claims", claims);
    } => "`clinic/Claims` may take less memory than it asks for: 131071Ki at most, and it asks for 128Mi";

    a_share_is_of_what_is_asked_for: |chart, zone| {
        let scale = Scale::between(2..=3).memory(101);
        chart.add("Claims", workload!(zone, .port(8080).probes(Probes::tcp()).scale(scale)));
    } => "uses 101 % of what it asks for";

    a_variable_is_a_text: |chart, zone| {
        let switch: Value<String> = Value::from_json(true);
        chart.add("Claims", workload!(zone, .port(8080).probes(Probes::tcp()).variable(variable!("SWITCH", switch))));
    } => "has the variable `SWITCH`, which is no text";

    a_probe_of_a_port_needs_one: |chart, zone| {
        chart.add("Claims", workload!(zone, .probes(Probes::http("/live", "/ready"))));
    } => "`clinic/Claims` is asked at its port, and has none";

    a_path_begins_with_a_slash: |chart, zone| {
        chart.add("Claims", workload!(zone, .port(8080).probes(Probes::http("live", "/ready"))));
    } => "is asked for the path `live`";

    a_low_port_takes_rights: |chart, zone| {
        chart.add("Claims", workload!(zone, .port(443).probes(Probes::tcp())));
    } => "listens on port 443";

    no_port_is_none: |chart, zone| {
        chart.add("Claims", workload!(zone, .port(0).probes(Probes::tcp())));
    } => "listens on port 0, which is none";

    no_pods_are_none: |chart, zone| {
        chart.add("Claims", workload!(zone, .port(8080).probes(Probes::tcp()).scale(0)));
    } => "`clinic/Claims` has no pods", "help: have 1 pod at least";

    no_pods_are_no_least: |chart, zone| {
        chart.add("Claims", workload!(zone, .port(8080).probes(Probes::tcp()).scale(0..=3)));
    } => "`clinic/Claims` has at least 0 and at most 3 pods", "help: give a range";

    a_port_of_peers_takes_no_rights: |chart, zone| {
        let disks = chart.add("Disks", EncryptedStorage::google("key"));
        let index = StatefulWorkload::builder().perimeter(zone).image(IMAGE).resources(cpu!("1"), memory!("1Gi"));
        let index = index.keep("/data", memory!("1Gi"), &disks).probes(Probes::tcp()).port(9200);
        chart.add("Index", index.clone().peers(9200).metrics(9090).build());
        chart.add("Low", index.clone().peers(930).build());
        chart.add("Same", index.peers(9300).metrics(9300).build());
    } => "`clinic/Low` listens on port 930, which takes rights", "`clinic/Same` tells its figures on the port of its requests",
        "2 findings";

    a_connection_needs_a_port: |chart, zone| {
        let worker = chart.add("Worker", workload!(zone, .probes(Probes::commands(&["true"], &["true"]))));
        chart.add("Claims", workload!(zone, .port(8080).probes(Probes::tcp()).connect(&worker)));
    } => "`clinic/Claims` connects to `worker`, which listens on no port";

    a_monitor_needs_figures: |chart, zone| {
        let claims = chart.add("Claims", workload!(zone, .port(8080).probes(Probes::tcp())));
        chart.add("Figures", ServiceMonitor::builder().target(&claims).build());
    } => "reads the figures of `claims`, which tells none";

    a_monitor_asks_for_a_path: |chart, zone| {
        let claims = chart.add("Claims", workload!(zone, .port(8080).metrics(9090).probes(Probes::tcp())));
        chart.add("Figures", ServiceMonitor::builder().target(&claims).path("metrics").build());
    } => "asks for the path `metrics`";

    two_mounts_have_two_folders: |chart, zone| {
        let tmp = workload!(zone, .port(8080).probes(Probes::tcp()).scratch("/tmp", memory!("1Mi")).scratch("/tmp", memory!("2Mi")));
        chart.add("Claims", tmp);
    } => "mounts two things at `/tmp`";

    two_variables_have_two_names: |chart, zone| {
        let twice = workload!(zone, .port(8080).probes(Probes::tcp()).variable(variable!("A", "1")).variable(variable!("A", "2")));
        chart.add("Claims", twice);
    } => "has two variables called `A`";

    a_secret_is_no_plain_variable: |chart, zone| {
        let place = format!("postgres://app:{}@db/clinic", "hunter2");
        chart.add("Claims", workload!(zone, .port(8080).probes(Probes::tcp()).variable(variable!("PLACE", place))));
    } => "error[164.308(a)(5)(ii)(D)]", "`clinic/Claims` has the variable `PLACE`: this address has a password in it";

    a_secret_is_no_line_of_a_file: |chart, zone| {
        let file = format!("user = 1\npassword = '{}'\n", "hunter2");
        chart.add("Rates", ConfigMap::builder().perimeter(zone).file("app.toml", file).build());
    } => "error[164.308(a)(5)(ii)(D)]", "`clinic/Rates` has a secret in line 2 of the file `app.toml`: this gives a value";

    a_secret_is_no_word_of_a_command: |chart, zone| {
        let probes = Probes::commands(&["ask", "--token=0f1e2d"], &["true"]);
        chart.add("Claims", workload!(zone, .probes(probes).command(&["claims", "--api-key", "0f1e2d"])));
        chart.add("Users", workload!(zone, .probes(Probes::commands(&["true"], &["true"])).command(&["a", "--key=$(K)"])));
    } => "error[164.308(a)(5)(ii)(D)]", "`clinic/Claims` has a secret in word 3 of its command",
        "has a secret in word 2 of its probe", "2 findings";

    a_command_starts_something: |chart, zone| {
        chart.add("Claims", workload!(zone, .probes(Probes::tcp()).command(&["", "serve"])));
        chart.add("Users", workload!(zone, .probes(Probes::commands(&[" "], &["true"])).command(&[])));
    } => "`clinic/Claims` begins its command with an empty word", "`clinic/Users` begins its probe with", "3 findings";

    a_label_is_one_that_a_cluster_takes: |chart, _zone| {
        let sign = || Waiver::new(hc_cdk::rule::BY_HAND, "the platform team reads it", "jane.roe", date!("2027-01-31"));
        chart.add("Named", sign().property("Clinical", "metadata/labels/example.org~1team", "a"));
        chart.add("Inside", sign().property("ClinicalQuota", "metadata/annotations/example.org/team", "a"));
        chart.add("Value", sign().property("ClinicalClosed", "metadata/labels/team", "a b"));
        chart.add("Right", sign().property("ClinicalNames", "metadata/labels/team", "a-b"));
    } => "has `example.org~1team` among its labels", "has `example.org` among its annotations",
        "has `team` among its labels", "3 findings";

    a_secret_is_in_no_file: |chart, zone| {
        let address = format!("# who\nurl = postgres://app:{}@db/clinic\n", "hunter2");
        chart.add("Place", ConfigMap::builder().perimeter(zone).file("app.conf", address).build());
        let id = format!("[aws]\nid=\"AKIA{}\"\n", "IOSFODNN7EXAMPLE");
        chart.add("Cloud", ConfigMap::builder().perimeter(zone).file("aws.toml", id).build());
        let harmless = "url = https://clinic.example.org:8080/a@b\nlevel = info\n";
        chart.add("Harmless", ConfigMap::builder().perimeter(zone).file("a.conf", harmless).build());
    } => "error[164.308(a)(5)(ii)(D)]", "`clinic/Place` has a secret in line 2 of the file `app.conf`: this address has a password in it",
        "`clinic/Cloud` has a secret in line 2 of the file `aws.toml`: this has an access key", "2 findings, nothing was written";

    a_secret_has_the_key_that_is_taken: |chart, zone| {
        let reader = chart.add("Reader", ServiceAccount::builder().perimeter(zone).build());
        let keeper = Keeper::SecretsManager { region: "us-east-1", role: "arn:aws:iam::111122223333:role/secrets".into() };
        let store = chart.add("Store", SecretStore::builder().account(&reader).keeper(keeper).build());
        let secret = ExternalSecret::builder().store(&store).key("password", "database", "password");
        let secret = chart.add("Database", secret.build());
        chart.add("Claims", workload!(zone, .port(8080).probes(Probes::tcp()).secret("USER", &secret, "user")));
    } => "takes the key `user` of `database`, which has no such key";

    what_a_pod_uses_is_in_its_namespace: |chart, zone| {
        let other = chart.add("Other", Namespace::<Phi>::builder().build());
        let config = chart.add("Rates", ConfigMap::builder().perimeter(&other).file("a", "b").build());
        chart.add("Claims", workload!(zone, .port(8080).probes(Probes::tcp()).config("/etc/a", &config)));
    } => "uses `rates`, which is in the namespace `clinic-other`";

    two_names_that_a_cluster_takes_for_one: |chart, zone| {
        chart.add("ClaimsApi", workload!(zone, .port(8080).probes(Probes::tcp())));
        chart.add("ClaimsAPI", workload!(zone, .port(8080).probes(Probes::tcp())));
    } => "makes a second Deployment that would be called `claims-api`", "makes the other one";

    a_name_fits_into_a_label: |chart, zone| {
        let long = "C".to_owned() + &"laims".repeat(13);
        chart.add(long, workload!(zone, .port(8080).probes(Probes::tcp())));
    } => "which has more than 63 characters";

    tls_13_is_not_every_controllers: |chart, zone| {
        let (claims, _) = two(chart, zone);
        let tls = tls(chart, zone);
        chart.add("Front", HttpsRoute::builder().target(&claims).certificate(&tls).controller(GATEWAY).build().tls(Tls13));
    } => "asks for TLS 1.3 only, which this controller does not set for a single route", "164.312(e)(2)(ii)";

    a_route_begins_with_a_slash_and_has_its_star_at_the_end: |chart, zone| {
        let (claims, users) = two(chart, zone);
        let route = HttpsRoute::builder().target(&claims).certificate(&tls(chart, zone)).controller(GATEWAY);
        let route = route.route("users", &users).route("/users*", &users).route("/a/../users/*", &users);
        chart.add("Front", route.build());
    } => "`clinic/Front` hands `users` to `users`, which is not a path", "hands `/users*` to `users`, which is not a path",
        "hands `/a/../users/*` to `users`, which is not a path", "help: begin with `/`, use letters, digits";

    a_route_is_for_another_workload: |chart, zone| {
        let (claims, users) = two(chart, zone);
        let route = HttpsRoute::builder().target(&claims).certificate(&tls(chart, zone)).controller(GATEWAY);
        chart.add("Front", route.route("/claims/*", &claims).route("/*", &users).build());
    } => "`clinic/Front` hands `/claims/*` to `claims`, which answers everything else already",
        "hands `/*` to `users`, which leaves nothing to `claims`";

    a_route_is_reached: |chart, zone| {
        let (claims, users) = two(chart, zone);
        let route = HttpsRoute::builder().target(&claims).certificate(&tls(chart, zone)).controller(GATEWAY);
        let route = route.route("/users/*", &users).route("/users/login", &users).route("/users/*", &users);
        chart.add("Front", route.build());
    } => "hands `/users/*` to `users`, and to `users` as well", "help: leave one of them out";

    a_route_leads_to_what_listens: |chart, zone| {
        let worker = || workload!(zone, .probes(Probes::commands(&["true"], &["true"])));
        let (claims, users) = (chart.add("Claims", worker()), chart.add("Users", worker()));
        let route = HttpsRoute::builder().target(&claims).route("/users/*", &users).certificate(&tls(chart, zone)).controller(GATEWAY);
        chart.add("Front", route.build());
    } => "`clinic/Front` leads to `claims`, which listens on no port", "leads to `users`, which listens on no port";

    a_route_its_certificate_and_its_workloads_are_in_one_namespace: |chart, zone| {
        let other = chart.add("Other", Namespace::<Phi>::builder().build());
        let users = chart.add("Users", workload!(&other, .port(8080).probes(Probes::tcp())));
        let claims = chart.add("Claims", workload!(zone, .port(8080).probes(Probes::tcp())));
        let here = HttpsRoute::builder().target(&claims).route("/users/*", &users).certificate(&tls(chart, zone)).controller(GATEWAY);
        chart.add("Front", here.build());
    } => "leads to `users` in the namespace `clinic-other`, with a certificate in `clinic-clinical`",
        "help: a route, its certificate and its workloads are in one namespace";

    who_speaks_to_the_cluster_has_a_way_to_it: |chart, zone| {
        let account = chart.add("Operator", ServiceAccount::builder().perimeter(zone).build());
        chart.add("Claims", workload!(zone, .port(8080).probes(Probes::tcp()).account(&account)));
    } => "`clinic/Claims` speaks to the cluster as `operator`, and has no way to its API server",
        "help: say where that answers: `ServiceAccount::builder().api_server([cidr!(..)], 443)`";

    an_api_server_is_somewhere: |chart, zone| {
        let nowhere = ServiceAccount::builder().perimeter(zone).api_server([] as [hc_cdk::literal::cidr::CidrBlock; 0], 443);
        chart.add("Nowhere", nowhere.build());
        chart.add("NoPort", ServiceAccount::builder().perimeter(zone).api_server([cidr!("10.0.0.0/8")], 0).build());
    } => "`clinic/Nowhere` finds the API server in no network", "`clinic/NoPort` finds the API server in no network or at port 0";

    a_role_gives_a_right: |chart, zone| {
        let account = chart.add("Operator", ServiceAccount::builder().perimeter(zone).build());
        chart.add("Nothing", Role::builder().account(&account).rule(Rule::on(Kind::Pods, &[Verb::Get; 0])).build());
    } => "`clinic/Nothing` gives no right";

    a_right_is_none_to_every_secret: |chart, zone| {
        let account = chart.add("Operator", ServiceAccount::builder().perimeter(zone).build());
        for (name, kind, verb) in [
            ("Starting", Kind::Pods, [Verb::Create].as_slice()),
            ("Scaling", Kind::Deployments, &[Verb::Patch]),
            ("Replacing", Kind::Jobs, &[Verb::Update]),
        ] {
            chart.add(name, Role::builder().account(&account).rule(Rule::on(kind, verb)).build());
        }
    } => "`clinic/Starting` lets `operator` start pods", "`clinic/Scaling` lets", "`clinic/Replacing` lets",
        "164.308(a)(4)(ii)(B)";

    an_object_has_a_name_of_the_cluster: |chart, _zone| {
        let class = ApiObject::new("scheduling.k8s.io/v1", "PriorityClass", "Urgent!");
        chart.add("Urgent", Waiver::new(hc_cdk::rule::BY_HAND, "batch work waits", "jane.roe", date!("2027-01-31")).resource(class));
    } => "makes a PriorityClass that would be called `Urgent!`, which is no name in a cluster";
}

#[test]
fn the_same_amount_in_another_unit_is_no_less() {
    let found = found(|chart, zone| {
        let claims = Workload::builder().perimeter(zone).image(IMAGE).port(8080).probes(Probes::tcp());
        let claims = claims.resources(cpu!("1"), memory!("1Gi")).limits(cpu!("1000m"), memory!("1024Mi"));
        chart.add("Claims", claims.build());
    });
    assert_eq!(found, "");
}

/// The findings of a chart, of which there are so many.
fn is_said_once(message: &str, build: impl FnOnce(&mut Chart<Prod>, &Namespace<Phi>)) {
    let found = found(build);
    assert!(found.contains(message) && found.contains("1 finding, nothing was written"), "{found}");
}

#[test]
fn a_name_that_is_refused_is_said_once() {
    for name in ["my-queue", "my_queue", "Füße", "1st", ""] {
        is_said_once(&format!("cannot be named `{name}`"), |chart, zone| {
            chart.add(name, workload!(zone, .port(8080).probes(Probes::tcp()).scale(2..=3)));
        });
    }
}

#[test]
fn a_secret_without_keys_is_said_once() {
    is_said_once("`clinic/Database` has no keys", |chart, zone| {
        let reader = chart.add("Reader", ServiceAccount::builder().perimeter(zone).build());
        let keeper = Keeper::Vault { server: domain!("vault.example.org"), path: "clinic", role: "reader" };
        let store = chart.add("Store", SecretStore::builder().account(&reader).keeper(keeper).build());
        let secret = chart.add("Database", ExternalSecret::builder().store(&store).build());
        chart.add("Claims", workload!(zone, .port(8080).probes(Probes::tcp()).secret("USER", &secret, "user")));
    });
}

#[test]
fn all_is_found_at_once() {
    let found = found(|chart, zone| {
        chart.add("Claims", workload!(zone, .port(80).probes(Probes::http("live", "ready")).scale(0)));
    });
    assert!(found.contains("4 findings, nothing was written"), "{found}");
}

#[test]
fn a_workload_of_another_chart_is_reached_by_rules_on_both_sides() {
    let Ward { chart: mut records, zone } = Ward::<Prod, Phi>::new("records");
    let store = records.add("Store", workload!(&zone, .port(8080).probes(Probes::tcp())));
    let Ward { chart: mut clinic, zone } = Ward::<Prod, Phi>::new("clinic");
    clinic.add("Claims", workload!(&zone, .port(8080).probes(Probes::tcp()).connect(&store)));

    let files = App::new("clinic").stack(records).stack(clinic).synthesize().unwrap();
    let text = |path: &str| {
        let file = files.iter().find(|file| file.path == path).unwrap();
        String::from_utf8(file.bytes.clone()).unwrap()
    };
    assert!(text("k8s/kustomization.yaml").ends_with("- records.yaml\n- clinic.yaml\n"));
    let clinic = text("k8s/clinic.yaml");
    for part in [
        "  name: claims-to-records-clinical-store\n  namespace: clinic-clinical\n",
        "  name: store-from-clinic-clinical-claims\n  namespace: records-clinical\n",
        "      - name: STORE_HOST\n          value: store.records-clinical.svc\n",
    ] {
        let part = part.replace("      - name", "        - name");
        assert!(clinic.contains(&part), "no `{part}` in:\n{clinic}");
    }
}

#[test]
fn a_chart_that_is_not_in_the_app_is_found() {
    let Ward { chart: mut records, zone } = Ward::<Prod, Phi>::new("records");
    let store = records.add("Store", workload!(&zone, .port(8080).probes(Probes::tcp())));
    let found = found(|chart, zone| {
        chart.add("Claims", workload!(zone, .port(8080).probes(Probes::tcp()).connect(&store)));
    });
    assert!(found.contains("uses the stack `records`, which is not in the app"), "{found}");
}
