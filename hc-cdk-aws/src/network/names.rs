//! The names that a network answers for: those of AWS, those inside, and those of hosts outside that somebody connected a workload to.
//! It answers for no other.
//!
//! Groups of addresses know no names, so that a workload which calls a host outside reaches port 443 of all addresses. Whose address it
//! learns is decided here, for everybody in the network. Whoever knows an address without asking for its name is not held up.

use hc_cdk::{
    literal::domain::Domain,
    resource::Made,
    stack::Scope,
    value::{Attr, Value},
};

use crate::{
    cfn::route53resolver::{self as resolver, firewall_rule_group::FirewallRule},
    kind::VpcId,
    rules::INSIDE,
};

/// The names that a network answers for, as others add to them.
#[derive(Debug, Clone)]
pub(crate) struct Names {
    known: Made<resolver::FirewallDomainList>,
}

impl Names {
    /// Has the network answer for a host. For those of AWS it does already.
    pub(crate) fn add(&self, scope: &mut Scope<'_>, host: &str) {
        if !host.ends_with(".amazonaws.com") {
            scope.add_to(&self.known, "Domains", host);
        }
    }
}

/// Declares what answers for these hosts and those inside, and refuses all others.
pub(super) fn declare(scope: &mut Scope<'_>, vpc: &Attr<VpcId>, hosts: &[Domain]) -> Names {
    let mut scope = scope.child("Names", "Names", &[]);
    let hosts = hosts.iter().map(Domain::as_str);
    let known: Vec<Value<String>> = INSIDE.into_iter().chain(hosts).map(|it| it.to_owned().into()).collect();
    let known = list(&mut scope, "Known", known);
    let all = list(&mut scope, "All", vec!["*".into()]);
    let group = scope.resource(
        "",
        resolver::FirewallRuleGroup {
            firewall_rules: Some(vec![
                FirewallRule {
                    action: Some("ALLOW".into()),
                    firewall_domain_list_id: Some(known.id()),
                    // A host that is named may be called something else behind that, and what it is called changes.
                    firewall_domain_redirection_action: Some("TRUST_REDIRECTION_DOMAIN".into()),
                    priority: Some(1.into()),
                    ..Default::default()
                },
                FirewallRule {
                    action: Some("BLOCK".into()),
                    block_response: Some("NXDOMAIN".into()),
                    firewall_domain_list_id: Some(all.id()),
                    priority: Some(2.into()),
                    ..Default::default()
                },
            ]),
            ..Default::default()
        },
    );
    scope.resource(
        "Association",
        resolver::FirewallRuleGroupAssociation {
            firewall_rule_group_id: Some(group.id()),
            // It comes first of all groups of the network: 100 and less is what AWS keeps for itself.
            priority: Some(101.into()),
            vpc_id: Some(vpc.clone()),
            ..Default::default()
        },
    );
    Names { known }
}

fn list(scope: &mut Scope<'_>, name: &'static str, domains: Vec<Value<String>>) -> Made<resolver::FirewallDomainList> {
    scope.resource(name, resolver::FirewallDomainList { domains: Some(domains), ..Default::default() })
}
