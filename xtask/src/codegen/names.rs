//! Rust names for the schemas' names.

use indexmap::IndexSet;

/// Names that generated code uses from elsewhere; a type of its own must not hide them.
const TAKEN: [&str; 16] = [
    "Attr", "Box", "Default", "From", "IndexMap", "Into", "IntoJson", "Json", "None", "Object", "Option", "Self",
    "Some", "String", "Value", "Vec",
];

const KEYWORDS: [&str; 48] = [
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "do", "dyn", "else", "enum",
    "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let", "loop", "macro", "match", "mod", "move",
    "mut", "override", "priv", "pub", "ref", "return", "static", "struct", "trait", "true", "try", "type", "typeof",
    "unsafe", "unsized", "use", "virtual", "where", "while", "yield",
];

/// Words that may not even be written as `r#word`.
const FORBIDDEN: [&str; 3] = ["crate", "self", "super"];

/// `VpcId` for `VPCId`.
pub(crate) fn camel(name: &str) -> String {
    let mut camel = String::new();
    for word in words(name) {
        let mut letters = word.chars();
        camel.extend(letters.next().map(|letter| letter.to_ascii_uppercase()));
        camel.push_str(letters.as_str());
    }
    if camel.starts_with(|first: char| first.is_ascii_digit()) { format!("N{camel}") } else { camel }
}

/// `vpc_id` for `VPCId`, without regard to keywords.
pub(crate) fn snake(name: &str) -> String {
    let snake = words(name).join("_");
    if snake.starts_with(|first: char| first.is_ascii_digit()) { format!("n{snake}") } else { snake }
}

/// `VPC_ID` for `VPCId`.
pub(crate) fn screaming(name: &str) -> String {
    snake(name).to_ascii_uppercase()
}

/// The name as an identifier: `r#type` for `type`.
pub(crate) fn identifier(name: &str) -> String {
    if KEYWORDS.contains(&name) {
        format!("r#{name}")
    } else if FORBIDDEN.contains(&name) {
        format!("{name}_")
    } else {
        name.to_owned()
    }
}

/// Names of which each is given once.
#[derive(Debug, Default)]
pub(crate) struct Unique(IndexSet<String>);

impl Unique {
    /// No name is given yet, but those that generated code uses from elsewhere are not to be had.
    pub(crate) fn types() -> Self {
        Self(TAKEN.iter().map(ToString::to_string).collect())
    }

    /// The wish, or the wish with `suffix`, or with a number if that is given too.
    pub(crate) fn give(&mut self, wish: &str, suffix: &str) -> String {
        let longer = format!("{wish}{suffix}");
        let mut name = if self.0.contains(wish) { longer.clone() } else { wish.to_owned() };
        let mut number = 2;
        while self.0.contains(&name) {
            name = format!("{longer}{number}");
            number += 1;
        }
        self.0.insert(name.clone());
        name
    }
}

/// The lower-case words of a name.
///
/// A run of capitals is one word, together with the `s` of a plural (`ARNs`) and the rest of `IPv6` and `FSx`.
fn words(name: &str) -> Vec<String> {
    let letters: Vec<char> = name.chars().collect();
    let at = |index: usize| letters.get(index).copied().unwrap_or(' ');
    let mut words: Vec<String> = vec![String::new()];
    for (index, &letter) in letters.iter().enumerate() {
        if !letter.is_ascii_alphanumeric() {
            words.push(String::new());
            continue;
        }
        let before = if index == 0 { ' ' } else { at(index - 1) };
        let after_word = before.is_ascii_lowercase() || before.is_ascii_digit();
        let ends_run =
            before.is_ascii_uppercase() && at(index + 1).is_ascii_lowercase() && !tail(at(index + 1), at(index + 2));
        if letter.is_ascii_uppercase() && (after_word || ends_run) {
            words.push(String::new());
        }
        if let Some(word) = words.last_mut() {
            word.push(letter.to_ascii_lowercase());
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

/// Whether a lower-case letter after a run of capitals belongs to the run.
fn tail(letter: char, next: char) -> bool {
    match letter {
        's' | 'x' => !next.is_ascii_lowercase(),
        'v' => next.is_ascii_digit(),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_run_of_capitals_is_one_word() {
        assert_eq!(camel("VPC"), "Vpc");
        assert_eq!(camel("DBInstance"), "DbInstance");
        assert_eq!(camel("WebACL"), "WebAcl");
        assert_eq!(snake("WebACLId"), "web_acl_id");
        assert_eq!(snake("S3BucketARN"), "s3_bucket_arn");
        assert_eq!(snake("SourceDBClusterIdentifier"), "source_db_cluster_identifier");
    }

    #[test]
    fn plurals_and_versions_stay_with_their_run() {
        assert_eq!(snake("TargetGroupARNs"), "target_group_arns");
        assert_eq!(snake("VPCs"), "vpcs");
        assert_eq!(snake("IPv6Addresses"), "ipv6_addresses");
        assert_eq!(snake("FSxLustreConfig"), "fsx_lustre_config");
        assert_eq!(snake("HTTPSServer"), "https_server");
        assert_eq!(snake("DNSSupport"), "dns_support");
    }

    #[test]
    fn names_of_any_spelling_become_identifiers() {
        assert_eq!(identifier(&snake("Type")), "r#type");
        assert_eq!(identifier(&snake("Self")), "self_");
        assert_eq!(camel("some-name.with_signs"), "SomeNameWithSigns");
        assert_eq!(snake("2fa"), "n2fa");
        assert_eq!(screaming("Endpoint.Address"), "ENDPOINT_ADDRESS");
    }

    #[test]
    fn each_name_is_given_once() {
        let mut names = Unique::types();
        assert_eq!(names.give("Tag", "Property"), "Tag");
        assert_eq!(names.give("Tag", "Property"), "TagProperty");
        assert_eq!(names.give("Tag", "Property"), "TagProperty2");
        assert_eq!(names.give("Json", "Property"), "JsonProperty");
    }
}
