//! Secrets.

use hc_cdk_aws::cfn::{
    kms,
    secretsmanager::{RotationSchedule, Secret, SecretTargetAttachment, rotation_schedule::RotationRules},
};

use super::{Case, alone, raw};

fn monthly() -> Option<RotationRules> {
    Some(RotationRules { automatically_after_days: Some(30.into()), ..Default::default() })
}

pub(crate) const CASES: &[Case] = &[
    Case {
        rule: "SecretsManagerRotationEnabled",
        bad: |it| {
            let secret = raw(it, "Secret", Secret::default());
            raw(it, "Rotation", RotationSchedule { secret_id: Some(secret.id()), ..Default::default() });
        },
        good: |it| {
            let secret = raw(it, "Secret", Secret::default());
            let rules = monthly();
            raw(
                it,
                "Rotation",
                RotationSchedule { secret_id: Some(secret.id()), rotation_rules: rules, ..Default::default() },
            );
        },
    },
    Case {
        rule: "SecretsManagerRotationEnabled",
        bad: |it| {
            let secret = raw(it, "Secret", Secret::default());
            raw(it, "Attachment", SecretTargetAttachment { secret_id: Some(secret.id()), ..Default::default() });
        },
        good: |it| {
            let secret = raw(it, "Secret", Secret::default());
            let attached =
                raw(it, "Attachment", SecretTargetAttachment { secret_id: Some(secret.id()), ..Default::default() });
            let rules = monthly();
            raw(
                it,
                "Rotation",
                RotationSchedule { secret_id: Some(attached.id()), rotation_rules: rules, ..Default::default() },
            );
        },
    },
    Case {
        rule: "SecretsManagerUsingKMSKey",
        bad: |it| alone(it, "Secret", Secret::default()),
        good: |it| {
            let key = raw(it, "Key", kms::Key::default());
            raw(it, "Secret", Secret { kms_key_id: Some(key.get(kms::Key::ARN).into()), ..Default::default() });
        },
    },
];
