//! A customer-managed key for everything that a stack encrypts.
//!
//! By construction it is rotated every year, nobody outside the account can use it, and CloudWatch Logs, with what delivers there,
//! CloudTrail and CloudWatch alarms of this account can. It is not for signing.

use std::borrow::Cow;

use hc_cdk::{
    construct::{Construct, Spec},
    policy::Policy,
    resource::Made,
    rule::Rule,
    stack::{Scope, Within},
    value::{Attr, Json, Object, Value},
};

use crate::{
    actions,
    cfn::kms,
    iam::{Statement, document, service},
    kind::KeyArn,
    literal::action::Action,
    literal::arn::ArnOf,
    position::Deletion,
    principal::{Principal, ResourcePolicy},
    pseudo, rule,
    stack::Aws,
};

hc_cdk::builder! {
    /// A symmetric encryption key with yearly rotation.
    ///
    /// ```
    /// use hc_cdk::{policy::{Hipaa, Production}, prelude::*};
    /// use hc_cdk_aws::{prelude::*, region};
    ///
    /// let mut stack = Stack::<(Hipaa, Production)>::new("clinic", region::UsEast1);
    /// let key = stack.add("Key", CustomerKey::builder());
    /// # assert!(App::new("clinic").stack(stack).synthesize().is_ok());
    /// ```
    pub struct CustomerKey;
    /// A key that is being described.
    pub struct CustomerKeyBuilder => CustomerKey;
    needs {}
    may {
        /// What the key is for, as the console shows it.
        description(text: impl Into<Cow<'static, str>>) -> Cow<'static, str> { text.into() } = "encrypts the data of this stack".into();
    }
}

/// A customer-managed key that a stack has taken, or that exists already.
#[derive(Debug, Clone)]
pub struct Key {
    arn: Attr<KeyArn>,
    /// The key itself, if a stack of the program has made it.
    made: Option<Made<kms::Key>>,
}

impl Key {
    /// The key's ARN.
    pub fn arn(&self) -> Attr<KeyArn> {
        self.arn.clone()
    }

    /// The key's id, which is the end of its ARN.
    pub fn id(&self) -> Value<String> {
        match (&self.made, self.arn.json().as_text().and_then(|arn| arn.rsplit_once('/'))) {
            (Some(made), _) => made.id().into(),
            (None, Some((_, id))) => id.to_owned().into(),
            (None, None) => self.arn().into(),
        }
    }

    /// The key as a resource; nothing if it exists already.
    pub fn made(&self) -> Option<&Made<kms::Key>> {
        self.made.as_ref()
    }

    /// Lets somebody use the key for exactly these actions, by a statement of its key policy. For constructs of one's own in the
    /// stack of the key: `key.let_in(scope, &Principal::Service("ses.amazonaws.com"), actions!["kms:GenerateDataKey"])`.
    pub fn let_in(&self, scope: &mut Scope<'_>, who: &Principal, actions: &[Action]) {
        let Some(made) = &self.made else {
            scope.reject(
                None,
                "lets somebody use a key that exists already",
                "have its owner add the statement to its key policy",
            );
            return;
        };
        // In a key policy the resource `*` means the key itself.
        ResourcePolicy { made, property: "KeyPolicy", service: "kms", resources: vec!["*".into()] }
            .let_in(scope, who, actions);
    }
}

impl CustomerKey {
    /// A customer-managed key that exists already. Its key policy must let the services of this account use it.
    pub fn existing(arn: impl ArnOf<KeyArn>) -> Key {
        Key { arn: arn.it().into(), made: None }
    }
}

impl Spec for CustomerKey {
    type Handle = Key;
    const KIND: &'static str = "CustomerKey";
    const INVARIANTS: &'static [Rule] = &[rule::KEY_ROTATES, rule::KEY_STAYS_INSIDE, rule::RECORDS_STAY];
}

impl<P: Policy> Construct<P, Aws> for CustomerKey {
    fn declare(self, scope: &mut Within<'_, P, Aws>) -> Key {
        declare(self, scope, Deletion::of::<P>())
    }
}

fn declare(spec: CustomerKey, scope: &mut Scope<'_>, deletion: Deletion) -> Key {
    let key = scope.resource(
        "",
        kms::Key {
            description: Some(spec.description.into()),
            enable_key_rotation: Some(true.into()),
            key_policy: Some(key_policy()),
            ..Default::default()
        },
    );
    deletion.apply(scope, &key);
    Key { arn: key.get(kms::Key::ARN), made: Some(key) }
}

/// What the account's administrators may do with the key itself. IAM policies decide who they are.
pub(super) const ADMINISTRATION: &[Action] = actions![
    "kms:CancelKeyDeletion",
    "kms:CreateAlias",
    "kms:DeleteAlias",
    "kms:DescribeKey",
    "kms:DisableKey",
    "kms:EnableKey",
    "kms:EnableKeyRotation",
    "kms:GetKeyPolicy",
    "kms:GetKeyRotationStatus",
    "kms:ListGrants",
    "kms:ListKeyPolicies",
    "kms:ListResourceTags",
    "kms:PutKeyPolicy",
    "kms:RevokeGrant",
    "kms:ScheduleKeyDeletion",
    "kms:TagResource",
    "kms:UntagResource",
    "kms:UpdateAlias",
    "kms:UpdateKeyDescription",
];

/// What those whom IAM policies permit may do with data.
const USE: &[Action] = actions![
    "kms:Decrypt",
    "kms:Encrypt",
    "kms:GenerateDataKey",
    "kms:GenerateDataKeyWithoutPlaintext",
    "kms:ReEncryptFrom",
    "kms:ReEncryptTo",
];

/// The key policy. In a key policy the resource `*` means the key itself, and there is no other way to say it.
fn key_policy() -> Json {
    let this_key = || [Json::from("*")];
    let account: Json = Object::new()
        .with("AWS", pseudo::arn_global(["iam::".into(), pseudo::account().into(), ":root".into()]))
        .into();
    let logs: Json = Object::new()
        .with("Service", Value::concat(["logs.".into(), pseudo::region().into(), ".amazonaws.com".into()]))
        .into();
    let log_groups = pseudo::arn_here("logs", ["log-group:*".into()]);
    let encrypt = actions![
        "kms:Decrypt",
        "kms:DescribeKey",
        "kms:Encrypt",
        "kms:GenerateDataKey",
        "kms:GenerateDataKeyWithoutPlaintext",
        "kms:ReEncryptFrom",
        "kms:ReEncryptTo",
    ];
    document([
        Statement::allow(ADMINISTRATION, this_key()).for_principal(account.clone()),
        Statement::allow(USE, this_key()).for_principal(account.clone()),
        // A service that keeps data is granted the key. A grant to anybody else could lead out of the account.
        Statement::allow(actions!["kms:CreateGrant"], this_key())
            .when("Bool", "kms:GrantIsForAWSResource", "true")
            .for_principal(account),
        Statement::allow(encrypt, this_key())
            .when("ArnLike", "kms:EncryptionContext:aws:logs:arn", log_groups)
            .for_principal(logs),
        // What delivers logs says to the key for the logs of which account it acts.
        Statement::allow(actions!["kms:Decrypt"], this_key())
            .when("StringEquals", "kms:EncryptionContext:SourceArn", pseudo::arn_here("logs", ["*".into()]))
            .for_principal(service("delivery.logs.amazonaws.com")),
        Statement::allow(actions!["kms:Decrypt", "kms:DescribeKey", "kms:GenerateDataKey"], this_key())
            .when("StringEquals", "aws:SourceAccount", pseudo::account())
            .for_principal(service("cloudtrail.amazonaws.com")),
        Statement::allow(actions!["kms:Decrypt", "kms:GenerateDataKey"], this_key())
            .when("StringEquals", "aws:SourceAccount", pseudo::account())
            .for_principal(service("cloudwatch.amazonaws.com")),
    ])
}

hc_cdk::takes! {
    #[diagnostic::on_unimplemented(
        message = "this is not a key of the customer's",
        label = "give what `stack.add` returned for a `CustomerKey`, or what `CustomerKey::existing(..)` does",
        note = "HIPAA 45 CFR 164.312(a)(2)(iv): encryption and decryption; ISO/IEC 27001:2022 A.8.24: cryptography"
    )]
    /// A key.
    IsKey: Key;
}

#[cfg(test)]
mod tests {
    use hc_cdk::policy::{Hipaa, Production};
    use serde_json::Value;

    use crate::{
        assertions::{Template, json},
        prelude::*,
        region,
    };

    #[test]
    fn the_key_is_granted_to_services_only() {
        let mut stack = Stack::<(Hipaa, Production)>::new("clinic", region::UsEast1);
        stack.add("Key", CustomerKey::builder().build());
        let template = Template::of_stack(stack);
        let statements = &template.json()["Resources"]["Key"]["Properties"]["KeyPolicy"]["Statement"];
        let grants = |it: &&Value| it["Action"].to_string().contains("CreateGrant");
        let grants: Vec<&Value> = statements.as_array().unwrap().iter().filter(grants).collect();
        assert_eq!(grants.len(), 1);
        assert_eq!(grants[0]["Condition"], json!({ "Bool": { "kms:GrantIsForAWSResource": "true" } }));
    }
}
