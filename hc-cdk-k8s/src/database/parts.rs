//! What every store that an operator runs is made of: a namespace, disks, what its pods take, and the operator itself.

/// Declares the parts of a kind of store, those that all have and its own, and their builder.
macro_rules! parts {
    (
        $(#[$parts_doc:meta])*
        pub struct Parts;
        $(#[$builder_doc:meta])*
        pub struct $builder:ident => $kind:ident;
        operator = $operator:literal;
        needs { $($needs:tt)* }
        $(also { $($also:tt)* })?
    ) => {
        use $crate::database::parts::used::*;

        hc_cdk::builder! {
            $(#[$parts_doc])*
            pub struct Parts<D: DataClass>;
            $(#[$builder_doc])*
            pub struct $builder => $kind<D>;
            needs {
                /// The namespace that it is in.
                perimeter(perimeter: &(impl NamespaceFor<D> + ?Sized)) -> Namespace<D> { perimeter.it().clone() }: ObjectNeedsNamespace;
                /// The CPU and memory that each of its pods asks for, and gets.
                resources(cpu: impl IsCpu, memory: impl IsMemory) -> (Cpu, Memory) { (cpu.it().clone(), memory.it().clone()) }: DatabaseNeedsResources;
                /// The disk of each of its pods: its size, and the encrypted disks that it is on.
                keep(size: impl IsMemory, disks: &(impl OnEncryptedDisks + ?Sized)) -> (Memory, Encrypted) { (size.it().clone(), disks.it().clone()) }: DatabaseNeedsDisks;
                $($needs)*
            }
            may {
                /// The namespace that the operator is in, whose pods look after those of the store.
                operator(namespace: &'static str) -> &'static str { namespace } = $operator;
            }
            also { own: Vec<OwnLabel>, $($($also)*)? }
        }

        impl<D: DataClass, State> $builder<D, State> {
            /// Puts a label of one's own on its pods: `label!("team", "claims")`. Nothing of ours selects by it; an operator may, so say it
            /// before the store is there.
            pub fn label(mut self, label: impl IsOwnLabel) -> Self {
                self.own.push(*label.it());
                self
            }
        }

        impl<D: DataClass> From<Parts<D>> for $kind<D> {
            fn from(parts: Parts<D>) -> Self {
                Self(parts)
            }
        }

        impl<D: DataClass> $kind<D> {
            /// Starts the description of a store.
            pub fn builder() -> $builder<D> {
                Parts::builder()
            }
        }

        impl<D: DataClass> Parts<D> {
            /// What it has in common with other stores.
            fn shared<P: Policy>(&self, name: String) -> Operated {
                let facts = PolicyFacts::of::<P>();
                Operated {
                    name,
                    zone: self.perimeter.scoped.clone(),
                    own: self.own.clone(),
                    resources: self.resources.clone(),
                    disk: self.keep.clone(),
                    operator: self.operator,
                    log_days: facts.floor(Dimension::log_retention).days(),
                    backups: Backups::of(&facts),
                }
            }
        }
    };
}

pub(super) use parts;

/// What the parts of all kinds are written with.
pub(super) mod used {
    pub(in crate::database) use hc_cdk::{
        construct::{Construct, Spec},
        data::DataClass,
        image::Image,
        policy::{Dimension, Policy, PolicyFacts},
        rule::Rule,
        sentences::NamedByDigest,
        stack::{Scope, Within},
        value::{Object, Value},
    };
    pub(in crate::database) use hc_cdk_manifest::{naming::name_of, object::Custom};

    pub(in crate::database) use crate::{
        chart::Kubernetes,
        database::{
            operated::{Operated, holds},
            store::{Answering, ClusterStore, MongoStore, PostgresStore, SearchStore},
        },
        literal::{
            label::{IsOwnLabel, OwnLabel},
            quantity::{Cpu, IsCpu, IsMemory, Memory},
        },
        namespace::{Namespace, NamespaceFor},
        naming::meta,
        rules::{Backups, rule},
        secret::{ByReference, KeptOutside, Secret},
        sentences::*,
        storage::{Encrypted, OnEncryptedDisks},
    };
}

pub(super) use hc_cdk_manifest::kinds;
