//! A directed graph in two lists. The edges of a node are chained through the list of edges, the last one that was added first, so that a
//! node has no list of its own.

/// A node's place in the order in which nodes were added.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NodeIndex(u32);

impl NodeIndex {
    /// The place as a number, from 0.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// Which edges of a node are meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// Those that begin at it.
    Outgoing,
    /// Those that end at it.
    Incoming,
}

/// For each direction, an edge by its place.
#[derive(Debug, Clone, Copy)]
struct Ends {
    outgoing: u32,
    incoming: u32,
}

impl Ends {
    /// The place that no edge has.
    const NONE: u32 = u32::MAX;

    fn of(self, direction: Direction) -> u32 {
        match direction {
            Direction::Outgoing => self.outgoing,
            Direction::Incoming => self.incoming,
        }
    }
}

/// An edge.
#[derive(Debug)]
pub struct EdgeReference<E> {
    from: NodeIndex,
    to: NodeIndex,
    weight: E,
    /// The edge that was added before it to the node at either end.
    before: Ends,
}

impl<E> EdgeReference<E> {
    /// The node at which it begins.
    pub fn source(&self) -> NodeIndex {
        self.from
    }

    /// The node at which it ends.
    pub fn target(&self) -> NodeIndex {
        self.to
    }

    /// What it says.
    pub fn weight(&self) -> &E {
        &self.weight
    }
}

/// A directed graph.
#[derive(Debug)]
pub struct DiGraph<N, E> {
    /// Each with the last edge in either direction.
    nodes: Vec<(N, Ends)>,
    edges: Vec<EdgeReference<E>>,
}

impl<N, E> DiGraph<N, E> {
    pub(super) fn new() -> Self {
        Self { nodes: Vec::new(), edges: Vec::new() }
    }

    pub(super) fn add_node(&mut self, weight: N) -> NodeIndex {
        let node = NodeIndex(place(self.nodes.len()));
        self.nodes.push((weight, Ends { outgoing: Ends::NONE, incoming: Ends::NONE }));
        node
    }

    /// Adds an edge between two nodes of this graph.
    pub(super) fn add_edge(&mut self, from: NodeIndex, to: NodeIndex, weight: E) {
        let at = place(self.edges.len());
        let mut before = Ends { outgoing: Ends::NONE, incoming: Ends::NONE };
        if let Some((_, last)) = self.nodes.get_mut(from.index()) {
            before.outgoing = std::mem::replace(&mut last.outgoing, at);
        }
        if let Some((_, last)) = self.nodes.get_mut(to.index()) {
            before.incoming = std::mem::replace(&mut last.incoming, at);
        }
        self.edges.push(EdgeReference { from, to, weight, before });
    }

    /// How many nodes there are.
    pub fn node_count(&self) -> usize {
        self.nodes.len()
    }

    /// All nodes, in the order in which they were added.
    pub fn node_indices(&self) -> impl Iterator<Item = NodeIndex> + use<N, E> {
        (0..place(self.nodes.len())).map(NodeIndex)
    }

    /// What a node stands for.
    pub fn node_weight(&self, node: NodeIndex) -> Option<&N> {
        self.nodes.get(node.index()).map(|(weight, _)| weight)
    }

    /// All edges, in the order in which they were added.
    pub fn edge_references(&self) -> std::slice::Iter<'_, EdgeReference<E>> {
        self.edges.iter()
    }

    /// The edges of a node, the last one first.
    pub fn edges_directed(&self, node: NodeIndex, direction: Direction) -> Edges<'_, E> {
        let last = self.nodes.get(node.index()).map_or(Ends::NONE, |(_, last)| last.of(direction));
        Edges { all: &self.edges, next: last, direction }
    }
}

/// Places are 32 bits wide: whoever has more nodes or edges has no memory for them.
fn place(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(Ends::NONE)
}

/// The edges of a node in one direction.
#[derive(Debug)]
pub struct Edges<'a, E> {
    all: &'a [EdgeReference<E>],
    next: u32,
    direction: Direction,
}

impl<E> Clone for Edges<'_, E> {
    fn clone(&self) -> Self {
        Self { ..*self }
    }
}

impl<'a, E> Iterator for Edges<'a, E> {
    type Item = &'a EdgeReference<E>;

    fn next(&mut self) -> Option<Self::Item> {
        let edge = self.all.get(self.next as usize)?;
        self.next = edge.before.of(self.direction);
        Some(edge)
    }
}

#[cfg(test)]
mod tests {
    use super::{DiGraph, Direction, NodeIndex};

    #[test]
    fn a_node_has_its_edges_in_either_direction_and_the_last_first() {
        let mut graph = DiGraph::new();
        let [a, b, c] = ["a", "b", "c"].map(|it| graph.add_node(it));
        for (from, to, weight) in [(a, b, 1), (a, c, 2), (b, c, 3), (c, c, 4)] {
            graph.add_edge(from, to, weight);
        }
        let of = |node: NodeIndex, direction| -> Vec<(&str, i32)> {
            let end = |it: &super::EdgeReference<i32>| match direction {
                Direction::Outgoing => it.target(),
                Direction::Incoming => it.source(),
            };
            graph
                .edges_directed(node, direction)
                .map(|it| (*graph.node_weight(end(it)).unwrap(), *it.weight()))
                .collect()
        };
        assert_eq!(of(a, Direction::Outgoing), [("c", 2), ("b", 1)]);
        assert_eq!(of(a, Direction::Incoming), []);
        assert_eq!(of(c, Direction::Outgoing), [("c", 4)]);
        assert_eq!(of(c, Direction::Incoming), [("c", 4), ("b", 3), ("a", 2)]);
        assert_eq!(graph.edge_references().map(|it| *it.weight()).collect::<Vec<_>>(), [1, 2, 3, 4]);
        assert_eq!(graph.node_indices().collect::<Vec<_>>(), [a, b, c]);
    }
}
