//! expect: `Phi` data must not be on a website, which everybody may read

use hc_cdk::{data::{Phi, Public}, policy::{Hipaa, Production}};
use hc_cdk_aws::{edge::WebsiteHandle, prelude::*};

fn files(stack: &mut Stack<(Hipaa, Production)>, web: &WebsiteHandle, zone: &Perimeter<Phi>) {
    stack.add("Files", web.files(zone));
}

fn main() {}
