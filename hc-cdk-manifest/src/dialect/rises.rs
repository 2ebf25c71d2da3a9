//! What of an object grows and rises, and never shrinks or goes back: a change is refused by its direction.

use hc_cdk::diff::Values;

/// Of some kinds, what only grows.
#[derive(Debug)]
pub struct Rises {
    /// The kinds.
    pub kinds: &'static [&'static str],
    /// Paths of amounts, such as `8Gi` or `128`.
    pub amounts: &'static [&'static str],
    /// Paths of versions, such as `1.33` or `POSTGRES_17`.
    pub versions: &'static [&'static str],
    /// What to do instead.
    pub help: &'static str,
}

impl Rises {
    /// Of the values that differ, those that become less, and what to do about it.
    pub fn refused(list: &[Self], kind: &str, values: &[Values]) -> Option<(Vec<String>, &'static str)> {
        let rises = list.iter().find(|it| it.kinds.contains(&kind))?;
        let falls = |it: &&Values| {
            let is = |paths: &[&str]| paths.contains(&it.property.as_str());
            let both = it.before.as_deref().zip(it.after.as_deref());
            both.is_some_and(|both| {
                is(rises.amounts) && is_less(both, amount) || is(rises.versions) && is_less(both, version)
            })
        };
        let refused: Vec<String> = values.iter().filter(falls).map(|it| it.property.clone()).collect();
        (!refused.is_empty()).then_some((refused, rises.help))
    }
}

/// Whether what is after is less than what was before, if both can be read.
fn is_less<T: PartialOrd>((before, after): (&str, &str), read: impl Fn(&str) -> Option<T>) -> bool {
    let [before, after] = [before, after].map(|it| read(it.trim_matches(['"', '\''])));
    before.zip(after).is_some_and(|(before, after)| after < before)
}

/// A quantity of Kubernetes.
fn amount(text: &str) -> Option<f64> {
    const UNITS: [(&str, f64); 11] = [
        ("Ki", 1_024.0),
        ("Mi", 1_048_576.0),
        ("Gi", 1_073_741_824.0),
        ("Ti", 1_099_511_627_776.0),
        ("Pi", 1_125_899_906_842_624.0),
        ("k", 1e3),
        ("M", 1e6),
        ("G", 1e9),
        ("T", 1e12),
        ("P", 1e15),
        ("", 1.0),
    ];
    UNITS.iter().find_map(|(unit, of)| Some(text.strip_suffix(unit)?.parse::<f64>().ok()? * of))
}

/// What a version is of, and its numbers. Versions of different things are not compared.
fn version(text: &str) -> Option<Version> {
    let at = text.find(|it: char| it.is_ascii_digit())?;
    let (product, numbers) = text.split_at_checked(at)?;
    let numbers = numbers.split(['.', '_']).map(str::parse).collect::<Result<_, _>>().ok()?;
    Some(Version { product: product.to_owned(), numbers })
}

#[derive(PartialEq)]
struct Version {
    product: String,
    numbers: Vec<u32>,
}

impl PartialOrd for Version {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        if self.product != other.product {
            return None;
        }
        // `17` is any version of 17.
        self.numbers
            .iter()
            .zip(&other.numbers)
            .map(|(one, two)| one.cmp(two))
            .find(|it| it.is_ne())
            .or(Some(std::cmp::Ordering::Equal))
    }
}

#[cfg(test)]
mod tests {
    use hc_cdk::diff::Values;

    use super::Rises;

    const DISK: [Rises; 1] =
        [Rises { kinds: &["Disk"], amounts: &["spec.size"], versions: &["spec.version"], help: "make another" }];

    fn refused(kind: &str, property: &str, before: &str, after: &str) -> bool {
        let (before, after) = (Some(before.to_owned()), Some(after.to_owned()));
        let values = [Values { property: property.to_owned(), before, after }];
        Rises::refused(&DISK, kind, &values).is_some()
    }

    #[test]
    fn an_amount_grows_whatever_its_unit() {
        for (before, after, expected) in [
            ("10Gi", "8Gi", true),
            ("1Ti", "900Gi", true),
            ("900Gi", "1Ti", false),
            ("'10Gi'", "10737418240", false),
            ("\"10G\"", "10Gi", false),
            ("128", "64", true),
            ("128", "${stack_Size}", false),
        ] {
            assert_eq!(refused("Disk", "spec.size", before, after), expected, "{before} {after}");
        }
        assert!(!refused("Other", "spec.size", "2", "1") && !refused("Disk", "spec.count", "2", "1"));
    }

    #[test]
    fn a_version_rises_number_by_number() {
        for (before, after, expected) in [
            ("1.10", "1.9", true),
            ("1.9", "1.10", false),
            ("POSTGRES_16", "POSTGRES_15", true),
            ("POSTGRES_16", "POSTGRES_17", false),
            ("REDIS_7_2", "REDIS_7_0", true),
            ("MYSQL_8_0", "POSTGRES_7", false),
            ("\"17\"", "\"17.4\"", false),
        ] {
            assert_eq!(refused("Disk", "spec.version", before, after), expected, "{before} {after}");
        }
    }
}
