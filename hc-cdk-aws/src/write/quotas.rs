//! Limits that a service has for everybody: how many of something one thing has, and a region. What is raised when somebody asks is no
//! finding, since nobody here knows who has asked: `account.rs` tells that.
//!
//! Sources, each of which says that it is not adjustable: "Quotas for your Application Load Balancers" (5 values of conditions and 6
//! wildcards in a rule, 5 target groups of an action, 100 of a balancer), "Amazon ECS service quotas" (10 containers, 5
//! security groups and 16 subnets), "Lambda quotas" (5 layers), "Quotas for Amazon `EventBridge`" (5 targets of a rule), "Secondary indexes"
//! of DynamoDB (5 local ones), `PutMetricAlarm` (5 actions for a state), "Amazon SNS subscription filter policy constraints" (5 names),
//! "Quotas in AWS CloudTrail" (5 trails in a region, of which one for all regions is one in each; 500 values of advanced selectors, 250
//! data resources of others), "CloudWatch Logs quotas" (100 metric filters and 2 subscriptions of a log group, 10 policies
//! of a region), "Replication with Amazon Aurora" (15 replicas beside the writer), and of what a region has once: `PutConfigurationRecorder` and `PutDeliveryChannel` of AWS Config,
//! `CreateDetector` of GuardDuty, `EnableSecurityHub`, `PutReplicationConfiguration` of ECR.

use hc_cdk::{
    check::Checked,
    finding::Finding,
    model::{ResourceModel, StackModel},
    value::Json,
};
use indexmap::{IndexMap, IndexSet};

use super::found::{all_at, named, referred, resources};

/// What is more than a service has is called this in findings.
const LIMIT: &str = "ServiceLimit";

/// How many one resource has.
struct Own {
    kind: &'static str,
    paths: &'static [&'static str],
    most: usize,
    what: &'static str,
    help: &'static str,
}

/// How many resources there are for one thing, which a property of theirs names.
struct Beside {
    kind: &'static str,
    owner: &'static str,
    most: usize,
    what: &'static str,
    help: &'static str,
}

const CONDITIONS: &[&str] = &[
    "Conditions/*/HostHeaderConfig/Values/*",
    "Conditions/*/HttpHeaderConfig/Values/*",
    "Conditions/*/HttpRequestMethodConfig/Values/*",
    "Conditions/*/PathPatternConfig/Values/*",
    "Conditions/*/QueryStringConfig/Values/*",
    "Conditions/*/SourceIpConfig/Values/*",
    "Conditions/*/Values/*",
];
const SELECTED: &[&str] = &[
    "AdvancedEventSelectors/*/FieldSelectors/*/EndsWith/*",
    "AdvancedEventSelectors/*/FieldSelectors/*/Equals/*",
    "AdvancedEventSelectors/*/FieldSelectors/*/NotEndsWith/*",
    "AdvancedEventSelectors/*/FieldSelectors/*/NotEquals/*",
    "AdvancedEventSelectors/*/FieldSelectors/*/NotStartsWith/*",
    "AdvancedEventSelectors/*/FieldSelectors/*/StartsWith/*",
];
const TELL_ONE: &str = "tell a topic, and let all others hear of that";
const SELECT_ALL: &str = "select all of a type, and leave out what nobody is asked to record";

#[rustfmt::skip]
const OWN: [Own; 14] = [
    Own { kind: "AWS::CloudTrail::Trail", paths: SELECTED, most: 500, what: "values in its advanced selectors", help: SELECT_ALL },
    Own { kind: "AWS::CloudTrail::Trail", paths: &["EventSelectors/*/DataResources/*/Values/*"], most: 250, what: "data resources in its selectors", help: SELECT_ALL },
    Own { kind: "AWS::CloudWatch::Alarm", paths: &["AlarmActions/*"], most: 5, what: "actions", help: TELL_ONE },
    Own { kind: "AWS::CloudWatch::Alarm", paths: &["OKActions/*"], most: 5, what: "actions when it is over", help: TELL_ONE },
    Own { kind: "AWS::CloudWatch::CompositeAlarm", paths: &["AlarmActions/*"], most: 5, what: "actions", help: TELL_ONE },
    Own { kind: "AWS::CloudWatch::CompositeAlarm", paths: &["OKActions/*"], most: 5, what: "actions when it is over", help: TELL_ONE },
    Own { kind: "AWS::DynamoDB::Table", paths: &["LocalSecondaryIndexes/*"], most: 5, what: "local indexes", help: "make global indexes of some" },
    Own { kind: "AWS::ECS::Service", paths: &["NetworkConfiguration/AwsvpcConfiguration/SecurityGroups/*"], most: 5, what: "security groups", help: "say in one group what several say" },
    Own { kind: "AWS::ECS::Service", paths: &["NetworkConfiguration/AwsvpcConfiguration/Subnets/*"], most: 16, what: "subnets", help: "name one subnet of each zone" },
    Own { kind: "AWS::ECS::TaskDefinition", paths: &["ContainerDefinitions/*"], most: 10, what: "containers", help: "make a service of its own of what may run elsewhere" },
    Own { kind: "AWS::ElasticLoadBalancingV2::ListenerRule", paths: CONDITIONS, most: 5, what: "values in its conditions", help: "make several rules of it, which lead to one target group" },
    Own { kind: "AWS::ElasticLoadBalancingV2::ListenerRule", paths: &["Actions/*/ForwardConfig/TargetGroups/*"], most: 5, what: "target groups in its actions", help: "hand requests to fewer at once" },
    Own { kind: "AWS::Events::Rule", paths: &["Targets/*"], most: 5, what: "targets", help: "make a rule of the same pattern for the others" },
    Own { kind: "AWS::Lambda::Function", paths: &["Layers/*"], most: 5, what: "layers", help: "put what it needs into its own code, or into an image" },
];

