//! Policies: a floor (or a ceiling) on each dimension. Regulations and life-cycle stages are both policies.
//!
//! Policies join by tuple: `type Prod = (Hipaa, UkHealth, Production);` is at least as strict as each of its parts on
//! every dimension. [`policy!`](crate::policy!) declares one. Nothing in hc-cdk knows the list of policies.

mod builtin;
mod declare;

pub use builtin::{Development, FdaPart11, Gdpr, Hipaa, Iso27001, Production, Soc2, Staging, UkHealth, VnHealth};

use crate::{control::Control, data::Ceiling, dimension::Level};

/// A point in the lattice of compliance: a position on every dimension that constructs must reach.
pub trait Policy: 'static {
    /// The highest class of data.
    type DataCeiling: Ceiling;
    /// How long audit records are kept at least.
    type AuditRetention: Level;
    /// How long logs are kept at least.
    type LogRetention: Level;
    /// How long backups are kept at least.
    type BackupRetention: Level;
    /// What may fail at least without the service failing.
    type Availability: Level;
    /// How soon at least the data is back after a disaster.
    type Recovery: Level;
    /// Where data may be kept.
    type Residency: 'static;
    /// The oldest TLS version.
    type Tls: Level;
    /// Who holds the encryption key at least.
    type KeyCustody: Level;
    /// How often at least secrets are rotated.
    type SecretRotation: Level;
    /// What protects a store from deletion at least.
    type Deletion: Level;

    /// The stage of the life cycle that the policy stands for, if it is one; a join has the first of its parts.
    const STAGE: Option<&'static str>;

    /// The names of the policy's parts, in order.
    fn names(names: &mut Vec<&'static str>);

    /// What the policy asks for, dimension by dimension, with the clauses that say so.
    fn requirements(requirements: &mut Vec<Requirement>);
}

/// A policy under which a resource may be declared as it is, without a `Waiver`.
#[diagnostic::on_unimplemented(
    message = "a raw resource must not enter a stack under `{Self}` without a waiver",
    label = "wrap the resource: `Waiver::new(clause, reason, approver, date!(\"2027-01-31\")).resource(..)`",
    note = "SOC 2 CC8.1: change management; ISO/IEC 27001:2022 A.8.9: configuration management"
)]
pub trait Unregulated: Policy {}

/// One thing that a policy asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Requirement {
    /// The policy that asks.
    pub policy: &'static str,
    /// The dimension, as [`policy!`](crate::policy!) spells it.
    pub dimension: Dimension,
    /// The floor (or ceiling), as the program spells it.
    pub floor: &'static str,
    /// The clauses that say so.
    pub controls: &'static [Control],
}

/// The dimensions by name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[allow(
    non_camel_case_types,
    reason = "a dimension is spelled as in `policy!`, so that a wrong name is reported there"
)]
pub enum Dimension {
    /// The highest class of data.
    data_ceiling,
    /// How long audit records are kept.
    audit_retention,
    /// How long logs are kept.
    log_retention,
    /// How long backups are kept.
    backup_retention,
    /// What may fail without the service failing.
    availability,
    /// How soon the data is back.
    recovery,
    /// Where data may be kept.
    residency,
    /// The oldest TLS version.
    tls,
    /// Who holds the encryption key.
    key_custody,
    /// How often secrets are rotated.
    secret_rotation,
    /// What protects a store from deletion.
    deletion,
}

impl Dimension {
    /// The dimension's name in plain words.
    pub const fn words(self) -> &'static str {
        match self {
            Self::data_ceiling => "data class",
            Self::audit_retention => "audit retention",
            Self::log_retention => "log retention",
            Self::backup_retention => "backup retention",
            Self::availability => "availability",
            Self::recovery => "recovery objective",
            Self::residency => "residency",
            Self::tls => "TLS",
            Self::key_custody => "key custody",
            Self::secret_rotation => "secret rotation",
            Self::deletion => "deletion",
        }
    }
}

/// A policy as values, for checks and reports that compare stacks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PolicyFacts {
    /// The names of its parts, in order.
    pub names: Vec<&'static str>,
    /// The stage of the life cycle, such as `production`.
    pub stage: Option<&'static str>,
    /// What its parts ask for.
    pub requirements: Vec<Requirement>,
    /// The highest class of data.
    pub data_ceiling: crate::data::Class,
    /// The floor of availability, as a rank.
    pub availability: u32,
    /// The floor of recovery, as a rank.
    pub recovery: u32,
    /// The floor of key custody, as a rank.
    pub key_custody: u32,
    /// The floor of deletion, as a rank.
    pub deletion: u32,
}

