//! What serves, where it is and who hears of it: what the documentation of AWS, of the controllers of routes and of the Prometheus
//! operator says of the members that these sentences are about.

use serde_json::Value;

use super::{Table, when};
use crate::document::{Thing, is_on, list, number, value, words};

pub(super) const TABLE: Table = &[
    ("ClusterIsMeasured", |it| {
        let is_measured = |it: &Value| {
            it["Name"] == "containerInsights" && ["enabled", "enhanced"].iter().any(|value| it["Value"] == **value)
        };
        let commands = "Configuration/ExecuteCommandConfiguration";
        let group = it.at(&format!("{commands}/LogConfiguration/CloudWatchLogGroupName"));
        let kept = group.and_then(|it_| it.target(it_)).is_some_and(|it| it.kind() == "AWS::Logs::LogGroup");
        let recorded = it.text(&format!("{commands}/Logging")) == Some("OVERRIDE") && kept;
        when(!it.list("ClusterSettings").iter().any(is_measured), "what its tasks use is not measured")
            .or_else(|| when(!recorded, "what is typed in its tasks goes into no group of the program's"))
    }),
    // Left out, they are 30 seconds and two failures; for a function no question at all.
    ("TargetsAreAsked", |it| {
        let is_function = it.at("TargetType").is_some_and(|it| it == "lambda");
        let is_asked = it.at("HealthCheckEnabled").map_or(!is_function, is_on);
        let beyond = |name: &str, most: f64| it.at(name).is_some_and(|it| number(it).is_none_or(|it| it > most));
        when(!is_asked, "nobody asks")
            .or_else(|| when(beyond("HealthCheckIntervalSeconds", 30.0), "it is asked too seldom"))
            .or_else(|| when(beyond("UnhealthyThresholdCount", 3.0), "it gets requests after more failures"))
    }),
    // An accelerator answers for tables, and without TLS unless it says so.
    ("TableSpeaksTls", |it| {
        let plain = |it: Thing<'_>| it.text("ClusterEndpointEncryptionType") != Some("TLS");
        when(it.others("AWS::DAX::Cluster").any(plain), "an accelerator answers for tables without TLS")
    }),
    ("AlarmCanBeRaised", |it| {
        let bad = it.at("DatapointsToAlarm").map(|it| number(it).unwrap_or(f64::MAX));
        let all = it.number("EvaluationPeriods").unwrap_or_default();
        // A machine uses no more than a hundred of a hundred, and nothing is used less than not at all.
        let limit = it.number("Threshold").unwrap_or_default();
        let is_share = ["AWS/EC2", "AWS/RDS"].iter().any(|of| it.text("Namespace") == Some(of))
            && it.text("MetricName") == Some("CPUUtilization")
            && ["Average", "Maximum"].iter().any(|of| it.text("Statistic") == Some(of));
        let never = match it.text("ComparisonOperator") {
            Some("GreaterThanThreshold") => limit >= 100.0,
            Some("LessThanThreshold") => limit <= 0.0 && it.at("Threshold").is_some(),
            _ => false,
        };
        let is_told = it.text("TreatMissingData") == Some("breaching");
        when(bad.is_some_and(|bad| bad > all), "it waits for more periods than it looks at")
            .or_else(|| when(is_share && never && !is_told, "it waits for what is never measured"))
    }),
    ("UsersComeBackOverTls", |it| {
        let back = ["CallbackURLs", "LogoutURLs", "DefaultRedirectURI"].into_iter().flat_map(|path| it.list(path));
        let plain = |it: &Value| words(it).starts_with("http:") && !words(it).starts_with("http://localhost");
        when(back.into_iter().any(plain), "somebody is sent back without TLS").or_else(|| {
            when(it.list("AllowedOAuthFlows").iter().any(|it| it == "implicit"), "a token stands in the address")
        })
    }),
    ("KeysAreHere", |it| {
        let mut regions = Vec::new();
        arns(&it.written.json["Properties"], &mut regions);
        let other = regions.into_iter().find(|region| ![it.region(), "${AWS::Region}"].contains(&region.as_str()));
        other.map(|region| format!("it names a key or a secret of `{region}`"))
    }),
    ("TaskStartsInAnyZone", |it| {
        let machines = it.list("RequiresCompatibilities");
        let fargate = !machines.is_empty() && machines.iter().all(|it| it == "FARGATE");
        when(!fargate, "it may run on machines of somebody's").or_else(|| {
            let targets = |by: Thing<'_>| by.list("Target").iter().chain(by.list("Targets")).cloned().collect();
            let starts = ["AWS::Events::Rule", "AWS::Scheduler::Schedule"].into_iter().flat_map(|kind| it.others(kind));
            let in_one = starts.into_iter().any(|by| {
                let targets: Vec<Value> = targets(by);
                let of_task = |target: &&Value| {
                    value(target, "EcsParameters/TaskDefinitionArn").is_some_and(|at| by.points_at(Some(at), it))
                };
                targets.iter().filter(of_task).any(|target| {
                    let networks = ["AwsvpcConfiguration", "AwsVpcConfiguration"]
                        .map(|name| list(value(target, &format!("EcsParameters/NetworkConfiguration/{name}/Subnets"))));
                    let zones = networks.into_iter().flatten().map(|subnet| zone(by, subnet));
                    zones.collect::<std::collections::BTreeSet<_>>().len() < 2
                })
            });
            when(in_one, "it is started in one zone")
        })
    }),
    ("NoOlderTls", |it| {
        let said = |name: &str| it.written.json["metadata"]["annotations"][name].as_str();
        let old = |it: &str| matches!(it, "1.0" | "1.1" | "TLSv1" | "TLSv1.1" | "VersionTLS10" | "VersionTLS11");
        // Contour takes 1.2 or newer if nothing is said; others have one text for all of it.
        let contour = said("projectcontour.io/tls-minimum-protocol-version").is_some_and(old);
        let snippets =
            ["server-snippet", "configuration-snippet"].map(|it| format!("nginx.ingress.kubernetes.io/{it}"));
        let nginx = snippets.iter().filter_map(|it| said(it)).any(|it| it.contains("ssl_protocols"));
        let listeners = it.list("spec/listeners");
        let gateway = listeners.iter().filter_map(|it| it.pointer("/tls/options")).filter_map(Value::as_object);
        let mut options = gateway.flat_map(|all| all.values()).filter_map(Value::as_str);
        when(contour || nginx || options.any(old), "it takes TLS that is older than 1.2")
    }),
    ("ToldByReference", |it| {
        let receivers = it.list("spec/receivers");
        let is_told = |name: &Value| {
            let all = |it: &Value| {
                it.as_object().is_some_and(|it| {
                    it.iter()
                        .any(|(name, to)| name.ends_with("Configs") && to.as_array().is_some_and(|it| !it.is_empty()))
                })
            };
            receivers.iter().any(|it| it["name"] == *name && all(it))
        };
        let silent = routes(&it.written.json["spec"]["route"])
            .into_iter()
            .any(|route| route.get("receiver").is_some_and(|name| !is_told(name)));
        let first = it.at("spec/route/receiver").is_none();
        let hooks = receivers.iter().flat_map(|it| list(it.get("webhookConfigs")));
        when(first || silent, "nobody is told of some alerts")
            .or_else(|| when(hooks.into_iter().any(|it| it.get("url").is_some()), "the address of a hook is a key"))
    }),
];

