//! Commands of containers and functions.

use super::scope::Scope;
use crate::policy::control::iso27001;

impl Scope<'_> {
    /// Reports a command whose first word is empty, which starts nothing. A command without words is that of the image.
    pub fn starts_something(&mut self, which: &str, words: &[&str]) {
        if words.first().is_some_and(|it| it.trim().is_empty()) {
            self.reject(
                Some(iso27001::CONFIGURATION),
                format!("begins its {which} with an empty word"),
                "let the first word be the program, or leave the command out",
            );
        }
    }
}
