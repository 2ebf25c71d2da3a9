//! Which resources hold which class of data, or are cleared for it: a line each, `stack/Resource class`, with `*` for anything.

use std::cell::Cell;

use hc_cdk::policy::data::Class;

const CLASSES: [Class; 5] = [Class::Synthetic, Class::Public, Class::Internal, Class::Pii, Class::Phi];

/// What a file says of resources.
#[derive(Debug, Default)]
pub struct Holds(Vec<Line>);

#[derive(Debug)]
struct Line {
    pattern: String,
    class: Class,
    /// Whether it was asked of a resource that it names.
    is_met: Cell<bool>,
}

impl Holds {
    /// Reads a file. What begins with `#` is a remark.
    ///
    /// # Errors
    ///
    /// Which line is none.
    pub fn parse(text: &str) -> Result<Self, String> {
        let lines = (1..).zip(text.lines()).filter(|(_, line)| !line.trim().is_empty() && !line.starts_with('#'));
        let read = lines.map(|(number, line)| {
            let words: Vec<&str> = line.split_whitespace().collect();
            let [pattern, class] = words[..] else {
                return Err(format!("line {number}: a resource and a class were expected: `clinic/Records phi`"));
            };
            let found = CLASSES.into_iter().find(|it| it.name() == class);
            let known = CLASSES.map(Class::name).join(", ");
            let found =
                found.ok_or_else(|| format!("line {number}: no class `{class}` is known: there are {known}"))?;
            Ok(Line { pattern: pattern.to_owned(), class: found, is_met: Cell::new(false) })
        });
        read.collect::<Result<_, _>>().map(Self)
    }

    /// The class of a resource: that of the last line that names it.
    pub(crate) fn of(&self, path: &str) -> Option<Class> {
        let named = self.0.iter().filter(|line| is_like(&line.pattern, path));
        named.inspect(|line| line.is_met.set(true)).last().map(|line| line.class)
    }

    /// What names none of the resources that were asked for.
    pub(crate) fn unmet(&self) -> impl Iterator<Item = &str> {
        self.0.iter().filter(|line| !line.is_met.get()).map(|line| line.pattern.as_str())
    }
}

/// Whether a text is like a pattern, in which `*` stands for anything.
fn is_like(pattern: &str, text: &str) -> bool {
    let Some((start, rest)) = pattern.split_once('*') else { return pattern == text };
    let Some(mut text) = text.strip_prefix(start) else { return false };
    let mut pieces: Vec<&str> = rest.split('*').collect();
    let end = pieces.pop().unwrap_or_default();
    for piece in pieces {
        let Some((_, behind)) = text.split_once(piece) else { return false };
        text = behind;
    }
    text.ends_with(end)
}

#[cfg(test)]
mod tests {
    use super::{Class, Holds};

    #[test]
    fn the_last_line_that_names_a_resource_counts() {
        let holds = Holds::parse("# all\n*/*Bucket internal\nclinic/Records* phi\n").unwrap();
        assert_eq!(holds.of("clinic/RecordsBucket"), Some(Class::Phi));
        assert_eq!(holds.of("other/RecordsBucket"), Some(Class::Internal));
        assert_eq!(holds.of("other/Topic"), None);
        assert_eq!(holds.unmet().count(), 0);
        assert_eq!(Holds::parse("clinic/* phi\n").unwrap().unmet().collect::<Vec<_>>(), ["clinic/*"]);
        for wrong in ["clinic/Records", "clinic/Records secret", "a b c"] {
            assert!(Holds::parse(wrong).unwrap_err().starts_with("line 1: "), "{wrong}");
        }
    }
}
