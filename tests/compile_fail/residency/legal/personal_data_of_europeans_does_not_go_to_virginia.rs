//! Frankfurt is in the European Union.

use hc_cdk::{policy::Gdpr, prelude::*};
use hc_cdk_aws::{region, stack::Stack};

fn main() {
    let stack = Stack::<Gdpr>::new("records", region::EuCentral1);
}