/// A route with all below it.
fn routes(route: &Value) -> Vec<&Value> {
    let below = route["routes"].as_array().into_iter().flatten().flat_map(routes);
    std::iter::once(route).chain(below).collect()
}

/// The zone of a subnet; what is no subnet of what was written is one of its own.
fn zone(by: Thing<'_>, subnet: &Value) -> String {
    let zone = by.target(subnet).and_then(|it| it.at("AvailabilityZone"));
    zone.or(Some(subnet)).map(Value::to_string).unwrap_or_default()
}

/// The regions of the keys and secrets that a tree names by an ARN: not those of copies, nor of what others may be allowed.
fn arns(json: &Value, regions: &mut Vec<String>) {
    let text = words(json);
    if json.is_string() || json.get("Fn::Join").is_some() {
        let mut parts = text.split(':');
        let service = (parts.next() == Some("arn")).then(|| parts.nth(1)).flatten();
        let region = parts.next().filter(|it| !it.is_empty());
        regions.extend(service.filter(|it| ["kms", "secretsmanager"].contains(it)).and(region).map(str::to_owned));
    }
    match json {
        Value::Array(items) => items.iter().for_each(|it| arns(it, regions)),
        Value::Object(members) => {
            let elsewhere = |name: &str| {
                ["Condition", "CopyActions", "Principal", "ReplicaRegions", "Replicas", "ReplicationConfiguration"]
                    .contains(&name)
                    || name.ends_with("Resource")
                    || name.ends_with("Resources")
                    || name == "Environment"
            };
            members.iter().filter(|(name, _)| !elsewhere(name)).for_each(|(_, it)| arns(it, regions));
        }
        _ => {}
    }
}
