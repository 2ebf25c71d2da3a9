//! Networks: VPCs, their endpoints, and security groups.

mod addresses;
mod default_group;
mod endpoints;
mod security_group;
mod vpc;
mod ways_out;

pub use addresses::{PrivateNetwork, RoomForSubnets, VpcNetwork};
pub use endpoints::InterfaceEndpoint;
pub use security_group::SecurityGroup;
pub use vpc::{ExistingVpc, IsNetwork, Network, Vpc, VpcBuilder, Zones};
