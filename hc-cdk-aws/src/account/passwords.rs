//! The password policy of an account, which no type of CloudFormation sets: a rule of AWS Config asks for it, and where it is less, AWS
//! Config has a document of Systems Manager set it, as a role that may do nothing else.
//!
//! Sources: `IAM_PASSWORD_POLICY` in the list of AWS Config Managed Rules, with the figures of the conformance pack for the HIPAA Security
//! Rule; "AWSConfigRemediation-SetIAMPasswordPolicy" in the runbook reference of Systems Manager Automation.

use hc_cdk::{
    control::iso27001,
    resource::Made,
    stack::Scope,
    value::{Json, Object},
};

use crate::{
    actions,
    cfn::{
        config::{ConfigRule, RemediationConfiguration},
        iam,
    },
    iam::{Statement, role_for},
    rules::SETS_PASSWORDS,
};

/// How many characters passwords of people have at least, and after how many days they are replaced.
#[derive(Debug, Clone, Copy)]
pub struct Passwords {
    pub(super) characters: u32,
    pub(super) days: u32,
}

impl Passwords {
    /// The figures of the conformance pack.
    pub(super) const LEAST: Self = Self { characters: 14, days: 90 };

    /// What is asked of passwords, as rule and document spell it. IAM remembers no more than 24 of them.
    pub(super) fn asked(self) -> Vec<(&'static str, String)> {
        let figures = [
            ("MaxPasswordAge", self.days),
            ("MinimumPasswordLength", self.characters),
            ("PasswordReusePrevention", 24),
        ];
        let kinds = ["RequireLowercaseCharacters", "RequireNumbers", "RequireSymbols", "RequireUppercaseCharacters"];
        let kinds = kinds.map(|it| (it, "true".to_owned()));
        figures.into_iter().map(|(name, figure)| (name, figure.to_string())).chain(kinds).collect()
    }

    /// Reports figures that IAM does not take, or that ask for less than the conformance pack.
    pub(super) fn check(self, scope: &mut Scope<'_>) {
        let Self { characters, days } = Self::LEAST;
        if !(characters..=128).contains(&self.characters) || !(1..=days).contains(&self.days) {
            scope.reject(
                Some(iso27001::AUTHENTICATION),
                format!("asks for passwords of {} characters for {} days", self.characters, self.days),
                "ask for 14 to 128 characters, and for 1 to 90 days: `.passwords(20, 60)`",
            );
        }
    }
}

/// How often it is tried to set it, and how many seconds lie between two times.
const TRIED: (i64, i64) = (5, 60);

/// Has the policy set whenever a rule finds it to be less. IAM replaces it as a whole: what the account asks for besides is gone then.
pub(super) fn set(scope: &mut Scope<'_>, rule: &Made<ConfigRule>, passwords: Passwords) {
    let does = actions!["iam:GetAccountPasswordPolicy", "iam:UpdateAccountPasswordPolicy"];
    let purpose = "sets the password policy of the account";
    let (setter, rights) =
        role_for(scope, "SetsPasswords", "ssm.amazonaws.com", purpose, None, vec![Statement::allow(does, ["*"])]);
    let said = |value: Json| Object::new().with("StaticValue", Object::new().with("Values", vec![value]));
    // Who has a password that is too old could not replace it himself.
    let own = [("AllowUsersToChangePassword", "true".to_owned())];
    let parameters = passwords.asked().into_iter().chain(own).map(|(name, value)| (name, Json::from(value)));
    let parameters = [("AutomationAssumeRole", setter.get(iam::Role::ARN).into())].into_iter().chain(parameters);
    let set = scope.resource(
        "PasswordsAreSet",
        RemediationConfiguration {
            automatic: Some(true.into()),
            config_rule_name: Some(rule.id()),
            maximum_automatic_attempts: Some(TRIED.0.into()),
            parameters: Some(parameters.fold(Object::new(), |all, (name, value)| all.with(name, said(value))).into()),
            retry_attempt_seconds: Some(TRIED.1.into()),
            target_id: Some(SETS_PASSWORDS.into()),
            target_type: Some("SSM_DOCUMENT".into()),
            ..Default::default()
        },
    );
    scope.depends_on(&set, &rights);
}
