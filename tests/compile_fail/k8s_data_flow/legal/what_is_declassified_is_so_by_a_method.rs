//! Data that is declassified by a method.

use hc_cdk::{data::{Internal, Phi}, policy::{Hipaa, Production}, prelude::*};
use hc_cdk_k8s::{network::{Declassified, Outside}, prelude::*};

fn tell(chart: &mut Chart<(Hipaa, Production)>, party: &Outside<Internal>) {
    let told = Declassified::<Phi>::builder().to(party).method("bodies are cut").approved_by("dpo@example.org");
    chart.add("Told", told.build());
}

fn main() {}
