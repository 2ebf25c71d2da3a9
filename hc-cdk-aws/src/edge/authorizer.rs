//! Who may call an API: who a user pool knows, or who has rights of the account.

use hc_cdk::{
    data::DataClass,
    value::{Json, Object, Value},
};

use super::user_pool::Users;

/// Whoever an API asks who somebody is.
#[derive(Debug, Clone)]
pub struct Authorizer(Kind);

#[derive(Debug, Clone)]
enum Kind {
    Pool(Value<String>),
    Iam,
}

/// Roles and users of the account, which sign what they ask for and may call the API by their own policies.
#[derive(Debug, Clone, Copy)]
pub struct SignedByIam;

/// Something that says who calls.
#[diagnostic::on_unimplemented(
    message = "this says of nobody who calls",
    label = "give what `stack.add` returned for a `UserPool`, or `SignedByIam`",
    note = "HIPAA 45 CFR 164.312(d): person or entity authentication; ISO/IEC 27001:2022 A.8.5: secure authentication"
)]
pub trait Authorizes {
    /// What is given.
    fn it(&self) -> Authorizer;
}

impl<D: DataClass> Authorizes for Users<D> {
    fn it(&self) -> Authorizer {
        Authorizer(Kind::Pool(self.arn()))
    }
}

impl Authorizes for SignedByIam {
    fn it(&self) -> Authorizer {
        Authorizer(Kind::Iam)
    }
}

impl Authorizer {
    /// As an `OpenAPI` description with API Gateway's extensions has it: how a request says who it is from.
    pub(super) fn scheme(&self) -> Object {
        let scheme = Object::new().with("type", "apiKey").with("name", "Authorization").with("in", "header");
        match &self.0 {
            Kind::Iam => scheme.with("x-amazon-apigateway-authtype", "awsSigv4"),
            Kind::Pool(arn) => scheme.with("x-amazon-apigateway-authtype", "cognito_user_pools").with(
                "x-amazon-apigateway-authorizer",
                Object::new()
                    .with("type", "cognito_user_pools")
                    .with("providerARNs", Json::List(vec![arn.clone().into()])),
            ),
        }
    }

    /// What it is, in a word.
    pub(super) const fn word(&self) -> &'static str {
        match self.0 {
            Kind::Iam => "iam",
            Kind::Pool(_) => "users",
        }
    }
}
