//! The user that a container runs as. Root, which is user 0, is none.

use std::num::NonZeroU32;

/// A user id that is not root's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UserId(NonZeroU32);

/// A user id such as `uid!(1000)`, checked by `cargo check`.
///
/// ```
/// let user = hc_cdk_k8s::uid!(10001);
/// ```
#[macro_export]
macro_rules! uid {
    ($id:expr) => {{
        // A name that no program uses: a constant of the program with the same name would be hidden.
        const HC_CDK_USER: $crate::workload::user::UserId = $crate::workload::user::UserId::literal($id);
        HC_CDK_USER
    }};
}

impl UserId {
    /// The user that images of this trade run as.
    pub(crate) const USUAL: Self = Self::literal(1000);

    /// For [`uid!`](crate::uid!).
    ///
    /// # Panics
    ///
    /// If the id is none that a container runs as; in a constant that is a compile error.
    #[doc(hidden)]
    #[allow(clippy::panic, reason = "evaluated at compile time, where a panic is the error message")]
    pub const fn literal(id: u32) -> Self {
        match Self::new(id) {
            Some(user) => user,
            None => panic!(
                "a container does not run as root: give a user id above 0, up to 2147483647 (SOC 2 CC6.3, ISO/IEC 27001:2022 A.8.2)"
            ),
        }
    }

    /// A user id that is known only when the program runs; nothing for root's, and for one above 2147483647, which a cluster
    /// does not take.
    pub const fn new(id: u32) -> Option<Self> {
        match NonZeroU32::new(id) {
            Some(id) if id.get() <= i32::MAX.unsigned_abs() => Some(Self(id)),
            _ => None,
        }
    }

    /// The id as a number.
    pub const fn get(self) -> u32 {
        self.0.get()
    }
}

hc_cdk::takes! {
    #[diagnostic::on_unimplemented(
        message = "`{Self}` is not a user that was checked not to be root",
        label = "write it as `uid!(1000)`"
    )]
    /// A user id.
    IsUserId: UserId;
}

#[cfg(test)]
mod tests {
    use super::UserId;

    #[test]
    fn a_user_is_not_root_and_one_of_the_clusters() {
        assert_eq!(UserId::new(0), None);
        assert_eq!(UserId::new(2_147_483_647).map(UserId::get), Some(2_147_483_647));
        assert_eq!(UserId::new(2_147_483_648), None);
    }
}
