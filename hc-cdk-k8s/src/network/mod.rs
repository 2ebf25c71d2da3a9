//! How workloads reach each other, the outside, and are reached from it.

pub mod certificate;
pub(crate) mod connect;
pub(crate) mod gate;
pub(crate) mod gateway;
pub(crate) mod given;
pub mod https_route;
pub mod outside;
pub(crate) mod path;
pub(crate) mod shared;

pub use certificate::{Certificate, CertificateBuilder};
pub use https_route::{Controller, HttpsRoute, HttpsRouteBuilder};
pub use outside::{Outside, OutsideBuilder};
