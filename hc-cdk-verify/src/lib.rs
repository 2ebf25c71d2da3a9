//! Judges CloudFormation templates that others wrote with the rules of hc-cdk.
//!
//! The files are the pipeline, and a file imports only from those above its own:
//!
//! | part | what |
//! |---|---|
//! | `node` | a file as it was read, with places |
//! | `read` | from text to nodes |
//! | `template` | from nodes to what a template declares |
//! | `asked` | policies and regions by name |
//! | `holds` | which resources hold which class of data |
//! | `judge` | from templates to findings |
//! | `baseline` | what is known to be wrong |
//! | `report` | findings as text, SARIF and `JUnit` |
//! | `files` | files, folders and cloud assemblies |
//! | `cli` | the command line |

mod asked;
mod baseline;
mod cli;
mod files;
mod holds;
mod judge;
mod node;
mod read;
mod report;
mod template;

pub use cli::{Outcome, run};
pub use holds::Holds;
pub use judge::{Asked, Found, Source, judge};
pub use node::{Mark, Node, Tree, Unreadable};
pub use read::documents;
