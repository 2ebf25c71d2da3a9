//! Rules about secrets.

use hc_cdk::control::hipaa;

use super::{
    clauses::ENCRYPTED,
    rule::{Must, Rule, regulated, under_own_keys},
    subject::Subject,
};

const SECRET: &[&str] = &["AWS::SecretsManager::Secret"];
const ATTACHMENT: &str = "AWS::SecretsManager::SecretTargetAttachment";
const SCHEDULE: &str = "AWS::SecretsManager::RotationSchedule";

pub(super) const RULES: &[Rule] = &[
    // A secret is replaced on a schedule.
    Rule {
        name: "SecretsManagerRotationEnabled",
        controls: &[hipaa::ACCESS_AUTHORIZATION],
        on: SECRET,
        when: regulated,
        must: Must::Hold(is_rotated),
        message: "is never replaced",
        help: "name it in an `AWS::SecretsManager::RotationSchedule` with `RotationRules`, or use a `Secret`",
    },
    // A secret is encrypted with a key of the customer.
    Rule {
        name: "SecretsManagerUsingKMSKey",
        controls: ENCRYPTED,
        on: SECRET,
        when: under_own_keys,
        must: Must::CustomerKey("KmsKeyId"),
        message: "is not encrypted with a customer-managed key",
        help: "set `KmsKeyId` to the ARN of a `CustomerKey`, or use a `Secret`",
    },
];

fn is_rotated(secret: &Subject<'_>) -> bool {
    let attached = secret.users_of(ATTACHMENT).filter(|attachment| secret.is_named_in(attachment, "SecretId"));
    is_scheduled(secret) || attached.into_iter().any(|attachment| is_scheduled(&attachment))
}

fn is_scheduled(secret: &Subject<'_>) -> bool {
    secret.users_of(SCHEDULE).filter(|schedule| secret.is_named_in(schedule, "SecretId")).any(|schedule| {
        ["AutomaticallyAfterDays", "ScheduleExpression"]
            .iter()
            .any(|rule| schedule.property(&format!("RotationRules/{rule}")).is_some())
    })
}
