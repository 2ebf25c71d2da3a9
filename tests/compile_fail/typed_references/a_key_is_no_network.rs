//! expect: expected `Value<VpcId>`, found `Value<KeyArn>`

use hc_cdk_aws::{
    keys::Key,
    network::{ExistingVpc, Network},
};

fn beside(network: &Network, key: &Key, existing: ExistingVpc) -> ExistingVpc {
    ExistingVpc { id: key.arn(), ..existing }
}

fn main() {}
