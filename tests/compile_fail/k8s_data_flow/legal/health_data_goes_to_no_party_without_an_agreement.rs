//! A party that gets the data under an agreement.

use hc_cdk::{data::Phi, party::Agreement, policy::{Hipaa, Production}, prelude::*};
use hc_cdk_k8s::{network::ThirdParty, prelude::*};

fn call(chart: &mut Chart<(Hipaa, Production)>) {
    let bank = ThirdParty::<Phi>::builder().network(cidr!("198.51.100.0/24")).port(443);
    let bank = bank.host(domain!("bank.example.org")).build();
    chart.add("Bank", bank.agreement(Agreement::of("Contract 2026-014", "jane.roe")));
}

fn main() {}
