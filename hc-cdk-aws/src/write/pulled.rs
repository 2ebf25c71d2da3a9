//! Images that the nodes of a cluster cannot pull, since their network answers for no name of the registry. For images of a
//! `FargateService` a network answers by itself; what charts run is known once the app has both.

use hc_cdk::{check::Checked, finding::Finding, rule::Subject};

use crate::rules::answered_by;

pub(super) fn check(checked: &Checked<'_>, findings: &mut Vec<Finding>) {
    for pulls in checked.pulls() {
        let Some(network) = network(&pulls.hosts) else { continue };
        let Some(names) = answered_by(&network) else { continue };
        let is_answered = |host: &str| {
            names.iter().any(|it| *it == host || it.strip_prefix('*').is_some_and(|end| host.ends_with(end)))
        };
        let missing = pulls.but(is_answered);
        if missing.is_empty() {
            continue;
        }
        let listed = |left: &str, right: &str| {
            let each: Vec<String> = missing.iter().map(|it| format!("{left}{it}{right}")).collect();
            each.join(", ")
        };
        let message = format!(
            "answers for no {}, where nodes of a cluster pull what {} runs",
            listed("`", "`"),
            pulls.run_by(&missing)
        );
        let help = format!("have it answer: `.answers_for([{}])`", listed("domain!(\"", "\")"));
        let (stack, it) = (network.stack, network.resource);
        findings.push(stack.finding("ImageOutOfReach", it.construct, message, help));
    }
}

/// The network of a cluster of the app, if that is of the app, too.
fn network<'a>(cluster: &Subject<'a>) -> Option<Subject<'a>> {
    let subnets = cluster.list("ResourcesVpcConfig/SubnetIds");
    cluster.referred(subnets.first()?)?.target("VpcId")
}
