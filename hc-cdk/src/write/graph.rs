//! `graph`: constructs and what goes between them, as Mermaid or DOT.

use std::fmt::Write;

use indexmap::IndexSet;
use petgraph::visit::EdgeRef;

use crate::{
    check::{
        Checked,
        graph::{Edge, Node},
    },
    model::ConstructModel,
    policy::data::Class,
};

/// How many lines Mermaid draws. With one more it draws none, and a page cannot ask it for more.
const MOST_LINES: usize = 500;

/// The system: its constructs, where data flows, and what refers to what where no data flows. Mermaid gets no more than it draws:
/// where that would be too much, references are left out, and a line says so.
pub(crate) fn print(checked: &Checked<'_>, dot: bool, text: &mut String) {
    let lines = lines(checked);
    if dot || lines.len() <= MOST_LINES {
        return draw(checked, dot, &lines, |_| true, text);
    }
    print_flows(checked, text);
    let left_out = lines.iter().filter(|(_, class)| class.is_none()).count();
    let _ = writeln!(
        text,
        "  %% without {left_out} references, since Mermaid draws {MOST_LINES} lines and no more; `--format dot` has them"
    );
}

/// Where data flows, as Mermaid: who gives data to whom, and nobody else.
pub(crate) fn print_flows(checked: &Checked<'_>, text: &mut String) {
    let mut lines = lines(checked);
    lines.retain(|(_, class)| class.is_some());
    let ways = checked.waived_ways().flat_map(|way| [way.from, way.to]);
    let signed = ways.filter_map(|(stack, construct)| outermost(checked, Node::Construct { stack, construct }));
    let ends: IndexSet<Place> = lines.iter().flat_map(|((from, to), _)| [*from, *to]).chain(signed).collect();
    draw(checked, false, &lines, |place| ends.contains(&place), text);
}

fn draw(checked: &Checked<'_>, dot: bool, lines: &IndexSet<Line>, is_shown: impl Fn(Place) -> bool, text: &mut String) {
    text.push_str(if dot { "digraph {\n  rankdir=LR\n  node [shape=box]\n" } else { "flowchart LR\n" });
    for (at, stack) in checked.stacks().iter().enumerate() {
        let shown = |(construct, it): &(usize, &ConstructModel)| it.parent.is_none() && is_shown((at, *construct));
        let mut constructs = stack.constructs.iter().enumerate().filter(shown).peekable();
        if constructs.peek().is_none() {
            continue;
        }
        let name = escaped(stack.name(), dot);
        let _ = if dot {
            writeln!(text, "  subgraph \"cluster_{name}\" {{\n    label=\"{name}\"")
        } else {
            writeln!(text, "  subgraph {}[\"{name}\"]", stack_id(at))
        };
        for (construct_at, construct) in constructs {
            let class = construct.class.map_or(String::new(), |class| format!(", {}", class.name()));
            let (id, path, kind) = (id(at, construct_at), escaped(&construct.path, dot), escaped(construct.kind, dot));
            let _ = if dot {
                writeln!(text, "    {id} [label=\"{path}\\n{kind}{class}\"]")
            } else {
                writeln!(text, "    {id}[\"{path}<br/>{kind}{class}\"]")
            };
        }
        text.push_str(if dot { "  }\n" } else { "  end\n" });
    }
    text.extend(waived(checked, dot));
    for ((from, to), flow) in lines {
        let (from, to) = (id(from.0, from.1), id(to.0, to.1));
        let _ = match (dot, flow) {
            (true, Some(class)) => writeln!(text, "  {from} -> {to} [label=\"{class}\", penwidth=2]"),
            (true, None) => writeln!(text, "  {from} -> {to} [style=dashed]"),
            (false, Some(class)) => writeln!(text, "  {from} ==>|{class}| {to}"),
            (false, None) => writeln!(text, "  {from} -.-> {to}"),
        };
    }
    if dot {
        text.push_str("}\n");
    }
}

