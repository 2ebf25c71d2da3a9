//! What is made of the graph beside workflows: Dockerfiles, a compose file, settings, and the addresses of the app.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail where it stands")]

mod raw;

use hc_cdk::{
    data::{AllowedUnder, DataClass, Phi, Synthetic},
    dimension::residency::ResidencyFor,
    image::Image,
    policy::{Development, Policy},
    prelude::*,
};
use hc_cdk_delivery::{
    image::{Compose, Dockerfiles, EnvExample, SonarProject, StandIn},
    jobs,
    prelude::*,
};
use hc_cdk_k8s::{
    chart::LetsResideAnywhere,
    network::Certificate,
    prelude::*,
    secret::{Keeper, SecretStore},
};
use raw::{Prod, found, written};

const BASE: Image =
    image!("registry.example/python@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08");

/// A service behind a route, which uses a database outside.
fn chart<P: Policy + LetsResideAnywhere, D: DataClass + AllowedUnder<P>>() -> Chart<P> {
    let mut chart = Chart::<P>::new("clinic");
    let zone = chart.add("Zone", Namespace::<D>::builder().build());
    let records = Outside::<D>::builder().network(cidr!("10.20.128.0/20")).port(5432).build();
    let records = chart.add("Records", records);
    let claims = Workload::builder().perimeter(&zone).image(BASE).port(8080).probes(Probes::http("/live", "/ready"));
    let claims = claims.resources(cpu!("250m"), memory!("256Mi")).connect(&records).scratch("/tmp", memory!("64Mi"));
    let claims = chart.add("ClaimsApi", claims.variable(variable!("LOG_LEVEL", "info")).build());
    let tls = Certificate::builder().perimeter(&zone).domain(domain!("claims.example.org")).issuer("letsencrypt");
    let tls = chart.add("Tls", tls.build());
    chart.add("Front", HttpsRoute::builder().target(&claims).certificate(&tls).controller(Controller::Contour).build());
    chart
}

fn delivery<P: Policy>() -> Pipelines<P>
where
    Repository: ResidencyFor<P>,
{
    Pipelines::new("delivery", Repository)
}

fn file(app: &App, path: &str) -> String {
    let files = written(app);
    files.into_iter().find(|(it, _)| it == path).unwrap_or_else(|| panic!("no {path}")).1
}

#[test]
fn a_dockerfile_has_what_the_graph_says() {
    let mut delivery = delivery::<Prod>();
    delivery.add("Images", Dockerfiles::python(BASE, BASE));
    let app = App::new("clinic").stack(chart::<Prod, Phi>()).stack(delivery);
    let text = file(&app, "delivery/services/claims-api/Dockerfile");
    for line in [
        "FROM registry.example/python@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08 AS build",
        "USER 1000:1000",
        "VOLUME [\"/tmp\"]",
        "EXPOSE 8080",
        "CMD [\"python\", \"-m\", \"app\"]",
    ] {
        assert!(text.lines().any(|it| it == line), "{line}: {text}");
    }
    assert!(text.contains("urlopen('http://127.0.0.1:8080/live', timeout=3)"), "{text}");
    assert!(file(&app, "delivery/services/claims-api/.dockerignore").contains("\n.env*\n"));
}

#[test]
fn what_others_build_is_pulled_and_nothing_else_is_made_of_it() {
    let app = |is_ours: bool| {
        let mut chart = chart::<Development, Synthetic>();
        let zone = chart.add("Logs", Namespace::<Synthetic>::builder().build());
        let loki = Workload::builder().perimeter(&zone).image(BASE).port(3100).probes(Probes::tcp());
        let loki = loki.resources(cpu!("250m"), memory!("256Mi")).command(&["loki"]);
        let loki = loki.variable(variable!("LOG_LEVEL", "info"));
        chart.add("Loki", if is_ours { loki.build() } else { loki.built_elsewhere().build() });
        let mut with = delivery::<Development>();
        with.add("Compose", Compose::new().stand_in("Outside", StandIn::new(BASE, 5432)));
        with.add("Images", Dockerfiles::python(BASE, BASE));
        with.add("Settings", EnvExample);
        App::new("clinic").stack(chart).stack(with)
    };
    let pulled = format!("  loki:\n    image: {}\n    command:\n    - loki\n", BASE.as_str());
    let dockerfile = |app: &App| written(app).into_iter().any(|(path, _)| path.ends_with("services/loki/Dockerfile"));
    let (ours, others) = (app(true), app(false));
    assert!(file(&others, "delivery/compose.yaml").contains(&pulled) && !dockerfile(&others));
    assert!(!file(&ours, "delivery/compose.yaml").contains(&pulled) && dockerfile(&ours));
    assert!(file(&others, "delivery/.env.example").ends_with("\n# claims-api, loki\nLOG_LEVEL=info\n"));
}

