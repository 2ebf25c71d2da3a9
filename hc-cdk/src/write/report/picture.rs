//! The picture of where data flows: a box for each construct that data comes from or goes to, coloured and named by its class.

use std::fmt::Write;

use indexmap::{IndexMap, IndexSet};
use petgraph::visit::EdgeRef;

use super::{
    html,
    html::escaped,
    layout,
    model::{Report, anchor, path},
};
use crate::{
    check::{Checked, graph::Edge},
    model::{ConstructModel, StackModel},
    policy::data::Class,
    value::sorted,
    write::graph::outermost,
};

/// Width and height of a box, and of the space between.
const BOX: (usize, usize) = (190, 52);
const GAP: (usize, usize) = (90, 18);
const EDGE: usize = 20;

type At = (usize, usize);

/// Where a box begins.
type Corner = (usize, usize);

/// A line of the picture: its ends, its class, and whether somebody signed for it.
type Line = (At, At, Option<Class>, bool);

pub(super) fn section(report: &Report<'_>, page: &mut String) {
    html::section(page, "flows", "Where data flows");
    let lines = lines(report.checked);
    if lines.is_empty() {
        page.push_str("<p>No data flows from one construct to another.</p>\n</section>\n");
        return;
    }
    page.push_str("<p>Each box is a construct, and leads to what was read of it. A line is data of a class; a dotted one is a way that somebody signed for.</p>\n<ul class=\"legend\">");
    for class in classes(report.checked, &lines) {
        let name = class.name();
        let _ = write!(page, "<li class=\"{name}\">{name}</li>");
    }
    page.push_str("</ul>\n<p class=\"zoom\"><button type=\"button\" data-zoom=\"1.25\">Larger</button> <button type=\"button\" data-zoom=\"0.8\">Smaller</button></p>\n");
    svg(report, &lines, page);
    page.push_str("</section>\n");
}

/// The lines between outermost constructs, each once.
fn lines(checked: &Checked<'_>) -> Vec<Line> {
    let graph = &checked.graph().edges;
    let mut lines = Vec::new();
    for edge in graph.edge_references() {
        let Edge::DataFlow(class) = edge.weight() else { continue };
        let ends = graph.node_weight(edge.source()).zip(graph.node_weight(edge.target()));
        let ends = ends.and_then(|(from, to)| outermost(checked, *from).zip(outermost(checked, *to)));
        lines.extend(ends.filter(|(from, to)| from != to).map(|(from, to)| (from, to, Some(*class), false)));
    }
    for way in checked.waived_ways() {
        let at = |(stack, construct)| outermost(checked, crate::check::graph::Node::Construct { stack, construct });
        lines.extend(at(way.from).zip(at(way.to)).map(|(from, to)| (from, to, way.class, true)));
    }
    sorted(lines)
}

fn construct<'a>(checked: &Checked<'a>, (stack, construct): At) -> Option<(&'a StackModel, &'a ConstructModel)> {
    let stack = checked.stacks().get(stack)?;
    Some((stack, stack.constructs.get(construct)?))
}

/// The classes that the picture shows, the most sensitive first.
fn classes(checked: &Checked<'_>, lines: &[Line]) -> impl Iterator<Item = Class> {
    let of_boxes = boxes(lines).into_iter().filter_map(|at| construct(checked, at)?.1.class);
    sorted(of_boxes.chain(lines.iter().filter_map(|it| it.2))).into_iter().rev()
}

/// The boxes that lines come from and go to, in the order of their declaration.
fn boxes(lines: &[Line]) -> IndexSet<At> {
    sorted(lines.iter().flat_map(|(from, to, ..)| [*from, *to])).into_iter().collect()
}

