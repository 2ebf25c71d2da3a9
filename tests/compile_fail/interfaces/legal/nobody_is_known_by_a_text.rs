//! Who has rights of the account may call.

use hc_cdk::data::Phi;
use hc_cdk_aws::{compute::Lambda, edge::{Certificate, SignedByIam, Users}, prelude::*};

fn program(zone: &Perimeter<Phi>, certificate: &Certificate, users: &Users<Phi>, visits: &Lambda<Phi>) {
    let api = RestApi::builder().perimeter(zone).domain("api.example.org").certificate(certificate);
    let _ = api.authorizer(&SignedByIam).route("/visits/*", visits).build();
}

fn main() {}
