//! A change of a stack: which one, by which template, and as whom CloudFormation makes it.

use std::marker::PhantomData;

use hc_cdk::proof::{Approved, Unapproved};

use crate::{kind::RoleArn, literal::arn::ArnOf};

/// A change of one stack, approved as `E` says.
#[derive(Debug, Clone)]
#[must_use = "a change is made by a pipeline: `StackPipeline::builder().change(change)`"]
pub struct StackChange<E = Unapproved> {
    pub(super) it: Change,
    approval: PhantomData<fn() -> E>,
}

/// What is changed, without how it is approved.
#[derive(Debug, Clone)]
pub(super) struct Change {
    pub(super) stack: &'static str,
    pub(super) template: &'static str,
    pub(super) role: String,
    pub(super) question: Option<&'static str>,
}

impl StackChange {
    /// A change of a stack of the region by its name, to a template of the source, such as `cdk.out/clinic.template.json`. `role` is the
    /// role that CloudFormation makes resources by, such as that of a bootstrapped account for it; whoever may use that may do what is in
    /// templates, so the pipeline may pass it to CloudFormation alone.
    pub fn of(stack: &'static str, template: &'static str, role: impl ArnOf<RoleArn>) -> Self {
        let it = Change { stack, template, role: role.it().as_str().to_owned(), question: None };
        Self { it, approval: PhantomData }
    }
}

impl<E> StackChange<E> {
    /// Waits until somebody has seen what is about to change, and approves of it; `question` is what he is asked.
    pub fn approved(self, question: &'static str) -> StackChange<Approved> {
        StackChange { it: Change { question: Some(question), ..self.it }, approval: PhantomData }
    }
}
