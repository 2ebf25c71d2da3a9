//! expect: what is watched needs a workspace that keeps what is measured

use hc_cdk::policy::{Hipaa, Production};
use hc_cdk_aws::{
    observe::{Monitoring, model::Watch},
    prelude::*,
};

fn watch(stack: &mut Stack<(Hipaa, Production)>, watch: Watch) {
    stack.add("Watch", Monitoring::builder().watch(watch).build());
}

fn main() {}
