//! The parts of programs: amounts, numbers of pods, probes, schedules, and the plans that are made of them.

use hc_cdk::{
    domain,
    literal::{cidr::CidrBlock, variable::Variable},
};
use proptest::{
    collection::{btree_map, btree_set, vec},
    option,
    prelude::*,
    sample::{select, subsequence},
};

use crate::{
    access::{Kind as Of, Rule, Verb},
    edge::Controller,
    literal::{
        cron::Cron,
        quantity::{Cpu, Memory},
    },
    monitoring::observe::Severity,
    secret::Keeper,
    workload::{Probes, Scale, user::UserId},
};

/// What a namespace is made of.
#[derive(Debug, Clone)]
pub(super) struct NamespacePlan {
    pub(super) quota: (Cpu, Memory),
    pub(super) right: Rule,
    pub(super) keeper: Keeper,
    pub(super) files: Vec<String>,
    pub(super) alert: Option<Severity>,
}

/// What a workload is made of.
#[allow(clippy::struct_excessive_bools, reason = "each is a choice of its own")]
#[derive(Debug, Clone)]
pub(super) struct WorkloadPlan {
    pub(super) name: &'static str,
    pub(super) kind: Kind,
    /// Which of the namespaces it is in, if there are so many.
    pub(super) place: usize,
    /// What its container asks for, and what it may take.
    pub(super) resources: ((Cpu, Memory), (Cpu, Memory)),
    pub(super) user: UserId,
    pub(super) command: &'static [&'static str],
    pub(super) ports: (u16, u16),
    pub(super) probes: Probes,
    pub(super) scale: Scale,
    pub(super) schedule: Cron,
    pub(super) deadline: u32,
    pub(super) retries: u32,
    pub(super) kept: Memory,
    pub(super) scratch: Option<Memory>,
    pub(super) variables: Vec<Variable>,
    /// Places in the list of what was declared before it and listens.
    pub(super) connections: Vec<usize>,
    pub(super) route: Option<Controller>,
    /// Paths that go to others behind its route: places in the same list, each with a path.
    pub(super) paths: Vec<(usize, &'static str)>,
    pub(super) outside: bool,
    pub(super) configured: bool,
    pub(super) secret: bool,
    pub(super) account: bool,
    pub(super) watched: bool,
    /// Whether it is scaled by what is read of it, if something is.
    pub(super) measured: bool,
    pub(super) sized: bool,
}

/// How a workload runs.
#[derive(Debug, Clone, Copy)]
pub(super) enum Kind {
    Workload,
    /// A workload that listens on no port.
    Worker,
    Stateful,
    Agent,
    Job,
    CronJob,
}

impl Kind {
    pub(super) const fn listens(self) -> bool {
        matches!(self, Self::Workload | Self::Stateful | Self::Agent)
    }

    pub(super) const fn tells_figures(self) -> bool {
        matches!(self, Self::Workload | Self::Agent)
    }
}

/// Amounts of CPU, from a thousandth of a core to 16 cores.
pub fn cpus() -> impl Strategy<Value = Cpu> {
    (1_u32..=16_000).prop_filter_map("an amount of CPU", cpu)
}

/// Amounts of memory or storage, from a mebibyte to 16 gibibytes.
pub fn memories() -> impl Strategy<Value = Memory> {
    (1_u32..=16_384).prop_filter_map("an amount of memory", memory)
}

/// Numbers of pods that are enough for every policy: from two, fixed or by what the pods use.
pub fn scales() -> impl Strategy<Value = Scale> {
    let targets = subsequence(vec![0, 1, 2], 0..=3);
    let by_load =
        (2_u32..=5, 0_u32..=20, 1_u8..=100, memories(), targets).prop_map(|(least, more, percent, amount, targets)| {
            targets.into_iter().fold(Scale::between(least..=least + more), |scale, target| match target {
                0 => scale.cpu(percent),
                1 => scale.memory(percent),
                _ => scale.memory_amount(amount.clone()),
            })
        });
    prop_oneof![(2_u32..=9).prop_map(Scale::from), by_load]
}

