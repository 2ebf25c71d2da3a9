//! A namespace: the perimeter of a cluster. One class of data, closed to everything that no program opened.
//!
//! Not a limit between tenants who do not trust each other: they share the nodes. By construction its pods run under the
//! restricted Pod Security Standard, nothing goes in or out but what a `connect` opened and name resolution, what it takes
//! of the cluster is limited, and no pod has a token that it did not ask for.

use std::marker::PhantomData;

use hc_cdk::{
    construct::{Construct, Spec},
    data::{AllowedUnder, Class, DataClass},
    model::Role,
    policy::Policy,
    rule::Rule,
    stack::{Scope, Within},
    value::{Object, Value},
};
use hc_cdk_manifest::{
    naming::{kebab, name_of},
    object::Metadata,
};

use crate::{
    api::{core, meta::LabelSelector, networking as net},
    chart::Kubernetes,
    literal::{
        label::{IsOwnLabel, OwnLabel},
        quantity::{Cpu, IsCpu, IsMemory, Memory},
    },
    mesh,
    naming::{meta, own_labels},
    rules::rule,
    zone::{Scoped, Space, selector},
};

/// A namespace that a chart has taken: what workloads and everything of theirs are made in.
///
/// ```
/// use hc_cdk::{data::Phi, policy::{Hipaa, Production}, prelude::*};
/// use hc_cdk_k8s::prelude::*;
///
/// let mut chart = Chart::<(Hipaa, Production)>::new("clinic");
/// let zone = chart.add("Clinical", Namespace::<Phi>::builder().quota(cpu!("40"), memory!("80Gi")));
/// # assert!(App::new("clinic").stack(chart).synthesize().is_ok());
/// ```
#[derive(Debug, Clone)]
pub struct Namespace<D> {
    pub(crate) scoped: Scoped,
    class: PhantomData<fn() -> D>,
}

impl<D: DataClass> Namespace<D> {
    /// Starts the description of a namespace for data of class `D`.
    pub fn builder() -> NamespaceBuilder<D> {
        NamespaceSpec::builder()
    }

    /// Its name.
    pub fn name(&self) -> &str {
        &self.scoped.text
    }
}

hc_cdk::builder! {
    /// The description of a namespace.
    pub struct NamespaceSpec<D: DataClass>;
    /// A namespace that is being described.
    pub struct NamespaceBuilder => NamespaceSpec<D>;
    needs {}
    may {
        /// What all its pods together ask for at most: CPU and memory; by default 64 cores and 128 GiB.
        quota(cpu: impl IsCpu, memory: impl IsMemory) -> (Cpu, Memory) { (cpu.it().clone(), memory.it().clone()) } = (crate::cpu!("64"), crate::memory!("128Gi"));
        /// Has its pods speak to each other through a mesh, that of Istio: with mutual TLS, and with those only that a `connect` names.
        mesh() -> bool { true } = false;
        /// Lets one of its services have an address of the cloud's network, at which a load balancer of a stack asks it: as a gateway of
        /// Azure does (`HttpsRoute::builder()..balancer(&front.endpoints())`, or `BalancedPods`).
        balancer() -> bool { true } = false;
    }
    also {
        class: PhantomData<fn() -> D>,
        labels: Vec<OwnLabel>,
    }
}

impl<D: DataClass, State> NamespaceBuilder<D, State> {
    /// Puts a label of one's own on it: `label!("team", "claims")`.
    #[allow(clippy::needless_pass_by_value, reason = "as the setters of a builder take it")]
    pub fn label(mut self, label: impl IsOwnLabel) -> Self {
        self.labels.push(*label.it());
        self
    }
}

impl<D: DataClass> Spec for NamespaceSpec<D> {
    type Handle = Namespace<D>;
    const KIND: &'static str = "Namespace";
    const INVARIANTS: &'static [Rule] = &[
        rule::RESTRICTED_NAMESPACE,
        rule::MESH_IS_STRICT,
        rule::MESH_ADMITS_BY_NAME,
        rule::CLOSED_NAMESPACE,
        rule::OPENS_NAMED_WAYS,
        rule::LIMITED_NAMESPACE,
        rule::NO_PORTS_OF_NODES,
        rule::DEFAULT_ACCOUNT,
        rule::TOKEN_ON_DEMAND,
    ];
}

impl<D, P> Construct<P, Kubernetes> for NamespaceSpec<D>
where
    D: DataClass + AllowedUnder<P>,
    P: Policy,
{
    fn declare(self, scope: &mut Within<'_, P, Kubernetes>) -> Namespace<D> {
        Namespace {
            scoped: declare(scope, D::CLASS, self.quota, (self.mesh, self.balancer, &self.labels)),
            class: PhantomData,
        }
    }
}

