//! Routes of services of other stacks, and deployments that shift their requests.

use hc_cdk::{
    data::{Internal, Phi, Synthetic},
    date,
    policy::Development,
    prelude::*,
};
use serde_json::Value as Tree;

use super::{
    Endpoint, HttpsEndpoint,
    tests::{Prod, certificate, findings, other, rules},
};
use crate::{
    assertions::Clinic,
    cfn::elasticloadbalancingv2::{
        ListenerRule,
        listener_rule::{Action, HostHeaderConfig, RuleCondition},
    },
    compute::{Deployment, Service},
    prelude::*,
    region,
};

/// A stack with an endpoint whose services come from other stacks.
fn with_front(name: &str) -> (Stack<Prod>, Perimeter<Phi>, Endpoint) {
    let Clinic { mut stack, zone, .. } = Clinic::<Prod, Phi>::new(name, region::EuWest2);
    let front = HttpsEndpoint::builder().perimeter(&zone).domain("api.example.org").certificate(&certificate());
    let front = stack.add("Front", front.build());
    (stack, zone, front)
}

/// The templates of an app by the names of their stacks.
fn templates<const N: usize>(stacks: [Stack<Prod>; N]) -> [Tree; N] {
    let names = stacks.each_ref().map(|it| format!("{}.template.json", it.model().name()));
    let app = stacks.into_iter().fold(App::new("clinic"), App::stack);
    let files = app.synthesize().unwrap_or_else(|findings| panic!("{findings}"));
    names.map(|name| serde_json::from_slice(&files.iter().find(|it| it.path == name).unwrap().bytes).unwrap())
}

#[test]
fn services_of_other_stacks_take_paths_of_an_endpoint() {
    let (edge, zone, front) = with_front("edge");
    let mut apps = Stack::<Prod>::new("apps", region::EuWest2);
    let lab = other(&mut apps, &zone, "Lab");
    let lab = apps.add("LabRoute", front.route("/lab/*", &lab).and("/tests/*"));
    assert!(lab.healthy_targets().is_some() && front.healthy_targets().is_none());
    let flow = apps.model().flows.last().unwrap();
    assert_eq!((flow.from.stack().name(), flow.to.stack().name()), ("edge", "apps"));

    let [edge, apps] = templates([edge, apps]);
    let https = &edge["Resources"]["FrontHttps"]["Properties"]["DefaultActions"][0];
    assert_eq!(
        (&https["Type"], &https["FixedResponseConfig"]["StatusCode"]),
        (&"fixed-response".into(), &"404".into())
    );
    assert!(edge.to_string().find("Lab").is_none(), "the endpoint's stack knows nothing of its services");
    let resources = &apps["Resources"];
    let imported = |it: &Tree| it["Fn::ImportValue"].as_str().unwrap_or_default().to_owned();
    for (name, property, from) in [
        ("LabRouteLabEgress", "GroupId", "FrontGroup"),
        ("LabRouteLabIngress", "SourceSecurityGroupId", "FrontGroup"),
        (rules(&apps)["/lab/*"].1.as_str(), "ListenerArn", "FrontHttps"),
        (rules(&apps)["/tests/*"].1.as_str(), "ListenerArn", "FrontHttps"),
    ] {
        let value = imported(&resources[name]["Properties"][property]);
        assert!(value.contains(from), "{name} {property}: {value}");
    }
    let members = &resources["Lab"]["Properties"]["LoadBalancers"];
    assert_eq!(
        members[0]["TargetGroupArn"],
        serde_json::json!({ "Fn::GetAtt": ["LabRouteTargets", "TargetGroupArn"] })
    );
    assert!(resources["Lab"]["DependsOn"].as_array().unwrap().contains(&rules(&apps)["/lab/*"].1.as_str().into()));
    assert_eq!(resources["LabRouteTargets"]["Properties"]["HealthCheckIntervalSeconds"], 30);
}

