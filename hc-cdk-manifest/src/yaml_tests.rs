//! What is read back is what was written, by a YAML 1.2 reader and by the rules of YAML 1.1.

use hc_cdk::value::{Json, Object};
use proptest::prelude::*;
use yaml_rust2::{
    Yaml, YamlLoader,
    parser::{Event, EventReceiver, Parser},
    scanner::TScalarStyle,
};

use super::{commented, document};

/// Texts that some reader would take for something else if they stood there plain.
const HARD: &[&str] = &[
    "",
    "y",
    "Y",
    "n",
    "N",
    "yes",
    "Yes",
    "YES",
    "no",
    "No",
    "NO",
    "on",
    "On",
    "ON",
    "off",
    "Off",
    "OFF",
    "true",
    "True",
    "TRUE",
    "false",
    "False",
    "null",
    "Null",
    "NULL",
    "~",
    "=",
    "<<",
    "0",
    "-0",
    "+1",
    "-1",
    "017",
    "08",
    "0o7",
    "0x1F",
    "0b11",
    "1_000",
    "1__0",
    "_1",
    "1,000",
    "1.5",
    ".5",
    "5.",
    "1e3",
    "1E3",
    "6.8523015e+5",
    "685.230_15e+03",
    ".inf",
    "-.inf",
    "+.INF",
    ".nan",
    ".NaN",
    "NaN",
    "inf",
    "12:30",
    "190:20:30",
    "190:20:30.15",
    "2001-01-01",
    "2001-1-1",
    "2001-12-14t21:59:43.10-05:00",
    "2001-12-14 21:59:43.10 -5",
    " a",
    "a ",
    "\ta",
    "a\t",
    "a\nb",
    "a\n",
    "a\n\n",
    "\n",
    "\na",
    " \na",
    "a\n b\n",
    "a\n\n  b",
    "a \nb",
    "a\n ",
    "a\tb\nc",
    "a\r\nb",
    "a\rb",
    "\0",
    "\x07",
    "\x1b",
    "\x7f",
    "\u{85}",
    "a\u{85}b",
    "\u{a0}",
    "\u{2028}",
    "\u{2029}",
    "a\u{2028}b\nc",
    "\u{feff}",
    "a\u{feff}b",
    "\u{fffe}",
    "\u{ffff}",
    "\u{1fffe}",
    "🙂",
    "---",
    "--- a",
    "a\n---\nb",
    "...",
    "- a",
    "-",
    "--",
    "? a",
    "?",
    "a:",
    "a: b",
    ": ",
    ":",
    "a:b",
    "a #b",
    " #",
    "#a",
    "# a\nb",
    "[a]",
    "{a}",
    "*a",
    "&a",
    "!a",
    "!!str a",
    "|",
    ">",
    "|-\na",
    "%a",
    "@a",
    "`a",
    "'a'",
    "\"a\"",
    "a\\b",
    "a,b",
    "a]b",
    "/a:/b",
    "a::b",
    "http://a.example:80/b",
];

fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        proptest::sample::select(HARD).prop_map(str::to_owned),
        "[0-9_.,:+eExXoObB-]{1,12}",
        "[a-zA-Z]{1,5}",
        "[ \t\n\r#:a'\"\\\\|>-]{0,12}",
        "\\PC{0,12}",
        any::<String>(),
        (proptest::sample::select(HARD), "[ \n\t:#-]{0,3}", proptest::sample::select(HARD))
            .prop_map(|(one, between, other)| format!("{one}{between}{other}")),
    ]
}

fn tree() -> impl Strategy<Value = Json> {
    let leaf = prop_oneof![
        4 => text().prop_map(|it| Json::Text(it.into())),
        1 => any::<i64>().prop_map(Json::Int),
        1 => any::<bool>().prop_map(Json::Bool),
        1 => Just(Json::Null),
    ];
    leaf.prop_recursive(4, 24, 4, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..4).prop_map(Json::List),
            proptest::collection::btree_map(text(), inner, 0..4).prop_map(|members| {
                let mut object = Object::new();
                for (name, value) in members {
                    object.insert(name, value);
                }
                Json::Object(object)
            }),
        ]
    })
}

fn written(value: &Json) -> String {
    let mut out = String::new();
    document([("it", value)].into_iter(), &|_| None, &mut out);
    out
}

/// The tree as the reader of YAML 1.2 gives it.
fn expected(value: &Json) -> Yaml {
    match value {
        Json::Null => Yaml::Null,
        Json::Bool(it) => Yaml::Boolean(*it),
        Json::Int(it) => Yaml::Integer(*it),
        Json::Text(it) => Yaml::String(it.to_string()),
        Json::List(items) => Yaml::Array(items.iter().map(expected).collect()),
        Json::Object(object) => {
            Yaml::Hash(object.iter().map(|(name, value)| (Yaml::String(name.to_owned()), expected(value))).collect())
        }
        other => unreachable!("{other:?}"),
    }
}

