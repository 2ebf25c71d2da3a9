//! What references stand for that are known before the deployment: the names of objects, and values of other targets' stacks.

use std::borrow::Cow;

use hc_cdk::{
    check::{Checked, Foreign},
    model::{ResourceModel, StackModel},
    value::{Json, ResourceRef, Token},
};

/// What is known to the objects of a chart.
pub(super) struct Known<'a> {
    pub(super) checked: &'a Checked<'a>,
    pub(super) chart: &'a StackModel,
}

impl<'a> Known<'a> {
    /// The text that a token stands for; nothing if it is not known before the deployment.
    pub(super) fn text(&self, token: &Token) -> Option<Cow<'a, str>> {
        match token {
            Token::Attribute { resource, name: None } if self.object(resource).is_some() => self.name(resource),
            Token::Concat(parts) => parts.iter().map(|part| self.part(part)).collect(),
            Token::Attribute { .. } => match self.checked.foreign(token)? {
                Foreign::Known(value) => Some(value.into()),
                Foreign::Place(place) => Some(place.into()),
                Foreign::Wrong(..) => None,
            },
            Token::Parameter { .. } | Token::Function { .. } | Token::Nothing => None,
        }
    }

    fn part(&self, part: &Json) -> Option<String> {
        match part {
            Json::Text(text) => Some(text.to_string()),
            Json::Int(number) => Some(number.to_string()),
            Json::Token(token) => self.text(token).map(Cow::into_owned),
            _ => None,
        }
    }

    fn name(&self, reference: &ResourceRef) -> Option<Cow<'a, str>> {
        match self.object(reference)?.properties.get("metadata")?.get("name")? {
            Json::Text(text) => Some(text.as_ref().into()),
            other => self.part(other).map(Cow::Owned),
        }
    }

    /// The object that a reference points at, if it is one of a chart of this target.
    fn object(&self, reference: &ResourceRef) -> Option<&'a ResourceModel> {
        let other = || self.checked.system().stack(reference.stack());
        let chart = |stack: &&StackModel| stack.target == self.chart.target;
        self.chart.resource(reference).or_else(|| other().filter(chart)?.resource(reference))
    }
}
