//! The oldest version of TLS that is spoken. Nothing below 1.2 exists here.

super::chain! {
    /// TLS 1.2 or newer.
    Tls12 = 12,
    /// TLS 1.3 or newer.
    Tls13 = 13,
}

/// A TLS version that is new enough for the policy `P`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is older than the TLS that `{P}` asks for",
    label = "below the policy's floor: use a newer version, or leave this out and the policy decides",
    note = "HIPAA 45 CFR 164.312(e)(1): transmission security; SOC 2 CC6.7: transmission and removal"
)]
pub trait TlsFor<P> {
    /// 12 for TLS 1.2, 13 for TLS 1.3.
    const RANK: u32;
}

super::floor!(TlsFor, Tls);
