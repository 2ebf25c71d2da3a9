//! It has one.

use hc_cdk::policy::{Hipaa, Production};
use hc_cdk_aws::{
    observe::{Monitoring, Workspace, model::Watch},
    prelude::*,
};

fn watch(stack: &mut Stack<(Hipaa, Production)>, figures: &Workspace, watch: Watch) {
    stack.add("Watch", Monitoring::builder().workspace(figures).watch(watch).build());
}

fn main() {}
