//! A secret as a workload takes it: by reference, whole or one field of it.

use hc_cdk::{
    control::hipaa,
    stack::Scope,
    uses::Credentials,
    value::{Attr, Value},
};

use crate::{
    actions,
    iam::{Statement, by_way_of},
    kind::{KeyArn, SecretArn},
};

/// Who keeps the secrets of this cloud, as connections say it.
pub(crate) const KEEPER: &str = "SecretsManager";

/// What to do about a field that a secret does not have.
pub(crate) const FIELD_HELP: &str =
    "take a field by the name that `Generated` gives it, or `.whole()` of a secret that is a text";

/// A field of a secret that holds a JSON object, or the whole secret.
#[derive(Debug, Clone)]
pub struct SecretField {
    /// The secret.
    pub(crate) secret: Attr<SecretArn>,
    /// What rights name.
    pub(crate) right_on: Value<String>,
    /// The key that encrypts it.
    pub(crate) key: Attr<KeyArn>,
    /// The field, such as `password`; the whole secret if there is none.
    pub(crate) field: Option<&'static str>,
    /// What is wrong with the field, if the program says which fields there are.
    pub(crate) fault: Option<String>,
}

impl SecretField {
    /// A field of the credentials of something that is used.
    pub(crate) fn of(credentials: &Credentials, field: &'static str) -> Self {
        let (secret, key) = (credentials.id.json().clone(), credentials.key.json().clone());
        let right_on = credentials.right_on.clone();
        Self { secret: Value::from_json(secret), right_on, key: Value::from_json(key), field: Some(field), fault: None }
    }

    /// Reports a field that the secret does not have: what takes it would not start.
    pub(crate) fn check(&self, scope: &mut Scope<'_>) {
        if let Some(fault) = &self.fault {
            scope.reject(Some(hipaa::PASSWORDS), fault.clone(), FIELD_HELP);
        }
    }

    /// Where a container finds it: the ARN, and the field if there is one.
    pub(crate) fn value_from(&self) -> Value<String> {
        match self.field {
            None => self.secret.clone().into(),
            Some(field) => Value::concat([self.secret.clone().into(), format!(":{field}::").into()]),
        }
    }

    /// What whoever starts the container has to be allowed.
    pub(crate) fn statements(&self) -> [Statement; 2] {
        [
            Statement::allow(actions!["secretsmanager:GetSecretValue"], [self.right_on.clone()]),
            Statement::allow(actions!["kms:Decrypt"], [self.key.clone()]),
        ]
    }
}

/// What it takes to read credentials, by the key through their keeper only.
pub(crate) fn reading(credentials: &Credentials) -> [Statement; 2] {
    [
        Statement::allow(actions!["secretsmanager:GetSecretValue"], [credentials.right_on.clone()]),
        by_way_of("secretsmanager", credentials.key.clone(), actions!["kms:Decrypt"]),
    ]
}

hc_cdk::takes! {
    #[diagnostic::on_unimplemented(
        message = "`{Self}` is not a secret that is handed over by reference",
        label = "give a field of a `Secret`: `&secret.field(\"password\")`",
        note = "HIPAA 45 CFR 164.308(a)(5)(ii)(D): password management; ISO/IEC 27001:2022 A.8.5: secure authentication"
    )]
    /// A secret, or a field of one.
    ByReference: SecretField;
}
