//! Rules about secrets.

use super::{
    clauses::ENCRYPTED,
    when::{customer_key, regulated, under_own_keys},
};
use hc_cdk::control::hipaa;
use hc_cdk::rule::Must;
use hc_cdk::rule::Subject;

const SECRET: &[&str] = &["AWS::SecretsManager::Secret"];
const ATTACHMENT: &str = "AWS::SecretsManager::SecretTargetAttachment";
const SCHEDULE: &str = "AWS::SecretsManager::RotationSchedule";

hc_cdk::rules! {
    pub(crate) const READINGS;

    pub SECRETS_MANAGER_ROTATION_ENABLED = "SecretsManagerRotationEnabled" {
        sentence: "a secret is replaced on a schedule",
        controls: &[hipaa::ACCESS_AUTHORIZATION],
        on: SECRET,
        when: regulated,
        must: Must::Hold(is_rotated),
        message: "is never replaced",
        help: "name it in an `AWS::SecretsManager::RotationSchedule` with `RotationRules`, or use a `Secret`",
    }

    pub SECRETS_MANAGER_USING_KMS_KEY = "SecretsManagerUsingKMSKey" {
        sentence: "a secret is encrypted with a key of the customer",
        controls: ENCRYPTED,
        on: SECRET,
        when: under_own_keys,
        must: Must::Hold(|it| customer_key(it, "KmsKeyId")),
        message: "is not encrypted with a customer-managed key",
        help: "set `KmsKeyId` to the ARN of a `CustomerKey`, or use a `Secret`",
    }
}

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
