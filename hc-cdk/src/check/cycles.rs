//! Nothing waits for itself. A cycle is named hop by hop, among resources and among stacks.

use std::collections::VecDeque;

use super::{
    checked::Checked,
    directed::{Directed, Direction, NodeIndex},
    graph::{Edge, Node},
};
use crate::model::finding::Finding;

pub(super) fn check(checked: &Checked<'_>, findings: &mut Vec<Finding>) {
    resources(checked, findings);
    stacks(checked, findings);
}

fn resources(checked: &Checked<'_>, findings: &mut Vec<Finding>) {
    let graph = &checked.graph().edges;
    // Every node keeps its index, so that a node of one graph is that node of the other.
    let mut waits = nodes(graph.node_count());
    for edge in graph.edges().iter().filter(|edge| matches!(edge.weight, Edge::RefersTo | Edge::DependsOn)) {
        waits.add_edge(edge.source, edge.target, ());
    }
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
    let mut waits = nodes(checked.stacks().len());
    let stacks: Vec<NodeIndex> = waits.nodes().collect();
    for (at, from) in stacks.iter().enumerate() {
        for to in checked.links().needs(at).filter_map(|other| stacks.get(other)) {
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

/// What waits for what.
type Waits = Directed<(), ()>;

fn nodes(count: usize) -> Waits {
    let mut waits = Waits::new();
    for _ in 0..count {
        waits.add_node(());
    }
    waits
}

/// The cycles of a graph, one for each knot, each starting at its first node in the order of declaration.
fn cycles(graph: &Waits) -> Vec<Vec<NodeIndex>> {
    let knot_of = graph.knots();
    let mut search = Search { knot_of, came_from: vec![None; graph.node_count()] };
    let mut is_known = vec![false; graph.node_count()];
    let mut found = Vec::new();
    for start in graph.nodes() {
        let Some(is_known) = search.knot(start).and_then(|knot| is_known.get_mut(knot)) else { continue };
        if !std::mem::replace(is_known, true) {
            found.extend(search.shortest(graph, start));
        }
    }
    found
}

/// What a search for the shortest cycle knows of each node. Knots have no node in common, so they share it.
struct Search {
    knot_of: Vec<usize>,
    came_from: Vec<Option<NodeIndex>>,
}

impl Search {
    fn knot(&self, node: NodeIndex) -> Option<usize> {
        self.knot_of.get(node.index()).copied()
    }

    /// A shortest way from `start` back to itself, if there is one. It never leaves the knot, so every node is visited once in all.
    fn shortest(&mut self, graph: &Waits, start: NodeIndex) -> Option<Vec<NodeIndex>> {
        let mut waiting = VecDeque::from([start]);
        while let Some(node) = waiting.pop_front() {
            let mut next: Vec<NodeIndex> = graph.edges_of(node, Direction::Outgoing).map(|edge| edge.target).collect();
            next.sort();
            for next in next {
                if next == start {
                    return Some(self.way(start, node));
                }
                let inside = self.knot(next) == self.knot(start);
                if let Some(came_from @ None) = self.came_from.get_mut(next.index()).filter(|_| inside) {
                    *came_from = Some(node);
                    waiting.push_back(next);
                }
            }
        }
        None
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
