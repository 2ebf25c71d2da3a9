//! expect: the default account of a namespace is nobody's and has no rights

use hc_cdk::{
    data::Phi,
    policy::{Hipaa, Production},
};
use hc_cdk_k8s::{
    access::{Account, Kind, Role, Rule, Verb},
    prelude::*,
};

fn main() {
    let mut chart = Chart::<(Hipaa, Production)>::new("clinic");
    let zone = chart.add("Clinical", Namespace::<Phi>::builder().build());
    let _account = chart.add("Operator", ServiceAccount::builder().perimeter(&zone).build());
    chart
        .add("Watching", Role::builder().account(&Account::default()).rule(Rule::on(Kind::Pods, &[Verb::Get])).build());
}
