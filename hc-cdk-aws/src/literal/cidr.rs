//! IPv4 networks. The length of the prefix is part of the type, so that the compiler knows whether subnets fit.

use std::fmt;

/// A private IPv4 network with a prefix of `PREFIX` bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cidr<const PREFIX: u8> {
    base: u32,
}

/// A private IPv4 network such as `10.20.0.0/16`, checked by `cargo check`.
///
/// ```
/// let network = hc_cdk_aws::cidr!("10.20.0.0/16");
/// assert_eq!(network.to_string(), "10.20.0.0/16");
/// ```
#[macro_export]
macro_rules! cidr {
    ($text:expr) => {{
        const HC_CDK_PARSED: $crate::literal::cidr::CidrBlock = $crate::literal::cidr::CidrBlock::literal($text);
        const HC_CDK_CIDR: $crate::literal::cidr::Cidr<{ HC_CDK_PARSED.prefix() }> =
            $crate::literal::cidr::Cidr::of(HC_CDK_PARSED);
        HC_CDK_CIDR
    }};
}

impl<const PREFIX: u8> Cidr<PREFIX> {
    /// For [`cidr!`](crate::cidr!).
    #[doc(hidden)]
    pub const fn of(network: CidrBlock) -> Self {
        Self { base: network.base }
    }
}

impl<const PREFIX: u8> fmt::Display for Cidr<PREFIX> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        CidrBlock::from(*self).fmt(f)
    }
}

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
        impl RoomForSubnets for Cidr<$prefix> {
            fn network(self) -> CidrBlock { self.into() }
        }
    )+};
}

room!(16 17 18 19 20 21 22 23 24);

/// A private IPv4 network of which the prefix is known only when the program runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CidrBlock {
    base: u32,
    prefix: u8,
}

/// A [`CidrBlock`] of which it was checked that subnets fit into it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct VpcNetwork(CidrBlock);

impl RoomForSubnets for VpcNetwork {
    fn network(self) -> CidrBlock {
        self.0
    }
}

/// Why a text is not a network.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotANetwork(&'static str);

impl fmt::Display for NotANetwork {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl std::error::Error for NotANetwork {}

impl VpcNetwork {
    /// A VPC's network that is known only when the program runs.
    ///
    /// # Errors
    ///
    /// If the text is not a private network with a prefix of 16 to 24 bits.
    pub fn parse(text: &str) -> Result<Self, NotANetwork> {
        let network = CidrBlock::parse(text)?;
        if (16..=24).contains(&network.prefix) {
            Ok(Self(network))
        } else {
            Err(NotANetwork("a VPC with subnets in several zones has a prefix from `/16` to `/24`"))
        }
    }
}

impl CidrBlock {
    /// A network that is known only when the program runs.
    ///
    /// # Errors
    ///
    /// If the text is not `a.b.c.d/prefix` in a private range, with no bits set behind the prefix.
    pub const fn parse(text: &str) -> Result<Self, NotANetwork> {
        match parse(text.as_bytes()) {
            Ok((base, prefix)) => Ok(Self { base, prefix }),
            Err(what) => Err(NotANetwork(what)),
        }
    }

    /// For [`cidr!`](crate::cidr!).
    ///
    /// # Panics
    ///
    /// If the text is not a network; in a constant that is a compile error.
    #[doc(hidden)]
    #[allow(clippy::panic, reason = "evaluated at compile time, where a panic is the error message")]
    pub const fn literal(text: &str) -> Self {
        match Self::parse(text) {
            Ok(network) => network,
            Err(NotANetwork(what)) => panic!("{}", what),
        }
    }

    /// The prefix in bits.
    pub const fn prefix(self) -> u8 {
        self.prefix
    }

    /// The part at that place when the network is cut into parts of `prefix` bits, if there is one.
    pub const fn part(self, prefix: u8, place: u32) -> Option<Self> {
        if prefix < self.prefix || prefix > 32 || (place as u64) >= 1 << (prefix - self.prefix) {
            return None;
        }
        Some(Self { base: self.base + (place << (32 - prefix)), prefix })
    }

