//! The parts of the real systems that the examples reproduce, and where each is to be seen in what the examples write.
//!
//! `parts.tsv` has a row for each part. Its state is
//!
//! - `shown`: `where` names a file of `examples/output`, `place` a place in it, and `expected` what is written there; a part that it
//!   takes several places to show has a row for each,
//! - `open`: `where` says what brings it,
//! - `not ours`: `where` says why no library can bring it.
//!
//! A row is shown by what is written, and never by what made it: names of constructs and metadata prove nothing. How places and
//! expectations are written is in `place.rs`.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test may fail where it stands, and says what it counted"
)]

mod delivered;
mod place;
mod row;

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

use hc_cdk_tests::committed::{Files, committed};
use row::{Row, State};

/// The systems: how the ids of their parts begin, and how many parts there are.
const SYSTEMS: [(&str, &str, usize); 5] = [
    ("hms", "hms", 51),
    ("healthhub", "hh", 49),
    ("medical-ai", "mai", 91),
    ("healthtech", "ht", 85),
    ("vn-claims", "vn", 67),
];

#[test]
fn every_part_is_where_the_table_says() {
    let table = fs::read_to_string("systems/parts.tsv").unwrap();
    let files = committed(Path::new("../examples/output"), "").unwrap();
    let wrong = faults(&table, &files);
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let rows: Vec<Row<'_>> = row::rows(&table).map(Result::unwrap).collect();
    for (system, ..) in SYSTEMS {
        let of = rows.iter().filter(|it| it.system == system);
        println!("{system}: {}", counted(of));
    }
    println!("all: {}", counted(rows.iter()));
}

fn counted<'a>(rows: impl Iterator<Item = &'a Row<'a>>) -> String {
    let mut states: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for row in rows {
        states.entry(row.state.name()).or_default().insert(row.id);
    }
    let words: Vec<String> = states.iter().map(|(state, parts)| format!("{} {state}", parts.len())).collect();
    words.join(", ")
}

/// What is wrong with the table, or with what it says of the files.
fn faults(table: &str, files: &Files) -> Vec<String> {
    let mut wrong = Vec::new();
    let mut rows: BTreeMap<&str, Row<'_>> = BTreeMap::new();
    for row in row::rows(table) {
        match row {
            Err(what) => wrong.push(what),
            Ok(row) => {
                wrong.extend(fault(&row, files).map(|what| format!("{}: {what}", row.id)));
                let is_shown = matches!(row.state, State::Shown { .. });
                if let Some(other) = rows.insert(row.id, row)
                    && !(is_shown && matches!(other.state, State::Shown { .. }))
                {
                    wrong.push(format!("{}: is there twice", other.id));
                }
            }
        }
    }
    for (system, start, parts) in SYSTEMS {
        for id in (1..=parts).map(|number| format!("{start}-{number:02}")) {
            match rows.remove(id.as_str()) {
                None => wrong.push(format!("{id}: is missing")),
                Some(row) if row.system != system => wrong.push(format!("{id}: is of `{system}`")),
                Some(_) => {}
            }
        }
    }
    wrong.extend(rows.keys().map(|id| format!("{id}: is no part of any system")));
    wrong
}

