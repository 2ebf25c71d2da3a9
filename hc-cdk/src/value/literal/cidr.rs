//! IPv4 networks. How long the prefix is and whether the addresses are private is part of a literal's type, so that the
//! compiler knows which networks fit where.

use std::fmt;

use super::NotValid;

/// An IPv4 network with a prefix of `PREFIX` bits, in a private range unless the type says otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cidr<const PREFIX: u8, const PRIVATE: bool = true> {
    base: u32,
}

/// An IPv4 network such as `10.20.0.0/16`, checked by `cargo check`. Its prefix has 8 bits at least.
///
/// ```
/// # use hc_cdk::cidr;
/// let network = cidr!("10.20.0.0/16");
/// assert_eq!(network.to_string(), "10.20.0.0/16");
/// ```
#[macro_export]
macro_rules! cidr {
    ($text:expr) => {{
        const HC_CDK_PARSED: $crate::literal::cidr::CidrBlock = $crate::literal::cidr::CidrBlock::literal($text);
        const HC_CDK_CIDR: $crate::literal::cidr::Cidr<{ HC_CDK_PARSED.prefix() }, { HC_CDK_PARSED.is_private() }> =
            $crate::literal::cidr::Cidr::of(HC_CDK_PARSED);
        HC_CDK_CIDR
    }};
}

impl<const PREFIX: u8, const PRIVATE: bool> Cidr<PREFIX, PRIVATE> {
    /// For [`cidr!`](crate::cidr!).
    #[doc(hidden)]
    pub const fn of(network: CidrBlock) -> Self {
        Self { base: network.base }
    }
}

impl<const PREFIX: u8, const PRIVATE: bool> fmt::Display for Cidr<PREFIX, PRIVATE> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        CidrBlock::from(*self).fmt(f)
    }
}

/// An IPv4 network of which the prefix is known only when the program runs: 8 to 32 bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CidrBlock {
    base: u32,
    prefix: u8,
}

impl CidrBlock {
    /// A network that is known only when the program runs.
    ///
    /// # Errors
    ///
    /// If the text is not `a.b.c.d/prefix` with a prefix from 8 to 32 and no bits set behind it.
    pub const fn parse(text: &str) -> Result<Self, NotValid> {
        match parse(text.as_bytes()) {
            Ok(network) => Ok(network),
            Err(what) => Err(NotValid(what)),
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
        match parse(text.as_bytes()) {
            Ok(network) => network,
            Err(what) => panic!("{}", what),
        }
    }

    /// The prefix in bits.
    pub const fn prefix(self) -> u8 {
        self.prefix
    }

    /// The first of its addresses, as a number.
    pub const fn first(self) -> u32 {
        self.base
    }

    /// How many addresses it has, from 1 to 2^32.
    pub const fn addresses(self) -> u64 {
        1 << (32 - self.prefix)
    }

    /// How many of its addresses are of the internet: none if it is private.
    pub const fn addresses_outside(self) -> u64 {
        if self.is_private() { 0 } else { self.addresses() }
    }

    /// Whether all of it is in 10.0.0.0/8, 172.16.0.0/12 or 192.168.0.0/16, the private ranges of RFC 1918.
    pub const fn is_private(self) -> bool {
        self.base >> 24 == 10
            || self.prefix >= 12 && self.base >> 20 == 0xAC1
            || self.prefix >= 16 && self.base >> 16 == 0xC0A8
    }

    /// The part at that place when the network is cut into parts of `prefix` bits, if there is one.
    pub const fn part(self, prefix: u8, place: u32) -> Option<Self> {
        if prefix < self.prefix || prefix > 32 || (place as u64) >= 1 << (prefix - self.prefix) {
            return None;
        }
        Some(Self { base: self.base + (place << (32 - prefix)), prefix })
    }

    /// Whether all of the other network is in this one.
    pub const fn contains(self, other: Self) -> bool {
        self.prefix <= other.prefix && self.overlaps(other)
    }

    /// Whether the two networks have an address in common.
    pub const fn overlaps(self, other: Self) -> bool {
        let shorter = if self.prefix < other.prefix { self.prefix } else { other.prefix };
        (self.base ^ other.base) >> (32 - shorter) == 0
    }
}

impl<const PREFIX: u8, const PRIVATE: bool> From<Cidr<PREFIX, PRIVATE>> for CidrBlock {
    fn from(cidr: Cidr<PREFIX, PRIVATE>) -> Self {
        Self { base: cidr.base, prefix: PREFIX }
    }
}

impl fmt::Display for CidrBlock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", std::net::Ipv4Addr::from(self.base), self.prefix)
    }
}

