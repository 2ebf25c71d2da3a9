//! What holds for every legal program, whatever it is made of. Nothing here asks the library whether its output is right:
//! the templates are read as JSON, as CloudFormation would read them.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may fail where it stands")]
#![allow(clippy::vec_init_then_push, reason = "the list is filled by the repetition of a macro")]

mod lattice;
mod program;
mod suffix;
mod template;
