//! Which networks a VPC and its subnets can have, as literals and as values that only the deployment knows.

use hc_cdk::{
    literal::cidr::{Cidr, CidrBlock},
    value::{Kind, Value},
};

use crate::parameters::{SubnetNetwork, VpcNetwork};

/// A network of private addresses. Others belong to somebody else, who could then not be reached.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a private network",
    label = "use `cidr!(..)` with a network in 10.0.0.0/8, 172.16.0.0/12 or 192.168.0.0/16, or a `Parameter::<VpcNetwork>`",
    note = "ISO/IEC 27001:2022 A.8.22: segregation of networks"
)]
pub trait PrivateNetwork {}

impl<const PREFIX: u8> PrivateNetwork for Cidr<PREFIX, true> {}
impl PrivateNetwork for VpcNetwork {}
impl PrivateNetwork for Value<VpcNetwork> {}
impl PrivateNetwork for SubnetNetwork {}
impl PrivateNetwork for Value<SubnetNetwork> {}

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
    fn network(self) -> Value<VpcNetwork>;
}

/// A network that a subnet can have: of at least 16 addresses.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a network for a subnet",
    label = "use `cidr!(..)` with a prefix from `/16` to `/28`, or a `Parameter::<SubnetNetwork>`",
    note = "ISO/IEC 27001:2022 A.8.22: segregation of networks; a subnet has 16 addresses at least"
)]
pub trait RoomForHosts {
    /// The network as a value.
    fn network(self) -> Value<SubnetNetwork>;
}

/// A literal whose addresses were compared by the compiler.
fn literal<T: Kind>(network: CidrBlock) -> Value<T> {
    Value::literal(network.to_string())
}

macro_rules! room {
    ($($room:ident -> $kind:ident: $($prefix:literal)+;)*) => {$(
        $(
            impl<const PRIVATE: bool> $room for Cidr<$prefix, PRIVATE> {
                fn network(self) -> Value<$kind> {
                    literal(self.into())
                }
            }
        )+

        impl $room for $kind {
            fn network(self) -> Value<$kind> {
                self.into()
            }
        }

        impl $room for Value<$kind> {
            fn network(self) -> Value<$kind> {
                self
            }
        }
    )*};
}

room! {
    RoomForSubnets -> VpcNetwork: 16 17 18 19 20 21 22 23 24;
    RoomForHosts -> SubnetNetwork: 16 17 18 19 20 21 22 23 24 25 26 27 28;
}
