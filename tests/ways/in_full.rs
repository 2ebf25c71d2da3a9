//! Every way that a program opens, in full: who can go it, to what, by which resource, what is wrong with it and what to do.
//!
//! A file of the folder `in_full` is a program: the resources of constructs beside those of a ward. The name of each resource says what is tried
//! by it. What is said of the program is in the text of the same name: a resource that is not named there opens no way.
//! `UPDATE=1 cargo test -p hc-cdk-tests --test ways in_full` accepts what is said now.

#![allow(clippy::disallowed_methods, reason = "what is committed is read, and written when it is accepted")]

use std::{fmt::Write, fs, path::Path};

use hc_cdk::{app::App, data::Class, model::Role, stack::Scope};
use hc_cdk_aws::{prelude::*, storage::TableKey};
use serde_json::{Map, Value, json};

use crate::{
    Own, Prod, Ward,
    by_hand::{resource, signed},
    picture, ward,
};

/// A ward with the bucket `scans`, the table `Visits` and the database `Records`, a service that is cleared for them and declares nothing
/// (`Api`), and one that is not cleared (`Mail`).
fn program(constructs: Map<String, Value>) -> Stack<Prod> {
    let Ward { mut stack, zone, office, .. } = ward();
    let table = EncryptedTable::builder().perimeter(&zone).partition_key(TableKey::text("patient")).build();
    stack.add("Visits", table);
    stack.add("Api", FargateService::builder().perimeter(&zone).image(picture()).port(8080).build());
    stack.add("Mail", FargateService::builder().perimeter(&office).image(picture()).port(8080).build());
    stack.add("Called", signed().property("Scans", "BucketName", "scans"));
    for (name, resources) in constructs {
        let keeps = name.starts_with("Kept");
        stack.add(
            name,
            Own(move |scope: &mut Scope<'_>| {
                if keeps {
                    scope.plays(Role::Store, Class::Phi);
                }
                for (name, it) in resources.as_object().unwrap() {
                    let (kind, properties) = whole(it);
                    resource(scope, name, kind, &properties);
                }
            }),
        );
    }
    stack
}

/// What a file says of a resource: its type among its properties, or what a policy of the service `Mail` allows, as a pair of an action and a
/// resource or as a whole statement.
fn whole(it: &Value) -> (String, Value) {
    if let Some(kind) = it["Type"].as_str() {
        let mut properties = it.clone();
        properties.as_object_mut().unwrap().shift_remove("Type");
        return (kind.to_owned(), properties);
    }
    let statement = match it {
        Value::Array(pair) => json!({ "Effect": "Allow", "Action": pair[0], "Resource": pair[1] }),
        statement => statement.clone(),
    };
    let policy = json!({ "Roles": [{ "Ref": "MailTaskRole" }], "PolicyDocument": { "Statement": [statement] } });
    ("AWS::IAM::ManagedPolicy".to_owned(), policy)
}

fn said(constructs: Map<String, Value>) -> String {
    let findings = App::new("clinic").stack(program(constructs)).check().unwrap_err().0;
    let first = ["MissingProperty", "UnknownResource", "ImpossibleValue"];
    assert_eq!(findings.iter().find(|it| first.contains(&it.code)), None, "it is found before ways are read");
    let mut text = String::new();
    for it in findings.iter().filter(|it| matches!(it.code, "NotCleared" | "UndeclaredWay")) {
        assert!(it.written_at.file().ends_with("in_full.rs"), "{it}");
        writeln!(text, "{} {}\n  {}\n  help: {}", it.code, it.path, it.message, it.help).unwrap();
    }
    text
}

#[test]
fn every_way_is_told_in_full() {
    let mut programs = 0;
    for file in fs::read_dir("ways/in_full").unwrap() {
        let path = file.unwrap().path();
        if path.extension().is_none_or(|it| it != "json") {
            continue;
        }
        programs += 1;
        let constructs = serde_json::from_str(&fs::read_to_string(&path).unwrap());
        let now = said(constructs.unwrap_or_else(|error| panic!("{}: {error}", path.display())));
        compare(&path.with_extension("txt"), &now);
    }
    assert!(programs > 5, "the programs are not found");
}

#[track_caller]
fn compare(path: &Path, now: &str) {
    if std::env::var_os("UPDATE").is_some_and(|it| it == "1") {
        fs::write(path, now).unwrap();
    }
    let committed = fs::read_to_string(path).unwrap();
    for (line, (committed, now)) in committed.lines().zip(now.lines()).enumerate() {
        assert_eq!(committed, now, "line {} of {}: accept it with UPDATE=1", line + 1, path.display());
    }
    assert_eq!(committed.lines().count(), now.lines().count(), "{}", path.display());
}
