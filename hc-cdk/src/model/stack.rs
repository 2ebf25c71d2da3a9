//! A stack as declared, with its resources, parameters, outputs and waivers in the order of declaration.

use std::{borrow::Cow, panic::Location, sync::Arc};

use super::{
    board::Pictured,
    cluster::ClusterFacts,
    construct::{ConstructModel, ConstructRef, Flow},
    file::File,
    finding::Finding,
    parameter::{OnlyWhere, ParameterFacts, ParameterModel},
    resource::ResourceType,
    rule::{BY_HAND, Rule, answered},
    runs::{Alerted, Front, Runs},
    usage::UsageRecord,
    waiver::WaiverRecord,
};
use crate::{
    policy::{Dimension, PolicyFacts, control::Control, data::Class},
    value::{Json, Object, ResourceRef, StackId, Token},
};

/// A stack as declared.
#[derive(Debug)]
pub struct StackModel {
    /// Its identity and name.
    pub id: StackId,
    /// The region's name.
    pub region: &'static str,
    /// The name of what it is written for.
    pub target: &'static str,
    /// The cluster that it is for, if it is for one that the program names.
    pub cluster: Option<Arc<ClusterFacts>>,
    /// Its policy.
    pub policy: PolicyFacts,
    /// Where `Stack::new` was called.
    pub written_at: &'static Location<'static>,
    /// Its constructs; a parent comes before its children.
    pub constructs: Vec<ConstructModel>,
    /// Its resources.
    pub resources: Vec<ResourceModel>,
    /// Stacks that have to be there first although no property refers to them.
    pub after: Vec<StackId>,
    /// Where data flows, from a construct of this stack or to one.
    pub flows: Vec<Flow>,
    /// What workloads run, each with its construct, as far as their target says it.
    pub runs: Vec<(u32, Runs)>,
    /// Where requests from the internet come in.
    pub fronts: Vec<Front>,
    /// What somebody is told when it goes wrong, each with the construct that says so.
    pub alerts: Vec<(u32, Alerted)>,
    /// What people look at.
    pub boards: Vec<Pictured>,
    /// What is given at deployment.
    pub parameters: Vec<ParameterModel>,
    /// What of them may be only where something else is a certain value.
    pub only_where: Vec<OnlyWhere>,
    /// What the deployment tells.
    pub outputs: Vec<OutputModel>,
    /// Quotas of the account that somebody had raised, as their target calls them.
    pub quotas: Vec<(&'static str, i64)>,
    /// Values for other stacks that stay although nobody uses them any more.
    pub kept: Vec<KeptExport>,
    /// Constructs that keep what was named after their old paths, each before it is declared.
    pub moved: Vec<Moved>,
    /// What constructs add to lists of resources, of whatever stack, until the system has that stack.
    pub additions: Vec<Addition>,
    /// Files beside what its target writes, such as boards: a construct's own, in the order of declaration.
    pub files: Vec<File>,
    /// Who signed for what.
    pub waivers: Vec<WaiverRecord>,
    /// What constructs found wrong with their own values.
    pub findings: Vec<Finding>,
    /// What constructs were told and nothing has taken up yet, each with the construct's place.
    pub idle: Vec<(u32, Finding)>,
    /// The constructs, of whatever stack, of which its own have taken up what these were told.
    pub taken_up: Vec<ConstructRef>,
    /// Tags of the whole stack, besides those that every stack has.
    pub tags: Vec<(String, Json)>,
    /// Whose constructs are, where that is not the stack's tag `owner`.
    pub owners: Vec<OwnerRecord>,
    /// What the names end in that its constructs have in an account.
    pub name_suffix: Option<SuffixRecord>,
    /// What the program says of usage, for an estimate of cost.
    pub usage: Vec<UsageRecord>,
}

/// What names in an account end in, as it was said.
#[derive(Debug, Clone)]
pub struct SuffixRecord {
    /// A text, or what the deployment gives.
    pub value: Json,
    /// Where it was said.
    pub written_at: &'static Location<'static>,
    /// How many constructs there were, of which the names do not end in it.
    pub after: usize,
}

/// Whose a construct is, and all that is in it.
#[derive(Debug, Clone)]
pub struct OwnerRecord {
    /// The construct's path; empty for the whole stack.
    pub path: String,
    /// Who answers for it.
    pub owner: Json,
    /// The user's line.
    pub written_at: &'static Location<'static>,
}

impl OwnerRecord {
    /// Whether it is said of the construct at that path, or of one around it.
    pub fn covers(&self, path: &str) -> bool {
        let rest = path.strip_prefix(self.path.as_str());
        rest.is_some_and(|rest| self.path.is_empty() || rest.is_empty() || rest.starts_with('/'))
    }
}

/// A resource as declared.
#[derive(Debug)]
pub struct ResourceModel {
    /// The construct that declared it.
    pub construct: u32,
    /// Its name inside the construct; empty for the construct's main resource.
    pub name: Cow<'static, str>,
    /// Its name in the template, made of its path.
    pub logical_id: String,
    /// Its type.
    pub kind: &'static ResourceType,
    /// What it is, if its type does not say it.
    pub own_kind: Option<Box<str>>,
    /// How long group and version are that stand before its kind.
    pub(crate) versioned: u32,
    /// Its properties.
    pub properties: Json,
    /// What the target puts beside the properties, such as a deletion policy.
    pub options: Object,
    /// Resources of the same stack that have to be there first.
    pub depends_on: Vec<u32>,
}

/// An output as declared.
#[derive(Debug)]
pub struct OutputModel {
    /// Its name.
    pub name: Cow<'static, str>,
    /// What it is for.
    pub description: Cow<'static, str>,
    /// Its value.
    pub value: Json,
    /// The user's line.
    pub written_at: &'static Location<'static>,
}

/// A construct that has another path than before.
#[derive(Debug)]
pub struct Moved {
    /// The path that it had.
    pub old: String,
    /// The path that it has.
    pub new: String,
    /// The user's line.
    pub written_at: &'static Location<'static>,
}

/// A text that a construct adds to a list of a resource. It is of the program and of no deployment, so that the resource may be one
/// of another stack, whose construct knows nothing of it.
#[derive(Debug)]
pub struct Addition {
    /// The resource.
    pub to: ResourceRef,
    /// The property that is a list.
    pub list: &'static str,
    /// The text.
    pub text: String,
}

/// A value for other stacks that stays although nobody uses it any more.
#[derive(Debug)]
pub struct KeptExport {
    /// Its name in the target's own spelling.
    pub name: Cow<'static, str>,
    /// The user's line.
    pub written_at: &'static Location<'static>,
}

/// The tag that says whose something is.
pub const OWNER: &str = "owner";

fn is_owner(key: &str) -> bool {
    key.eq_ignore_ascii_case(OWNER)
}

impl StackModel {
    /// Puts a tag on the stack if it has none of that name: IAM tells none apart that differ in the size of letters alone. Of a stack that
    /// can have no tags it is still known whose it is.
    pub(crate) fn also_tag(&mut self, key: &str, value: &Json, has_tags: bool) {
        if has_tags {
            if !self.tags.iter().any(|(name, _)| name.eq_ignore_ascii_case(key)) {
                self.tags.push((key.to_owned(), value.clone()));
            }
        } else if key.eq_ignore_ascii_case(OWNER) && !self.owners.iter().any(|it| it.path.is_empty()) {
            self.owners.push(OwnerRecord { path: String::new(), owner: value.clone(), written_at: self.written_at });
        }
    }

