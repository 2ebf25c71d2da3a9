//! This is a name.

use hc_cdk::domain;

fn main() {
    let _ = domain!("api.example.org");
}
