//! The preset is given a canary.

use hc_cdk::policy::{Hipaa, Production};
use hc_cdk_aws::{observe::CanaryRuns, prelude::*};

fn tell(stack: &mut Stack<(Hipaa, Production)>, key: &hc_cdk_aws::keys::Key, works: &CanaryRuns) {
    let alarms = Alarms::builder().key(key).notify(Contact::email("oncall@example.org"));
    stack.add("Alarms", alarms.watch("Fails", preset::canary_failing(works)).build());
}

fn main() {}
