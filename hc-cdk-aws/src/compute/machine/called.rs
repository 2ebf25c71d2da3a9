//! What a step calls, and what it hands over there.

use hc_cdk::{
    data::DataClass,
    uses::{Usable, Use},
    value::Object,
};

use super::{handle::Machine, when::query};
use crate::{
    compute::Lambda,
    messages::{Messages, Notices},
};

/// A call of a step.
#[derive(Debug, Clone)]
pub struct StepCall {
    /// What it takes to be let in there.
    pub(super) uses: Use,
    /// The service and what it is asked for, such as `lambda:invoke`.
    pub(super) integration: &'static str,
    pub(super) arguments: Object,
    /// What comes out of the step.
    pub(super) output: &'static str,
    /// Errors that are the service's own, and over in a moment.
    pub(super) passing: &'static [&'static str],
}

/// Something that a step of a state machine can call.
#[diagnostic::on_unimplemented(
    message = "this is nothing that a step calls",
    label = "give what `stack.add` returned for a `Function`, a `Queue`, a `Topic` or a `StateMachine`; a store is used by a function"
)]
pub trait CalledInStep: Usable {
    /// What it takes to call it, and what is handed over.
    fn call(&self) -> StepCall;
}

/// What a step was given.
const INPUT: &str = "$states.input";

/// What comes out of a step that only hands something over: what it was given.
const AS_IT_WAS: &str = INPUT;

/// The input as a text.
fn as_text() -> String {
    query("$string($states.input)")
}

impl<D: DataClass> CalledInStep for Lambda<D> {
    fn call(&self) -> StepCall {
        StepCall {
            uses: Use::of(self),
            integration: "lambda:invoke",
            arguments: Object::new().with("FunctionName", self.arn()).with("Payload", query(INPUT)),
            output: "$states.result.Payload",
            // Source: the guide to Step Functions, "Handle transient Lambda service exceptions".
            passing: &[
                "Lambda.ClientExecutionTimeoutException",
                "Lambda.ServiceException",
                "Lambda.AWSLambdaException",
                "Lambda.SdkClientException",
                "Lambda.TooManyRequestsException",
            ],
        }
    }
}

impl<D: DataClass> CalledInStep for Messages<D> {
    fn call(&self) -> StepCall {
        StepCall {
            uses: Use::of(self),
            integration: "sqs:sendMessage",
            arguments: Object::new().with("QueueUrl", self.url()).with("MessageBody", as_text()),
            output: AS_IT_WAS,
            passing: &[],
        }
    }
}

impl<D: DataClass> CalledInStep for Notices<D> {
    fn call(&self) -> StepCall {
        StepCall {
            uses: Use::of(self),
            integration: "sns:publish",
            arguments: Object::new().with("TopicArn", self.arn()).with("Message", as_text()),
            output: AS_IT_WAS,
            passing: &[],
        }
    }
}

/// It is started, and not waited for.
impl<D: DataClass> CalledInStep for Machine<D> {
    fn call(&self) -> StepCall {
        StepCall {
            uses: Use::of(self),
            integration: "states:startExecution",
            arguments: Object::new().with("StateMachineArn", self.arn()).with("Input", query(INPUT)),
            output: AS_IT_WAS,
            passing: &[],
        }
    }
}