#[rustfmt::skip]
const BESIDE: [Beside; 3] = [
    Beside { kind: "AWS::Logs::MetricFilter", owner: "LogGroupName", most: 100, what: "metric filters of one log group", help: "write some of what is counted into a log group of its own" },
    Beside { kind: "AWS::Logs::SubscriptionFilter", owner: "LogGroupName", most: 2, what: "subscriptions of one log group", help: "hand all of it to one stream, and let all others read that" },
    Beside { kind: "AWS::RDS::DBInstance", owner: "DBClusterIdentifier", most: 16, what: "instances of one cluster", help: "make fewer and larger ones" },
];

const ONCE: &str = "leave one of them out, and use the other's: it is the region's";

/// What a region has at most, and what to do.
const REGION: [(&str, usize, &str, &str); 7] = [
    (
        TRAIL,
        5,
        "audit trails",
        "share one, which is made once and taken by every stack, or take one that is there: `ExistingTrail`",
    ),
    ("AWS::Config::ConfigurationRecorder", 1, "recorders of AWS Config", ONCE),
    ("AWS::Config::DeliveryChannel", 1, "delivery channels of AWS Config", ONCE),
    ("AWS::ECR::ReplicationConfiguration", 1, "settings of what ECR copies", ONCE),
    ("AWS::GuardDuty::Detector", 1, "detectors of GuardDuty", ONCE),
    ("AWS::Logs::ResourcePolicy", 10, "policies of logs", "let one policy name several log groups"),
    ("AWS::SecurityHub::Hub", 1, "hubs of Security Hub", ONCE),
];
const TRAIL: &str = "AWS::CloudTrail::Trail";

/// How many target groups a balancer has, whatever its listeners and rules are.
const GROUPS: usize = 100;
/// How many `*` and `?` the conditions of a rule have.
const WILDCARDS: usize = 6;
/// How many names the policy of a subscription has.
const NAMES: usize = 5;

pub(super) fn check(checked: &Checked<'_>, findings: &mut Vec<Finding>) {
    let mut beside: IndexMap<(usize, String), Vec<(&StackModel, &ResourceModel)>> = IndexMap::new();
    for (stack, resource) in resources(checked) {
        let kind = resource.kind();
        for Own { paths, most, what, help, .. } in OWN.iter().filter(|it| it.kind == kind) {
            let count = paths.iter().map(|path| all_at(&resource.properties, path).len()).sum();
            too_many((stack, resource), count, *most, what, help, findings);
        }
        inside((stack, resource), findings);
        for (at, it) in BESIDE.iter().enumerate().filter(|(_, it)| it.kind == kind) {
            if let Some(owner) = resource.properties.get(it.owner) {
                beside.entry((at, named(owner))).or_default().push((stack, resource));
            }
        }
    }
    for ((at, _), all) in &beside {
        let (Some(it), Some(last)) = (BESIDE.get(*at), all.last()) else { continue };
        too_many(*last, all.len(), it.most, it.what, it.help, findings);
    }
    regions(checked, findings);
    balancers(checked, findings);
}

fn too_many(
    (stack, resource): (&StackModel, &ResourceModel),
    count: usize,
    most: usize,
    what: &str,
    help: &str,
    findings: &mut Vec<Finding>,
) {
    if count > most {
        let message = format!("has an `{}`: {count} {what}, and AWS takes {most}", resource.kind());
        findings.push(stack.finding(LIMIT, resource.construct, message, help));
    }
}

