//! expect: data must not reside in `UsEast1` where `Gdpr` applies

use hc_cdk::policy::Gdpr;
use hc_cdk_aws::{region, stack::Stack};

fn main() {
    let stack = Stack::<Gdpr>::new("records", region::UsEast1);
}
