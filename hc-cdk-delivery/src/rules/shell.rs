//! What others can have a workflow run.

use hc_cdk::{
    control::{hipaa, iso27001, soc2},
    rule::{Must, real_data},
};

use super::read::{WORKFLOW, every_job, steps};
use crate::literal::script::EXPRESSION;

hc_cdk::rules! {
    pub(crate) const READINGS;

    pub NO_EXPRESSION_IN_SHELL = "NoExpressionInShell" {
        sentence: "no line that is run has an expression in it",
        controls: &[hipaa::MALICIOUS_SOFTWARE, soc2::MALICIOUS_SOFTWARE, iso27001::SECURE_DEVELOPMENT],
        on: &[WORKFLOW],
        when: real_data,
        must: Must::Judge(|it| every_job(it, |job| steps(job).iter().all(|step| {
            let script = step.get("with").and_then(|with| with.get("script"));
            [step.get("run"), script].into_iter().flatten().all(|it| it.as_text().is_some_and(|it| !it.contains(EXPRESSION)))
        }))),
        message: "runs a line with an expression in it, which whoever chooses its value can break out of",
        help: "hand the value over by a variable of the environment: `.env(\"NAME\", ..)` and `\"$NAME\"`",
    }
}
