//! It does.

use hc_cdk::policy::{Hipaa, Production};
use hc_cdk_aws::{
    keys::Key,
    observe::{AlarmSet, Prometheus, model::Routes},
    prelude::*,
};

fn measure(stack: &mut Stack<(Hipaa, Production)>, key: &Key, team: &AlarmSet) {
    stack.add("Figures", Prometheus::builder().key(key).routes(Routes::to(&team.channel("Team"))).build());
}

fn main() {}
