//! Who delivers: a role for workflows of one repository on GitHub, in one environment of it, and for nobody else.
//!
//! GitHub makes a token for each run, AWS lets the run in by it for as long as the job lasts, and no key is kept anywhere. What the
//! token says of the run is compared whole: the repository, the environment, and that the token was made for AWS.
//!
//! Not for workflows without an environment: whoever can push a branch could be one of those.

use hc_cdk::{
    construct::{Construct, Spec},
    control::soc2,
    literal::workflows::Workflows,
    policy::Policy,
    rule::Rule,
    stack::{Scope, Within},
    value::Attr,
};

use crate::{
    cfn::iam::Role,
    iam::{self, Statement},
    kind::{OidcProviderArn, RoleArn},
    literal::arn::Arn,
    rule,
    rules::ISSUER,
    sentences::{GithubRoleNeedsEnvironment, GithubRoleNeedsProvider, GithubRoleNeedsRepository},
    stack::Aws,
};

/// A role that the workflows of one environment of one repository take on.
///
/// ```
/// use hc_cdk::{policy::{Hipaa, Production}, prelude::*};
/// use hc_cdk_aws::{actions, arn, github::GithubRole, iam::Statement, kind::{OidcProviderArn, RoleArn}, prelude::*, region};
///
/// let github = arn!(OidcProviderArn, "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com");
/// let bootstrapped = arn!(RoleArn, "arn:aws:iam::111122223333:role/cdk-hnb659fds-deploy-role-111122223333-us-east-1");
/// let mut stack = Stack::<(Hipaa, Production)>::new("delivery", region::UsEast1);
/// let role = GithubRole::builder().provider(github).repository("clinic/hms").environment("production");
/// let role = stack.add("Deploys", role.allow(Statement::allow(actions!["sts:AssumeRole"], [bootstrapped])));
/// let arn = role.arn();
/// # let _ = arn;
/// # assert!(App::new("clinic").stack(stack).synthesize().is_ok());
/// ```
#[derive(Debug, Clone)]
pub struct GithubRole {
    parts: Parts,
}

