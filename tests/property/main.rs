//! What holds for every legal program, whatever it is made of. Nothing here asks the library whether its output is right:
//! the templates are read as JSON, as CloudFormation would read them.

mod lattice;
mod program;
mod template;
