//! A function as an API sees it: what answers its requests, or says who they are from.

use hc_cdk::{
    data::{Class, DataClass},
    model::ConstructRef,
    route::Answers,
    value::{Attr, Value},
};

use crate::{compute::Lambda, kind::FunctionArn, pseudo};

/// A function as an API sees it.
#[derive(Debug, Clone)]
pub struct ApiTarget {
    this: ConstructRef,
    name: String,
    class: Class,
    /// What of it is called: the function itself, or the alias that goes from version to version.
    pub(super) called: Attr<FunctionArn>,
    is_released: bool,
    /// For how many seconds it may run, if that is not for the deployment to say.
    pub(super) seconds: Option<i64>,
}

/// A function that answers requests.
#[diagnostic::on_unimplemented(
    message = "this is not a function that an API can call",
    label = "give what `stack.add` returned for a `Function`",
    note = "HIPAA 45 CFR 164.308(a)(4)(ii)(A): isolation; SOC 2 CC6.6: boundary protection"
)]
pub trait Called {
    /// Its class of data.
    type Class: DataClass;
    /// What is given.
    fn it(&self) -> &Lambda<Self::Class>;
}

impl<D: DataClass> Called for Lambda<D> {
    type Class = D;

    fn it(&self) -> &Self {
        self
    }
}

impl ApiTarget {
    pub(super) fn of<D: DataClass>(function: &Lambda<D>) -> Self {
        Self {
            this: function.this.clone(),
            name: function.label.clone(),
            class: D::CLASS,
            called: function.arn(),
            is_released: function.release().is_some(),
            seconds: function.seconds(),
        }
    }

    /// The address at which API Gateway calls it.
    pub(super) fn uri(&self) -> Value<String> {
        let place = ["arn:".into(), pseudo::partition().into(), ":apigateway:".into(), pseudo::region().into()];
        let rest = [":lambda:path/2015-03-31/functions/".into(), self.called.clone().into(), "/invocations".into()];
        Value::concat(place.into_iter().chain(rest))
    }

    /// Words that are others when something else of it is called.
    pub(super) fn words(&self) -> impl Iterator<Item = &str> {
        std::iter::once(self.name()).chain(self.is_released.then_some("live"))
    }
}

impl Answers for ApiTarget {
    fn this(&self) -> &ConstructRef {
        &self.this
    }

    fn name(&self) -> &str {
        &self.name
    }

    fn class(&self) -> Class {
        self.class
    }
}
