//! How workloads reach each other, the outside, and stores of the cloud, and the certificates by which they are known.

pub mod certificate;
pub(crate) mod connect;
pub(crate) mod gate;
pub(crate) mod given;
pub mod issuer;
pub(crate) mod mesh;
pub mod outside;
pub(crate) mod shared;

pub use certificate::{Certificate, CertificateBuilder};
pub use issuer::{AcmeIssuer, AcmeIssuerBuilder, IsProof, Proof};
pub use outside::{Outside, OutsideBuilder};
