//! Changes of trees: whatever somebody could write where something else was meant.

use hc_cdk_verify::{Mark, Node, Tree};

use crate::chance::Chance;

/// Names with a meaning, and texts that somebody takes apart.
pub(crate) const WORDS: &[&str] = &[
    "",
    " ",
    "*",
    "**",
    "::",
    "arn:",
    "arn:aws:s3:::*",
    "arn:aws:s3:::${A",
    "${",
    "}",
    "${}",
    "${!}",
    "${A.B.C}",
    "${AWS::Region}",
    "10.0.0.0/8",
    "10.0.0.0/33",
    "::/0",
    "0.0.0.0/0",
    "/",
    "//",
    ":",
    ".",
    "..",
    "a.b.c",
    "-",
    "_",
    "é",
    "\u{1f600}",
    "\u{0}",
    "\u{feff}",
    "\r\n",
    "\t",
    "\u{202e}",
    "true",
    "True",
    "null",
    "~",
    "0",
    "-1",
    "00",
    "1e999",
    "9223372036854775808",
    "18446744073709551616",
    "NaN",
    "0x",
    "1Ki",
    "10.5.",
    "5m",
    "P1D",
    "1 2 3 4 5",
    "* * * * *",
    "rate(5 minutes)",
    "AWS::NoValue",
    "AWS::Region",
    "AWS::AccountId",
    "Fn::Sub",
    "Ref",
    "Type",
    "Properties",
    "Resources",
    "Conditions",
    "Parameters",
    "Mappings",
    "Outputs",
    "DependsOn",
    "Metadata",
    "kind",
    "apiVersion",
    "metadata",
    "spec",
    "items",
    "List",
    "name",
    "namespace",
    "Statement",
    "Principal",
    "Action",
    "Resource",
    "AWS::S3::Bucket",
    "AWS::IAM::Role",
    "AWS::",
    "Custom::A",
    "v1",
    "apps/v1",
    "Deployment",
    "!Ref A",
    "{{resolve:secretsmanager:a}}",
    "{{resolve:",
    "<<",
    "2010-09-09",
    "tls: [",
    "*:*",
    "s3:*",
    "s3:?",
    "%",
    "\\",
    "\"",
];

/// The functions of CloudFormation, some that it does not have, and what is no function.
const FUNCTIONS: &[&str] = &[
    "Ref",
    "Condition",
    "Fn::GetAtt",
    "Fn::Sub",
    "Fn::Join",
    "Fn::Select",
    "Fn::Split",
    "Fn::If",
    "Fn::And",
    "Fn::Or",
    "Fn::Not",
    "Fn::Equals",
    "Fn::FindInMap",
    "Fn::ImportValue",
    "Fn::Base64",
    "Fn::Cidr",
    "Fn::GetAZs",
    "Fn::Transform",
    "Fn::Length",
    "Fn::ToJsonString",
    "Fn::ForEach::A",
    "Fn::",
    "Fn::Nothing",
];

const NUMBERS: &[i64] = &[i64::MIN, i64::MIN + 1, -1, 0, 1, 2, 31, 32, 33, 65_535, 65_536, i64::MAX - 1, i64::MAX];
const FLOATS: &[f64] = &[f64::MIN, -0.0, 0.5, 1e19, 1e-300, f64::MAX];

/// The levels that something is nested in: around what is taken, and more.
const LEVELS: &[usize] = &[1, 2, 40, 90, 98, 99, 100, 101, 400];

fn node(tree: Tree) -> Node {
    Node { at: Mark::default(), tree }
}

fn map(name: &str, inner: Node) -> Node {
    node(Tree::Map(vec![(Mark::default(), name.to_owned(), inner)]))
}

fn count(node: &Node) -> usize {
    1 + match &node.tree {
        Tree::List(items) => items.iter().map(count).sum(),
        Tree::Map(members) => members.iter().map(|(.., it)| count(it)).sum::<usize>(),
        _ => 0,
    }
}

