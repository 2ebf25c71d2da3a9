//! Which networks a VPC can be cut from.

use hc_cdk::literal::{
    NotValid,
    cidr::{Cidr, CidrBlock},
};

/// A network of private addresses. Others belong to somebody else, who could then not be reached.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a private network",
    label = "use `cidr!(..)` with a network in 10.0.0.0/8, 172.16.0.0/12 or 192.168.0.0/16",
    note = "ISO/IEC 27001:2022 A.8.22: segregation of networks"
)]
pub trait PrivateNetwork {}

impl<const PREFIX: u8> PrivateNetwork for Cidr<PREFIX, true> {}
impl PrivateNetwork for VpcNetwork {}

/// A network that a VPC can be cut from: three tiers of subnets in up to three zones, each of at least 16 addresses.
///
/// A VPC takes prefixes from 16 to 28 bits; 24 bits leave subnets of 28 bits, the smallest there are.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is too small or too large a network for a VPC with subnets in several zones",
    label = "use a prefix from `/16` to `/24`",
    note = "ISO/IEC 27001:2022 A.8.22: segregation of networks; a subnet has 16 addresses at least"
)]
pub trait RoomForSubnets {
    /// The network as a value.
    fn network(self) -> CidrBlock;
}

macro_rules! room {
    ($($prefix:literal)+) => {$(
        impl<const PRIVATE: bool> RoomForSubnets for Cidr<$prefix, PRIVATE> {
            fn network(self) -> CidrBlock { self.into() }
        }
    )+};
}

room!(16 17 18 19 20 21 22 23 24);

/// A [`CidrBlock`] of which it was checked that it is private and that subnets fit into it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct VpcNetwork(CidrBlock);

impl RoomForSubnets for VpcNetwork {
    fn network(self) -> CidrBlock {
        self.0
    }
}

impl VpcNetwork {
    /// A VPC's network that is known only when the program runs.
    ///
    /// # Errors
    ///
    /// If the text is not a private network with a prefix of 16 to 24 bits.
    pub fn parse(text: &str) -> Result<Self, NotValid> {
        let network = CidrBlock::parse(text)?;
        if !network.is_private() {
            Err(NotValid::new("a private network lies in 10.0.0.0/8, 172.16.0.0/12 or 192.168.0.0/16"))
        } else if !(16..=24).contains(&network.prefix()) {
            Err(NotValid::new("a VPC with subnets in several zones has a prefix from `/16` to `/24`"))
        } else {
            Ok(Self(network))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::VpcNetwork;

    #[test]
    fn a_vpc_is_private_and_has_room_for_subnets() {
        for text in ["10.20.0.0/16", "172.31.0.0/20", "192.168.4.0/24"] {
            assert!(VpcNetwork::parse(text).is_ok(), "{text}");
        }
        for text in ["10.0.0.0/15", "10.0.0.0/25", "52.94.0.0/16", "172.32.0.0/16", "192.169.0.0/16", "10.0.0.0"] {
            assert!(VpcNetwork::parse(text).is_err(), "{text}");
        }
    }
}