/// Ways to ask a container that listens on a port whether it lives and whether it is ready.
pub fn probes() -> impl Strategy<Value = Probes> {
    let http = || select(vec!["/", "/live", "/health/ready?deep=yes"]);
    let ways = prop_oneof![
        (http(), http()).prop_map(|(live, ready)| Probes::http(live, ready)),
        Just(Probes::tcp()),
        Just(Probes::grpc()),
        Just(Probes::commands(&["alive"], &["ready", "--on", "yes"])),
    ];
    (ways, 1_u32..=900).prop_map(|(probes, seconds)| probes.start_within(seconds))
}

/// Schedules of work that is done again and again.
pub fn schedules() -> impl Strategy<Value = Cron> {
    let any = || Just("*".to_owned());
    let number = |numbers: std::ops::RangeInclusive<u32>| numbers.prop_map(|it| it.to_string());
    let minute = prop_oneof![number(0..=59), (1_u32..=59).prop_map(|it| format!("*/{it}"))];
    let hour = prop_oneof![any(), number(0..=23), (0_u32..=11).prop_map(|it| format!("{it}-{}", it + 12))];
    let (day, month) = (prop_oneof![any(), number(1..=31)], prop_oneof![any(), number(1..=12)]);
    let weekday = prop_oneof![any(), number(0..=6), Just("1,3,5".to_owned())];
    (minute, hour, day, month, weekday).prop_filter_map("a schedule", |(minute, hour, day, month, weekday)| {
        Cron::parse(format!("{minute} {hour} {day} {month} {weekday}")).ok()
    })
}

/// Plain variables, with values that a reader of YAML could take for something else among them.
pub fn variables() -> impl Strategy<Value = Variable> {
    ("[A-Z][A-Z0-9_]{1,20}", texts())
        .prop_filter_map("speaks of a secret", |(name, value)| Variable::new(name, value).ok())
}

/// Private networks outside the cluster.
pub fn networks() -> impl Strategy<Value = CidrBlock> {
    (16_u32..=32, any::<u32>()).prop_filter_map("a network", |(prefix, bits)| {
        let [_, b, c, d] = (bits & (u32::MAX << (32 - prefix))).to_be_bytes();
        CidrBlock::parse(&format!("10.{b}.{c}.{d}/{prefix}")).ok()
    })
}

pub(super) fn namespace() -> impl Strategy<Value = NamespacePlan> {
    let right = select(vec![
        Rule::on(Of::ConfigMaps, &[Verb::Get, Verb::Watch]),
        Rule::on(Of::Leases, &[Verb::Get, Verb::Create, Verb::Update]).named("leader"),
        Rule::on(Of::Deployments, &[Verb::List, Verb::Delete]),
    ]);
    let keeper = select(vec![
        Keeper::SecretsManager { region: "us-east-1", role: "arn:aws:iam::111122223333:role/secrets".into() },
        Keeper::Vault { server: domain!("vault.example.org"), path: "program", role: "reader" },
    ]);
    let severity = select(Severity::ALL.to_vec());
    // Room for all that there may be in it at once.
    let quota = (8_000_u32..=9_000, 16_000_u32..=32_000);
    let quota =
        quota.prop_filter_map("amounts", |(cores, gibibytes)| Some((cpu(cores * 1000)?, memory(gibibytes * 1024)?)));
    (quota, right, keeper, vec(texts(), 1..=2), option::of(severity))
        .prop_map(|(quota, right, keeper, files, alert)| NamespacePlan { quota, right, keeper, files, alert })
}