type Place = (usize, usize);
/// From where to where, and the class of data that goes there; none of a reference.
type Line = ((Place, Place), Option<&'static str>);

/// The lines between the outermost constructs: flows with their class, and references where there is no flow.
fn lines(checked: &Checked<'_>) -> IndexSet<Line> {
    let graph = &checked.graph().edges;
    let mut flows = IndexSet::new();
    let mut references: IndexSet<((Place, Place), _)> = IndexSet::new();
    for edge in graph.edge_references() {
        let ends = graph.node_weight(edge.source()).zip(graph.node_weight(edge.target()));
        let Some((from, to)) = ends.and_then(|(from, to)| Some((outermost(checked, *from)?, outermost(checked, *to)?)))
        else {
            continue;
        };
        match edge.weight() {
            _ if from == to => {}
            Edge::DataFlow(class) => {
                flows.insert(((from, to), Some(class.name())));
            }
            Edge::RefersTo | Edge::DependsOn => {
                references.insert(((from, to), None));
            }
        }
    }
    let with_flow: IndexSet<(Place, Place)> = flows.iter().map(|(ends, _)| *ends).collect();
    flows.extend(references.into_iter().filter(|(ends, _)| !with_flow.contains(ends)));
    flows
}

/// A way that is waived.
fn waived_line(from: &str, to: &str, class: Option<&str>, dot: bool) -> String {
    let label = class.map_or("waived".to_owned(), |class| format!("{class}, waived"));
    if dot {
        format!("  {from} -> {to} [label=\"{label}\", style=dotted, penwidth=2]\n")
    } else {
        format!("  {from} -. {label} .-> {to}\n")
    }
}

/// The ways that nobody declared or is cleared for and somebody signed for, from whoever can go them to the store.
fn waived(checked: &Checked<'_>, dot: bool) -> impl Iterator<Item = String> {
    let drawn = |(stack, construct)| outermost(checked, Node::Construct { stack, construct });
    checked.waived_ways().filter_map(move |way| {
        let (from, to) = (drawn(way.from)?, drawn(way.to)?);
        Some(waived_line(&id(from.0, from.1), &id(to.0, to.1), way.class.map(Class::name), dot))
    })
}

/// A text that stands between quotes in DOT or Mermaid.
fn escaped(text: &str, dot: bool) -> String {
    if dot {
        text.replace('\\', "\\\\").replace('"', "\\\"")
    } else {
        text.replace('#', "#35;").replace('"', "#quot;").replace('<', "#lt;").replace('>', "#gt;")
    }
}

/// The outermost construct around a node.
pub(super) fn outermost(checked: &Checked<'_>, node: Node) -> Option<Place> {
    let (stack, mut at) = match node {
        Node::Construct { stack, construct } => (stack, construct),
        Node::Resource { stack, resource } => {
            (stack, checked.stacks().get(stack)?.resources.get(resource)?.construct as usize)
        }
    };
    let constructs = &checked.stacks().get(stack)?.constructs;
    while let Some(parent) = constructs.get(at)?.parent {
        at = parent as usize;
    }
    Some((stack, at))
}

fn stack_id(stack: usize) -> String {
    format!("s{stack}")
}

fn id(stack: usize, construct: usize) -> String {
    format!("s{stack}c{construct}")
}

#[cfg(test)]
mod tests {
    use super::{escaped, waived_line};

    #[test]
    fn what_stands_between_quotes_has_none() {
        assert_eq!(escaped(r#"Store<"a\b">"#, true), r#"Store<\"a\\b\">"#);
        assert_eq!(escaped(r##"Store<"#1">"##, false), "Store#lt;#quot;#35;1#quot;#gt;");
    }

    #[test]
    fn a_way_that_is_waived_says_so() {
        assert_eq!(waived_line("a", "b", Some("phi"), false), "  a -. phi, waived .-> b\n");
        assert_eq!(waived_line("a", "b", None, true), "  a -> b [label=\"waived\", style=dotted, penwidth=2]\n");
    }
}
