//! The way in from the internet.

mod balanced;
pub mod controller;
mod gateway;
pub mod https_route;
mod path;
mod pods;
mod proxy;

pub use controller::Controller;
pub use https_route::{HttpsRoute, HttpsRouteBuilder};
pub use pods::BalancedPods;
pub use proxy::{ProxyPath, ProxyRules, ProxyRulesBuilder};
