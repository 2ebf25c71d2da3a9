//! What is measured: the program of the example, systems of any size, and `serde_json` writing the same bytes.

mod system;

pub use system::{system, RESOURCES};

#[allow(dead_code, reason = "the example's own `main` is not what is measured")]
#[path = "../examples/prod_stack.rs"]
mod prod_stack;

/// The example's program up to its command line.
pub fn prod_stack() -> hc_cdk::app::App {
    prod_stack::hospital()
}

/// The files of an output, for `serde_json` to write again.
///
/// # Errors
///
/// A file that is not JSON.
pub fn parse(files: &[hc_cdk::emit::File]) -> serde_json::Result<Vec<serde_json::Value>> {
    files.iter().map(|file| serde_json::from_slice(&file.bytes)).collect()
}

/// What `serde_json` needs the time for, at least: the same bytes, from trees that are there already.
///
/// # Errors
///
/// None: writing to memory does not fail.
pub fn write(trees: &[serde_json::Value]) -> serde_json::Result<usize> {
    use serde::Serialize as _;
    let mut bytes = 0;
    for tree in trees {
        let mut file = Vec::new();
        let formatter = serde_json::ser::PrettyFormatter::with_indent(b" ");
        tree.serialize(&mut serde_json::Serializer::with_formatter(&mut file, formatter))?;
        bytes += std::hint::black_box(file).len();
    }
    Ok(bytes)
}
