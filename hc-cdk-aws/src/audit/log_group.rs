//! Log groups: encrypted with the customer's key and kept for a stated time.
//!
//! Other constructs make theirs with [`log_group`]; [`LogGroup`] is for a program's own logs.

use std::marker::PhantomData;

use hc_cdk::{
    construct::{Construct, Spec},
    dimension::{
        PolicyFloor,
        key_custody::{AwsManaged, CustomerManaged, KeyCustodyFor},
        log_retention::LogRetentionFor,
    },
    policy::Policy,
    resource::Made,
    rule::Rule,
    stack::{Scope, Within},
    value::Value,
};

use crate::{
    cfn::logs,
    keys::{IsKey, Key},
    kind::LogGroupName,
    position::{Deletion, days},
    rule,
    sentences::LogGroupNeedsKey,
    stack::Aws,
};

/// A log group.
///
/// ```
/// use hc_cdk::{policy::{Hipaa, Production}, dimension::log_retention::Years2, prelude::*};
/// use hc_cdk_aws::{audit::LogGroup, prelude::*, region};
///
/// let mut stack = Stack::<(Hipaa, Production)>::new("clinic", region::UsEast1);
/// let key = stack.add("Key", CustomerKey::builder());
/// let logs = stack.add("Imports", LogGroup::builder().key(&key).build().retention(Years2));
/// # assert!(App::new("clinic").stack(stack).synthesize().is_ok());
/// ```
#[derive(Debug, Clone)]
pub struct LogGroup<L = PolicyFloor, C = CustomerManaged> {
    key: Option<Key>,
    position: PhantomData<fn() -> (L, C)>,
}

hc_cdk::builder! {
    /// What a log group is made of.
    pub struct Parts;
    /// A log group that is being described.
    pub struct LogGroupBuilder => LogGroup;
    needs {
        /// The key that encrypts it.
        key(key: &(impl IsKey + ?Sized)) -> Key { key.it().clone() }: LogGroupNeedsKey;
    }
}

impl From<Parts> for LogGroup {
    fn from(parts: Parts) -> Self {
        Self { key: Some(parts.key), position: PhantomData }
    }
}

impl LogGroup {
    /// Starts the description of a log group.
    pub fn builder() -> LogGroupBuilder {
        Parts::builder()
    }
}

impl LogGroup<PolicyFloor, AwsManaged> {
    /// A log group that CloudWatch Logs encrypts with a key of its own, for stacks whose policy leaves the key to AWS.
    pub const fn with_aws_key() -> Self {
        Self { key: None, position: PhantomData }
    }
}

impl<L, C> LogGroup<L, C> {
    /// How long its logs are kept, instead of what the policy asks for.
    pub fn retention<N>(self, _retention: N) -> LogGroup<N, C> {
        LogGroup { key: self.key, position: PhantomData }
    }
}

/// A log group that a stack has taken.
#[derive(Debug, Clone)]
pub struct LogGroupHandle {
    made: Made<logs::LogGroup>,
}

impl LogGroupHandle {
    /// The group's name.
    pub fn name(&self) -> Value<LogGroupName> {
        self.made.id()
    }
}

impl<L> Spec for LogGroup<L, CustomerManaged> {
    type Handle = LogGroupHandle;
    const KIND: &'static str = "LogGroup";
    const INVARIANTS: &'static [Rule] =
        &[rule::LOG_GROUP_KEEPS, rule::CLOUD_WATCH_LOG_GROUP_ENCRYPTED, rule::RECORDS_STAY];
}

impl<L> Spec for LogGroup<L, AwsManaged> {
    type Handle = LogGroupHandle;
    const KIND: &'static str = "LogGroup";
    const INVARIANTS: &'static [Rule] = &[rule::LOG_GROUP_KEEPS, rule::RECORDS_STAY];
}

impl<L: LogRetentionFor<P>, C: KeyCustodyFor<P>, P: Policy> Construct<P, Aws> for LogGroup<L, C>
where
    Self: Spec<Handle = LogGroupHandle>,
{
    fn declare(self, scope: &mut Within<'_, P, Aws>) -> LogGroupHandle {
        let (days, deletion) = (L::POSITION.days(), Deletion::of::<P>());
        LogGroupHandle { made: group(scope, "", self.key.as_ref(), days, deletion, None) }
    }
}

/// How the logs of a construct are kept.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Logs<'a> {
    /// The key that encrypts them.
    pub(crate) key: &'a Key,
    /// For how long.
    pub(crate) days: u32,
    /// For how long, if they are records of who did what.
    pub(crate) audit_days: u32,
    /// What happens to them when they leave the program.
    pub(crate) deletion: Deletion,
}

impl<'a> Logs<'a> {
    /// As the policy asks for.
    pub(crate) fn of<P: Policy>(key: &'a Key) -> Self {
        let audit_days = days::<P::AuditRetention>();
        Self { key, days: days::<P::LogRetention>(), audit_days, deletion: Deletion::of::<P>() }
    }

    /// As the policy asks for records of who did what, and never for less time than other logs.
    pub(crate) fn of_audit<P: Policy>(key: &'a Key) -> Self {
        Self::of::<P>(key).for_audit()
    }

    /// The same for records of who did what.
    pub(crate) fn for_audit(self) -> Self {
        Self { days: self.audit_days.max(self.days), ..self }
    }
}

/// Declares a log group; a fixed name is only for services that insist on one.
pub(crate) fn log_group(
    scope: &mut Scope<'_>,
    name: &'static str,
    logs: &Logs<'_>,
    fixed_name: Option<Value<String>>,
) -> Made<logs::LogGroup> {
    group(scope, name, Some(logs.key), logs.days, logs.deletion, fixed_name)
}

fn group(
    scope: &mut Scope<'_>,
    name: &'static str,
    key: Option<&Key>,
    days: u32,
    deletion: Deletion,
    fixed_name: Option<Value<String>>,
) -> Made<logs::LogGroup> {
    let is_named = fixed_name.is_some();
    let group = scope.resource(
        name,
        logs::LogGroup {
            kms_key_id: key.map(|key| key.arn().into()),
            log_group_name: fixed_name.map(Value::from_json),
            retention_in_days: Some(accepted(days).into()),
            ..Default::default()
        },
    );
    if is_named {
        deletion.apply_named(scope, &group);
    } else {
        deletion.apply(scope, &group);
    }
    group
}

/// The shortest retention of at least that many days that CloudWatch Logs accepts.
///
/// Source: `RetentionInDays` of `AWS::Logs::LogGroup`.
fn accepted(days: u32) -> u32 {
    const ACCEPTED: [u32; 22] =
        [1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653];
    ACCEPTED.into_iter().find(|it| *it >= days).unwrap_or(3653)
}

#[cfg(test)]
mod tests {
    use super::accepted;

    #[test]
    fn a_retention_is_rounded_up_to_one_that_is_accepted() {
        assert_eq!([0, 1, 35, 365, 2192, 3653].map(accepted), [1, 1, 60, 365, 2192, 3653]);
    }
}