/// What takes more than counting the items of lists.
fn inside((stack, resource): (&StackModel, &ResourceModel), findings: &mut Vec<Finding>) {
    match resource.kind() {
        "AWS::ElasticLoadBalancingV2::ListenerRule" => {
            let values = CONDITIONS.iter().flat_map(|path| all_at(&resource.properties, path));
            let count = values.filter_map(Json::as_text).map(|it| it.matches(['*', '?']).count()).sum();
            let help = "make several rules of it, which lead to one target group";
            too_many((stack, resource), count, WILDCARDS, "wildcards in its conditions", help, findings);
        }
        "AWS::SNS::Subscription" => {
            let names = resource.properties.get("FilterPolicy").and_then(Json::as_object);
            let count = names.map_or(0, |it| it.iter().count());
            let help = "let the subscriber look at the rest of a message itself";
            too_many((stack, resource), count, NAMES, "names in its filter", help, findings);
        }
        _ => {}
    }
}

/// What a region has; a trail for all regions is in each.
fn regions(checked: &Checked<'_>, findings: &mut Vec<Finding>) {
    let counted: Vec<_> =
        resources(checked).filter(|(_, it)| REGION.iter().any(|(kind, ..)| *kind == it.kind())).collect();
    let all: IndexSet<&str> = counted.iter().map(|(stack, _)| stack.region).collect();
    for region in all {
        for (kind, most, what, help) in REGION {
            let is_here = |stack: &StackModel, it: &ResourceModel| stack.region == region || is_everywhere(it);
            let here: Vec<_> = counted.iter().filter(|(stack, it)| it.kind() == kind && is_here(stack, it)).collect();
            // Of what is in every region, the region that it was made in says so.
            let Some(last) = here.iter().rfind(|(stack, _)| stack.region == region) else { continue };
            too_many(**last, here.len(), most, &format!("{what} in {region}"), help, findings);
        }
    }
}

fn is_everywhere(it: &ResourceModel) -> bool {
    it.kind() == TRAIL && it.properties.get("IsMultiRegionTrail") == Some(&Json::Bool(true))
}

/// The target groups that the listeners of a balancer, and their rules, lead to.
fn balancers(checked: &Checked<'_>, findings: &mut Vec<Finding>) {
    let mut groups: IndexMap<String, IndexSet<String>> = IndexMap::new();
    let balancer = |it: &ResourceModel| {
        let listener = match it.kind() {
            "AWS::ElasticLoadBalancingV2::Listener" => Some(it),
            "AWS::ElasticLoadBalancingV2::ListenerRule" => referred(checked, it.properties.get("ListenerArn")),
            _ => None,
        };
        listener?.properties.get("LoadBalancerArn").map(named)
    };
    for (stack, resource) in resources(checked) {
        let Some(balancer) = balancer(resource) else { continue };
        let of = ["Actions", "DefaultActions"].map(|actions| {
            let one = all_at(&resource.properties, &format!("{actions}/*/TargetGroupArn"));
            [one, all_at(&resource.properties, &format!("{actions}/*/ForwardConfig/TargetGroups/*/TargetGroupArn"))]
        });
        let all = groups.entry(balancer).or_default();
        let before = all.len();
        all.extend(of.into_iter().flatten().flatten().map(named));
        // The one that is too many says so, and none behind it.
        if before <= GROUPS {
            let help = "make a second endpoint for some of the services";
            too_many((stack, resource), all.len(), GROUPS, "target groups of one balancer", help, findings);
        }
    }
}

#[cfg(test)]
mod tests {
    use hc_cdk::{
        app::App,
        policy::Development,
        value::{Json, Object},
        waiver::Raw,
    };

    use super::{
        super::found::{Plain, messages},
        LIMIT,
    };
    use crate::{prelude::*, region};

    fn of(declare: impl FnOnce(&mut Stack<Development>)) -> Vec<String> {
        let mut stack = Stack::<Development>::new("data", region::UsEast1);
        declare(&mut stack);
        messages(&App::new("test").stack(stack), &[LIMIT])
    }

    fn one(kind: &'static str, properties: Object) -> Vec<String> {
        of(|stack| drop(stack.add("It", Raw(Plain(kind, properties)))))
    }

    fn texts(all: impl IntoIterator<Item = impl Into<Json>>) -> Vec<Json> {
        all.into_iter().map(Into::into).collect()
    }

    /// Everything in [`super::OWN`] is as many as it may be, and one more.
    #[test]
    fn a_thing_has_no_more_than_aws_takes() {
        for super::Own { kind, paths, most, what, .. } in super::OWN {
            for path in paths {
                let with = |count: usize| {
                    let values: Json = texts((0..count).map(|at| at.to_string())).into();
                    // From the end of the path to its beginning, a list of one around each `*`.
                    let names: Vec<&'static str> = path.trim_end_matches("/*").split('/').rev().collect();
                    let tree = names.into_iter().fold(values, |inside, name| match name {
                        "*" => vec![inside].into(),
                        name => Object::new().with(name, inside).into(),
                    });
                    one(kind, tree.as_object().unwrap().clone())
                };
                assert_eq!(with(most), Vec::<String>::new(), "{kind} {path}");
                assert_eq!(with(most + 1), [format!("has an `{kind}`: {} {what}, and AWS takes {most}", most + 1)]);
            }
        }
    }

