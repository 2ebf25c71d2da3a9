//! Whatever workflow a program puts together, and whatever services the app has: what is written is a workflow as GitHub reads it,
//! and it has every service in every matrix.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may fail where it stands")]

mod raw;

use std::collections::BTreeSet;

use hc_cdk::{
    construct::{Construct, Spec},
    data::Class,
    model::Role,
    prelude::*,
    rule::Rule,
    stack::Within,
    target::{Border, Judge, Region, Target, Writer},
};
use hc_cdk_delivery::{
    jobs,
    prelude::*,
    release::{Deployment, Environment, Registry},
    workflow::{Job, JobRef},
};
use proptest::{prelude::*, sample::subsequence};
use raw::{Prod, written};
use yaml_rust2::{Yaml, YamlLoader};

/// A target whose stacks have services and write nothing.
#[derive(Debug, Default)]
struct Paper;

#[derive(Debug, Clone, Copy)]
struct Desk;

impl hc_cdk::dimension::AtLeast<hc_cdk::dimension::residency::Anywhere> for Desk {}

impl Region for Desk {
    const NAME: &'static str = "desk";
    type Target = Paper;
}

impl Target for Paper {
    type Resources = ();
    const NAME: &'static str = "paper";
}

impl Border for Paper {}

impl Judge for Paper {
    fn check(&self, _: &hc_cdk::check::Checked<'_>, _: &mut Vec<hc_cdk::finding::Finding>) {}
}

impl Writer for Paper {
    fn files(
        &self,
        _: &hc_cdk::check::Checked<'_>,
        _: &mut Vec<hc_cdk::finding::Finding>,
    ) -> Vec<hc_cdk::target::File> {
        Vec::new()
    }

    fn notes(&self, _: &hc_cdk::check::Checked<'_>, _: &[hc_cdk::target::File]) -> Vec<String> {
        Vec::new()
    }

