//! A board as a preview draws it.

use hc_cdk::model::{Pictured, PicturedPanel};

use super::grafana::steps;
use crate::{
    board::{Board, Panel, Shape},
    watch::Watch,
    words::Language,
};

/// The board in the first language of those who are told.
pub fn board(board: &Board, watch: &Watch) -> Pictured {
    let language = watch.first_language();
    let row = |panels: &[Panel]| panels.iter().map(|it| panel(it, language)).collect();
    let rows = board.rows.iter().map(|(title, panels)| (title.in_or_english(language).to_owned(), row(panels)));
    Pictured {
        name: board.name.to_owned(),
        title: board.title.in_or_english(language).to_owned(),
        rows: rows.collect(),
    }
}

fn panel(Panel { measured, shape }: &Panel, language: Language) -> PicturedPanel {
    PicturedPanel {
        title: measured.title.in_or_english(language).to_owned(),
        unit: measured.unit.word.to_owned(),
        shape: match shape {
            Shape::Line => "line",
            Shape::Figure => "figure",
            Shape::Dial => "dial",
            Shape::Bars => "bars",
        },
        bands: measured.bands.map(|bands| steps(bands).to_vec()).unwrap_or_default(),
    }
}