fn declare(
    scope: &mut Scope<'_>,
    class: Class,
    quota: (Cpu, Memory),
    (meshed, balanced, own): (bool, bool, &[OwnLabel]),
) -> Scoped {
    scope.plays(Role::Other, class);
    let text = format!("{}-{}", kebab(scope.stack().name()), name_of(scope));
    let mut labels = Object::new();
    for mode in ["enforce", "audit", "warn"] {
        labels.insert(format!("pod-security.kubernetes.io/{mode}"), "restricted");
        labels.insert(format!("pod-security.kubernetes.io/{mode}-version"), "latest");
    }
    let labels = own_labels(scope, own, labels);
    let made = scope.resource(
        "",
        core::Namespace::new(Metadata { name: Some(text.clone().into()), labels: Some(labels), ..Metadata::default() }),
    );
    let space = Space { id: made.id(), text, meshed };
    let zone = Scoped { space, this: scope.this(), class, balanced, pulls: Vec::new() };
    limits(scope, &zone, quota);
    scope.resource(
        "NoToken",
        core::ServiceAccount {
            automount_service_account_token: Some(false),
            ..core::ServiceAccount::new(meta("default", &zone))
        },
    );
    closed(scope, &zone);
    if meshed {
        mesh::close(scope, &zone);
    }
    zone
}

/// What the pods of the namespace take at most, together and each, and what a container gets that does not say.
fn limits(scope: &mut Scope<'_>, zone: &Scoped, (cpu, memory): (Cpu, Memory)) {
    let (cpu, memory): (Value<String>, Value<String>) = (cpu.into(), memory.into());
    let hard = Object::new()
        .with("requests.cpu", cpu.clone())
        .with("requests.memory", memory.clone())
        .with("limits.cpu", cpu)
        .with("limits.memory", memory)
        // Ports on the outside of nodes and load balancers open ways in that no construct makes, but for the one that one does.
        .with("services.loadbalancers", if zone.balanced { "1" } else { "0" })
        .with("services.nodeports", "0");
    scope.resource(
        "Quota",
        core::ResourceQuota {
            spec: Some(core::ResourceQuotaSpec { hard: Some(hard) }),
            ..core::ResourceQuota::new(meta("quota", zone))
        },
    );
    let amounts = |cpu: &'static str, memory: &'static str| Some(Object::new().with("cpu", cpu).with("memory", memory));
    let item = core::LimitRangeItem {
        default: amounts("500m", "512Mi"),
        default_request: amounts("100m", "128Mi"),
        ..core::LimitRangeItem::new(core::LimitRangeItemType::Container)
    };
    scope.resource(
        "Limits",
        core::LimitRange {
            spec: Some(core::LimitRangeSpec::new(vec![item])),
            ..core::LimitRange::new(meta("limits", zone))
        },
    );
}

/// Nothing in, nothing out, but questions to the cluster's name server.
fn closed(scope: &mut Scope<'_>, zone: &Scoped) {
    scope.resource(
        "Closed",
        net::NetworkPolicy {
            spec: Some(net::NetworkPolicySpec {
                pod_selector: Some(LabelSelector::default()),
                policy_types: Some(vec![
                    net::NetworkPolicySpecPolicyTypes::Ingress,
                    net::NetworkPolicySpecPolicyTypes::Egress,
                ]),
                ..net::NetworkPolicySpec::default()
            }),
            ..net::NetworkPolicy::new(meta("closed", zone))
        },
    );
    let port = |protocol| net::NetworkPolicyPort {
        port: Some(53.into()),
        protocol: Some(protocol),
        ..net::NetworkPolicyPort::default()
    };
    let server = net::NetworkPolicyPeer {
        namespace_selector: Some(selector("kube-system".to_owned())),
        pod_selector: Some(LabelSelector {
            match_labels: Some(Object::new().with("k8s-app", "kube-dns")),
            ..LabelSelector::default()
        }),
        ..net::NetworkPolicyPeer::default()
    };
    scope.resource(
        "Names",
        net::NetworkPolicy {
            spec: Some(net::NetworkPolicySpec {
                egress: Some(vec![net::NetworkPolicyEgressRule {
                    ports: Some(vec![
                        port(net::NetworkPolicyPortProtocol::Udp),
                        port(net::NetworkPolicyPortProtocol::Tcp),
                    ]),
                    to: Some(vec![server]),
                }]),
                pod_selector: Some(LabelSelector::default()),
                policy_types: Some(vec![net::NetworkPolicySpecPolicyTypes::Egress]),
                ..net::NetworkPolicySpec::default()
            }),
            ..net::NetworkPolicy::new(meta("names", zone))
        },
    );
}

/// The namespace of a class of data.
#[diagnostic::on_unimplemented(
    message = "this is not a namespace for `{D}` data",
    label = "give what `chart.add` returned for a `Namespace` of that class",
    note = "HIPAA 45 CFR 164.308(a)(4)(ii)(A): isolation; ISO/IEC 27001:2022 A.8.3: information access restriction"
)]
pub trait NamespaceFor<D> {
    /// What is given.
    fn it(&self) -> &Namespace<D>;
}

impl<D> NamespaceFor<D> for Namespace<D> {
    fn it(&self) -> &Self {
        self
    }
}
