//! An object as a file of an earlier run has it.
//!
//! A file of ours is read as text: every object begins with a line that says which construct made it.

use super::members::{Members, members};

/// An object of a file of an earlier run.
#[derive(Debug)]
pub struct Earlier<'a> {
    heading: &'a str,
    body: &'a str,
    members: Members<'a>,
}

impl<'a> Earlier<'a> {
    /// The objects of a file.
    pub fn all(text: &'a str) -> Vec<Self> {
        let text = text.strip_prefix("---\n").unwrap_or(text);
        text.split("\n---\n")
            .filter_map(|object| object.split_once('\n'))
            .map(|(heading, body)| Self { heading, body, members: members(body) })
            .collect()
    }

    /// The construct that made it, and its name in the construct.
    pub(crate) fn made_by(&self) -> &'a str {
        self.heading.trim_start_matches("# ")
    }

    pub(crate) fn members(&self) -> &Members<'a> {
        &self.members
    }

    /// Its kind.
    pub fn kind(&self) -> &'a str {
        self.member("kind")
    }

    /// One of its members, as it is written behind the colon.
    pub fn member(&self, name: &str) -> &'a str {
        self.members.get(name).copied().unwrap_or_default().trim()
    }

    /// What is written under its heading. The members of a member are indented by two blanks.
    pub fn body(&self) -> &'a str {
        self.body
    }

    /// What tells one object from another in a cluster, and which construct made it. A construct that makes an object of
    /// another kind or name makes another object, beside which the first one stays.
    pub(crate) fn identity(&self) -> (&'a str, &'a str, Option<&'a str>, Option<&'a str>) {
        let metadata = self.members.get("metadata").copied().unwrap_or_default();
        let line = |start: &str| metadata.lines().find_map(|line| line.strip_prefix(start));
        (self.heading, self.kind(), line("  name: "), line("  namespace: "))
    }
}

#[cfg(test)]
mod tests {
    use super::Earlier;

    #[test]
    fn objects_begin_with_their_headings() {
        let objects = Earlier::all("---\n# clinic/Zone\nkind: Namespace\n---\n# clinic/Rates\nkind: ConfigMap\n");
        let made_by: Vec<&str> = objects.iter().map(Earlier::made_by).collect();
        assert_eq!(made_by, ["clinic/Zone", "clinic/Rates"]);
        assert!(Earlier::all("").is_empty());
    }
}
