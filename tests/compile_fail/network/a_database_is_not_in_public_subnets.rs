//! expect: a database is in its network's subnets for stores and in no others

use hc_cdk::data::Phi;
use hc_cdk_aws::{network::Network, prelude::*};

fn patients(zone: &Perimeter<Phi>, network: &Network) {
    EncryptedDatabase::builder().perimeter(zone).engine(Postgres::V17).subnets(network).build();
}

fn main() {}
