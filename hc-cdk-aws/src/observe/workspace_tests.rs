//! Workspaces of Prometheus, and what is watched there.

use hc_cdk::{
    data::Phi,
    date,
    policy::{Hipaa, Production},
    prelude::*,
    waiver::Waiver,
};
use hc_cdk_observe::{Channel, Counter, KeyOf, Routes, Scraped, UptimeCheck, Watch, preset};
use serde_json::{Value as Tree, json};

use super::{AlarmSet, Monitoring, Prometheus, Workspace};
use crate::{
    assertions::{Clinic, Template},
    cfn::aps,
    compute::Service,
    kind::TopicArn,
    prelude::*,
    region, rule,
};

type Prod = (Hipaa, Production);

const REQUESTS: Counter = Counter::named("http_requests_total");
const ERRORS: Counter = Counter::named("http_errors_total");
const IMAGE: Image =
    image!("registry.example/api@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08");

fn clinic() -> Clinic<Prod, Phi> {
    Clinic::new("clinic", region::UsEast1)
}

fn team(clinic: &mut Clinic<Prod, Phi>) -> AlarmSet {
    let team = Alarms::builder().key(&clinic.key).also_of_prometheus().notify(Contact::email("oncall@example.org"));
    clinic.stack.add("Team", team.build())
}

fn figures(clinic: &mut Clinic<Prod, Phi>, routes: Routes) -> Workspace {
    let figures = Prometheus::builder().key(&clinic.key).routes(routes).build();
    clinic.stack.add("Figures", figures)
}

fn service(clinic: &mut Clinic<Prod, Phi>, figures: &Workspace) -> Service<Phi> {
    let collector = figures.collector(IMAGE, &Scraped::new("api", 8080).exports(&REQUESTS));
    let api = FargateService::builder().perimeter(&clinic.zone).image(IMAGE).port(8080).sidecar(collector);
    clinic.stack.add("Api", api.build())
}

fn watch(figures: &Workspace, requests: &hc_cdk_observe::Counted) -> Watch {
    let throughput = requests.clone().per_minute("throughput");
    let watch = Watch::builder().runbooks("https://runbooks.example.org").routes(figures.told());
    watch.alerts([preset::THROUGHPUT_LOST.of(&throughput)]).build()
}

fn findings(clinic: Clinic<Prod, Phi>) -> String {
    App::new("clinic").stack(clinic.stack).check().err().map(|it| it.to_string()).unwrap_or_default()
}

#[test]
fn a_collector_writes_to_its_workspace_and_nowhere_else() {
    let mut clinic = clinic();
    let told = Routes::to(&team(&mut clinic).channel("Team"));
    let figures = figures(&mut clinic, told);
    service(&mut clinic, &figures);
    let template = clinic.template();
    let resources = &template.json()["Resources"];
    let statements = resources["ApiTaskRolePolicy"]["Properties"]["PolicyDocument"]["Statement"].as_array().unwrap();
    let written: Vec<&Tree> = statements.iter().filter(|it| it["Action"].to_string().contains("aps:")).collect();
    let expected =
        json!({ "Effect": "Allow", "Action": "aps:RemoteWrite", "Resource": { "Fn::GetAtt": ["Figures", "Arn"] } });
    assert_eq!(written, [&expected]);
    let containers = &resources["ApiTask"]["Properties"]["ContainerDefinitions"];
    let told = containers[1]["Environment"].as_array().unwrap();
    let named = |name: &str| told.iter().find(|it| it["Name"] == name).map(|it| it["Value"].clone()).unwrap();
    assert_eq!(named("FIGURES_URL"), json!({ "Fn::GetAtt": ["Figures", "PrometheusEndpoint"] }));
    let config: Tree = serde_json::from_str(named("COLLECTOR_CONFIG").as_str().unwrap()).unwrap();
    let job = &config["receivers"]["prometheus"]["config"]["scrape_configs"][0];
    assert_eq!((&job["scrape_interval"], &job["metrics_path"]), (&"15s".into(), &"/metrics".into()));
}

#[test]
fn a_topic_takes_alerts_of_this_accounts_workspaces() {
    let mut clinic = clinic();
    team(&mut clinic);
    let template = clinic.template();
    let statements = &template.json()["Resources"]["TeamPolicy"]["Properties"]["PolicyDocument"]["Statement"];
    let of_prometheus = |it: &&Tree| it["Principal"]["Service"] == "aps.amazonaws.com";
    let statement = statements.as_array().unwrap().iter().find(of_prometheus).unwrap();
    assert_eq!(statement["Action"], json!(["sns:GetTopicAttributes", "sns:Publish"]));
    let source = statement["Condition"]["ArnLike"]["aws:SourceArn"].to_string();
    assert!(source.contains(":aps:") && source.contains("workspace/*"), "{source}");
    let key = template.json()["Resources"]["Key"]["Properties"]["KeyPolicy"]["Statement"].as_array().unwrap();
    assert!(key.iter().any(|it| it["Principal"]["Service"] == "aps.amazonaws.com"), "the topic is encrypted");
}

