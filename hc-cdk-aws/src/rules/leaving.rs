//! Rules about what leaves a network: to whom a group opens, and for which names the network answers.

use std::net::IpAddr;

use hc_cdk::{
    control::{gdpr, hipaa, iso27001, soc2},
    rule::{Index, Must, Subject, Verdict, at, one_or_many},
    value::{Json, Token},
};

use super::{
    network::{LISTS, is_closed, is_wide, is_wide_list},
    possible::is_looked_up,
    read::{number_at, text_at},
    when::regulated,
};

const GROUP: &str = "AWS::EC2::SecurityGroup";
const WAY_OUT: &str = "AWS::EC2::SecurityGroupEgress";
const ASSOCIATION: &str = "AWS::Route53Resolver::FirewallRuleGroupAssociation";

/// What has a name in every network: services of AWS, hosts of the network, and addresses that are asked for their name.
pub(crate) const INSIDE: [&str; 3] = ["*.amazonaws.com", "*.internal", "*.in-addr.arpa"];

hc_cdk::rules! {
    pub(crate) const READINGS;

    pub LEAVES_FOR_NAMED_HOSTS = "LeavesForNamedHosts" {
        sentence: "what leaves for the internet goes to port 443 alone, out of a network that answers for hosts which are named and for no other",
        controls: &[
            hipaa::ACCESS_MANAGEMENT,
            hipaa::ACCESS_ISOLATION,
            hipaa::TRANSMISSION_SECURITY,
            soc2::BOUNDARY_PROTECTION,
            iso27001::NETWORK_SECURITY,
            gdpr::BY_DESIGN,
        ],
        on: &[GROUP, WAY_OUT],
        when: regulated,
        must: Must::Judge(leaves_for_named_hosts),
        message: "lets out to all of the internet, and nothing that is written says to which hosts",
        help: "open it by `connect`, or to a group; a `Vpc` answers for named hosts only, and `NamedHosts` has a network do so that exists already",
    }
}

/// Of what leaves for a few addresses that are named nothing is said: no name leads there, and they may be a partner's.
fn leaves_for_named_hosts(it: &Subject<'_>) -> Verdict {
    let mut open = ways_out(it).iter().filter(|rule| is_for_the_internet(it, rule)).peekable();
    let holds = lets_everything_out(it).is_none_or(|open| !open)
        && (open.peek().is_none() || open.all(is_https) && answers_for_named_hosts(it));
    let mut others = ways_out(it).iter().filter(|rule| !is_for_the_internet(it, rule));
    if holds && others.any(is_for_somebody) { Verdict::NotApplicable } else { Verdict::of(holds) }
}

/// Whether a rule is for a range of addresses of the internet that somebody owns. Nothing is routed to the one by which a closed group
/// says that nothing gets out.
fn is_for_somebody(rule: &Json) -> bool {
    let is_public = |range: &str| match range.split('/').next().unwrap_or_default().parse::<IpAddr>() {
        Ok(IpAddr::V4(it)) => {
            !(it.is_private() || it.is_loopback() || it.is_link_local() || it.is_unspecified() || it.is_broadcast())
        }
        Ok(IpAddr::V6(it)) => !(it.is_unique_local() || it.is_loopback() || it.is_unspecified()),
        Err(_) => false,
    };
    ["CidrIp", "CidrIpv6"].iter().filter_map(|range| text_at(rule, range)).any(is_public)
}

/// The rules by which something gets out, whether they stand alone or in a group.
fn ways_out<'a>(it: &Subject<'a>) -> &'a [Json] {
    if it.is(WAY_OUT) {
        std::slice::from_ref(&it.resource.properties)
    } else {
        one_or_many(it.property("SecurityGroupEgress"))
    }
}

/// Whether a group has no rule of its own about what gets out: EC2 then lets everything out, whatever rules stand beside it. Nothing if it
/// is no group.
fn lets_everything_out(it: &Subject<'_>) -> Option<bool> {
    it.is(GROUP).then(|| ways_out(it).is_empty())
}

/// Whether a rule is, or may turn out to be, for more addresses than anybody owns.
fn is_for_the_internet(it: &Subject<'_>, rule: &Json) -> bool {
    rule.as_object().is_none()
        || ["CidrIp", "CidrIpv6"].iter().filter_map(|range| at(rule, range)).any(|range| is_wide(it, range))
        || at(rule, "DestinationPrefixListId").is_some_and(|list| !is_of_gateway(it, list) && is_wide_list(it, list))
}

/// Whether a list is one of AWS's own that the function of a network finds: the addresses behind a gateway.
fn is_of_gateway(it: &Subject<'_>, list: &Json) -> bool {
    let Json::Token(token) = list else { return false };
    let Token::Attribute { name: Some(name), .. } = token.as_ref() else { return false };
    let Some((_, service)) = LISTS.iter().find(|(list, _)| list == name) else { return false };
    let asked =
        |by: &Subject<'_>| by.property(&format!("PrefixLists/{name}")).is_some_and(|it| is_service(it, service));
    it.referred(list).is_some_and(|by| is_closed(&by) && asked(&by))
}

