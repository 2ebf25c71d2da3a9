//! What has to be there first: resources that wait for others that they do not refer to.

use super::scope::{Scope, index};
use crate::{
    model::resource::{Made, Resource},
    value::{ResourceRef, Token, Value},
};

impl Scope<'_> {
    /// Makes a resource of this stack wait for another one that it does not refer to. If that one is of another stack, the
    /// whole stack waits for the other.
    pub fn depends_on<A: Resource, B: Resource>(&mut self, made: &Made<A>, first: &Made<B>) {
        self.depends_on_one(made.reference(), first.reference());
    }

    fn depends_on_one(&mut self, reference: &ResourceRef, first: &ResourceRef) {
        if first.stack == self.model.id {
            self.wait(reference, first.index);
        } else if !self.model.after.contains(&first.stack) {
            self.model.after.push(first.stack.clone());
        }
    }

    /// Says that the construct stands on what a value refers to, although no resource of its own does: the stack that declares it
    /// has to be in the app, and be no weaker than this one.
    pub fn stands_on<T>(&mut self, value: &Value<T>) {
        let (own, after) = (&self.model.id, &mut self.model.after);
        value.json().tokens(&mut |token| {
            if let Token::Attribute { resource, .. } = token
                && resource.stack != *own
                && !after.contains(&resource.stack)
            {
                after.push(resource.stack.clone());
            }
        });
    }

    /// Makes a resource wait for what a value refers to, although it does not have the value.
    pub fn waits_for<R: Resource, T>(&mut self, made: &Made<R>, value: &Value<T>) {
        let mut firsts = Vec::new();
        value.json().tokens(&mut |token| {
            if let Token::Attribute { resource, .. } = token
                && resource.stack == self.model.id
            {
                firsts.push(resource.index);
            }
        });
        for first in firsts {
            self.wait(made.reference(), first);
        }
        self.stands_on(value);
    }

    /// Makes a resource wait for another one of this construct, by the name that it was declared with.
    pub fn after<R: Resource>(&mut self, made: &Made<R>, first: &str) {
        let mut own = self.model.resources.iter().enumerate().skip(self.first_resource);
        let found = own.find(|(_, it)| it.construct == self.construct && it.name == first).map(|(at, _)| index(at));
        match found {
            Some(first) => self.wait(made.reference(), first),
            None => self.reject(
                None,
                format!("has no resource `{first}` to wait for"),
                "use a name that the construct declared before",
            ),
        }
    }

    fn wait(&mut self, reference: &ResourceRef, first: u32) {
        match self.own(reference) {
            Some(resource) if resource.depends_on.contains(&first) => {}
            Some(resource) => resource.depends_on.push(first),
            None => self.reject_foreign(reference),
        }
    }
}
