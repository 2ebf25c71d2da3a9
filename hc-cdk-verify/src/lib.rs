//! Judges what others wrote with the rules of hc-cdk: CloudFormation templates, Kubernetes manifests, and custom resources of Google Cloud
//! and Azure.
//!
//! The files are the pipeline, and a file imports only from those above its own:
//!
//! | part | what |
//! |---|---|
//! | `node` | a file as it was read, with places |
//! | `read` | from text to nodes |
//! | `template` | from nodes to what a template declares |
//! | `manifest` | from nodes to the objects of a cluster |
//! | `asked` | policies and regions by name |
//! | `holds` | which resources hold which class of data |
//! | `source` | what is judged, and by what |
//! | `suggest` | which constructs say the same |
//! | `declare` | from what was read to stacks |
//! | `judge` | from stacks to findings |
//! | `baseline` | what is known to be wrong |
//! | `report` | findings as text, SARIF and `JUnit` |
//! | `files` | files, folders and cloud assemblies |
//! | `cli` | the command line |

mod asked;
mod baseline;
mod cli;
mod declare;
mod files;
mod holds;
mod judge;
mod manifest;
mod node;
mod read;
mod report;
mod source;
mod suggest;
mod template;

pub use cli::{Outcome, run};
pub use holds::Holds;
pub use judge::{Found, judge};
pub use node::{Mark, Node, Tree, Unreadable};
pub use read::{documents, manifests};
pub use source::{Asked, Source};
pub use suggest::{Suggested, known, suggest};
