//! Who signed for what.

use std::panic::Location;

use super::{printable, rule::Rule};
use crate::value::{Json, date::Date};

/// A waiver as it stands in the stack.
#[derive(Debug, Clone)]
pub struct WaiverRecord {
    /// The construct that it is scoped to: its path without the stack's name.
    pub path: String,
    /// The rules that are broken.
    pub rules: Vec<Rule>,
    /// Why.
    pub reason: &'static str,
    /// Who approved it.
    pub approver: &'static str,
    /// The last day on which it holds.
    pub end: Date,
    /// The user's line.
    pub written_at: &'static Location<'static>,
    /// What was changed, if it is a property.
    pub change: Option<Override>,
}

impl WaiverRecord {
    /// Whether it is scoped to the construct at that path, or to one around it.
    pub fn covers(&self, path: &str) -> bool {
        path.strip_prefix(self.path.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    }

    /// What was signed for, in words.
    pub fn words(&self) -> String {
        let rules: Vec<String> = self.rules.iter().map(|rule| format!("`{}`", rule.code)).collect();
        let changed = self.change.as_ref().map_or(String::new(), |change| {
            let old = change.old.as_ref().map_or("nothing".to_owned(), Json::to_string);
            format!("; `{}` of `{}` was {old} and is {}", change.property, change.resource, change.new)
        });
        let (reason, approver, end) = (printable::line(self.reason), printable::line(self.approver), self.end);
        format!("breaks {} until {end}: {reason} (approved by {approver}){changed}", rules.join(", "))
    }
}

/// A property that is not as its construct made it.
#[derive(Debug, Clone)]
pub struct Override {
    /// The resource's name in the template.
    pub resource: String,
    /// The property's path.
    pub property: &'static str,
    /// What it was, if it was set.
    pub old: Option<Json>,
    /// What it is.
    pub new: Json,
}
