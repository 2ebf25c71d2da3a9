//! What a step is given: a text, or what GitHub fills in when the workflow runs.

use std::borrow::Cow;

use hc_cdk::{
    stack::Scope,
    value::{Json, Object, Token, Value},
};

use crate::literal::{
    script::EXPRESSION,
    secret::{IsSecret, Secret},
};

/// What a variable of the environment or an input of an action is.
///
/// ```
/// # use hc_cdk_delivery::{secret, workflow::{Context, Input}};
/// let token = Input::secret(&secret!("SONAR_TOKEN"));
/// let image = Input::join(["registry.example/".into(), Input::service(), ":".into(), Context::Sha.into()]);
/// ```
#[derive(Debug, Clone)]
pub struct Input {
    parts: Vec<Part>,
}

#[derive(Debug, Clone)]
enum Part {
    Plain(Cow<'static, str>),
    Filled(Cow<'static, str>),
    Value(Json),
}

/// What stands in a workflow for the addresses of the app until it is written, and for the name of a stack.
pub(crate) const ADDRESSES: &str = "Addresses";
pub(crate) const STACK: &str = "Stack";

/// What GitHub knows of the run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Context {
    /// The commit that runs.
    Sha,
    /// The branch, tag or pull request that runs, such as `refs/heads/main`.
    Ref,
    /// The owner and name of the repository.
    Repository,
    /// Who began the run.
    Actor,
    /// The number of the pull request, if it is one.
    PullRequest,
    /// The address of the run, for people.
    Run,
    /// The token of the run, which may do what the job's permissions say and ends with the job.
    Token,
}

impl Context {
    const fn expression(self) -> &'static str {
        match self {
            Self::Sha => "github.sha",
            Self::Ref => "github.ref",
            Self::Repository => "github.repository",
            Self::Actor => "github.actor",
            Self::PullRequest => "github.event.pull_request.number",
            Self::Run => "format('{0}/{1}/actions/runs/{2}', github.server_url, github.repository, github.run_id)",
            Self::Token => "github.token",
        }
    }
}

impl Input {
    fn filled(expression: impl Into<Cow<'static, str>>) -> Self {
        Self { parts: vec![Part::Filled(expression.into())] }
    }

    /// A secret, by its name: no file has its value.
    pub fn secret(secret: &(impl IsSecret + ?Sized)) -> Self {
        let secret: &Secret = secret.it();
        Self::filled(format!("secrets.{}", secret.as_str()))
    }

    /// A variable of the repository, the organization or the job's environment, which is no secret.
    pub fn variable(name: &'static str) -> Self {
        Self::filled(format!("vars.{name}"))
    }

    /// The service that the job runs for, of a job with [`Matrix::services`](super::Matrix::services).
    pub fn service() -> Self {
        Self::matrix("service")
    }

    /// The value that the job runs for, of one of its matrix's lists.
    pub fn matrix(axis: &'static str) -> Self {
        Self::filled(format!("matrix.{axis}"))
    }

    /// The answer to a question of [`Trigger::manual`](super::Trigger::manual).
    pub fn answer(question: &'static str) -> Self {
        Self::filled(format!("inputs.{question}"))
    }

    /// What an earlier step of the job put out.
    pub fn output(step: &'static str, name: &'static str) -> Self {
        Self::filled(format!("steps.{step}.outputs.{name}"))
    }

    /// The name of a stack of the app. One that the app does not have is a finding.
    pub fn stack(name: &'static str) -> Self {
        Self::token(STACK, Json::from(name))
    }

    /// The addresses under which the internet finds the app: those of every route, a line each.
    pub fn addresses() -> Self {
        Self::token(ADDRESSES, Json::Null)
    }

    fn token(name: &'static str, arguments: impl Into<Json>) -> Self {
        let token = Token::Function { name, arguments: arguments.into() };
        Self { parts: vec![Part::Value(Json::Token(Box::new(token)))] }
    }

    /// The parts, one after the other, as one text.
    pub fn join(parts: impl IntoIterator<Item = Self>) -> Self {
        Self { parts: parts.into_iter().flat_map(|it| it.parts).collect() }
    }

    /// What is written of it under a name. An expression has a constructor: one in a text, or in the name of something, is an error.
    pub(super) fn json(&self, name: &str, scope: &mut Scope<'_>) -> Json {
        let hides = |part: &Part| match part {
            Part::Plain(text) => text.contains(EXPRESSION),
            Part::Filled(expression) => expression.contains("}}"),
            Part::Value(_) => false,
        };
        if self.parts.iter().any(hides) {
            let message = format!("gives `{name}` an expression as text");
            scope.reject(None, message, "use a constructor of `Input` or a `Context`");
        }
        let parts = self.parts.iter().map(|part| match part {
            Part::Plain(text) => Json::from(text.clone()),
            Part::Filled(expression) => Json::from(format!("{EXPRESSION} {expression} }}}}")),
            Part::Value(json) => json.clone(),
        });
        Value::concat(parts).json().clone()
    }
}

/// Inputs as the members of an object.
pub(super) fn members(inputs: &[(&'static str, Input)], scope: &mut Scope<'_>) -> Object {
    inputs.iter().fold(Object::new(), |all, (name, it)| all.with(*name, it.json(name, scope)))
}

impl From<Context> for Input {
    fn from(context: Context) -> Self {
        Self::filled(context.expression())
    }
}

impl From<&'static str> for Input {
    fn from(text: &'static str) -> Self {
        Self { parts: vec![Part::Plain(text.into())] }
    }
}

impl From<String> for Input {
    fn from(text: String) -> Self {
        Self { parts: vec![Part::Plain(text.into())] }
    }
}

impl<T> From<&Value<T>> for Input {
    fn from(value: &Value<T>) -> Self {
        Self { parts: vec![Part::Value(value.json().clone())] }
    }
}