/// The node of that number, counted from the top.
fn at<'a>(node: &'a mut Node, number: &mut usize) -> Option<&'a mut Node> {
    if *number == 0 {
        return Some(node);
    }
    *number -= 1;
    match &mut node.tree {
        Tree::List(items) => items.iter_mut().find_map(|it| at(it, number)),
        Tree::Map(members) => members.iter_mut().find_map(|(.., it)| at(it, number)),
        _ => None,
    }
}

fn any<'a>(tree: &'a mut Node, chance: &mut Chance) -> &'a mut Node {
    let mut number = chance.below(count(tree));
    at(tree, &mut number).unwrap()
}

fn word(chance: &mut Chance) -> String {
    match chance.below(12) {
        0 => chance.pick(WORDS).repeat(1 + chance.below(3)),
        1 => "x".repeat(1 << chance.below(17)),
        2 => chance.pick(FUNCTIONS).to_string(),
        _ => chance.pick(WORDS).to_string(),
    }
}

/// A value that nobody expects.
fn value(chance: &mut Chance, depth: usize) -> Node {
    let more = |chance: &mut Chance| (0..chance.below(4)).map(|_| value(chance, depth + 1)).collect::<Vec<_>>();
    node(match chance.below(if depth > 3 { 5 } else { 9 }) {
        0 => Tree::Null,
        1 => Tree::Bool(chance.one_in(2)),
        2 => Tree::Int(chance.pick(NUMBERS)),
        3 => Tree::Float(chance.pick(FLOATS)),
        4 => Tree::Text(word(chance)),
        5 => Tree::List(more(chance)),
        6 => Tree::Map(more(chance).into_iter().map(|it| (Mark::default(), word(chance), it)).collect()),
        _ => return map(chance.pick(FUNCTIONS), value(chance, depth + 1)),
    })
}

/// Changes one place of a tree; `other` is what something may be taken from.
pub(crate) fn change(tree: &mut Node, other: &mut Node, chance: &mut Chance) {
    let place = any(tree, chance);
    match chance.below(9) {
        0 | 1 => *place = value(chance, 0),
        2 => *place = any(other, chance).clone(),
        3 => *place = map(chance.pick(FUNCTIONS), place.clone()),
        4 => {
            for _ in 0..chance.pick(LEVELS) {
                let inner = place.clone();
                *place = if chance.one_in(2) { node(Tree::List(vec![inner])) } else { map("a", inner) };
            }
        }
        5 => *place = map("Fn::If", node(Tree::List(vec![value(chance, 3), place.clone(), value(chance, 2)]))),
        _ => inside(place, other, chance),
    }
}

/// Changes what a list or a map has: something is left out, there twice, or called otherwise; of a text, a sign.
fn inside(place: &mut Node, other: &mut Node, chance: &mut Chance) {
    match &mut place.tree {
        Tree::List(items) if !items.is_empty() => {
            let which = chance.below(items.len());
            match chance.below(4) {
                0 => drop(items.remove(which)),
                1 => items.push(items[which].clone()),
                2 => items.extend(vec![items[which].clone(); 300]),
                _ => items.insert(which, any(other, chance).clone()),
            }
        }
        Tree::Map(members) if !members.is_empty() => {
            let which = chance.below(members.len());
            match chance.below(4) {
                0 => drop(members.remove(which)),
                1 => members.push(members[which].clone()),
                2 => members[which].1 = word(chance),
                _ => members.push((Mark::default(), word(chance), any(other, chance).clone())),
            }
        }
        Tree::Text(text) => {
            let signs: Vec<char> = text.chars().collect();
            let (cut, word) = (chance.below(signs.len() + 1), word(chance));
            let rest = if chance.one_in(2) { &signs[cut..] } else { &[] };
            *text = signs[..cut].iter().chain(word.chars().collect::<Vec<_>>().iter()).chain(rest).collect();
        }
        _ => *place = value(chance, 0),
    }
}
