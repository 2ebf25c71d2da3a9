//! Values that one target knows only after the deployment, in stacks of another target.

use super::checked::Checked;
use crate::{
    model::{StackModel, outputs::wrong},
    value::{Token, sorted},
};

/// A value of a stack of another target.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Foreign<'a> {
    /// It is known.
    Known(&'a str),
    /// The outputs do not have it, or it is none that a deployment says: the stack's name, the output's, and what is wrong.
    Wrong(&'a str, String, &'static str),
    /// There are no outputs yet: the place that is left for it.
    Place(String),
}

impl<'a> Checked<'a> {
    /// What a token stands for that refers to a stack of another target; nothing if it does not, or if that target's stacks
    /// have no outputs.
    pub fn foreign(&self, token: &Token) -> Option<Foreign<'a>> {
        let Token::Attribute { resource, name } = token else { return None };
        let stack = self.system().stack(resource.stack())?;
        let output = self.judges().of(stack)?.output(stack.resource(resource)?, *name)?;
        let Some(outputs) = self.system().outputs() else {
            let letter = |it: char| if it.is_ascii_alphanumeric() { it } else { '_' };
            return Some(Foreign::Place(format!(
                "${{{}_{output}}}",
                stack.name().chars().map(letter).collect::<String>()
            )));
        };
        let value = outputs.get(stack.name(), &output);
        Some(match (value, value.map_or(Some("the outputs do not have"), wrong)) {
            (Some(value), None) => Foreign::Known(value),
            (_, why) => Foreign::Wrong(stack.name(), output, why.unwrap_or_default()),
        })
    }

    /// The stacks of which others use values that are not known yet.
    pub(crate) fn left_open(&self) -> impl Iterator<Item = &'a StackModel> {
        let (stacks, known) = (self.stacks(), self.system().outputs().is_some());
        let others = (0..stacks.len()).flat_map(move |at| self.links().needs(at).map(move |other| (at, other)));
        let foreign = others.filter_map(|(at, other)| Some((stacks.get(at)?, stacks.get(other)?, other)));
        let foreign = foreign.filter(|(user, owner, _)| user.target != owner.target);
        let places = sorted(foreign.map(|(.., other)| other).filter(|_| !known));
        places.into_iter().filter_map(|place| stacks.get(place))
    }
}
