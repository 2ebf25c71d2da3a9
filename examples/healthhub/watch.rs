//! Who is told of what, what the boards show, and what watches the account.

use hc_cdk::data::Phi;
use hc_cdk_aws::{
    compute::Machine,
    kind::SecretArn,
    observe::{AllFunctions, Metric},
    prelude::*,
};

use super::{Base, Care, Shown, services::Platform};

/// What of the time the website is there, as it is promised.
const PROMISED: Percent = Percent(99.9);

/// Services of which a new version takes requests by and by.
const BY_AND_BY: [&str; 2] = ["Chat", "Records"];

/// Two alarms that take a new version back, where it is deployed.
pub(crate) fn releases(stack: &mut Stack<Care>, base: &Base, platform: &Platform) {
    let by_and_by = || platform.functions.iter().filter(|(service, _)| BY_AND_BY.contains(service));
    let mut alarms = Alarms::builder().key(&base.key).notify_on(Severity::Critical, pager(base));
    for (service, function) in by_and_by() {
        alarms = alarms.watch(format!("{service}Fails"), fails(function.errors()));
    }
    let alarms = stack.add("Releases", alarms);
    for (service, function) in by_and_by() {
        stack.add(format!("{service}Rollback"), alarms.roll_back(format!("{service}Fails"), function));
    }
}

fn fails(errors: Metric<Count>) -> Threshold {
    errors.every_minutes(5).above(Count(10.0)).severity(Severity::Critical)
}

fn pager(base: &Base) -> Contact {
    let pager = arn!(SecretArn, "arn:aws:secretsmanager:eu-west-2:111122223333:secret:pager-AbCdEf");
    Contact::pager(&Secret::existing(pager, &base.key), "address")
}

/// Seventeen alarms on what runs in London.
pub(crate) fn watch(
    stack: &mut Stack<Care>,
    base: &Base,
    platform: &Platform,
    paths: &[(&str, Machine<Phi>)],
    budget: &BudgetHandle,
) {
    let (api, certificate) = (&platform.api, &platform.certificate);
    let mut alarms = Alarms::builder()
        .key(&base.key)
        .notify_on(Severity::Critical, pager(base))
        .notify_on(Severity::Medium, Contact::email("team@healthhub.example"))
        .watch("ApiFails", api.errors_5xx().every_minutes(5).above(Count(5.0)).severity(Severity::Critical))
        .watch("ApiSlow", api.latency_p95().above(Seconds(0.2)).periods(5))
        .watch("ApiCertificateEnds", preset::certificate_expiring(certificate).severity(Severity::Medium))
        .watch("FunctionFails", fails(AllFunctions.errors()));
    for (path, machine) in paths {
        let failed = machine.failures().above(Count(0.0)).severity(Severity::Critical);
        alarms = alarms.watch(format!("{path}Breaks"), failed);
        alarms = alarms.watch(format!("{path}Stalls"), machine.timeouts().above(Count(0.0)));
    }
    for (service, table) in &platform.tables {
        let refused = table.refused().above(Count(0.0)).severity(Severity::Critical);
        alarms = alarms.watch(format!("{service}Throttled"), refused);
    }
    for (service, function) in &platform.functions {
        if let Some(start) = function.start() {
            alarms = alarms.watch(format!("{service}StartsSlowly"), start.above(Seconds(1.0)));
        }
    }
    let alarms = stack.add("Alarms", alarms);
    boards(stack, platform, &alarms);
    let (spent, limit) = (budget.spent(), ("budget", budget.limit()));
    let cost = Dashboard::builder().graph_to("Spent this month", [spent], limit);
    stack.add("Cost", cost.graph("Spent by day", [budget.spent_in_a_day()]));
}

/// What watches the account and who hears of what it finds, what may be spent in it, and who looks after its keys.
pub(crate) fn account(stack: &mut Stack<Care>, base: &Base) -> BudgetHandle {
    let budget = Budget::builder().dollars(175).told_at(110).notify(Contact::email("finance@healthhub.example"));
    let budget = stack.add("Budget", budget);
    stack.add("Guard", AccountGuard::builder().key(&base.key).trail(&base.trail));
    let security = Alarms::builder().key(&base.key).notify(Contact::email("security@healthhub.example"));
    stack.add("Security", security.also_of_guard());
    let look = Statement::allow(actions!["kms:DescribeKey", "kms:GetKeyPolicy"], [base.key.arn()]);
    stack.add("KeyKeeper", AdministratorRole::builder().purpose("looks after keys").allow(&look));
    budget
}

/// Three boards: how all of it is, how fast it is, and what people do with it.
fn boards(stack: &mut Stack<Care>, platform: &Platform, alarms: &AlarmSet) {
    let api = &platform.api;
    let health = Dashboard::builder().alarms("Now", alarms).graph("Failed answers", [api.errors_5xx()]);
    let refused = platform.tables.iter().map(|(_, table)| table.refused());
    let failed = platform.all.iter().map(|(_, function)| function.errors());
    let held_back = platform.all.iter().map(|(_, function)| function.throttles());
    let health = health.graph("Reads and writes refused", refused).graph("Functions that failed", failed);
    stack.add("Health", health.graph("Functions held back", held_back));
    let speed = Dashboard::builder().graph("Answers, 95 of 100", [api.latency_p95()]);
    let durations = platform.functions.iter().map(|(_, function)| function.duration_p95());
    let errors = platform.functions.iter().map(|(_, function)| function.errors());
    stack.add("Performance", speed.graph("Functions, 95 of 100", durations).graph("Errors", errors));
    let calls = platform.functions.iter().map(|(_, function)| function.calls());
    let usage = Dashboard::builder().graph("Requests", [api.requests()]).graph("By service", calls);
    let done = platform.all.iter().filter_map(|(path, _)| api.interactions(path.clone()));
    stack.add("Use", usage.graph("What people do", done));
}

/// Three alarms on what runs at the edge, where CloudFront has its figures, and whether it is there as it is promised.
pub(crate) fn edge(stack: &mut Stack<Shown>, key: &Key, web: &WebsiteHandle, certificate: &Certificate) {
    let pager = arn!(SecretArn, "arn:aws:secretsmanager:us-east-1:111122223333:secret:pager-AbCdEf");
    let up = stack.add("Up", UptimeCheck::builder().domain("www.healthhub.example"));
    let alarms = Alarms::builder()
        .key(key)
        .notify_on(Severity::Critical, Contact::pager(&Secret::existing(pager, key), "address"))
        .notify_on(Severity::Medium, Contact::email("team@healthhub.example"))
        .watch("WebsiteFails", preset::website_failing(web).severity(Severity::Critical))
        .watch("WebsiteCertificateEnds", preset::certificate_expiring(certificate).severity(Severity::Medium))
        .watch("PromiseBroken", preset::less_than_three_nines(&up).severity(Severity::Critical));
    stack.add("Alarms", alarms);
    let uptime = [up.available().every_minutes(24 * 60)];
    stack.add("Uptime", Dashboard::builder().graph_to("There, by day", uptime, ("promised", PROMISED)));
}
