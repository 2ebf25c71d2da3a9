//! expect: this is not a domain name

use hc_cdk_aws::domain;

fn main() {
    let _ = domain!("https://api.example.org/");
}
