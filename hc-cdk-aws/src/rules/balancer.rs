//! Rules about what takes requests: TLS, a firewall, zones, and what a load balancer reaches.

use hc_cdk::{
    control::{Control, gdpr, hipaa, iso27001, soc2},
    dimension::{
        Position,
        availability::{MultiAz, MultiRegion},
        tls::{Tls12, Tls13},
    },
    policy::Dimension,
    rule::{Must, Subject, Verdict, asks, at, lacks, one_or_many, real_data},
    value::Json,
};

use super::{
    load_balancer::{LISTENER, LOAD_BALANCER, only_redirects},
    possible::may_be,
    read::{each, number_at, text_at, zones},
};

pub(super) const GUARDED: &[Control] =
    &[hipaa::MALICIOUS_SOFTWARE, hipaa::AUDIT_CONTROLS, soc2::BOUNDARY_PROTECTION, iso27001::NETWORK_SERVICES];

/// The security policies of load balancers that speak TLS 1.3 and nothing older.
///
/// Source: Elastic Load Balancing, "Security policies for your Application Load Balancer" and "for your Network Load Balancer".
const FROM_TLS13: &[&str] = &[
    "ELBSecurityPolicy-TLS13-1-3-2021-06",
    "ELBSecurityPolicy-TLS13-1-3-FIPS-2023-04",
    "ELBSecurityPolicy-TLS13-1-3-FIPS-PQ-2025-09",
    "ELBSecurityPolicy-TLS13-1-3-PQ-2025-09",
];

/// Those that speak TLS 1.2 and nothing older. The source is the same.
const FROM_TLS12: &[&str] = &[
    "ELBSecurityPolicy-FS-1-2-2019-08",
    "ELBSecurityPolicy-FS-1-2-Res-2019-08",
    "ELBSecurityPolicy-FS-1-2-Res-2020-10",
    "ELBSecurityPolicy-TLS-1-2-2017-01",
    "ELBSecurityPolicy-TLS-1-2-Ext-2018-06",
    "ELBSecurityPolicy-TLS13-1-2-2021-06",
    "ELBSecurityPolicy-TLS13-1-2-Ext0-FIPS-2023-04",
    "ELBSecurityPolicy-TLS13-1-2-Ext0-FIPS-PQ-2025-09",
    "ELBSecurityPolicy-TLS13-1-2-Ext1-2021-06",
    "ELBSecurityPolicy-TLS13-1-2-Ext1-FIPS-2023-04",
    "ELBSecurityPolicy-TLS13-1-2-Ext1-FIPS-PQ-2025-09",
    "ELBSecurityPolicy-TLS13-1-2-Ext1-PQ-2025-09",
    "ELBSecurityPolicy-TLS13-1-2-Ext2-2021-06",
    "ELBSecurityPolicy-TLS13-1-2-Ext2-FIPS-2023-04",
    "ELBSecurityPolicy-TLS13-1-2-Ext2-FIPS-PQ-2025-09",
    "ELBSecurityPolicy-TLS13-1-2-Ext2-PQ-2025-09",
    "ELBSecurityPolicy-TLS13-1-2-FIPS-2023-04",
    "ELBSecurityPolicy-TLS13-1-2-FIPS-PQ-2025-09",
    "ELBSecurityPolicy-TLS13-1-2-PQ-2025-09",
    "ELBSecurityPolicy-TLS13-1-2-Res-2021-06",
    "ELBSecurityPolicy-TLS13-1-2-Res-FIPS-2023-04",
    "ELBSecurityPolicy-TLS13-1-2-Res-FIPS-PQ-2025-09",
    "ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09",
];

