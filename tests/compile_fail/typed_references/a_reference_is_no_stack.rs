//! expect: is not a stack that an app takes

use hc_cdk::{policy::{Hipaa, Production}, prelude::*};
use hc_cdk_aws::prelude::*;

fn program(stack: Stack<(Hipaa, Production)>) {
    let _ = App::new("clinic").stack(&stack);
}

fn main() {}