    fn changes(
        &self,
        _: &hc_cdk::check::Checked<'_>,
        _: &hc_cdk::target::Before<'_>,
    ) -> Result<Vec<hc_cdk::diff::Change>, String> {
        Ok(Vec::new())
    }
}

struct Service;

impl Spec for Service {
    type Handle = ();
    const KIND: &'static str = "Service";
    const INVARIANTS: &'static [Rule] = &[];
}

impl<P> Construct<P, Paper> for Service {
    fn declare(self, scope: &mut Within<'_, P, Paper>) {
        scope.plays(Role::Workload, Class::Internal);
    }
}

const SERVICES: [&str; 6] = ["Auth", "Patient", "Lab", "Billing", "PharmacyOrders", "HL7Feed"];

const PRESETS: [jobs::Preset; 8] =
    [jobs::PYTEST, jobs::BANDIT, jobs::CODEQL, jobs::GITLEAKS, jobs::SNYK, jobs::SONARQUBE, jobs::ZAP, jobs::LOAD];

/// A job: which preset it is, whether it runs for each service, and how far before it the job is that it waits for.
type Described = (usize, bool, Option<usize>);

fn workflow(jobs: &[Described], triggers: &[Trigger]) -> Workflow {
    let mut workflow = Workflow::on(triggers.iter().cloned());
    let mut taken: Vec<JobRef> = Vec::new();
    for (at, (preset, each, back)) in jobs.iter().enumerate() {
        let job: Job = PRESETS[*preset].job();
        let job = if *each { job.matrix(Matrix::services()).env("SERVICE", Input::service()) } else { job };
        let job = back
            .and_then(|back| taken.len().checked_sub(back))
            .and_then(|at| taken.get(at))
            .map_or(job.clone(), |it| job.after(it));
        taken.push(workflow.job(format!("job-{at}"), job));
    }
    workflow
}

fn app(services: &[&'static str], delivery: Pipelines<Prod>) -> App {
    let mut stack = hc_cdk::stack::Stack::<Prod, Paper>::new("clinic", Desk);
    for name in services {
        stack.add(*name, Service);
    }
    App::new("clinic").stack(stack).stack(delivery)
}

/// What has to be of every workflow, asked of no library of ours.
fn holds(text: &str, services: &BTreeSet<String>) {
    let file = &YamlLoader::load_from_str(text).unwrap()[0];
    assert!(file["permissions"].as_hash().unwrap().is_empty(), "{text}");
    let jobs = file["jobs"].as_hash().unwrap();
    for (_, job) in jobs {
        assert!(job["permissions"].as_hash().is_some() && job["timeout-minutes"].as_i64().is_some(), "{text}");
        for needed in job["needs"].as_vec().into_iter().flatten() {
            assert!(jobs.contains_key(needed), "{text}");
        }
        for step in job["steps"].as_vec().unwrap() {
            let commit = step["uses"].as_str().map(|it| it.rsplit_once('@').unwrap().1);
            assert!(commit.is_none_or(|it| it.len() == 40 && it.bytes().all(|it| it.is_ascii_hexdigit())), "{text}");
            assert!(!step["run"].as_str().unwrap_or_default().contains("${{"), "{text}");
            assert!(step["uses"].is_badvalue() != step["run"].is_badvalue(), "{text}");
        }
        let listed = &job["strategy"]["matrix"]["service"];
        if !listed.is_badvalue() {
            let listed = listed.as_vec().unwrap().iter().filter_map(Yaml::as_str).map(str::to_owned);
            assert_eq!(&listed.collect::<BTreeSet<_>>(), services, "{text}");
        }
    }
}

fn described() -> impl Strategy<Value = Described> {
    (0..PRESETS.len(), any::<bool>(), proptest::option::of(1..4_usize))
}

fn triggers() -> impl Strategy<Value = Vec<Trigger>> {
    let all = vec![
        Trigger::push(&["main"]),
        Trigger::PullRequest(&["services/**"]),
        Trigger::Schedule(Schedule::Weekly(Weekday::Friday, 4, 30)),
        Trigger::manual(&[]),
    ];
    subsequence(all, 1..=4)
}

/// Keys as their owners make them, and where somebody may write one down: in a variable of a job or of a step, or in what a step is given.
fn leaked() -> impl Strategy<Value = (String, usize)> {
    let keys = prop_oneof![
        "ghp_[A-Za-z0-9]{36}",
        "github_pat_[A-Za-z0-9]{22}_[A-Za-z0-9]{59}",
        "AKIA[A-Z2-7]{16}",
        "xoxb-[0-9]{12}-[0-9]{12}-[A-Za-z0-9]{24}",
    ];
    (keys, 0..3_usize)
}

fn with(text: &str, place: usize) -> Job {
    let job: Job = jobs::PYTEST.job();
    let run = |step: Step| job.clone().step(step);
    match place {
        0 => job.clone().env("NOTE", text.to_owned()),
        1 => run(Step::run("Look", script!("true")).env("NOTE", text.to_owned())),
        _ => run(Step::check_out().with("ref", text.to_owned())),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_workflow_is_one_and_has_every_service(
        services in subsequence(SERVICES.to_vec(), 1..=6),
        jobs in proptest::collection::vec(described(), 1..8),
        triggers in triggers(),
    ) {
        let names = services.iter().map(|it| hc_cdk::value::kebab(it)).collect();
        let mut delivery = Pipelines::<Prod>::new("delivery", Repository);
        delivery.add("Checks", workflow(&jobs, &triggers));
        let files = written(&app(&services, delivery));
        holds(&files[0].1, &names);
        // What it is written to be read back as is said by the first line alone.
        prop_assert!(files[0].1.starts_with("# delivery/Checks: "));
    }

    /// It is refused, so that it stands in no file. What is no key is not.
    #[test]
    fn no_file_has_the_value_of_a_secret((key, place) in leaked()) {
        let program = |text: &str| {
            let mut workflow = Workflow::on([Trigger::push(&["main"])]);
            workflow.job("look", with(text, place));
            let mut delivery = Pipelines::<Prod>::new("delivery", Repository);
            delivery.add("Checks", workflow);
            app(&["Auth"], delivery)
        };
        prop_assert!(written(&program("a note"))[0].1.contains("a note"));
        prop_assert!(raw::found(program(&key)).contains(&"NoSecretInWorkflow"), "{:?}", raw::found(program(&key)));
    }

    #[test]
    fn every_deployment_has_every_service(services in subsequence(SERVICES.to_vec(), 1..=6)) {
        let names = services.iter().map(|it| hc_cdk::value::kebab(it)).collect();
        let registry = Registry::github("ghcr.io/clinic/clinic");
        let mut release = Workflow::on([Trigger::push(&["main"])]);
        let images = release.build("images", registry.build());
        let images = release.then("tests", images, jobs::PYTEST.job().matrix(Matrix::services()).tests());
        let images = release.then("scans", images, registry.scan());
        let images = release.then("signatures", images, registry.sign());
        let apply = Step::run("Apply", script!("kubectl apply -k cdk.out/k8s"));
        let production = Deployment::of(&images, &registry, Environment::approved("production")).step(apply);
        let mut delivery = Pipelines::<Prod>::new("delivery", Repository);
        delivery.add("Release", release.deploy(production));
        let files = written(&app(&services, delivery));
        holds(&files[0].1, &names);
        let matrices = files[0].1.matches("      matrix:\n        service:\n").count();
        prop_assert_eq!(matrices, 4);
    }
}