hc_cdk::rules! {
    pub(crate) const READINGS;

    pub LISTENER_SPEAKS_TLS = "ListenerSpeaksTls" {
        sentence: "requests are answered over TLS, and over none that is older than the policy asks for",
        controls: &[
            hipaa::ENCRYPTION,
            hipaa::TRANSMISSION_SECURITY,
            hipaa::TRANSMISSION_INTEGRITY,
            hipaa::TRANSMISSION_ENCRYPTION,
            soc2::TRANSMISSION,
            iso27001::CRYPTOGRAPHY,
            gdpr::ENCRYPTION,
        ],
        on: LISTENER,
        when: |policy| asks(policy, Dimension::tls),
        answers: tls,
        must: Must::Judge(speaks_tls),
        message: "speaks an older TLS than the policy asks for, or none",
        help: "set `SslPolicy` to one of that version, or use an `HttpsEndpoint`",
    }

    pub BALANCER_HAS_A_FIREWALL = "BalancerHasAFirewall" {
        sentence: "requests from the internet pass a web application firewall that refuses some of them",
        controls: GUARDED,
        on: LOAD_BALANCER,
        when: real_data,
        must: Must::Judge(has_a_firewall),
        message: "takes requests from the internet without a firewall of this program that refuses any",
        help: "name it in an `AWS::WAFv2::WebACLAssociation`, let its `Scheme` be `internal`, or use an `HttpsEndpoint`",
    }

    pub FIREWALL_LIMITS_RATES = "FirewallLimitsRates" {
        sentence: "the firewall limits how many requests one address makes",
        controls: GUARDED,
        on: &["AWS::WAFv2::WebACL"],
        when: real_data,
        must: Must::Hold(|it| it.list("Rules").iter().any(|rule| refuses(it, rule) && has_limit(rule))),
        message: "does not limit how many requests one address makes",
        help: "give it a rule with a `RateBasedStatement` and the action `Block`, or use an `HttpsEndpoint`",
    }

    pub BALANCER_REACHES_GROUPS = "BalancerReachesGroups" {
        sentence: "the load balancer reaches members of named groups and nothing else",
        controls: &[hipaa::ACCESS_ISOLATION, soc2::BOUNDARY_PROTECTION, iso27001::SEGREGATION],
        on: LOAD_BALANCER,
        when: real_data,
        must: Must::Hold(reaches_groups),
        message: "may reach more than members of named groups",
        help: "give it a security group of the program that lets it reach groups of services, or use an `HttpsEndpoint`",
    }

    pub BALANCER_HAS_ZONES = "BalancerHasZones" {
        sentence: "the load balancer stands in as many zones as the policy asks for",
        controls: &[hipaa::CONTINGENCY_PLAN, soc2::BACKUP_AND_RECOVERY, iso27001::REDUNDANCY],
        on: LOAD_BALANCER,
        when: |policy| asks(policy, Dimension::availability),
        answers: availability,
        must: Must::Hold(|it| {
            let floor = it.stack.policy.floor(Dimension::availability);
            let mapped = it.list("SubnetMappings").iter().filter_map(|it| at(it, "SubnetId"));
            let zones = zones(it, it.list("Subnets")).max(zones(it, mapped));
            floor < MultiAz::POSITION || zones > 1 && floor < MultiRegion::POSITION
        }),
        message: "stands in fewer zones than the policy asks for",
        help: "name `Subnets` of two zones, or use an `HttpsEndpoint`",
    }
}

fn oldest_tls(security_policy: &str) -> Option<Position> {
    if FROM_TLS13.contains(&security_policy) {
        Some(Tls13::POSITION)
    } else {
        FROM_TLS12.contains(&security_policy).then_some(Tls12::POSITION)
    }
}

fn speaks_tls(listener: &Subject<'_>) -> Verdict {
    match listener.text("Protocol") {
        _ if only_redirects(listener) => Verdict::NotApplicable,
        Some("HTTPS" | "TLS") => {
            let oldest = listener.text("SslPolicy").and_then(oldest_tls);
            Verdict::of(oldest.is_some_and(|oldest| oldest >= listener.stack.policy.floor(Dimension::tls)))
        }
        _ => Verdict::Broken,
    }
}

fn has_a_firewall(balancer: &Subject<'_>) -> Verdict {
    if balancer.text("Scheme") == Some("internal") {
        return Verdict::NotApplicable;
    }
    // Where a firewall does not answer, requests may be let through.
    let attributes = one_or_many(balancer.property("LoadBalancerAttributes"));
    let is_let_through = |it: &Json| {
        at(it, "Key").is_none_or(|it| may_be(it, |it| it == "waf.fail_open.enabled"))
            && text_at(it, "Value") != Some("false")
    };
    Verdict::of(is_guarded(balancer) && !attributes.iter().any(is_let_through))
}

/// Whether a firewall stands before something that refuses requests. Of several the last one counts.
pub(super) fn is_guarded(it: &Subject<'_>) -> bool {
    let associations = it.users_of("AWS::WAFv2::WebACLAssociation").filter(|by| it.is_named_in(by, "ResourceArn"));
    each(associations, |by| {
        by.target("WebACLArn").is_some_and(|acl| acl.list("Rules").iter().any(|it| refuses(&acl, it)))
    })
}

/// Whether a rule of a firewall refuses requests, and does not only count them, and no rule before it lets some past all others.
pub(super) fn refuses(acl: &Subject<'_>, rule: &Json) -> bool {
    (blocks(rule) || group_refuses(acl, rule)) && !is_passed(acl.list("Rules"), rule, |it| may_let_past(acl, it))
}