#[test]
fn two_routes_in_one_place_are_found_over_all_stacks() {
    let (edge, zone, front) = with_front("edge");
    let mut apps = Stack::<Prod>::new("apps", region::EuWest2);
    let mut more = Stack::<Prod>::new("more", region::EuWest2);
    let lab = other(&mut apps, &zone, "Lab");
    let tests = other(&mut apps, &zone, "Tests");
    let (auth, more_tests) = (other(&mut more, &zone, "Auth"), other(&mut more, &zone, "MoreTests"));
    apps.add("LabRoute", front.route("/lab/*", &lab).asked_at(7));
    apps.add("TestsRoute", front.route("/tests/*", &tests));
    more.add("AuthRoute", front.route("/auth/*", &auth).asked_at(7));
    more.add("TestsRoute", front.route("/tests/*", &more_tests));
    let findings = findings([edge, apps, more]);
    for sentence in [
        "`more/AuthRoute` takes `/auth/*`, which comes to be asked in the same place as `/lab/*` of `apps/LabRoute`",
        "`more/TestsRoute` takes `/tests/*`, which `apps/TestsRoute` takes already",
    ] {
        assert!(findings.contains(sentence), "{sentence}\n{findings}");
    }
    assert_eq!(findings.matches("error: ").count(), 2, "{findings}");
}

#[test]
fn what_two_rules_in_one_place_are_for_is_said_as_they_say_it() {
    let Clinic { mut stack, .. } = Clinic::<Prod, Phi>::new("clinic", region::EuWest2);
    let rule = |host: &'static str| {
        let hosts = HostHeaderConfig { values: Some(vec![host.into()]), ..Default::default() };
        let condition =
            RuleCondition { field: Some("host-header".into()), host_header_config: Some(hosts), ..Default::default() };
        let answers = Action { r#type: Some("fixed-response".into()), ..Default::default() };
        ListenerRule {
            actions: Some(vec![answers]),
            conditions: Some(vec![condition]),
            listener_arn: Some("arn".into()),
            priority: Some(7.into()),
            ..Default::default()
        }
    };
    let waiver = || Waiver::new(hc_cdk::rule::BY_HAND, "shows what is said", "jane.roe", date!("2099-01-31"));
    stack.add("One", waiver().resource(rule("lab.example.org")));
    stack.add("Two", waiver().resource(rule("ward.example.org")));
    let findings = findings([stack]);
    let said = "`clinic/Two` takes `ward.example.org`, which comes to be asked in the same place as `lab.example.org`";
    assert!(findings.contains(said), "{findings}");
}

#[test]
fn routes_that_cannot_be_are_found() {
    let Clinic { mut stack, key, trail, vpc, zone } = Clinic::<Prod, Phi>::new("clinic", region::EuWest2);
    let office = stack.add("Office", Perimeter::<Internal>::builder().vpc(&vpc).key(&key).trail(&trail).build());
    let front = HttpsEndpoint::builder().perimeter(&office).domain("api.example.org").certificate(&certificate());
    let front = stack.add("Front", front.build());
    let lab = other(&mut stack, &zone, "Lab");
    let own = HttpsEndpoint::builder().target(&lab).domain("lab.example.org").certificate(&certificate());
    let own = stack.add("Own", own.build());
    let auth = other(&mut stack, &zone, "Auth");
    stack.add("LabRoute", front.route("lab", &lab).asked_at(50_001));
    stack.add("AuthRoute", own.route("/*", &auth));
    let elsewhere = Clinic::<Prod, Phi>::new("elsewhere", region::EuWest2);
    let mut apart = elsewhere.stack;
    let far = other(&mut apart, &elsewhere.zone, "Far");
    apart.add("FarRoute", own.route("/far/*", &far));
    let findings = findings([stack, apart]);
    for sentence in [
        "hands `lab` to `Lab`, which is not a path",
        "is asked at `50001`",
        "hands `phi` data to `Lab`, by an endpoint for `internal` data",
        "hands `/*` to `Auth`, which leaves nothing to the endpoint's own target",
        "hands requests to `Far`, which stands in another network than the endpoint",
    ] {
        assert!(findings.contains(sentence), "{sentence}\n{findings}");
    }
}

