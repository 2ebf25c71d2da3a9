//! From names of constructs to names of objects.

use std::fmt;

use hc_cdk::stack::Scope;
pub use hc_cdk::value::{kebab, pascal};

use crate::hash;

/// The most characters of a name that is a label of DNS, as names of objects are.
pub const LONGEST: usize = 63;

/// The name of the construct's objects.
pub fn name_of(scope: &Scope<'_>) -> String {
    kebab(scope.path())
}

/// A name of at most 63 characters: a longer one ends in a number that is made of the whole.
pub fn shorten(name: &str) -> String {
    shorten_to(name, LONGEST)
}

/// The same of at most as many characters, of which there are 20 at least.
pub fn shorten_to(name: &str, longest: usize) -> String {
    if name.len() <= longest { name.to_owned() } else { cut(name, longest.max(20), &hash::of([name])) }
}

/// A name that is made of two names, and of no other two: with `--` between them, unless one has that itself or both are too long for
/// as many characters. Those end in a number that is made of both. There are 20 characters at least.
pub fn joined(first: &str, second: &str, longest: usize) -> String {
    let both = format!("{first}--{second}");
    let is_plain = both.len() <= longest && ![first, second].iter().any(|it| it.contains("--"));
    if is_plain { both } else { cut(&both, longest.max(20), &hash::of([first, second])) }
}

/// What a way out to a port of a network is called among those of one network, whatever others there are.
pub fn to_network(network: impl fmt::Display, port: u16) -> String {
    format!("AllowOut{}Port{port}", network.to_string().replace(['.', '/'], "x"))
}

/// Adds what is not among them yet: what was said twice is one thing, and has one name.
pub fn once<T: PartialEq>(all: &mut Vec<T>, one: T) {
    if !all.contains(&one) {
        all.push(one);
    }
}

/// The beginning of a name, and a number that tells it from others with the same one.
fn cut(name: &str, longest: usize, number: &str) -> String {
    let start: String = name.chars().take(longest - number.len() - 1).collect();
    format!("{}-{number}", start.trim_end_matches('-'))
}

/// Whether a name is a label of DNS that begins with a letter, whatever its length. Names of objects are: pods, services and
/// values of labels are made of them.
pub fn is_label(name: &str) -> bool {
    let letters = name.chars().all(|it| it.is_ascii_lowercase() || it.is_ascii_digit() || it == '-');
    letters && name.starts_with(|it: char| it.is_ascii_lowercase()) && !name.ends_with('-')
}

/// Whether a name is a domain, as a cluster takes most names: labels of DNS with dots between, 253 characters in all.
pub fn is_domain(name: &str) -> bool {
    name.len() <= 253 && name.split('.').all(is_part)
}

fn is_part(it: &str) -> bool {
    let ends = |it: char| it.is_ascii_lowercase() || it.is_ascii_digit();
    it.starts_with(ends) && it.ends_with(ends) && it.chars().all(|it| ends(it) || it == '-')
}

/// Whether a text is the value of a label: nothing, or what [`label_value`] makes of it.
pub fn is_label_value(text: &str) -> bool {
    is_value(text.as_bytes())
}

/// Whether a text is the name of a label or an annotation: a part as a label's value is one, behind a domain and `/` where it has one.
pub fn is_label_name(text: &str) -> bool {
    let (domain, name) = text.split_once('/').map_or((None, text), |(domain, name)| (Some(domain), name));
    !name.is_empty() && is_label_value(name) && domain.is_none_or(is_domain)
}

/// A text as a label's value: letters, digits, `-`, `_` and `.`, at most 63, with a letter or digit at both ends.
pub fn label_value(text: &str) -> String {
    let allowed = |it: char| if it.is_ascii_alphanumeric() || matches!(it, '-' | '_' | '.') { it } else { '-' };
    let value: String = text.chars().map(allowed).take(LONGEST).collect();
    value.trim_matches(|it: char| !it.is_ascii_alphanumeric()).to_owned()
}

/// The domains of labels that are not one's own: those of Kubernetes, of the library, and of what selects by its own.
const OF_OTHERS: [&[u8]; 18] = [
    b"argoproj.io",
    b"azure.workload.identity",
    b"cert-manager.io",
    b"cilium.io",
    b"cnpg.io",
    b"coreos.com",
    b"elastic.co",
    b"external-secrets.io",
    b"hc-cdk",
    b"istio.io",
    b"k8s.io",
    b"karpenter.sh",
    b"keda.sh",
    b"kubernetes.io",
    b"kyverno.io",
    b"opstreelabs.in",
    b"percona.com",
    b"velero.io",
];

/// Names without a domain by which controllers and operators select pods and namespaces.
const SELECTING: [&[u8]; 9] = [
    b"app",
    b"controller-revision-hash",
    b"controller-uid",
    b"istio-injection",
    b"job-name",
    b"k8s-app",
    b"pod-template-hash",
    b"redis_setup_type",
    b"role",
];

