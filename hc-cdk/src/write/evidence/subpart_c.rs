//! 45 CFR part 164 subpart C as a whole: paragraphs that rules rest on, and those that nothing here can read.

use crate::policy::control::{Control, hipaa};

/// Paragraph, kind and subject, in the order of the regulation.
const ROWS: &str = include_str!("subpart_c.tsv");

/// Every paragraph, and whether it is a `rule` about the whole, a `standard`, or a specification that is `required` or `addressable`.
pub(super) fn all() -> impl Iterator<Item = (Control, &'static str)> {
    ROWS.lines().filter_map(|line| {
        let mut cells = line.split('\t');
        let (id, kind, subject) = (cells.next()?, cells.next()?, cells.next()?);
        Some((Control { framework: hipaa::ACCESS_CONTROL.framework, id, subject }, kind))
    })
}

#[cfg(test)]
mod tests {
    use super::{Control, all, hipaa};
    use crate::value::sorted;

    #[test]
    fn what_may_be_cited_stands_in_the_subpart_with_the_same_words() {
        let paragraphs: Vec<Control> = all().map(|(it, _)| it).collect();
        for control in hipaa::ALL {
            assert!(paragraphs.contains(control), "{control}: {}", control.subject);
        }
        assert_eq!(sorted(paragraphs.iter().map(|it| it.id)).len(), paragraphs.len(), "each stands once");
    }

    #[test]
    fn it_has_what_the_matrix_of_the_regulation_has() {
        let of = |kind| all().filter(|(_, it)| *it == kind).count();
        // The subpart has 22 standards, 18 of them in Appendix A, of which 164.308(b) has a paragraph each for covered entities and business associates.
        assert_eq!(of("standard"), 23);
        assert_eq!(of("addressable"), 22);
        assert_eq!(of("rule") + of("standard") + of("required") + of("addressable"), all().count());
    }
}
