//! What the firewall of an endpoint is made of.

use hc_cdk::data::Phi;
use serde_json::Value as Tree;

use super::{
    Firewall, HttpsEndpoint,
    tests::{Prod, certificate, findings, front, template, with_service},
};

/// The rules of an endpoint's firewall by name.
fn firewall_rules(template: &Tree) -> std::collections::BTreeMap<String, Tree> {
    let rules = template["Resources"]["FrontFirewall"]["Properties"]["Rules"].as_array().unwrap();
    rules.iter().map(|rule| (rule["Name"].as_str().unwrap().to_owned(), rule.clone())).collect()
}

/// The rule that counts requests for a path.
fn rate_of(rules: &std::collections::BTreeMap<String, Tree>) -> &str {
    rules.keys().find(|it| it.starts_with("RateLimitOfPath")).unwrap()
}

#[test]
fn rates_of_paths_are_called_by_their_paths() {
    let rules = |rates: &[(&'static str, u32)]| {
        let (mut stack, _, api) = with_service::<Prod, Phi>("clinic");
        let firewall = rates.iter().fold(Firewall::new(), |all, (path, limit)| all.rate_limit_of(path, *limit));
        let front = HttpsEndpoint::builder().target(&api).domain("api.example.org").certificate(&certificate());
        stack.add("Front", front.firewall(firewall).build());
        stack
    };
    let named = |rates: &[(&'static str, u32)]| {
        let all = firewall_rules(&template(rules(rates)));
        let of_paths = all.into_iter().filter(|(name, _)| name.starts_with("RateLimitOfPath"));
        of_paths.map(|(name, it)| (name, it["Statement"].to_string())).collect::<Vec<_>>()
    };
    let both = named(&[("/auth/*", 100), ("/letters/*", 200)]);
    assert_eq!(both, named(&[("/letters/*", 200), ("/auth/*", 100)]));
    assert_eq!(both.len(), 2);
    assert!(named(&[("/letters/*", 200)]).iter().all(|it| both.contains(it)));
    assert!(!findings([rules(&[("/auth/*", 100), ("/auth/*", 200)])]).is_empty());
}

#[test]
fn a_firewall_knows_countries_bots_and_paths() {
    let (mut stack, _, api) = with_service::<Prod, Phi>("clinic");
    let firewall = Firewall::new().only_from(&["GB", "IE"]).without_bots().large_bodies("/scans/*");
    let firewall = firewall.large_bodies("/letter").rate_limit_of("/auth/*", 100);
    let front = HttpsEndpoint::builder().target(&api).domain("api.example.org").certificate(&certificate());
    stack.add("Front", front.firewall(firewall).build());
    let rules = firewall_rules(&template(stack));
    let statement = |name: &str| &rules[name]["Statement"];
    let from = &statement("Countries")["NotStatement"]["Statement"]["GeoMatchStatement"]["CountryCodes"];
    assert_eq!(*from, serde_json::json!(["GB", "IE"]));
    let rate = &statement(rate_of(&rules))["RateBasedStatement"];
    assert_eq!(rate["Limit"], 100);
    let path = &rate["ScopeDownStatement"]["ByteMatchStatement"];
    assert_eq!((&path["SearchString"], &path["PositionalConstraint"]), (&"/auth/".into(), &"STARTS_WITH".into()));
    assert!(statement("RateLimit")["RateBasedStatement"]["ScopeDownStatement"].is_null());
    let large = statement("LargeBodies")["AndStatement"]["Statements"].as_array().unwrap();
    assert_eq!(large[0]["SizeConstraintStatement"]["Size"], 8192.0);
    let exact = &large[2]["NotStatement"]["Statement"]["ByteMatchStatement"];
    assert_eq!((&exact["SearchString"], &exact["PositionalConstraint"]), (&"/letter".into(), &"EXACTLY".into()));
    let common = &statement("AWSManagedRulesCommonRuleSet")["ManagedRuleGroupStatement"]["RuleActionOverrides"];
    assert_eq!(*common, serde_json::json!([{ "ActionToUse": { "Count": {} }, "Name": "SizeRestrictions_BODY" }]));
    let bots = &statement("AWSManagedRulesBotControlRuleSet")["ManagedRuleGroupStatement"];
    assert!(bots["ManagedRuleGroupConfigs"].to_string().contains("COMMON"));
    for name in ["Countries", rate_of(&rules), "LargeBodies"] {
        assert_eq!(rules[name]["Action"], serde_json::json!({ "Block": {} }), "{name}");
    }
    let places: std::collections::BTreeSet<_> = rules.values().map(|rule| rule["Priority"].as_i64()).collect();
    assert_eq!(places.len(), rules.len());
}

#[test]
fn a_firewall_that_was_told_nothing_refuses_large_bodies() {
    let (mut stack, _, api) = with_service::<Prod, Phi>("clinic");
    front(&mut stack, &api);
    let rules = firewall_rules(&template(stack));
    assert_eq!(rules.len(), 5);
    let common = &rules["AWSManagedRulesCommonRuleSet"]["Statement"]["ManagedRuleGroupStatement"];
    assert!(common["RuleActionOverrides"].is_null());
}

#[test]
fn firewalls_that_cannot_be_are_found() {
    let (mut stack, _, api) = with_service::<Prod, Phi>("clinic");
    let firewall = Firewall::new().only_from(&["uk"]).large_bodies("scans").rate_limit_of("/a*b*", 9);
    let front = HttpsEndpoint::builder().target(&api).domain("api.example.org").certificate(&certificate());
    stack.add("Front", front.firewall(firewall).build());
    let findings = findings([stack]);
    for sentence in [
        "lets in from `uk`, which is no country",
        "has a firewall for `scans`, which is not a path that it can compare",
        "has a firewall for `/a*b*`, which is not a path that it can compare",
        "lets one address make `9` requests for `/a*b*` in five minutes",
    ] {
        assert!(findings.contains(sentence), "{sentence}\n{findings}");
    }
}

#[test]
fn a_firewall_lets_somebody_in_and_fewer_requests_for_a_path_than_for_all() {
    let with = |firewall: Firewall| {
        let (mut stack, _, api) = with_service::<Prod, Phi>("clinic");
        let front = HttpsEndpoint::builder().target(&api).domain("api.example.org").certificate(&certificate());
        stack.add("Front", front.rate_limit(100).firewall(firewall).build());
        stack
    };
    assert!(findings([with(Firewall::new().only_from(&[]))]).contains("lets in from no country"));
    let more = "lets one address make `100` requests for `/auth/*` in five minutes, and `100` for all paths";
    assert!(findings([with(Firewall::new().rate_limit_of("/auth/*", 100))]).contains(more));
    template(with(Firewall::new().rate_limit_of("/auth/*", 99)));
}
