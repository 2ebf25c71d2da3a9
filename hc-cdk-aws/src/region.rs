//! AWS regions, and the residency sets that each belongs to.

use hc_cdk::{dimension::AtLeast, policy::Policy, target::Region};

use crate::stack::Aws;

/// No other region.
#[derive(Debug, Clone, Copy)]
pub struct Nowhere;

/// A region that may have a copy of what a stack under the policy `P` keeps, or [`Nowhere`].
#[diagnostic::on_unimplemented(
    message = "nothing must be copied to `{Self}` where `{P}` applies",
    label = "outside the places that the policy allows: copy it to another region",
    note = "GDPR Article 44: transfers; UK health records stay in London or Ireland"
)]
pub trait CopyFor<P> {}

impl<P> CopyFor<P> for Nowhere {}

#[diagnostic::do_not_recommend]
impl<P: Policy, R: Region + AtLeast<P::Residency>> CopyFor<P> for R {}

hc_cdk::places! {
    [Region { const NAME; type Target = Aws; }]
    /// Northern Virginia.
    UsEast1 = "us-east-1": Anywhere;
    /// Ohio.
    UsEast2 = "us-east-2": Anywhere;
    /// Northern California.
    UsWest1 = "us-west-1": Anywhere;
    /// Oregon.
    UsWest2 = "us-west-2": Anywhere;
    /// Montreal.
    CaCentral1 = "ca-central-1": Anywhere;
    /// Sao Paulo.
    SaEast1 = "sa-east-1": Anywhere;
    /// Ireland.
    EuWest1 = "eu-west-1": Anywhere EuOrAdequate UkOrIreland;
    /// London.
    EuWest2 = "eu-west-2": Anywhere EuOrAdequate UkOrIreland;
    /// Paris.
    EuWest3 = "eu-west-3": Anywhere EuOrAdequate;
    /// Frankfurt.
    EuCentral1 = "eu-central-1": Anywhere EuOrAdequate;
    /// Zurich.
    EuCentral2 = "eu-central-2": Anywhere EuOrAdequate;
    /// Stockholm.
    EuNorth1 = "eu-north-1": Anywhere EuOrAdequate;
    /// Milan.
    EuSouth1 = "eu-south-1": Anywhere EuOrAdequate;
    /// Spain.
    EuSouth2 = "eu-south-2": Anywhere EuOrAdequate;
    /// Singapore.
    ApSoutheast1 = "ap-southeast-1": Anywhere;
    /// Sydney.
    ApSoutheast2 = "ap-southeast-2": Anywhere;
    /// Tokyo.
    ApNortheast1 = "ap-northeast-1": Anywhere;
    /// Seoul.
    ApNortheast2 = "ap-northeast-2": Anywhere;
    /// Mumbai.
    ApSouth1 = "ap-south-1": Anywhere;
}
