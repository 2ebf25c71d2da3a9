//! A key that signs: nobody has its private half, and whoever verifies takes the public one.

use hc_cdk::{resource::Made, stack::Scope, value::Object};

use super::customer_key::ADMINISTRATION;
use crate::{
    actions,
    cfn::kms,
    iam::{Statement, document},
    position::Deletion,
    pseudo,
};

/// Declares a key that signs for this account. IAM policies decide who lets it sign. Such keys do not rotate: what was signed with one is
/// verified with the same.
pub(crate) fn signing_key(scope: &mut Scope<'_>, name: &'static str, deletion: Deletion) -> Made<kms::Key> {
    let account = pseudo::arn_global(["iam::".into(), pseudo::account().into(), ":root".into()]);
    let account = || Object::new().with("AWS", account.clone()).into();
    let sign = actions!["kms:GetPublicKey", "kms:Sign", "kms:Verify"];
    // In a key policy the resource `*` means the key itself.
    let policy = document([
        Statement::allow(ADMINISTRATION, ["*"]).for_principal(account()),
        Statement::allow(sign, ["*"]).for_principal(account()),
    ]);
    let key = scope.resource(
        name,
        kms::Key {
            description: Some("Signs images".into()),
            key_policy: Some(policy),
            key_spec: Some("ECC_NIST_P256".into()),
            key_usage: Some("SIGN_VERIFY".into()),
            ..Default::default()
        },
    );
    deletion.apply(scope, &key);
    key
}
