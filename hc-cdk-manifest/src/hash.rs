//! A short fingerprint of texts: the same on every machine and in every version of this crate.

/// Sixteen hexadecimal digits (FNV-1a, 64 bits) of the texts, each with its length, so that no two lists of texts run together.
pub fn of<'a>(texts: impl IntoIterator<Item = &'a str>) -> String {
    let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
    let mut take = |byte: u8| hash = (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
    for text in texts {
        (text.len() as u64).to_le_bytes().into_iter().for_each(&mut take);
        text.bytes().for_each(&mut take);
    }
    format!("{hash:016x}")
}

#[cfg(test)]
mod tests {
    use super::of;

    #[test]
    fn a_fingerprint_stays_what_it_is() {
        assert_eq!(of([]), "cbf29ce484222325");
        assert_ne!(of(["ab", "c"]), of(["a", "bc"]));
    }
}
