//! What is written of workflows, what is found in them, and what differs from an earlier run.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may fail where it stands")]

mod raw;

use hc_cdk::{
    diff::Action,
    policy::Development,
    prelude::*,
    target::{Judge, Writer},
};
use hc_cdk_delivery::{
    actions, jobs,
    prelude::*,
    target::GitHub,
    workflow::{Due, Job, Question, Runner},
};
use raw::{Prod, alone, found, written};

fn job() -> Job {
    Job::new(Permissions::none().read(Permission::Contents)).step(Step::check_out())
}

fn on_push() -> Workflow {
    Workflow::on([Trigger::push(&["main"])])
}

#[test]
fn a_workflow_is_written_with_versions_and_reasons() {
    let mut workflow = on_push().title("Clinic");
    workflow.job("test", job().step(Step::run("Test", script!("make test")).env("ROLE", Input::variable("ROLE"))));
    let files = written(&alone::<Prod>(workflow));
    let text = &files[0].1;
    assert_eq!(files[0].0, "delivery/.github/workflows/it.yml");
    for line in [
        "name: Clinic",
        "permissions: {}",
        "      uses: actions/checkout@11bd71901bbe5b1630ceea73d27597364c9af683 # v4.2.2",
        "      contents: read # check out the repository",
        "        ROLE: \"${{ vars.ROLE }}\"",
    ] {
        assert!(text.lines().any(|it| it == line), "{line}: {text}");
    }
    assert!(files[1].1.contains("- `.github/workflows/it.yml`: It (Workflow)\n"), "{}", files[1].1);
    assert!(files[1].1.contains("Variables that it takes: `ROLE`."), "{}", files[1].1);
}

#[test]
fn a_job_may_run_on_a_machine_of_ones_own() {
    let on = |labels, trigger| {
        let mut workflow = Workflow::on([trigger]);
        workflow.job("load", job().runner(Runner::own(labels)));
        alone::<Prod>(workflow)
    };
    let pushed = || Trigger::push(&["main"]);
    let files = written(&on(&["clinic", "large"], pushed()));
    assert!(files[0].1.contains("    runs-on:\n    - self-hosted\n    - clinic\n    - large\n"), "{}", files[0].1);
    let page = "A machine of its own that it takes: `self-hosted`, `clinic`, `large`. It is for this repository alone";
    assert!(files[1].1.contains(page), "{}", files[1].1);
    assert_eq!(found(on(&["clinic"], Trigger::pull_request())), ["OwnMachineRunsOwnCode"]);
    for labels in [&[][..], &["self-hosted"], &["clinic", ""], &["a b"], &["ubuntu-24.04"]] {
        assert_eq!(found(on(labels, pushed())).len(), 1, "{labels:?}");
    }
}

#[test]
fn a_comment_stands_beside_what_it_is_about() {
    let say =
        Step::run("Say", script!("echo")).env("contents", "read").env("uses", actions::CHECKOUT.as_str().to_owned());
    let mut workflow = on_push();
    workflow.job("test", job().env("packages", "write").step(say));
    let text = &written(&alone::<Prod>(workflow))[0].1;
    let commented: Vec<&str> = text.lines().skip(1).filter(|it| it.contains(" # ")).map(str::trim).collect();
    let uses = "uses: actions/checkout@11bd71901bbe5b1630ceea73d27597364c9af683 # v4.2.2";
    assert_eq!(commented, ["contents: read # check out the repository", uses], "{text}");
}

#[test]
fn times_are_one_list() {
    let daily = |hour| Trigger::Schedule(Schedule::Daily(hour, 0));
    let mut workflow = Workflow::on([daily(3), daily(4)]);
    workflow.job("test", job());
    let text = &written(&alone::<Prod>(workflow))[0].1;
    assert!(text.contains("  schedule:\n  - cron: \"0 3 * * *\"\n  - cron: \"0 4 * * *\"\n"), "{text}");
}

#[test]
fn a_question_has_its_answers() {
    const STAGE: Question = Question { name: "stage", text: "Where to", answers: &["staging", "production"] };
    let mut workflow = Workflow::on([Trigger::manual(&[STAGE])]);
    workflow.job("test", job().step(Step::run("Say", script!("echo \"$STAGE\"")).env("STAGE", Input::answer("stage"))));
    let text = &written(&alone::<Prod>(workflow))[0].1;
    assert!(
        text.contains("        type: choice\n        options:\n        - staging\n        - production\n"),
        "{text}"
    );
    assert!(text.contains("STAGE: \"${{ inputs.stage }}\""), "{text}");
}

