//! Networks: VPCs, their endpoints, and security groups.

mod addresses;
mod default_group;
mod endpoints;
mod existing;
mod security_group;
mod subnets;
mod tiers;
mod vpc;
mod ways_out;
mod zones;

pub use addresses::{PrivateNetwork, RoomForHosts, RoomForSubnets};
pub use endpoints::InterfaceEndpoint;
pub(crate) use endpoints::service_name;
pub(crate) use existing::{check, is_id};
pub use security_group::SecurityGroup;
pub use subnets::Subnets;
pub use vpc::{ExistingVpc, IsNetwork, Network, Vpc, VpcBuilder};
pub use zones::{NumberOfZones, Zones};
