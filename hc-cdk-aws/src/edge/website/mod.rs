//! What CloudFront shows: files that everybody may read, from a bucket that nobody reaches but its distribution, and what an endpoint
//! answers.

pub(super) mod content;
mod distribution;
mod edge_endpoint;
#[cfg(test)]
mod edge_tests;
mod files;
mod handle;
mod headers;
mod logs;
mod name;
mod site;
#[cfg(test)]
mod tests;

pub use edge_endpoint::{EdgeEndpoint, EdgeEndpointBuilder, EdgeEndpointHandle};
pub use files::{MayBePublic, WebsiteFiles};
pub use handle::WebsiteHandle;
pub use site::{Website, WebsiteBuilder};
