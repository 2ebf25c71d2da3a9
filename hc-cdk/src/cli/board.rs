//! `board`: the boards, or one of them as a picture.

use std::fmt::Write;

use crate::{check::Checked, model::Pictured, value::write};

/// The boards by stack and name, or the one that is wanted as SVG.
pub(super) fn print(checked: &Checked<'_>, wanted: Option<&str>, text: &mut String) -> Result<(), String> {
    let stacks = checked.stacks().iter();
    let all: Vec<(String, &Pictured)> =
        stacks.flat_map(|it| it.boards.iter().map(|board| (format!("{}/{}", it.name(), board.name), board))).collect();
    let Some(wanted) = wanted else {
        for (path, board) in &all {
            let _ = writeln!(text, "{path}: {}", board.title);
        }
        return Ok(());
    };
    let found: Vec<_> = all.iter().filter(|(path, board)| path == wanted || board.name == wanted).collect();
    match found.as_slice() {
        [(_, board)] => text.push_str(&write::board::svg(board)),
        [] => return Err(format!("error: there is no board `{wanted}`\n  help: `board` without a name lists them")),
        several => {
            let paths: Vec<&str> = several.iter().map(|(path, _)| path.as_str()).collect();
            let message = format!("error: {} boards are called `{wanted}`", several.len());
            return Err(format!("{message}\n  help: say of which stack: {}", paths.join(", ")));
        }
    }
    Ok(())
}
