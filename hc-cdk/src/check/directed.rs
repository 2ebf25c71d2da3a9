//! A directed graph that only grows, of numbered nodes. The edges of a node are chained in lists through all edges.

/// A node, by its number in the order in which nodes were added.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NodeIndex(u32);

impl NodeIndex {
    /// Its number, from 0.
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

/// For the edges that begin at a node, and for those that end there.
#[derive(Debug, Clone, Copy)]
struct Both<T> {
    outgoing: T,
    incoming: T,
}

impl<T: Copy> Both<T> {
    fn of(self, direction: Direction) -> T {
        match direction {
            Direction::Outgoing => self.outgoing,
            Direction::Incoming => self.incoming,
        }
    }
}

/// The number of an edge, where there is one.
type Chained = Both<Option<u32>>;

#[derive(Debug)]
struct Vertex<N> {
    weight: N,
    /// The edges that were added last.
    last: Chained,
}

/// An edge.
#[derive(Debug)]
pub struct Arrow<E> {
    /// Where it begins.
    pub source: NodeIndex,
    /// Where it ends.
    pub target: NodeIndex,
    /// What it says.
    pub weight: E,
    /// The edges of its nodes that were added before.
    before: Chained,
}

/// Nodes that say `N` and edges that say `E`, in the order in which they were added.
#[derive(Debug)]
pub struct Directed<N, E> {
    nodes: Vec<Vertex<N>>,
    edges: Vec<Arrow<E>>,
}

impl<N, E> Directed<N, E> {
    /// A graph of nothing.
    pub(crate) fn new() -> Self {
        Self { nodes: Vec::new(), edges: Vec::new() }
    }

    pub(crate) fn add_node(&mut self, weight: N) -> NodeIndex {
        let index = NodeIndex(number(self.nodes.len()));
        self.nodes.push(Vertex { weight, last: Both { outgoing: None, incoming: None } });
        index
    }

    /// Adds an edge between two nodes of this graph. Between others there is none to add.
    pub(crate) fn add_edge(&mut self, source: NodeIndex, target: NodeIndex, weight: E) {
        let index = Some(number(self.edges.len()));
        let Some(incoming) = self.nodes.get(target.index()).map(|it| it.last.incoming) else { return };
        let Some(begin) = self.nodes.get_mut(source.index()) else { return };
        let outgoing = begin.last.outgoing;
        begin.last.outgoing = index;
        if let Some(end) = self.nodes.get_mut(target.index()) {
            end.last.incoming = index;
        }
        self.edges.push(Arrow { source, target, weight, before: Both { outgoing, incoming } });
    }

    /// How many nodes there are.
    pub fn node_count(&self) -> usize {
        self.nodes.len()
    }

    /// All nodes.
    pub fn nodes(&self) -> impl DoubleEndedIterator<Item = NodeIndex> + use<N, E> {
        (0..number(self.nodes.len())).map(NodeIndex)
    }

    /// What a node says.
    pub fn node_weight(&self, node: NodeIndex) -> Option<&N> {
        self.nodes.get(node.index()).map(|it| &it.weight)
    }

    /// All edges.
    pub fn edges(&self) -> &[Arrow<E>] {
        &self.edges
    }

    /// The edges of a node, of which the last that was added comes first.
    pub fn edges_of(&self, node: NodeIndex, direction: Direction) -> Edges<'_, E> {
        let next = self.nodes.get(node.index()).and_then(|it| it.last.of(direction));
        Edges { edges: &self.edges, next, direction }
    }
}

/// A graph has fewer nodes and edges than memory has room for four thousand million.
fn number(place: usize) -> u32 {
    u32::try_from(place).unwrap_or(u32::MAX)
}

/// The edges of a node: see [`Directed::edges_of`].
#[derive(Debug, Clone)]
pub struct Edges<'a, E> {
    edges: &'a [Arrow<E>],
    next: Option<u32>,
    direction: Direction,
}

impl<'a, E> Iterator for Edges<'a, E> {
    type Item = &'a Arrow<E>;

    fn next(&mut self) -> Option<&'a Arrow<E>> {
        let edge = self.edges.get(self.next? as usize)?;
        self.next = edge.before.of(self.direction);
        Some(edge)
    }
}

