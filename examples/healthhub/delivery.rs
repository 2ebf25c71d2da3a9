//! What takes the platform to its accounts: a plan on every change of the infrastructure, and what was planned on the main branch.

use hc_cdk_aws::{github::GithubRole, iam::Statement, kind::OidcProviderArn, prelude::*, region};
use hc_cdk_delivery::{image::Handbook, prelude::*, proof::MayDeployUnder};

use super::Care;

/// By whom CloudFormation makes what is deployed, in each region.
const EXECUTION: &str = "arn:aws:iam::111122223333:role/healthhub-execution";

/// The stacks in London, in Ireland and at the edge.
const STACKS: [&str; 3] = [
    "arn:aws:cloudformation:eu-west-2:111122223333:stack/healthhub*/*",
    "arn:aws:cloudformation:eu-west-1:111122223333:stack/healthhub*/*",
    "arn:aws:cloudformation:us-east-1:111122223333:stack/healthhub*/*",
];

/// What of the repository the infrastructure is.
const INFRASTRUCTURE: &[&str] = &["infrastructure/**"];

/// Who deploys, and the files of the repository.
pub(crate) fn delivery() -> (Stack<Care>, Pipelines<Care>) {
    let mut access = Stack::<Care>::new("healthhub-access", region::EuWest2);
    let deploys = access.add("Deploys", deploys());
    let mut delivery = Pipelines::<Care>::new("delivery", Repository);
    delivery.add("Plan", plan());
    delivery.add("Apply", apply(&Identity::aws(&deploys.arn(), "eu-west-2")));
    delivery.add("Handbook", handbook());
    (access, delivery)
}

/// As whom the stacks are changed: a role for one environment of one repository, which makes nothing itself.
fn deploys() -> GithubRole {
    let github = arn!(OidcProviderArn, "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com");
    let role = GithubRole::builder().provider(github).repository("healthhub/platform").environment("production");
    let passed = Statement::allow(actions!["iam:PassRole"], [EXECUTION]);
    let changes = actions![
        "cloudformation:CreateChangeSet",
        "cloudformation:DescribeChangeSet",
        "cloudformation:DescribeStackEvents",
        "cloudformation:DescribeStacks",
        "cloudformation:ExecuteChangeSet",
        "cloudformation:GetTemplate",
        "cloudformation:ListStackResources"
    ];
    role.allow(Statement::allow(changes, STACKS))
        .allow(passed.when("StringEquals", "iam:PassedToService", "cloudformation.amazonaws.com"))
        .build()
}

fn program() -> Program {
    Program::new(script!("cargo run --locked --quiet --example healthhub --"))
}

/// On a pull request: what would change, said there, and an error if data would be lost.
fn plan() -> Workflow {
    let mut workflow = Workflow::on([Trigger::PullRequest(INFRASTRUCTURE)]);
    workflow.job("plan", program().plan());
    workflow
}

/// On the main branch: the change, after somebody's approval, if all of it holds.
fn apply(deploys: &Identity) -> Workflow<impl MayDeployUnder<Care>> {
    let mut workflow = Workflow::on([Trigger::Push(&["main"], INFRASTRUCTURE)]);
    let checked = workflow.job("compliance", program().check());
    let apply = Deployment::without_images(Environment::approved("production")).after(&checked);
    workflow.deploy(apply.rolled_out(&Stacks::of(deploys, EXECUTION)))
}

/// What people read who run the platform, with what to do at each of its alarms.
fn handbook() -> Handbook {
    Handbook::new()
        .runbook(
            "ApiFails",
            &[
                "look on the board `Health` which service fails",
                "see what was applied last, and take it back",
                "tell the practices if it lasts for more than 15 minutes",
            ],
        )
        .runbook(
            "ApiSlow",
            &[
                "look on the board `Performance` which functions take long",
                "see whether an outside party answers late",
                "give the function more memory",
            ],
        )
        .runbook(
            "WebsiteFails",
            &[
                "see whether the files are there",
                "see whether the certificate holds",
                "take back what was published last",
            ],
        )
        .runbook(
            "PromiseBroken",
            &[
                "see from when on the pages or the interface did not answer, and to whom",
                "put off what would be applied this month and is not urgent",
            ],
        )
        .runbook(
            "*CertificateEnds",
            &["see whether the record by which the certificate renews itself is still in the zone", "write it again"],
        )
        .runbook(
            "*Fails",
            &[
                "read the function's log from the first failure on",
                "see what was applied last, and take it back",
                "see whether its table refuses writes",
            ],
        )
        .runbook(
            "*Breaks",
            &[
                "see in the history of the run which step failed",
                "start it again, or finish by hand what the patient was promised",
            ],
        )
        .runbook(
            "*Stalls",
            &["see in the history of the run which step it waits for", "finish by hand what the patient was promised"],
        )
        .runbook(
            "*Throttled",
            &[
                "see on the board `Use` whether there are more requests than usual",
                "ask for a higher limit of the table",
                "hold back what writes in bulk",
            ],
        )
        .runbook("*StartsSlowly", &["see whether the package has grown", "keep some of the function ready"])
}
