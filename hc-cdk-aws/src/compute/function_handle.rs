//! The handle of a function: what routes, alarms, outputs and other workloads refer to.

use std::marker::PhantomData;

use hc_cdk::{
    data::DataClass,
    model::ConstructRef,
    resource::Made,
    stack::Scope,
    uses::{Connection, Usable},
    value::{Attr, Json, Value},
};

use crate::{actions, cfn::lambda, iam::Statement, kind::FunctionArn, stack::Aws};

/// A function that a stack has taken, cleared for data of class `D`.
///
/// A connected workload calls it, and finds its name in a variable, such as `REMIND_FUNCTION`.
#[derive(Debug, Clone)]
pub struct Lambda<D> {
    pub(crate) this: ConstructRef,
    /// The construct's path in upper camel case.
    pub(crate) label: String,
    made: Made<lambda::Function>,
    /// What its longest start is called in metrics, if it is measured.
    start: Option<String>,
    class: PhantomData<fn() -> D>,
}

impl<D> Lambda<D> {
    pub(super) fn of(scope: &Scope<'_>, made: Made<lambda::Function>, start: Option<String>) -> Self {
        Self { this: scope.this(), label: scope.name(""), made, start, class: PhantomData }
    }

    /// What its longest start is called in metrics.
    pub(crate) fn start_metric(&self) -> Option<&str> {
        self.start.as_deref()
    }

    /// The function's name, as metrics have it.
    pub fn name(&self) -> Value<String> {
        self.made.id()
    }

    /// The function's ARN.
    pub fn arn(&self) -> Attr<FunctionArn> {
        self.made.get(lambda::Function::ARN)
    }

    /// The function as a resource.
    pub fn made(&self) -> &Made<lambda::Function> {
        &self.made
    }
}

impl<D: DataClass> Usable for Lambda<D> {
    type Class = D;
    type Target = Aws;

    fn connection(&self) -> Connection {
        Connection::new(self.this.clone(), self.label.clone())
            .writes(Statement::allow(actions!["lambda:InvokeFunction"], [Json::from(self.arn())]))
            .variable("FUNCTION", self.name())
    }
}
