//! A pipeline that changes a stack: by a change set, which somebody sees before it is made.
//!
//! Not for the image of a service, which a `Pipeline` makes and deploys, and not for the stack of the pipeline itself. What a template has
//! was checked where it was written; a pipeline does not look into it. By construction
//!
//! - a stack is changed by what was shown and approved, and nothing takes its place in between: it is one stage, which one run at a time
//!   goes through,
//! - CloudFormation makes it as one role, which the pipeline may pass to CloudFormation alone, and the pipeline itself may change that
//!   stack and no other,
//! - what goes from stage to stage is encrypted with the customer's key, in a private bucket with versions, over TLS.
//!
//! CloudFormation takes back what fails.

use hc_cdk::{
    construct::{Construct, Spec},
    data::Ceiling,
    model::Role,
    policy::Policy,
    proof::ApprovedFor,
    rule::Rule,
    stack::Within,
};

use super::{
    judge,
    line::{Begun, Buckets, Delivery},
    roles,
    source::Source,
    stack_change::StackChange,
    stages,
};
use crate::{
    audit::{Audited, IsTrail},
    keys::{IsKey, Key},
    rule,
    sentences::{PipelineNeedsChange, PipelineNeedsKey, PipelineNeedsSource, PipelineNeedsTrail},
    stack::Aws,
};

hc_cdk::builder! {
    /// A pipeline that changes a stack, approved as `E` says.
    ///
    /// ```
    /// use hc_cdk::{policy::{Hipaa, Production}, prelude::*};
    /// use hc_cdk_aws::{delivery::{Source, StackChange, StackPipeline}, kind::{ConnectionArn, RoleArn}, prelude::*, region};
    ///
    /// let mut stack = Stack::<(Hipaa, Production)>::new("releases", region::UsEast1);
    /// let key = stack.add("Key", CustomerKey::builder().build());
    /// let trail = stack.add("Audit", AuditTrail::builder().key(&key).build());
    ///
    /// let role = arn!(RoleArn, "arn:aws:iam::111122223333:role/clinic-execution");
    /// let change = StackChange::of("clinic", "cdk.out/clinic.template.json", role).approved("Change the clinic?");
    /// let connection = arn!(ConnectionArn, "arn:aws:codeconnections:us-east-1:111122223333:connection/1a2b");
    /// let source = Source::connection(connection, "clinic/infrastructure", "main");
    /// stack.add("Clinic", StackPipeline::builder().key(&key).trail(&trail).source(source).change(change).build());
    /// # assert!(App::new("clinic").stack(stack).synthesize().is_ok());
    /// ```
    pub struct StackPipeline<E>;
    /// A pipeline that is being described.
    pub struct StackPipelineBuilder => StackPipeline<E>;
    needs {
        /// The key that encrypts what it hands on.
        key(key: &(impl IsKey + ?Sized)) -> Key { key.it().clone() }: PipelineNeedsKey;
        /// The audit trail, which has the records of access to its buckets.
        trail(trail: &(impl IsTrail + ?Sized)) -> Audited { trail.it().clone() }: PipelineNeedsTrail;
        /// Where its source comes from.
        source(source: Source) -> Source { source }: PipelineNeedsSource;
        /// What it changes.
        change(change: StackChange<E>) -> StackChange<E> { change }: PipelineNeedsChange;
    }
}

impl<E> Spec for StackPipeline<E> {
    type Handle = Delivery;
    const KIND: &'static str = "StackPipeline";
    const INVARIANTS: &'static [Rule] = &[
        rule::PIPELINE_CHANGES_WHAT_WAS_SHOWN,
        rule::PIPELINE_ASKS_SOMEBODY,
        rule::PIPELINE_HAS_THE_CUSTOMERS_KEY,
        rule::BUCKET_HAS_THE_CUSTOMERS_KEY,
        rule::BUCKET_SPEAKS_TLS,
        rule::S3_BUCKET_LEVEL_PUBLIC_ACCESS_PROHIBITED,
        rule::ACTIONS_ARE_NAMED,
        rule::RESOURCES_ARE_NAMED,
    ];
}

/// Whoever changes a stack can get at what is in it: whatever the policy lets be there.
impl<E: ApprovedFor<P>, P: Policy> Construct<P, Aws> for StackPipeline<E> {
    fn declare(self, scope: &mut Within<'_, P, Aws>) -> Delivery {
        let Self { key, trail, source, change } = self;
        scope.plays(Role::Other, <P::DataCeiling as Ceiling>::HIGHEST);
        judge::change(scope, &change.it);
        let buckets = Buckets::of::<P>(&key, &trail);
        let begun = Begun::of(scope, &source.0, &buckets);
        let may = ("changes a stack", roles::changing(&change.it));
        begun.end(scope, &source.0, &buckets, may, vec![stages::change(&change.it)])
    }
}
