//! How rules read the lines that a step runs: what may be run there, and what surely is.

use hc_cdk::value::Json;

use super::read::run;

/// A program, and the words behind it of which one form has to be there, such as `kubectl` and `rollout undo`. Options may stand
/// before, between and behind them.
pub(super) type Command = (&'static str, &'static [&'static str]);

/// Whether a step may run one of these: the program stands anywhere in a command, in whatever it is handed to.
pub(super) fn may_run(step: &Json, commands: &[Command]) -> bool {
    pieces(&lines(step)).any(|piece| {
        let words = words(piece);
        (0..words.len()).any(|at| words.get(at..).is_some_and(|it| is_one(it, commands)))
    })
}

/// Whether a word of a step's lines has this one in it, between other signs than letters and digits.
pub(super) fn says(step: &Json, word: &str) -> bool {
    lines(step).iter().any(|it| has_word(it, word))
}

pub(super) fn has_word(text: &str, word: &str) -> bool {
    text.split(|it: char| !it.is_ascii_alphanumeric()).any(|it| it.eq_ignore_ascii_case(word))
}

/// Whether a step runs one of these, and fails if that does: it is the program of a line in a shell that stops there, and nothing
/// on that line takes the failure for something else.
pub(super) fn surely_runs(step: &Json, commands: &[Command]) -> bool {
    let shell = step.get("shell").map_or(Some(DEFAULT), Json::as_text);
    // Bash by its name stops at a pipe, too.
    let piped = shell == Some("bash");
    let lines = lines(step);
    let goes_on = lines.iter().any(|it| it.contains("set +"));
    let stops =
        |it: &&String| !it.replace(">&", "").contains('&') && !it.contains("||") && (piped || !it.contains('|'));
    let runs = |it: &String| it.split([';', '|']).any(|it| is_one(&words(begun(it)), commands));
    !goes_on && matches!(shell, Some(DEFAULT | "bash")) && lines.iter().filter(stops).any(runs)
}

/// Whether each command of a step begins with one of these, in a shell, and what they say is written nowhere.
pub(super) fn runs_only(step: &Json, known: &[&str]) -> bool {
    let shell = step.get("shell").map_or(Some(DEFAULT), Json::as_text);
    let lines = lines(step);
    let begins = |piece: &str, known: &str| {
        piece.strip_prefix(known).is_some_and(|it| it.is_empty() || it.starts_with(char::is_whitespace))
    };
    let mut pieces = pieces(&lines).map(str::trim).filter(|it| !it.is_empty());
    matches!(shell, Some(DEFAULT | "bash"))
        && !lines.iter().any(|it| it.contains('>'))
        && pieces.all(|piece| known.iter().any(|it| begins(piece, it)))
}

/// What GitHub takes if a step names no shell; a step that names it means the same.
const DEFAULT: &str = "sh";

/// The lines of a step, each with what is put behind it by a `\`, and without remarks.
fn lines(step: &Json) -> Vec<String> {
    let whole = run(step).replace("\\\n", " ");
    whole.lines().map(str::trim).filter(|it| !it.starts_with('#')).map(str::to_owned).collect()
}

/// The commands of lines, those in others among them.
fn pieces(lines: &[String]) -> impl Iterator<Item = &str> {
    lines.iter().flat_map(|it| it.split([';', '|', '&', '(', ')', '`']))
}

/// A command without what stands before its program: a word of a loop, variables of its environment, `sudo`.
fn begun(command: &str) -> &str {
    let mut rest = command.trim();
    while let Some((word, behind)) = rest.split_once(char::is_whitespace) {
        let is_value =
            word.split_once('=').is_some_and(|(name, _)| !name.is_empty() && !name.starts_with(['-', '"', '\'']));
        if !is_value && !matches!(word, "do" | "sudo") {
            break;
        }
        rest = behind.trim_start();
    }
    rest
}

/// The words of a command, without quotes, and an option apart from its value.
fn words(command: &str) -> Vec<&str> {
    command.split(|it: char| it.is_whitespace() || "\"'=".contains(it)).filter(|it| !it.is_empty()).collect()
}

/// Whether the first word is a program, wherever it lies and whatever its version is, and those of a form are behind it.
fn is_one(words: &[&str], commands: &[Command]) -> bool {
    let Some((first, behind)) = words.split_first() else { return false };
    let first = first.rsplit('/').next().and_then(|it| it.split('@').next()).unwrap_or_default();
    let has = |form: &&str| form.split(' ').all(|it| behind.contains(&it));
    commands.iter().any(|(program, forms)| *program == first && (forms.is_empty() || forms.iter().any(has)))
}

#[cfg(test)]
mod tests {
    use hc_cdk::value::Object;

    use super::*;

    const APPLY: &[Command] = &[("kubectl", &["apply", "rollout undo"])];

    #[test]
    fn what_may_be_run_is_found_wherever_it_stands() {
        let may = |script: &'static str| may_run(&Object::new().with("run", script).into(), APPLY);
        for script in [
            "kubectl apply -k a",
            "kubectl -n a apply",
            "a && sudo /usr/bin/kubectl \\\n  --context=b \\\n  apply",
            "sh -c 'kubectl apply'",
            "x=$(kubectl apply)",
            "kubectl --namespace a rollout undo b || true",
        ] {
            assert!(may(script), "{script}");
        }
        for script in ["kubectl get a", "kubectl get a; apply", "kubectl rollout status", "# kubectl apply", "apply"] {
            assert!(!may(script), "{script}");
        }
    }

    #[test]
    fn what_is_surely_run_is_a_line_of_its_own() {
        let surely = |script: &'static str| surely_runs(&Object::new().with("run", script).into(), APPLY);
        for script in
            ["kubectl apply", "set -e\nA=b kubectl -n a apply > b 2>&1", "for a in b; do\n  kubectl apply\ndone"]
        {
            assert!(surely(script), "{script}");
        }
        for script in [
            "echo kubectl apply",
            "kubectl apply || true",
            "kubectl apply &",
            "kubectl apply && true",
            "if kubectl apply; then a; fi",
            "! kubectl apply",
            "set +e\nkubectl apply",
            "kubectl apply | tee a",
            "# kubectl apply",
        ] {
            assert!(!surely(script), "{script}");
        }
        let with = |shell: &'static str| {
            let step = Object::new().with("run", "kubectl apply | tee a").with("shell", shell);
            surely_runs(&step.into(), APPLY)
        };
        assert!(with("bash") && !with("bash {0}") && !with("python"));
    }
}
