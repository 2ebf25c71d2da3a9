//! A secret whose value comes from elsewhere, such as the key of a party outside: it exists already, and a function replaces it.
//!
//! By construction it is replaced as often as the policy asks for. The function asks the party for a new key, and its own role must
//! be permitted to read and write the secret and to use the key that encrypts it.

use std::marker::PhantomData;

use hc_cdk::{
    construct::{Construct, Spec},
    dimension::{PolicyFloor, secret_rotation::SecretRotationFor},
    policy::{Dimension, Policy},
    rule::Rule,
    stack::Within,
    value::Attr,
};

use super::{
    handle::{IsSecret, SecretHandle},
    secret::{IsFunction, rotate},
};
use crate::{
    kind::FunctionArn,
    rule,
    sentences::{RotatedSecretNeedsFunction, RotatedSecretNeedsSecret},
    stack::Aws,
};

/// What has a secret replaced that exists already. `R` is how often.
///
/// ```
/// use hc_cdk::{policy::{Hipaa, Production}, prelude::*};
/// use hc_cdk_aws::{kind::{FunctionArn, SecretArn}, prelude::*, region, secrets::RotatedSecret};
///
/// let mut stack = Stack::<(Hipaa, Production)>::new("clinic", region::UsEast1);
/// let key = stack.add("Key", CustomerKey::builder());
/// let speech = arn!(SecretArn, "arn:aws:secretsmanager:us-east-1:111122223333:secret:speech-AbCdEf");
/// let rotate = arn!(FunctionArn, "arn:aws:lambda:us-east-1:111122223333:function:rotate-speech");
/// let speech = RotatedSecret::builder().secret(&Secret::existing(speech, &key)).rotated_by(rotate);
/// let speech = stack.add("Speech", speech);
/// # assert!(App::new("clinic").stack(stack).synthesize().is_ok());
/// ```
#[derive(Debug, Clone)]
pub struct RotatedSecret<R = PolicyFloor> {
    parts: Parts,
    position: PhantomData<fn() -> R>,
}

hc_cdk::builder! {
    /// What has a secret replaced.
    pub struct Parts;
    /// What has a secret replaced, as it is being described.
    pub struct RotatedSecretBuilder => RotatedSecret;
    needs {
        /// The secret.
        secret(secret: &(impl IsSecret + ?Sized)) -> SecretHandle { secret.it().clone() }: RotatedSecretNeedsSecret;
        /// The function that replaces it, in the account and region of the stack.
        rotated_by(function: impl IsFunction) -> Attr<FunctionArn> { function.it() }: RotatedSecretNeedsFunction;
    }
    positions RotatedSecret {
        /// How often it is replaced, instead of what the policy asks for.
        rotation: R,
    }
}

impl<R> Spec for RotatedSecret<R> {
    type Handle = SecretHandle;
    const KIND: &'static str = "RotatedSecret";
    const INVARIANTS: &'static [Rule] = &[rule::SECRET_ROTATES_IN_TIME];
}

impl<R: SecretRotationFor<P>, P: Policy> Construct<P, Aws> for RotatedSecret<R> {
    fn declare(self, scope: &mut Within<'_, P, Aws>) -> SecretHandle {
        let Parts { secret, rotated_by } = self.parts;
        scope.stands_at(Dimension::secret_rotation, R::POSITION);
        rotate(scope, &secret, rotated_by, R::POSITION.days());
        secret
    }
}
