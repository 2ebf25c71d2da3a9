//! The way in from the internet.

mod balanced;
mod gateway;
pub mod https_route;
mod path;

pub use https_route::{Controller, HttpsRoute, HttpsRouteBuilder};
