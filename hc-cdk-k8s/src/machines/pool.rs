//! How many machines Karpenter may start, which, and how it takes them away.
//!
//! By construction a pool has limits, its machines are replaced before they are old, and Karpenter takes away a few of them at a time. What
//! it does not wait for is a machine that is too old: that one is replaced whatever else is being replaced.

use hc_cdk::{
    construct::{Construct, Spec},
    control::hipaa,
    resource::ResourceType,
    rule::Rule,
    stack::{Scope, Within},
    value::{Json, Object, Value},
};
use hc_cdk_manifest::object::{Custom, Metadata, Specification};

use super::class::{MachineClass, of_cluster};
use crate::{
    chart::Kubernetes,
    literal::{
        duration::IsSpan,
        quantity::{IsCpu, IsMemory},
    },
    rules::{LONGEST_LIFE_HOURS, rule, seconds},
    sentences::{NodePoolNeedsClass, NodePoolNeedsLimits},
};

/// What the processors of machines are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Architecture {
    /// Processors of Intel and AMD.
    #[default]
    Amd64,
    /// Processors of ARM, such as Graviton.
    Arm64,
}

impl Architecture {
    const fn name(self) -> &'static str {
        match self {
            Self::Amd64 => "amd64",
            Self::Arm64 => "arm64",
        }
    }
}

/// How machines are paid for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum MachineCapacity {
    /// Machines that stay for as long as they are wanted.
    #[default]
    OnDemand,
    /// Machines that AWS may take back with two minutes' notice, which cost less, and others where there are none of these.
    Spot,
}

impl MachineCapacity {
    const fn names(self) -> &'static [&'static str] {
        match self {
            Self::OnDemand => &["on-demand"],
            Self::Spot => &["spot", "on-demand"],
        }
    }
}

hc_cdk::builder! {
    /// A pool of machines.
    ///
    /// ```
    /// use hc_cdk::{machines::{MachineFacts, Machines}, policy::{Hipaa, Production}, prelude::*};
    /// use hc_cdk_k8s::{machines::{Architecture, MachineImage, NodeClass, NodePool}, prelude::*};
    ///
    /// # let machines = Machines::new(MachineFacts {
    /// #     cluster: "wards".into(),
    /// #     region: "us-east-1",
    /// #     profile: "wards-machines".into(),
    /// #     subnets: vec!["subnet-0a1b2c3d4e5f60718".into()],
    /// #     groups: vec!["sg-0a1b2c3d4e5f60718".into()],
    /// #     key: "arn:aws:kms:us-east-1:111122223333:key/1a2b".into(),
    /// # });
    /// let mut chart = Chart::<(Hipaa, Production)>::new("clinic");
    /// let class = NodeClass::builder().machines(&machines).image(MachineImage::AmazonLinux("20260514"));
    /// let class = chart.add("Machines", class);
    /// // At most 47 machines of 4 processors and 16 GiB.
    /// let pool = NodePool::builder().class(&class).limits(cpu!("188"), memory!("752Gi")).cores(&[4]);
    /// chart.add("Pool", pool.architecture(Architecture::Arm64).replaced_after(span!("336h")));
    /// # assert!(App::new("clinic").stack(chart).synthesize().is_ok());
    /// ```
    pub struct NodePool;
    /// A pool as it is being described.
    pub struct NodePoolBuilder => NodePool;
    needs {
        /// How its machines are started.
        class(class: &(impl IsMachineClass + ?Sized)) -> Value<String> { class.it().made.id() }: NodePoolNeedsClass;
        /// How much CPU and memory all of its machines have together at most.
        limits(cpu: impl IsCpu, memory: impl IsMemory) -> (String, String) { (cpu.it().to_string(), memory.it().to_string()) }: NodePoolNeedsLimits;
    }
    may {
        /// What their processors are: of Intel or AMD by default.
        architecture(architecture: Architecture) -> Architecture { architecture } = Architecture::default();
        /// How they are paid for: on demand by default.
        capacity(capacity: MachineCapacity) -> MachineCapacity { capacity } = MachineCapacity::default();
        /// The categories of machines, as AWS names them: `c` (more processors), `m` (as usual) and `r` (more memory) by default.
        categories(names: &'static [&'static str]) -> &'static [&'static str] { names } = &["c", "m", "r"];
        /// How many processors a machine may have, such as `&[4, 8]`; any number by default.
        cores(counts: &'static [u16]) -> &'static [u16] { counts } = &[];
        /// When Karpenter begins to replace a machine, at the latest: after `720h` by default, which is the most.
        replaced_after(span: impl IsSpan) -> String { span.it().as_str().to_owned() } = format!("{LONGEST_LIFE_HOURS}h");
        /// How many of a hundred are taken away at a time to save machines or to change them: 10 by default, 50 at most.
        percent_at_once(percent: u8) -> u8 { percent } = 10;
    }
}

