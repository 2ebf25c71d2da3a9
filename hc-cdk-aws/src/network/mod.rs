//! Networks: VPCs, their endpoints, and security groups.

mod addresses;
mod default_group;
mod endpoints;
mod security_group;
mod subnets;
mod vpc;
mod ways_out;

pub use addresses::{PrivateNetwork, RoomForHosts, RoomForSubnets};
pub use endpoints::InterfaceEndpoint;
pub use security_group::SecurityGroup;
pub use subnets::Subnets;
pub use vpc::{ExistingVpc, IsNetwork, Network, Vpc, VpcBuilder, Zones};
