//! No path leads from the internet to personal data except through a cleared workload behind an HTTPS endpoint.

use petgraph::{Direction, graph::NodeIndex, visit::EdgeRef};

use super::Checked;
use crate::{
    control::hipaa,
    data::Class,
    finding::Finding,
    graph::{Edge, Node},
    model::{ConstructModel, Role},
};

pub(super) fn check(checked: &Checked<'_>, findings: &mut Vec<Finding>) {
    for (stack_at, stack) in checked.stacks().iter().enumerate() {
        for (at, construct) in stack.constructs.iter().enumerate() {
            let Some(class) = construct.class.filter(|class| class.is_personal()) else { continue };
            if construct.role != Role::Store {
                continue;
            }
            let Some(store) = checked.graph.construct(stack_at, at) else { continue };
            for reader in flows_into(checked, store) {
                if let Some(message) = wrong(checked, reader, class) {
                    let place = u32::try_from(at).unwrap_or(u32::MAX);
                    findings.push(Finding {
                        control: Some(hipaa::ACCESS_ISOLATION),
                        ..stack.finding(
                            place,
                            message,
                            "let a workload of the store's own class read it, behind an `HttpsEndpoint`",
                        )
                    });
                }
            }
        }
    }
}

/// What is wrong with `reader` touching a store of that class, if something is.
fn wrong(checked: &Checked<'_>, reader: NodeIndex, class: Class) -> Option<String> {
    let (path, construct) = construct(checked, reader)?;
    match construct.role {
        Role::Endpoint | Role::Exposed => {
            Some(format!("holds `{}` data and is reached from the internet by `{path}` itself", class.name()))
        }
        Role::Workload if construct.class < Some(class) => {
            Some(format!("holds `{}` data and is read by `{path}`, which is not cleared for it", class.name()))
        }
        Role::Workload => exposed_before(checked, reader).map(|open| {
            format!(
                "holds `{}` data and is reached from the internet by `{open}`, which is no HTTPS endpoint, through `{path}`",
                class.name()
            )
        }),
        Role::Store | Role::Other => None,
    }
}

/// Something that is open to the internet, is no HTTPS endpoint, and sends data to `workload`, directly or not.
fn exposed_before(checked: &Checked<'_>, workload: NodeIndex) -> Option<String> {
    let mut seen = std::collections::BTreeSet::from([workload]);
    let mut waiting = vec![workload];
    while let Some(node) = waiting.pop() {
        for before in flows_into(checked, node) {
            let (path, construct) = construct(checked, before)?;
            if construct.role == Role::Exposed {
                return Some(path);
            }
            if seen.insert(before) {
                waiting.push(before);
            }
        }
    }
    None
}

fn flows_into<'a>(checked: &'a Checked<'_>, node: NodeIndex) -> impl Iterator<Item = NodeIndex> + 'a {
    checked
        .graph
        .edges
        .edges_directed(node, Direction::Incoming)
        .filter(|edge| matches!(edge.weight(), Edge::DataFlow(_)))
        .map(|edge| edge.source())
}

fn construct<'a>(checked: &Checked<'a>, node: NodeIndex) -> Option<(String, &'a ConstructModel)> {
    let Node::Construct { stack, construct } = checked.graph.edges.node_weight(node)? else { return None };
    let stack = checked.stacks().get(*stack)?;
    let model = stack.constructs.get(*construct)?;
    Some((format!("{}/{}", stack.name(), model.path), model))
}