/// Domains of annotations by which what runs in a cluster changes pods or hands them secrets, beside those of labels.
const OF_AGENTS: [&[u8]; 14] = [
    b"amazonaws.com",
    b"banzaicloud.com",
    b"cncf.io",
    b"co.elastic.logs",
    b"dapr.io",
    b"datadoghq.com",
    b"fluentbit.io",
    b"hashicorp.com",
    b"linkerd.io",
    b"multus-cni.io",
    b"opentelemetry.io",
    b"ovn.org",
    b"projectcalico.org",
    b"stakater.com",
];

/// What is wrong with a label of one's own, if something is: a cluster refuses it, or others select by labels of that name.
pub const fn wrong_label(label: &str, value: &str) -> Option<&'static str> {
    const NAME: &str = "the name of a label is `team` or `example.org/team`: up to 63 letters, digits, `-`, `_` and `.`, with a letter or digit at both ends";
    const TAKEN: &str =
        "labels of this name are Kubernetes', the library's or an operator's: pods and namespaces are selected by them";
    const VALUE: &str =
        "the value of a label has up to 63 letters, digits, `-`, `_` and `.`, with a letter or digit at both ends";
    let Some((domain, name)) = parts_of(label.as_bytes()) else { return Some(NAME) };
    if domain.is_empty() && is_among(name, &SELECTING, true)
        || !domain.is_empty() && is_among(domain, &OF_OTHERS, false)
    {
        return Some(TAKEN);
    }
    if is_value(value.as_bytes()) { None } else { Some(VALUE) }
}

/// What is wrong with an annotation of one's own, if something is: a cluster refuses it, or what runs in a cluster acts by annotations of
/// that name.
pub const fn wrong_annotation(annotation: &str, value: &str) -> Option<&'static str> {
    const NAME: &str = "the name of an annotation is `team` or `example.org/team`: up to 63 letters, digits, `-`, `_` and `.`, with a letter or digit at both ends";
    const TAKEN: &str = "annotations of this name are Kubernetes', the library's, or of what changes pods or hands them secrets by them";
    const VALUE: &str = "the value of an annotation has up to 1024 bytes";
    let Some((domain, _)) = parts_of(annotation.as_bytes()) else { return Some(NAME) };
    if is_among(domain, &OF_OTHERS, false) || is_among(domain, &OF_AGENTS, false) {
        return Some(TAKEN);
    }
    if value.len() <= 1024 { None } else { Some(VALUE) }
}

/// The domain and the name that the name of a label or of an annotation is made of, if a cluster takes it. One without a domain has an empty
/// one.
#[allow(
    clippy::indexing_slicing,
    reason = "evaluated at compile time too, where iterators are not; bounds are checked"
)]
const fn parts_of(all: &[u8]) -> Option<(&[u8], &[u8])> {
    let (mut slash, mut at) = (None, 0);
    while at < all.len() {
        if all[at] == b'/' && slash.is_none() {
            slash = Some(at);
        }
        at += 1;
    }
    let (domain, name): (&[u8], &[u8]) = match slash {
        Some(slash) => (all.split_at(slash).0, all.split_at(slash + 1).1),
        None => (&[], all),
    };
    if name.is_empty() || !is_value(name) || (slash.is_some() && !is_small_domain(domain)) {
        return None;
    }
    Some((domain, name))
}

/// Whether a text is one of some, or, if these are domains, within one of them.
#[allow(
    clippy::indexing_slicing,
    reason = "evaluated at compile time too, where iterators are not; bounds are checked"
)]
const fn is_among(text: &[u8], all: &[&[u8]], whole: bool) -> bool {
    let mut at = 0;
    while at < all.len() {
        if ends_as(text, all[at]) && (!whole || text.len() == all[at].len()) {
            return true;
        }
        at += 1;
    }
    false
}

/// Whether a text is a label's value, as [`label_value`] says.
#[allow(
    clippy::indexing_slicing,
    reason = "evaluated at compile time too, where iterators are not; bounds are checked"
)]
const fn is_value(text: &[u8]) -> bool {
    let mut at = 0;
    while at < text.len() {
        let inside = at > 0 && at + 1 < text.len() && matches!(text[at], b'-' | b'_' | b'.');
        if !(text[at].is_ascii_alphanumeric() || inside) {
            return false;
        }
        at += 1;
    }
    text.len() <= LONGEST
}

/// Whether a text is a domain, as [`is_domain`] says.
#[allow(
    clippy::indexing_slicing,
    reason = "evaluated at compile time too, where iterators are not; bounds are checked"
)]
const fn is_small_domain(text: &[u8]) -> bool {
    let (mut at, mut before) = (0, b'.');
    while at < text.len() {
        let it = text[at];
        let fits = match it {
            b'a'..=b'z' | b'0'..=b'9' => true,
            b'-' => before != b'.',
            b'.' => !matches!(before, b'.' | b'-'),
            _ => false,
        };
        if !fits {
            return false;
        }
        before = it;
        at += 1;
    }
    !matches!(before, b'.' | b'-') && text.len() <= 253
}