#[test]
fn what_no_workflow_can_be_is_found() {
    let with = |build: fn(&mut Workflow)| {
        let mut workflow = on_push();
        build(&mut workflow);
        found(alone::<Prod>(workflow))
    };
    let nothing: fn(&mut Workflow) = |it| {
        it.job("a", job());
    };
    assert!(with(nothing).is_empty());
    let wrong: [fn(&mut Workflow); 9] = [
        |_| {},
        |it| {
            it.job("Not a name", job());
        },
        |it| {
            it.job("a", job());
            it.job("a", job());
        },
        |it| {
            it.job("a", Job::new(Permissions::none()));
        },
        |it| {
            let other = on_push().job("other", job());
            it.job("a", job().after(&other));
        },
        |it| {
            it.job("a", job().step(Step::run("Say", script!("echo")).env("A", "${{ secrets.AWS_ACCESS_KEY_ID }}")));
        },
        |it| {
            it.job("a", job().step(Step::uses("Node", &actions::SETUP_NODE).with("node-version", "${{ x }}")));
        },
        |it| {
            it.job("a", job().env("A", "${{ secrets.AWS_ACCESS_KEY_ID }}"));
        },
        |it| {
            it.job("a", job().env("A", Input::variable("A }}${{ secrets.B")));
        },
    ];
    for (at, wrong) in wrong.into_iter().enumerate() {
        assert!(with(wrong).contains(&"ImpossibleValue"), "{at}: {:?}", with(wrong));
    }
    for triggers in [
        vec![],
        vec![Trigger::Schedule(Schedule::Daily(24, 0))],
        vec![Trigger::pull_request(), Trigger::pull_request()],
    ] {
        let mut workflow = Workflow::on(triggers.clone());
        workflow.job("a", job());
        assert_eq!(found(alone::<Prod>(workflow)), ["ImpossibleValue"], "{triggers:?}");
    }
}

#[test]
fn a_matrix_of_no_service_is_found() {
    let with = |matrix: Matrix| {
        let mut workflow = on_push();
        workflow.job("a", job().matrix(matrix));
        found(alone::<Development>(workflow))
    };
    assert_eq!(with(Matrix::services()), ["ServicesOfAMatrix"]);
    assert!(with(Matrix::services_but(&[("nobody", "is not there")])).contains(&"UnknownService"));
    assert!(with(Matrix::over("python", &["3.12", "3.13"]).times(Matrix::over("os", &["a"])).at_once(2)).is_empty());
}

#[test]
fn a_deployment_of_what_the_app_lacks_is_found() {
    let deploys = Identity::aws(Input::variable("DEPLOY_ROLE"), "us-east-1");
    let registry = Registry::github("ghcr.io/clinic/clinic").of(Matrix::over("service", &["api"]));
    let to = |chart| {
        let mut release = on_push();
        let tests = jobs::PYTEST.job().matrix(Matrix::over("service", &["api"]));
        let images = release.proven(&registry, tests.tests());
        let deployment = Deployment::of(&images, &registry, Environment::staging());
        let place = Cluster::eks("clinic", &deploys).chart(chart, "ward").backed_up().migrates().shifts();
        let front = hc_cdk_k8s::chart::Chart::<Prod>::new("clinic");
        let rolled_out = deployment.rolled_out(&place).env("ADDRESSES", "https://clinic.example/");
        let mut delivery = Pipelines::<Prod>::new("delivery", Repository);
        delivery.add("It", release.deploy(rolled_out));
        App::new("clinic").stack(front).stack(delivery)
    };
    assert_eq!(found(to("other")), ["UnknownStack"]);
    let text = &written(&to("clinic"))[0].1;
    let at = |part: &str| text.find(part).unwrap_or_else(|| panic!("{part}: {text}"));
    let order = [
        "update-kubeconfig",
        "--dry-run=server",
        "velero backup",
        "before.json",
        "kubectl apply -f \"$CHART\"\n",
        "wait job",
        "rollout status",
        "has failed its trial",
        "curl",
        "rollout undo",
    ];
    assert!(order.windows(2).all(|it| at(it[0]) < at(it[1])), "{text}");
    assert!(text.contains("CHART: cdk.out/k8s/clinic.yaml"), "{text}");
}

