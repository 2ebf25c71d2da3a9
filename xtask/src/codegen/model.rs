//! What is generated, independent of both the schema's spelling of it and Rust's.

use super::facts::Facts;

/// One resource type.
#[derive(Debug)]
pub(crate) struct Resource {
    /// `AWS::S3::Bucket`.
    pub(crate) name: String,
    /// The module and file that it is in: `bucket`.
    pub(crate) module: String,
    /// The resource itself first, then the objects that it is made of.
    pub(crate) structs: Vec<Struct>,
    /// What can be read once it was made.
    pub(crate) attributes: Vec<Attribute>,
    /// The names of all that can be read by name, those that have no constant too.
    pub(crate) readable: Vec<String>,
    /// What `Ref` gives.
    pub(crate) id: Shape,
    /// Top-level properties that must be set.
    pub(crate) required: Vec<String>,
    /// Paths of properties that can be set only once.
    pub(crate) create_only: Vec<String>,
    /// Paths of properties of which some changes replace the resource.
    pub(crate) sometimes_create_only: Vec<String>,
    /// How it is tagged.
    pub(crate) tags: Option<Tags>,
}

/// An object with known members.
#[derive(Debug, Default)]
pub(crate) struct Struct {
    /// The name that the schema suggests, in camel case; `name` is the one that it got.
    pub(crate) wish: String,
    /// Whether the schema names the object itself, so that its name goes before those derived from a place.
    pub(crate) named: bool,
    pub(crate) name: String,
    pub(crate) fields: Vec<Field>,
    /// Whether the schema takes members that it does not name.
    pub(crate) open: bool,
    /// The module of the resource of the same service that has the same object.
    pub(crate) owner: Option<String>,
}

/// One member of an object.
#[derive(Debug)]
pub(crate) struct Field {
    /// The schema's spelling.
    pub(crate) property: String,
    /// The Rust name, without `r#`.
    pub(crate) name: String,
    pub(crate) shape: Shape,
    /// Whether the value must be behind a pointer because it can contain its own like.
    pub(crate) boxed: bool,
    /// Facts for the documentation.
    pub(crate) phrase: String,
    /// The same facts for the check.
    pub(crate) facts: Facts,
    pub(crate) required: bool,
    /// More facts for the documentation: `required`, `replaced if changed`.
    pub(crate) notes: Vec<&'static str>,
}

/// What a value is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Shape {
    Text,
    Integer,
    Number,
    Boolean,
    /// An identifier, by the schema's name of its format: `AWS::EC2::VPC.Id`.
    Kind(String),
    List(Box<Shape>),
    Map(Box<Shape>),
    /// By its place in [`Resource::structs`].
    Struct(usize),
    /// Anything.
    Json,
}

impl Shape {
    /// The object that the value is, or that it is a list or map of.
    pub(crate) fn innermost_struct(&self) -> Option<usize> {
        match self {
            Self::Struct(index) => Some(*index),
            Self::List(inner) | Self::Map(inner) => inner.innermost_struct(),
            _ => None,
        }
    }
}

/// An attribute of a resource.
#[derive(Debug)]
pub(crate) struct Attribute {
    /// The schema's spelling, with dots: `Endpoint.Address`.
    pub(crate) name: String,
    /// The Rust constant.
    pub(crate) constant: String,
    pub(crate) shape: Shape,
    pub(crate) phrase: String,
}

/// The property that holds the tags, and its shape.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Tags {
    List(String),
    Map(String),
}
