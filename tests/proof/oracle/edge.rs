//! The way in from the internet on AWS, TLS in front of stores, and alarms.

use serde_json::Value;

use super::{Table, access::of_resource, encryption::attribute, when};
use crate::document::{Thing, is_on, list, value, words};

pub(super) const TABLE: Table = &[
    ("FailoverIsAsked", |it| {
        let first = it.text("Failover") == Some("PRIMARY");
        let asked = it.at("HealthCheckId").is_some_and(|id| {
            it.others("AWS::Route53::HealthCheck").any(|health| {
                let asks =
                    health.text("HealthCheckConfig/Type").is_some_and(|it| it.starts_with("HTTP") || it == "TCP");
                it.names(id, health)
                    && asks
                    && !health.is_on("HealthCheckConfig/Inverted")
                    && !health.is_on("HealthCheckConfig/Disabled")
            })
        });
        when(first && !asked, "nobody asks whether the first answers")
    }),
    ("BucketSpeaksTls", |it| when(!refuses_plain(it), "nothing refuses requests without TLS")),
    ("S3BucketSSLRequestsOnly", |it| when(!refuses_plain(it), "nothing refuses requests without TLS")),
    ("IssuerIsAskedOverTls", |it| {
        let plain = !it.text("spec/acme/server").is_some_and(|it| it.starts_with("https://"));
        let keys = ["accessKeyID", "apiKeySecretRef", "serviceAccountSecretRef", "tsigAlgorithm"];
        let solvers = it.list("spec/acme/solvers");
        let by_name = |it: &Value| it["dns01"].as_object().is_some_and(|it| !it.is_empty()) && it["http01"].is_null();
        // Over HTTP it is proven by who answers, which is a gateway of the app; by itself the service of that opens a port of each node.
        let by_gateway = |solver: &Value| {
            let route = &solver["http01"]["gatewayHTTPRoute"];
            let gateway = |parent: &Value| {
                it.others("Gateway").any(|it| {
                    it.at("metadata/name") == parent.get("name")
                        && it.at("metadata/namespace") == parent.get("namespace")
                })
            };
            let parents = list(route.get("parentRefs"));
            let only = solver["dns01"].is_null() && solver["http01"]["ingress"].is_null();
            only && route["serviceType"] == "ClusterIP" && !parents.is_empty() && parents.iter().all(gateway)
        };
        let key = solvers.iter().any(|it| keys.iter().any(|key| it.to_string().contains(key)));
        when(plain || it.is_on("spec/acme/skipTLSVerify"), "it is asked without TLS, or anybody answers")
            .or_else(|| {
                when(
                    solvers.is_empty() || !solvers.iter().all(|it| by_name(it) || by_gateway(it)),
                    "others prove whose it is",
                )
            })
            .or_else(|| when(key, "a key stands in its text"))
    }),
    ("DomainCanBeProven", |it| {
        let zone = it.text("metadata/namespace");
        let lets_in = |policy: Thing<'_>| {
            let labels = policy.at("spec/podSelector/matchLabels").and_then(Value::as_object);
            // One that says no labels is for all pods.
            let of_solver = labels.is_none_or(|it| {
                it.is_empty() || it.get("acme.cert-manager.io/http01-solver").is_some_and(|it| it == "true")
            });
            let ports = policy.list("spec/ingress").iter().flat_map(|it| list(it.get("ports")));
            policy.text("metadata/namespace") == zone && of_solver && ports.into_iter().any(|it| it["port"] == 8089)
        };
        when(!it.others("NetworkPolicy").any(lets_in), "nobody is let in to what proves the domain")
    }),
    ("ListenerSpeaksTls", |it| listener(it, true)),
    ("ALBHttpToHttpsRedirection", |it| listener(it, false)),
    ("ELBv2ACMCertificateRequired", |it| {
        let certificate = it.list("Certificates").iter().any(|it| value(it, "CertificateArn").is_some());
        when(!certificate && !redirects(it), "it has no certificate")
    }),
    ("ALBHttpDropInvalidHeaderEnabled", |it| {
        when(
            !attribute(it, "routing.http.drop_invalid_header_fields.enabled").is_some_and(is_on),
            "such headers get through",
        )
    }),
    ("BalancerHasAFirewall", |it| {
        let acls = firewalls(it);
        when(acls.is_empty(), "no firewall is in front of it")
            .or_else(|| when(!acls.into_iter().any(refuses), "its firewall refuses nothing"))
    }),
    ("FirewallLimitsRates", |it| {
        let limits = |rule: &Value| {
            value(rule, "Statement/RateBasedStatement").is_some() && value(rule, "Action/Block").is_some()
        };
        when(!it.list("Rules").iter().any(limits), "no address is limited")
    }),
    ("BalancerHasZones", |it| {
        let subnets: std::collections::BTreeSet<String> = it.list("Subnets").iter().map(words).collect();
        when(subnets.len() < 2, "it stands in one zone")
    }),
    ("CloudWatchAlarmAction", |it| {
        let any = ["AlarmActions", "OKActions", "InsufficientDataActions"].iter().any(|path| !it.list(path).is_empty());
        when(!any || it.at("ActionsEnabled").is_some_and(|it| *it == false), "it does nothing")
    }),
    ("AlarmTellsSomebody", alarm),
    ("MisuseIsTold", misuse),
    ("FindingsAreTold", findings),
];

