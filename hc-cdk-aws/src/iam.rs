//! Roles with exact actions on exact resources, as managed policies: no inline policy, no wildcard.
//!
//! Statements are written with their keys in the order Sid, Effect, Action, Resource, Condition, which scanners that read
//! the policy as text expect.

use hc_cdk::{
    resource::Made,
    rule::at,
    stack::Scope,
    uses::Right,
    value::{Json, Object, Value},
};

use crate::{cfn::iam, literal::action::Action, pseudo};

/// A permission: actions on resources, under conditions.
#[derive(Debug, Clone, PartialEq)]
pub struct Statement {
    right: Right,
}

impl From<Statement> for Right {
    fn from(it: Statement) -> Self {
        it.right
    }
}

impl From<Right> for Statement {
    fn from(right: Right) -> Self {
        Self { right }
    }
}

impl Statement {
    /// Allows actions on resources.
    ///
    /// ```
    /// use hc_cdk_aws::{actions, arn, iam::Statement, kind::TopicArn};
    ///
    /// let topic = arn!(TopicArn, "arn:aws:sns:us-east-1:111122223333:admissions");
    /// let publish = Statement::allow(actions!["sns:Publish"], [topic]);
    /// ```
    pub fn allow<R: Into<Json>>(actions: &[Action], resources: impl IntoIterator<Item = R>) -> Self {
        let mut all = Vec::new();
        for it in resources {
            all.push(it.into());
        }
        Self::on(actions, all)
    }

    fn on(actions: &[Action], resources: Vec<Json>) -> Self {
        let actions = actions.iter().map(|it| it.as_str()).collect();
        Right { actions, resources, conditions: Object::new() }.into()
    }

    /// Allows them only if an operator such as `StringEquals` holds for a key of the request and a value.
    #[must_use]
    pub fn when(
        mut self,
        operator: &'static str,
        key: impl Into<std::borrow::Cow<'static, str>>,
        value: impl Into<Json>,
    ) -> Self {
        let conditions = &mut self.right.conditions;
        if let Some(Json::Object(keys)) = conditions.get_mut(operator) {
            keys.insert(key, value);
        } else {
            conditions.insert(operator, Object::new().with(key, value));
        }
        self
    }

    /// The services that whoever has it calls, as actions name them: what may be done by way of another service alone, that one does.
    pub(crate) fn services(&self) -> impl Iterator<Item = &'static str> {
        let by_another = self.right.conditions.iter().any(|(_, keys)| at(keys, "kms:ViaService").is_some());
        let actions = self.right.actions.iter().filter(move |_| !by_another);
        actions.filter_map(|it| Some(it.split_once(':')?.0))
    }

    fn into_json(self, principal: Option<Json>) -> Json {
        let Right { actions, resources, conditions } = self.right;
        let mut statement = Object::with_capacity(5);
        statement.put("Principal", principal);
        statement.insert("Action", one_or_list(actions.into_iter().map(Json::from).collect()));
        statement.insert("Effect", "Allow");
        statement.insert("Resource", one_or_list(resources));
        if !conditions.is_empty() {
            statement.insert("Condition", conditions);
        }
        statement.into()
    }

    /// The statement in a resource's own policy, for the principal that may do it.
    pub(crate) fn for_principal(self, principal: Json) -> Json {
        self.into_json(Some(principal))
    }
}

/// A statement of a resource's own policy that refuses everybody an action under conditions. `name` says which one it is.
pub(crate) fn refused(
    name: &'static str,
    action: &'static str,
    resources: impl Into<Json>,
    conditions: Object,
) -> Json {
    Object::new()
        .with("Sid", name)
        .with("Action", action)
        .with("Effect", "Deny")
        .with("Principal", Object::new().with("AWS", "*"))
        .with("Resource", resources)
        .with("Condition", conditions)
        .into()
}

/// The statement that refuses every request which does not come over TLS.
pub(crate) fn tls_only(action: &'static str, resources: impl Into<Json>) -> Json {
    let plain = Object::new().with("Bool", Object::new().with("aws:SecureTransport", "false"));
    refused("TlsOnly", action, resources, plain)
}

/// What a caller may do with a key by way of a service of the stack's region, and in no other way.
pub(crate) fn by_way_of(service: &'static str, key: impl Into<Json>, actions: &[Action]) -> Statement {
    let service = Value::concat([format!("{service}.").into(), pseudo::region().into(), ".amazonaws.com".into()]);
    Statement::allow(actions, [key.into()]).when("StringEquals", "kms:ViaService", service)
}

