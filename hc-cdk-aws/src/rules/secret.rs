//! Rules about secrets.

use hc_cdk::{
    control::{hipaa, iso27001, soc2},
    literal::plain::{has_key, keeps_key, secret_in_text},
    policy::Dimension,
    rule::{Index, Must, Subject, Verdict, asks, at, real_data},
    value::Json,
};

use super::{
    called::{Saying, is_reference, said_of},
    clauses::ENCRYPTED,
    marks::KEEPS_KEY,
    read::{each, number},
    when::{customer_key, is_customer_key, regulated, under_own_keys},
};

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

    pub SECRET_IS_REPLACED_IN_TIME = "SecretIsReplacedInTime" {
        sentence: "the secret is replaced at least as often as the policy asks for",
        controls: &[hipaa::ACCESS_AUTHORIZATION, hipaa::PASSWORDS, iso27001::AUTHENTICATION, soc2::LOGICAL_ACCESS],
        on: SECRET,
        when: |policy| asks(policy, Dimension::secret_rotation),
        answers: secret_rotation,
        must: Must::Hold(is_replaced_in_time),
        message: "is replaced more rarely than the policy asks for, or never",
        help: "set `AutomaticallyAfterDays` in `RotationRules` of its `AWS::SecretsManager::RotationSchedule`, or use a `Secret`",
    }

    pub SECRET_ROTATES_IN_TIME = "SecretRotatesInTime" {
        sentence: "a schedule replaces its secret at least as often as the policy asks for",
        controls: &[hipaa::ACCESS_AUTHORIZATION, hipaa::PASSWORDS, iso27001::AUTHENTICATION, soc2::LOGICAL_ACCESS],
        on: &[SCHEDULE],
        when: |policy| asks(policy, Dimension::secret_rotation),
        must: Must::Hold(is_in_time),
        message: "replaces its secret more rarely than the policy asks for",
        help: "set `AutomaticallyAfterDays` in `RotationRules`, or use a `Secret` or a `RotatedSecret`",
    }

    pub SECRET_COPIES_HAVE_KEYS = "SecretCopiesHaveKeys" {
        sentence: "copies of a secret in other regions are encrypted with a key of the customer there",
        controls: ENCRYPTED,
        on: SECRET,
        when: |policy| asks(policy, Dimension::key_custody),
        must: Must::Judge(|it| {
            let copies = it.list("ReplicaRegions");
            let has_key = |copy: &Json| {
                at(copy, "Region").is_some() && at(copy, "KmsKeyId").is_some_and(|key| is_customer_key(it, key))
            };
            if it.property("ReplicaRegions").is_none() { Verdict::NotApplicable } else { Verdict::of(!copies.is_empty() && copies.iter().all(has_key)) }
        }),
        message: "has a copy in another region that is not encrypted with a customer-managed key",
        help: "set `KmsKeyId` of each of `ReplicaRegions` to the ARN of a `CustomerKey` of that region, or use `.replicated_to(..)` of a `Secret`",
    }

    pub SECRET_IS_MADE = "SecretIsMade" {
        sentence: "the secret is made by AWS, and no template has its text",
        controls: &[hipaa::ENCRYPTION, hipaa::PASSWORDS, iso27001::CRYPTOGRAPHY, soc2::CONFIDENTIALITY],
        on: SECRET,
        when: real_data,
        must: Must::Hold(is_made),
        message: "has its text in the template",
        help: "set `GenerateSecretString` and not `SecretString`, or use a `Secret`",
    }

    pub KEY_IN_TEMPLATE = "KeyInTemplate" {
        sentence: "no text of a resource has the shape of a key or token",
        controls: &[hipaa::PASSWORDS, hipaa::ENCRYPTION, soc2::LOGICAL_ACCESS, iso27001::AUTHENTICATION],
        on: &[],
        when: real_data,
        must: Must::Hold(|it| !it.marks().has(KEEPS_KEY) && !it.resource.options.iter().any(|(name, it)| has_key(name) || keeps_key(it))),
        message: "has a key or token as text",
        help: "refer to a `Secret`, which no template has the text of",
    }
}

/// Whether AWS makes the secret, and nothing of it stands beside that.
fn is_made(secret: &Subject<'_>) -> bool {
    let beside = secret.property("GenerateSecretString/SecretStringTemplate");
    secret.property("GenerateSecretString").is_some_and(|it| it.as_object().is_some())
        && secret.property("SecretString").is_none()
        && beside.is_none_or(|it| it.as_text().is_some_and(|it| secret_in_text(it).is_none()))
}

/// Whether it is one that AWS makes, and that a schedule replaces as often as the policy asks for.
pub(super) fn is_generated_and_replaced(secret: &Subject<'_>) -> bool {
    SECRET.contains(&secret.kind()) && is_made(secret) && is_rotated(secret) && is_replaced_in_time(secret)
}

fn is_rotated(secret: &Subject<'_>) -> bool {
    let attached = secret.users_of(ATTACHMENT).filter(|attachment| secret.is_named_in(attachment, "SecretId"));
    is_scheduled(secret) || attached.into_iter().any(|attachment| is_scheduled(&attachment))
}

fn is_scheduled(secret: &Subject<'_>) -> bool {
    schedules(secret).any(|schedule| {
        ["AutomaticallyAfterDays", "ScheduleExpression"]
            .iter()
            .any(|rule| schedule.property(&format!("RotationRules/{rule}")).is_some())
    })
}

fn schedules<'a>(secret: &Subject<'a>) -> impl Iterator<Item = Subject<'a>> {
    secret.users_of(SCHEDULE).filter(|schedule| secret.is_named_in(schedule, "SecretId"))
}

/// What says when a secret is replaced.
const SCHEDULED: Saying = Saying { kind: SCHEDULE, place: "SecretId", name: "Name", by_text: &NAMES_A_SECRET };

static NAMES_A_SECRET: Index = Index::by(|it| {
    let secret = it.properties.get("SecretId").filter(|_| it.kind() == SCHEDULE)?;
    (!is_reference(secret)).then(String::new)
});

/// Of several schedules nobody knows which counts. An expression of one is read if it says how many days there are between two times.
fn is_replaced_in_time(secret: &Subject<'_>) -> bool {
    let attached = secret.users_of(ATTACHMENT).filter(|attachment| secret.is_named_in(attachment, "SecretId"));
    let of_attached = attached.flat_map(|it| schedules(&it).collect::<Vec<_>>());
    each(said_of(secret, &SCHEDULED).chain(of_attached), is_in_time)
}

fn is_in_time(schedule: &Subject<'_>) -> bool {
    let most = i64::from(schedule.stack.policy.floor(Dimension::secret_rotation).days());
    let days = schedule.property("RotationRules/AutomaticallyAfterDays").and_then(number);
    let rate = schedule.text("RotationRules/ScheduleExpression").and_then(|it| {
        let days = it.strip_prefix("rate(")?.strip_suffix(" days)")?;
        days.parse().ok()
    });
    days.or(rate).is_some_and(|days: i64| (1..=most).contains(&days))
}
