//! A network is known by its own id.

use hc_cdk_aws::{
    keys::Key,
    network::{ExistingVpc, Network},
};

fn beside(network: &Network, key: &Key, existing: ExistingVpc) -> ExistingVpc {
    ExistingVpc { id: network.id(), ..existing }
}

fn main() {}
