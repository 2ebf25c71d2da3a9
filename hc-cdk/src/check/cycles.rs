//! Nothing waits for itself. A cycle is named hop by hop, among resources and among stacks.

use std::{collections::VecDeque, mem};

use super::{
    checked::Checked,
    graph::{Edge, Node},
};
use crate::{model::finding::Finding, value::sorted};

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
    let nodes: Vec<Option<&Node>> = graph.node_indices().map(|it| graph.node_weight(it)).collect();
    let waiting = graph.edge_references().filter(|edge| waits(edge.weight()));
    let ends = waiting.map(|edge| (edge.source().index(), edge.target().index()));
    for cycle in cycles(&leading(nodes.len(), ends)) {
        let members: Vec<&Node> = cycle.iter().filter_map(|at| *nodes.get(*at)?).collect();
        let names: Vec<String> = members.iter().filter_map(|node| resource_name(checked, node)).collect();
        let Some(Node::Resource { stack, resource }) = members.first() else { continue };
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
    let waits: Vec<Vec<usize>> = (0..checked.stacks().len()).map(|at| checked.links().needs(at).collect()).collect();
    for cycle in cycles(&waits) {
        let members: Vec<_> = cycle.iter().filter_map(|at| checked.stacks().get(*at)).collect();
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

/// For each of so many nodes, by its place: where edges lead from it.
fn leading(nodes: usize, edges: impl Iterator<Item = (usize, usize)>) -> Vec<Vec<usize>> {
    let mut graph = vec![Vec::new(); nodes];
    for (from, to) in edges {
        if let Some(all) = graph.get_mut(from) {
            all.push(to);
        }
    }
    graph
}

/// The cycles of a graph, one for each knot, each starting at its first node in the order of declaration.
fn cycles(graph: &[Vec<usize>]) -> Vec<Vec<usize>> {
    // A knot comes behind all that it leads to, which was searched by then.
    let mut search = Search { graph, came_from: vec![None; graph.len()] };
    let found = knots(graph).into_iter().filter_map(|knot| {
        let start = knot.iter().copied().min()?;
        (knot.len() > 1 || graph.get(start)?.contains(&start)).then(|| search.shortest(start))
    });
    sorted(found)
}

/// What leads to itself by way of each other, behind all that it leads to: Kosaraju's way, without recursion, which a chain of a million
/// resources would not survive.
fn knots(graph: &[Vec<usize>]) -> Vec<Vec<usize>> {
    let edges = graph.iter().enumerate().flat_map(|(from, all)| all.iter().map(move |to| (*to, from)));
    let back = leading(graph.len(), edges);
    let mut seen = vec![false; graph.len()];
    let ended: Vec<usize> = (0..graph.len()).flat_map(|node| walk(&back, node, &mut seen)).collect();
    let mut seen = vec![false; graph.len()];
    ended.iter().rev().map(|node| walk(graph, *node, &mut seen)).filter(|it| !it.is_empty()).collect()
}

/// What was not seen before and a node leads to, and the node, each behind what it leads to.
fn walk(graph: &[Vec<usize>], from: usize, seen: &mut [bool]) -> Vec<usize> {
    let mut enter =
        |node: usize| Some((node, 0)).filter(|_| seen.get_mut(node).is_some_and(|it| !mem::replace(it, true)));
    let mut ended = Vec::new();
    let mut open: Vec<(usize, usize)> = enter(from).into_iter().collect();
    while let Some((node, edge)) = open.pop() {
        match graph.get(node).and_then(|all| all.get(edge)) {
            Some(next) => {
                open.push((node, edge + 1));
                open.extend(enter(*next));
            }
            None => ended.push(node),
        }
    }
    ended
}

/// What a search for the shortest cycle knows of each node. Knots have no node in common, so they share it.
struct Search<'a> {
    graph: &'a [Vec<usize>],
    came_from: Vec<Option<usize>>,
}

impl Search<'_> {
    /// A shortest way from `start` back to itself. What its knot leads to has to have been searched, and is not searched again, so that
    /// every node is visited twice at most.
    fn shortest(&mut self, start: usize) -> Vec<usize> {
        let mut waiting = VecDeque::from([start]);
        while let Some(node) = waiting.pop_front() {
            for next in sorted(self.graph.get(node).into_iter().flatten().copied()) {
                if next == start {
                    return self.way(start, node);
                }
                if let Some(came_from @ None) = self.came_from.get_mut(next) {
                    *came_from = Some(node);
                    waiting.push_back(next);
                }
            }
        }
        vec![start]
    }

    /// The way on which the search came from `start` to `last`.
    fn way(&self, start: usize, last: usize) -> Vec<usize> {
        let mut way = vec![last];
        let mut node = last;
        while node != start {
            let Some(Some(before)) = self.came_from.get(node) else { break };
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

fn resource_name(checked: &Checked<'_>, node: &Node) -> Option<String> {
    let Node::Resource { stack, resource } = node else { return None };
    let stack = checked.stacks().get(*stack)?;
    Some(format!("{}/{}", stack.name(), stack.resources.get(*resource)?.logical_id))
}
