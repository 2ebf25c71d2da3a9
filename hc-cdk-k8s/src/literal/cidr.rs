//! IPv4 networks outside the cluster.

super::literal! {
    /// An IPv4 network such as `10.20.0.0/16`. All of the internet is none.
    Cidr,
    wrong,
    "a network is written `a.b.c.d/prefix` with a prefix from 8 to 32 and no bits behind it, such as `10.20.0.0/16`"
}

/// An IPv4 network such as `10.20.0.0/16`, checked by `cargo check`. Its prefix has 8 bits at least.
///
/// ```
/// let databases = hc_cdk_k8s::cidr!("10.20.128.0/20");
/// assert!(hc_cdk_k8s::literal::cidr::Cidr::parse("0.0.0.0/0").is_err());
/// ```
#[macro_export]
macro_rules! cidr {
    ($text:expr) => {{
        const TEXT: $crate::literal::cidr::Cidr = $crate::literal::cidr::Cidr::literal($text);
        TEXT
    }};
}

const WRONG: Option<&str> =
    Some("a network is written `a.b.c.d/prefix` with a prefix from 8 to 32 and no bits behind it");

const fn wrong(text: &[u8]) -> Option<&'static str> {
    let mut rest = text;
    let mut base: u32 = 0;
    let mut part = 0;
    while part < 4 {
        let Some((number, behind)) = number(rest) else { return WRONG };
        base = base << 8 | number;
        part += 1;
        rest = match behind {
            [b'.', rest @ ..] if part < 4 => rest,
            [b'/', rest @ ..] if part == 4 => rest,
            _ => return WRONG,
        };
    }
    match number(rest) {
        Some((prefix, [])) if prefix >= 8 && prefix <= 32 && (prefix == 32 || base << prefix == 0) => None,
        _ => WRONG,
    }
}

/// A number up to 255 without leading zeros, and what is left behind it.
const fn number(text: &[u8]) -> Option<(u32, &[u8])> {
    let mut rest = text;
    let mut number = 0;
    let mut digits = 0;
    while let [digit, behind @ ..] = rest {
        if !digit.is_ascii_digit() {
            break;
        }
        if digits > 0 && number == 0 {
            return None;
        }
        number = number * 10 + (*digit - b'0') as u32;
        digits += 1;
        rest = behind;
        if number > 255 {
            return None;
        }
    }
    if digits == 0 { None } else { Some((number, rest)) }
}

#[cfg(test)]
mod tests {
    use super::Cidr;

    #[test]
    fn a_network_has_no_bits_behind_its_prefix() {
        for right in ["10.0.0.0/8", "10.20.0.0/16", "192.0.2.7/32"] {
            assert!(Cidr::parse(right).is_ok(), "{right}");
        }
        for wrong in [
            "",
            "10.0.0.0",
            "0.0.0.0/0",
            "10.0.0.1/24",
            "10.0.0/24",
            "256.0.0.0/8",
            "10.0.0.0/33",
            "10.00.0.0/16",
            "10.0.0.0.0/16",
            "10.0.0.0/16 ",
        ] {
            assert!(Cidr::parse(wrong).is_err(), "{wrong}");
        }
    }
}