    /// Whether the two networks have an address in common.
    pub const fn overlaps(self, other: Self) -> bool {
        let shorter = if self.prefix < other.prefix { self.prefix } else { other.prefix };
        (self.base ^ other.base) & mask(shorter) == 0
    }
}

impl<const PREFIX: u8> From<Cidr<PREFIX>> for CidrBlock {
    fn from(cidr: Cidr<PREFIX>) -> Self {
        Self { base: cidr.base, prefix: PREFIX }
    }
}

impl fmt::Display for CidrBlock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", std::net::Ipv4Addr::from(self.base), self.prefix)
    }
}

const fn mask(prefix: u8) -> u32 {
    if prefix == 0 { 0 } else { u32::MAX << (32 - prefix) }
}

#[allow(
    clippy::indexing_slicing,
    reason = "evaluated at compile time too, where iterators are not; bounds are checked"
)]
const fn parse(it: &[u8]) -> Result<(u32, u8), &'static str> {
    const SHAPE: &str = "a network is written `a.b.c.d/prefix`, such as `10.20.0.0/16`";
    let mut base: u32 = 0;
    let mut number: u32 = 0;
    let mut digits = 0;
    let mut part = 0;
    let mut at = 0;
    while at <= it.len() {
        let end = at == it.len();
        let byte = if end { b'/' } else { it[at] };
        if byte.is_ascii_digit() {
            if digits == 3 || (digits > 0 && number == 0) {
                return Err(SHAPE);
            }
            number = number * 10 + (byte - b'0') as u32;
            digits += 1;
        } else {
            let separator = if part < 3 { b'.' } else { b'/' };
            if byte != separator || digits == 0 || (end && part != 4) || part > 4 {
                return Err(SHAPE);
            }
            if part < 4 {
                if number > 255 {
                    return Err("a part of an address is at most 255");
                }
                base = base << 8 | number;
            } else if !end {
                return Err(SHAPE);
            }
            if !end {
                number = 0;
                digits = 0;
            }
            part += 1;
        }
        at += 1;
    }
    if number > 32 {
        return Err("a prefix has at most 32 bits");
    }
    #[allow(clippy::cast_possible_truncation, reason = "at most 32")]
    let prefix = number as u8;
    if base & !mask(prefix) != 0 {
        return Err("a network has no bits set behind its prefix: `10.20.0.0/16`, not `10.20.1.0/16`");
    }
    let private = (prefix >= 8 && base >> 24 == 10)
        || (prefix >= 12 && base >> 20 == 0xAC1)
        || (prefix >= 16 && base >> 16 == 0xC0A8);
    if !private {
        return Err("a private network lies in 10.0.0.0/8, 172.16.0.0/12 or 192.168.0.0/16");
    }
    Ok((base, prefix))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_a_network_and_what_is_not() {
        for text in ["10.0.0.0/8", "10.20.0.0/16", "172.16.0.0/12", "192.168.4.0/24", "10.0.0.4/32"] {
            assert_eq!(CidrBlock::parse(text).map(|it| it.to_string()), Ok(text.to_owned()));
        }
        for text in
            ["", "10.0.0.0", "10.0.0/8", "10.0.0.0/", "10.0.0.0/33", "10.0.0.0/8/8", "10.0.0.256/32", "10.20.1.0/16"]
        {
            assert!(CidrBlock::parse(text).is_err(), "{text}");
        }
        for text in
            ["8.8.8.0/24", "0.0.0.0/0", "172.32.0.0/16", "10.0.0.0.0/8", "010.0.0.0/8", "10.0.0.0/4", "a.b.c.d/8"]
        {
            assert!(CidrBlock::parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn parts_do_not_overlap_and_stay_inside() {
        let whole = CidrBlock::parse("10.20.0.0/24").unwrap();
        let parts: Vec<CidrBlock> = (0..16).map(|place| whole.part(28, place).unwrap()).collect();
        for (at, part) in parts.iter().enumerate() {
            assert!(whole.overlaps(*part));
            assert!(parts.iter().skip(at + 1).all(|other| !part.overlaps(*other)));
        }
        assert_eq!(whole.part(28, 16), None);
        assert_eq!(whole.part(20, 0), None);
    }
}
