//! The password policy of an account, which no type of CloudFormation sets: a rule of AWS Config asks for it, and where it is less, AWS
//! Config has a document of Systems Manager set it, as a role that may do nothing else.
//!
//! Sources: `IAM_PASSWORD_POLICY` in the list of AWS Config Managed Rules, with the figures of the conformance pack for the HIPAA Security
//! Rule; "AWSConfigRemediation-SetIAMPasswordPolicy" in the runbook reference of Systems Manager Automation.

use hc_cdk::{
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

/// What is asked of passwords, as rule and document spell it.
pub(super) const ASKED: &[(&str, &str)] = &[
    ("MaxPasswordAge", "90"),
    ("MinimumPasswordLength", "14"),
    ("PasswordReusePrevention", "24"),
    ("RequireLowercaseCharacters", "true"),
    ("RequireNumbers", "true"),
    ("RequireSymbols", "true"),
    ("RequireUppercaseCharacters", "true"),
];

/// How often it is tried to set it, and how many seconds lie between two times.
const TRIED: (i64, i64) = (5, 60);

/// Has the policy set whenever a rule finds it to be less.
pub(super) fn set(scope: &mut Scope<'_>, rule: &Made<ConfigRule>) {
    let does = actions!["iam:GetAccountPasswordPolicy", "iam:UpdateAccountPasswordPolicy"];
    let purpose = "sets the password policy of the account";
    let (setter, rights) =
        role_for(scope, "SetsPasswords", "ssm.amazonaws.com", purpose, None, vec![Statement::allow(does, ["*"])]);
    let said = |value: Json| Object::new().with("StaticValue", Object::new().with("Values", vec![value]));
    // Who has a password that is too old could not replace it himself.
    let own = [("AllowUsersToChangePassword", "true")];
    let parameters = ASKED.iter().copied().chain(own).map(|(name, value)| (name, Json::from(value)));
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
