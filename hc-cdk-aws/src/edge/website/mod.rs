//! A website: files that everybody may read, from a bucket that nobody reaches but its distribution.

mod distribution;
mod files;
mod headers;
mod logs;
#[cfg(test)]
mod tests;
mod website;

pub use files::{MayBePublic, WebsiteFiles};
pub use website::{Website, WebsiteBuilder, WebsiteHandle};