/// What is wrong with a row.
fn fault(row: &Row<'_>, files: &Files) -> Option<String> {
    match row.state {
        State::Shown { file, place, expected } => place::differs(files, file, place, expected),
        State::Open("" | "-") => Some("does not say what it waits for".into()),
        State::NotOurs("" | "-") => Some("does not say why it is not ours".into()),
        State::Open(_) | State::NotOurs(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{Files, SYSTEMS, faults};

    const HEAD: &str = "id\tsystem\tpart\tstate\twhere\tplace\texpected\n";

    /// The faults of a table of which all rows but these are open.
    fn with(rows: &[&str]) -> Vec<String> {
        let mut table = HEAD.to_owned();
        for (system, start, parts) in SYSTEMS {
            for number in 1..=parts {
                let id = format!("{start}-{number:02}\t");
                let own = rows.iter().find(|row| row.starts_with(&id));
                let open = format!("{id}{system}\tpart\topen\tcost\t-\t-");
                table.extend([own.copied().unwrap_or(&open), "\n"]);
            }
        }
        let template = br#"{ "Resources": { "Vpc": { "Properties": { "CidrBlock": "10.0.0.0/16", "Dns": true } } } }"#;
        let chart = b"---\nkind: Job\nmetadata:\n  name: \"migrate\"\nspec:\n  parallelism: 3\n";
        let text = b"FROM scratch\nUSER 1000\n";
        let files = [("s/a.template.json", &template[..]), ("s/k8s/c.yaml", &chart[..]), ("s/Dockerfile", &text[..])];
        faults(&table, &files.map(|(path, bytes)| (path.into(), bytes.to_vec())).into())
    }

    #[track_caller]
    fn one(row: &str, fault: &str) {
        let found = with(&[row]);
        assert!(matches!(found.as_slice(), [one] if one.contains(fault)), "{row}\n{found:#?}");
    }

    #[test]
    fn what_is_written_shows_a_part() {
        assert!(with(&[]).is_empty(), "{:#?}", with(&[]));
        let shown = [
            "ht-01\thealthtech\tpart\tshown\ts/a.template.json\t/Resources/Vpc/Properties\t{\"Dns\": true}",
            "ht-02\thealthtech\tpart\tshown\ts/a.template.json\t/Resources/Vpc/Properties/CidrBlock\t\"10.0.0.0/16\"",
            "ht-03\thealthtech\tpart\tshown\ts/a.template.json\t/Resources/Vpc/Properties/CidrBlock\t~10.*/16",
            "ht-04\thealthtech\tpart\tshown\ts/k8s/c.yaml\tJob/migrate/spec\t{\"parallelism\": 3}",
            "ht-05\thealthtech\tpart\tshown\ts/k8s/c.yaml\t/spec/parallelism\t3",
            "ht-06\thealthtech\tpart\tshown\ts/Dockerfile\t-\t~*USER 1000*",
            "ht-07\thealthtech\tpart\tnot ours\tit is a contract\t-\t-",
            "ht-08\thealthtech\tpart\tshown\ts/a.template.json\t#*\"Dns\":true*\t1",
            "ht-09\thealthtech\tpart\tshown\ts/a.template.json\t#*\"Dns\":false*\t0",
            "ht-10\thealthtech\tpart\tshown\ts/k8s/c.yaml\t/spec/parallelism\t2..3",
        ];
        assert!(with(&shown).is_empty(), "{:#?}", with(&shown));
    }

    #[test]
    fn what_is_not_written_shows_nothing() {
        let at = |file: &str, place: &str, expected: &str| {
            format!("ht-01\thealthtech\tpart\tshown\t{file}\t{place}\t{expected}")
        };
        let vpc = "/Resources/Vpc/Properties/CidrBlock";
        one(&at("s/a.template.json", vpc, "\"10.1.0.0/16\""), "is \"10.0.0.0/16\"");
        one(&at("s/a.template.json", vpc, "~10.*/24"), "is \"10.0.0.0/16\"");
        one(&at("s/a.template.json", "/Resources/Vpc/Properties", "{\"Dns\": false}"), "is {");
        one(&at("s/a.template.json", "/Resources/Subnet", "{\"Dns\": true}"), "has no place");
        one(&at("s/b.template.json", vpc, "\"10.0.0.0/16\""), "is not written");
        one(&at("s/k8s/c.yaml", "Job/clean/spec", "{\"parallelism\": 3}"), "has no place");
        one(&at("s/k8s/c.yaml", "Job/migrate/spec", "{\"parallelism\": 4}"), "is {");
        one(&at("s/Dockerfile", "-", "~*USER 0*"), "is \"FROM");
        one(&at("s/a.template.json", "#*\"Dns\":true*", "2"), "is 1");
        one(&at("s/k8s/c.yaml", "/spec/parallelism", "4..9"), "is 3");
        one(&at("s/k8s/c.yaml", "/spec/parallelism", "1..2.9"), "is 3");
        one(&at("s/a.template.json", vpc, "1..20"), "is \"10.0.0.0/16\"");
    }

    #[test]
    fn what_anything_would_be_shows_nothing() {
        let at = |place: &str, expected: &str| {
            format!("ht-01\thealthtech\tpart\tshown\ts/a.template.json\t{place}\t{expected}")
        };
        for nothing in ["{}", "[]", "\"\"", "null", "~", "~*", "~**"] {
            one(&at("/Resources", nothing), "says nothing");
        }
        one(&at("/Resources/Vpc/Metadata", "{\"A\": 1}"), "proves nothing");
        one(&at("/Resources", "{\"Vpc\": {\"Metadata\": 1}}"), "proves nothing");
        one(&at("/Resources", "{a}"), "is not JSON");
    }

    #[test]
    fn every_part_is_in_the_table_once() {
        one("ht-01\thms\tpart\topen\tcost\t-\t-", "is of `healthtech`");
        one("ht-01\thealthtech\tpart\topen\t-\t-\t-", "does not say what it waits for");
        one("ht-01\thealthtech\tpart\tnot ours\t-\t-\t-", "does not say why");
        one("ht-01\thealthtech\tpart\tnever\tcost\t-\t-\nht-01\thealthtech\tpart\topen\tcost\t-\t-", "no state");
        let open = "ht-01\thealthtech\tpart\topen\tcost\t-\t-";
        one(&format!("{open}\n{open}"), "twice");
        let shown = "ht-01\thealthtech\tpart\tshown\ts/Dockerfile\t-\t~*USER 1000*";
        one(&format!("{shown}\n{open}"), "twice");
        assert!(with(&[&format!("{shown}\n{shown}")]).is_empty());
        one(&format!("{open}\nht-86\thealthtech\tpart\topen\tcost\t-\t-"), "is no part");
        one("ht-01\thealthtech\tpart\topen\tcost\t-\t-\tmore\nht-01\thealthtech\tpart\topen\tcost\t-\t-", "columns");
        assert_eq!(faults(HEAD, &Files::new()).len(), 343);
        assert!(faults("id\tpart\n", &Files::new()).iter().any(|it| it.contains("begins with")));
    }
}
