//! Boards of Grafana, schema version 41: units, bands, and links to what to do.

use hc_cdk::value::{Json, Object};

use super::promql;
use crate::{
    board::{Board, Panel, Shape},
    indicator::{Bands, Measured, Side},
    watch::Watch,
    words::Language,
};

/// The data source of all boards.
pub const SOURCE: &str = "prometheus";

// The columns of a board, and the height of a panel.
const COLUMNS: i64 = 24;
const HEIGHT: i64 = 8;

/// A board as Grafana reads it. It shows what the rules of that group record.
pub fn dashboard(board: &Board, watch: &Watch, group: &str) -> Json {
    let language = watch.first_language();
    let mut panels: Vec<Json> = Vec::new();
    let mut below = 0;
    for (title, row) in &board.rows {
        panels.push(heading(title.in_or_english(language), panels.len(), below));
        let width = COLUMNS / i64::try_from(row.len().max(1)).unwrap_or(COLUMNS);
        for (at, it) in (0..).zip(row) {
            let place = place((width, HEIGHT), (at * width, below + 1));
            panels.push(panel(it, (watch, group), panels.len(), place));
        }
        below += 1 + HEIGHT;
    }
    Object::new()
        .with("uid", board.name)
        .with("title", board.title.in_or_english(language).to_owned())
        .with("schemaVersion", 41)
        .with("editable", false)
        .with("refresh", "30s")
        .with("time", Object::new().with("from", "now-6h").with("to", "now"))
        .with("timezone", "browser")
        .with("tags", vec!["hc-cdk"])
        .with("templating", Object::new().with("list", Json::List(Vec::new())))
        .with("annotations", Object::new().with("list", Json::List(Vec::new())))
        .with("panels", panels)
        .into()
}

fn place((width, height): (i64, i64), (x, y): (i64, i64)) -> Object {
    Object::new().with("h", height).with("w", width).with("x", x).with("y", y)
}

fn heading(title: &str, id: usize, y: i64) -> Json {
    Object::new()
        .with("type", "row")
        .with("id", number(id))
        .with("title", title.to_owned())
        .with("collapsed", false)
        .with("gridPos", place((COLUMNS, 1), (0, y)))
        .with("panels", Json::List(Vec::new()))
        .into()
}

fn number(id: usize) -> i64 {
    i64::try_from(id + 1).unwrap_or(i64::MAX)
}

fn panel(panel: &Panel, (watch, group): (&Watch, &str), id: usize, place: Object) -> Json {
    let Panel { measured, shape } = panel;
    let language = watch.first_language();
    let source = Object::new().with("type", SOURCE).with("uid", SOURCE);
    let legend = measured.by.map_or_else(|| title(measured, language), |label| format!("{{{{{label}}}}}"));
    let target = Object::new()
        .with("refId", "A")
        .with("datasource", source.clone())
        .with("expr", promql::recorded(group, measured))
        .with("legendFormat", legend);
    let kind = match shape {
        Shape::Line => "timeseries",
        Shape::Figure => "stat",
        Shape::Dial => "gauge",
        Shape::Bars => "bargauge",
    };
    let mut object = Object::new()
        .with("type", kind)
        .with("id", number(id))
        .with("title", title(measured, language))
        .with("datasource", source)
        .with("gridPos", place)
        .with("targets", vec![target])
        .with("fieldConfig", fields(measured));
    let links = links(measured, watch);
    if !links.is_empty() {
        object.insert("links", links);
    }
    object.into()
}

fn title(measured: &Measured, language: Language) -> String {
    measured.title.in_or_english(language).to_owned()
}

/// The unit of a panel, and from where on it is of which colour.
fn fields(measured: &Measured) -> Object {
    let mut defaults = Object::new().with("unit", measured.unit.grafana);
    if measured.unit.word == "%" {
        defaults.insert("min", 0);
        defaults.insert("max", 100);
    }
    if let Some(bands) = measured.bands {
        let steps: Vec<Object> = steps(bands).map(|(color, from)| step(color, from)).into();
        defaults.insert("thresholds", Object::new().with("mode", "absolute").with("steps", steps));
        defaults.insert("color", Object::new().with("mode", "thresholds"));
    }
    Object::new().with("defaults", defaults).with("overrides", Json::List(Vec::new()))
}

/// The colours of bands, from the lowest value to the highest.
pub(super) fn steps(Bands { worse, yellow, red }: Bands) -> [(&'static str, Option<f64>); 3] {
    match worse {
        Side::Above => [("green", None), ("yellow", Some(yellow)), ("red", Some(red))],
        Side::Below => [("red", None), ("yellow", Some(red)), ("green", Some(yellow))],
    }
}

fn step(color: &'static str, from: Option<f64>) -> Object {
    Object::new().with("color", color).with("value", from.map_or(Json::Null, Json::from))
}

/// A link, with all that Grafana wants said of it.
fn link(title: &'static str, address: String) -> Object {
    let object = Object::new().with("title", title).with("type", "link").with("icon", "doc").with("tooltip", title);
    let object = object.with("url", address).with("tags", Json::List(Vec::new())).with("targetBlank", true);
    ["asDropdown", "includeVars", "keepTime"].into_iter().fold(object, |it, name| it.with(name, false))
}

/// What to do if one of its alerts is raised.
fn links(measured: &Measured, watch: &Watch) -> Vec<Object> {
    let alerts = watch.alerts().iter().filter(|it| it.condition().measured.name == measured.name);
    alerts.map(|it| link(it.name(), watch.page_of(it))).collect()
}
