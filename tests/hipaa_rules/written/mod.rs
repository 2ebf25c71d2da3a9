//! Rules shown on resources that are written down as a template has them: what holds, and each change that breaks it.
//!
//! `$plays` says what the construct is to the data: a `Channel` or a `Workload`. `@Name` is the id of a resource that stands above, `@Name.Attribute` one of its attributes, `$account` the account, `$later` what only the
//! deployment knows, `$nothing` what it leaves out, `$tokens` the program that looks at tokens, and
//! `{ "+": [..] }` is a text of parts.

mod access;
mod account;
mod acting;
mod buses;
mod caches;
mod canaries;
mod clusters;
mod database_users;
mod delivered;
mod delivery;
mod edge;
mod elsewhere;
mod files;
mod fleets;
mod floors;
mod functions;
mod leaving;
mod let_in;
mod machines;
mod mesh;
mod people;
mod releases;
mod services;
mod stores;
mod tokens;
mod undone;
mod users;
mod works;
mod workspaces;

use std::collections::{BTreeMap, BTreeSet};

use hc_cdk::{
    data::Class,
    dimension::residency::ResidencyFor,
    model::Role,
    policy::Policy,
    resource::ResourceType,
    target::{Judge, Region},
    value::{ResourceRef, Token},
};
use hc_cdk_aws::{cfn::CloudFormation, pseudo};

use super::*;

/// A rule, resources of which it holds, and changes of a text there, each of which breaks it.
pub(crate) struct Change {
    pub(crate) rule: &'static str,
    pub(crate) good: &'static str,
    pub(crate) bad: &'static [(&'static str, &'static str)],
}

pub(crate) fn changes() -> impl Iterator<Item = &'static Change> {
    [
        access::CHANGES,
        let_in::CHANGES,
        account::CHANGES,
        acting::CHANGES,
        buses::CHANGES,
        caches::CHANGES,
        canaries::CHANGES,
        clusters::CHANGES,
        database_users::CHANGES,
        delivered::CHANGES,
        delivery::CHANGES,
        edge::CHANGES,
        files::CHANGES,
        fleets::CHANGES,
        floors::CHANGES,
        functions::CHANGES,
        machines::CHANGES,
        leaving::CHANGES,
        mesh::CHANGES,
        people::CHANGES,
        releases::CHANGES,
        services::CHANGES,
        stores::CHANGES,
        tokens::CHANGES,
        undone::CHANGES,
        users::CHANGES,
        works::CHANGES,
        workspaces::CHANGES,
    ]
    .into_iter()
    .flatten()
}

/// A resource of any type.
struct Any {
    kind: String,
    properties: Object,
}

impl Resource for Any {
    type Id = String;
    type Of = CloudFormation;
    const TYPE: &'static ResourceType = &ResourceType::untyped("Any");

    fn kind(&self) -> Option<String> {
        Some(self.kind.clone())
    }

    fn into_properties(self) -> Json {
        self.properties.into()
    }
}

/// What a text says, in one construct.
pub(super) struct Written(pub(super) serde_json::Map<String, serde_json::Value>);

impl Spec for Written {
    type Handle = ();
    const KIND: &'static str = "Written";
    const INVARIANTS: &'static [Rule] = &[];
}

impl<P> Construct<P, Aws> for Written {
    fn declare(self, scope: &mut Within<'_, P, Aws>) {
        let mut above: BTreeMap<String, Made<Any>> = BTreeMap::new();
        for (name, resource) in &self.0 {
            match resource.as_str() {
                Some("Channel") => scope.plays(Role::Channel, Class::Phi),
                Some("Workload") => scope.plays(Role::Workload, Class::Phi),
                _ => {}
            }
            if name == "$plays" {
                continue;
            }
            let properties = read(&resource["Properties"], &above).as_object().cloned().unwrap_or_default();
            let kind = resource["Type"].as_str().expect("a resource has a type").to_owned();
            let made = scope.resource(name.clone(), Any { kind, properties });
            for option in ["DeletionPolicy", "UpdateReplacePolicy"] {
                if let Some(value) = resource[option].as_str() {
                    scope.option(&made, option, value.to_owned());
                }
            }
            if let Some(value) = resource.get("Metadata") {
                scope.option(&made, "Metadata", read(value, &above));
            }
            for first in resource["DependsOn"].as_array().into_iter().flatten().filter_map(|it| it.as_str()) {
                scope.depends_on(&made, &above[first]);
            }
            above.insert(name.clone(), made);
        }
    }
}

