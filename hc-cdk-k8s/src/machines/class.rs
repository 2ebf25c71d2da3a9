//! How Karpenter starts a machine on AWS.
//!
//! By construction a machine runs one version of an image that is made for containers, its disks are encrypted with the key of the
//! perimeter that its cluster is in, its metadata answers to whoever has a token and to no pod, and it is in the subnets of its cluster,
//! without an address on the internet. It is in no pool yet: [`NodePool`](super::NodePool).

use hc_cdk::{
    construct::{Construct, Spec},
    control::hipaa,
    machines::Machines,
    resource::{Made, ResourceType},
    rule::Rule,
    stack::{Scope, Within},
    value::{Json, Object},
};
use hc_cdk_manifest::{
    naming::{kebab, name_of, shorten},
    object::{Custom, Metadata, Specification},
};

use crate::{
    chart::Kubernetes,
    literal::quantity::Memory,
    rules::{disks_of, rule},
    sentences::{NodeClassNeedsImage, NodeClassNeedsMachines},
};

/// The image that machines run: one that AWS keeps for containers, in one version.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MachineImage {
    /// Bottlerocket, by its version, such as `1.44.0`: its root file system cannot be written, and is checked at each start.
    Bottlerocket(&'static str),
    /// Amazon Linux 2023, by the day of its version, such as `20260514`.
    AmazonLinux(&'static str),
}

impl MachineImage {
    /// What Karpenter calls it.
    fn alias(self) -> String {
        match self {
            Self::Bottlerocket(version) => format!("bottlerocket@v{version}"),
            Self::AmazonLinux(day) => format!("al2023@v{day}"),
        }
    }
}

hc_cdk::builder! {
    /// How machines are started.
    ///
    /// ```
    /// use hc_cdk::{machines::{MachineFacts, Machines}, policy::{Hipaa, Production}, prelude::*};
    /// use hc_cdk_k8s::{machines::{MachineImage, NodeClass, NodePool}, prelude::*};
    ///
    /// // What a stack on AWS gives: `let machines = stack.add("Karpenter", Karpenter::builder().cluster(&wards));`
    /// let machines = Machines::new(MachineFacts {
    ///     cluster: "wards".into(),
    ///     region: "us-east-1",
    ///     profile: "wards-machines".into(),
    ///     subnets: vec!["subnet-0a1b2c3d4e5f60718".into()],
    ///     groups: vec!["sg-0a1b2c3d4e5f60718".into()],
    ///     key: "arn:aws:kms:us-east-1:111122223333:key/1a2b".into(),
    /// });
    ///
    /// let mut chart = Chart::<(Hipaa, Production)>::new("clinic");
    /// let class = NodeClass::builder().machines(&machines).image(MachineImage::Bottlerocket("1.44.0"));
    /// let class = chart.add("Machines", class);
    /// chart.add("Pool", NodePool::builder().class(&class).limits(cpu!("188"), memory!("752Gi")));
    /// # assert!(App::new("clinic").stack(chart).synthesize().is_ok());
    /// ```
    pub struct NodeClass;
    /// A way of starting machines as it is being described.
    pub struct NodeClassBuilder => NodeClass;
    needs {
        /// What they are started by: what a stack has made for Karpenter.
        machines(machines: &(impl IsMachines + ?Sized)) -> Machines { machines.it().clone() }: NodeClassNeedsMachines;
        /// The image that they run.
        image(image: MachineImage) -> MachineImage { image }: NodeClassNeedsImage;
    }
    may {
        /// How much room each has for containers, which is `100Gi` by default.
        disk(size: Memory) -> Memory { size } = crate::memory!("100Gi");
    }
}

/// A way of starting machines that a chart has taken.
#[derive(Debug, Clone)]
pub struct MachineClass {
    pub(super) made: Made<Custom<ClassSpecification>>,
}

impl Spec for NodeClass {
    type Handle = MachineClass;
    const KIND: &'static str = "NodeClass";
    const INVARIANTS: &'static [Rule] = &[
        rule::MACHINES_RUN_A_NAMED_IMAGE,
        rule::MACHINES_KEEP_THEIR_CREDENTIALS,
        rule::MACHINES_HAVE_ENCRYPTED_DISKS,
        rule::MACHINES_HAVE_NO_PUBLIC_ADDRESS,
    ];
}

