//! Who may call an API: who a user pool knows, who has a token that a function of the program looks at, or who has rights of the account.
//!
//! A REST interface of API Gateway reads no tokens of others by itself, as an HTTP interface does; that one has no firewall, no client
//! certificate and no execution log, which a clinic is asked for. So who signs people in elsewhere, such as by the identity provider of a
//! hospital, has a function look at the token: that of a `TokenChecker`, which compares issuer, audience, signature and end, or one of his own.

use hc_cdk::{
    data::DataClass,
    value::{Json, Object, Value},
};

use super::{
    api_target::{ApiTarget, Called},
    user_pool::Users,
};

/// Whoever an API asks who somebody is.
#[derive(Debug, Clone)]
pub struct Authorizer(Kind);

#[derive(Debug, Clone)]
enum Kind {
    Pool(Value<String>),
    Function(Box<ApiTarget>),
    Iam,
}

/// Roles and users of the account, which sign what they ask for and may call the API by their own policies.
#[derive(Debug, Clone, Copy)]
pub struct SignedByIam;

/// Who has a token that a function looks at, which the header `Authorization` has: of an issuer that API Gateway does not know, such as the
/// identity provider of a hospital. The function is asked for each request, and answers with a policy.
///
/// ```
/// # use hc_cdk::data::Phi;
/// # use hc_cdk_aws::{compute::Lambda, edge::Certificate};
/// use hc_cdk_aws::{edge::CheckedBy, prelude::*};
///
/// # fn program(clinical: &Perimeter<Phi>, certificate: &Certificate, tokens: &Lambda<Phi>, visits: &Lambda<Phi>) {
/// let api = RestApi::builder().perimeter(clinical).domain("api.example.org").certificate(certificate);
/// let api = api.authorizer(&CheckedBy::function(tokens)).route("/visits/*", visits).build();
/// # }
/// ```
#[derive(Debug, Clone)]
pub struct CheckedBy(ApiTarget);

impl CheckedBy {
    /// The function that looks at tokens.
    pub fn function(function: &(impl Called + ?Sized)) -> Self {
        Self(ApiTarget::of(function.it()))
    }
}

/// Something that says who calls.
#[diagnostic::on_unimplemented(
    message = "this says of nobody who calls",
    label = "give what `stack.add` returned for a `UserPool` or a `TokenChecker`, `CheckedBy::function(&tokens)`, or `SignedByIam`",
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

impl Authorizes for CheckedBy {
    fn it(&self) -> Authorizer {
        Authorizer(Kind::Function(Box::new(self.0.clone())))
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
            // An answer that is kept would be one for other paths, too.
            Kind::Function(function) => scheme.with("x-amazon-apigateway-authtype", "custom").with(
                "x-amazon-apigateway-authorizer",
                Object::new()
                    .with("type", "request")
                    .with("authorizerUri", function.uri())
                    .with("identitySource", "method.request.header.Authorization")
                    .with("authorizerResultTtlInSeconds", 0),
            ),
            Kind::Pool(arn) => scheme.with("x-amazon-apigateway-authtype", "cognito_user_pools").with(
                "x-amazon-apigateway-authorizer",
                Object::new()
                    .with("type", "cognito_user_pools")
                    .with("providerARNs", Json::List(vec![arn.clone().into()])),
            ),
        }
    }

    /// The function that looks at tokens.
    pub(super) fn function(&self) -> Option<&ApiTarget> {
        match &self.0 {
            Kind::Function(function) => Some(function),
            Kind::Pool(_) | Kind::Iam => None,
        }
    }

    /// The headers in which a request says who it is from.
    pub(super) const fn headers(&self) -> &'static [&'static str] {
        match self.0 {
            Kind::Iam => &["Authorization", "X-Amz-Content-Sha256", "X-Amz-Date", "X-Amz-Security-Token"],
            Kind::Function(_) | Kind::Pool(_) => &["Authorization"],
        }
    }

    /// Whether it is known by rights in the account.
    pub(super) const fn is_iam(&self) -> bool {
        matches!(self.0, Kind::Iam)
    }

    /// Where a request says who it is from, for the record of it.
    pub(super) const fn caller(&self) -> &'static str {
        match self.0 {
            Kind::Function(_) => "$context.authorizer.principalId",
            Kind::Pool(_) | Kind::Iam => "$context.authorizer.claims.sub",
        }
    }

    /// What it is, in a word.
    pub(super) const fn word(&self) -> &'static str {
        match self.0 {
            Kind::Iam => "iam",
            Kind::Function(_) => "function",
            Kind::Pool(_) => "users",
        }
    }
}
