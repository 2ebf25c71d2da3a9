//! This is a name.

use hc_cdk_aws::domain;

fn main() {
    let _ = domain!("api.example.org");
}