    #[test]
    fn a_rule_of_a_listener_has_six_wildcards_however_many_values() {
        let of = |paths: &[&'static str]| {
            let values = Object::new().with("Values", texts(paths.iter().copied()));
            let condition = Object::new().with("PathPatternConfig", values);
            one("AWS::ElasticLoadBalancingV2::ListenerRule", Object::new().with("Conditions", texts([condition])))
        };
        assert_eq!(of(&["/*/*/*", "/*/*/?"]), Vec::<String>::new());
        assert!(of(&["/*/*/*/*", "/*/*/?"]).concat().contains("7 wildcards in its conditions, and AWS takes 6"));
    }

    #[test]
    fn the_filter_of_a_subscription_has_five_names() {
        let of = |count: usize| {
            let names = (0..count).fold(Object::new(), |all, at| all.with(format!("n{at}"), texts(["x"])));
            one("AWS::SNS::Subscription", Object::new().with("FilterPolicy", names))
        };
        assert_eq!(of(5), Vec::<String>::new());
        assert!(of(6).concat().contains("6 names in its filter"));
    }

    #[test]
    fn what_is_made_for_one_thing_is_counted_by_what_names_it() {
        for super::Beside { kind, owner, most, what, .. } in super::BESIDE {
            let with = |count: usize, other: usize| {
                of(|stack| {
                    let [one, two] = ["One", "Two"].map(|it| stack.add(it, Raw(Plain("Owner", Object::new()))));
                    for at in 0..count + other {
                        let it = if at < count { one.id() } else { two.id() };
                        stack.add(format!("It{at}"), Raw(Plain(kind, Object::new().with(owner, it))));
                    }
                })
            };
            assert_eq!(with(most, most), Vec::<String>::new(), "{kind}");
            let found = with(most + 1, most);
            assert_eq!(found, [format!("has an `{kind}`: {} {what}, and AWS takes {most}", most + 1)]);
        }
    }

    #[test]
    fn a_region_has_no_more_than_aws_takes_and_a_trail_for_all_is_in_each() {
        let of = |everywhere: usize, kind: &'static str, here: usize| {
            let mut one = Stack::<Development>::new("one", region::UsEast1);
            let mut other = Stack::<Development>::new("other", region::EuWest2);
            for at in 0..everywhere {
                let trail = Plain(super::TRAIL, Object::new().with("IsMultiRegionTrail", true));
                one.add(format!("All{at}"), Raw(trail));
            }
            for at in 0..here {
                other.add(format!("Own{at}"), Raw(Plain(kind, Object::new())));
            }
            messages(&App::new("test").stack(one).stack(other), &[LIMIT])
        };
        for (kind, most, what, _) in super::REGION {
            assert_eq!(of(0, kind, most), Vec::<String>::new(), "{kind}");
            let message = format!("has an `{kind}`: {} {what} in eu-west-2, and AWS takes {most}", most + 1);
            assert_eq!(of(0, kind, most + 1), [message]);
        }
        assert_eq!(of(3, super::TRAIL, 2), Vec::<String>::new());
        assert!(of(3, super::TRAIL, 3).concat().contains("6 audit trails in eu-west-2"));
        assert_eq!(of(5, "Other", 0), Vec::<String>::new());
    }

    #[test]
    fn a_balancer_has_a_hundred_target_groups_whatever_leads_to_them() {
        let of = |count: usize, again: usize| {
            of(|stack| {
                let balancer = stack.add("Front", Raw(Plain("Balancer", Object::new())));
                let listener = Object::new().with("LoadBalancerArn", balancer.id());
                let listener = Plain("AWS::ElasticLoadBalancingV2::Listener", listener);
                let listener = stack.add("Https", Raw(listener));
                for at in 0..count + again {
                    let action = Object::new().with("TargetGroupArn", (at % count).to_string());
                    let rule = Object::new().with("ListenerArn", listener.id()).with("Actions", texts([action]));
                    stack.add(format!("R{at}"), Raw(Plain("AWS::ElasticLoadBalancingV2::ListenerRule", rule)));
                }
            })
        };
        assert_eq!(of(100, 20), Vec::<String>::new());
        assert_eq!(of(102, 0).len(), 1);
        assert!(of(101, 0).concat().contains("101 target groups of one balancer, and AWS takes 100"));
    }
}