impl<P> Construct<P, Kubernetes> for NodeClass {
    fn declare(self, scope: &mut Within<'_, P, Kubernetes>) -> MachineClass {
        declare(scope, self)
    }
}

fn declare(scope: &mut Scope<'_>, it: NodeClass) -> MachineClass {
    let other = scope.cluster().filter(|here| here.name != it.machines.cluster || here.region != it.machines.region);
    if let Some(here) = other {
        let message =
            format!("starts machines of the cluster `{}` in the chart of `{}`", it.machines.cluster, here.name);
        scope.reject(
            Some(hipaa::ACCESS_ISOLATION),
            message,
            "give what the stack of this cluster has made for Karpenter",
        );
    }
    let (MachineImage::Bottlerocket(version) | MachineImage::AmazonLinux(version)) = it.image;
    if !version.starts_with(|it: char| it.is_ascii_digit()) {
        let message = format!("runs the version `{version}` of an image, which is none");
        scope.reject(
            None,
            message,
            "name one, such as `MachineImage::Bottlerocket(\"1.44.0\")`: what is newest changes",
        );
    }
    let metadata = Metadata { name: Some(of_cluster(scope).into()), ..Metadata::default() };
    MachineClass { made: scope.resource("", Custom { metadata, spec: ClassSpecification(it) }) }
}

/// The name of an object of the whole cluster, where another chart may have one, too.
pub(super) fn of_cluster(scope: &Scope<'_>) -> String {
    shorten(&format!("{}-{}", kebab(scope.stack().name()), name_of(scope)))
}

pub(super) struct ClassSpecification(NodeClass);

impl Specification for ClassSpecification {
    const TYPE: &'static ResourceType = &ResourceType::untyped("karpenter.k8s.aws/v1/EC2NodeClass");
}

impl From<ClassSpecification> for Json {
    fn from(ClassSpecification(it): ClassSpecification) -> Self {
        let alias = it.image.alias();
        let ids =
            |all: &[Self]| all.iter().map(|id| Object::new().with("id", id.clone()).into()).collect::<Vec<Self>>();
        let disk = |(name, size): &(&'static str, Option<&'static str>)| -> Self {
            let ebs = Object::new()
                .with("deleteOnTermination", true)
                .with("encrypted", true)
                .with("kmsKeyID", it.machines.key.clone())
                .with("volumeSize", size.map_or_else(|| it.disk.to_string(), str::to_owned))
                .with("volumeType", "gp3");
            Object::new().with("deviceName", *name).with("ebs", ebs).into()
        };
        let disks: Vec<Self> = disks_of(&alias).iter().map(disk).collect();
        let metadata = Object::new()
            .with("httpEndpoint", "enabled")
            .with("httpProtocolIPv6", "disabled")
            // An answer that may go one hop reaches the machine, and no pod with a network of its own.
            .with("httpPutResponseHopLimit", 1)
            .with("httpTokens", "required");
        Object::new()
            .with("instanceProfile", it.machines.profile.clone())
            .with("amiSelectorTerms", vec![Self::from(Object::new().with("alias", alias))])
            .with("associatePublicIPAddress", false)
            .with("subnetSelectorTerms", ids(&it.machines.subnets))
            .with("securityGroupSelectorTerms", ids(&it.machines.groups))
            .with("blockDeviceMappings", disks)
            .with("metadataOptions", metadata)
            .with("detailedMonitoring", true)
            .into()
    }
}

hc_cdk::takes! {
    #[diagnostic::on_unimplemented(
        message = "this is not what Karpenter starts machines by",
        label = "give what `stack.add` returned for a `Karpenter`, in the stack of the cluster"
    )]
    /// What machines are started by.
    IsMachines: Machines;
}
