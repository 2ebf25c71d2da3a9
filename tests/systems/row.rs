//! Rows of the table.

/// The names of the columns.
const COLUMNS: &str = "id\tsystem\tpart\tstate\twhere\tplace\texpected";

/// A part of a system.
pub(crate) struct Row<'a> {
    /// What it is called in the table, such as `ht-02`.
    pub(crate) id: &'a str,
    /// The system that has it.
    pub(crate) system: &'a str,
    /// Whether it is to be seen.
    pub(crate) state: State<'a>,
}

/// Whether a part is to be seen.
pub(crate) enum State<'a> {
    /// It is written in a file.
    Shown { file: &'a str, place: &'a str, expected: &'a str },
    /// It waits for a capability.
    Open(&'a str),
    /// No library can bring it, and why.
    NotOurs(&'a str),
}

impl State<'_> {
    /// The word for it in the table.
    pub(crate) const fn name(&self) -> &'static str {
        match self {
            Self::Shown { .. } => "shown",
            Self::Open(_) => "open",
            Self::NotOurs(_) => "not ours",
        }
    }
}

/// The rows of a table, or what cannot be read.
pub(crate) fn rows(table: &str) -> impl Iterator<Item = Result<Row<'_>, String>> {
    let head = table.lines().next().filter(|it| *it != COLUMNS);
    let head = head.map(|it| Err(format!("the table begins with `{it}`, and not with `{COLUMNS}`")));
    head.into_iter().chain(table.lines().skip(1).map(row))
}

fn row(line: &str) -> Result<Row<'_>, String> {
    let columns: Vec<&str> = line.split('\t').collect();
    let [id, system, _part, state, place_of, place, expected] = *columns.as_slice() else {
        return Err(format!("`{line}` has {} columns", columns.len()));
    };
    let state = match state {
        "shown" => State::Shown { file: place_of, place, expected },
        "open" => State::Open(place_of),
        "not ours" => State::NotOurs(place_of),
        other => return Err(format!("{id}: `{other}` is no state")),
    };
    Ok(Row { id, system, state })
}