#[test]
fn whom_a_workspace_cannot_tell_is_found() {
    let key = KeyOf { secret: "pager".into(), key: "key", place: String::new(), is_missing: false };
    let mut pager = clinic();
    figures(&mut pager, Routes::to(&Channel::pager("OnCall", &key)));
    assert!(findings(pager).contains("tells `OnCall`, and Amazon's workspaces tell topics only"));

    let mut deaf = clinic();
    let team = Alarms::builder().key(&deaf.key).notify(Contact::email("oncall@example.org")).build();
    let team = deaf.stack.add("Team", team);
    figures(&mut deaf, Routes::to(&team.channel("Team")));
    assert!(findings(deaf).contains("tells `Team`, a topic that takes no alerts of Prometheus"));
}

#[test]
fn what_a_watch_of_a_workspace_cannot_be_is_found() {
    let mut clinic = clinic();
    let team = team(&mut clinic);
    let figures = figures(&mut clinic, Routes::to(&team.channel("Team")));
    let api = service(&mut clinic, &figures);
    let unmeasured = watch(&figures, &api.measured(&ERRORS));
    clinic.stack.add("Unmeasured", Monitoring::builder().workspace(&figures).watch(unmeasured).of(&api).build());
    let others = Watch::builder().runbooks("https://runbooks.example.org").routes(Routes::to(&team.channel("Others")));
    let others = others.uptimes([UptimeCheck::new("api", "https://api.example.org", 30)]).build();
    clinic.stack.add("Others", Monitoring::builder().workspace(&figures).watch(others).build());
    let found = findings(clinic);
    for sentence in [
        "measures `throughput` by `http_errors_total`, which `api` does not export",
        "tells others than its workspace does",
        "asks `api` by nobody",
    ] {
        assert!(found.contains(sentence), "{sentence}\n{found}");
    }
}

#[test]
fn figures_are_kept_as_long_as_amazon_does() {
    let mut clinic = clinic();
    let told = Routes::to(&team(&mut clinic).channel("Team"));
    let long = Prometheus::builder().key(&clinic.key).routes(told).kept_days(1096).build();
    clinic.stack.add("Figures", long);
    assert!(findings(clinic).contains("keeps figures for `1096` days"));
}

#[test]
fn boards_and_pages_are_files_beside_the_template() {
    let mut clinic = clinic();
    let told = Routes::to(&team(&mut clinic).channel("Team"));
    let figures = figures(&mut clinic, told);
    let api = service(&mut clinic, &figures);
    let watch = watch(&figures, &api.measured(&REQUESTS));
    clinic.stack.add("Watch", Monitoring::builder().workspace(&figures).watch(watch).of(&api).build());
    let files = App::new("clinic").stack(clinic.stack).synthesize().unwrap();
    let page = files.iter().find(|it| it.path == "clinic/Watch/runbooks/ThroughputLost.md").unwrap();
    assert!(String::from_utf8_lossy(&page.bytes).starts_with("# ThroughputLost\n"));
    let template = Template::from_files(&files, "clinic");
    let rules = template.json()["Resources"]["Watch"]["Properties"]["Data"].as_str().unwrap().to_owned();
    assert!(rules.contains("https://runbooks.example.org/ThroughputLost.md"), "{rules}");
}

/// Which of the rules about who is told are broken, if a workspace is told this by hand.
fn told_by_hand(definition: impl Fn(Value<TopicArn>) -> Option<Value<String>>) -> bool {
    let mut clinic = clinic();
    let topic = team(&mut clinic).topic();
    let by_hand = aps::Workspace { alert_manager_definition: definition(topic), ..Default::default() };
    let logs = Waiver::new(rule::WORKSPACE_LOGS, "is tried by hand", "jane.roe", date!("2099-01-31"));
    clinic.stack.add("ByHand", logs.resource(by_hand));
    findings(clinic).contains("has alerts of which nobody is told")
}

#[test]
fn somebody_is_told_of_each_severity() {
    let written = |text: &'static str| {
        move |topic: Value<TopicArn>| {
            let (before, behind) = text.split_once("TOPIC").unwrap_or((text, ""));
            Some(Value::concat([before.into(), topic.into(), behind.into()]))
        }
    };
    let all = "alertmanager_config: |\n  {\"route\":{\"receiver\":\"a\",\"routes\":[]},\"receivers\":\
        [{\"name\":\"a\",\"sns_configs\":[{\"topic_arn\":\"TOPIC\"}]}]}";
    let nobody =
        "alertmanager_config: |\n  {\"route\":{\"receiver\":\"a\",\"routes\":[]},\"receivers\":[{\"name\":\"a\"}]}";
    let one_is_lost = "alertmanager_config: |\n  {\"route\":{\"receiver\":\"a\",\"routes\":[{\"receiver\":\"b\",\
        \"matchers\":[\"severity=\\\"critical\\\"\"]}]},\"receivers\":\
        [{\"name\":\"b\"},{\"name\":\"a\",\"sns_configs\":[{\"topic_arn\":\"TOPIC\"}]}]}";
    assert!(!told_by_hand(written(all)));
    assert!(!told_by_hand(written("alertmanager_config: yaml TOPIC")), "what is not read is not said to be wrong");
    assert!(told_by_hand(written(one_is_lost)));
    assert!(told_by_hand(|_| Some(nobody.into())));
    assert!(told_by_hand(|topic| Some(topic.into())), "only a reference");
}
