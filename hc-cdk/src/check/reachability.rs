//! No path leads from the internet to personal data except through a cleared workload behind an HTTPS endpoint.
//!
//! Data flows are followed from where requests come in. For each class of personal data that takes one walk over the
//! graph from everything that is open without TLS, and one from every endpoint that stops at cleared workloads.

use std::collections::VecDeque;

use petgraph::{Direction, graph::NodeIndex, visit::EdgeRef};

use super::{
    checked::Checked,
    graph::{Edge, Node},
};
use crate::{
    model::{ConstructModel, Role, finding::Finding},
    policy::{control::hipaa, data::Class},
};

pub(super) fn check(checked: &Checked<'_>, findings: &mut Vec<Finding>) {
    let exposed = reached(checked, Role::Exposed, |_| false);
    for class in [Class::Pii, Class::Phi] {
        let uncleared = reached(checked, Role::Endpoint, |it| it.role == Role::Workload && it.class >= Some(class));
        for (stack_at, stack) in checked.stacks().iter().enumerate() {
            for (at, construct) in (0..).zip(&stack.constructs) {
                if !matches!(construct.role, Role::Store | Role::Channel | Role::Outside)
                    || construct.class != Some(class)
                {
                    continue;
                }
                let Some(store) = checked.graph().construct(stack_at, at as usize) else { continue };
                for reader in flows(checked, store, Direction::Incoming).map(|edge| edge.source()) {
                    let Some((message, reader)) = wrong(checked, reader, class, &exposed, &uncleared) else { continue };
                    let message = format!("holds `{}` data and {message}", class.name());
                    let help = "let a workload that is cleared for the data use it, behind an HTTPS endpoint";
                    let finding = stack.finding("ReachedFromTheInternet", at, message, help);
                    let finding = finding.citing(hipaa::ACCESS_ISOLATION);
                    findings.push(finding.beside(reader.written_at, "reads or writes it"));
                }
            }
        }
    }
}

/// What is wrong with `reader` using a store of that class, if something is.
fn wrong<'a>(
    checked: &Checked<'a>,
    reader: NodeIndex,
    class: Class,
    exposed: &Reached,
    uncleared: &Reached,
) -> Option<(String, &'a ConstructModel)> {
    let (construct, path) = (construct(checked, reader)?, path(checked, reader)?);
    let origin = |reached: &Reached| self::path(checked, reached.origin(reader)?);
    let message = if matches!(construct.role, Role::Endpoint | Role::Exposed) {
        format!("is reached from the internet by `{path}` itself")
    } else if construct.role == Role::Workload && construct.class < Some(class) {
        format!("is used by `{path}`, which is not cleared for it")
    } else if let Some(open) = origin(exposed) {
        format!("is reached from the internet by `{open}`, which is no HTTPS endpoint, through `{path}`")
    } else if let Some(front) = origin(uncleared) {
        format!(
            "is reached from the internet by `{front}` through `{path}`, and no workload on the way is cleared for it"
        )
    } else {
        return None;
    };
    Some((message, construct))
}

/// For each node that data from the internet reaches: where it came in.
struct Reached(Vec<Option<NodeIndex>>);

impl Reached {
    fn origin(&self, node: NodeIndex) -> Option<NodeIndex> {
        self.0.get(node.index()).copied().flatten()
    }

    /// Whether the node is reached for the first time.
    fn mark(&mut self, node: NodeIndex, origin: NodeIndex) -> bool {
        match self.0.get_mut(node.index()) {
            Some(place @ None) => {
                *place = Some(origin);
                true
            }
            _ => false,
        }
    }
}

/// What data reaches that comes in at constructs of that role. Whatever `stops` says stops it, and is not reached.
fn reached(checked: &Checked<'_>, role: Role, stops: impl Fn(&ConstructModel) -> bool) -> Reached {
    let graph = &checked.graph().edges;
    let mut reached = Reached(vec![None; graph.node_count()]);
    let mut waiting = VecDeque::new();
    for node in graph.node_indices() {
        if construct(checked, node).is_some_and(|it| it.role == role) && reached.mark(node, node) {
            waiting.push_back((node, node));
        }
    }
    while let Some((node, origin)) = waiting.pop_front() {
        for next in flows(checked, node, Direction::Outgoing).map(|edge| edge.target()) {
            let passes = construct(checked, next).is_some_and(|it| !stops(it));
            if passes && reached.mark(next, origin) {
                waiting.push_back((next, origin));
            }
        }
    }
    reached
}

/// The flows from or to a construct: no other edge ends at one.
fn flows<'a>(
    checked: &'a Checked<'_>,
    node: NodeIndex,
    direction: Direction,
) -> impl Iterator<Item = petgraph::graph::EdgeReference<'a, Edge>> {
    checked.graph().edges.edges_directed(node, direction)
}

fn construct<'a>(checked: &Checked<'a>, node: NodeIndex) -> Option<&'a ConstructModel> {
    let Node::Construct { stack, construct } = checked.graph().edges.node_weight(node)? else { return None };
    checked.stacks().get(*stack)?.constructs.get(*construct)
}

fn path(checked: &Checked<'_>, node: NodeIndex) -> Option<String> {
    let Node::Construct { stack, .. } = checked.graph().edges.node_weight(node)? else { return None };
    Some(format!("{}/{}", checked.stacks().get(*stack)?.name(), construct(checked, node)?.path))
}
