//! What is turned away before a request reaches anybody.

use hc_cdk::{stack::Scope, value::Object};
use hc_cdk_manifest::tree;

use crate::{
    group::Home,
    kinds::FirewallPolicy,
    naming::{Thing, owner, put},
    rules::ATTACKS,
};

/// Declares a policy: known attacks are turned away, robots too, and more than so many requests of one address within a minute.
pub(super) fn declare(scope: &mut Scope<'_>, home: &Home, per_minute: u32) -> Thing {
    let set = |(kind, version): (&'static str, &'static str)| tree! { ruleSetType: kind, ruleSetVersion: version };
    let spec = tree! {
        location: scope.region(),
        owner: owner(&home.id),
        policySettings: {
            state: "Enabled",
            mode: "Prevention",
            requestBodyCheck: true,
            maxRequestBodySizeInKb: 128,
            fileUploadLimitInMb: 100,
        },
        managedRules: { managedRuleSets: ATTACKS.map(set).to_vec() },
        customRules: vec![counts(per_minute)],
    };
    Thing::new("network", "WebApplicationFirewallPolicy", put(scope, home, "Firewall", FirewallPolicy(spec)))
}

fn counts(per_minute: u32) -> Object {
    let everybody = tree! {
        matchVariables: vec![tree! { variableName: "RemoteAddr" }],
        operator: "IPMatch",
        matchValues: vec!["0.0.0.0/0"],
    };
    tree! {
        name: "counts",
        priority: 10,
        ruleType: "RateLimitRule",
        state: "Enabled",
        action: "Block",
        rateLimitDuration: "OneMin",
        rateLimitThreshold: i64::from(per_minute),
        groupByUserSession: vec![tree! { groupByVariables: vec![tree! { variableName: "ClientAddr" }] }],
        matchConditions: vec![everybody],
    }
}
