//! What a container runs.

use hc_cdk::{control::hipaa, literal::plain::secret_in_words, stack::Scope};

/// A command is written into the object as it is.
pub(super) fn no_secret(scope: &mut Scope<'_>, which: &str, words: &[&str]) {
    scope.starts_something(which, words);
    if let Some((word, what)) = secret_in_words(words.iter().copied()) {
        scope.reject(
            Some(hipaa::PASSWORDS),
            format!("has a secret in word {word} of its {which}: {what}"),
            "let the program read it from a variable, or write `$(NAME)` for the variable's value",
        );
    }
}