/// Whether a domain is another one, or within it.
#[allow(
    clippy::indexing_slicing,
    reason = "evaluated at compile time too, where iterators are not; bounds are checked"
)]
const fn ends_as(text: &[u8], end: &[u8]) -> bool {
    if text.len() < end.len() {
        return false;
    }
    let start = text.len() - end.len();
    let mut at = 0;
    while at < end.len() {
        if text[start + at] != end[at] {
            return false;
        }
        at += 1;
    }
    start == 0 || text[start - 1] == b'.'
}

#[cfg(test)]
mod tests {
    use super::{
        is_label, is_label_name, is_label_value, joined, kebab, label_value, shorten, to_network, wrong_annotation,
        wrong_label,
    };

    #[test]
    fn a_label_of_ones_own_is_one_of_a_cluster() {
        for name in
            ["team", "example.org/team", "Cost_Centre", "a", "approle", "example.org/app", "kubernetes.io.example/a"]
        {
            assert_eq!(wrong_label(name, "claims"), None, "{name}");
            assert!(is_label_name(name), "{name}");
        }
        for name in ["", "-a", "a b", "a/", "/a", "a/b/c", "Example.org/a", "a..b/c", "a-./c", &"a".repeat(64)] {
            assert!(wrong_label(name, "claims").is_some(), "{name}");
        }
        for value in ["", "claims", "St.-Mary-s--north", &"a".repeat(63)] {
            assert_eq!(wrong_label("team", value), None, "{value}");
            assert!(is_label_value(value), "{value}");
        }
        for value in ["St. Mary", "-a", "a-", "é", &"a".repeat(64)] {
            assert!(wrong_label("team", value).is_some(), "{value}");
            assert!(!is_label_value(value), "{value}");
        }
    }

    #[test]
    fn a_label_by_which_others_select_is_not_ones_own() {
        for name in [
            "app",
            "k8s-app",
            "app.kubernetes.io/name",
            "kubernetes.io/a",
            "hc-cdk/store",
            "sidecar.istio.io/inject",
            "cnpg.io/cluster",
        ] {
            assert!(wrong_label(name, "claims").is_some(), "{name}");
        }
    }

    #[test]
    fn an_annotation_by_which_others_act_is_not_ones_own() {
        for name in ["team", "example.org/runbook", "app", "prometheus.io/scrape"] {
            assert_eq!(wrong_annotation(name, "https://runbooks.example.org/claims?a=b c"), None, "{name}");
        }
        for name in [
            "",
            "-a",
            "a b",
            "a/",
            "Example.org/a",
            "kubectl.kubernetes.io/restartedAt",
            "sidecar.istio.io/inject",
            "vault.hashicorp.com/agent-inject",
            "eks.amazonaws.com/role-arn",
            "linkerd.io/inject",
            "hc-cdk/config-a",
        ] {
            assert!(wrong_annotation(name, "claims").is_some(), "{name}");
        }
        assert!(wrong_annotation("team", &"a".repeat(1025)).is_some());
    }

    #[test]
    fn names_are_read_word_by_word() {
        for (path, name) in [
            ("Claims", "claims"),
            ("ClaimsApi", "claims-api"),
            ("HL7Feed", "hl7-feed"),
            ("API", "api"),
            ("Clinical/ClaimsApi", "clinical-claims-api"),
            ("claims2Go", "claims2-go"),
        ] {
            assert_eq!(kebab(path), name);
            assert!(is_label(name), "{name}");
        }
    }

    #[test]
    fn a_long_name_is_cut_and_stays_one_of_its_own() {
        let long = "a".repeat(80);
        assert_eq!(shorten(&long).len(), 63);
        assert_ne!(shorten(&long), shorten(&format!("{long}a")));
        assert_eq!(shorten("a-b"), "a-b");
    }

    #[test]
    fn two_names_are_one_that_no_other_two_are() {
        assert_eq!(joined("wards-clinical", "front", 57), "wards-clinical--front");
        let long = "a".repeat(60);
        let two = [("a--b", "c"), ("a", "b--c"), (&long, "b"), (&long, "c"), ("a-b", "c"), ("a", "b-c")];
        for (at, (first, second)) in two.iter().enumerate() {
            let name = joined(first, second, 57);
            assert!(is_label(&name) && name.len() <= 57, "{name}");
            assert!(!two[..at].iter().any(|(first, second)| joined(first, second, 57) == name), "{name}");
        }
    }

    #[test]
    fn ways_out_are_called_by_what_they_lead_to() {
        assert_eq!(to_network("10.40.0.0/16", 443), "AllowOut10x40x0x0x16Port443");
        assert!(is_label(&kebab(&to_network("10.40.0.0/16", 443))));
    }

    #[test]
    fn what_no_name_may_be_is_no_label() {
        for name in ["", "-a", "a-", "1a", "A", "a.b", "a_b", "ä"] {
            assert!(!is_label(name), "{name}");
        }
    }

    #[test]
    fn the_value_of_a_label_begins_and_ends_with_a_letter_or_digit() {
        assert_eq!(label_value("St. Mary's (north)"), "St.-Mary-s--north");
        assert_eq!(label_value(&"a".repeat(80)).len(), 63);
    }
}
