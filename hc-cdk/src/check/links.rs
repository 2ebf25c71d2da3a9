//! What stacks take from one another: exports and imports, and the order of deployment.

use indexmap::IndexSet;

use crate::{
    app::App,
    model::{ResourceModel, StackModel},
    value::{Json, ResourceRef, Token},
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

    /// Notes what a resource of the stack at that place takes from others. References that do not resolve are left out;
    /// `check` reports them.
    pub(super) fn take(&mut self, app: &App, at: usize, stack: &StackModel, resource: &ResourceModel) {
        self.scan(app, at, stack, &resource.properties);
        resource.options.iter().for_each(|(_, option)| self.scan(app, at, stack, option));
    }

    /// Notes what else the stack at that place takes from others, after its resources.
    pub(super) fn finish(&mut self, app: &App, at: usize, stack: &StackModel) {
        for output in &stack.outputs {
            self.scan(app, at, stack, &output.value);
        }
        for place in stack.after.iter().filter_map(|other| app.place(other)) {
            if let Some(needs) = self.needs.get_mut(at) {
                needs.insert(place);
            }
        }
    }

    fn scan(&mut self, app: &App, at: usize, stack: &StackModel, tree: &Json) {
        tree.tokens(&mut |token| {
            let Token::Attribute { resource, name } = token else { return };
            if resource.stack == stack.id {
                return;
            }
            if let Some(other) = app.place(&resource.stack) {
                self.add(at, other, resource, *name);
            }
        });
    }

    fn add(&mut self, at: usize, other: usize, resource: &ResourceRef, attribute: Option<&'static str>) {
        if let Some(exports) = self.exports.get_mut(other) {
            exports.insert(Export { resource: resource.index(), attribute });
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