fn read(tree: &serde_json::Value, above: &BTreeMap<String, Made<Any>>) -> Json {
    match tree {
        serde_json::Value::Null => Json::Null,
        serde_json::Value::Bool(it) => (*it).into(),
        serde_json::Value::Number(it) => it.as_i64().map_or_else(|| it.as_f64().expect("a number").into(), Json::from),
        serde_json::Value::String(it) => text(it, above),
        serde_json::Value::Array(items) => items.iter().map(|it| read(it, above)).collect::<Vec<_>>().into(),
        serde_json::Value::Object(members) => {
            if let Some(parts) = members.get("+").and_then(|it| it.as_array()) {
                return Value::<String>::concat(parts.iter().map(|it| read(it, above)).collect::<Vec<_>>()).into();
            }
            let mut object = Object::new();
            members.iter().for_each(|(name, it)| object.insert(name.clone(), read(it, above)));
            object.into()
        }
    }
}

fn text(text: &str, above: &BTreeMap<String, Made<Any>>) -> Json {
    let reference =
        |name: &str| -> ResourceRef { above.get(name).unwrap_or_else(|| panic!("no `{name}`")).reference().clone() };
    match text.strip_prefix('@').map(|it| it.split_once('.').unwrap_or((it, ""))) {
        Some((name, "")) => reference(name).id::<String>().into(),
        Some((name, attribute)) => reference(name).attribute::<String>(attribute.to_owned().leak()).into(),
        None if text == "$account" => pseudo::account().into(),
        None if text == "$tokens" => include_str!("../../../hc-cdk-aws/src/rules/tokens.js").into(),
        None if text == "$nothing" => Json::Token(Box::new(Token::Nothing)),
        None if text == "$later" => {
            Json::Token(Box::new(Token::Function { name: "Fn::ImportValue", arguments: "other".into() }))
        }
        None => text.to_owned().into(),
    }
}

/// The rules that are broken in what a text says.
fn broken(written: &str) -> BTreeSet<&'static str> {
    broken_under::<Prod>(written)
}

fn broken_under<P: Policy>(written: &str) -> BTreeSet<&'static str>
where
    hc_cdk_aws::region::UsEast1: ResidencyFor<P>,
{
    broken_in::<P, _>(written, hc_cdk_aws::region::UsEast1)
}

fn broken_in<P: Policy, R: Region<Target = Aws> + ResidencyFor<P>>(written: &str, region: R) -> BTreeSet<&'static str> {
    let resources = serde_json::from_str(written).unwrap_or_else(|error| panic!("{error}: {written}"));
    let mut stack = Stack::<P>::new("clinic", region);
    stack.add("It", Written(resources));
    findings(stack).into_iter().map(|it| it.code).collect()
}

#[test]
fn each_change_breaks_its_rule_and_nothing_else_does() {
    let mut wrong = Vec::new();
    for Change { rule, good, bad } in changes() {
        if broken(good).contains(rule) {
            wrong.push(format!("`{rule}` is broken by what is right: {good}"));
        }
        for (from, to) in *bad {
            assert!(good.contains(from), "`{rule}`: nothing says `{from}`");
            if !broken(&good.replacen(from, to, 1)).contains(rule) {
                wrong.push(format!("`{rule}` does not see `{to}` instead of `{from}`"));
            }
        }
    }
    assert_eq!(wrong, [] as [String; 0]);
}

