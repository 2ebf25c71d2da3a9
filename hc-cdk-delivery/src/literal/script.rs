//! Shell lines. GitHub puts the value of an expression into a shell line as it is, so whoever chooses a branch's name or a title
//! would run what they like: there is none in a script, and values come by variables of its environment.

use super::contains;

/// How an expression begins.
pub(crate) const EXPRESSION: &str = "${{";

hc_cdk::text_literal! {
    /// Lines for a shell, without an expression.
    Script, wrong
}

impl Script {
    /// Lines of this crate around words that were checked.
    pub(crate) fn of(text: String) -> Self {
        Self(text.into())
    }
}

/// Lines for a shell such as `script!("pytest -q")` or `script!(include_str!("smoke.sh"))`, checked by `cargo check`.
///
/// ```
/// # use hc_cdk_delivery::script;
/// let tests = script!("pytest --junitxml \"$REPORT\"");
/// ```
///
/// ```compile_fail
/// # use hc_cdk_delivery::script;
/// let greet = script!("echo ${{ github.event.issue.title }}");
/// ```
#[macro_export]
macro_rules! script {
    ($text:expr) => {{
        const HC_CDK_SCRIPT: $crate::literal::script::Script = $crate::literal::script::Script::literal($text);
        HC_CDK_SCRIPT
    }};
}

hc_cdk::takes! {
    #[diagnostic::on_unimplemented(
        message = "`{Self}` is not a script that was checked",
        label = "write it as `script!(\"..\")`, or take a `Script` that was parsed",
        note = "SOC 2 CC6.8: malicious software; ISO/IEC 27001:2022 A.8.25: secure development"
    )]
    /// A script.
    IsScript: Script;
}

const INSIDE: &str = "a shell line has no expression `${{ .. }}` in it, which whoever chooses its value could break out of: hand it over by `.env(..)` and write `\"$NAME\"` (SOC 2 CC6.8, ISO/IEC 27001:2022 A.8.25)";
const NOTHING: &str = "a script has a line at least";

const fn wrong(it: &[u8]) -> Option<&'static str> {
    if it.trim_ascii().is_empty() {
        Some(NOTHING)
    } else if contains(it, EXPRESSION.as_bytes()) {
        Some(INSIDE)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::Script;

    #[test]
    fn an_expression_is_no_part_of_a_script() {
        for text in ["pytest", "echo \"$HOME\" ${X} $((1 + 1))", "docker inspect --format '{{.Id}}' it", "a\nb\n"] {
            assert!(Script::parse(text).is_ok(), "{text}");
        }
        for text in ["", " \n", "echo ${{ github.head_ref }}", "a\nb ${{x}}", "${{"] {
            assert!(Script::parse(text).is_err(), "{text}");
        }
    }
}
