//! How wide networks are that policies of a chart name.

use crate::{
    own_objects::{are_right, like},
    rules::is_seen,
};

#[test]
fn a_network_is_one_that_somebody_has() {
    let wide = "opens ports, pods or networks that it does not name one by one";
    let to = |cidrs: &[&str]| {
        let blocks: Vec<_> = cidrs.iter().map(|it| format!(r#"{{"ipBlock": {{"cidr": "{it}"}}}}"#)).collect();
        let way = format!(r#"{{"ports": [{{"port": 5432}}], "to": [{}]}}"#, blocks.join(", "));
        let spec = format!(r#"{{"spec": {{"podSelector": {{"matchLabels": {{"app": "own"}}}}, "egress": [{way}]}}}}"#);
        like("networking.k8s.io/v1", "NetworkPolicy", &spec)
    };
    // A range of the private addresses as a whole, more of the internet than anybody has, and as much in parts.
    let sixteenths: Vec<String> = (0..16).map(|it| format!("10.{}.0.0/12", it * 16)).collect();
    let all_of_it: Vec<&str> = sixteenths.iter().map(String::as_str).chain(["203.0.113.0/24"]).collect();
    for blocks in [&["10.0.0.0/8"][..], &["10.0.0.0/11"], &["52.0.0.0/8"], &["52.94.0.0/15"], &all_of_it] {
        is_seen(&to(blocks), wide);
    }
    are_right([to(&["10.16.0.0/12"]), to(&["172.16.0.0/12"]), to(&["52.94.0.0/16", "203.0.113.0/24"])]);
}