impl Spec for NodePool {
    type Handle = ();
    const KIND: &'static str = "NodePool";
    const INVARIANTS: &'static [Rule] = &[
        rule::POOL_HAS_LIMITS,
        rule::POOL_STARTS_KNOWN_MACHINES,
        rule::MACHINES_ARE_REPLACED,
        rule::MACHINES_GO_A_FEW_AT_A_TIME,
    ];
}

impl<P> Construct<P, Kubernetes> for NodePool {
    fn declare(self, scope: &mut Within<'_, P, Kubernetes>) {
        declare(scope, self);
    }
}

fn declare(scope: &mut Scope<'_>, it: NodePool) {
    if !(1..=50).contains(&it.percent_at_once) {
        let message = format!("lets {} of a hundred machines be taken away at a time", it.percent_at_once);
        scope.reject(Some(hipaa::CONTINGENCY_PLAN), message, "say from 1 to 50");
    }
    if seconds(&it.replaced_after).is_none_or(|it| it > u64::from(LONGEST_LIFE_HOURS) * 3600) {
        let message = format!("replaces its machines after {}", it.replaced_after);
        scope.reject(Some(hipaa::UPDATES), message, "replace them after `720h` at the latest");
    }
    if it.categories.is_empty() {
        scope.reject(None, "names no category of machines", "name some, such as `.categories(&[\"m\"])`");
    }
    let metadata = Metadata { name: Some(of_cluster(scope).into()), ..Metadata::default() };
    scope.resource("", Custom { metadata, spec: PoolSpecification(it) });
}

struct PoolSpecification(NodePool);

impl Specification for PoolSpecification {
    const TYPE: &'static ResourceType = &ResourceType::untyped("karpenter.sh/v1/NodePool");
}

impl From<PoolSpecification> for Json {
    fn from(PoolSpecification(it): PoolSpecification) -> Self {
        let among = |key: &'static str, values: Vec<Self>| -> Self {
            Object::new().with("key", key).with("operator", "In").with("values", values).into()
        };
        let texts = |all: &[&'static str]| all.iter().map(|it| Self::from(*it)).collect();
        let mut requirements = vec![
            among("kubernetes.io/arch", texts(&[it.architecture.name()])),
            among("kubernetes.io/os", texts(&["linux"])),
            among("karpenter.sh/capacity-type", texts(it.capacity.names())),
            among("karpenter.k8s.aws/instance-category", texts(it.categories)),
            // These encrypt what they say to each other.
            among("karpenter.k8s.aws/instance-encryption-in-transit-supported", texts(&["true"])),
        ];
        if !it.cores.is_empty() {
            let counts = it.cores.iter().map(|it| Self::from(it.to_string())).collect();
            requirements.push(among("karpenter.k8s.aws/instance-cpu", counts));
        }
        let class =
            Object::new().with("group", "karpenter.k8s.aws").with("kind", "EC2NodeClass").with("name", it.class);
        let machine = Object::new()
            .with("nodeClassRef", class)
            .with("requirements", requirements)
            .with("expireAfter", it.replaced_after);
        let (cpu, memory) = it.limits;
        let budget = Object::new().with("nodes", format!("{}%", it.percent_at_once));
        let disruption = Object::new()
            .with("consolidationPolicy", "WhenEmptyOrUnderutilized")
            .with("consolidateAfter", "5m")
            .with("budgets", vec![Self::from(budget)]);
        Object::new()
            .with("template", Object::new().with("spec", machine))
            .with("limits", Object::new().with("cpu", cpu).with("memory", memory))
            .with("disruption", disruption)
            .into()
    }
}

hc_cdk::takes! {
    #[diagnostic::on_unimplemented(
        message = "this does not say how machines are started",
        label = "give what `chart.add` returned for a `NodeClass`"
    )]
    /// How machines are started.
    IsMachineClass: MachineClass;
}
