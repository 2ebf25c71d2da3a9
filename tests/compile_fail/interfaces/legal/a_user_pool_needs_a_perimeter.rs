//! Its people may see the data of a perimeter.

use hc_cdk::data::Phi;
use hc_cdk_aws::{prelude::*};

fn program(zone: &Perimeter<Phi>) {
    let _ = UserPool::<Phi>::builder().perimeter(zone).build();
}

fn main() {}