hc_cdk::builder! {
    /// What such a role is made of.
    pub struct Parts;
    /// A role for workflows that is being described.
    pub struct GithubRoleBuilder => GithubRole;
    needs {
        /// The provider by which the account knows GitHub. An account has one, whoever made it.
        provider(provider: Arn<OidcProviderArn>) -> Arn<OidcProviderArn> { provider }: GithubRoleNeedsProvider;
        /// The repository: `owner/name`.
        repository(repository: &'static str) -> &'static str { repository }: GithubRoleNeedsRepository;
        /// The environment of the repository, such as `production`.
        environment(environment: &'static str) -> &'static str { environment }: GithubRoleNeedsEnvironment;
    }
    also { statements: Vec<Statement>, hours: Option<u8> }
}

impl<State> GithubRoleBuilder<State> {
    /// Lets the workflows do something.
    pub fn allow(mut self, statement: Statement) -> Self {
        self.statements.push(statement);
        self
    }
}

impl<State> GithubRoleBuilder<State> {
    /// Lets a job in for so many hours, up to 12, where a deployment takes longer than the usual one.
    pub fn for_hours(mut self, hours: u8) -> Self {
        self.hours = Some(hours);
        self
    }
}

impl From<Parts> for GithubRole {
    fn from(parts: Parts) -> Self {
        Self { parts }
    }
}

impl GithubRole {
    /// Starts the description of a role for workflows.
    pub fn builder() -> GithubRoleBuilder {
        Parts::builder()
    }
}

/// A role for workflows that a stack has taken.
#[derive(Debug, Clone)]
pub struct Delivers {
    arn: Attr<RoleArn>,
}

impl Delivers {
    /// The role's ARN, which the workflow signs in with.
    pub fn arn(&self) -> Attr<RoleArn> {
        self.arn.clone()
    }
}

impl Spec for GithubRole {
    type Handle = Delivers;
    const KIND: &'static str = "GithubRole";
    const INVARIANTS: &'static [Rule] = &[
        rule::ACTIONS_ARE_NAMED,
        rule::RESOURCES_ARE_NAMED,
        rule::POLICIES_ARE_WRITTEN_HERE,
        rule::POLICY_STAYS_INSIDE,
        rule::TRUSTS_ONE_ENVIRONMENT,
    ];
}

impl<P: Policy> Construct<P, Aws> for GithubRole {
    fn declare(self, scope: &mut Within<'_, P, Aws>) -> Delivers {
        declare(self.parts, scope)
    }
}

fn declare(parts: Parts, scope: &mut Scope<'_>) -> Delivers {
    let Parts { provider, repository, environment, statements, hours } = parts;
    let subject = format!("repo:{repository}:environment:{environment}");
    let wrong = [
        (
            !provider.as_str().ends_with(&format!("oidc-provider/{ISSUER}")),
            "is for workflows on GitHub, and its provider is another's",
            "name the one of `token.actions.githubusercontent.com`",
        ),
        (
            Workflows::parse(subject.clone()).is_err(),
            "is for a repository or an environment that is none",
            "write the owner and the name of one, `clinic/hms`, and the name of the other alone, `production`",
        ),
        (
            hours.is_some_and(|it| !(1..=12).contains(&it)),
            "is for a time that AWS does not give",
            "give it 1 to 12 hours",
        ),
        (statements.is_empty(), "lets workflows in, and do nothing", "say what they may do: `.allow(..)`"),
    ];
    for (_, message, help) in wrong.into_iter().filter(|(is_wrong, ..)| *is_wrong) {
        scope.reject(Some(soc2::LEAST_PRIVILEGE), message, help);
    }
    let role = iam::account_role(
        scope,
        &provider.as_str().to_owned().into(),
        &subject,
        "what workflows of a repository may do",
        statements,
    );
    if let Some(hours) = hours {
        let _ = scope.amend(&role, |it| it.insert("MaxSessionDuration", i64::from(hours) * 3600));
    }
    Delivers { arn: role.get(Role::ARN) }
}

#[cfg(test)]
mod tests {
    use hc_cdk::{
        policy::{Hipaa, Production},
        prelude::*,
    };

    use super::GithubRole;
    use crate::{
        actions, arn,
        iam::Statement,
        kind::{OidcProviderArn, RoleArn},
        prelude::*,
        region,
    };

    fn app(repository: &'static str, environment: &'static str) -> App {
        let github =
            arn!(OidcProviderArn, "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com");
        let other = arn!(RoleArn, "arn:aws:iam::111122223333:role/deploys");
        let role = GithubRole::builder().provider(github).repository(repository).environment(environment);
        let mut stack = Stack::<(Hipaa, Production)>::new("clinic", region::UsEast1);
        stack.add("Deploys", role.allow(Statement::allow(actions!["sts:AssumeRole"], [other])).build());
        App::new("clinic").stack(stack)
    }

    #[test]
    fn it_is_for_one_environment_of_one_repository() {
        let files = app("clinic/hms", "production").synthesize().unwrap();
        let template = files.iter().find(|it| it.path.ends_with("template.json")).unwrap();
        let text = String::from_utf8_lossy(&template.bytes);
        for part in [
            "\"token.actions.githubusercontent.com:aud\": \"sts.amazonaws.com\"",
            "\"token.actions.githubusercontent.com:sub\": \"repo:clinic/hms:environment:production\"",
            "\"StringEquals\"",
        ] {
            assert!(text.contains(part), "{part}: {text}");
        }
    }

    #[test]
    fn it_is_for_as_long_as_aws_gives() {
        let written = |hours| {
            let github =
                arn!(OidcProviderArn, "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com");
            let other = arn!(RoleArn, "arn:aws:iam::111122223333:role/deploys");
            let role = GithubRole::builder().provider(github).repository("clinic/hms").environment("production");
            let mut stack = Stack::<(Hipaa, Production)>::new("clinic", region::UsEast1);
            let role = role.allow(Statement::allow(actions!["sts:AssumeRole"], [other])).for_hours(hours);
            stack.add("Deploys", role.build());
            App::new("clinic").stack(stack).synthesize()
        };
        let files = written(4).unwrap();
        assert!(files.iter().any(|it| String::from_utf8_lossy(&it.bytes).contains("\"MaxSessionDuration\": 14400")));
        assert!(written(0).is_err() && written(13).is_err());
    }

    #[test]
    fn it_is_for_nobody_else() {
        for (repository, environment) in
            [("clinic", "production"), ("clinic/*", "production"), ("clinic/hms", "*"), ("clinic/hms", "")]
        {
            assert!(app(repository, environment).synthesize().is_err(), "{repository} {environment}");
        }
    }
}
