//! The rules that scanners apply, each shown on a resource that breaks it and on the nearest one that does not, and a
//! table that says of every rule where it is met.

#![allow(clippy::unnecessary_wraps, reason = "properties are optional, and so are what gives them")]
#![allow(
    clippy::panic,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "what is not as expected fails the test"
)]

mod audit;
mod bucket;
mod compute;
mod constructs;
mod database;
mod explained;
mod items;
mod lambda;
mod load_balancer;
mod network;
mod permission;
mod pipeline;
mod policies;
mod secret;
mod signed;
mod table;
mod written;

use hc_cdk::{
    app::App,
    construct::{Construct, Spec},
    date,
    finding::Finding,
    policy::{Hipaa, Policy, Production},
    resource::{Made, Resource},
    rule::Rule,
    stack::Within,
    value::{Json, Object, Value},
    waiver::Waiver,
};
use hc_cdk_aws::stack::{Aws, Stack};

type Prod = (Hipaa, Production);

/// Puts resources into a stack.
type Build = fn(&mut Stack<Prod>);

/// A rule, with what breaks it and what does not.
struct Case {
    rule: &'static str,
    bad: Build,
    good: Build,
}

/// A waiver of no rule that is read.
fn unrelated() -> Waiver {
    Waiver::new(hc_cdk::rule::BY_HAND, "shows what a rule reads", "jane.roe", date!("2099-01-31"))
}

/// A construct of a user's own, which declares a resource as it is. What the type requires and no rule is about is given.
struct Own<R>(R);

impl<R: Resource> Spec for Own<R> {
    type Handle = Made<R>;
    const KIND: &'static str = "Own";
    const INVARIANTS: &'static [Rule] = &[];
}

impl<R: Resource, P> Construct<P, Aws> for Own<R> {
    fn declare(self, scope: &mut Within<'_, P, Aws>) -> Made<R> {
        let made = scope.resource("", self.0);
        let own = scope.amend(&made, |properties| {
            for required in R::TYPE.required.iter().copied() {
                if properties.get(required).is_none() {
                    properties.insert(required, "given");
                }
            }
        });
        assert!(own);
        made
    }
}

/// Adds a resource as it is.
fn raw<R: Resource>(stack: &mut Stack<Prod>, name: &'static str, resource: R) -> Made<R> {
    stack.add(name, Own(resource))
}

/// Adds a resource that nothing refers to.
fn alone<R: Resource>(stack: &mut Stack<Prod>, name: &'static str, resource: R) {
    raw(stack, name, resource);
}

/// What only the deployment knows.
fn parameter<T>(stack: &mut Stack<Prod>, name: &'static str) -> Value<T> {
    let value: Value<String> = stack.parameter(name, hc_cdk::parameter::Parameter::new("given at deployment"));
    Value::from_json(value.json().clone())
}

fn findings<P: Policy>(stack: Stack<P>) -> Vec<Finding> {
    match App::new("clinic").stack(stack).check() {
        Ok(_) => Vec::new(),
        Err(findings) => findings.0,
    }
}

/// The rule that a finding names.
fn rule_of(finding: &Finding) -> &str {
    finding.code
}

fn built(build: Build) -> Vec<Finding> {
    let mut stack = Stack::<Prod>::new("clinic", hc_cdk_aws::region::UsEast1);
    build(&mut stack);
    // What the schemas say of a property is not what these resources are about: many have a stand-in for a required one.
    findings(stack).into_iter().filter(|finding| finding.code != "Schema").collect()
}

/// A statement of a policy.
fn statement(effect: &'static str, action: &'static str, resource: impl Into<Json>) -> Object {
    Object::new().with("Effect", effect).with("Action", action).with("Resource", resource)
}

/// A policy of one statement.
fn policy(statement: Object) -> Option<Json> {
    Some(Object::new().with("Version", "2012-10-17").with("Statement", vec![statement]).into())
}

fn cases() -> impl Iterator<Item = &'static Case> {
    [
        audit::CASES,
        bucket::CASES,
        compute::CASES,
        database::CASES,
        items::CASES,
        lambda::CASES,
        load_balancer::CASES,
        network::CASES,
        permission::CASES,
        pipeline::CASES,
        secret::CASES,
        signed::CASES,
    ]
    .into_iter()
    .flatten()
}

#[test]
fn each_rule_sees_what_breaks_it() {
    for (number, case) in cases().enumerate() {
        let found = built(case.bad);
        let Some(finding) = found.iter().find(|finding| rule_of(finding) == case.rule) else {
            panic!("case {number}: nothing breaks `{}`: {found:#?}", case.rule)
        };
        if let Some(row) = table::rules().find(|row| row.name == case.rule) {
            assert_eq!(finding.control.map(|control| control.id), row.controls.first().copied(), "{}", case.rule);
        }
    }
}

#[test]
fn each_rule_lets_the_nearest_legal_resource_pass() {
    for (number, case) in cases().enumerate() {
        let found = built(case.good);
        let broken: Vec<&str> = found.iter().map(rule_of).filter(|rule| *rule == case.rule).collect();
        assert!(broken.is_empty(), "case {number}: `{}` is broken: {found:#?}", case.rule);
    }
}

#[test]
fn each_rule_is_shown() {
    let shown = cases().map(|case| case.rule).chain(written::changes().map(|change| change.rule));
    let shown: std::collections::BTreeSet<&str> = shown.collect();
    for row in table::places() {
        assert!(shown.contains(row.rule), "no case shows `{}`", row.rule);
    }
}
