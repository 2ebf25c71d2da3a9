//! The files of a website are public.

use hc_cdk::{data::{Phi, Public}, policy::{Hipaa, Production}};
use hc_cdk_aws::{edge::WebsiteHandle, prelude::*};

fn files(stack: &mut Stack<(Hipaa, Production)>, web: &WebsiteHandle, zone: &Perimeter<Public>) {
    stack.add("Files", web.files(zone));
}

fn main() {}