fn texts(value: &Json, found: &mut Vec<String>) {
    match value {
        Json::Text(it) => found.push(it.to_string()),
        Json::List(items) => items.iter().for_each(|item| texts(item, found)),
        Json::Object(object) => object.iter().for_each(|(name, value)| {
            found.push(name.to_owned());
            texts(value, found);
        }),
        _ => {}
    }
}

/// The scalars of a document that YAML 1.1 takes for text, in order.
#[derive(Default)]
struct TextsOf11(Vec<String>);

impl EventReceiver for TextsOf11 {
    fn on_event(&mut self, event: Event) {
        if let Event::Scalar(text, style, _, _) = event
            && (style != TScalarStyle::Plain || is_text_in_11(&text))
        {
            self.0.push(text);
        }
    }
}

/// The rules by which YAML 1.1 takes a plain scalar for a boolean, null, number, date, merge or value key, joined with
/// those of the reader that kubectl has, which takes `0o7`, `1e3` and numbers with underscores too. What only looks like a
/// number counts as one: nothing of that kind may be plain.
fn is_text_in_11(text: &str) -> bool {
    let word = text.to_ascii_lowercase();
    let words = ["", "~", "null", "y", "n", "yes", "no", "on", "off", "true", "false", "=", "<<", ".inf", ".nan"];
    let number = text.trim_start_matches(['+', '-', '.']);
    !words.contains(&word.as_str())
        && !number.starts_with(|it: char| it.is_ascii_digit())
        && !["+.inf", "-.inf"].contains(&word.as_str())
        // A line break of YAML 1.1 in a plain scalar would be folded, and a blank at an end dropped.
        && !text.contains(['\n', '\r', '\u{85}', '\u{2028}', '\u{2029}'])
        && text.trim() == text
}

fn check(value: &Json) -> Result<(), TestCaseError> {
    let yaml = written(value);
    let documents =
        YamlLoader::load_from_str(&yaml).map_err(|error| TestCaseError::fail(format!("{error}\n{yaml}")))?;
    prop_assert_eq!(documents.len(), 1, "{}", yaml);
    prop_assert_eq!(&documents[0]["it"], &expected(value), "{}", yaml);

    let mut read = TextsOf11::default();
    let result = Parser::new_from_str(&yaml).load(&mut read, true);
    prop_assert!(result.is_ok(), "{}", yaml);
    let mut names = vec!["it".to_owned()];
    texts(value, &mut names);
    prop_assert_eq!(read.0, names, "{}", yaml);

    // In double quotes and in blocks, YAML 1.1 breaks lines at more characters than YAML 1.2 does.
    prop_assert!(!yaml.contains(['\r', '\u{85}', '\u{2028}', '\u{2029}', '\t', '\u{feff}']), "{}", yaml);
    // A document never seems to end early.
    prop_assert!(!yaml.lines().any(|line| line.starts_with("---") || line.starts_with("...")), "{}", yaml);
    Ok(())
}

#[test]
fn hard_texts_come_back_as_values_names_and_items() {
    for text in HARD {
        let value = Json::Text((*text).into());
        for tree in [
            value.clone(),
            Json::List(vec![value.clone(), Json::List(vec![value.clone()])]),
            Json::Object(Object::new().with(*text, value.clone()).with("next", 1)),
        ] {
            check(&tree).unwrap_or_else(|error| panic!("{text:?}: {error}"));
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_tree_comes_back(value in tree()) {
        check(&value)?;
    }
}

#[test]
fn what_people_write_is_readable() {
    let container = Object::new()
        .with("name", "claims")
        .with("image", "registry.example/claims@sha256:9f86")
        .with("args", vec!["--port", "8080", "on"])
        .with("env", Json::List(Vec::new()));
    let spec = Object::new().with("replicas", 2).with("containers", vec![container]);
    let data = Object::new().with("app.conf", "one = 1\n\ntwo = \"2\"\n");
    let expected = "\
it:
  spec:
    replicas: 2
    containers:
    - name: claims
      image: registry.example/claims@sha256:9f86
      args:
      - \"--port\"
      - \"8080\"
      - \"on\"
      env: []
  data:
    app.conf: |
      one = 1

      two = \"2\"
";
    assert_eq!(written(&Object::new().with("spec", spec).with("data", data).into()), expected);
}

#[test]
fn a_comment_stands_beside_what_fits_on_a_line() {
    let tree = Object::new()
        .with("uses", "actions/checkout@0b1c")
        .with("run", "uses: one\nuses: two\n")
        .with("steps", vec![Json::from(Object::new().with("uses", "c d"))]);
    let beside = |below: &str, name: &str, _: &Json| (name != "steps").then(|| format!("v1\nx{below}"));
    let mut out = String::new();
    commented(tree.iter(), &|_| None, &beside, &mut out);
    let expected =
        "uses: actions/checkout@0b1c # v1x\nrun: |\n  uses: one\n  uses: two\nsteps:\n- uses: \"c d\" # v1xsteps\n";
    assert_eq!(out, expected);
    let read = YamlLoader::load_from_str(&out).unwrap();
    assert_eq!(read[0]["run"].as_str(), Some("uses: one\nuses: two\n"));
    assert_eq!(read[0]["uses"].as_str(), Some("actions/checkout@0b1c"));
}
