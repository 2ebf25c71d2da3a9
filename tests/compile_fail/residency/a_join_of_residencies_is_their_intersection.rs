//! expect: data must not reside in `EuCentral1` where `(Gdpr, UkHealth)` applies

use hc_cdk::policy::{Gdpr, UkHealth};
use hc_cdk_aws::{region, stack::Stack};

fn main() {
    let stack = Stack::<(Gdpr, UkHealth)>::new("records", region::EuCentral1);
}
