//! Nothing waits for itself. A cycle is named hop by hop, among resources and among stacks.

use petgraph::{algo::tarjan_scc, graph::DiGraph, graph::NodeIndex, visit::EdgeRef};

use super::Checked;
use crate::{finding::Finding, graph::Edge, graph::Node};

pub(super) fn check(checked: &Checked<'_>, findings: &mut Vec<Finding>) {
    resources(checked, findings);
    stacks(checked, findings);
}

fn resources(checked: &Checked<'_>, findings: &mut Vec<Finding>) {
    let graph = &checked.graph.edges;
    let mut waits: DiGraph<Node, ()> = DiGraph::with_capacity(graph.node_count(), graph.edge_count());
    for node in graph.node_weights() {
        waits.add_node(*node);
    }
    for edge in graph.edge_references() {
        if matches!(edge.weight(), Edge::RefersTo | Edge::DependsOn) {
            waits.add_edge(edge.source(), edge.target(), ());
        }
    }
    for cycle in cycles(&waits) {
        let names: Vec<String> =
            cycle.iter().filter_map(|node| resource_name(checked, waits.node_weight(*node))).collect();
        let Some(Node::Resource { stack, resource }) = cycle.first().and_then(|node| waits.node_weight(*node)) else {
            continue;
        };
        let Some(stack) = checked.stacks().get(*stack) else { continue };
        let Some(resource) = stack.resources.get(*resource) else { continue };
        findings.push(stack.finding(
            resource.construct,
            format!("waits for itself: {}", hops(&names)),
            "take one of these references out, for instance by a resource of its own for the rule that connects two others",
        ));
    }
}

fn stacks(checked: &Checked<'_>, findings: &mut Vec<Finding>) {
    let mut waits: DiGraph<usize, ()> = DiGraph::new();
    let nodes: Vec<NodeIndex> = (0..checked.stacks().len()).map(|at| waits.add_node(at)).collect();
    for (at, from) in nodes.iter().enumerate() {
        for other in checked.links.needs(at) {
            if let Some(to) = nodes.get(other) {
                waits.add_edge(*from, *to, ());
            }
        }
    }
    for cycle in cycles(&waits) {
        let members: Vec<_> =
            cycle.iter().filter_map(|node| checked.stacks().get(*waits.node_weight(*node)?)).collect();
        let names: Vec<String> = members.iter().map(|stack| stack.name().to_owned()).collect();
        if let Some(stack) = members.first() {
            findings.push(stack.finding_here(
                format!("waits for itself: {}", hops(&names)),
                "move what both stacks use into a third one",
            ));
        }
    }
}

/// The cycles of a graph, one for each knot, each starting at its first node in the order of declaration.
fn cycles<N>(graph: &DiGraph<N, ()>) -> Vec<Vec<NodeIndex>> {
    let mut found: Vec<Vec<NodeIndex>> = tarjan_scc(graph)
        .into_iter()
        .filter_map(|knot| {
            let start = *knot.iter().min()?;
            (knot.len() > 1 || graph.contains_edge(start, start)).then(|| walk(graph, start, &knot))
        })
        .collect();
    found.sort();
    found
}

/// A shortest way from `start` back to itself inside its knot.
fn walk<N>(graph: &DiGraph<N, ()>, start: NodeIndex, knot: &[NodeIndex]) -> Vec<NodeIndex> {
    let mut ways = vec![vec![start]];
    let mut seen = std::collections::BTreeSet::from([start]);
    while !ways.is_empty() {
        let mut longer = Vec::new();
        for way in ways {
            let Some(last) = way.last() else { continue };
            let mut next: Vec<NodeIndex> = graph.neighbors(*last).filter(|node| knot.contains(node)).collect();
            next.sort();
            for node in next {
                if node == start {
                    return way;
                }
                if seen.insert(node) {
                    let mut way = way.clone();
                    way.push(node);
                    longer.push(way);
                }
            }
        }
        ways = longer;
    }
    vec![start]
}

fn hops(names: &[String]) -> String {
    let mut hops: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    hops.extend(hops.first().cloned());
    hops.join(" -> ")
}

fn resource_name(checked: &Checked<'_>, node: Option<&Node>) -> Option<String> {
    let Some(Node::Resource { stack, resource }) = node else { return None };
    let stack = checked.stacks().get(*stack)?;
    Some(format!("{}/{}", stack.name(), stack.resources.get(*resource)?.logical_id))
}