#[test]
fn what_runs_on_no_developers_machine_sets_nothing_there() {
    let example = |without: bool, has_compose: bool| {
        let mut chart = chart::<Development, Synthetic>();
        let zone = chart.add("Nights", Namespace::<Synthetic>::builder());
        let nightly = CronJob::builder().perimeter(&zone).image(BASE).schedule(cron!("0 3 * * *"));
        let nightly = nightly.resources(cpu!("250m"), memory!("256Mi")).variable(variable!("SINCE", "yesterday"));
        chart.add("Nightly", nightly);
        let mut with = delivery::<Development>();
        let compose = Compose::new().stand_in("Outside", StandIn::new(BASE, 5432));
        if has_compose {
            with.add("Compose", if without { compose.without("CronJob") } else { compose });
        }
        with.add("Settings", EnvExample);
        file(&App::new("clinic").stack(chart).stack(with), "delivery/.env.example")
    };
    let has = |text: String| text.contains("SINCE=yesterday\n");
    assert!(has(example(false, true)) && has(example(false, false)));
    let less = example(true, true);
    assert!(less.contains("LOG_LEVEL=info\n") && !has(less.clone()), "{less}");
}

#[test]
fn a_compose_file_has_services_and_what_stands_in() {
    let database = StandIn::new(BASE, 5432).variable("POSTGRES_PASSWORD", "${RECORDS_PASSWORD:?}").keeps("/data");
    let mail = StandIn::new(BASE, 1025);
    let mut with = delivery::<Development>();
    with.add("Compose", Compose::new().stand_in("Outside", database).beside("mail", mail));
    let app = App::new("clinic").stack(chart::<Development, Synthetic>()).stack(with);
    let text = file(&app, "delivery/compose.yaml");
    for line in [
        "  claims-api:",
        "      RECORDS_HOST: records",
        "      RECORDS_PORT: \"5432\"",
        "      LOG_LEVEL: info",
        "    - \"127.0.0.1::8080\"",
        "    read_only: true",
        "        condition: service_started",
        "  records:",
        "    - records:/data",
        "  mail:",
    ] {
        assert!(text.lines().any(|it| it == line), "{line}: {text}");
    }
    assert!(!text.contains("\nconfigs:"), "no service reads a file");
}

#[test]
fn what_stands_in_is_waited_for_has_something_to_begin_with_and_is_looked_at() {
    let database =
        StandIn::new(BASE, 5432).ready(&["pg_isready"]).seeded_from("seeds/records", "/docker-entrypoint-initdb.d");
    let mut with = delivery::<Development>();
    let mail = StandIn::new(BASE, 1025).shows(8025);
    with.add("Compose", Compose::new().stand_in("Outside", database).beside("mail", mail));
    let app = App::new("clinic").stack(chart::<Development, Synthetic>()).stack(with);
    let text = file(&app, "delivery/compose.yaml");
    for lines in [
        "      records:\n        condition: service_healthy\n",
        "    healthcheck:\n      test:\n      - CMD\n      - pg_isready\n",
        "      source: \"./seeds/records\"\n      target: /docker-entrypoint-initdb.d\n      read_only: true\n",
        "    ports:\n    - \"127.0.0.1:8025:8025\"\n",
    ] {
        assert!(text.contains(lines), "{lines}: {text}");
    }
}

