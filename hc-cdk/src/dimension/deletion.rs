//! What happens to a store when it leaves the program.

super::chain! {
    /// It is deleted with its stack.
    Destroyable = 1,
    /// It stays behind when its stack is deleted.
    Retained = 2,
    /// It stays behind, and cannot be deleted by hand either before its protection is lifted.
    Protected = 3,
}

/// A deletion rule that is strict enough for the policy `P`.
#[diagnostic::on_unimplemented(
    message = "a store that is `{Self}` can be lost too easily for `{P}`",
    label = "below the policy's floor: protect it, or leave this out and the policy decides",
    note = "HIPAA 45 CFR 164.312(c)(1): integrity; FDA 21 CFR 11.10(c): protection of records"
)]
pub trait DeletionFor<P> {
    /// 1 for deleted with its stack, 2 for retained, 3 for protected.
    const RANK: u32;
}

super::floor!(DeletionFor, Deletion);
