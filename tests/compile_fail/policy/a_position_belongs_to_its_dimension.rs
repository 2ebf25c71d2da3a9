//! expect: Years10

use hc_cdk::policy;

policy! {
    /// What the Acme clinics promise their patients.
    pub AcmeClinic { tls: Years10, .. }
}

fn main() {}
