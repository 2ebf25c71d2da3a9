//! Another function looks at tokens, and the program says so.

use hc_cdk::data::Phi;
use hc_cdk_aws::{compute::Lambda, edge::{Certificate, CheckedBy}, prelude::*};

fn program(zone: &Perimeter<Phi>, certificate: &Certificate, tokens: &Lambda<Phi>, visits: &Lambda<Phi>) {
    let api = RestApi::builder().perimeter(zone).domain("api.example.org").certificate(certificate);
    let _ = api.authorizer(&CheckedBy::function(tokens)).route("/visits/*", visits).build();
}

fn main() {}
