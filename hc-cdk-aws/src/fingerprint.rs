//! A number that stands for a text, in a name that has to be another one whenever the text is.

/// FNV-1a with 32 bits.
pub(crate) fn fingerprint(text: &str) -> usize {
    let hash = text.bytes().fold(0x811c_9dc5_u32, |hash, it| (hash ^ u32::from(it)).wrapping_mul(0x0100_0193));
    usize::try_from(hash).unwrap_or_default()
}