fn blocks(rule: &Json) -> bool {
    does(rule, "Action", "Block")
}

/// Whether a rule is about a group that refuses requests. There are no groups in a group of one's own.
fn group_refuses(acl: &Subject<'_>, rule: &Json) -> bool {
    // Of rules that are overridden nobody knows here whether they are all of the group.
    let whole = |of: &str| {
        let group = at(rule, &format!("Statement/{of}"));
        group.filter(|it| lacks(it, "RuleActionOverrides") && lacks(it, "ExcludedRules"))
    };
    let own = whole("RuleGroupReferenceStatement").and_then(|it| own_group(acl, at(it, "Arn")?));
    let own_refuses = own.is_some_and(|group| {
        let rules = group.list("Rules");
        rules.iter().any(|it| blocks(it) && !is_passed(rules, it, acts_past))
    });
    (own_refuses || whole("ManagedRuleGroupStatement").is_some()) && does(rule, "OverrideAction", "None")
}

fn own_group<'a>(acl: &Subject<'a>, arn: &Json) -> Option<Subject<'a>> {
    acl.referred(arn).filter(|it| it.is("AWS::WAFv2::RuleGroup"))
}

/// Whether one of the rules that are asked before a rule lets some requests past it, or may.
fn is_passed(rules: &[Json], rule: &Json, lets_past: impl Fn(&Json) -> bool) -> bool {
    rules.iter().any(|it| !std::ptr::eq(it, rule) && may_be_before(it, rule) && lets_past(it))
}

/// Whether a rule does that: an action is an object, most often of nothing.
fn does(rule: &Json, member: &str, action: &str) -> bool {
    rule.get(member).and_then(|it| it.get(action)).is_some_and(|it| it.as_object().is_some())
}

/// Whether a rule is asked before another one, or nobody knows.
fn may_be_before(rule: &Json, other: &Json) -> bool {
    let both = number_at(rule, "Priority").zip(number_at(other, "Priority"));
    both.is_none_or(|(first, second)| first <= second)
}

/// Whether a rule lets some requests past all that come behind it, or may. Groups of AWS and of its vendors refuse and count.
fn may_let_past(acl: &Subject<'_>, rule: &Json) -> bool {
    if rule.get("Action").is_some() {
        return acts_past(rule);
    }
    match at(rule, "Statement/RuleGroupReferenceStatement/Arn") {
        Some(arn) => {
            own_group(acl, arn).is_none_or(|group| group.lacks("Rules") || group.list("Rules").iter().any(acts_past))
        }
        None => at(rule, "Statement/ManagedRuleGroupStatement").is_none(),
    }
}

/// The same of a rule that is about no group, by its action.
fn acts_past(rule: &Json) -> bool {
    const GOES_ON: [&str; 4] = ["Block", "Captcha", "Challenge", "Count"];
    let action = rule.get("Action").and_then(Json::as_object);
    action.is_none_or(|it| it.iter().any(|(name, _)| !GOES_ON.contains(&name)))
}

fn has_limit(rule: &Json) -> bool {
    let limit = "Statement/RateBasedStatement";
    text_at(rule, &format!("{limit}/AggregateKeyType")) == Some("IP")
        && number_at(rule, &format!("{limit}/Limit")).is_some()
        && at(rule, &format!("{limit}/ScopeDownStatement")).is_none()
}

fn reaches_groups(balancer: &Subject<'_>) -> bool {
    let groups = balancer.list("SecurityGroups");
    let closed = |group: &Subject<'_>| {
        let inside = group.list("SecurityGroupEgress");
        let alone = group.users_of("AWS::EC2::SecurityGroupEgress").filter(|rule| group.is_named_in(rule, "GroupId"));
        // Without a rule, EC2 lets everything out.
        !inside.is_empty()
            && inside.iter().all(|rule| is_nowhere(rule) || is_to_a_group(rule))
            && alone.into_iter().all(|rule| is_to_a_group(&rule.resource.properties))
    };
    !groups.is_empty() && groups.iter().all(|it| balancer.referred(it).is_some_and(|group| closed(&group)))
}

fn is_to_a_group(rule: &Json) -> bool {
    at(rule, "DestinationSecurityGroupId").is_some() && at(rule, "CidrIp").is_none() && at(rule, "CidrIpv6").is_none()
}

/// Whether a rule is for the address that no host has.
fn is_nowhere(rule: &Json) -> bool {
    text_at(rule, "CidrIp") == Some("255.255.255.255/32") && at(rule, "CidrIpv6").is_none()
}