const fn parse(text: &[u8]) -> Result<CidrBlock, &'static str> {
    const SHAPE: &str = "a network is written `a.b.c.d/prefix`, such as `10.20.0.0/16`";
    let mut rest = text;
    let mut base: u32 = 0;
    let mut part = 0;
    while part < 4 {
        let Some((number, behind)) = number(rest) else { return Err(SHAPE) };
        if number > 255 {
            return Err("a part of an address is at most 255");
        }
        base = base << 8 | number;
        part += 1;
        rest = match behind {
            [b'.', rest @ ..] if part < 4 => rest,
            [b'/', rest @ ..] if part == 4 => rest,
            _ => return Err(SHAPE),
        };
    }
    let Some((prefix, [])) = number(rest) else { return Err(SHAPE) };
    if prefix < 8 || prefix > 32 {
        return Err("a prefix has from 8 to 32 bits: all of the internet is no network");
    }
    if prefix < 32 && base << prefix != 0 {
        return Err("a network has no bits set behind its prefix: `10.20.0.0/16`, not `10.20.1.0/16`");
    }
    #[allow(clippy::cast_possible_truncation, reason = "at most 32")]
    Ok(CidrBlock { base, prefix: prefix as u8 })
}

/// A number of up to three digits without leading zeros, and what is left behind it.
const fn number(text: &[u8]) -> Option<(u32, &[u8])> {
    let mut rest = text;
    let mut number = 0;
    while let [digit @ b'0'..=b'9', behind @ ..] = rest {
        let digits = text.len() - rest.len();
        if digits == 3 || digits > 0 && number == 0 {
            return None;
        }
        number = number * 10 + (*digit - b'0') as u32;
        rest = behind;
    }
    if rest.len() == text.len() { None } else { Some((number, rest)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_a_network_and_what_is_not() {
        for text in ["10.0.0.0/8", "10.20.0.0/16", "192.168.4.0/24", "203.0.113.0/24", "52.0.0.0/8", "192.0.2.7/32"] {
            assert_eq!(CidrBlock::parse(text).map(|it| it.to_string()), Ok(text.to_owned()));
        }
        for text in
            ["", "10.0.0.0", "10.0.0/8", "10.0.0.0/", "10.0.0.0/33", "10.0.0.0/8/8", "10.0.0.256/32", "10.20.1.0/16"]
        {
            assert!(CidrBlock::parse(text).is_err(), "{text}");
        }
        for text in ["0.0.0.0/0", "8.0.0.0/7", "10.0.0.0.0/8", "010.0.0.0/8", "10.00.0.0/8", "10.0.0.0/08", "a.b.c.d/8"]
        {
            assert!(CidrBlock::parse(text).is_err(), "{text}");
        }
        for text in ["10.0.0.0/16 ", " 10.0.0.0/16", "1000.0.0.0/8", "10.0.0.0/160", "10..0.0/8", "-1.0.0.0/8"] {
            assert!(CidrBlock::parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn which_networks_are_private() {
        let private = |text| CidrBlock::parse(text).unwrap().is_private();
        for text in ["10.0.0.0/8", "10.255.255.255/32", "172.16.0.0/12", "172.31.0.0/16", "192.168.0.0/16"] {
            assert!(private(text), "{text}");
        }
        for text in ["11.0.0.0/8", "172.0.0.0/8", "172.32.0.0/16", "192.0.0.0/8", "192.169.0.0/16", "52.94.0.0/16"] {
            assert!(!private(text), "{text}");
        }
    }

    #[test]
    fn parts_do_not_overlap_and_stay_inside() {
        let whole = CidrBlock::parse("10.20.0.0/24").unwrap();
        let parts: Vec<CidrBlock> = (0..16).map(|place| whole.part(28, place).unwrap()).collect();
        for (at, part) in parts.iter().enumerate() {
            assert!(whole.overlaps(*part) && whole.contains(*part) && !part.contains(whole));
            assert!(parts.iter().skip(at + 1).all(|other| !part.overlaps(*other) && !part.contains(*other)));
        }
        assert_eq!(whole.part(28, 16), None);
        assert_eq!(whole.part(20, 0), None);
    }
}
