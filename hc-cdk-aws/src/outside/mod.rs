//! What workloads use that this program does not make: parties outside, and services of the cloud that keep nothing.

mod cloud_service;
#[cfg(test)]
mod leaving_tests;
#[cfg(test)]
mod tests;
mod third_party;

pub use cloud_service::{CloudService, CloudServiceSpec, CloudServiceSpecBuilder, IsOffer, Offer};
pub use third_party::{ThirdParty, ThirdPartyBuilder, ThirdPartySpec};
