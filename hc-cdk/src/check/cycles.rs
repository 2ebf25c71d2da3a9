//! Nothing waits for itself. A cycle is named hop by hop, among resources and among stacks.

use std::collections::VecDeque;

use petgraph::{algo::kosaraju_scc, graph::DiGraph, graph::NodeIndex, visit::EdgeRef};

use super::{
    checked::Checked,
    graph::{Edge, Node},
};
use crate::model::finding::Finding;

pub(super) fn check(checked: &Checked<'_>, findings: &mut Vec<Finding>) {
    resources(checked, findings);
    stacks(checked, findings);
}

fn resources(checked: &Checked<'_>, findings: &mut Vec<Finding>) {
    let graph = &checked.graph().edges;
    let waits = |edge: &Edge| matches!(edge, Edge::RefersTo | Edge::DependsOn);
    // What waits only for what was declared before it waits for nothing that waits for it.
    if graph.edge_references().all(|edge| !waits(edge.weight()) || edge.target() < edge.source()) {
        return;
    }
    // Every node keeps its index, so that a node of one graph is that node of the other.
    let waits = graph.filter_map(|_, node| Some(*node), |_, edge| waits(edge).then_some(()));
    for cycle in cycles(&waits) {
        let names: Vec<String> =
            cycle.iter().filter_map(|node| resource_name(checked, graph.node_weight(*node))).collect();
        let Some(Node::Resource { stack, resource }) = cycle.first().and_then(|node| graph.node_weight(*node)) else {
            continue;
        };
        let Some(stack) = checked.stacks().get(*stack) else { continue };
        let Some(resource) = stack.resources.get(*resource) else { continue };
        findings.push(stack.finding(
            "Circle",
            resource.construct,
            format!("waits for itself: {}", hops(&names)),
            "take one of these references out, for instance by a resource of its own for the rule that connects two others",
        ));
    }
}

fn stacks(checked: &Checked<'_>, findings: &mut Vec<Finding>) {
    let mut waits: DiGraph<(), ()> = DiGraph::new();
    let nodes: Vec<NodeIndex> = checked.stacks().iter().map(|_| waits.add_node(())).collect();
    for (at, from) in nodes.iter().enumerate() {
        for to in checked.links().needs(at).filter_map(|other| nodes.get(other)) {
            waits.add_edge(*from, *to, ());
        }
    }
    for cycle in cycles(&waits) {
        let members: Vec<_> = cycle.iter().filter_map(|node| checked.stacks().get(node.index())).collect();
        let names: Vec<String> = members.iter().map(|stack| stack.name().to_owned()).collect();
        if let Some(stack) = members.first() {
            findings.push(stack.finding_here(
                "Circle",
                format!("waits for itself: {}", hops(&names)),
                "move what these stacks use of one another into a stack of its own",
            ));
        }
    }
}

/// The cycles of a graph, one for each knot, each starting at its first node in the order of declaration.
fn cycles<N>(graph: &DiGraph<N, ()>) -> Vec<Vec<NodeIndex>> {
    // Kosaraju's way needs no recursion, which a chain of a million resources would not survive.
    // A knot comes behind all that it leads to, which was searched by then.
    let mut search = Search { came_from: vec![None; graph.node_count()] };
    let mut found: Vec<Vec<NodeIndex>> = kosaraju_scc(graph)
        .iter()
        .filter_map(|knot| {
            let start = *knot.iter().min()?;
            (knot.len() > 1 || graph.contains_edge(start, start)).then(|| search.shortest(graph, start))
        })
        .collect();
    found.sort();
    found
}

/// What a search for the shortest cycle knows of each node. Knots have no node in common, so they share it.
struct Search {
    came_from: Vec<Option<NodeIndex>>,
}

impl Search {
    /// A shortest way from `start` back to itself. What its knot leads to has to have been searched, and is not searched again, so that
    /// every node is visited twice at most.
    fn shortest<N>(&mut self, graph: &DiGraph<N, ()>, start: NodeIndex) -> Vec<NodeIndex> {
        let mut waiting = VecDeque::from([start]);
        while let Some(node) = waiting.pop_front() {
            let mut next: Vec<NodeIndex> = graph.edges(node).map(|edge| edge.target()).collect();
            next.sort();
            for next in next {
                if next == start {
                    return self.way(start, node);
                }
                if let Some(came_from @ None) = self.came_from.get_mut(next.index()) {
                    *came_from = Some(node);
                    waiting.push_back(next);
                }
            }
        }
        vec![start]
    }

    /// The way on which the search came from `start` to `last`.
    fn way(&self, start: NodeIndex, last: NodeIndex) -> Vec<NodeIndex> {
        let mut way = vec![last];
        let mut node = last;
        while node != start {
            let Some(Some(before)) = self.came_from.get(node.index()) else { break };
            node = *before;
            way.push(node);
        }
        way.reverse();
        way
    }
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
