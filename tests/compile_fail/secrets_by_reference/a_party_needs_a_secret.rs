//! expect: a party needs a secret by which it knows who calls

use hc_cdk::{data::Internal, policy::{Hipaa, Production}, prelude::*};
use hc_cdk_aws::{outside::ThirdParty, prelude::*, secrets::SecretHandle};

fn call(stack: &mut Stack<(Hipaa, Production)>, secret: &SecretHandle) {
    stack.add("Lab", ThirdParty::<Internal>::builder().host(domain!("api.example.org")).build());
}

fn main() {}
