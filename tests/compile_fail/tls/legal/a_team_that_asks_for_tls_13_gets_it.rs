//! TLS 1.3 is what the team asks for.

use hc_cdk::{dimension::tls, policy::Hipaa, prelude::*};
use hc_cdk_aws::region;
use hc_cdk_tests::Listener;

policy! { Acme { tls: Tls13, .. } }

fn main() {
    let mut stack = Stack::<(Hipaa, Acme)>::new("clinic", region::UsEast1);
    stack.add("Own", Listener(tls::Tls13));
}
