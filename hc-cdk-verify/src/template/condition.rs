//! Conditions, as far as the template decides them by itself.

use super::value::Context;
use crate::node::{Node, Tree};

/// How many conditions may stand in each other's place: one that names itself has no end.
const STEPS: usize = 32;

impl Context<'_> {
    /// Whether a condition of that name holds, if the template decides it.
    pub(crate) fn holds(&self, name: &str) -> Option<bool> {
        self.named(name, STEPS)
    }

    fn named(&self, name: &str, steps: usize) -> Option<bool> {
        self.decided(self.conditions?.get(name)?, steps.checked_sub(1)?)
    }

    fn decided(&self, node: &Node, steps: usize) -> Option<bool> {
        let (name, argument) = node.function()?;
        let all = || argument.list().unwrap_or_default().iter().map(|it| self.decided(it, steps));
        match name {
            "Condition" => self.named(argument.text()?, steps),
            "Fn::Equals" => match argument.list()? {
                [one, two] => Some(self.constant(one)? == self.constant(two)?),
                _ => None,
            },
            "Fn::Not" => match argument.list()? {
                [one] => self.decided(one, steps).map(|it| !it),
                _ => None,
            },
            "Fn::And" if all().any(|it| it == Some(false)) => Some(false),
            "Fn::And" => all().collect::<Option<Vec<bool>>>().map(|_| true),
            "Fn::Or" if all().any(|it| it == Some(true)) => Some(true),
            "Fn::Or" => all().collect::<Option<Vec<bool>>>().map(|_| false),
            _ => None,
        }
    }

    /// A text that is the same at every deployment: a literal, one of a mapping, or the region if it is named.
    pub(super) fn constant(&self, node: &Node) -> Option<String> {
        match (&node.tree, node.function()) {
            (Tree::Text(text), _) => Some(text.clone()),
            (Tree::Int(number), _) => Some(number.to_string()),
            (Tree::Bool(flag), _) => Some(flag.to_string()),
            (_, Some(("Ref", name))) if name.text() == Some("AWS::Region") && !self.region.is_empty() => {
                Some(self.region.to_owned())
            }
            (_, Some(("Fn::FindInMap", argument))) => self.constant(self.mapped(argument)?),
            _ => None,
        }
    }

    /// What a mapping has for keys that are known.
    pub(super) fn mapped(&self, argument: &Node) -> Option<&Node> {
        let [map, first, second, ..] = argument.list()? else { return None };
        let (map, first, second) = (map.text()?, self.key(first)?, self.key(second)?);
        self.mappings?.get(map)?.get(&first)?.get(&second)
    }

    /// A key is a literal or the region: keys that are looked up themselves are the deployment's to say.
    fn key(&self, node: &Node) -> Option<String> {
        if node.function().is_some_and(|(name, _)| name == "Fn::FindInMap") { None } else { self.constant(node) }
    }
}
