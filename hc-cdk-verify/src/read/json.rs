//! JSON with places. Texts and numbers are read by `serde_json`; what is here finds where they stand.

use crate::node::{DEPTH, Mark, Node, Tree, Unreadable, map};

/// The only document of a text.
pub(super) fn document(text: &str) -> Result<Node, Unreadable> {
    let mut reader = Reader { rest: text, at: Mark { line: 1, column: 1 } };
    let node = reader.value(0)?;
    reader.blanks();
    if reader.rest.is_empty() { Ok(node) } else { Err(reader.wrong("there is something behind the document")) }
}

struct Reader<'a> {
    rest: &'a str,
    at: Mark,
}

impl<'a> Reader<'a> {
    fn wrong(&self, message: impl Into<String>) -> Unreadable {
        Unreadable { at: self.at, message: message.into() }
    }

    /// Takes so many bytes, which end between characters.
    fn take(&mut self, bytes: usize) -> &'a str {
        let (taken, rest) = self.rest.split_at_checked(bytes).unwrap_or((self.rest, ""));
        for character in taken.chars() {
            if character == '\n' {
                self.at = Mark { line: self.at.line + 1, column: 1 };
            } else {
                self.at.column += 1;
            }
        }
        self.rest = rest;
        taken
    }

    fn blanks(&mut self) {
        let blanks = self.rest.len() - self.rest.trim_start_matches([' ', '\t', '\r', '\n']).len();
        self.take(blanks);
    }

    /// Takes a sign behind blanks, if it is there.
    fn sign(&mut self, sign: char) -> bool {
        self.blanks();
        let is_there = self.rest.starts_with(sign);
        if is_there {
            self.take(sign.len_utf8());
        }
        is_there
    }

    fn value(&mut self, depth: usize) -> Result<Node, Unreadable> {
        self.blanks();
        if depth > DEPTH {
            return Err(self.wrong(format!("it is nested in more than {DEPTH} levels")));
        }
        let at = self.at;
        let tree = match self.rest.chars().next() {
            Some('{') => self.object(depth)?,
            Some('[') => self.array(depth)?,
            Some('"') => Tree::Text(self.text()?),
            _ => self.word()?,
        };
        Ok(Node { at, tree })
    }

    fn object(&mut self, depth: usize) -> Result<Tree, Unreadable> {
        self.sign('{');
        let mut members: Vec<(Mark, String, Node)> = Vec::new();
        if self.sign('}') {
            return Ok(Tree::Map(members));
        }
        loop {
            self.blanks();
            let at = self.at;
            let name = self.text()?;
            if !self.sign(':') {
                return Err(self.wrong("a name is followed by `:`"));
            }
            members.push((at, name, self.value(depth + 1)?));
            match (self.sign(','), self.sign('}')) {
                (true, false) => {}
                (false, true) => return map(members),
                _ => return Err(self.wrong("a member is followed by `,` and another one, or by `}`")),
            }
        }
    }

    fn array(&mut self, depth: usize) -> Result<Tree, Unreadable> {
        self.sign('[');
        let mut items = Vec::new();
        if self.sign(']') {
            return Ok(Tree::List(items));
        }
        loop {
            items.push(self.value(depth + 1)?);
            match (self.sign(','), self.sign(']')) {
                (true, false) => {}
                (false, true) => return Ok(Tree::List(items)),
                _ => return Err(self.wrong("an item is followed by `,` and another one, or by `]`")),
            }
        }
    }

    fn text(&mut self) -> Result<String, Unreadable> {
        let mut is_escaped = false;
        let end = self.rest.char_indices().skip(1).find(|(_, it)| {
            let ends = *it == '"' && !is_escaped;
            is_escaped = *it == '\\' && !is_escaped;
            ends
        });
        let Some((end, _)) = end.filter(|_| self.rest.starts_with('"')) else {
            return Err(self.wrong("a text was expected, in `\"`"));
        };
        let (literal, at) = (self.rest.get(..=end).unwrap_or_default(), self.at);
        let read = serde_json::from_str(literal);
        self.take(end + 1);
        read.map_err(|_| Unreadable { at, message: "it is no text of JSON".to_owned() })
    }

    fn word(&mut self) -> Result<Tree, Unreadable> {
        let end = self.rest.find(|it: char| !it.is_ascii_alphanumeric() && !"+-.".contains(it));
        let at = self.at;
        let word = self.take(end.unwrap_or(self.rest.len()));
        let tree = match word {
            "null" => Tree::Null,
            "true" => Tree::Bool(true),
            "false" => Tree::Bool(false),
            number => match serde_json::from_str::<serde_json::Number>(number) {
                Ok(number) => {
                    number.as_i64().map_or_else(|| Tree::Float(number.as_f64().unwrap_or_default()), Tree::Int)
                }
                Err(_) => return Err(Unreadable { at, message: "it is no value of JSON".to_owned() }),
            },
        };
        Ok(tree)
    }
}
