//! The systems that are weakened: the examples, and programs of any shape.

use hc_cdk::{
    app::App,
    data::Phi,
    model::{StackModel, System},
    policy::{Development, Hipaa, Production, VnHealth},
    rule::Rule,
};
use hc_cdk_aws::region;
use proptest::{
    strategy::{Strategy, ValueTree},
    test_runner::TestRunner,
};

use crate::{
    change::Change,
    oracle::Asked,
    replay::{Signed, is_read, replay},
    written::workflows_of,
};

type Prod = (Hipaa, Production);

macro_rules! examples {
    ($($name:ident = $file:literal),+) => {$(
        #[allow(dead_code, unreachable_pub, reason = "the example's own `main` is not what is read")]
        #[path = $file]
        mod $name;
    )+};
}

examples! {
    prod_stack = "../../examples/prod_stack.rs",
    two_stacks = "../../examples/two_stacks.rs",
    k8s_stack = "../../examples/k8s_stack.rs",
    k8s_gateway = "../../examples/k8s_gateway.rs",
    k8s_stores = "../../examples/k8s_stores.rs",
    healthtech = "../../examples/healthtech.rs",
    healthtech_next = "../../examples/healthtech_next.rs",
    healthhub = "../../examples/healthhub/main.rs",
    hms = "../../examples/hms/main.rs",
    medical_ai = "../../examples/medical_ai/main.rs",
    vn_claims = "../../examples/vn_claims/main.rs",
    edge = "../programs/edge.rs",
    cluster = "../programs/cluster.rs",
    standby = "../programs/standby.rs",
    records = "../programs/records.rs",
    workflows = "../programs/workflows.rs"
}

/// Which stacks of a system are weakened, by their names.
pub(crate) type Part = fn(&str) -> bool;

/// Makes a part of a system once more with a change, under signatures for rules.
type Again = fn(&System, Part, &Change, &Signed, &dyn Fn(&str) -> Rule) -> App;

/// A system, what its policies ask for, and how it is made again.
pub(crate) struct Program {
    pub(crate) name: String,
    pub(crate) app: App,
    /// What the policy of a stack asks for, by the stack's name.
    pub(crate) asked: fn(&str) -> Asked,
    pub(crate) part: Part,
    pub(crate) again: Again,
}

impl Program {
    /// Whether a stack is weakened, and read again.
    pub(crate) fn reads(&self, stack: &StackModel) -> bool {
        is_read(stack) && (self.part)(stack.name())
    }
}

/// How a program is made, and how much of it is weakened.
pub(crate) struct Plan {
    /// What it is counted among: an example by its own name.
    pub(crate) kind: &'static str,
    make: Box<dyn Fn() -> Program + Send + Sync>,
    pub(crate) amount: Amount,
}

/// How many of a program's weakenings are made.
#[derive(Clone, Copy)]
pub(crate) enum Amount {
    /// One of so many, times how many it is asked for: what is large takes long, and repeats itself.
    Rarer(usize),
    /// So many, of a program that is one of many. The place among these says where they begin, so that they differ.
    Few { number: usize, of: usize },
}

impl Plan {
    pub(crate) fn make(&self) -> Program {
        (self.make)()
    }
}

/// How many weakenings of each random program are made.
const FEW: usize = 3;

/// The examples.
pub(crate) fn examples() -> Vec<Plan> {
    let part = |kind: &'static str, rarer, app: fn() -> App, part: Part, asked: fn(&str) -> Asked, again: Again| {
        let make = move || Program { name: kind.to_owned(), app: app(), asked, part, again };
        Plan { kind, make: Box::new(make), amount: Amount::Rarer(rarer) }
    };
    // What delivers an example speaks of services and addresses, which constructs say of themselves and copies do not: its workflows are
    // read as they are written.
    let plan = |kind, rarer, app, asked, again| part(kind, rarer, app, |stack| stack != "delivery", asked, again);
    let medical_ai =
        |kind, rarer, stacks| part(kind, rarer, medical_ai::assistant, stacks, |_| Asked::CLINICAL, replay::<Prod>);
    let hipaa = |kind, rarer, app| plan(kind, rarer, app, |_| Asked::HIPAA, replay::<Prod>);
    let delivery = |kind: &'static str, app: fn() -> App| {
        let make = move || of_prod(kind.to_owned(), workflows_of(&app()));
        Plan { kind, make: Box::new(make), amount: Amount::Rarer(2) }
    };
    let vn = |kind, rarer, app| plan(kind, rarer, app, |_| Asked::VN_HEALTH, replay::<VnHealth>);
    vec![
        hipaa("hms", 100, || hms::hospital().unwrap()),
        medical_ai("medical_ai on AWS", 100, |stack| {
            !["azure", "delivery", "google"].iter().any(|it| stack.ends_with(it))
        }),
        medical_ai("medical_ai on Google Cloud", 2, |stack| stack.ends_with("google")),
        medical_ai("medical_ai on Azure", 3, |stack| stack.ends_with("azure")),
        plan("healthhub", 100, healthhub::platform, Asked::healthhub, replay::<Prod>),
        plan("vn_claims", 20, vn_claims::insurance, Asked::vn_claims, replay::<VnHealth>),
        hipaa("healthtech_next", 12, healthtech_next::next),
        hipaa("standby", 12, standby::standby),
        plan("healthtech", 12, healthtech::template, |_| Asked::DEVELOPMENT, replay::<Development>),
        hipaa("prod_stack", 1, prod_stack::hospital),
        hipaa("two_stacks", 1, two_stacks::clinic),
        vn("k8s_stack", 1, k8s_stack::claims),
        vn("k8s_stores", 1, k8s_stores::stores),
        hipaa("edge", 1, edge::edge),
        hipaa("cluster", 1, cluster::cluster),
        hipaa("records", 1, records::records),
        hipaa("workflows", 1, workflows::workflows),
        delivery("workflows of hms", || hms::delivered().unwrap()),
        delivery("workflows of medical_ai", medical_ai::assistant),
        delivery("workflows of healthhub", healthhub::platform),
        delivery("workflows of vn_claims", vn_claims::insurance),
        hipaa("k8s_gateway", 1, k8s_gateway::appointments),
    ]
}

/// So many programs of any shape, of one target and the other in turn.
pub(crate) fn random(programs: usize) -> Vec<Plan> {
    let mut runner = TestRunner::deterministic();
    let mut all = Vec::new();
    for number in 1..=programs {
        let amount = Amount::Few { number, of: FEW };
        if number % 2 == 0 {
            let program = hc_cdk_k8s::proptest::programs().new_tree(&mut runner).unwrap().current();
            let make = move || {
                let chart = program.chart::<Prod, Phi, _>(region::UsEast1).0;
                of_prod(format!("Kubernetes program {number}"), App::new("workloads").stack(chart))
            };
            all.push(Plan { kind: "programs of Kubernetes", make: Box::new(make), amount });
            continue;
        }
        let program = hc_cdk_aws::proptest::programs().new_tree(&mut runner).unwrap().current();
        let make = move || {
            let stack = program.stack::<Prod, Phi, _>(region::UsEast1).0;
            of_prod(format!("AWS program {number}"), App::new("program").stack(stack))
        };
        all.push(Plan { kind: "programs of AWS", make: Box::new(make), amount });
    }
    all
}

fn of_prod(name: String, app: App) -> Program {
    Program { name, app, asked: |_| Asked::HIPAA, part: |_| true, again: replay::<Prod> }
}
