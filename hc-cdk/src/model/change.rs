//! What would change if the program's output replaced that of an earlier run.

use std::borrow::Cow;

/// One thing that would change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The stack.
    pub stack: String,
    /// The thing's name in the stack.
    pub name: String,
    /// What it is: a resource's type, or a word such as `output`.
    pub kind: String,
    /// What would happen to it.
    pub action: Action,
    /// Whether it keeps data, so that its loss is the loss of data.
    pub stateful: bool,
    /// What it refers to and that is replaced, so that it changes with it.
    pub follows: Vec<String>,
    /// What its properties were and would be, for those that are one value each and no list or object.
    pub values: Vec<Values>,
    /// Whether it would keep what is in it for less long than it did.
    pub shortened: bool,
}

impl Change {
    /// What happens to the data of something that keeps some.
    pub(crate) fn loss(&self) -> Option<&'static str> {
        match (&self.action, self.stateful) {
            (Action::Removed(Remains::Nothing), true) => Some("it would be deleted with everything in it"),
            (Action::Removed(Remains::Snapshot), true) => {
                Some("it would be deleted; a last snapshot of it stays behind")
            }
            (Action::Removed(Remains::Disks), true) => {
                Some("it would be deleted; the disks with its data stay behind, and nobody manages them any more")
            }
            (Action::Removed(Remains::Itself), true) => {
                Some("it would leave the stack; the store itself stays behind, and nobody manages it any more")
            }
            (Action::Replaced(_), true) => Some(
                "it would be replaced by an empty one; restore its data from a backup, or keep the property as it was",
            ),
            (Action::MaybeReplaced(_), true) => Some(
                "depending on the values it would be replaced by an empty one; read the change set before it is executed",
            ),
            (Action::Changed(_) | Action::MaybeReplaced(_), _) if self.shortened => {
                Some("what is older than it would keep from then on would be deleted")
            }
            _ => None,
        }
    }
}

/// What a property was and would be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Values {
    /// The property.
    pub property: String,
    /// What it was, if it was set.
    pub before: Option<String>,
    /// What it would be, if it were set.
    pub after: Option<String>,
}

/// What would happen to something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Action {
    /// It would be made.
    Added,
    /// It would leave the stack.
    Removed(Remains),
    /// These properties would change, in place.
    Changed(Vec<String>),
    /// Changes of these properties replace it or not, depending on their values.
    MaybeReplaced(Vec<String>),
    /// A new one would be made and this one removed, because these properties cannot change in place.
    Replaced(Vec<String>),
    /// The deployment would fail, because these properties cannot change in place and nothing replaces it.
    Refused {
        /// The properties.
        properties: Vec<String>,
        /// What to do instead, and what becomes of its data.
        help: Cow<'static, str>,
    },
}

/// What is left of something that leaves its stack.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Remains {
    /// It is deleted.
    Nothing,
    /// It is deleted after a last snapshot.
    Snapshot,
    /// It is deleted; the disks with its data stay behind.
    Disks,
    /// It stays behind.
    Itself,
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{Action, Change, Remains};

    #[test]
    fn each_loss_of_data_has_words_of_its_own_and_what_keeps_none_loses_none() {
        let of = |action: &Action, stateful, shortened| {
            let (stack, name, kind) = ("ward".to_owned(), "Records".to_owned(), "store".to_owned());
            let (action, follows, values) = (action.clone(), Vec::new(), Vec::new());
            Change { stack, name, kind, action, stateful, follows, values, shortened }.loss()
        };
        let losses = [
            (Action::Removed(Remains::Nothing), "would be deleted with everything in it"),
            (Action::Removed(Remains::Snapshot), "a last snapshot of it stays behind"),
            (Action::Removed(Remains::Disks), "the disks with its data stay behind"),
            (Action::Removed(Remains::Itself), "the store itself stays behind"),
            (Action::Replaced(Vec::new()), "would be replaced by an empty one; restore"),
            (Action::MaybeReplaced(Vec::new()), "depending on the values"),
        ];
        for (action, words) in &losses {
            assert!(of(action, true, false).is_some_and(|it| it.contains(words)), "{action:?}");
            assert_eq!(of(action, false, false), None);
        }
        let all: BTreeSet<_> = losses.iter().filter_map(|(action, _)| of(action, true, false)).collect();
        assert_eq!(all.len(), losses.len());
        let refused = Action::Refused { properties: Vec::new(), help: "wait".into() };
        for harmless in [Action::Added, Action::Changed(Vec::new()), refused] {
            assert_eq!(of(&harmless, true, false), None, "{harmless:?}");
        }
        let words = of(&Action::Changed(Vec::new()), false, true);
        assert!(words.is_some_and(|it| it.starts_with("what is older")), "{words:?}");
        assert_eq!(of(&Action::Added, false, true), None);
    }
}
