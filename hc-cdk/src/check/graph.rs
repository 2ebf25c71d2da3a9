//! The dependency graph of an app, built from what typed references already say. Nobody declares an edge twice.

use std::sync::OnceLock;

use indexmap::IndexMap;
use petgraph::{
    Directed, Direction,
    graph::{DiGraph, Edges, NodeIndex},
    visit::EdgeRef,
};

use super::{
    index::{Indexes, Place},
    marks::Marks,
};
use crate::{
    model::{ConstructRef, ResourceModel, StackModel, System},
    policy::data::Class,
    value::Token,
};

/// What a node stands for: places in the list of stacks and in the arenas of a stack.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Node {
    /// A construct.
    Construct {
        /// The stack's place in the system.
        stack: usize,
        /// The construct's place in the stack.
        construct: usize,
    },
    /// A resource.
    Resource {
        /// The stack's place in the system.
        stack: usize,
        /// The resource's place in the stack.
        resource: usize,
    },
}

/// What an edge says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Edge {
    /// A resource's properties refer to another resource.
    RefersTo,
    /// A resource waits for another one that it does not refer to.
    DependsOn,
    /// Data of that class goes from one construct to another.
    DataFlow(Class),
}

/// Users by what they are.
pub(super) type ByKind = IndexMap<Box<str>, Vec<Place>>;

/// Of a resource that more than so many refer to, users of one kind are looked up: each of them may ask for the few others.
const MANY: usize = 32;

/// The graph, and where each construct and resource is in it.
#[derive(Debug)]
pub struct Graph {
    /// Nodes and edges, in the order of declaration.
    pub edges: DiGraph<Node, Edge>,
    constructs: Vec<Vec<NodeIndex>>,
    resources: Vec<Vec<NodeIndex>>,
    /// The users of resources that many refer to, by the places of their nodes, once somebody asks.
    hubs: OnceLock<Vec<Option<Box<ByKind>>>>,
    indexes: Indexes,
    /// What targets noted of resources.
    marks: Vec<Vec<Marks>>,
    has_one_region: bool,
}

impl Graph {
    /// The nodes of an app's stacks. For each stack, `connect` and `flow` are still to connect them.
    pub(crate) fn of(system: &System) -> Self {
        let stacks = system.stacks();
        let mut graph = Self {
            edges: DiGraph::new(),
            constructs: Vec::new(),
            resources: Vec::new(),
            hubs: OnceLock::new(),
            indexes: Indexes::default(),
            marks: Vec::new(),
            has_one_region: stacks.iter().zip(stacks.iter().skip(1)).all(|(one, next)| one.region == next.region),
        };
        for (stack, model) in stacks.iter().enumerate() {
            let constructs = (0..model.constructs.len())
                .map(|construct| graph.edges.add_node(Node::Construct { stack, construct }))
                .collect();
            let resources = (0..model.resources.len())
                .map(|resource| graph.edges.add_node(Node::Resource { stack, resource }))
                .collect();
            graph.constructs.push(constructs);
            graph.resources.push(resources);
        }
        graph
    }

    /// Adds the edges of a resource with these tokens, by the place of its stack and its own. A reference to a stack that the app does not
    /// have has none; `check` reports it.
    pub(crate) fn connect(
        &mut self,
        system: &System,
        stack: usize,
        model: &StackModel,
        at: usize,
        resource: &ResourceModel,
        tokens: &[&Token],
    ) {
        let node = self.resource(stack, at);
        for token in tokens {
            let Token::Attribute { resource: reference, .. } = token else { continue };
            let place = if reference.stack == model.id { Some(stack) } else { system.place(&reference.stack) };
            let other = place.and_then(|place| self.resource(place, reference.index()));
            self.link(node, other, Edge::RefersTo);
        }
        for other in &resource.depends_on {
            self.link(node, self.resource(stack, *other as usize), Edge::DependsOn);
        }
    }

    /// Adds what a target notes of the resources of the next stack.
    pub(crate) fn mark(&mut self, marks: Vec<Marks>) {
        self.marks.push(marks);
    }

    /// Adds the edges along which the data of a stack flows.
    pub(crate) fn flow(&mut self, system: &System, model: &StackModel) {
        for flow in &model.flows {
            let from = self.construct_of(system, &flow.from);
            let to = self.construct_of(system, &flow.to);
            self.link(from, to, Edge::DataFlow(flow.class));
        }
    }

    fn link(&mut self, from: Option<NodeIndex>, to: Option<NodeIndex>, edge: Edge) {
        if let (Some(from), Some(to)) = (from, to) {
            self.edges.add_edge(from, to, edge);
        }
    }

    fn construct_of(&self, system: &System, construct: &ConstructRef) -> Option<NodeIndex> {
        self.construct(system.place(&construct.stack)?, construct.index())
    }

    /// The node of a construct, by its stack's place in the app and its own in the stack.
    pub fn construct(&self, stack: usize, construct: usize) -> Option<NodeIndex> {
        self.constructs.get(stack)?.get(construct).copied()
    }

    /// The node of a resource, by its stack's place in the app and its own in the stack.
    pub fn resource(&self, stack: usize, resource: usize) -> Option<NodeIndex> {
        self.resources.get(stack)?.get(resource).copied()
    }

    /// The resources that refer to a resource, by the places of their stack and their own.
    pub fn users(&self, resource: NodeIndex) -> Users<'_> {
        Users { graph: self, edges: self.edges.edges_directed(resource, Direction::Incoming), last: None }
    }

    /// The users of one that many refer to, by what they are.
    pub(super) fn hub(&self, system: &System, resource: NodeIndex) -> Option<&ByKind> {
        self.hubs.get_or_init(|| self.hubs(system)).get(resource.index())?.as_deref()
    }

    /// What was looked up so far.
    pub(super) fn indexes(&self) -> &Indexes {
        &self.indexes
    }

    /// What a target noted of a resource.
    pub fn marks(&self, (stack, resource): Place) -> Marks {
        self.marks.get(stack).and_then(|all| all.get(resource)).copied().unwrap_or_default()
    }

    /// Whether all stacks are in one region.
    pub(super) fn has_one_region(&self) -> bool {
        self.has_one_region
    }

    /// For each node by its place, the users of the resource if there are many.
    fn hubs(&self, system: &System) -> Vec<Option<Box<ByKind>>> {
        let of = |node: NodeIndex| {
            self.users(node).nth(MANY)?;
            let mut users = ByKind::new();
            for place in self.users(node) {
                users.entry(kind_of(system, place).into()).or_default().push(place);
            }
            Some(Box::new(users))
        };
        self.edges.node_indices().map(of).collect()
    }
}

/// The resources that refer to one, each once.
///
/// It has a name, so that whoever asks compiles one loop over it and not all that it is made of.
#[derive(Debug, Clone)]
pub struct Users<'a> {
    graph: &'a Graph,
    edges: Edges<'a, Edge, Directed>,
    /// The edges of one resource were added one behind the other.
    last: Option<Place>,
}

impl Iterator for Users<'_> {
    type Item = Place;

    fn next(&mut self) -> Option<Place> {
        loop {
            let edge = self.edges.next()?;
            let user = match self.graph.edges.node_weight(edge.source())? {
                Node::Resource { stack, resource } if *edge.weight() == Edge::RefersTo => Some((*stack, *resource)),
                _ => continue,
            };
            if self.last != user {
                self.last = user;
                return user;
            }
        }
    }
}

fn kind_of(system: &System, (stack, resource): Place) -> &str {
    let resource = system.stacks().get(stack).and_then(|stack| stack.resources.get(resource));
    resource.map_or("", ResourceModel::short_kind)
}
