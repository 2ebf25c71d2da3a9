//! expect: a right needs an account that has it

use hc_cdk::{
    data::Phi,
    policy::{Hipaa, Production},
};
use hc_cdk_k8s::{
    access::{Kind, Role, Rule, Verb},
    prelude::*,
};

fn main() {
    let mut chart = Chart::<(Hipaa, Production)>::new("clinic");
    let zone = chart.add("Clinical", Namespace::<Phi>::builder().build());
    let account = chart.add("Operator", ServiceAccount::builder().perimeter(&zone).build());
    chart.add("Watching", Role::builder().rule(Rule::on(Kind::Pods, &[Verb::Get])).build());
}
