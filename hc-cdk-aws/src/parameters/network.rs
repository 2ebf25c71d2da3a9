//! The networks of VPCs and of their subnets: what is known only when the program runs, and what only the deployment knows.

use hc_cdk::{
    literal::{
        NotValid,
        cidr::{Cidr, CidrBlock},
    },
    value::{Kind, Limits, Value},
};

/// A private network with a prefix from `/16` to `/24`: what a VPC is cut from. A literal is `cidr!("10.0.0.0/16").into()`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct VpcNetwork(CidrBlock);

/// A private network with a prefix from `/16` to `/28`: what a subnet has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SubnetNetwork(CidrBlock);

/// The private ranges of RFC 1918 with prefixes that match the last argument.
macro_rules! private {
    ($prefix:literal) => {
        concat!(
            "(10(\\.(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])){3}",
            "|172\\.(1[6-9]|2[0-9]|3[01])(\\.(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])){2}",
            "|192\\.168(\\.(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])){2})/",
            $prefix
        )
    };
}

// A pattern cannot see bits behind the prefix. EC2 takes them away.
impl Kind for VpcNetwork {
    const LIMITS: Limits = Limits::matching(
        private!("(1[6-9]|2[0-4])"),
        "a network in 10.0.0.0/8, 172.16.0.0/12 or 192.168.0.0/16 with a prefix from /16 to /24",
    );
}

impl Kind for SubnetNetwork {
    const LIMITS: Limits = Limits::matching(
        private!("(1[6-9]|2[0-8])"),
        "a network in 10.0.0.0/8, 172.16.0.0/12 or 192.168.0.0/16 with a prefix from /16 to /28",
    );
}

impl VpcNetwork {
    /// A VPC's network that is known only when the program runs.
    ///
    /// # Errors
    ///
    /// If the text is not a private network with a prefix of 16 to 24 bits.
    pub fn parse(text: &str) -> Result<Self, NotValid> {
        private(text, 24, "a VPC with subnets in several zones has a prefix from `/16` to `/24`").map(Self)
    }
}

impl SubnetNetwork {
    /// A subnet's network that is known only when the program runs.
    ///
    /// # Errors
    ///
    /// If the text is not a private network with a prefix of 16 to 28 bits.
    pub fn parse(text: &str) -> Result<Self, NotValid> {
        private(text, 28, "a subnet has a prefix from `/16` to `/28`").map(Self)
    }
}

fn private(text: &str, longest: u8, prefix: &'static str) -> Result<CidrBlock, NotValid> {
    let network = CidrBlock::parse(text)?;
    if !network.is_private() {
        Err(NotValid::new("a private network lies in 10.0.0.0/8, 172.16.0.0/12 or 192.168.0.0/16"))
    } else if !(16..=longest).contains(&network.prefix()) {
        Err(NotValid::new(prefix))
    } else {
        Ok(network)
    }
}

macro_rules! values {
    ($($of:ident)*) => {$(
        impl From<$of> for CidrBlock {
            fn from(network: $of) -> Self {
                network.0
            }
        }

        impl From<$of> for Value<$of> {
            fn from(network: $of) -> Self {
                Self::literal(network.0.to_string())
            }
        }
    )*};
}

values! { VpcNetwork SubnetNetwork }

macro_rules! literals {
    ($($of:ident: $($prefix:literal)+;)*) => {$($(
        impl From<Cidr<$prefix>> for $of {
            fn from(network: Cidr<$prefix>) -> Self {
                Self(network.into())
            }
        }
    )+)*};
}

literals! {
    VpcNetwork: 16 17 18 19 20 21 22 23 24;
    SubnetNetwork: 16 17 18 19 20 21 22 23 24 25 26 27 28;
}

/// Whether a pattern of a parameter lets nothing else pass than a private network.
pub(crate) fn is_private(pattern: &str) -> bool {
    [VpcNetwork::LIMITS, SubnetNetwork::LIMITS].iter().any(|it| it.pattern == Some(pattern))
}

#[cfg(test)]
mod tests {
    use hc_cdk::value::Kind as _;
    use regex_lite::Regex;

    use super::{SubnetNetwork, VpcNetwork};

    #[test]
    fn a_vpc_is_private_and_has_room_for_subnets() {
        for text in ["10.20.0.0/16", "172.31.0.0/20", "192.168.4.0/24"] {
            assert!(VpcNetwork::parse(text).is_ok(), "{text}");
        }
        for text in ["10.0.0.0/15", "10.0.0.0/25", "52.94.0.0/16", "172.32.0.0/16", "192.169.0.0/16", "10.0.0.0"] {
            assert!(VpcNetwork::parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn what_is_given_passes_where_a_literal_does() {
        let whole = |pattern: Option<&str>| Regex::new(&format!("^(?:{})$", pattern.unwrap())).unwrap();
        let (vpc, subnet) = (whole(VpcNetwork::LIMITS.pattern), whole(SubnetNetwork::LIMITS.pattern));
        let mut seen = 0;
        for base in [
            "10.0.0.0",
            "10.255.0.0",
            "11.0.0.0",
            "172.15.0.0",
            "172.16.0.0",
            "172.31.0.0",
            "172.32.0.0",
            "192.168.0.0",
        ] {
            for prefix in 0..=33 {
                let text = format!("{base}/{prefix}");
                assert_eq!(vpc.is_match(&text), VpcNetwork::parse(&text).is_ok(), "{text}");
                assert_eq!(subnet.is_match(&text), SubnetNetwork::parse(&text).is_ok(), "{text}");
                seen += usize::from(subnet.is_match(&text));
            }
        }
        assert_eq!(seen, 5 * 13);
        for text in [
            "10.0.0.0.0/16",
            "10.0.0/16",
            "10.256.0.0/16",
            "10.00.0.0/16",
            "010.0.0.0/16",
            "10.0.0.0",
            "0.0.0.0/0",
            "x10.0.0.0/16",
            "10.0.0.0/16 ",
        ] {
            assert!(!vpc.is_match(text) && !subnet.is_match(text), "{text}");
        }
    }
}
