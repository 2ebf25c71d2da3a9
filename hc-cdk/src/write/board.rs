//! `board`: a board as a picture, without figures: what it shows, how, and from where on a value is of which colour.

use std::{f64::consts::PI, fmt::Write};

use super::report::escaped;
use crate::model::{Pictured, PicturedPanel};

const WIDTH: usize = 1200;
/// What stands above the rows.
const HEAD: usize = 56;
/// The title of a row, and its panels.
const HEADING: usize = 36;
const PANEL: usize = 190;
const GAP: usize = 12;

/// The picture as SVG, which a browser shows.
pub(crate) fn svg(board: &Pictured) -> String {
    let height = HEAD + board.rows.len() * (HEADING + PANEL) + GAP;
    let title = escaped(&board.title);
    let mut text = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{WIDTH}\" height=\"{height}\" viewBox=\"0 0 {WIDTH} {height}\" \
         font-family=\"sans-serif\" fill=\"#222\" role=\"img\" aria-label=\"{title}\">\n\
         <rect width=\"{WIDTH}\" height=\"{height}\" fill=\"#eef0f2\"/>\n<text x=\"{GAP}\" y=\"36\" font-size=\"24\">{title}</text>\n"
    );
    for (at, (title, panels)) in board.rows.iter().enumerate() {
        let top = HEAD + at * (HEADING + PANEL);
        let _ = writeln!(text, "<text x=\"{GAP}\" y=\"{}\" font-size=\"16\">{}</text>", top + 24, escaped(title));
        let width = WIDTH.saturating_sub(GAP) / panels.len().max(1);
        for (at, it) in panels.iter().enumerate() {
            panel(it, (GAP + at * width, top + HEADING), width.saturating_sub(GAP), &mut text);
        }
    }
    text.push_str("</svg>\n");
    text
}

fn panel(it: &PicturedPanel, (x, y): (usize, usize), width: usize, text: &mut String) {
    let shown: String = it.title.chars().take(width / 8).collect();
    let rest = if shown.len() < it.title.len() { "…" } else { "" };
    let (title, unit, height) = (escaped(&shown), escaped(&it.unit), PANEL - GAP);
    let _ = writeln!(
        text,
        "<g transform=\"translate({x} {y})\"><rect width=\"{width}\" height=\"{height}\" rx=\"4\" fill=\"#fff\"/>\n\
         <text x=\"12\" y=\"22\" font-size=\"14\">{title}{rest}</text>\n<text x=\"12\" y=\"40\" font-size=\"12\" fill=\"#666\">{unit}</text>"
    );
    match it.shape {
        "line" => line(&it.bands, width, text),
        "dial" => dial(&it.bands, width, text),
        "bars" => (0..3).for_each(|at| strip(&it.bands, (52 + at * 42, width, 22), text)),
        _ => {
            let _ =
                writeln!(text, "<text x=\"{}\" y=\"104\" font-size=\"44\" text-anchor=\"middle\">–</text>", width / 2);
            strip(&it.bands, (132, width, 14), text);
        }
    }
    text.push_str("</g>\n");
}

type Bands = [(&'static str, Option<f64>)];

/// The area of a line, by what of it is of which colour: the lowest values stand below.
fn line(bands: &Bands, width: usize, text: &mut String) {
    let (top, height, width) = (52, 108, width.saturating_sub(24));
    let _ = writeln!(
        text,
        "<rect x=\"12\" y=\"{top}\" width=\"{width}\" height=\"{height}\" fill=\"none\" stroke=\"#bbb\"/>"
    );
    let each = height / bands.len().max(1);
    for (at, (color, from)) in bands.iter().enumerate() {
        let y = top + height - (at + 1) * each;
        let _ = writeln!(
            text,
            "<rect x=\"12\" y=\"{y}\" width=\"{width}\" height=\"{each}\" fill=\"{}\" opacity=\"0.35\"/>",
            paint(color)
        );
        label(color, *from, (18, y + each - 6), text);
    }
}

/// A bar from the lowest value to the highest.
fn strip(bands: &Bands, (y, width, height): (usize, usize, usize), text: &mut String) {
    let each = width.saturating_sub(24) / bands.len().max(1);
    if bands.is_empty() {
        let _ = writeln!(text, "<rect x=\"12\" y=\"{y}\" width=\"{each}\" height=\"{height}\" fill=\"#ddd\"/>");
    }
    for (at, (color, from)) in bands.iter().enumerate() {
        let (x, fill) = (12 + at * each, paint(color));
        let _ = writeln!(
            text,
            "<rect x=\"{x}\" y=\"{y}\" width=\"{each}\" height=\"{height}\" fill=\"{fill}\" opacity=\"0.6\"/>"
        );
        label(color, *from, (x + 2, y + height + 12), text);
    }
}

/// Half a circle from the lowest value to the highest.
fn dial(bands: &Bands, width: usize, text: &mut String) {
    let parts: &Bands = if bands.is_empty() { &[("", None)] } else { bands };
    let (x, y, radius) = (coordinate(width) / 2.0, 140.0, 74.0);
    let point = |part: usize| {
        let angle = PI * (1.0 - coordinate(part) / coordinate(parts.len()));
        (x + radius * angle.cos(), y - radius * angle.sin())
    };
    for (at, (color, from)) in parts.iter().enumerate() {
        let ((x1, y1), (x2, y2)) = (point(at), point(at + 1));
        let _ = writeln!(
            text,
            "<path d=\"M {x1:.1} {y1:.1} A {radius} {radius} 0 0 1 {x2:.1} {y2:.1}\" fill=\"none\" stroke=\"{}\" stroke-width=\"18\"/>",
            paint(color)
        );
        label(color, *from, (12, 100 + at * 18), text);
    }
}

fn coordinate(it: usize) -> f64 {
    u32::try_from(it).map_or(0.0, f64::from)
}

/// Which colour it is from where on, for whoever does not see it.
fn label(color: &str, from: Option<f64>, (x, y): (usize, usize), text: &mut String) {
    if color.is_empty() {
        return;
    }
    let from = from.map_or_else(String::new, |it| format!(" from {it}"));
    let _ = writeln!(text, "<text x=\"{x}\" y=\"{y}\" font-size=\"11\">{color}{from}</text>");
}

fn paint(color: &str) -> &'static str {
    match color {
        "green" => "#2e8540",
        "yellow" => "#e0b400",
        "red" => "#c4162a",
        _ => "#ddd",
    }
}

#[cfg(test)]
mod tests {
    use super::{Pictured, PicturedPanel, svg};

    #[test]
    fn a_picture_says_what_is_shown_and_from_where_on_it_is_bad() {
        let panel = |shape| PicturedPanel {
            title: "errors <of all>".to_owned(),
            unit: "%".to_owned(),
            shape,
            bands: vec![("green", None), ("yellow", Some(1.0)), ("red", Some(2.5))],
        };
        let panels = ["line", "figure", "dial", "bars"].map(panel).to_vec();
        let rows = vec![("Requests".to_owned(), panels)];
        let text = svg(&Pictured { name: "a".to_owned(), title: "A & B".to_owned(), rows });
        assert!(text.contains(">A &amp; B</text>") && text.contains(">Requests</text>"), "{text}");
        assert_eq!(text.matches("errors &lt;of all&gt;").count(), 4, "{text}");
        // One for each of three bars, and one for each other panel.
        assert_eq!(text.matches(">red from 2.5</text>").count(), 6, "{text}");
        assert_eq!(text.matches("<g ").count(), text.matches("</g>").count());
    }
}
