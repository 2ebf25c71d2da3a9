//! The handle of a state machine: what alarms, outputs and workloads refer to.

use std::marker::PhantomData;

use hc_cdk::{
    data::DataClass,
    model::ConstructRef,
    resource::Made,
    stack::Scope,
    uses::{Connection, Usable},
    value::{Json, Value},
};

use crate::{actions, cfn::stepfunctions, iam::Statement, stack::Aws};

/// A state machine that a stack has taken, which hands on data of class `D`.
///
/// A connected workload starts it, and finds its ARN in a variable, such as `DISCHARGE_STATE_MACHINE_ARN`.
#[derive(Debug, Clone)]
pub struct Machine<D> {
    this: ConstructRef,
    /// The construct's path in upper camel case.
    label: String,
    made: Made<stepfunctions::StateMachine>,
    class: PhantomData<fn() -> D>,
}

impl<D> Machine<D> {
    pub(super) fn of(scope: &Scope<'_>, made: Made<stepfunctions::StateMachine>) -> Self {
        Self { this: scope.this(), label: scope.name(""), made, class: PhantomData }
    }

    /// The state machine's ARN.
    pub fn arn(&self) -> Value<String> {
        self.made.get(stepfunctions::StateMachine::ARN)
    }

    /// The state machine as a resource.
    pub fn made(&self) -> &Made<stepfunctions::StateMachine> {
        &self.made
    }
}

/// Who starts it is not told by it what came out.
impl<D: DataClass> Usable for Machine<D> {
    type Class = D;
    type Target = Aws;

    fn connection(&self) -> Connection {
        Connection::new(self.this.clone(), self.label.clone())
            .writes(Statement::allow(actions!["states:StartExecution"], [Json::from(self.arn())]))
            .variable("STATE_MACHINE_ARN", self.arn())
    }
}
