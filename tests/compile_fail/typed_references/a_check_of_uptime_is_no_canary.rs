//! expect: this is not a canary

use hc_cdk::policy::{Hipaa, Production};
use hc_cdk_aws::{
    edge::{Uptime, UptimeCheck},
    prelude::*,
};

fn tell(stack: &mut Stack<(Hipaa, Production)>, key: &hc_cdk_aws::keys::Key) {
    let up: Uptime = stack.add("Up", UptimeCheck::builder().domain("api.example.org").build());
    let alarms = Alarms::builder().key(key).notify(Contact::email("oncall@example.org"));
    stack.add("Alarms", alarms.watch("Fails", preset::canary_failing(&up)).build());
}

fn main() {}