pub(super) fn workload() -> impl Strategy<Value = WorkloadPlan> {
    use Kind::{Agent, CronJob, Job, Stateful, Worker, Workload};
    // Names of three words are so long that what is made of two of them has to be cut.
    let name = select(vec!["Api", "HL7Feed", "ReconciliationOfClaims"]);
    let kind = select(vec![Workload, Workload, Worker, Stateful, Agent, Job, CronJob]);
    let ports = (1024_u16.., 1024_u16..).prop_filter("one port for two", |(port, metrics)| port != metrics);
    let command = select(vec![[].as_slice(), ["run"].as_slice(), ["run", "--dry", "no"].as_slice()]);
    let user = any::<u32>().prop_filter_map("root", UserId::new);
    let controller = select(vec![
        #[expect(deprecated, reason = "clusters still have it")]
        Controller::Nginx,
        Controller::Contour,
        Controller::Gateway { class: "shared", namespace: "gateways" },
        Controller::Gateway { class: "cilium", namespace: "gateways" },
    ]);
    let who = (name, kind, 0_usize..2, user, command, ports);
    let how = (resources(), probes(), scales(), schedules(), 1_u32..=86_400, 0_u32..=9);
    let given = (memories(), option::of(memories()), btree_map("[A-Z][A-Z0-9_]{1,20}", texts(), 0..=3));
    let route = (option::of(controller), paths());
    let reached = (btree_set(0_usize..6, 0..=3), route, any::<[bool; 7]>());
    (who, how, given, reached).prop_map(|(who, how, given, reached)| {
        let (name, kind, place, user, command, ports) = who;
        let (resources, probes, scale, schedule, deadline, retries) = how;
        let (kept, scratch, variables) = given;
        let (connections, (route, paths), [outside, configured, secret, account, watched, sized, measured]) = reached;
        WorkloadPlan {
            name,
            kind,
            place,
            resources,
            user,
            command,
            ports,
            probes,
            scale,
            schedule,
            deadline,
            retries,
            kept,
            scratch,
            variables: variables.into_iter().filter_map(|(name, text)| Variable::new(name, text).ok()).collect(),
            connections: connections.into_iter().collect(),
            route,
            paths,
            outside,
            configured,
            secret,
            account,
            watched,
            measured,
            sized,
        }
    })
}

/// Some paths, none of which takes all of a later one, for the workloads at some places.
fn paths() -> impl Strategy<Value = Vec<(usize, &'static str)>> {
    let paths = vec!["/auth/login", "/auth/v1.0/*", "/auth", "/auth/*", "/.well-known/security.txt", "/"];
    (vec(0_usize..6, 6), subsequence(paths, 0..=6)).prop_map(|(places, paths)| places.into_iter().zip(paths).collect())
}

/// What a container asks for, and what it may take, which is no less.
fn resources() -> impl Strategy<Value = ((Cpu, Memory), (Cpu, Memory))> {
    (1_u32..=4_000, 0_u32..=4_000, 1_u32..=4_096, 0_u32..=4_096).prop_filter_map(
        "amounts",
        |(millis, more_millis, mebibytes, more_mebibytes)| {
            let asked = (cpu(millis)?, memory(mebibytes)?);
            Some((asked, (cpu(millis + more_millis)?, memory(mebibytes + more_mebibytes)?)))
        },
    )
}

fn cpu(millis: u32) -> Option<Cpu> {
    let cores = millis / 1000;
    let text = if millis == cores * 1000 { cores.to_string() } else { format!("{millis}m") };
    Cpu::parse(text).ok()
}

fn memory(mebibytes: u32) -> Option<Memory> {
    let gibibytes = mebibytes / 1024;
    let text = if mebibytes == gibibytes * 1024 { format!("{gibibytes}Gi") } else { format!("{mebibytes}Mi") };
    Memory::parse(text).ok()
}

/// Texts, with such among them that some reader of YAML takes for something else.
fn texts() -> impl Strategy<Value = String> {
    let words = select(vec!["yes", "off", "null", "017", "1_000", "0x1F", "12:30", "2027-01-31", "one = 1\ntwo = 2\n"]);
    prop_oneof![words.prop_map(str::to_owned), "\\PC{0,20}"]
}