/// A stack with a service that is deployed in that way, behind a route of its own.
fn deployed(deployment: Deployment) -> (Stack<Prod>, Stack<Prod>, Service<Phi>, Endpoint) {
    let (edge, zone, front) = with_front("edge");
    let mut apps = Stack::<Prod>::new("apps", region::EuWest2);
    let image =
        image!("registry.example/clinic/it@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08");
    let lab = FargateService::builder().perimeter(&zone).image(image).port(8081).deployment(deployment).build();
    let lab = apps.add("Lab", lab);
    let route = apps.add("LabRoute", front.route("/lab/*", &lab));
    (edge, apps, lab, route)
}

#[test]
fn requests_are_shifted_between_two_groups_of_targets() {
    let (edge, mut apps, lab, route) = deployed(Deployment::canary(10, 15).bake(30));
    let key = apps.add("Key", CustomerKey::builder().build());
    let alarms = Alarms::builder().key(&key).notify(Contact::email("on-call@example.org"));
    let alarms = alarms.watch("LabFailing", preset::failing(&route)).watch("LabSlow", preset::waiting(&route));
    let alarms = apps.add("Alarms", alarms.build());
    apps.add("LabRollback", alarms.roll_back("LabFailing", &lab));
    apps.add("LabSlowRollback", alarms.roll_back("LabSlow", &lab));
    let [_, apps] = templates([edge, apps]);
    let resources = &apps["Resources"];
    let service = &resources["Lab"];
    let deployment = &service["Properties"]["DeploymentConfiguration"];
    assert_eq!((&deployment["Strategy"], &deployment["BakeTimeInMinutes"]), (&"CANARY".into(), &30.into()));
    let canary = serde_json::json!({ "CanaryPercent": 10.0, "CanaryBakeTimeInMinutes": 15 });
    assert_eq!(deployment["CanaryConfiguration"], canary);
    let undone = serde_json::json!({ "AlarmNames": [{ "Ref": "AlarmsLabFailingAlarm" }, { "Ref": "AlarmsLabSlowAlarm" }], "Enable": true, "Rollback": true });
    assert_eq!(deployment["Alarms"], undone);

    let rule = rules(&apps)["/lab/*"].1.clone();
    let shifts = &service["Properties"]["LoadBalancers"][0]["AdvancedConfiguration"];
    assert_eq!(shifts["ProductionListenerRule"], serde_json::json!({ "Fn::GetAtt": [rule, "RuleArn"] }));
    let other = serde_json::json!({ "Fn::GetAtt": ["LabRouteOtherTargets", "TargetGroupArn"] });
    assert_eq!(shifts["AlternateTargetGroupArn"], other);
    assert!(service["DependsOn"].as_array().unwrap().contains(&"LabRouteShifterPolicy".into()));
    let groups = &resources[&rule]["Properties"]["Actions"][0]["ForwardConfig"]["TargetGroups"];
    assert_eq!((&groups[0]["Weight"], &groups[1]["Weight"]), (&1.into(), &0.into()));
    let statements = &resources["LabRouteShifterPolicy"]["Properties"]["PolicyDocument"]["Statement"];
    assert_eq!(statements[2]["Resource"], serde_json::json!({ "Fn::GetAtt": [rule, "RuleArn"] }));
    assert!(resources["LabRouteScalingOnRequests"].is_null());
    let metrics = resources["AlarmsLabFailingAlarm"]["Properties"]["Metrics"].to_string();
    assert!(metrics.contains("100 * (FILL(m0, 0) + FILL(m1, 0)) / (FILL(m2, 0) + FILL(m3, 0))"), "{metrics}");
    assert!(metrics.contains("LabRouteTargets") && metrics.contains("LabRouteOtherTargets"), "{metrics}");
}

