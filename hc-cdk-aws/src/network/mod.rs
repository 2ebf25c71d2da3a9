//! Networks: VPCs, their endpoints, and security groups.

mod addresses;
mod calls;
#[cfg(test)]
mod closed_tests;
mod default_group;
mod endpoints;
mod existing;
mod named_hosts;
mod names;
mod security_group;
mod subnets;
mod tiers;
mod vpc;
mod ways_out;
mod zones;

pub use addresses::{PrivateNetwork, RoomForHosts, RoomForSubnets};
pub(crate) use calls::{Calls, is_registry_of};
pub use endpoints::InterfaceEndpoint;
pub(crate) use endpoints::own_account;
pub use existing::{ExistingEndpoints, StoreEndpoint};
pub(crate) use existing::{check, is_id};
pub use named_hosts::NamedHosts;
pub use security_group::SecurityGroup;
pub use subnets::Subnets;
pub use vpc::{ExistingVpc, Hosts, InterfaceEndpoints, IsNetwork, Network, Vpc, VpcBuilder};
pub use zones::{NumberOfZones, Zones};
