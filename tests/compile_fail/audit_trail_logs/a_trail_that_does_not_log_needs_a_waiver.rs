//! expect: is not a construct, and a raw resource enters a stack only in a `Waiver`

use hc_cdk::policy::Hipaa;
use hc_cdk_aws::{cfn::cloudtrail, keys::Key, prelude::*};

fn trail(stack: &mut Stack<Hipaa>, key: &Key) {
    stack.add("Audit", cloudtrail::Trail { is_logging: Some(false.into()), ..Default::default() });
}

fn main() {}