#[test]
fn each_way_of_shifting_is_what_ecs_calls_it() {
    for (deployment, strategy) in
        [(Deployment::blue_green(), "BLUE_GREEN"), (Deployment::linear(20, 5), "LINEAR"), (Deployment::rolling(), "")]
    {
        let (edge, apps, ..) = deployed(deployment);
        let [_, apps] = templates([edge, apps]);
        let written = &apps["Resources"]["Lab"]["Properties"]["DeploymentConfiguration"]["Strategy"];
        assert_eq!(written.as_str().unwrap_or_default(), strategy);
    }
}

#[test]
fn deployments_that_cannot_be_are_found() {
    let (edge, mut apps, lab, route) = deployed(Deployment::linear(20, 5));
    apps.add("More", route.route("/more/*", &lab).and("/most/*"));
    let key = apps.add("Key", CustomerKey::builder().build());
    let alarms = Alarms::builder().key(&key).notify(Contact::email("on-call@example.org"));
    let alarms = apps.add("Alarms", alarms.watch("LabFailing", preset::failing(&route)).build());
    apps.add("LabRollback", alarms.roll_back("Failing", &lab));
    let own = HttpsEndpoint::builder().target(&lab).domain("lab.example.org").certificate(&certificate());
    apps.add("Own", own.build());
    let mut other = Stack::<Prod>::new("other", region::EuWest2);
    other.add("LabRollback", alarms.roll_back("LabFailing", &lab));
    let findings = findings([edge, apps, other]);
    for sentence in [
        "hands requests for 2 paths to `Lab`, which is deployed by shifting those of one",
        "waits for an alarm `Failing` that is not among the alarms",
        "`apps/Own` hands requests to `Lab`, which is deployed by shifting requests to its new version",
        "`other/LabRollback` rolls back a service of another stack",
    ] {
        assert!(findings.contains(sentence), "{sentence}\n{findings}");
    }
}

#[test]
fn what_shifts_requests_needs_a_route() {
    let Clinic { mut stack, zone, .. } = Clinic::<Prod, Phi>::new("clinic", region::EuWest2);
    let image =
        image!("registry.example/clinic/it@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08");
    stack.add("Lab", FargateService::builder().perimeter(&zone).image(image).port(8081).build());
    let signed = Waiver::new(hc_cdk::rule::BY_HAND, "shifted by hand in a trial", "jane.roe", date!("2099-12-31"));
    stack.add("Shifted", signed.property("Lab", "DeploymentConfiguration/Strategy", "BLUE_GREEN"));
    let findings = findings([stack]);
    assert!(findings.contains("which is deployed by shifting requests, and no rule of a listener can"), "{findings}");
}

#[test]
fn what_shifts_requests_needs_an_endpoint_where_data_is_made_up_too() {
    let Clinic { mut stack, zone, .. } = Clinic::<Development, Synthetic>::new("try", region::EuWest2);
    let image =
        image!("registry.example/clinic/it@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08");
    let lab = FargateService::builder().perimeter(&zone).image(image).port(8081);
    stack.add("Rolling", lab.clone().build());
    stack.add("Lab", lab.deployment(Deployment::canary(10, 15)).build());
    let findings = findings([stack]);
    assert!(findings.contains("`try/Lab` is deployed by shifting requests, and no endpoint hands requests to it"));
    assert!(!findings.contains("try/Rolling"), "{findings}");
}

#[test]
fn figures_that_ecs_does_not_take_are_found() {
    for deployment in [
        Deployment::linear(2, 5),
        Deployment::canary(0, 5),
        Deployment::canary(100, 5),
        Deployment::canary(10, 1441),
        Deployment::blue_green().bake(1441),
    ] {
        let (edge, apps, ..) = deployed(deployment);
        let findings = findings([edge, apps]);
        assert!(findings.contains("is deployed by steps of `"), "{deployment:?}\n{findings}");
    }
}
