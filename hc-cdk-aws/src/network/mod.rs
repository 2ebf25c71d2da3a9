//! Networks: VPCs, their endpoints, and security groups.

mod addresses;
mod default_group;
mod endpoints;
mod existing;
mod security_group;
mod vpc;
mod ways_out;

pub use addresses::{PrivateNetwork, RoomForSubnets, VpcNetwork};
pub use endpoints::InterfaceEndpoint;
pub(crate) use existing::{check, is_id};
pub use security_group::SecurityGroup;
pub use vpc::{ExistingVpc, IsNetwork, Network, NumberOfZones, Vpc, VpcBuilder, Zones};
