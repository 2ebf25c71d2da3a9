//! A system: the stacks that are checked and written together.

use std::panic::Location;

use indexmap::IndexMap;

use super::{
    finding::Finding,
    outputs::Outputs,
    stack::{Addition, StackModel},
};
use crate::value::{Json, Quick, StackId};

/// A system as declared.
#[derive(Debug)]
pub struct System {
    name: String,
    written_at: &'static Location<'static>,
    stacks: Vec<StackModel>,
    /// Where in `stacks` a stack is, by its number. It is only asked, never listed: the numbers differ from run to run.
    places: IndexMap<usize, usize, Quick>,
    outputs: Option<Outputs>,
    /// What is added to resources of stacks that the system does not have yet.
    waiting: Vec<Addition>,
}

impl System {
    /// A system without stacks.
    #[track_caller]
    pub(crate) fn new(name: String) -> Self {
        Self {
            name,
            written_at: Location::caller(),
            stacks: Vec::new(),
            places: IndexMap::default(),
            outputs: None,
            waiting: Vec::new(),
        }
    }

    pub(crate) fn push(&mut self, mut stack: StackModel) {
        self.places.insert(stack.id.number(), self.stacks.len());
        let mut additions = std::mem::take(&mut self.waiting);
        additions.append(&mut stack.additions);
        self.stacks.push(stack);
        self.waiting = additions.into_iter().filter_map(|it| self.hand_over(it)).collect();
    }

    /// The stacks, for whoever adds to all of them.
    pub(crate) fn stacks_mut(&mut self) -> impl Iterator<Item = &mut StackModel> {
        self.stacks.iter_mut()
    }

    /// Adds a text to the list that is to have it, or gives it back if the system does not have that stack.
    fn hand_over(&mut self, addition: Addition) -> Option<Addition> {
        let Some(stack) = self.place(&addition.to.stack).and_then(|at| self.stacks.get_mut(at)) else {
            return Some(addition);
        };
        let resource = stack.resources.get_mut(addition.to.index())?;
        let Json::Object(properties) = &mut resource.properties else { return None };
        if let Some(Json::List(texts)) = properties.get_mut(addition.list)
            && !texts.iter().any(|it| it.as_text() == Some(&addition.text))
        {
            texts.push(addition.text.into());
        }
        None
    }

    pub(crate) fn set_outputs(&mut self, outputs: Outputs) {
        self.outputs = Some(outputs);
    }

    /// The system's name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The user's line.
    pub fn written_at(&self) -> &'static Location<'static> {
        self.written_at
    }

    /// The stacks in the order in which they were taken.
    pub fn stacks(&self) -> &[StackModel] {
        &self.stacks
    }

    pub(crate) fn stack_mut(&mut self, place: usize) -> Option<&mut StackModel> {
        self.stacks.get_mut(place)
    }

    /// A stack's place in the system, if the system has it.
    pub fn place(&self, stack: &StackId) -> Option<usize> {
        self.places.get(&stack.number()).copied()
    }

    /// A stack, if the system has it.
    pub fn stack(&self, stack: &StackId) -> Option<&StackModel> {
        self.stacks.get(self.place(stack)?)
    }

    /// What deployed stacks said, if it is known.
    pub fn outputs(&self) -> Option<&Outputs> {
        self.outputs.as_ref()
    }

    /// A finding at the system itself.
    pub fn finding_here(&self, code: &'static str, message: impl Into<String>, help: impl Into<String>) -> Finding {
        Finding::new(code, self.name.as_str(), self.written_at, message, help)
    }
}
