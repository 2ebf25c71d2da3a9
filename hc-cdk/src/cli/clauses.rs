//! Which clauses somebody means: by number, with the framework in front or not, by a word of the subject, or by framework.

use crate::{
    policy::control::{self, Control},
    value::nearest,
};

/// Clauses that somebody means.
#[derive(Debug, PartialEq)]
pub(super) enum Wanted {
    /// These, each with all that there is to say.
    Each(Vec<Control>),
    /// All of a framework or of every framework, in short.
    List(Vec<Control>),
}

/// The clauses that words name; without a word, all.
pub(super) fn named(wanted: &str) -> Result<Wanted, String> {
    let wanted = wanted.trim();
    let all: Vec<Control> = control::all().collect();
    if wanted.is_empty() {
        return Ok(Wanted::List(all));
    }
    let only = |is_so: fn(Control, &str) -> bool| -> Vec<Control> {
        all.iter().copied().filter(|control| is_so(*control, wanted)).collect()
    };
    let numbered = only(is_called);
    if !numbered.is_empty() {
        return Ok(Wanted::Each(numbered));
    }
    let of_framework = only(is_of);
    if !of_framework.is_empty() {
        return Ok(Wanted::List(of_framework));
    }
    let about = only(is_about);
    if about.is_empty() { Err(unknown(wanted)) } else { Ok(Wanted::Each(about)) }
}

/// Whether the words are a clause's identifier, with the framework or a part of its name in front or not.
fn is_called(control: Control, wanted: &str) -> bool {
    let mut words = wanted.split_whitespace().rev();
    words.next().is_some_and(|id| control.id.eq_ignore_ascii_case(id)) && words.all(|word| has(control.framework, word))
}

/// Whether the words are a framework's name, or a part of it that has letters.
fn is_of(control: Control, wanted: &str) -> bool {
    wanted.chars().any(char::is_alphabetic) && wanted.split_whitespace().all(|word| has(control.framework, word))
}

/// Whether each of the words begins a word of the subject, or of the framework if another one is of the subject.
fn is_about(control: Control, wanted: &str) -> bool {
    let begins = |word: &str| words(control.subject).any(|it| it.starts_with(&word.to_lowercase()));
    let mut all = wanted.split_whitespace();
    wanted.split_whitespace().any(begins) && all.all(|word| begins(word) || has(control.framework, word))
}

/// Whether a framework's name has that word, also with its year or its brackets left out.
fn has(framework: &str, word: &str) -> bool {
    framework.split_whitespace().map(|name| name.trim_matches(['(', ')'])).any(|name| {
        let mut parts = name.split(['/', ':']);
        name.eq_ignore_ascii_case(word) || parts.any(|part| part.eq_ignore_ascii_case(word))
    })
}

fn words(subject: &str) -> impl Iterator<Item = String> {
    subject.split(|it: char| !it.is_alphanumeric() && it != '-').filter(|it| !it.is_empty()).map(str::to_lowercase)
}

fn unknown(wanted: &str) -> String {
    let help = help(wanted);
    format!("error: no clause `{wanted}` is known here\n  help: {help}")
}

