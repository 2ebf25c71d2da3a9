//! A role for people who administer: they take it on for an hour, and only after they proved who they are by a second factor.
//!
//! By construction it names its actions and resources like every role, and is for people of the account.

use std::borrow::Cow;

use hc_cdk::{
    construct::{Construct, Spec},
    policy::Policy,
    resource::Made,
    rule::Rule,
    stack::{Scope, Within},
    value::{Attr, Object},
};

use crate::{
    cfn::iam::Role,
    iam::{IsStatement, Statement, document, permit},
    kind::RoleArn,
    pseudo, rule,
    sentences::AdministratorRoleNeedsPurpose,
    stack::Aws,
};

/// For how many seconds the role is taken on, and how long ago the second factor may have been given.
const SECONDS: u32 = 3600;

hc_cdk::builder! {
    /// A role for people who administer.
    ///
    /// ```
    /// use hc_cdk::{policy::{Hipaa, Production}, prelude::*};
    /// use hc_cdk_aws::{account::AdministratorRole, actions, iam::Statement, prelude::*, region};
    ///
    /// let mut stack = Stack::<(Hipaa, Production)>::new("account", region::EuWest2);
    /// let key = stack.add("Key", CustomerKey::builder());
    /// let look = Statement::allow(actions!["kms:DescribeKey", "kms:GetKeyPolicy"], [key.arn()]);
    /// let role = AdministratorRole::builder().purpose("looks after keys").allow(&look);
    /// let role = stack.add("KeyKeeper", role);
    /// # assert!(App::new("clinic").stack(stack).synthesize().is_ok());
    /// ```
    pub struct AdministratorRole;
    /// A role that is being described.
    pub struct AdministratorRoleBuilder => AdministratorRole;
    needs {
        /// What it is for, as the console shows it.
        purpose(text: impl Into<Cow<'static, str>>) -> Cow<'static, str> { text.into() }: AdministratorRoleNeedsPurpose;
    }
    also { statements: Vec<Statement> }
}

impl<State> AdministratorRoleBuilder<State> {
    /// Something that whoever takes it on may do. May be said several times.
    pub fn allow(mut self, statement: &(impl IsStatement + ?Sized)) -> Self {
        self.statements.push(statement.it().clone());
        self
    }
}

/// A role that a stack has taken.
#[derive(Debug, Clone)]
pub struct AdministratorRoleHandle {
    made: Made<Role>,
}

impl AdministratorRoleHandle {
    /// The role's ARN.
    pub fn arn(&self) -> Attr<RoleArn> {
        self.made.get(Role::ARN)
    }
}

impl Spec for AdministratorRole {
    type Handle = AdministratorRoleHandle;
    const KIND: &'static str = "AdministratorRole";
    const INVARIANTS: &'static [Rule] =
        &[rule::PEOPLE_PROVE_WHO_THEY_ARE, rule::ACTIONS_ARE_NAMED, rule::RESOURCES_ARE_NAMED];
}

impl<P: Policy> Construct<P, Aws> for AdministratorRole {
    fn declare(self, scope: &mut Within<'_, P, Aws>) -> AdministratorRoleHandle {
        declare(self, scope)
    }
}

fn declare(spec: AdministratorRole, scope: &mut Scope<'_>) -> AdministratorRoleHandle {
    let account = pseudo::arn_global(["iam::".into(), pseudo::account().into(), ":root".into()]);
    let proven = Object::new()
        .with("Bool", Object::new().with("aws:MultiFactorAuthPresent", "true"))
        .with("NumericLessThan", Object::new().with("aws:MultiFactorAuthAge", SECONDS.to_string()));
    let trust = Object::new()
        .with("Action", "sts:AssumeRole")
        .with("Effect", "Allow")
        .with("Principal", Object::new().with("AWS", account))
        .with("Condition", proven);
    let made = scope.resource(
        "",
        Role {
            assume_role_policy_document: Some(document([trust.into()])),
            description: Some(spec.purpose.into()),
            max_session_duration: Some(SECONDS.into()),
            ..Default::default()
        },
    );
    if spec.statements.is_empty() {
        scope.reject(None, "may do nothing", "say what it is for: `.allow(&Statement::allow(actions![..], [..]))`");
    } else {
        permit(scope, "Policy", &made, spec.statements);
    }
    AdministratorRoleHandle { made }
}
