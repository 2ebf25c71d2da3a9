//! What a program has declared: constructs, resources, parameters, outputs, flows and waivers of a stack, as plain data
//! in the order of declaration. Everything after `stack.add` reads this and nothing else.

use std::{borrow::Cow, panic::Location, sync::Arc};

use crate::{
    cluster::{ClusterFacts, Request},
    construct::Invariant,
    control::Control,
    data::Class,
    finding::Finding,
    policy::PolicyFacts,
    region::Target,
    resource::ResourceType,
    value::{Json, Object, ResourceRef, StackId},
    waiver::WaiverRecord,
};

/// Points at one construct of one stack.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConstructRef {
    pub(crate) stack: StackId,
    pub(crate) index: u32,
}

impl ConstructRef {
    /// The stack that declares the construct.
    pub fn stack(&self) -> &StackId {
        &self.stack
    }

    /// The construct's place in the order of declaration.
    pub fn index(&self) -> usize {
        self.index as usize
    }
}

/// A stack as declared.
#[derive(Debug)]
pub struct StackModel {
    /// Its identity and name.
    pub id: StackId,
    /// The region's name.
    pub region: &'static str,
    /// What it is written for.
    pub target: &'static dyn Target,
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
    /// Which of its constructs ask for access to stores of other stacks that the app does not have yet.
    pub requests: Vec<Request>,
    /// What is given at deployment.
    pub parameters: Vec<ParameterModel>,
    /// What the deployment tells.
    pub outputs: Vec<OutputModel>,
    /// Values for other stacks that stay although nobody uses them any more.
    pub kept: Vec<KeptExport>,
    /// Who signed for what.
    pub waivers: Vec<WaiverRecord>,
    /// What constructs found wrong with their own values.
    pub findings: Vec<Finding>,
    /// Tags of the whole stack, besides those that every stack has.
    pub tags: Vec<(String, String)>,
}

/// A construct as declared.
#[derive(Debug)]
pub struct ConstructModel {
    /// Its names from the stack down, joined by `/`, without the stack's.
    pub path: String,
    /// The construct that declared it.
    pub parent: Option<u32>,
    /// Its kind, such as `EncryptedDatabase`.
    pub kind: &'static str,
    /// What holds for every construct of its kind.
    pub invariants: &'static [Invariant],
    /// The user's line.
    pub written_at: &'static Location<'static>,
    /// What it is to the data that flows.
    pub role: Role,
    /// The class of data that it holds or is cleared for.
    pub class: Option<Class>,
}

/// What a construct is to the data that flows through it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Role {
    /// Neither of the others.
    #[default]
    Other,
    /// It takes requests from the internet over TLS, and hands them to workloads.
    Endpoint,
    /// It takes requests from the internet in some other way.
    Exposed,
    /// It computes.
    Workload,
    /// It keeps data.
    Store,
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
    /// Its properties.
    pub properties: Json,
    /// What the target puts beside the properties, such as a deletion policy.
    pub options: Object,
    /// Resources of the same stack that have to be there first.
    pub depends_on: Vec<u32>,
}

/// Data of some class that goes from one construct to another.
#[derive(Debug, Clone)]
pub struct Flow {
    /// Where it comes from.
    pub from: ConstructRef,
    /// Where it goes.
    pub to: ConstructRef,
    /// Its class.
    pub class: Class,
}

/// A parameter as declared.
#[derive(Debug)]
pub struct ParameterModel {
    /// Its name.
    pub name: Cow<'static, str>,
    /// Its description for the target: type, default, limits.
    pub facts: Object,
    /// The user's line.
    pub written_at: &'static Location<'static>,
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

/// A value for other stacks that stays although nobody uses it any more.
#[derive(Debug)]
pub struct KeptExport {
    /// Its name in the target's own spelling.
    pub name: Cow<'static, str>,
    /// The user's line.
    pub written_at: &'static Location<'static>,
}

impl StackModel {
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

    /// Whether somebody signed, for a construct or one around it, for one of these clauses.
    pub fn is_waived(&self, construct: u32, controls: &[Control]) -> bool {
        let path = self.constructs.get(construct as usize).map_or("", |it| it.path.as_str());
        self.waivers.iter().any(|waiver| {
            let inside = path.strip_prefix(waiver.path.as_str());
            inside.is_some_and(|rest| rest.is_empty() || rest.starts_with('/')) && controls.contains(&waiver.control)
        })
    }

    /// The resource that a reference points at, if it is one of this stack's.
    pub fn resource(&self, reference: &ResourceRef) -> Option<&ResourceModel> {
        if reference.stack == self.id { self.resources.get(reference.index()) } else { None }
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
}
