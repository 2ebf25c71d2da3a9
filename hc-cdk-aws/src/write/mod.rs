//! CloudFormation as a target: one template for each stack, and the cloud assembly that the CDK command line reads.

mod account;
mod again;
mod agree;
mod apart;
mod arns;
mod assembly;
mod attributes;
mod awaited;
mod between;
mod changes;
mod concurrency;
mod documented;
mod existing;
mod exports;
mod fargate;
mod first_images;
mod forms;
mod found;
mod images;
mod indent;
mod keeps;
mod limits;
mod loops;
mod metadata;
#[cfg(test)]
mod moved_tests;
mod named;
mod names;
mod networks;
mod options;
mod outputs;
mod parameter;
mod places;
mod policies;
mod properties;
mod pulled;
mod quotas;
mod records;
mod references;
mod refused;
mod replaced;
mod schedules;
mod signed;
mod spelled;
mod spread;
mod substituted;
mod tags;
mod taken;
mod tasks;
mod template;
mod tree;
mod waits;
mod within;
mod zones;

use std::thread;

use hc_cdk::{
    charge::Charge,
    check::Checked,
    diff::Change,
    finding::Finding,
    model::{ResourceModel, Role, StackModel},
    need::Need,
    policy::Dimension,
    rule::{Marks, Reading, Subject},
    target::{Before, File, Judge, NetworkMap, Way, Writer},
};
use serde_core::Serialize;

use crate::{
    cost, flows,
    rules::{READINGS, is_known_elsewhere, knows_all_of, marks},
    stack::{Aws, NAME},
};

impl Judge for Aws {
    fn check(&self, checked: &Checked<'_>, findings: &mut Vec<Finding>) {
        limits::check(checked, findings);
        policies::check(checked, findings);
        quotas::check(checked, findings);
        arns::check(checked, findings);
        names::check(checked, findings);
        options::check(checked, findings);
        records::check(checked, findings);
        networks::check(checked, findings);
        apart::check(checked, findings);
        zones::check(checked, findings);
        images::check(checked, findings);
        pulled::check(checked, findings);
        places::check(checked, findings);
        substituted::check(checked, findings);
        concurrency::check(checked, findings);
        schedules::check(checked, findings);
        spelled::check(checked, findings);
        agree::check(checked, findings);
        forms::check(checked, findings);
        loops::check(checked, findings);
        spread::check(checked, findings);
        taken::check(checked, findings);
        tasks::check(checked, findings);
        within::check(checked, findings);
        waits::check(checked, findings);
        let mut schemas = properties::Schemas::default();
        for (_, stack) in checked.stacks_of(NAME) {
            properties::check(stack, &mut schemas, findings);
        }
    }

    fn ways(&self, checked: &Checked<'_>, ways: &mut Vec<Way>) {
        flows::ways(checked, ways);
    }

    fn network(&self, checked: &Checked<'_>, map: &mut NetworkMap) {
        flows::network(checked, map);
    }

    fn comes_again(&self, checked: &Checked<'_>) -> Vec<(String, String)> {
        checked.clocks(NAME, &again::CLOCKS)
    }

    fn marks(&self, resource: &ResourceModel) -> Marks {
        marks(resource)
    }

    fn readings(&self) -> &'static [&'static [Reading]] {
        READINGS
    }

    fn knows_all_of(&self, resource: &Subject<'_>) -> bool {
        knows_all_of(resource)
    }

    fn concerns(&self, role: Role) -> &'static [Dimension] {
        use Dimension as D;

        match role {
            Role::Store => &[D::key_custody, D::tls, D::backup_retention, D::recovery, D::availability, D::deletion],
            Role::Channel => &[D::key_custody, D::tls, D::availability],
            Role::Workload => &[D::availability, D::log_retention],
            Role::Endpoint => &[D::tls, D::availability, D::log_retention],
            Role::Outside | Role::Exposed | Role::Other => &[],
        }
    }

    fn is_known_elsewhere(&self, resource: &ResourceModel) -> bool {
        is_known_elsewhere(resource.kind())
    }

    fn output(&self, resource: &ResourceModel, attribute: Option<&'static str>) -> Option<String> {
        Some(exports::output(&resource.logical_id, attribute))
    }

    fn reads_instead(&self, resource: &ResourceModel, attribute: &str) -> Option<String> {
        attributes::instead(resource.kind.schema, attribute)
    }
}

impl Writer for Aws {
    fn refer(&self, stack: &mut StackModel) {
        references::refer(stack);
    }

    fn files(&self, checked: &Checked<'_>, findings: &mut Vec<Finding>) -> Vec<File> {
        let stacks: Vec<_> = checked.stacks_of(NAME).collect();
        let mut files = vec![assembly::manifest(checked)];
        files.extend(templates(checked, &stacks));
        for (file, (_, stack)) in files.iter().skip(1).zip(&stacks) {
            limits::check_size(stack, file.bytes.len(), findings);
        }
        files
    }

