//! Delivery: from the source to what runs.

mod build;
mod buildspec;
mod judge;
mod line;
mod pipeline;
mod project;
mod roles;
mod source;
mod stack_change;
mod stack_pipeline;
#[cfg(test)]
mod stack_tests;
mod stages;
#[cfg(test)]
mod tests;
mod trial;

pub use build::ImageBuild;
pub use buildspec::{Phase, Report, ReportFormat};
pub use line::Delivery;
pub use pipeline::{Pipeline, PipelineBuilder};
pub use source::Source;
pub use stack_change::StackChange;
pub use stack_pipeline::{StackPipeline, StackPipelineBuilder};
pub use trial::Trial;
