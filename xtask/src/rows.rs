//! The lists of these tools: lines of cells with tabs between them, and remarks.

use anyhow::{Context as _, Result};

/// The lines of a list, each with as many cells as they are asked for. None of them is empty; a remark begins with `#`.
pub(crate) fn rows<const CELLS: usize>(text: &str) -> Result<Vec<[&str; CELLS]>> {
    let lines = text.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    lines
        .map(|line| row(line).with_context(|| format!("expected {CELLS} cells with tabs between them: `{line}`")))
        .collect()
}

fn row<const CELLS: usize>(line: &str) -> Option<[&str; CELLS]> {
    let cells: Vec<&str> = line.split('\t').collect();
    <[&str; CELLS]>::try_from(cells).ok().filter(|cells| cells.iter().all(|it| !it.trim().is_empty()))
}

#[cfg(test)]
mod tests {
    use super::rows;

    #[test]
    fn a_line_has_its_cells() {
        assert_eq!(rows("# remark\n\na\tb c\nd\t-\n").unwrap(), [["a", "b c"], ["d", "-"]]);
        for wrong in ["a", "a\t", "a\t \n", "a\tb\tc", "\ta"] {
            assert!(rows::<2>(wrong).is_err(), "{wrong:?}");
        }
    }
}