impl PolicyFacts {
    /// The facts of the policy `P`.
    pub fn of<P: Policy>() -> Self {
        let mut names = Vec::new();
        P::names(&mut names);
        let mut requirements = Vec::new();
        P::requirements(&mut requirements);
        Self {
            names,
            stage: P::STAGE,
            requirements,
            data_ceiling: P::DataCeiling::HIGHEST,
            availability: P::Availability::RANK,
            recovery: P::Recovery::RANK,
            key_custody: P::KeyCustody::RANK,
            deletion: P::Deletion::RANK,
        }
    }
}

macro_rules! join {
    ($($part:ident)+) => {
        impl<$($part: Policy),+> Policy for ($($part,)+) {
            type DataCeiling = ($($part::DataCeiling,)+);
            type AuditRetention = ($($part::AuditRetention,)+);
            type LogRetention = ($($part::LogRetention,)+);
            type BackupRetention = ($($part::BackupRetention,)+);
            type Availability = ($($part::Availability,)+);
            type Recovery = ($($part::Recovery,)+);
            type Residency = ($($part::Residency,)+);
            type Tls = ($($part::Tls,)+);
            type KeyCustody = ($($part::KeyCustody,)+);
            type SecretRotation = ($($part::SecretRotation,)+);
            type Deletion = ($($part::Deletion,)+);

            const STAGE: Option<&'static str> = {
                let mut stage = None;
                $(if stage.is_none() { stage = $part::STAGE; })+
                stage
            };

            fn names(names: &mut Vec<&'static str>) {
                $($part::names(names);)+
            }

            fn requirements(requirements: &mut Vec<Requirement>) {
                $($part::requirements(requirements);)+
            }
        }
        #[diagnostic::do_not_recommend]
        impl<$($part: Unregulated),+> Unregulated for ($($part,)+) {}
    };
}

crate::dimension::tuples!(join);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{data::Class, dimension::Level, policy};

    policy! {
        /// Nothing but the weakest positions.
        Weakest { .. }
    }

    policy! {
        Strict as "strict" {
            data_ceiling: Public,
            audit_retention: Years10,
            tls: Tls13,
            secret_rotation: Every30Days,
            ..
        }
    }

    /// A policy's position on every dimension that is a chain. Residency is a set, which only types compare.
    fn position<P: Policy>() -> (Class, [u32; 9]) {
        let ranks = [
            P::AuditRetention::RANK,
            P::LogRetention::RANK,
            P::BackupRetention::RANK,
            P::Availability::RANK,
            P::Recovery::RANK,
            P::Tls::RANK,
            P::KeyCustody::RANK,
            P::SecretRotation::RANK,
            P::Deletion::RANK,
        ];
        (P::DataCeiling::HIGHEST, ranks)
    }

    macro_rules! laws {
        ($($a:ident $b:ident $c:ident;)*) => {$(
            assert_eq!(position::<($a, $a)>(), position::<$a>(), "idempotent");
            assert_eq!(position::<($a, $b)>(), position::<($b, $a)>(), "commutative");
            assert_eq!(position::<($a, ($b, $c))>(), position::<(($a, $b), $c)>(), "associative");
            assert_eq!(position::<($a, $b, $c)>(), position::<(($a, $b), $c)>(), "flat or nested");
            assert_eq!(position::<($a, Weakest)>(), position::<$a>(), "the weakest changes nothing");
        )*};
    }

    #[test]
    fn the_join_is_associative_commutative_and_idempotent() {
        laws! {
            Hipaa Soc2 Iso27001;
            Soc2 Iso27001 Gdpr;
            Iso27001 Gdpr UkHealth;
            Gdpr UkHealth VnHealth;
            UkHealth VnHealth FdaPart11;
            VnHealth FdaPart11 Production;
            FdaPart11 Production Staging;
            Production Staging Development;
            Staging Development Strict;
            Development Strict Hipaa;
            Strict Hipaa Production;
        }
    }

    #[test]
    fn a_join_is_the_strictest_of_its_parts() {
        let facts = PolicyFacts::of::<(Hipaa, Production, Staging)>();
        assert_eq!(facts.names, ["Hipaa", "Production", "Staging"]);
        assert_eq!(facts.stage, Some("production"));
        assert_eq!(facts.data_ceiling, Class::Internal);
        assert_eq!((facts.availability, facts.deletion), (2, 3));
        assert_eq!(position::<(Hipaa, Strict)>().1[..1], [3653]);
        assert_eq!(<(Hipaa, Strict) as Policy>::Tls::RANK, 13);
    }

    #[test]
    fn every_requirement_of_a_builtin_policy_cites_a_clause() {
        let mut requirements = Vec::new();
        <(Hipaa, Soc2, Iso27001, Gdpr, UkHealth, VnHealth, FdaPart11) as Policy>::requirements(&mut requirements);
        <(Production, Staging, Development) as Policy>::requirements(&mut requirements);
        let bare: Vec<_> = requirements.iter().filter(|it| it.controls.is_empty()).collect();
        assert!(bare.is_empty(), "{bare:?}");
    }
}
