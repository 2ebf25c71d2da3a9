//! A party that has the data where the policy lets it be.

use hc_cdk::{country, data::Phi, party::Agreement, policy::UkHealth, prelude::*};
use hc_cdk_k8s::{network::ThirdParty, prelude::*};

fn call(chart: &mut Chart<UkHealth>) {
    let bank = ThirdParty::<Phi>::builder().network(cidr!("198.51.100.0/24")).port(443);
    let bank = bank.host(domain!("bank.example.org")).build();
    chart.add("Bank", bank.located(country::Gb).agreement(Agreement::of("Contract 2026-014", "jane.roe")));
}

fn main() {}
