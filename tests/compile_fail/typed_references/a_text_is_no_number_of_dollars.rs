//! expect: is not a number of dollars

use hc_cdk_aws::{account::Budget, prelude::*};

fn program() {
    let _ = Budget::builder().dollars("175").notify(Contact::email("finance@example.org")).build();
}

fn main() {}
