//! What the core knows of a target's resource types: a name, a property tree, and facts from the target's schema.
//!
//! The typed resources themselves are generated elsewhere; this file is the contract between them and the core.

use std::{fmt, marker::PhantomData};

use crate::value::{Json, ResourceRef, Value};

/// A typed resource of some target.
pub trait Resource {
    /// What its own id identifies: a kind such as `VpcId`, or `String` where the schema does not say.
    type Id;

    /// What the resources of its target have in common, as a marker type.
    type Of;

    /// The facts of its type.
    const TYPE: &'static ResourceType;

    /// What it is, if its type does not say it: the kind of an untyped resource.
    fn kind(&self) -> Option<String> {
        None
    }

    /// The properties as a tree, in the order of the schema; a property that was not set is left out.
    fn into_properties(self) -> Json;
}

/// Facts of one resource type, carried over from the target's schema.
///
/// Property paths are in the schema's own spelling, joined by `/`; `*` stands for any item: `Rules/*/Id`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ResourceType {
    /// The type's full name, such as `AWS::S3::Bucket`.
    pub name: &'static str,
    /// Properties without which the target refuses the resource.
    pub required: &'static [&'static str],
    /// Properties that can only be set when the resource is made: changing one replaces the resource.
    pub create_only: &'static [&'static str],
    /// Properties of which some changes replace the resource and others do not.
    pub sometimes_create_only: &'static [&'static str],
    /// How the resource is tagged, if it can be.
    pub tags: Option<Tagging>,
    /// What else the schema says of the properties, in a notation of the target. Nothing is checked where it is empty.
    pub schema: &'static str,
}

impl ResourceType {
    /// A type of which no more than the name is known.
    pub const fn untyped(name: &'static str) -> Self {
        Self { name, required: &[], create_only: &[], sometimes_create_only: &[], tags: None, schema: "" }
    }
}

/// Where a resource type takes its tags, and in which shape.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tagging {
    /// A property that holds a list of `{"Key": .., "Value": ..}`.
    List(&'static str),
    /// A property that holds an object from key to value.
    Map(&'static str),
}

/// An attribute that a resource of type `R` has once it was made, and that holds a `K`.
///
/// The constants of the generated resources are the only ones, so an attribute that does not exist cannot be named.
pub struct Attribute<R, K> {
    name: &'static str,
    kind: PhantomData<fn(R) -> K>,
}

impl<R, K> Attribute<R, K> {
    /// For generated code: the attribute's name in the target's own spelling.
    pub const fn new(name: &'static str) -> Self {
        Self { name, kind: PhantomData }
    }
}

impl<R, K> fmt::Debug for Attribute<R, K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Attribute").field(&self.name).finish()
    }
}

/// A resource that a stack has taken: what others refer to.
pub struct Made<R> {
    reference: ResourceRef,
    kind: PhantomData<fn() -> R>,
}

impl<R: Resource> Made<R> {
    pub(crate) fn new(reference: ResourceRef) -> Self {
        Self { reference, kind: PhantomData }
    }

    /// The resource's own id (CloudFormation: `Ref`).
    pub fn id(&self) -> Value<R::Id> {
        self.reference.id()
    }

    /// One of its attributes (CloudFormation: `Fn::GetAtt`).
    #[allow(clippy::needless_pass_by_value, reason = "attributes are constants, named without a borrow")]
    pub fn get<K>(&self, attribute: Attribute<R, K>) -> Value<K> {
        self.reference.attribute(attribute.name)
    }

    /// The untyped reference.
    pub fn reference(&self) -> &ResourceRef {
        &self.reference
    }
}

impl<R> Clone for Made<R> {
    fn clone(&self) -> Self {
        Self { reference: self.reference.clone(), kind: PhantomData }
    }
}

impl<R> fmt::Debug for Made<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.reference.fmt(f)
    }
}
