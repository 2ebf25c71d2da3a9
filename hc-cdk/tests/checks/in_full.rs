//! Every finding of the checks as an operator reads it: where it points, what else it points at, which clause is broken, what to do.
//!
//! Each program is wrong in several ways. What is said of it is in `in_full.txt`, where the text of a line of this file stands for its
//! number; `UPDATE=1 cargo test -p hc-cdk --test checks in_full` accepts what is said now.

#![allow(clippy::disallowed_methods, reason = "what is committed is read, and written when it is accepted")]

use std::{collections::BTreeSet, fmt::Write, fs, path::Path};

use hc_cdk::{
    cluster::Cluster,
    image::Image,
    resource::Made,
    rule::{BY_HAND, Must, NOT_CLEARED, Rule},
};

use super::*;
use crate::paper::SHEET_IS_KEPT;

/// What a program is about, and the program.
type Program = (&'static str, fn() -> App);

const PROGRAMS: [Program; 17] = [
    ("names of systems and stacks", || {
        App::new("a/b").stack(filled("ward")).stack(filled("Ward")).stack(filled("1st"))
    }),
    ("no stacks", || App::new("test")),
    ("names in a stack", names),
    ("names that end in a suffix", suffixed),
    ("names that moved", moved),
    ("references", references),
    ("references to other targets and regions", elsewhere),
    ("properties and outputs", properties),
    ("parameters", parameters),
    ("waivers", waivers),
    ("texts", texts),
    ("secrets", secrets),
    ("ceilings, stages and weaker stacks", stages),
    ("what the internet reaches", reachability),
    ("circles", circles),
    ("rules", rules),
    ("what was made by hand", forged),
];

/// What is said of the programs of this file, with the line of the source for each place.
fn said() -> String {
    let source: Vec<&str> = include_str!("in_full.rs").lines().map(str::trim).collect();
    let mut text = String::new();
    for (name, program) in PROGRAMS {
        let findings = program().check_on(date!("2026-12-01")).unwrap_err();
        writeln!(text, "# {name}\n").unwrap();
        for line in findings.to_string().lines() {
            let place = ["  --> ", "  ::: "].into_iter().find_map(|sign| Some((sign, line.strip_prefix(sign)?)));
            let Some((sign, place)) = place else {
                writeln!(text, "{line}").unwrap();
                continue;
            };
            let (number, what) = place.strip_prefix(&format!("{}:", file!())).map_or(("", ""), split_number);
            let written = number.parse().ok().and_then(|number: usize| source.get(number - 1)).unwrap_or(&place);
            writeln!(text, "{sign}{written}{what}").unwrap();
        }
        text.push('\n');
    }
    text
}

fn split_number(text: &str) -> (&str, &str) {
    text.split_at(text.find(' ').unwrap_or(text.len()))
}

#[test]
fn findings_say_where_what_else_by_which_clause_and_what_to_do() {
    let (now, path) = (said(), Path::new("tests/checks/in_full.txt"));
    if std::env::var_os("UPDATE").is_some_and(|it| it == "1") {
        fs::write(path, &now).unwrap();
    }
    let committed = fs::read_to_string(path).unwrap();
    for (line, (committed, now)) in committed.lines().zip(now.lines()).enumerate() {
        assert_eq!(committed, now, "line {} of {}: accept it with UPDATE=1", line + 1, path.display());
    }
    assert_eq!(committed.lines().count(), now.lines().count());
}

/// A code of a check that no program here has is forgotten.
#[test]
fn no_finding_of_the_checks_is_forgotten() {
    let said = said();
    let mut forgotten = BTreeSet::new();
    let word = regex_lite::Regex::new(r#""([A-Z][a-z]+[A-Z][A-Za-z]*|Circle)""#).unwrap();
    for file in ["src/check", "src/check/rules", "src/check/ways"].into_iter().flat_map(|it| fs::read_dir(it).unwrap())
    {
        let path = file.unwrap().path();
        if path.is_file() {
            let text = fs::read_to_string(&path).unwrap();
            // What stands in an example of the documentation is no code of ours.
            let code = text.lines().filter(|line| !line.trim_start().starts_with("//"));
            forgotten.extend(code.flat_map(|line| word.captures_iter(line)).map(|it| it[1].to_owned()));
        }
    }
    assert!(forgotten.len() > 20, "the codes are not found: {forgotten:?}");
    forgotten.retain(|code| !said.contains(&format!("  code: {code}\n")));
    assert!(forgotten.is_empty(), "{forgotten:?}");
}

fn names() -> App {
    let mut stack = filled("ward");
    stack.add("two words", Does(|_| ()));
    stack.add("Sheet", Does(|_| ()));
    stack.add("AuditLog", One(Sheet::default()));
    stack.add("Audit", Does(|scope| _ = scope.resource("Log", Sheet::default())));
    stack.add("Pair", Does(|scope| ["Half"; 2].into_iter().for_each(|it| _ = scope.resource(it, Sheet::default()))));
    stack.add("A".repeat(255), Does(|scope| _ = scope.resource("Log", Sheet::default())));
    let _ = stack.parameter("a b", Parameter::<String>::new("no name"));
    let _ = stack.parameter("Sheet", Parameter::<String>::new("a name that is taken"));
    stack.output("a-b", "no name", "x");
    stack.output("Out", "an output", "x");
    stack.output("Out", "another one", "x");
    App::new("test").stack(stack)
}

fn suffixed() -> App {
    let mut stack = prod("ward");
    let mut late = prod("late");
    stack.name_suffix("Blue Moon");
    late.add("Sheet", One(Sheet::default()));
    late.name_suffix("blue");
    let mut given = prod("given");
    let suffix = given.parameter("Suffix", Parameter::<NameSuffix>::new("which copy it is"));
    given.name_suffix(suffix);
    let lent = given.add("Lent", One(Sheet::default()));
    stack.add("Borrows", One(Sheet::of([reference(lent.reference())])));
    App::new("test").stack(given).stack(stack).stack(late)
}

fn moved() -> App {
    let mut stack = prod("ward");
    stack.moved("Old", "New");
    stack.moved("Nothing", "Nowhere");
    stack.owner("New", "records");
    stack.owner("Newer", "records");
    stack.add("New", One(Sheet::default()));
    stack.add("Old", One(Sheet::default()));
    App::new("test").stack(stack)
}

fn references() -> App {
    let (mut other, mut known) = (prod("other"), filled("known"));
    let far = other.add("Far", One(Sheet::default()));
    let store = other.add("Store", Plays::new(Role::Store, Class::Public, []));
    let size = known.parameter("Size", Parameter::<i64>::new("how large"));
    let mut stack = filled("ward");
    // What is wrong twice in one construct is said once.
    stack.add("Copy", One(Sheet::of([reference(far.reference()), reference(far.reference())])));
    stack.add("Reader", Plays::new(Role::Workload, Class::Public, [&store]));
    let colour = stack.add("White", One(Sheet::default())).reference().attribute::<String>("Colour");
    stack.output("Colour", "what no sheet has", colour);
    stack.add("Sized", One(Sheet(Object::new().with("Size", size))));
    stack.add("Unsized", Does(no_parameter));
    stack.output("Out", "a value of another stack", far.id());
    App::new("test").stack(stack).stack(known)
}

fn no_parameter(scope: &mut hc_cdk::stack::Scope<'_>) {
    let token = Token::Parameter { stack: scope.stack().clone(), name: "Size".into(), limits: &Limits::NONE };
    scope.resource("", Sheet(Object::new().with("Size", Value::<i64>::token(token))));
}

fn elsewhere() -> App {
    let mut stone = hc_cdk::stack::Stack::<Prod, Stone>::new("stone", Wall);
    let on_stone = stone.add("Sheet", One(Sheet::default()));
    let mut shelf: Stack<Prod> = hc_cdk::stack::Stack::new("shelf", Shelf);
    let on_shelf = shelf.add("Sheet", One(Sheet::default()));
    let office = Cluster::new("office", Desk, "issuer", "hosts").standing_in("attic");
    let mut stack = Stack::<Prod>::in_cluster("ward", &office);
    stack.add("OfStone", One(Sheet::of([reference(on_stone.reference())])));
    stack.add("OfShelf", One(Sheet::of([reference(on_shelf.reference())])));
    App::new("test").stack(stone).stack(shelf).stack(stack)
}

fn properties() -> App {
    let mut stack = prod("ward");
    stack.add("Untitled", One(Titled::default()));
    stack.add("Share", One(Sheet(Object::new().with("Share", f64::NAN))));
    stack.output("Out", "a number", f64::INFINITY);
    App::new("test").stack(stack)
}

type Beds = hc_cdk::value::Whole<1, 40>;

fn parameters() -> App {
    let mut stack = filled("ward");
    let size = || Parameter::<i64>::new("how many");
    #[allow(clippy::reversed_empty_ranges, reason = "that is what is wrong")]
    let empty = 5..=1;
    let first = stack.parameter("First", size());
    let _ = stack.parameter("Known", size().default_value(first));
    let _ = stack.parameter("Share", Parameter::<f64>::new("how much").default_value(f64::NAN));
    let _ = stack.parameter("None", size().allowed(Vec::<i64>::new()));
    let _ = stack.parameter("Empty", size().range(empty));
    let _ = stack.parameter("Other", size().allowed([1, 2]).default_value(3));
    let _ = stack.parameter("Outside", size().default_value(9).range(1..=5));
    let _ = stack.parameter("Wide", Parameter::<Beds>::new("how many beds").range(1..=50));
    let _ = stack.parameter(
        "NotItsOwn",
        Parameter::<Image>::new("what runs").default_value(Value::<Image>::from_json("newest")),
    );
    App::new("test").stack(stack)
}

fn waivers() -> App {
    let mut stack = prod("ward");
    let sheet = || Sheet::default();
    stack.add("Hasty", Waiver::new(BY_HAND, "temporary", "tbd", date!("2027-01-31")).resource(sheet()));
    stack.add("Ended", Waiver::new(BY_HAND, "rebuilt nightly", "jane.roe", date!("2026-11-30")).resource(sheet()));
    stack.add("Long", Waiver::new(BY_HAND, "rebuilt nightly", "jane.roe", date!("2099-12-31")).resource(sheet()));
    let hidden = Waiver::new(BY_HAND, "rebuilt\nnightly", "jane\u{202e}eor.", date!("2027-01-31"));
    stack.add("Hidden", hidden.resource(sheet()));
    let sized = || Waiver::new(BY_HAND, "rebuilt nightly", "jane.roe", date!("2027-01-31"));
    stack.add("First", sized().property("Hidden", "Size", 3));
    stack.add("Then", sized().property("Hidden", "Size", 4));
    App::new("test").stack(stack)
}

fn texts() -> App {
    let mut stack = filled("ward");
    let _ = stack.parameter("Size", Parameter::<String>::new("how\u{7}many"));
    stack.output("Name", "a\u{2066}name", "x");
    stack.output("Long", "x".repeat(8193), "x");
    stack.tag("team", "wards\u{1b}c");
    App::new("test").stack(stack)
}

fn secrets() -> App {
    let mut stack = filled("ward");
    stack.output("DbPassword", "an output", "hunter2");
    let _ = stack.parameter("DbKey", Parameter::<String>::new("a word").default_value("postgres://a:hunter2@db/main"));
    stack.tag("login", "postgres://a:hunter2@db/main");
    App::new("test").stack(stack)
}

fn stages() -> App {
    let mut trial: hc_cdk::stack::Stack<hc_cdk::policy::Staging, Paper> = hc_cdk::stack::Stack::new("trial", Desk);
    let sheet = trial.add("Sheet", One(Sheet::default()));
    let low = trial.add("Low", Plays::new(Role::Other, Class::Internal, []));
    trial.add("Above", Plays::new(Role::Other, Class::Pii, []));
    let mut stack = prod("ward");
    let store = stack.add("Store", Plays::new(Role::Store, Class::Synthetic, []));
    stack.add("Copy", One(Sheet::of([reference(sheet.reference())])));
    stack.add("Sender", Plays::new(Role::Workload, Class::Phi, [&low]));
    let mut made_up: Stack<Development> = Stack::new("made-up", Desk);
    made_up.add("Job", Plays::new(Role::Workload, Class::Synthetic, [&store]));
    made_up.add("Flows", Does(flows));
    App::new("test").stack(trial).stack(stack).stack(made_up)
}

fn flows(scope: &mut hc_cdk::stack::Scope<'_>) {
    let to = scope.this();
    scope.resource("", Sheet::default());
    scope.flow_of(Class::Phi, &to);
}

fn reachability() -> App {
    let mut stack = prod("ward");
    let touched = stack.add("Touched", Plays::new(Role::Store, Class::Phi, []));
    stack.add("Front", Plays::new(Role::Endpoint, Class::Phi, [&touched]));
    let used = stack.add("Used", Plays::new(Role::Store, Class::Phi, []));
    stack.add("Web", Plays::new(Role::Workload, Class::Pii, [&used]));
    let opened = stack.add("Opened", Plays::new(Role::Store, Class::Phi, []));
    let api = stack.add("Api", Plays::new(Role::Workload, Class::Phi, [&opened]));
    stack.add("Open", Plays::new(Role::Exposed, Class::Public, [&api]));
    let passed = stack.add("Passed", Plays::new(Role::Store, Class::Phi, []));
    let queue = stack.add("Queue", Plays::new(Role::Other, Class::Phi, [&passed]));
    stack.add("Door", Plays::new(Role::Endpoint, Class::Phi, [&queue]));
    App::new("test").stack(stack)
}

fn circles() -> App {
    let (mut one, mut two) = (prod("one"), prod("two"));
    let first = one.add("First", One(Sheet::default()));
    let second = two.add("Second", One(Sheet::of([reference(first.reference())])));
    one.add("Third", One(Sheet::of([reference(second.reference())])));
    two.add("Ring", Ring(&[1, 0]));
    App::new("test").stack(one).stack(two)
}

hc_cdk::rules! {
    const OWN;

    ANOTHER = "SheetIsKept" {
        sentence: "every sheet is blue",
        controls: &[iso27001::RECORDS],
        on: &["Paper::Titled"],
        must: Must::Set("Blue"),
        message: "is not blue",
        help: "set `Blue`",
    }

    NO_NAME = "it is blue" {
        sentence: "every sheet is blue",
        controls: &[iso27001::RECORDS],
        on: &["Paper::Titled"],
        must: Must::Set("Blue"),
        message: "is not blue",
        help: "set `Blue`",
    }
}

fn signed(rule: Rule) -> Waiver {
    Waiver::new(rule, "agreed with the archive", "jane.roe", date!("2027-01-31"))
}

/// What is wrong with the resources themselves, and with the ways that they open.
fn rules() -> App {
    assert_ne!(ANOTHER, SHEET_IS_KEPT);
    assert_ne!(NO_NAME, NOT_CLEARED);
    let sheet = |kept: bool| Sheet(Object::new().with("Kept", kept));
    let mut stack = prod("ward");
    stack.add("Loose", One(sheet(false)));
    stack.add("Kept", signed(SHEET_IS_KEPT).resource(sheet(true)));
    let inner = stack.add("Inner", Part(Role::Store, Class::Internal, Object::new()));
    let pii = stack.add("Pii", Part(Role::Store, Class::Pii, Object::new()));
    let reaches = |it: &Made<Sheet>| Object::new().with("Reaches", reference(it.reference()));
    stack.add("Open", One(Sheet(reaches(&pii))));
    stack.add("Undeclared", Part(Role::Workload, Class::Pii, reaches(&pii)));
    stack.add("Uncleared", Part(Role::Workload, Class::Internal, reaches(&pii)));
    stack.add("Down", Part(Role::Workload, Class::Pii, reaches(&inner).with("Writes", true)));
    stack.add("Blind", Part(Role::Workload, Class::Pii, reaches(&inner).with("Writes", "only")));
    let open = || Object::new().with("Open", "everybody");
    stack.add("World", One(Sheet(open())));
    stack.add("Wide", Part(Role::Store, Class::Internal, open()));
    let mut stone = hc_cdk::stack::Stack::<Prod, Stone>::new("stone", Wall);
    stone.add("Unanswered", Plays::new(Role::Store, Class::Phi, []));
    App::new("test").stack(stack).stack(stone).rules(OWN)
}

fn forged() -> App {
    use crate::{
        forged::{Said, ours},
        paper::Slate,
    };

    let mut called = Stack::<(ours::Hipaa, Production)>::new("called", Desk);
    called.add("Sheet", One(Sheet::default()));
    called.add("File", Does(|scope| scope.file("../../x", "db_password = hunter2".to_owned())));
    let mut said = Stack::<Said>::new("said", Desk);
    said.add("Sheet", One(Sheet::default()));
    let mut slate = hc_cdk::stack::Stack::<Prod, Slate>::in_region("slate", Desk);
    slate.add("Sheet", One(Sheet::default()));
    App::new("test").stack(called).stack(said).stack(slate)
}

/// Something with a role, made of a sheet.
struct Part(Role, Class, Object);

impl hc_cdk::construct::Spec for Part {
    type Handle = Made<Sheet>;
    const KIND: &'static str = "Part";
    const INVARIANTS: &'static [Rule] = &[];
}

impl<P> hc_cdk::construct::Construct<P, Paper> for Part {
    fn declare(self, scope: &mut hc_cdk::stack::Within<'_, P, Paper>) -> Made<Sheet> {
        scope.plays(self.0, self.1);
        scope.resource("", Sheet(self.2))
    }
}
