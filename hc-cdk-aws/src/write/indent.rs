//! Where lines break in the JSON of templates: one blank of indentation, as the CDK writes it.
//!
//! `serde_json` has a formatter for this, which writes a deep line's blanks one by one. Half the lines of a template are
//! deep, so here a line's beginning is written at once.

use std::io::{self, Write};

use serde_json::ser::Formatter;

/// A line end and the blanks of the deepest line that is written at once.
const LINE: &[u8; 33] = b"\n                                ";

/// The formatter, which knows how deep it is and whether the innermost list or object has something in it.
#[derive(Default)]
pub(super) struct Indent {
    depth: usize,
    filled: bool,
}

impl Indent {
    fn open<W: ?Sized + Write>(&mut self, to: &mut W, bracket: &[u8]) -> io::Result<()> {
        self.depth += 1;
        self.filled = false;
        to.write_all(bracket)
    }

    fn close<W: ?Sized + Write>(&mut self, to: &mut W, bracket: &[u8]) -> io::Result<()> {
        self.depth -= 1;
        if self.filled {
            self.line(to)?;
        }
        self.filled = true;
        to.write_all(bracket)
    }

    fn next<W: ?Sized + Write>(&self, to: &mut W, first: bool) -> io::Result<()> {
        if !first {
            to.write_all(b",")?;
        }
        self.line(to)
    }

    fn line<W: ?Sized + Write>(&self, to: &mut W) -> io::Result<()> {
        if let Some(line) = LINE.get(..=self.depth) {
            return to.write_all(line);
        }
        to.write_all(LINE)?;
        (LINE.len()..=self.depth).try_for_each(|_| to.write_all(b" "))
    }
}

impl Formatter for Indent {
    fn begin_array<W: ?Sized + Write>(&mut self, to: &mut W) -> io::Result<()> {
        self.open(to, b"[")
    }

    fn end_array<W: ?Sized + Write>(&mut self, to: &mut W) -> io::Result<()> {
        self.close(to, b"]")
    }

    fn begin_array_value<W: ?Sized + Write>(&mut self, to: &mut W, first: bool) -> io::Result<()> {
        self.next(to, first)
    }

    fn end_array_value<W: ?Sized + Write>(&mut self, _: &mut W) -> io::Result<()> {
        self.filled = true;
        Ok(())
    }

    fn begin_object<W: ?Sized + Write>(&mut self, to: &mut W) -> io::Result<()> {
        self.open(to, b"{")
    }

    fn end_object<W: ?Sized + Write>(&mut self, to: &mut W) -> io::Result<()> {
        self.close(to, b"}")
    }

    fn begin_object_key<W: ?Sized + Write>(&mut self, to: &mut W, first: bool) -> io::Result<()> {
        self.next(to, first)
    }

    fn begin_object_value<W: ?Sized + Write>(&mut self, to: &mut W) -> io::Result<()> {
        to.write_all(b": ")
    }

    fn end_object_value<W: ?Sized + Write>(&mut self, _: &mut W) -> io::Result<()> {
        self.filled = true;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use serde_core::Serialize as _;
    use serde_json::{Serializer, Value, json, ser::PrettyFormatter};

    #[test]
    fn it_writes_what_serde_json_writes() {
        let mut deep = json!([{}, [], [[]], { "a": [] }, 1, "x"]);
        for _ in 0..40 {
            deep = json!({ "in": [deep], "empty": {} });
        }
        let trees: [Value; 4] = [deep, json!({}), json!([]), json!(null)];
        for tree in trees {
            let (mut ours, mut theirs) = (Vec::new(), Vec::new());
            tree.serialize(&mut Serializer::with_formatter(&mut ours, super::Indent::default())).unwrap();
            tree.serialize(&mut Serializer::with_formatter(&mut theirs, PrettyFormatter::with_indent(b" "))).unwrap();
            assert_eq!(String::from_utf8(ours).unwrap(), String::from_utf8(theirs).unwrap());
        }
    }
}
