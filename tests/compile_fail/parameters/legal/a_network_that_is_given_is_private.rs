//! CloudFormation refuses a network that belongs to somebody else.

use hc_cdk::{policy::Development, prelude::*};
use hc_cdk_aws::{network::Subnets, parameters::VpcNetwork, prelude::*, region};

fn main() {
    let mut stack = Stack::<Development>::new("try", region::EuSouth1);
    let key = stack.add("Key", CustomerKey::builder().build());
    let network = stack.parameter("VpcCidr", Parameter::<VpcNetwork>::new("the network"));
    let subnets =
        Subnets::of([cidr!("10.0.1.0/24"), cidr!("10.0.2.0/24")], [cidr!("10.0.3.0/24"), cidr!("10.0.4.0/24")]);
    stack.add("Network", Vpc::builder().cidr(network).key(&key).subnets(subnets).build());
}
