//! Objects of a cluster as YAML: what all targets share that are written as manifests, such as Kubernetes itself and the
//! clouds whose resources operators in a cluster make.
//!
//! For the crates of such targets; a program uses those. A target says in a [`Dialect`] what it alone knows, declares its
//! resources as objects ([`Resource::Of`](hc_cdk::resource::Resource::Of) is [`Objects`](object::Objects)), and leaves the
//! rest to this crate.
//!
//! The folders and files are a pipeline, and a file imports only from what stands above its own:
//!
//! | part | what |
//! |---|---|
//! | `hash` | a fingerprint of texts |
//! | `needs` | what a cluster has to have before objects are applied |
//! | `naming` | from names of constructs to names of objects |
//! | `labels` | the labels with which an object is written |
//! | `object` | API version, kind, metadata and specification; objects of operators, and untyped ones |
//! | `tree` | trees of properties, as they are read in YAML |
//! | `read` | how rules read an object, and find those that it names |
//! | `world` | the objects of a target's stacks by kind and name, for whoever reads the ways of data |
//! | `map` | what networks are made of, for a map of them |
//! | `judged` | which kinds and members are judged at all |
//! | `yaml` | a tree as text that all readers understand alike |
//! | `dialect` | what a target knows: its folder, the order of its kinds, what of them is fixed |
//! | `write` | what only the finished objects show to be wrong, the files, and what differs from an earlier run |
//!
//! Invariant: this crate knows neither a construct nor a cloud. A kind is known here by no more than what a [`Dialect`] says.

pub mod dialect;
pub mod hash;
pub mod judged;
mod labels;
pub mod map;
pub mod naming;
pub mod needs;
pub mod object;
pub mod read;
mod tree;
pub mod world;
mod write;
pub mod yaml;

pub use dialect::Dialect;
