//! What stacks take from one another: exports and imports, and the order of deployment.

use indexmap::IndexSet;

use crate::{
    model::{StackModel, System},
    value::Token,
};

/// A value that a stack makes for others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Export {
    /// The resource's place in the stack.
    pub resource: usize,
    /// The attribute, or the resource's id.
    pub attribute: Option<&'static str>,
}

/// For each stack, by its place in the app: what it exports and which stacks it needs.
#[derive(Debug, Default)]
pub struct Links {
    exports: Vec<IndexSet<Export>>,
    needs: Vec<IndexSet<usize>>,
}

impl Links {
    /// No links yet between so many stacks; `take` finds them.
    pub(super) fn of(stacks: usize) -> Self {
        Self { exports: vec![IndexSet::new(); stacks], needs: vec![IndexSet::new(); stacks] }
    }

    /// Notes what these tokens of the stack at that place take from others. References that do not resolve are left out;
    /// `check` reports them.
    pub(super) fn take(&mut self, system: &System, at: usize, stack: &StackModel, tokens: &[&Token]) {
        for token in tokens {
            self.note(system, at, stack, token);
        }
    }

    /// Notes what else the stack at that place takes from others, after its resources.
    pub(super) fn finish(&mut self, system: &System, at: usize, stack: &StackModel) {
        for output in &stack.outputs {
            output.value.tokens(&mut |token| self.note(system, at, stack, token));
        }
        for place in stack.after.iter().filter_map(|other| system.place(other)) {
            if let Some(needs) = self.needs.get_mut(at) {
                needs.insert(place);
            }
        }
    }

    fn note(&mut self, system: &System, at: usize, stack: &StackModel, token: &Token) {
        let Token::Attribute { resource, name: attribute } = token else { return };
        if resource.stack == stack.id {
            return;
        }
        let Some(other) = system.place(&resource.stack) else { return };
        if let Some(exports) = self.exports.get_mut(other) {
            exports.insert(Export { resource: resource.index(), attribute: *attribute });
        }
        if let Some(needs) = self.needs.get_mut(at) {
            needs.insert(other);
        }
    }

    /// What the stack at that place exports, in the order in which it was first asked for.
    pub fn exports(&self, stack: usize) -> impl Iterator<Item = &Export> {
        self.exports.get(stack).into_iter().flatten()
    }

    /// The places of the stacks that the stack at that place needs.
    pub fn needs(&self, stack: usize) -> impl Iterator<Item = usize> {
        self.needs.get(stack).into_iter().flatten().copied()
    }
}
