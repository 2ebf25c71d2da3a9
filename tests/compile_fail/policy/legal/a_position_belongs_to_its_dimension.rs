//! TLS 1.3 is a position of its dimension.

use hc_cdk::policy;

policy! {
    /// What the Acme clinics promise their patients.
    pub AcmeClinic { tls: Tls13, .. }
}

fn main() {}
