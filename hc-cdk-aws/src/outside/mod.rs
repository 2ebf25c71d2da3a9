//! What workloads use that this program does not make: parties outside, and services of the cloud that keep nothing.

mod cloud_service;
#[cfg(test)]
mod leaving_tests;
#[cfg(test)]
mod tests;
mod third_party;

pub use cloud_service::{CloudService, CloudServiceSpec, CloudServiceSpecBuilder, IsOffer, Offer};
pub use third_party::{ThirdParty, ThirdPartyBuilder, ThirdPartySpec};

/// The way by which workloads of class `D` write to a party of a lower class.
///
/// ```
/// use hc_cdk::{data::{Internal, Phi}, policy::{Hipaa, Production}, prelude::*};
/// use hc_cdk_aws::{outside::{Declassified, ThirdParty}, prelude::*, secrets::SecretHandle};
///
/// fn reports(stack: &mut Stack<(Hipaa, Production)>, secret: &SecretHandle) -> Declassified<Phi> {
///     let party = ThirdParty::<Internal>::builder().host(domain!("errors.example.org")).secret(secret).build();
///     let party = stack.add("ErrorReports", party);
///     let told = Declassified::<Phi>::builder().to(&party).method("bodies and users are cut by before_send");
///     stack.add("Told", told.approved_by("dpo@example.org"))
/// }
/// ```
pub type Declassified<D> = hc_cdk::declassified::Declassified<D, crate::stack::Aws>;
