//! How many functions the account runs at once in a region, where somebody had that raised.

use hc_cdk::{
    construct::{Construct, Spec},
    control::{iso27001, soc2},
    rule::Rule,
    stack::Within,
};

use crate::stack::Aws;

/// The name of the quota in a stack.
pub(crate) const CONCURRENCY_QUOTA: &str = "Lambda: concurrent executions";

/// How many functions an account runs at once in a region, unless somebody asked for more.
pub(crate) const ACCOUNT_CONCURRENCY: i64 = 1_000;

/// How many functions the account runs at once in the region of the stack: what AWS Support raised the quota to.
///
/// ```
/// use hc_cdk::{policy::{Hipaa, Production}, prelude::*};
/// use hc_cdk_aws::{compute::FunctionQuota, prelude::*, region};
///
/// let mut stack = Stack::<(Hipaa, Production)>::new("clinic", region::EuWest2);
/// stack.add("Key", CustomerKey::builder());
/// stack.add("Quota", FunctionQuota::of(3000));
/// # assert!(App::new("clinic").stack(stack).synthesize().is_ok());
/// ```
#[derive(Debug, Clone, Copy)]
#[must_use = "what is described is not there until a stack takes it: `stack.add(\"Name\", ..)`"]
pub struct FunctionQuota(u32);

impl FunctionQuota {
    /// That many.
    pub const fn of(at_once: u32) -> Self {
        Self(at_once)
    }
}

impl Spec for FunctionQuota {
    type Handle = ();
    const KIND: &'static str = "FunctionQuota";
    const INVARIANTS: &'static [Rule] = &[Rule::stated(
        "the account runs as many functions at once as the program says",
        &[soc2::BACKUP_AND_RECOVERY, iso27001::CAPACITY],
    )];
}

impl<P> Construct<P, Aws> for FunctionQuota {
    fn declare(self, scope: &mut Within<'_, P, Aws>) {
        scope.quota(CONCURRENCY_QUOTA, self.0.into());
    }
}
