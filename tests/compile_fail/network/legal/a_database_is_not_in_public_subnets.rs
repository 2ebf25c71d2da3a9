//! Its perimeter puts it into isolated subnets.

use hc_cdk::data::Phi;
use hc_cdk_aws::{network::Network, prelude::*};

fn patients(zone: &Perimeter<Phi>, network: &Network) {
    EncryptedDatabase::builder().perimeter(zone).engine(Postgres::V17).build();
}

fn main() {}
