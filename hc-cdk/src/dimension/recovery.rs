//! How much work may be lost, and how long it may take to be back: the recovery objective.

super::chain! {
    /// A day.
    Hours24 = 1,
    /// Four hours.
    Hours4 = 2,
    /// An hour.
    Hours1 = 3,
    /// 15 minutes.
    Minutes15 = 4,
    /// Five minutes, as point-in-time recovery gives.
    Minutes5 = 5,
}

/// A recovery objective that is tight enough for the policy `P`.
#[diagnostic::on_unimplemented(
    message = "a recovery objective of `{Self}` loses more than `{P}` allows",
    label = "slower than the policy's floor: recover sooner, or leave this out and the policy decides",
    note = "HIPAA 45 CFR 164.308(a)(7)(ii)(B): disaster recovery; GDPR Article 32(1)(c): restoring availability"
)]
pub trait RecoveryFor<P> {
    /// 1 for a day, 2 for four hours, 3 for an hour, 4 for 15 minutes, 5 for five minutes.
    const RANK: u32;
}

super::floor!(RecoveryFor, Recovery);
