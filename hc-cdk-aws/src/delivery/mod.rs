//! Delivery: from the source to what runs.

mod build;
mod buildspec;
mod judge;
mod pipeline;
mod project;
mod roles;
mod source;
mod stages;
#[cfg(test)]
mod tests;
mod trial;

pub use build::{ImageBuild, IsScanned, ScannedImage};
pub use buildspec::{Phase, Report, ReportFormat};
pub use pipeline::{Delivery, Pipeline, PipelineBuilder};
pub use source::Source;
pub use trial::Trial;
