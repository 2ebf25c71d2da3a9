//! It says so.

use hc_cdk::{data::Phi, party::Agreement, policy::UkHealth, prelude::*};
use hc_cdk_aws::{country::Ie, outside::ThirdParty, prelude::*, secrets::SecretHandle};

fn call(stack: &mut Stack<UkHealth>, secret: &SecretHandle) {
    let party = ThirdParty::<Phi>::builder().host(domain!("api.openai.com")).secret(secret).build();
    stack.add("OpenAi", party.located(Ie).agreement(Agreement::of("Contract 2026-014", "jane.roe")));
}

fn main() {}
