//! Which model decides: by the digest of its weights. A version can be moved to others.

super::literal! {
    /// The digest of a model: `sha256:` and 64 hexadecimal digits.
    Digest, wrong
}

/// The digest of a model, checked by `cargo check`.
///
/// ```
/// # use hc_cdk_k8s::digest;
/// let model = digest!("sha256:b17ef6d19c7a5b1ee83b907c595526dcb1eb06db8227d650d5dda0a9f4ce8cd9");
/// ```
///
/// ```compile_fail
/// # use hc_cdk_k8s::digest;
/// let model = digest!("v3");
/// ```
#[macro_export]
macro_rules! digest {
    ($text:expr) => {{
        // A name that no program uses: a constant of the program with the same name would be hidden.
        const HC_CDK_DIGEST: $crate::literal::digest::Digest = $crate::literal::digest::Digest::literal($text);
        HC_CDK_DIGEST
    }};
}

const WRONG: &str = "a model is named by its digest, `sha256:` and 64 small hexadecimal digits: a version can be moved to other weights (FDA 21 CFR 11.10(k))";

const fn wrong(text: &[u8]) -> Option<&'static str> {
    let [b's', b'h', b'a', b'2', b'5', b'6', b':', digits @ ..] = text else { return Some(WRONG) };
    if digits.len() != 64 {
        return Some(WRONG);
    }
    let mut rest = digits;
    while let [it, others @ ..] = rest {
        if !(it.is_ascii_digit() || matches!(*it, b'a'..=b'f')) {
            return Some(WRONG);
        }
        rest = others;
    }
    None
}

hc_cdk::takes! {
    #[diagnostic::on_unimplemented(
        message = "a model is named by its digest",
        label = "write it as `digest!(\"sha256:..\")`, with the 64 digits of its weights",
        note = "FDA 21 CFR 11.10(k): documentation control; FDA 21 CFR 11.10(e): audit trails"
    )]
    /// The digest of a model.
    IsDigest: Digest;
}
