//! expect: this is not a verb that a right can have

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
    chart.add("Watching", Role::builder().account(&account).rule(Rule::on(Kind::Pods, &[Verb::All])).build());
}