    fn notes(&self, checked: &Checked<'_>, files: &[File]) -> Vec<String> {
        limits::notes(files).into_iter().chain(account::note(checked)).chain(first_images::note(checked)).collect()
    }

    fn needs(&self, checked: &Checked<'_>) -> Vec<Need> {
        account::needs(checked)
    }

    fn tells(&self) -> Option<&'static str> {
        Some("cdk deploy --outputs-file FILE")
    }

    fn prices(&self) -> &'static str {
        cost::PRICES
    }

    fn charges(&self, read: &Before<'_>) -> Result<Vec<Charge>, String> {
        cost::charges(read)
    }

    fn changes(&self, checked: &Checked<'_>, before: &Before<'_>) -> Result<Vec<Change>, String> {
        changes::changes(checked, before)
    }
}

/// The templates of these stacks, in their order.
fn templates(checked: &Checked<'_>, stacks: &[(usize, &StackModel)]) -> Vec<File> {
    // Below, the threads take longer to start than the templates to write.
    const WORTH_IT: usize = 2_000;
    let resources: usize = stacks.iter().map(|(_, stack)| stack.resources.len()).sum();
    let threads = if resources < WORTH_IT { 1 } else { thread::available_parallelism().map_or(1, usize::from) };
    let write = |stacks: &[(usize, &StackModel)]| -> Vec<File> {
        let file = |&(at, stack)| File { path: template::path(stack), bytes: template::bytes(checked, at, stack) };
        stacks.iter().map(file).collect()
    };
    if threads == 1 {
        return write(stacks);
    }
    // Each thread takes stacks that follow on one another, so the files are in order whichever is ready first.
    thread::scope(|scope| {
        let parts = stacks.chunks(stacks.len().div_ceil(threads).max(1));
        let running: Vec<_> = parts.map(|part| (part, scope.spawn(move || write(part)))).collect();
        // Writing does not panic; if it did, doing it again here would say so to the caller.
        running.into_iter().flat_map(|(part, thread)| thread.join().unwrap_or_else(|_| write(part))).collect()
    })
}

/// JSON with one blank of indentation, as the CDK writes it, and a line end.
fn json(value: &impl Serialize) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut serializer = serde_json::Serializer::with_formatter(&mut bytes, indent::Indent::default());
    // Writing to memory does not fail, and every map here has text for keys.
    let written = value.serialize(&mut serializer);
    debug_assert!(written.is_ok(), "{written:?}");
    bytes.push(b'\n');
    bytes
}

#[cfg(test)]
mod tests {
    use crate::stack::Stack;
    use hc_cdk::{app::App, policy::Development, value::Object, waiver::Raw};

    use super::{found::Plain, *};
    use crate::{cfn, region};

    /// What is wrong with a part hides nothing of the whole, unless what is referred to is not there.
    #[test]
    fn the_whole_is_judged_wherever_references_lead_somewhere() {
        let of = |wrong: Object| {
            let mut stack = Stack::<Development>::new("clinic", region::UsEast1);
            let group = Object::new().with("MinSize", 3).with("MaxSize", 2);
            stack.add("Group", Raw(Plain("AWS::AutoScaling::AutoScalingGroup", group)));
            stack.add("Wrong", Raw(Plain("AWS::SNS::Topic", wrong)));
            app_findings(stack).contains(&agree::CONTRADICTION)
        };
        let elsewhere =
            Stack::<Development>::new("elsewhere", region::UsEast1).add("Topic", Raw(cfn::sns::Topic::default()));
        assert!(of(Object::new().with("Share", f64::NAN)));
        assert!(!of(Object::new().with("Topic", elsewhere.id())));
    }

    fn app_findings(stack: Stack<Development>) -> Vec<&'static str> {
        App::new("test").stack(stack).judge().0.into_iter().map(|it| it.code).collect()
    }

    #[test]
    fn what_threads_write_is_what_one_writes_and_in_order() {
        let mut app = App::new("test");
        for at in 0..7 {
            let mut stack = Stack::<Development>::new(&format!("stack{at}"), region::UsEast1);
            for topic in 0..400 {
                stack.add(format!("Topic{topic}"), Raw(cfn::sns::Topic::default()));
            }
            app = app.stack(stack);
        }
        let checked = app.check().unwrap();
        let stacks: Vec<_> = checked.stacks_of(NAME).collect();
        let one_by_one: Vec<File> = stacks.iter().flat_map(|stack| templates(&checked, &[*stack])).collect();
        assert_eq!(templates(&checked, &stacks), one_by_one);
    }
}