/// One item as it is, several as a list.
fn one_or_list(mut items: Vec<Json>) -> Json {
    if items.len() == 1 { items.remove(0) } else { Json::List(items) }
}

/// A policy document.
pub(crate) fn document(statements: impl IntoIterator<Item = Json>) -> Json {
    let mut all = Vec::new();
    for it in statements {
        all.push(it);
    }
    Object::new().with("Version", "2012-10-17").with("Statement", Json::List(all)).into()
}

/// A service as the principal of a statement.
pub(crate) fn service(name: &'static str) -> Json {
    Object::new().with("Service", name).into()
}

/// A role that a service takes on, such as `lambda.amazonaws.com`, and what it may do. `purpose` says in a few words what it
/// is for. The role is a resource of the scope under that name, its permissions are another one.
pub fn role(
    scope: &mut Scope<'_>,
    name: &'static str,
    service_name: &'static str,
    purpose: &'static str,
    statements: Vec<Statement>,
) -> Made<iam::Role> {
    let role = declare_role(scope, name, service_name, purpose, None);
    if !statements.is_empty() {
        permit(scope, &format!("{name}Policy"), &role, statements);
    }
    role
}

/// A role that a service takes on for this account and for no other, and if `source` says so for that resource alone.
pub(crate) fn role_for(
    scope: &mut Scope<'_>,
    name: &'static str,
    service_name: &'static str,
    purpose: &'static str,
    source: Option<Value<String>>,
    statements: Vec<Statement>,
) -> (Made<iam::Role>, Made<iam::ManagedPolicy>) {
    let mut condition = Object::new().with("StringEquals", Object::new().with("aws:SourceAccount", pseudo::account()));
    condition.put("ArnEquals", source.map(|arn| Object::new().with("aws:SourceArn", arn)));
    let trust = trusted_service(service_name).with("Condition", condition);
    let role = trusting(scope, name, trust, purpose, None);
    let policy = permit(scope, &format!("{name}Policy"), &role, statements);
    (role, policy)
}