#[test]
fn what_is_not_merged_is_not_deployed() {
    let on = |trigger| {
        let workflow = Workflow::on([trigger]);
        let deployment = Deployment::without_images(Environment::staging());
        let mut delivery = Pipelines::<Prod>::new("delivery", Repository);
        delivery.add("It", workflow.deploy(deployment.step(Step::run("Deploy", script!("cdk deploy")))));
        found(App::new("clinic").stack(delivery))
    };
    assert_eq!(on(Trigger::pull_request()), ["ImpossibleValue"]);
    assert!(on(Trigger::push(&["main"])).is_empty());
}

#[test]
fn a_calendar_opens_an_issue_when_its_time_has_come() {
    let weekly = Due { name: "weekly", at: Schedule::Weekly(Weekday::Monday, 2, 0), tasks: &["Look", "Act"] };
    let yearly = Due { name: "yearly", at: Schedule::Yearly(1, 15, 2, 0), tasks: &["Ask"] };
    let text = &written(&alone::<Prod>(Workflow::calendar(&[weekly, yearly])))[0].1;
    for line in [
        "  - cron: \"0 2 * * 1\"",
        "  - cron: \"0 2 15 1 *\"",
        "    if: \"github.event.schedule == '0 2 * * 1'\"",
        "      issues: write # open issues",
    ] {
        assert!(text.lines().any(|it| it == line), "{line}: {text}");
    }
    let never = Due { name: "never", at: Schedule::Yearly(13, 1, 0, 0), tasks: &["Look"] };
    assert_eq!(found(alone::<Prod>(Workflow::calendar(&[never]))), ["ImpossibleValue"]);
}

#[test]
fn presets_are_workflows_that_hold() {
    let all = [
        jobs::PYTEST,
        jobs::NPM_TEST,
        jobs::BANDIT,
        jobs::SEMGREP,
        jobs::CODEQL,
        jobs::PIP_AUDIT,
        jobs::NPM_AUDIT,
        jobs::SNYK,
        jobs::TRIVY_FILES,
        jobs::GITLEAKS,
        jobs::TRUFFLEHOG,
        jobs::SONARQUBE,
        jobs::MIGRATIONS,
        jobs::CONTRACT,
        jobs::TELL,
        jobs::ZAP,
        jobs::ACCESSIBILITY,
        jobs::LIGHTHOUSE,
        jobs::LOAD,
        jobs::CROWD,
        jobs::DEPENDENCY_CHECK,
    ];
    let mut workflow = on_push();
    for (at, preset) in all.iter().enumerate() {
        // Those that are for a list run for one.
        workflow.job(format!("preset-{at}"), preset.job().matrix(Matrix::over("part", jobs::CROWD_PARTS)));
    }
    let found = found(alone::<Prod>(workflow));
    assert!(found.is_empty(), "{found:?}");
}

#[test]
fn every_known_action_is_of_somebody_and_known_once() {
    let mut names: Vec<&str> = actions::ALL.iter().map(|it| it.as_str().split('@').next().unwrap()).collect();
    assert!(actions::ALL.iter().all(|it| it.version().starts_with('v')), "{:?}", actions::ALL);
    names.sort_unstable();
    let all = names.len();
    names.dedup();
    assert_eq!(names.len(), all);
}

#[test]
fn changes_are_told_against_an_earlier_run() {
    let with = |names: &[(&'static str, &'static str)]| {
        let mut delivery = Pipelines::<Prod>::new("delivery", Repository);
        for (name, branch) in names {
            let branch: &'static [&'static str] = if *branch == "main" { &["main"] } else { &["next"] };
            let mut workflow = Workflow::on([Trigger::push(branch)]);
            workflow.job("test", job());
            delivery.add(*name, workflow);
        }
        App::new("clinic").stack(delivery)
    };
    let earlier = written(&with(&[("Old", "main"), ("Same", "main"), ("Other", "main")]));
    let read = |path: &str| Ok(earlier.iter().find(|(it, _)| it == path).map(|(_, text)| text.clone()));
    let app = with(&[("Same", "main"), ("Other", "next"), ("New", "main")]);
    let changes = GitHub.changes(&app.check().unwrap(), &read).unwrap();
    let told: Vec<(&str, &Action)> = changes.iter().map(|it| (it.name.as_str(), &it.action)).collect();
    assert!(
        matches!(told[..], [("Other", Action::Changed(_)), ("New", Action::Added), ("Old", Action::Removed(_))]),
        "{told:?}"
    );
    assert!(changes.iter().all(|it| it.kind == "Workflow" && !it.stateful));
    assert!(GitHub.readings().len() > 3);
}

