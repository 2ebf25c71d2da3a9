//! A party with the name of its host.

use hc_cdk::{data::Internal, policy::{Hipaa, Production}, prelude::*};
use hc_cdk_k8s::{network::ThirdParty, prelude::*};

fn call(chart: &mut Chart<(Hipaa, Production)>) {
    let rates = ThirdParty::<Internal>::builder().network(cidr!("198.51.100.0/24")).port(443);
    chart.add("Rates", rates.host(domain!("rates.example.org")).build());
}

fn main() {}
