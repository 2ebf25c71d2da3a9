//! expect: a domain has labels

use hc_cdk::domain;

fn main() {
    let _ = domain!("https://api.example.org/");
}
