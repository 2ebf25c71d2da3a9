//! expect: a workspace needs a key that encrypts what is measured

use hc_cdk::policy::{Hipaa, Production};
use hc_cdk_aws::{
    observe::{AlarmSet, Prometheus, model::Routes},
    prelude::*,
};

fn measure(stack: &mut Stack<(Hipaa, Production)>, team: &AlarmSet) {
    stack.add("Figures", Prometheus::builder().routes(Routes::to(&team.channel("Team"))).build());
}

fn main() {}
