//! What stands beside every store that an operator runs, and what its pods have in common: they are confined as those of
//! workloads are, but for the root file system, to which databases write.

use hc_cdk::{
    image::Image,
    model::Role,
    stack::Scope,
    value::{Object, Value},
};

use crate::{
    api::core,
    literal::{
        label::OwnLabel,
        quantity::{Cpu, Memory},
    },
    naming::{Pods, meta, own_labels},
    network::connect,
    rules::Backups,
    secret::Secret,
    storage::Encrypted,
    zone::Scoped,
};

/// A store without its class of data as a type.
pub(super) struct Operated {
    pub(super) name: String,
    pub(super) zone: Scoped,
    /// The labels of the program's own.
    pub(super) own: Vec<OwnLabel>,
    pub(super) resources: (Cpu, Memory),
    pub(super) disk: (Memory, Encrypted),
    /// The namespace of the operator.
    pub(super) operator: &'static str,
    /// For how long logs of its pods are kept.
    pub(super) log_days: u32,
    /// What the policy asks of backups.
    pub(super) backups: Option<Backups>,
}

/// What holds for every store that an operator runs, and the rules of one kind behind it.
macro_rules! holds {
    ($($own:ident),*) => {
        &[
            $(rule::$own,)*
            rule::STORE_SPEAKS_TLS,
            rule::STORE_ASKS_WHO,
            rule::STORE_IS_CONFINED,
            rule::ACCOUNT_OF_ITS_OWN,
            rule::TOKEN_ON_DEMAND,
            rule::IMAGE_BY_DIGEST,
            rule::STATES_WHAT_IT_TAKES,
            rule::IN_ITS_NAMESPACE,
            rule::OPENS_NAMED_WAYS,
            rule::ON_ENCRYPTED_DISKS,
            rule::KEY_OF_DISKS,
            rule::DISKS_OUTLIVE_THEIR_PODS,
            rule::BACKED_UP,
            rule::RECOVERED_IN_TIME,
            rule::SURVIVES_ITS_ZONE,
            rule::LOGS_SAY_HOW_LONG,
        ]
    };
}

pub(super) use holds;

/// How many members a store has: one may be lost while another is replaced, and the rest still agree.
pub(super) const MEMBERS: i64 = 3;

impl Operated {
    /// Declares the store, the account of its pods, and the ways: to each other on a port, and from their operator on one.
    pub(super) fn stands(&self, scope: &mut Scope<'_>, peers: u16, operated: u16) -> Value<String> {
        scope.plays(Role::Store, self.zone.class);
        self.zone.check_pulls(scope);
        own_labels(scope, &self.own, Object::new());
        self.reached(scope, self.pods(), peers, operated);
        let account = core::ServiceAccount {
            automount_service_account_token: Some(false),
            ..core::ServiceAccount::new(meta(self.name.clone(), &self.zone))
        };
        scope.resource("Account", account).id()
    }

    /// Lets pods reach each other on a port, and their operator reach them on one.
    pub(super) fn reached(&self, scope: &mut Scope<'_>, pods: Pods<'_>, peers: u16, operated: u16) {
        connect::among(scope, &self.zone, pods, peers);
        let at = format!("{}-from-{}", pods.name, self.operator);
        connect::admit(scope, "Operator", &at, (&self.zone, pods), self.operator, operated);
    }

    /// The pods of the store.
    pub(super) fn pods(&self) -> Pods<'_> {
        Pods::of_store(&self.name)
    }

    /// What pods of it say of themselves.
    pub(super) fn labels(&self, pods: Pods<'_>) -> Object {
        let labels = pods
            .labels()
            .with("hc-cdk/data-class", self.zone.class.name())
            .with("hc-cdk/log-retention-days", self.log_days.to_string());
        self.own.iter().fold(labels, |all, it| all.with(it.name, it.value))
    }

    /// What each of its pods takes.
    pub(super) fn takes(&self) -> Object {
        let (cpu, memory) = &self.resources;
        let (cpu, memory): (Value<String>, Value<String>) = (cpu.clone().into(), memory.clone().into());
        let amount = || Object::new().with("cpu", cpu.clone()).with("memory", memory.clone());
        Object::new().with("limits", amount()).with("requests", amount())
    }

    /// The disk of each of its pods.
    pub(super) fn claim(&self) -> Object {
        let (size, class) = &self.disk;
        let size: Value<String> = size.clone().into();
        Object::new()
            .with("accessModes", vec!["ReadWriteOnce"])
            .with("storageClassName", class.name())
            .with("resources", Object::new().with("requests", Object::new().with("storage", size)))
    }

    /// No more members in a zone than in another one, and none beside another one on a node if that is possible.
    pub(super) fn spread(pods: Pods<'_>) -> Vec<Object> {
        let over = |key: &'static str, otherwise: &'static str| {
            Object::new()
                .with("maxSkew", 1)
                .with("topologyKey", key)
                .with("whenUnsatisfiable", otherwise)
                .with("labelSelector", Object::new().with("matchLabels", pods.labels()))
        };
        vec![
            over("topology.kubernetes.io/zone", "DoNotSchedule").with("minDomains", 2),
            over("kubernetes.io/hostname", "ScheduleAnyway"),
        ]
    }

    /// Looks whether a secret is in the namespace of the store and has what is taken of it.
    pub(super) fn reads(&self, scope: &mut Scope<'_>, secret: &Secret, keys: &[&str]) {
        if secret.zone.this != self.zone.this {
            scope.reject(
                None,
                format!("uses `{}`, which is in the namespace `{}`", secret.text, secret.zone.text),
                format!("declare it in the namespace `{}` too", self.zone.text),
            );
        }
        let missing: Vec<&str> = keys.iter().filter(|it| !secret.keys.contains(it)).copied().collect();
        // A secret without keys has a finding of its own.
        if !missing.is_empty() && !secret.keys.is_empty() {
            scope.reject(
                None,
                format!("takes keys of `{}` that it does not have: {}", secret.text, missing.join(", ")),
                "add them to the `ExternalSecret` with `.key(..)`",
            );
        }
    }
}

/// What a container of a store may do: nothing beside what a plain user does. Images of databases have users of their own.
pub(super) fn container(user: i64) -> Object {
    Object::new()
        .with("allowPrivilegeEscalation", false)
        .with("capabilities", Object::new().with("drop", vec!["ALL"]))
        .with("runAsNonRoot", true)
        .with("runAsUser", user)
        .with("seccompProfile", Object::new().with("type", "RuntimeDefault"))
}

/// Who the pods of a store run as.
pub(super) fn pod(user: i64) -> Object {
    Object::new()
        .with("fsGroup", user)
        .with("runAsGroup", user)
        .with("runAsNonRoot", true)
        .with("runAsUser", user)
        .with("seccompProfile", Object::new().with("type", "RuntimeDefault"))
}

/// An image, as objects name it.
pub(super) fn image(image: &Image) -> String {
    image.as_str().to_owned()
}