/// Each tree with one of the objects and lists in it behind a function that gives it.
fn hidden(tree: &serde_json::Value) -> Vec<serde_json::Value> {
    let mut all = Vec::new();
    // What is empty is as if it was left out.
    if tree.as_object().is_some_and(|it| !it.is_empty()) || tree.as_array().is_some_and(|it| !it.is_empty()) {
        all.push(serde_json::json!({ "Fn::Select": ["0", [tree]] }));
    }
    match tree {
        serde_json::Value::Array(items) => {
            for (at, item) in items.iter().enumerate() {
                all.extend(hidden(item).into_iter().map(|it| {
                    let mut items = items.clone();
                    items[at] = it;
                    items.into()
                }));
            }
        }
        serde_json::Value::Object(members) if !members.contains_key("+") => {
            for (name, member) in members {
                all.extend(hidden(member).into_iter().map(|it| {
                    let mut members = members.clone();
                    members[name] = it;
                    members.into()
                }));
            }
        }
        _ => {}
    }
    all
}

/// Rules of which nothing is said where another one says it.
const SAID_BY: [(&str, &str); 5] = [
    ("PolicyNamesWho", "BusNamesWho"),
    ("PolicyStaysInside", "PolicyNamesWho"),
    ("ServiceActsForOne", "PolicyNamesWho"),
    // A function of which nobody knows what it runs looks at nothing.
    ("TokensAreChecked", "FunctionNamesItsCode"),
    ("TrustsOneEnvironment", "PolicyNamesWho"),
];