#[test]
fn services_read_the_files_that_they_are_given() {
    let mut chart = chart::<Development, Synthetic>();
    let zone = chart.add("Edge", Namespace::<Synthetic>::builder().build());
    let rules = ConfigMap::builder().perimeter(&zone).file("default.conf", "set $who \"$remote_addr\";\n").build();
    let rules = chart.add("Rules", rules);
    let gateway = Workload::builder().perimeter(&zone).image(BASE).port(8081).probes(Probes::tcp()).built_elsewhere();
    let gateway = gateway.config("/etc/nginx/conf.d", &rules).resources(cpu!("250m"), memory!("256Mi"));
    chart.add("Gateway", gateway.build());
    let mut with = delivery::<Development>();
    with.add("Compose", Compose::new().stand_in("Outside", StandIn::new(BASE, 5432)));
    let app = App::new("clinic").stack(chart).stack(with);
    let text = file(&app, "delivery/compose.yaml");
    for lines in [
        "    configs:\n    - source: gateway-etc-nginx-conf.d-default.conf\n      target: /etc/nginx/conf.d/default.conf\n",
        "configs:\n  gateway-etc-nginx-conf.d-default.conf:\n    file: \"./configs/gateway-etc-nginx-conf.d-default.conf\"\n",
    ] {
        assert!(text.contains(lines), "{lines}: {text}");
    }
    let told = file(&app, "delivery/configs/gateway-etc-nginx-conf.d-default.conf");
    assert_eq!(told, "set $who \"$remote_addr\";\n");
}

/// A service that is given a secret, as a file or in its environment.
fn with_secret(in_environment: bool) -> App {
    let mut chart = chart::<Development, Synthetic>();
    let zone = chart.add("Lab", Namespace::<Synthetic>::builder());
    let keeper = Keeper::Vault { server: domain!("vault.example.org"), path: "lab", role: "reader" };
    let vault = chart.add("Vault", SecretStore::builder().perimeter(&zone).keeper(keeper));
    let key = chart.add("Key", ExternalSecret::builder().store(&vault).keys("lab", &["key"]));
    let lab = Workload::builder().perimeter(&zone).image(BASE).port(8082).probes(Probes::tcp());
    let lab = lab.secret("LAB_KEY", &key, "key").resources(cpu!("250m"), memory!("256Mi"));
    chart.add("Lab0", if in_environment { lab.secrets_in_environment() } else { lab });
    let mut with = delivery::<Development>();
    with.add("Compose", Compose::new().stand_in("Outside", StandIn::new(BASE, 5432)));
    with.add("Settings", EnvExample);
    App::new("clinic").stack(chart).stack(with)
}

#[test]
fn what_is_secret_is_a_file_wherever_it_is_one_in_production() {
    let app = with_secret(false);
    let (text, example) = (file(&app, "delivery/compose.yaml"), file(&app, "delivery/.env.example"));
    for lines in [
        "    secrets:\n    - LAB_KEY\n",
        "      LAB_KEY_FILE: /run/secrets/LAB_KEY\n",
        "\nsecrets:\n  LAB_KEY:\n    file: \"./secrets/LAB_KEY\"\n",
    ] {
        assert!(text.contains(lines), "{lines}: {text}");
    }
    assert!(!text.contains("${LAB_KEY"), "{text}");
    assert!(example.contains("# A secret: the file `secrets/LAB_KEY` has it.\n# LAB_KEY=\n"), "{example}");
    assert_eq!(file(&app, "delivery/secrets/.gitignore"), "*\n!.gitignore\n");
    let app = with_secret(true);
    let text = file(&app, "delivery/compose.yaml");
    assert!(text.contains("      LAB_KEY: \"${LAB_KEY:?see .env.example}\"\n") && !text.contains("secrets:"), "{text}");
    assert!(file(&app, "delivery/.env.example").contains("# A secret.\nLAB_KEY=\n"));
    assert!(!written(&app).into_iter().any(|(path, _)| path.ends_with(".gitignore")));
}

#[test]
fn what_has_no_place_on_a_machine_is_left_out_with_what_only_it_uses() {
    let mut without = delivery::<Development>();
    without.add("Compose", Compose::new().without("Workload"));
    let app = App::new("clinic").stack(chart::<Development, Synthetic>()).stack(without);
    let text = file(&app, "delivery/compose.yaml");
    assert!(!text.contains("claims-api") && !text.contains("records"), "{text}");
}

#[test]
fn a_kind_that_the_app_does_not_have_is_found() {
    for compose in [Compose::new().without("Workloads"), Compose::new().stand_in("Outsider", StandIn::new(BASE, 5432))]
    {
        let mut with = delivery::<Development>();
        with.add("Compose", compose.stand_in("Outside", StandIn::new(BASE, 5432)));
        let found = found(App::new("clinic").stack(chart::<Development, Synthetic>()).stack(with));
        assert_eq!(found, ["NothingOfThatKind"]);
    }
}

