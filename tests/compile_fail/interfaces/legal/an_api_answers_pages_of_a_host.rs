//! A website is named by what it is, or by its domain.

use hc_cdk::{data::Phi, domain};
use hc_cdk_aws::{compute::Lambda, edge::{Certificate, Users}, prelude::*};

fn program(zone: &Perimeter<Phi>, certificate: &Certificate, users: &Users<Phi>, visits: &Lambda<Phi>, web: &WebsiteHandle) {
    let api = RestApi::builder().perimeter(zone).domain("api.example.org").certificate(certificate);
    let _ = api.authorizer(users).route("/visits/*", visits).pages(web).pages(&domain!("staff.example.org")).build();
}

fn main() {}