/// Whether a name is that of a service in some region. The function tells lists of AWS alone.
fn is_service(name: &Json, service: &str) -> bool {
    let Json::Token(token) = name else { return false };
    let Token::Concat(parts) = token.as_ref() else { return false };
    let ends = parts.first().zip(parts.last()).and_then(|(first, last)| first.as_text().zip(last.as_text()));
    ends.is_some_and(|(first, last)| first == "com.amazonaws." && last.strip_prefix('.') == Some(service))
}

fn is_https(rule: &Json) -> bool {
    let ends = ["FromPort", "ToPort"].map(|end| number_at(rule, end));
    matches!(text_at(rule, "IpProtocol"), Some("tcp" | "6")) && ends == [Some(443), Some(443)]
}

/// Whether the network of a group, or of the group that a rule is about, answers for named hosts only.
fn answers_for_named_hosts(it: &Subject<'_>) -> bool {
    let group = if it.is(WAY_OUT) { it.target("GroupId") } else { Some(*it) };
    let Some((group, network)) = group.as_ref().and_then(|group| Some((group, group.property("VpcId")?))) else {
        return false;
    };
    let associations: Vec<Subject<'_>> = match (group.referred(network), network.as_text()) {
        (Some(network), _) => network.users_of(ASSOCIATION).filter(|by| network.is_meant_in(by, "VpcId")).collect(),
        (None, Some(id)) => group.found_in_app(&ASSOCIATED, id).collect(),
        (None, None) => Vec::new(),
    };
    let groups: Option<Vec<(Subject<'_>, &[Json])>> = associations.iter().map(rules).collect();
    groups.is_some_and(|groups| {
        groups.iter().all(|(group, all)| all.iter().all(|rule| is_refusal(rule) || lets_named_hosts(group, rule)))
            && groups.iter().any(|(group, all)| all.iter().any(|rule| refuses_all(group, rule)))
    })
}

/// The names that a network of the app answers for, by what decides that: `*.example.org` is every name that ends so. Nothing if it answers
/// for all, or if nobody can tell.
pub(crate) fn answered_by<'a>(network: &Subject<'a>) -> Option<Vec<&'a str>> {
    let associations = network.users_of(ASSOCIATION).filter(|by| network.is_meant_in(by, "VpcId"));
    let groups: Vec<_> = associations.map(|it| rules(&it)).collect::<Option<_>>()?;
    let all = || groups.iter().flat_map(|(group, all)| all.iter().map(move |rule| (group, rule)));
    if !all().any(|(group, rule)| refuses_all(group, rule)) {
        return None;
    }
    let named: Option<Vec<_>> =
        all().filter(|(_, rule)| !is_refusal(rule)).map(|(group, it)| domains(group, it)).collect();
    Some(named?.concat())
}

/// The rules that an association is about, with the group that has them, if all are written.
fn rules<'a>(association: &Subject<'a>) -> Option<(Subject<'a>, &'a [Json])> {
    let group = association.target("FirewallRuleGroupId")?;
    let rules = group.property("FirewallRules")?.as_list()?;
    Some((group, rules))
}

/// What decides for which names a network answers that exists already, by its id.
static ASSOCIATED: Index =
    Index::by(|it| text_at(&it.properties, "VpcId").filter(|_| it.kind() == ASSOCIATION).map(str::to_owned));

fn is_refusal(rule: &Json) -> bool {
    text_at(rule, "Action") == Some("BLOCK")
}

fn lets_named_hosts(group: &Subject<'_>, rule: &Json) -> bool {
    domains(group, rule)
        .is_some_and(|all| all.iter().all(|it| INSIDE.contains(it) || !it.contains('*') && !is_looked_up(it)))
}

/// Whether a rule refuses every name, whatever is asked of it.
fn refuses_all(group: &Subject<'_>, rule: &Json) -> bool {
    let is_on = at(rule, "Status").is_none_or(|it| it.as_text() == Some("ENABLED"));
    is_refusal(rule)
        && is_on
        && at(rule, "Qtype").is_none()
        && text_at(rule, "BlockResponse") != Some("OVERRIDE")
        && domains(group, rule).is_some_and(|all| all.contains(&"*"))
}

/// The names that a rule is about, if all are written.
fn domains<'a>(group: &Subject<'a>, rule: &Json) -> Option<Vec<&'a str>> {
    let list = group.referred(at(rule, "FirewallDomainListId")?)?;
    let is_all = list.property("DomainFileUrl").is_none();
    list.property("Domains").filter(|_| is_all)?.as_list()?.iter().map(Json::as_text).collect()
}