    /// All that was said as a tag: of the stack, and owners of constructs.
    pub(crate) fn said_tags(&self) -> impl Iterator<Item = (&str, &Json)> {
        let tags = self.tags.iter().map(|(key, value)| (key.as_str(), value));
        tags.chain(self.owners.iter().map(|it| (OWNER, &it.owner)))
    }

    /// Who answers for a construct: what was said of it, or of the nearest around it, or else the stack's tag.
    pub fn owner_of(&self, construct: u32) -> Option<&Json> {
        let path = self.constructs.get(construct as usize).map_or("", |it| it.path.as_str());
        let nearest = self.owners.iter().filter(|it| it.covers(path)).max_by_key(|it| it.path.len());
        nearest.map(|it| &it.owner).or_else(|| Some(&self.tags.iter().find(|(name, _)| is_owner(name))?.1))
    }

    /// The stack's tags on what a construct makes, with the construct's own owner.
    pub fn tags_of(&self, construct: u32) -> Vec<(&str, &Json)> {
        let mut tags: Vec<(&str, &Json)> = self.tags.iter().map(|(key, value)| (key.as_str(), value)).collect();
        if let Some(owner) = self.owner_of(construct).filter(|_| !self.owners.is_empty()) {
            match tags.iter_mut().find(|(key, _)| is_owner(key)) {
                Some((_, value)) => *value = owner,
                None => tags.push((OWNER, owner)),
            }
        }
        tags
    }

    /// The stack's name.
    pub fn name(&self) -> &str {
        self.id.name()
    }

    /// The construct that a resource belongs to.
    pub fn construct_of(&self, resource: &ResourceModel) -> Option<&ConstructModel> {
        self.constructs.get(resource.construct as usize)
    }

