//! expect: `Phi` data must not go to a party without an agreement

use hc_cdk::{data::Phi, party::Agreement, policy::{Hipaa, Production}, prelude::*};
use hc_cdk_aws::{outside::ThirdParty, prelude::*, secrets::SecretHandle};

fn call(stack: &mut Stack<(Hipaa, Production)>, secret: &SecretHandle) {
    let party = ThirdParty::<Phi>::builder().host(domain!("api.openai.com")).secret(secret).build();
    stack.add("OpenAi", party);
}

fn main() {}
