//! Workflows that test, look for what is wrong, and run on a machine of one's own, and none that needs a graph.

use hc_cdk::{
    app::App,
    policy::{Hipaa, Production},
};
use hc_cdk_delivery::{
    jobs,
    prelude::*,
    workflow::{Job, Runner},
};

pub(crate) fn workflows() -> App {
    App::new("clinic").stack(delivery())
}

fn job() -> Job {
    Job::new(Permissions::none().read(Permission::Contents)).step(Step::check_out())
}

/// The stack, for whoever changes something in it.
pub(crate) fn delivery() -> Pipelines<(Hipaa, Production)> {
    let mut delivery = Pipelines::new("workflows", Repository);
    let mut changes = Workflow::on([Trigger::pull_request()]);
    changes.job("pages", jobs::NPM_TEST.job().env("FOLDER", "services/pages"));
    for (name, preset) in [("semgrep", jobs::SEMGREP), ("files", jobs::TRIVY_FILES), ("secrets", jobs::GITLEAKS)] {
        changes.job(name, preset.job());
    }
    delivery.add("Changes", changes);
    let mut load = Workflow::on([Trigger::push(&["main"])]);
    let step = Step::run("Test", script!("make test")).env("ROLE", Input::variable("ROLE"));
    load.job("load", job().runner(Runner::own(&["clinic", "large"])).step(step));
    delivery.add("Load", load);
    delivery
}
