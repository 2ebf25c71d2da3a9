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
        const USER: $crate::workload::user::UserId = $crate::workload::user::UserId::literal($id);
        USER
    }};
}

impl UserId {
    /// The user that images of this trade run as.
    pub(crate) const USUAL: Self = Self::literal(1000);

    /// For [`uid!`](crate::uid!).
    ///
    /// # Panics
    ///
    /// If the id is 0; in a constant that is a compile error.
    #[doc(hidden)]
    #[allow(clippy::panic, reason = "evaluated at compile time, where a panic is the error message")]
    pub const fn literal(id: u32) -> Self {
        match Self::new(id) {
            Some(user) => user,
            None => panic!(
                "a container does not run as root: give a user id above 0 (SOC 2 CC6.3, ISO/IEC 27001:2022 A.8.2)"
            ),
        }
    }

    /// A user id that is known only when the program runs; nothing for root's.
    pub const fn new(id: u32) -> Option<Self> {
        match NonZeroU32::new(id) {
            Some(id) => Some(Self(id)),
            None => None,
        }
    }

    /// The id as a number.
    pub const fn get(self) -> u32 {
        self.0.get()
    }
}
