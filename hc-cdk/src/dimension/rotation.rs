//! How long a secret lives before it is replaced.
//!
//! The markers have names of their own: the compiler prints `Days90` by its short name only if there is one.

super::chain! {
    /// Once a year.
    Every365Days = 1,
    /// Twice a year.
    Every180Days = 2,
    /// Once a quarter.
    Every90Days = 3,
    /// Once a month.
    Every30Days = 4,
}

/// The days between two rotations at that rank.
pub const fn days(rank: u32) -> u32 {
    match rank {
        0 | 1 => 365,
        2 => 180,
        3 => 90,
        _ => 30,
    }
}

/// A rotation that is frequent enough for the policy `P`.
#[diagnostic::on_unimplemented(
    message = "a secret rotated `{Self}` lives too long for `{P}`",
    label = "rarer than the policy's floor: rotate more often, or leave this out and the policy decides",
    note = "HIPAA 45 CFR 164.308(a)(5)(ii)(D): password management; ISO/IEC 27001:2022 A.8.5: secure authentication"
)]
pub trait SecretRotationFor<P> {
    /// 1 for a year, 2 for 180 days, 3 for 90 days, 4 for 30 days.
    const RANK: u32;
}

super::floor!(SecretRotationFor, SecretRotation);
