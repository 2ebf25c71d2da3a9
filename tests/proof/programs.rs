//! The systems that are weakened: the examples, and programs of any shape.

use hc_cdk::{
    app::App,
    data::Phi,
    model::System,
    policy::{Hipaa, Production, VnHealth},
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
    replay::{Signed, replay},
};

type Prod = (Hipaa, Production);

macro_rules! examples {
    ($($name:ident = $file:literal),+) => {$(
        #[allow(dead_code, reason = "the example's own `main` is not what is read")]
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
    healthtech_next = "../../examples/healthtech_next.rs",
    hms = "../../examples/hms/main.rs",
    edge = "../programs/edge.rs",
    cluster = "../programs/cluster.rs",
    standby = "../programs/standby.rs",
    records = "../programs/records.rs"
}

/// Makes a system once more with a change, under signatures for rules.
type Again = fn(&System, &Change, &Signed, &dyn Fn(&str) -> Rule) -> App;

/// A system, what its policies ask for, and how it is made again.
pub(crate) struct Program {
    pub(crate) name: String,
    pub(crate) app: App,
    pub(crate) asked: Asked,
    pub(crate) again: Again,
    /// How many times rarer it is weakened than others: what is large takes long, and repeats itself.
    pub(crate) rarer: usize,
}

impl Program {
    fn new(name: impl Into<String>, app: App) -> Self {
        Self { name: name.into(), app, asked: Asked::HIPAA, again: replay::<Prod>, rarer: 1 }
    }
}

/// The examples, and so many programs of each target.
pub(crate) fn all(random: usize) -> Vec<Program> {
    let claims = Program::new("k8s_stack", k8s_stack::claims());
    let stores = Program::new("k8s_stores", k8s_stores::stores());
    let vn = |it| Program { asked: Asked::VN_HEALTH, again: replay::<(VnHealth, Production)>, ..it };
    let mut all = vec![
        Program::new("prod_stack", prod_stack::hospital()),
        Program::new("two_stacks", two_stacks::clinic()),
        vn(claims),
        vn(stores),
        Program::new("edge", edge::edge()),
        Program::new("cluster", cluster::cluster()),
        Program::new("records", records::records()),
        Program { rarer: 12, ..Program::new("standby", standby::standby()) },
        Program::new("k8s_gateway", k8s_gateway::appointments()),
        Program { rarer: 12, ..Program::new("healthtech_next", healthtech_next::next()) },
        Program { rarer: 100, ..Program::new("hms", hms::hospital().unwrap()) },
    ];
    let mut runner = TestRunner::deterministic();
    for number in 1..=random {
        let program = hc_cdk_aws::proptest::programs().new_tree(&mut runner).unwrap().current();
        let stack = program.stack::<Prod, Phi, _>(region::UsEast1).0;
        all.push(Program::new(format!("AWS program {number}"), App::new("program").stack(stack)));
        let program = hc_cdk_k8s::proptest::programs().new_tree(&mut runner).unwrap().current();
        let chart = program.chart::<Prod, Phi, _>(region::UsEast1).0;
        all.push(Program::new(format!("Kubernetes program {number}"), App::new("workloads").stack(chart)));
    }
    all
}