/// A role that a service takes on, with AWS's own policies for it, which follow what the service needs.
pub(crate) fn service_role(
    scope: &mut Scope<'_>,
    name: &'static str,
    service_name: &'static str,
    purpose: &'static str,
    policies: &[&'static str],
) -> Made<iam::Role> {
    declare_role(scope, name, service_name, purpose, Some(of_aws("iam::aws:policy/service-role/", policies)))
}

/// The same with policies of AWS that do not say in their path that they are for a service.
pub(crate) fn aws_role(
    scope: &mut Scope<'_>,
    name: &'static str,
    service_name: &'static str,
    purpose: &'static str,
    policies: &[&'static str],
) -> Made<iam::Role> {
    declare_role(scope, name, service_name, purpose, Some(of_aws("iam::aws:policy/", policies)))
}

fn of_aws(path: &'static str, policies: &[&'static str]) -> Vec<Value<String>> {
    policies.iter().map(|name| pseudo::arn_global([path.into(), (*name).into()])).collect()
}

/// A role that pods of one cluster take on, where EKS says which: by an association. With policies of AWS, if there are some.
pub(crate) fn pod_role(
    scope: &mut Scope<'_>,
    name: &'static str,
    cluster: Value<String>,
    purpose: &'static str,
    policies: &[&'static str],
) -> Made<iam::Role> {
    let condition = Object::new()
        .with("StringEquals", Object::new().with("aws:SourceAccount", pseudo::account()))
        .with("ArnEquals", Object::new().with("aws:SourceArn", cluster));
    let trust = Object::new()
        .with("Action", vec!["sts:AssumeRole", "sts:TagSession"])
        .with("Effect", "Allow")
        .with("Principal", service("pods.eks.amazonaws.com"))
        .with("Condition", condition);
    let policies = (!policies.is_empty()).then(|| of_aws("iam::aws:policy/", policies));
    trusting(scope, name, trust, purpose, policies)
}

/// What stands for the issuer of tokens in the name of a condition, where only the deployment knows the provider that a statement
/// names: what the provider's ARN ends with. Templates are written so that it is filled in.
pub(crate) const ISSUER: &str = "${Issuer}";

/// What the ARN of a provider has before the issuer of its tokens.
pub(crate) const PROVIDER: &str = "oidc-provider/";

/// A role that one account of a cluster takes on by its token, and what it may do. `provider` is the ARN of who signs the
/// tokens, `subject` what they say of the account. The role is the main resource of the scope.
pub(crate) fn account_role(
    scope: &mut Scope<'_>,
    provider: &Json,
    subject: &str,
    purpose: &'static str,
    statements: Vec<Statement>,
) -> Made<iam::Role> {
    let issuer = provider.as_text().map_or(ISSUER, |arn| arn.split_once(PROVIDER).map_or(arn, |(_, issuer)| issuer));
    let trust = Object::new()
        .with("Action", "sts:AssumeRoleWithWebIdentity")
        .with("Effect", "Allow")
        .with("Principal", Object::new().with("Federated", provider.clone()))
        .with(
            "Condition",
            Object::new().with(
                "StringEquals",
                Object::new()
                    .with(format!("{issuer}:aud"), "sts.amazonaws.com")
                    .with(format!("{issuer}:sub"), subject.to_owned()),
            ),
        );
    let role = trusting(scope, "", trust, purpose, None);
    permit(scope, "Policy", &role, statements);
    role
}

fn declare_role(
    scope: &mut Scope<'_>,
    name: &'static str,
    service_name: &'static str,
    purpose: &'static str,
    managed_policy_arns: Option<Vec<Value<String>>>,
) -> Made<iam::Role> {
    trusting(scope, name, trusted_service(service_name), purpose, managed_policy_arns)
}

fn trusted_service(name: &'static str) -> Object {
    Object::new().with("Action", "sts:AssumeRole").with("Effect", "Allow").with("Principal", service(name))
}

/// A role that whoever the statement names takes on.
fn trusting(
    scope: &mut Scope<'_>,
    name: &'static str,
    trust: Object,
    purpose: &'static str,
    managed_policy_arns: Option<Vec<Value<String>>>,
) -> Made<iam::Role> {
    scope.resource(
        name,
        iam::Role {
            assume_role_policy_document: Some(document([trust.into()])),
            description: Some(purpose.into()),
            managed_policy_arns,
            ..Default::default()
        },
    )
}

/// Gives a role permissions.
pub(crate) fn permit(
    scope: &mut Scope<'_>,
    name: &str,
    role: &Made<iam::Role>,
    statements: Vec<Statement>,
) -> Made<iam::ManagedPolicy> {
    permit_by_name(scope, name, role.id(), statements)
}

/// Lets whoever has a policy do more. What is done already to something else is said once, of both. Says whether the policy is of
/// the scope's stack; otherwise nothing was changed.
pub(crate) fn allow_more(scope: &mut Scope<'_>, policy: &Made<iam::ManagedPolicy>, statements: Vec<Statement>) -> bool {
    scope.amend(policy, |properties| {
        let Some(Json::Object(document)) = properties.get_mut("PolicyDocument") else { return };
        let Some(Json::List(all)) = document.get_mut("Statement") else { return };
        for statement in statements.into_iter().map(|it| it.into_json(None)) {
            let same = |it: &&mut Json| it.get("Action") == statement.get("Action") && it.get("Condition").is_none();
            match (all.iter_mut().find(same), statement.get("Resource")) {
                (Some(Json::Object(before)), Some(more)) if statement.get("Condition").is_none() => {
                    let mut resources = items(before.get("Resource"));
                    resources.extend(items(Some(more)));
                    before.insert("Resource", resources);
                }
                _ => all.push(statement),
            }
        }
    })
}

/// What is one item or a list of them, as a list.
fn items(json: Option<&Json>) -> Vec<Json> {
    match json {
        Some(Json::List(items)) => items.clone(),
        Some(one) => vec![one.clone()],
        None => Vec::new(),
    }
}

/// The same for a role by its name.
pub(crate) fn permit_by_name(
    scope: &mut Scope<'_>,
    name: &str,
    role: Value<String>,
    statements: Vec<Statement>,
) -> Made<iam::ManagedPolicy> {
    let statements = statements.into_iter().map(|statement| statement.into_json(None));
    scope.resource(
        name.to_owned(),
        iam::ManagedPolicy {
            policy_document: Some(document(statements)),
            roles: Some(vec![role]),
            ..Default::default()
        },
    )
}

hc_cdk::takes! {
    #[diagnostic::on_unimplemented(
        message = "this is not a permission that names its actions and resources",
        label = "write it as `Statement::allow(actions![\"sns:Publish\"], [topic])`"
    )]
    /// A statement.
    IsStatement: Statement;
}
