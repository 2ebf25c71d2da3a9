//! Whatever somebody changes in what the constructs write is found (`hc-cdk-manifest/tests/weakened`).

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail where it stands")]

mod program;
#[path = "../../hc-cdk-manifest/tests/weakened/mod.rs"]
mod weakened;

use hc_cdk::{
    prelude::App,
    value::{Json, Object},
    waiver::Overridden,
};
use weakened::{Cloud, Written, found, written};

fn program(changed: Vec<Overridden>) -> App {
    program::app(|stack| {
        for (number, it) in changed.into_iter().enumerate() {
            stack.add(format!("Changed{number}"), it);
        }
    })
}

#[test]
fn what_is_written_as_text_passes() {
    weakened::what_is_written_as_text_passes(program);
}

#[test]
fn one_zone_that_is_named_twice_is_one() {
    for kind in ["ApplicationGateway", "Redis"] {
        let it = written(program).into_iter().find(|it| it.kind == kind).unwrap();
        assert!(!found(program, it.name, vec![("spec/zones", vec!["1", "1"].into())]).is_empty(), "{kind}");
    }
}

#[test]
fn of_what_says_more_than_rules_know_nothing_is_attested() {
    weakened::of_what_says_more_than_rules_know_nothing_is_attested(program);
}

#[test]
fn whatever_weakens_is_found() {
    weakened::whatever_weakens_is_found(&Cloud {
        program,
        places: &[],
        elsewhere: vec![("metadata/namespace", "elsewhere".into()), ("metadata/namespace", Json::Null)],
        harmless: include_str!("harmless.tsv"),
    });
}

#[test]
fn a_group_is_not_opened_range_by_range() {
    let opened = |parts: &[(&'static str, Json)]| {
        let all = written(program).into_iter().filter(|it| it.kind == "NetworkSecurityGroupsSecurityRule");
        let found = all.flat_map(|it| found(program, it.name, parts.to_vec()));
        found.filter(|it| it.contains("range by range")).count()
    };
    let ranges = |all: Vec<String>| {
        let all: Vec<Json> = all.into_iter().map(Json::from).collect();
        opened(&[("spec/destinationAddressPrefix", Json::Null), ("spec/destinationAddressPrefixes", all.into())])
    };
    let octets = |count: u8| (1..=count).map(|it| format!("{it}.0.0.0/8")).collect();
    // The rules that deny everything deny less with any other ranges.
    let least = ranges(octets(1));
    assert!(least < ranges(octets(2)), "{least}");
    for all in ["Internet", "*", "Storage", "::/0", "0.0.0.0/0"] {
        assert!(least < ranges(vec![all.to_owned()]), "{all}");
    }
}

#[test]
fn what_stays_is_not_destroyed_with_the_program() {
    let policy = "serviceoperator.azure.com/reconcile-policy";
    let stays = |it: &Written| it.annotations[policy].as_str() == Some("detach-on-delete");
    let all: Vec<Written> = written(program).into_iter().filter(stays).collect();
    assert!(!all.is_empty());
    for Written { name, kind, .. } in all {
        let found = found(program, name, vec![("metadata/annotations", Object::new().into())]);
        assert!(!found.is_empty(), "{name} ({kind}) is destroyed with the program");
    }
}
