//! expect: Tls11

use hc_cdk::policy;

policy! {
    /// What the Acme clinics promise their patients.
    pub AcmeClinic { tls: Tls11, .. }
}

fn main() {}
