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

use super::function_release::Release;
use crate::{actions, cfn::lambda, iam::Statement, kind::FunctionArn, stack::Aws};

/// A function that a stack has taken, cleared for data of class `D`.
///
/// A connected workload calls it, and finds its name in a variable, such as `REMIND_FUNCTION`; of one that is deployed by shifting requests,
/// the ARN of the alias that goes from version to version.
#[derive(Debug, Clone)]
pub struct Lambda<D> {
    pub(crate) this: ConstructRef,
    /// The construct's path in upper camel case.
    pub(crate) label: String,
    made: Made<lambda::Function>,
    /// What goes from version to version, if whoever calls it calls that.
    release: Option<Release>,
    /// What its longest start is called in metrics, if it is measured.
    start: Option<String>,
    seconds: Option<i64>,
    class: PhantomData<fn() -> D>,
}

impl<D> Lambda<D> {
    pub(super) fn of(
        scope: &Scope<'_>,
        (made, release): (Made<lambda::Function>, Option<Release>),
        (start, seconds): (Option<String>, Option<i64>),
    ) -> Self {
        Self { this: scope.this(), label: scope.name(""), made, release, start, seconds, class: PhantomData }
    }

    /// What goes from version to version.
    pub(crate) fn release(&self) -> Option<&Release> {
        self.release.as_ref()
    }

    /// What its longest start is called in metrics.
    pub(crate) fn seconds(&self) -> Option<i64> {
        self.seconds
    }

    pub(crate) fn start_metric(&self) -> Option<&str> {
        self.start.as_deref()
    }

    /// The function's name, as metrics have it.
    pub fn name(&self) -> Value<String> {
        self.made.id()
    }

    /// The ARN by which it is called: that of the function, or of the alias that goes from version to version.
    pub fn arn(&self) -> Attr<FunctionArn> {
        called(&self.made, self.release.as_ref())
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
            .variable("FUNCTION", self.release.as_ref().map_or_else(|| self.name(), |_| Value::from_json(self.arn())))
    }
}

/// The ARN by which a function is called.
pub(super) fn called(function: &Made<lambda::Function>, release: Option<&Release>) -> Attr<FunctionArn> {
    release.map_or_else(|| function.get(lambda::Function::ARN), |it| it.alias.id())
}
