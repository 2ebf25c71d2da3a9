//! TLS 1.2 is the oldest there is.

use hc_cdk::policy;

policy! {
    /// What the Acme clinics promise their patients.
    pub AcmeClinic { tls: Tls12, .. }
}

fn main() {}
