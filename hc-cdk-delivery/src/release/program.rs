//! The program itself as a job: it checks the system, writes what is deployed and the evidence, and says what would change.

use crate::{
    actions,
    literal::script::{IsScript, Script},
    workflow::{Condition, Context, Images, Input, Job, Permission, Permissions, Step},
};

/// The program that the workflow is written by, as a command.
#[derive(Debug, Clone)]
pub struct Program {
    command: Script,
}

/// What a job keeps of the program's output, and the folder of it.
const OUTPUT: &str = "cdk.out";
const EVIDENCE: &str = "evidence";

const BASE: &str = "\
git worktree add --detach \"$RUNNER_TEMP/base\" \"origin/$GITHUB_BASE_REF\"
cd \"$RUNNER_TEMP/base\"
";

const NAME: &str = "cat images/* > \"$FILE\"\n";

const COMMENT: &str = "\
{ printf '%s\\n' '```text'; cat plan.txt; printf '%s\\n' '```'; } > comment.md
gh pr comment \"$PULL_REQUEST\" --body-file comment.md
";

const NO_LOSS: &str = "\
lost=$(jq '[.changes[] | select(.dataAtRisk != null)] | length' plan.json)
if [ \"$lost\" -gt 0 ]; then
  jq -r '.changes[] | select(.dataAtRisk != null) | \"::error::\\(.stack)/\\(.name): \\(.dataAtRisk)\"' plan.json
  exit 1
fi
";

impl Program {
    /// The program by the command that runs it from the top of the repository, such as
    /// `script!("cargo run --locked --quiet --")`. Arguments are put behind it.
    #[allow(clippy::needless_pass_by_value, reason = "a literal is written where it is given, without a borrow")]
    pub fn new(command: impl IsScript) -> Self {
        Self { command: command.it().clone() }
    }

    fn with(&self, arguments: &str) -> String {
        format!("{} {arguments}\n", self.command.as_str().trim_end())
    }

    fn run(&self, name: &'static str, arguments: &str) -> Step {
        Step::run(name, Script::of(self.with(arguments)))
    }

    /// The same as [`check`](Self::check) after these images were built, with their names and digests, a line each, in a file that
    /// the program reads ([`images!`](hc_cdk::images!)): what is deployed is what this run has built.
    pub fn check_of<S>(&self, images: &Images<S>, file: &'static str) -> Job {
        let note = Step::run("Name the images", Script::of(NAME.to_owned())).env("FILE", file);
        let job = self.checked([Self::images(), note]);
        images.jobs().iter().fold(job, Job::after)
    }

    /// Checks the system against its policies, and keeps what is deployed (`cdk.out`) and what an auditor asks for. A program with
    /// findings ends with an error, and nothing after it begins.
    pub fn check(&self) -> Job {
        self.checked([])
    }

    fn checked(&self, first: impl IntoIterator<Item = Step>) -> Job {
        let evidence = self.with(&format!("evidence --out {EVIDENCE}"))
            + &self.with(&format!("explain --format json > {EVIDENCE}/clauses.json"));
        let graph = self.with(&format!("graph > {EVIDENCE}/graph.mmd"));
        Job::new(Permissions::none().read(Permission::Contents))
            .title("Compliance")
            .step(Step::check_out())
            .steps(first)
            .step(self.run("Check and write", &format!("--out {OUTPUT}")))
            .step(Step::run("Write the evidence", Script::of(evidence + &graph)))
            .step(Step::upload(OUTPUT, OUTPUT))
            .step(Step::upload(EVIDENCE, EVIDENCE))
    }

    /// Says on the pull request what would change, and fails if data would be lost.
    pub fn plan(&self) -> Job {
        let base = format!("{BASE}{}", self.with("--out \"$RUNNER_TEMP/before\""));
        let text = self.with("diff --out \"$RUNNER_TEMP/before\" > plan.txt");
        let json = self.with("diff --format json --out \"$RUNNER_TEMP/before\" > plan.json");
        let comment = Step::run("Comment", Script::of(COMMENT.to_owned()));
        let comment = comment.env("GH_TOKEN", Context::Token).env("PULL_REQUEST", Context::PullRequest);
        Job::new(Permissions::none().read(Permission::Contents).write(Permission::PullRequests))
            .title("Plan")
            .only_if(Condition::PullRequest)
            .step(Step::check_out_history())
            .step(Step::run("Write what there is", Script::of(base)))
            .step(Step::run("Compare", Script::of(text + &json)))
            .step(comment)
            .step(Step::run("No data is lost", Script::of(NO_LOSS.to_owned())))
    }

    /// Gets the names of the images that [`Registry::build`](super::Registry::build) has built, each with its digest in a file of the
    /// service's name, into the folder `images`: a program that reads its images there deploys what was built in this run.
    pub fn images() -> Step {
        Step::uses("Get the images", &actions::DOWNLOAD)
            .with("pattern", "image-*")
            .with("merge-multiple", "true")
            .with("path", "images")
    }

    /// Gets what the job of [`Program::check`] has kept, into the folder `cdk.out`.
    pub fn written() -> Step {
        Step::download(Input::from(OUTPUT), OUTPUT)
    }
}