    /// A construct's path with the stack's name first, as findings print it.
    pub fn path_of(&self, construct: u32) -> String {
        let path = self.constructs.get(construct as usize).map_or("", |it| it.path.as_str());
        format!("{}/{path}", self.name())
    }

    /// The waivers by which somebody signed for a rule, for a construct or one around it, each with its place.
    pub fn waivers_of(&self, construct: u32, rule: &Rule) -> impl Iterator<Item = (usize, &WaiverRecord)> {
        let path = self.constructs.get(construct as usize).map_or("", |it| it.path.as_str());
        let covering = self.waivers.iter().enumerate().filter(move |(_, waiver)| waiver.covers(path));
        covering.filter(|(_, waiver)| waiver.rules.contains(rule))
    }

    /// The clauses that a waiver is about beside those of rules that are read: those that ask for what comes from constructs, and
    /// for floors that nothing answers.
    pub fn controls_unread(&self, waiver: &WaiverRecord) -> impl Iterator<Item = Control> {
        let floors = Dimension::ALL.iter().filter(|dimension| waiver.rules.contains(&answered(**dimension)));
        let floors = floors.filter_map(|dimension| self.policy.asked(*dimension)).flat_map(|it| it.controls);
        let by_hand = BY_HAND.controls.iter().filter(|_| waiver.rules.contains(&BY_HAND));
        floors.chain(by_hand).copied()
    }

    /// The resource that a reference points at, if it is one of this stack's.
    pub fn resource(&self, reference: &ResourceRef) -> Option<&ResourceModel> {
        if reference.stack == self.id { self.resources.get(reference.index()) } else { None }
    }

    /// What a value may be, if it is a parameter of this stack.
    pub fn parameter(&self, value: &Json) -> Option<&ParameterFacts> {
        let Json::Token(token) = value else { return None };
        let Token::Parameter { stack, name, .. } = token.as_ref() else { return None };
        let mut of_stack = self.parameters.iter().filter(|_| *stack == self.id);
        of_stack.find(|parameter| parameter.name == *name).map(|parameter| &parameter.facts)
    }

    /// A reference to the resource at that place.
    pub fn reference(&self, place: usize) -> Option<ResourceRef> {
        self.resources.get(place)?;
        Some(ResourceRef { stack: self.id.clone(), index: u32::try_from(place).ok()? })
    }

    /// The class of data that a resource's construct, or the nearest one around it, holds.
    pub fn class_of(&self, resource: &ResourceModel) -> Option<Class> {
        let mut at = Some(resource.construct);
        while let Some(index) = at {
            let construct = self.constructs.get(index as usize)?;
            if construct.class.is_some() {
                return construct.class;
            }
            at = construct.parent;
        }
        None
    }

    /// A finding at one of the stack's constructs.
    pub fn finding(
        &self,
        code: &'static str,
        construct: u32,
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> Finding {
        let written_at = self.constructs.get(construct as usize).map_or(self.written_at, |it| it.written_at);
        Finding::new(code, self.path_of(construct), written_at, message, help)
    }

    /// A finding at a waiver.
    pub fn finding_of(
        &self,
        code: &'static str,
        waiver: &WaiverRecord,
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> Finding {
        Finding::new(code, format!("{}/{}", self.name(), waiver.path), waiver.written_at, message, help)
    }

    /// A finding at the stack itself.
    pub fn finding_here(&self, code: &'static str, message: impl Into<String>, help: impl Into<String>) -> Finding {
        Finding::new(code, self.name(), self.written_at, message, help)
    }
}

impl ResourceModel {
    /// What it is, such as `AWS::S3::Bucket`.
    #[inline]
    pub fn kind(&self) -> &str {
        self.own_kind.as_deref().unwrap_or(self.kind.name)
    }

    /// The same without group and version, such as `Secret`, if its type has them.
    #[inline]
    pub fn short_kind(&self) -> &str {
        self.kind().get(self.versioned as usize..).unwrap_or_default()
    }

    /// Calls `visit` for every token in the resource's properties and options.
    pub fn tokens<'a>(&'a self, visit: &mut dyn FnMut(&'a Token)) {
        self.visit(&mut |tree| {
            if let Json::Token(token) = tree {
                visit(token);
            }
        });
    }

    /// Calls `visit` for every tree in the resource's properties and options.
    pub(crate) fn visit<'a>(&'a self, visit: &mut dyn FnMut(&'a Json)) {
        self.properties.visit(visit);
        for (_, option) in self.options.iter() {
            option.visit(visit);
        }
    }
}