/// Whether a policy of a bucket denies everybody everything without TLS, on the bucket and on what is in it.
fn refuses_plain(it: Thing<'_>) -> bool {
    let denies = |of: Thing<'_>, statement: &Value| {
        let principal = &statement["Principal"];
        let everybody = words(principal) == "*" || list(value(principal, "AWS")).iter().any(|it| words(it) == "*");
        let actions = list(statement.get("Action")).iter().any(|it| words(it) == "s3:*" || words(it) == "*");
        let resources = list(statement.get("Resource"));
        let all = resources.iter().any(|it| words(it) == "*");
        let inside = resources.iter().any(|at| of.names(at, it) && words(at).ends_with("/*"));
        let conditions = statement["Condition"].as_object();
        let plain = conditions.is_some_and(|all| {
            all.len() == 1
                && all.iter().all(|(name, it)| {
                    (name == "Bool" || name == "BoolIfExists")
                        && it.as_object().is_some_and(|it| {
                            it.len() == 1
                                && it.iter().all(|(key, it)| {
                                    key.eq_ignore_ascii_case("aws:SecureTransport")
                                        && list(Some(it)).iter().all(|it| words(it) == "false")
                                })
                        })
                })
        });
        statement["Effect"] == "Deny" && everybody && actions && (all || inside) && plain
    };
    of_resource(it).into_iter().any(|(of, statement)| denies(of, statement))
}

fn to_tls(action: &Value) -> bool {
    action["Type"] == "redirect" && value(action, "RedirectConfig/Protocol").is_some_and(|it| it == "HTTPS")
}

/// Whether a listener sends everything to where there is TLS, its rules as well.
fn redirects(it: Thing<'_>) -> bool {
    let actions = it.list("DefaultActions");
    let rules = it
        .others("AWS::ElasticLoadBalancingV2::ListenerRule")
        .filter(|rule| rule.points_at(rule.at("ListenerArn"), it));
    let all = |actions: &[Value]| !actions.is_empty() && actions.iter().all(to_tls);
    all(actions) && rules.into_iter().all(|rule| all(rule.list("Actions")))
}

fn listener(it: Thing<'_>, versions: bool) -> Option<String> {
    let old = |policy: Option<&str>| {
        let new = [
            "ELBSecurityPolicy-TLS13-1-2",
            "ELBSecurityPolicy-TLS13-1-3",
            "ELBSecurityPolicy-TLS-1-2",
            "ELBSecurityPolicy-FS-1-2",
        ];
        !policy.is_some_and(|it| new.iter().any(|new| it.starts_with(new)))
    };
    match it.text("Protocol") {
        Some("HTTPS" | "TLS") => when(versions && old(it.text("SslPolicy")), "it answers over an old TLS"),
        _ => when(!redirects(it), "it answers without TLS"),
    }
}

