//! What is measured: the program of the example, systems and clusters of any size, and `serde_json` writing the same bytes.

mod cluster;
mod system;

pub use cluster::cluster;
use serde_core::Serialize as _;
pub use system::system;

#[allow(dead_code, reason = "the example's own `main` is not what is measured")]
#[path = "../examples/prod_stack.rs"]
mod prod_stack;

/// The example's program up to its command line.
pub fn prod_stack() -> hc_cdk::app::App {
    prod_stack::hospital()
}

/// What `serde_json` needs the time for, at least: the same bytes, from a tree that is there already.
///
/// # Errors
///
/// None: writing to memory does not fail.
pub fn write(tree: &serde_json::Value) -> serde_json::Result<Vec<u8>> {
    let mut file = Vec::new();
    let formatter = serde_json::ser::PrettyFormatter::with_indent(b" ");
    tree.serialize(&mut serde_json::Serializer::with_formatter(&mut file, formatter))?;
    file.push(b'\n');
    Ok(file)
}
