//! expect: data must not reside in `UsEast1` where `Gdpr` applies

use hc_cdk::{policy::Gdpr, prelude::*};
use hc_cdk_aws::region;

fn main() {
    let stack = Stack::<Gdpr>::new("records", region::UsEast1);
}
