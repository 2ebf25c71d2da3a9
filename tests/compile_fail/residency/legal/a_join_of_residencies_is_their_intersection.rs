//! Ireland is in both sets.

use hc_cdk::{
    policy::{Gdpr, UkHealth},
    prelude::*,
};
use hc_cdk_aws::{region, stack::Stack};

fn main() {
    let stack = Stack::<(Gdpr, UkHealth)>::new("records", region::EuWest1);
}