#[test]
fn what_nothing_stands_in_for_is_found() {
    let mut without = delivery::<Development>();
    without.add("Compose", Compose::new());
    assert_eq!(found(App::new("clinic").stack(chart::<Development, Synthetic>()).stack(without)), ["NothingStandsIn"]);
}

#[test]
fn a_compose_file_is_for_made_up_data() {
    let mut of_production = delivery::<Development>();
    of_production.add("Compose", Compose::new().stand_in("Outside", StandIn::new(BASE, 5432)));
    let found = found(App::new("clinic").stack(chart::<Prod, Phi>()).stack(of_production));
    assert!(found.contains(&"NotMadeUp"), "{found:?}");
}

/// What is found in a compose file with what runs beside its services.
fn found_beside(name: &'static str, it: StandIn) -> Vec<&'static str> {
    let mut with = delivery::<Development>();
    with.add("Compose", Compose::new().stand_in("Outside", StandIn::new(BASE, 5432)).beside(name, it));
    found(App::new("clinic").stack(chart::<Development, Synthetic>()).stack(with))
}

#[test]
fn a_compose_file_opens_nothing_of_the_machine() {
    let it = || StandIn::new(BASE, 1025);
    let found = found_beside;
    let whole = it().keeps("/data").seeded_from("seeds/mail", "/seeds").variable("TOKEN", "${MAIL_TOKEN:?}");
    assert_eq!(found("mail", whole.variable("PASSWORD", "mail")), <[&str; 0]>::default());
    for name in ["Mail", "mail_hog", "mail.test"] {
        assert_eq!(found(name, it().keeps("/data")), <[&str; 0]>::default(), "{name}");
    }
    for name in ["..", ".", "/", "a/b", "~", "$HOME", ".mail", ""] {
        assert_eq!(found(name, it().keeps("/data")), ["NameRefused"], "{name}");
    }
    assert_eq!(found("claims-api", it()), ["NameTwice"]);
    assert_eq!(found("records", it()), ["NameTwice"]);
    for folder in ["../secrets", "seeds/../../..", "/etc", "~/.aws", "${HOME}/.aws", ""] {
        assert_eq!(found("mail", it().seeded_from(folder, "/seeds")), ["FolderElsewhere"], "{folder}");
    }
    for folder in ["data", "/data:/host", "${HOME}"] {
        assert_eq!(found("mail", it().keeps(folder)), ["FolderElsewhere"], "{folder}");
    }
    assert_eq!(found("mail", it().variable("TOKEN", "ghp_0123456789abcdefghijklmnopqrstuvwxyz")), ["SecretAsText"]);
}

#[test]
fn what_stands_in_by_a_tag_is_found() {
    let mut with = delivery::<Development>();
    with.add("Compose", Compose::new().stand_in("Outside", StandIn::new(BASE, 5432)));
    let waiver = Waiver::new(hc_cdk::rule::BY_HAND, "as it was", "jane.roe", date!("2027-01-31"));
    with.add("Old", waiver.property("Compose", "standIns/Outside/image", "postgres:17"));
    assert_eq!(found(App::new("clinic").stack(chart::<Development, Synthetic>()).stack(with)), ["ImageByTag"]);
}

#[test]
fn a_service_gets_its_texts_as_they_stand_in_the_program() {
    let mut chart = chart::<Development, Synthetic>();
    let zone = chart.add("Told", Namespace::<Synthetic>::builder());
    let told =
        Workload::builder().perimeter(&zone).image(BASE).port(8080).probes(Probes::tcp()).command(&["run", "$HOME"]);
    let told = told.variable(variable!("SHOWN", "${AWS_PROFILE}")).resources(cpu!("250m"), memory!("256Mi"));
    chart.add("Teller", told.built_elsewhere());
    let mut with = delivery::<Development>();
    with.add("Compose", Compose::new().stand_in("Outside", StandIn::new(BASE, 5432)));
    let text = file(&App::new("clinic").stack(chart).stack(with), "delivery/compose.yaml");
    assert!(text.contains("      SHOWN: \"$${AWS_PROFILE}\"\n") && text.contains("    - \"$$HOME\"\n"), "{text}");
}

#[test]
fn a_base_by_tag_and_a_compose_file_elsewhere_break_their_rules() {
    let signed = |rule| Waiver::new(rule, "as it was", "jane.roe", date!("2027-01-31"));
    let with = |waiver: Waiver| {
        let mut delivery = delivery::<Prod>();
        delivery.add("Images", Dockerfiles::python(BASE, BASE));
        delivery.add("Old", waiver.property("Images", "run", "python:3.9-alpine"));
        found(App::new("clinic").stack(chart::<Prod, Phi>()).stack(delivery))
    };
    assert_eq!(with(signed(hc_cdk::rule::BY_HAND)), ["BaseByDigest"]);
    assert!(with(signed(hc_cdk_delivery::rule::BASE_BY_DIGEST)).is_empty());
}

#[test]
fn two_of_one_file_are_found() {
    let mut twice = delivery::<Prod>();
    twice.add("One", EnvExample);
    twice.add("Other", EnvExample);
    assert_eq!(found(App::new("clinic").stack(chart::<Prod, Phi>()).stack(twice)), ["NameTwice"]);
}

#[test]
fn settings_have_names_and_folders() {
    let mut delivery = delivery::<Prod>();
    delivery.add("Settings", EnvExample);
    delivery.add("Sonar", SonarProject::new("clinic"));
    let app = App::new("clinic").stack(chart::<Prod, Phi>()).stack(delivery);
    assert!(file(&app, "delivery/.env.example").contains("\n# claims-api\nLOG_LEVEL=info\n"));
    let sonar = file(&app, "delivery/sonar-project.properties");
    assert!(sonar.contains("\nsonar.sources=services/claims-api\n"), "{sonar}");
}

#[test]
fn a_smoke_test_has_the_addresses_of_the_app() {
    let smoke = || {
        let mut workflow = Workflow::on([Trigger::manual(&[])]);
        workflow.job("smoke", jobs::SMOKE.job());
        let mut delivery = delivery::<Prod>();
        delivery.add("Smoke", workflow);
        delivery
    };
    let app = App::new("clinic").stack(chart::<Prod, Phi>()).stack(smoke());
    let text = file(&app, "delivery/.github/workflows/smoke.yml");
    assert!(text.contains("ADDRESSES: https://claims.example.org/\n"), "{text}");
    assert_eq!(found(App::new("clinic").stack(smoke())), ["NoAddress"]);
}

#[test]
fn what_is_deployed_is_what_a_workflow_pushes() {
    const HOST: &str = "111122223333.dkr.ecr.us-east-1.amazonaws.com";
    const DIGEST: &str = "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";
    let with = |image: &str, is_ours: bool| {
        let mut chart = Chart::<Prod>::new("clinic");
        let zone = chart.add("Zone", Namespace::<Phi>::builder().build());
        let image = Image::parse(format!("{image}@{DIGEST}")).unwrap();
        let claims = Workload::builder().perimeter(&zone).image(image).port(8080).probes(Probes::tcp());
        let claims = claims.resources(cpu!("250m"), memory!("256Mi"));
        chart.add("ClaimsApi", if is_ours { claims.build() } else { claims.built_elsewhere().build() });
        let ours = Workload::builder().perimeter(&zone).port(8080).probes(Probes::tcp());
        let ours = ours.image(Image::parse(format!("{HOST}/clinic/ours@{DIGEST}")).unwrap());
        chart.add("Ours", ours.resources(cpu!("250m"), memory!("256Mi")).build());
        let pushes = Identity::aws(Input::variable("PUSH_ROLE"), "us-east-1");
        let registry = Registry::ecr(ecr!("111122223333.dkr.ecr.us-east-1.amazonaws.com/clinic"), &pushes);
        let mut workflow = Workflow::on([Trigger::push(&["main"])]);
        let _ = workflow.build("images", registry.build());
        let mut delivery = delivery::<Prod>();
        delivery.add("Images", workflow);
        found(App::new("clinic").stack(chart).stack(delivery))
    };
    assert!(with(&format!("{HOST}/clinic/claims-api"), true).is_empty());
    for other in [
        "registry.example/clinic/claims-api".to_owned(),
        format!("{HOST}/claims-api"),
        format!("{HOST}/clinic/claims"),
        format!("{HOST}/clinic/claims-api-2"),
    ] {
        assert_eq!(with(&other, true), ["NotPushed"], "{other}");
        assert!(with(&other, false).is_empty(), "{other}");
    }
}