#[test]
fn what_runs_on_another_cloud_is_what_was_proven() {
    let (aws, google) = (Identity::aws("arn:a", "us-east-1"), Identity::google("projects/1/p", "a@b.iam"));
    let here = Registry::ecr(ecr!("111122223333.dkr.ecr.us-east-1.amazonaws.com/ai"), &aws);
    let there = Registry::google("us-central1-docker.pkg.dev/clinic/images", &google).in_environment("images");
    let mut workflow = Workflow::on([Trigger::push(&["main"])]);
    let tests = jobs::PYTEST.job().matrix(Matrix::over("service", &["api"])).env("FOLDER", "api").env("COVERAGE", "90");
    let of = Matrix::over("service", &["api"]);
    let (here, there) = (here.of(of.clone()), there.of(of));
    let images = workflow.proven(&here, tests.tests());
    let there_too = workflow.copied("google-images", &images, &here, &there);
    let place = Cluster::aks("clinic-prod", "cluster", &google).chart("wards", "wards-zone");
    let production = Deployment::of(&there_too, &there, Environment::approved("google")).rolled_out(&place);
    let mut delivery = Pipelines::<Prod>::new("delivery", Repository);
    delivery.add("Deploy", workflow.deploy(production));
    let model = delivery.model().resources[0].properties.clone();
    let job = |name: &str| model.at(&format!("jobs/{name}")).unwrap().to_string();
    let job_of_copies = job("google-images");
    for part in [
        "\"needs\": [\"images\", \"tests\", \"scans\", \"signatures\"]",
        "cosign copy \\\"$FROM",
        "\"environment\": \"images\"",
    ] {
        assert!(job_of_copies.contains(part), "{part}: {job_of_copies}");
    }
    // What is verified is what is there, in the registry of that cloud.
    assert!(job("google-signatures").contains("\"REGISTRY\": \"us-central1-docker.pkg.dev/clinic/images\""));
    assert!(job("google").contains("google-images"));
}

#[test]
fn every_cloud_lets_a_run_in_by_its_own_token() {
    let image = |registry: &Registry| {
        let mut workflow = Workflow::on([Trigger::push(&["main"])]);
        let _ = workflow.build("images", registry.build().matrix(Matrix::over("service", &["api"])));
        written(&alone::<Prod>(workflow))[0].1.clone()
    };
    let google = Identity::google("projects/1/locations/global/workloadIdentityPools/a/providers/a", "a@b.iam");
    let pushed = image(&Registry::google("us-central1-docker.pkg.dev/clinic/images", &google));
    for line in [
        "id-token: write",
        "workload_identity_provider: projects/1/locations/global/workloadIdentityPools/a/providers/a",
        "service_account: a@b.iam",
        "REGISTRY: us-central1-docker.pkg.dev/clinic/images",
    ] {
        assert!(pushed.contains(line), "{line}: {pushed}");
    }
    let azure = Identity::azure(Input::variable("CLIENT"), "72f988bf", "0b1f6471");
    let pushed = image(&Registry::azure("clinicprodimages.azurecr.io", &azure).in_environment("images"));
    for line in [
        "environment: images",
        "client-id: \"${{ vars.CLIENT }}\"",
        "az acr login --name \"${REGISTRY%%.*}\"",
        "tags: \"clinicprodimages.azurecr.io/${{ matrix.service }}:${{ github.sha }}\"",
    ] {
        assert!(pushed.contains(line), "{line}: {pushed}");
    }
    let mut workflow = Workflow::on([Trigger::manual(&[])]);
    workflow.job("look", Job::new(Permissions::none()).sign_in(&azure));
    let looked = written(&alone::<Prod>(workflow))[0].1.clone();
    for line in [
        "id-token: write",
        "client-id: \"${{ vars.CLIENT }}\"",
        "tenant-id: \"72f988bf\"",
        "subscription-id: \"0b1f6471\"",
    ] {
        assert!(looked.contains(line), "{line}: {looked}");
    }
}
