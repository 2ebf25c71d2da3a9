//! A stack with a perimeter in it: where the test of a construct begins.

use hc_cdk::{
    cidr,
    data::{AllowedUnder, DataClass},
    dimension::residency::ResidencyFor,
    policy::Policy,
    target::Region,
};

use crate::{
    assertions::Template,
    audit::{AuditTrail, Trail},
    keys::{CustomerKey, Key},
    network::{Network, Vpc, Zones},
    perimeter::Perimeter,
    stack::{Aws, Stack},
};

/// A stack with what a perimeter is made of, and the perimeter, for data of class `D`. Its constructs are called `Key`,
/// `Audit`, `Network` and `Clinical`.
///
/// ```
/// use hc_cdk::{data::Phi, policy::{Hipaa, Production}};
/// use hc_cdk_aws::{assertions::{Clinic, json}, prelude::*, region};
///
/// let mut clinic = Clinic::<(Hipaa, Production), Phi>::new("clinic", region::UsEast1);
/// clinic.stack.add("Scans", SecureBucket::builder().perimeter(&clinic.zone));
///
/// let versions = json!({ "VersioningConfiguration": { "Status": "Enabled" } });
/// clinic.template().has_properties("AWS::S3::Bucket", versions);
/// ```
///
/// What a test needs of it can be named at once: `let Clinic { mut stack, zone, .. } = Clinic::<Prod, Phi>::new(..)`.
#[derive(Debug)]
pub struct Clinic<P, D> {
    /// The stack.
    pub stack: Stack<P>,
    /// The key that encrypts everything inside.
    pub key: Key,
    /// The audit trail.
    pub trail: Trail,
    /// The network.
    pub vpc: Network,
    /// The perimeter.
    pub zone: Perimeter<D>,
}

impl<P, D> Clinic<P, D>
where
    P: Policy,
    D: DataClass,
{
    /// A stack of that name in that region, with a network in three zones.
    #[track_caller]
    pub fn new<R>(name: &str, region: R) -> Self
    where
        R: Region<Target = Aws> + ResidencyFor<P>,
        D: AllowedUnder<P>,
    {
        let network = |key: &Key| Vpc::builder().cidr(cidr!("10.20.0.0/16")).key(key).zones(Zones::Three).build();
        Self::in_network(name, region, network)
    }

    /// A stack of that name in that region, with the network that `network` makes of the key.
    ///
    /// ```
    /// # use hc_cdk::{data::Phi, policy::Hipaa};
    /// # use hc_cdk_aws::{assertions::Clinic, prelude::*, region};
    /// let small = |key: &_| Vpc::builder().cidr(cidr!("10.30.0.0/22")).key(key).build();
    /// let clinic = Clinic::<Hipaa, Phi>::in_network("clinic", region::UsEast1, small);
    /// clinic.template().resource_count("AWS::EC2::VPC", 1);
    /// ```
    #[track_caller]
    pub fn in_network<R>(name: &str, region: R, network: impl FnOnce(&Key) -> Vpc) -> Self
    where
        R: Region<Target = Aws> + ResidencyFor<P>,
        D: AllowedUnder<P>,
    {
        Self::in_stack(Stack::new(name, region), network)
    }

    /// In a stack that is there already, such as one with parameters, and with the network that `network` makes of the key.
    #[track_caller]
    pub fn in_stack(mut stack: Stack<P>, network: impl FnOnce(&Key) -> Vpc) -> Self
    where
        D: AllowedUnder<P>,
    {
        let key = stack.add("Key", CustomerKey::builder().build());
        let trail = stack.add("Audit", AuditTrail::builder().key(&key).build());
        let vpc = stack.add("Network", network(&key));
        let zone = stack.add("Clinical", Perimeter::builder().vpc(&vpc).key(&key).trail(&trail).build());
        Self { stack, key, trail, vpc, zone }
    }

    /// The template of the stack.
    ///
    /// # Panics
    ///
    /// If the stack has findings, which are printed.
    #[track_caller]
    pub fn template(self) -> Template {
        Template::of_stack(self.stack)
    }
}