/// What is wrong is not right because a function gives it: what only the deployment knows counts as what it may be.
#[test]
fn what_is_wrong_stays_wrong_behind_a_function() {
    let mut wrong = BTreeSet::new();
    for Change { rule, good, bad } in changes() {
        for (from, to) in *bad {
            let all: serde_json::Map<_, _> = serde_json::from_str(&good.replacen(from, to, 1)).expect("JSON");
            for (name, resource) in &all {
                let Some(members) = resource["Properties"].as_object() else { continue };
                for (member, value) in members {
                    for value in hidden(value) {
                        let mut all = all.clone();
                        all[name]["Properties"][member] = value;
                        let all = serde_json::Value::from(all).to_string();
                        let broken = broken(&all);
                        let said = SAID_BY.iter().any(|(of, by)| of == rule && broken.contains(by));
                        if !said && !broken.contains(rule) {
                            wrong.insert(format!("`{rule}` does not see: {all}"));
                        }
                    }
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}: {wrong:#?}", wrong.len());
}

/// Rules that hold or not by what the policy asks for, whatever the properties are.
const BY_POLICY: [(&str, &str); 6] = [
    ("TableHasZones", TABLE),
    ("TableSpeaksTls", TABLE),
    ("MessagesHaveZones", QUEUE),
    ("ApiHasZones", API),
    ("StateMachineHasZones", MACHINE),
    ("WorkspaceKeepsFigures", FIGURES),
];

const FIGURES: &str = r#"{"W": {"Type": "AWS::APS::Workspace", "Properties": {}}}"#;

const MACHINE: &str = r#"{"M": {"Type": "AWS::StepFunctions::StateMachine", "Properties": {}}}"#;

const TABLE: &str = r#"{"T": {"Type": "AWS::DynamoDB::Table", "Properties": {}}}"#;
const API: &str = r#"{"A": {"Type": "AWS::ApiGateway::RestApi", "Properties": {}}}"#;
const QUEUE: &str = r#"{"$plays": "Channel", "Q": {"Type": "AWS::SQS::Queue", "Properties": {}}}"#;

/// Files that are mounted over TLS in two zones.
const FILES: &str = r#"{"F": {"Type": "AWS::EFS::FileSystem", "Properties": {"FileSystemPolicy": {"Statement": [{"Effect": "Deny", "Principal": "*", "Action": "*", "Condition": {"Bool": {"aws:SecureTransport": false}}}]}}}, "M": {"Type": "AWS::EFS::MountTarget", "Properties": {"FileSystemId": "@F", "SubnetId": "a"}}, "N": {"Type": "AWS::EFS::MountTarget", "Properties": {"FileSystemId": "@F", "SubnetId": "b"}}}"#;

hc_cdk::policy! {
    /// Asks for what a table does not have.
    Strictest { tls: Tls13, availability: MultiRegion, metric_retention: Days365, .. }
}

#[test]
fn what_a_service_does_not_have_is_found_where_a_policy_asks_for_it() {
    for (rule, written) in BY_POLICY {
        assert!(broken_under::<Strictest>(written).contains(rule) && !broken(written).contains(rule), "{rule}");
    }
    for rule in ["FilesHaveZones", "FilesSpeakTls"] {
        assert!(broken_under::<Strictest>(FILES).contains(rule) && !broken(FILES).contains(rule), "{rule}");
    }
}

hc_cdk::policy! {
    /// Asks where data may be.
    Placed about health { residency: UkOrIreland, .. }
}

/// Rules that hold or not by where the stack is, or by whether the policy asks for places.
const BY_PLACE: [&str; 2] = ["AlarmIsWhereItIsMeasured", "DistributionNamesReaders"];

#[test]
fn what_is_asked_of_places_is_found_there() {
    let [alarm, readers] = BY_PLACE;
    for written in [
        r#"{"A": {"Type": "AWS::CloudWatch::Alarm", "Properties": {"Namespace": "AWS/CloudFront"}}}"#,
        r#"{"A": {"Type": "AWS::CloudWatch::Alarm", "Properties": {"Metrics": [{"Id": "a", "MetricStat": {"Metric": {"Namespace": "AWS/Billing"}}}]}}}"#,
    ] {
        assert!(
            broken_in::<Prod, _>(written, hc_cdk_aws::region::EuWest2).contains(alarm)
                && !broken(written).contains(alarm)
        );
        let other = written.replace("AWS/CloudFront", "AWS/SNS").replace("AWS/Billing", "AWS/SNS");
        assert!(!broken_in::<Prod, _>(&other, hc_cdk_aws::region::EuWest2).contains(alarm), "{other}");
    }
    let shown = r#"{"D": {"Type": "AWS::CloudFront::Distribution", "Properties": {"DistributionConfig": {"Restrictions": {"GeoRestriction": {"RestrictionType": "whitelist", "Locations": ["GB"]}}}}}}"#;
    let placed = |written: &str| broken_in::<Placed, _>(written, hc_cdk_aws::region::EuWest2).contains(readers);
    assert!(!placed(shown));
    for change in ["none", "blacklist"] {
        let changed = shown.replace("whitelist", change);
        assert!(placed(&changed) && !broken(&changed).contains(readers), "{change}");
    }
    assert!(placed(&shown.replace(r#"["GB"]"#, "[]")));
}

#[test]
fn every_rule_of_the_target_has_its_cases() {
    let by_policy = BY_POLICY.iter().map(|(rule, _)| *rule);
    let changed = changes().map(|it| it.rule).chain(cases().map(|it| it.rule));
    let shown: BTreeSet<&str> = changed.chain(by_policy).chain(BY_PLACE).collect();
    let rules = Aws.readings().iter().copied().flatten().map(|reading| reading.rule.code);
    let missing: Vec<&str> = rules.filter(|code| !shown.contains(code)).collect();
    assert_eq!(missing, [] as [&str; 0]);
}

#[test]
fn no_two_rules_have_one_code() {
    let mut seen = BTreeSet::new();
    let rules = Aws.readings().iter().copied().flatten().map(|reading| reading.rule.code);
    let twice: Vec<&str> = rules.filter(|code| !seen.insert(*code)).collect();
    assert_eq!(twice, [] as [&str; 0]);
}