fn help(wanted: &str) -> String {
    let start = wanted.split('(').next().unwrap_or(wanted);
    let begins = |control: &Control| !start.is_empty() && control.id.starts_with(start);
    let ids: Vec<String> = control::all().filter(begins).map(|control| format!("`{}`", control.id)).collect();
    if !ids.is_empty() {
        return format!("did you mean one of {}?", ids.join(", "));
    }
    let mut known: Vec<String> = Vec::new();
    for control in control::all() {
        known.push(control.id.to_owned());
        known.extend(control.framework.split_whitespace().map(str::to_owned));
        known.extend(words(control.subject));
    }
    match nearest(wanted, known.iter().map(String::as_str)) {
        Some(near) => format!("did you mean `{near}`?"),
        None => "write it as auditors do, such as `164.312(b)`, `CC6.1`, `A.8.24`, `32(1)(a)` or `11.10(e)`; without a clause, \
                 `explain` lists all"
            .to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::{Wanted, named};
    use crate::policy::control::{
        self, Control, caf, gdpr, hipaa, hipaa_proposed, iso27001, nhs, part11, soc2, vn_decree_102, vn_decree_356,
        vn_law_91,
    };

    #[test]
    fn a_clause_is_named_by_number() {
        for (wanted, control) in [
            ("164.312(b)", hipaa::AUDIT_CONTROLS),
            ("hipaa 164.312(B)", hipaa::AUDIT_CONTROLS),
            ("HIPAA 45 CFR 164.312(b)", hipaa::AUDIT_CONTROLS),
            ("cc6.1", soc2::LOGICAL_ACCESS),
            ("ISO/IEC 27001:2022 A.8.24", iso27001::CRYPTOGRAPHY),
            ("27001 A.8.24", iso27001::CRYPTOGRAPHY),
            ("164.312(h)(2)(iii)", hipaa_proposed::PENETRATION_TESTS),
            ("91/2025/QH15 2(1)", vn_law_91::DE_IDENTIFIED),
            ("Decree 356/2025/ND-CP Article 4", vn_decree_356::SENSITIVE),
            ("vietnam 10", vn_decree_102::USE),
            ("GDPR 32(1)(a)", gdpr::ENCRYPTION),
        ] {
            assert_eq!(named(wanted), Ok(Wanted::Each(vec![control])), "{wanted}");
        }
    }

    #[test]
    fn a_framework_lists_its_clauses() {
        for (wanted, all) in [
            ("hipaa proposed 90 FR 898", hipaa_proposed::ALL),
            ("356/2025/ND-CP", vn_decree_356::ALL),
            ("soc 2", soc2::ALL),
            ("ISO/IEC 27001", iso27001::ALL),
            ("iso", iso27001::ALL),
            ("gdpr", gdpr::ALL),
            ("FDA", part11::ALL),
            ("NCSC", caf::ALL),
            ("nhs", nhs::ALL),
        ] {
            assert_eq!(named(wanted), Ok(Wanted::List(all.to_vec())), "{wanted}");
        }
        for (wanted, all) in [
            ("HIPAA", vec![hipaa::ALL, hipaa_proposed::ALL]),
            ("Vietnam", vec![vn_law_91::ALL, vn_decree_356::ALL, vn_decree_102::ALL]),
            (" ", control::FRAMEWORKS.iter().map(|(_, all)| *all).collect()),
        ] {
            let all: Vec<Control> = all.concat();
            assert_eq!(named(wanted), Ok(Wanted::List(all)), "{wanted}");
        }
    }

    #[test]
    fn a_word_finds_the_clauses_about_it() {
        for (wanted, controls) in [
            (
                "encryption",
                vec![hipaa::ENCRYPTION, hipaa::TRANSMISSION_ENCRYPTION, hipaa_proposed::TECHNICAL, gdpr::ENCRYPTION],
            ),
            (
                "Encrypt",
                vec![hipaa::ENCRYPTION, hipaa::TRANSMISSION_ENCRYPTION, hipaa_proposed::TECHNICAL, gdpr::ENCRYPTION],
            ),
            ("gdpr encryption", vec![gdpr::ENCRYPTION]),
            ("audit trails", vec![part11::AUDIT_TRAIL]),
            ("logging", vec![iso27001::LOGGING]),
            ("penetration", vec![hipaa_proposed::PENETRATION_TESTS]),
            ("genetic", vec![vn_decree_356::SENSITIVE]),
        ] {
            assert_eq!(named(wanted), Ok(Wanted::Each(controls)), "{wanted}");
        }
    }

    #[test]
    fn what_is_unknown_names_the_nearest() {
        for (wanted, near) in [
            ("164.316", "one of `164.316(b)(2)(i)`"),
            ("164.308", "`164.308(a)(8)`"),
            ("encrpytion", "`encryption`"),
            ("HIPPA", "`HIPAA`"),
            ("CC61", "`CC6.1`"),
            ("nonsense altogether", "`164.312(b)`"),
        ] {
            let message = named(wanted).unwrap_err();
            assert!(message.contains(near), "{message}");
        }
    }
}
