//! expect: is not a construct for a stack on `Aws`

use hc_cdk::policy::Hipaa;
use hc_cdk_aws::{cfn::cloudtrail, keys::Key, prelude::*};

fn trail(stack: &mut Stack<Hipaa>, key: &Key) {
    stack.add("Audit", cloudtrail::Trail { is_logging: Some(false.into()), ..Default::default() });
}

fn main() {}
