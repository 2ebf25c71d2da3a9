//! What is printed, and the only place that prints: whatever came from elsewhere cannot move the cursor.

use std::io::{self, ErrorKind, Write};

use crate::model::printable;

/// Prints the result.
pub(super) fn out(text: &str) -> Result<(), String> {
    let mut to = io::stdout().lock();
    match to.write_all(printable::lines(text).as_bytes()).and_then(|()| to.flush()) {
        // A reader that stopped reading, such as `head`, is no error.
        Err(error) if error.kind() != ErrorKind::BrokenPipe => Err(format!("error: cannot print: {error}")),
        _ => Ok(()),
    }
}

/// Prints what went wrong. If that cannot be printed either, the exit code says it.
pub(super) fn error(message: &str) {
    let _ = writeln!(io::stderr().lock(), "{}", printable::lines(message.trim_end()));
}