fn svg(report: &Report<'_>, lines: &[Line], page: &mut String) {
    let boxes = boxes(lines);
    let number = |at: &At| boxes.get_index_of(at);
    let edges = lines.iter().filter_map(|(from, to, ..)| number(from).zip(number(to)));
    let places = layout::places(boxes.len(), &sorted(edges));
    let corner = |(column, row): (usize, usize)| (EDGE + column * (BOX.0 + GAP.0), EDGE + row * (BOX.1 + GAP.1));
    let corners: IndexMap<At, Corner> = boxes.into_iter().zip(places.into_iter().map(corner)).collect();
    let width = corners.values().map(|it| it.0).max().unwrap_or_default() + BOX.0 + EDGE;
    let height = corners.values().map(|it| it.1).max().unwrap_or_default() + BOX.1 + EDGE;
    let _ = write!(
        page,
        "<div class=\"picture\" tabindex=\"0\" role=\"region\" aria-label=\"The picture, to be scrolled\">\n<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"group\" \
         aria-label=\"Where data flows\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\">\n\
         <defs><marker id=\"to\" viewBox=\"0 0 8 8\" refX=\"8\" refY=\"4\" markerWidth=\"8\" markerHeight=\"8\" orient=\"auto\"><path d=\"M0 0L8 4L0 8z\"/></marker></defs>\n"
    );
    for line in lines {
        draw_line(report, line, &corners, page);
    }
    for (at, corner) in &corners {
        draw_box(report, *at, *corner, page);
    }
    page.push_str("</svg>\n</div>\n");
}

fn draw_line(report: &Report<'_>, line: &Line, corners: &IndexMap<At, Corner>, page: &mut String) {
    let (from, to, class, is_waived) = line;
    let (Some(start), Some(end)) = (corners.get(from), corners.get(to)) else { return };
    let name = |at: &At| construct(report.checked, *at).map_or(String::new(), |(stack, _)| escaped(&path(stack, at.1)));
    let class = class.map_or("none", Class::name);
    let signed = if *is_waived { " waived" } else { "" };
    let (x, y) = (start.0 + BOX.0, start.1 + BOX.1 / 2);
    let (to_x, to_y) = (end.0, end.1 + BOX.1 / 2);
    let middle = GAP.0 / 2;
    // Back to an earlier column, or inside of one, a line leaves on the right and comes in from the left by a bow.
    let (one, two) = if to_x > x { (x + middle, to_x - middle) } else { (x + GAP.0, to_x.saturating_sub(GAP.0)) };
    let _ = writeln!(
        page,
        "<path class=\"line {class}{signed}\" d=\"M{x} {y}C{one} {y} {two} {to_y} {to_x} {to_y}\" marker-end=\"url(#to)\"><title>{} to {}: {class}{signed}</title></path>",
        name(from),
        name(to)
    );
}

fn draw_box(report: &Report<'_>, at: At, (x, y): (usize, usize), page: &mut String) {
    let Some((stack, construct)) = construct(report.checked, at) else { return };
    let class = construct.class.map_or("none", Class::name);
    let (name, of) = (shortened(&construct.path), shortened(&format!("{}, {class}", construct.kind)));
    let (whole, of_stack) = (escaped(&path(stack, at.1)), shortened(stack.name()));
    let _ = writeln!(
        page,
        "<a href=\"#{}\"><title>{whole}: {}, {class}</title><rect class=\"{class}\" x=\"{x}\" y=\"{y}\" width=\"{}\" height=\"{}\" rx=\"6\"/>\
         <text x=\"{tx}\" y=\"{a}\"><tspan class=\"name\">{name}</tspan><tspan x=\"{tx}\" y=\"{b}\">{of}</tspan><tspan x=\"{tx}\" y=\"{c}\">{of_stack}</tspan></text></a>",
        anchor(at),
        escaped(construct.kind),
        BOX.0,
        BOX.1,
        tx = x + 10,
        a = y + 17,
        b = y + 32,
        c = y + 46,
    );
}

/// A text that fits into a box.
fn shortened(text: &str) -> String {
    const LETTERS: usize = 26;
    if text.chars().count() <= LETTERS {
        return escaped(text);
    }
    let start: String = text.chars().take(LETTERS - 1).collect();
    escaped(&format!("{start}…"))
}
