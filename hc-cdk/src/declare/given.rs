//! Stacks that were made and that no app was given: what they have is written by nobody, and nobody would miss it.
//!
//! A stack notes that it was made, and that an app has it. Each thread has its own notes, so that a program which makes its stacks where
//! it runs its app is told of those that it forgot, in the order in which they were made.

use std::{
    cell::RefCell,
    panic::Location,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

use crate::model::finding::Finding;

thread_local! {
    static MADE: RefCell<Vec<Note>> = const { RefCell::new(Vec::new()) };
}

/// A stack that was made.
struct Note {
    name: String,
    written_at: &'static Location<'static>,
    given: Given,
}

/// Whether an app was given a stack, which may have gone to another thread.
#[derive(Debug, Clone, Default)]
pub(super) struct Given(Arc<AtomicBool>);

impl Given {
    /// Notes a stack that no app has yet.
    pub(super) fn not_yet(name: &str, written_at: &'static Location<'static>) -> Self {
        let given = Self::default();
        MADE.with_borrow_mut(|made| made.push(Note { name: name.to_owned(), written_at, given: given.clone() }));
        given
    }

    /// An app has it. What this thread has noted of such stacks it needs no more.
    pub(super) fn now(&self) {
        self.0.store(true, Ordering::Relaxed);
        MADE.with_borrow_mut(|made| made.retain(|it| !it.given.0.load(Ordering::Relaxed)));
    }
}

/// The stacks that this thread has made and that no app was given so far. They are told of once.
pub(crate) fn forgotten() -> Vec<Finding> {
    let made = MADE.take();
    let forgotten = made.into_iter().filter(|it| !it.given.0.load(Ordering::Relaxed));
    let finding = |it: Note| {
        let message = "is made and given to no app, so that nothing of it is written";
        let help = "give it to the app, `App::new(..).stack(stack)`, or make it only where the app is given it";
        Finding::new("StackNotGiven", it.name, it.written_at, message, help)
    };
    forgotten.map(finding).collect()
}

#[cfg(test)]
mod tests {
    use super::{Given, forgotten};

    #[test]
    fn a_stack_that_no_app_was_given_is_told_of_once() {
        let here = std::panic::Location::caller();
        let (first, _second) = (Given::not_yet("first", here), Given::not_yet("second", here));
        std::thread::spawn(move || first.now()).join().unwrap();
        let names: Vec<String> = forgotten().into_iter().map(|it| it.path).collect();
        assert_eq!(names, ["second"]);
        assert!(forgotten().is_empty());
    }
}