/// The firewalls in front of a load balancer.
fn firewalls(it: Thing<'_>) -> Vec<Thing<'_>> {
    let ways = it.others("AWS::WAFv2::WebACLAssociation").filter(|way| way.points_at(way.at("ResourceArn"), it));
    ways.filter_map(|way| way.target(way.at("WebACLArn")?)).filter(|it| it.kind() == "AWS::WAFv2::WebACL").collect()
}

/// Whether a firewall refuses something: by default, by a rule, or by rules of somebody that are not only counted.
fn refuses(it: Thing<'_>) -> bool {
    let blocks = |rule: &Value| value(rule, "Action/Block").is_some() || value(rule, "OverrideAction/None").is_some();
    it.at("DefaultAction/Block").is_some() || it.list("Rules").iter().any(blocks)
}

fn alarm(it: Thing<'_>) -> Option<String> {
    let told = it.list("AlarmActions").iter().filter_map(|at| it.target(at)).any(|topic| {
        let inside = !topic.list("Subscription").is_empty();
        inside
            || topic
                .others("AWS::SNS::Subscription")
                .any(|way| way.points_at(way.at("TopicArn"), topic) && way.at("Endpoint").is_some())
    });
    when(!told, "nobody is told")
        .or_else(|| when(it.at("ActionsEnabled").is_some_and(|it| *it == false), "it tells nothing"))
}

/// What is counted of a trail's records: some alarm of the stack that tells somebody watches what it adds to.
fn misuse(it: Thing<'_>) -> Option<String> {
    let counted = it.list("MetricTransformations");
    let all = ["MetricNamespace", "MetricName"].map(|name| counted.first().map(|it| it[name].clone()));
    let watches = |alarm: &Value| {
        let metric = alarm.pointer("/MetricStat/Metric").unwrap_or(alarm);
        ["Namespace", "MetricName"].map(|name| Some(metric[name].clone())) == all
            && list(metric.get("Dimensions")).is_empty()
    };
    let told = it.others("AWS::CloudWatch::Alarm").filter(|alarm| alarm.written.stack == it.written.stack).any(|it| {
        let properties = &it.written.json["Properties"];
        let upwards = it.text("ComparisonOperator").is_some_and(|it| it.starts_with("GreaterThan"));
        let first = it.number("Threshold").is_some_and(|it| it <= 1.0);
        upwards && first && (watches(properties) || it.list("Metrics").iter().any(watches)) && alarm(it).is_none()
    });
    let one = counted.iter().all(|it| it["MetricValue"] == "1" && it["Dimensions"].is_null());
    when(counted.is_empty() || !one, "it counts nothing by one").or_else(|| when(!told, "no alarm tells of it"))
}

/// What GuardDuty finds: some topic of the program is told, which lets events in, and somebody is subscribed to it.
fn findings(it: Thing<'_>) -> Option<String> {
    let told = it.list("Targets").iter().filter_map(|target| it.target(target.get("Arn")?)).any(|topic| {
        let all = it.others("AWS::SNS::Subscription");
        let mut all = all.filter(|it| {
            it.at("TopicArn").and_then(|arn| it.target(arn)).is_some_and(|it| it.written.id == topic.written.id)
        });
        all.any(|it| it.at("Endpoint").is_some()) && hears_events(topic)
    });
    when(it.text("State") == Some("DISABLED"), "it is off").or_else(|| when(!told, "nobody is told"))
}

/// Whether a topic lets events in, and its key takes them from whoever says nothing of an account.
fn hears_events(topic: Thing<'_>) -> bool {
    let of_events = |it: &&Value| it["Principal"]["Service"] == "events.amazonaws.com" && it["Effect"] == "Allow";
    let mut policies =
        topic.others("AWS::SNS::TopicPolicy").filter(|it| it.points_at(it.list("Topics").first(), topic));
    let key = topic.at("KmsMasterKeyId").and_then(|it| topic.target(it));
    policies.any(|it| list(it.at("PolicyDocument/Statement")).iter().any(|it| of_events(&it)))
        && key.is_none_or(|key| {
            let mut all = list(key.at("KeyPolicy/Statement")).iter().filter(of_events);
            all.any(|it| !it["Condition"].to_string().contains("aws:Source"))
        })
}
