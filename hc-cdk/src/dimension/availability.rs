//! What may fail without the service failing: a machine, a zone, a region.

super::chain! {
    /// Survives the loss of a machine.
    SingleAz = 1,
    /// Survives the loss of an availability zone.
    MultiAz = 2,
    /// Survives the loss of a region.
    MultiRegion = 3,
}

/// An availability that is high enough for the policy `P`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not available enough for `{P}`",
    label = "below the policy's floor: spread it over more zones, or leave this out and the policy decides",
    note = "HIPAA 45 CFR 164.308(a)(7)(i): contingency plan; SOC 2 A1.2: backup and recovery infrastructure; ISO/IEC 27001:2022 A.8.14: redundancy"
)]
pub trait AvailabilityFor<P> {
    /// 1 for one zone, 2 for several zones, 3 for several regions.
    const RANK: u32;
}

super::floor!(AvailabilityFor, Availability);
