//! A website: files that everybody may read, from a bucket that nobody reaches but its distribution.

mod distribution;
mod files;
mod handle;
mod headers;
mod logs;
mod name;
mod site;
#[cfg(test)]
mod tests;

pub use files::{MayBePublic, WebsiteFiles};
pub use handle::WebsiteHandle;
pub use site::{Website, WebsiteBuilder};
