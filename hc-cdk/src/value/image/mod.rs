//! Container images, by digest: a tag can be moved to other contents, a digest cannot.

mod digest;
mod hosts;
mod list;

#[doc(hidden)]
pub use digest::checked;
pub use digest::{Image, NotAnImage};
pub use hosts::hosts;
pub use list::ImageList;
