//! How workloads reach each other, the outside, and stores of the cloud, and the certificates by which they are known.

pub mod certificate;
pub(crate) mod connect;
pub mod connection;
pub mod outside;
pub(crate) mod shared;

pub use certificate::{Certificate, CertificateBuilder};
pub use connection::Reachable;
pub use outside::{Outside, OutsideBuilder};