impl<N, E> Directed<N, E> {
    /// The number of the knot that each node is in: two are in one if a way leads from each to the other.
    ///
    /// It is Kosaraju's way: of all nodes, the one that a search leaves last begins a knot, which is whatever leads to it and is in no
    /// knot yet. Without recursion, which a chain of a million resources would not survive.
    pub(super) fn knots(&self) -> Vec<usize> {
        let mut left = Vec::with_capacity(self.nodes.len());
        let mut seen = vec![false; self.nodes.len()];
        let mut first = |node: NodeIndex| seen.get_mut(node.index()).is_some_and(|seen| !std::mem::replace(seen, true));
        for start in self.nodes() {
            if !first(start) {
                continue;
            }
            let mut way = vec![(start, self.edges_of(start, Direction::Outgoing))];
            while let Some((node, edges)) = way.last_mut() {
                match edges.next().map(|edge| edge.target) {
                    Some(next) if first(next) => way.push((next, self.edges_of(next, Direction::Outgoing))),
                    Some(_) => {}
                    None => {
                        left.push(*node);
                        way.pop();
                    }
                }
            }
        }
        let mut knots = vec![None; self.nodes.len()];
        for (number, start) in left.into_iter().rev().enumerate() {
            let mut waiting = vec![start];
            while let Some(node) = waiting.pop() {
                if let Some(knot @ None) = knots.get_mut(node.index()) {
                    *knot = Some(number);
                    waiting.extend(self.edges_of(node, Direction::Incoming).map(|edge| edge.source));
                }
            }
        }
        knots.into_iter().flatten().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::{Directed, Direction, NodeIndex};

    fn graph(nodes: u32, edges: &[(u32, u32)]) -> Directed<(), u32> {
        let mut graph = Directed::new();
        for _ in 0..nodes {
            graph.add_node(());
        }
        for (number, (from, to)) in (0..).zip(edges) {
            graph.add_edge(NodeIndex(*from), NodeIndex(*to), number);
        }
        graph
    }

    #[test]
    fn the_last_edge_of_a_node_comes_first() {
        let graph = graph(3, &[(0, 1), (0, 2), (1, 2), (0, 1), (2, 2)]);
        let said = |node, direction| Vec::from_iter(graph.edges_of(NodeIndex(node), direction).map(|it| it.weight));
        assert_eq!(said(0, Direction::Outgoing), [3, 1, 0]);
        assert!(said(0, Direction::Incoming).is_empty());
        assert_eq!(said(2, Direction::Incoming), [4, 2, 1]);
        assert_eq!(said(2, Direction::Outgoing), [4]);
    }

    #[test]
    fn nothing_leads_to_what_is_not_there() {
        let graph = graph(1, &[(0, 1), (1, 0), (7, 7)]);
        assert!(graph.edges().is_empty());
        assert_eq!(graph.edges_of(NodeIndex(0), Direction::Outgoing).count(), 0);
    }

    /// Every pair of nodes of many small graphs, by whether each is reached from the other.
    #[test]
    fn two_nodes_are_in_one_knot_if_each_leads_to_the_other() {
        const NODES: u32 = 6;
        for seed in 0_u64..2000 {
            let mut number = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
            let mut edges = Vec::new();
            for pair in 0..NODES * NODES {
                number = number.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                if number >> 61 < 1 + seed % 3 {
                    edges.push((pair / NODES, pair % NODES));
                }
            }
            let graph = graph(NODES, &edges);
            let mut leads = [[false; NODES as usize]; NODES as usize];
            for (from, to) in &edges {
                leads[*from as usize][*to as usize] = true;
            }
            for over in 0..NODES as usize {
                for from in 0..NODES as usize {
                    for to in 0..NODES as usize {
                        leads[from][to] |= leads[from][over] && leads[over][to];
                    }
                }
            }
            let knots = graph.knots();
            for one in 0..NODES as usize {
                for other in 0..NODES as usize {
                    let both = one == other || leads[one][other] && leads[other][one];
                    assert_eq!(knots[one] == knots[other], both, "{one} and {other} of {edges:?}");
                }
            }
        }
    }
}
