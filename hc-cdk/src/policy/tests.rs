//! The laws of the lattice.

use super::{
    control::{gdpr, iso27001, nhs, vn_decree_102},
    data::Class,
    dimension::Level,
    *,
};
use crate::policy;

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

/// A policy's position on every dimension but residency, which is a set that only types compare.
fn position<P: Policy>() -> (Class, Vec<(Dimension, dimension::Position)>) {
    let facts = PolicyFacts::of::<P>();
    (facts.data_ceiling, facts.floors)
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
fn facts_are_joined_as_types_are() {
    assert_eq!(PolicyFacts::of::<Hipaa>().and(&PolicyFacts::of::<Strict>()), PolicyFacts::of::<(Hipaa, Strict)>());
    assert_eq!(PolicyFacts::of::<Strict>().and(&PolicyFacts::of::<Soc2>()), PolicyFacts::of::<(Strict, Soc2)>());
}

#[test]
fn the_join_is_associative_commutative_and_idempotent() {
    laws! {
        Hipaa Soc2 Iso27001;
        Soc2 Iso27001 Gdpr;
        Iso27001 Gdpr UkHealth;
        Gdpr UkHealth VnHealth;
        Gdpr UkHealth NhsRecords;
        Hipaa HipaaProposed2025 Soc2;
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
    assert_eq!(facts.floor(Dimension::availability).name(), "MultiAz");
    assert_eq!(facts.floor(Dimension::deletion).name(), "Protected");
    assert_eq!(<(Hipaa, Strict) as Policy>::AuditRetention::POSITION.days(), 3653);
    assert_eq!(<(Hipaa, Strict) as Policy>::Tls::POSITION.name(), "Tls13");
}

#[test]
fn every_requirement_of_a_builtin_policy_cites_a_clause() {
    let mut requirements = Vec::new();
    <(Hipaa, Soc2, Iso27001, Gdpr, UkHealth, VnHealth, FdaPart11) as Policy>::requirements(&mut requirements);
    <(Production, Staging, Development, NhsRecords, HipaaProposed2025) as Policy>::requirements(&mut requirements);
    let bare: Vec<_> = requirements.iter().filter(|it| it.clauses().next().is_none()).collect();
    assert!(bare.is_empty(), "{bare:?}");
}

#[test]
fn what_keeps_something_meets_no_clause_about_what_else_is_kept_or_deleted() {
    let facts = PolicyFacts::of::<(UkHealth, NhsRecords, VnHealth, Production)>();
    let met: Vec<_> = Dimension::ALL.iter().flat_map(|it| facts.asked_by(Some(*it))).collect();
    let named: Vec<_> = facts.requirements.iter().flat_map(Requirement::clauses).collect();
    for reason in [gdpr::STORAGE_LIMITATION, nhs::ADULT_RECORDS, vn_decree_102::USE] {
        assert!(named.contains(&reason) && !met.contains(&reason), "{reason}");
    }
    assert!(!named.contains(&iso27001::DELETION) && met.contains(&gdpr::RECORDS));
}

#[test]
fn every_builtin_policy_but_a_stage_is_known_by_its_name() {
    let source = include_str!("builtin.rs").lines().filter_map(|line| line.strip_prefix("    pub ")?.split_once(" {"));
    let (stages, regulations): (Vec<&str>, Vec<&str>) =
        source.map(|(head, _)| head).partition(|head| head.contains(" as "));
    assert!(stages.len() == 3 && regulations.len() > 8, "{stages:?} {regulations:?}");
    for head in regulations {
        let name = head.split(' ').next().unwrap_or_default();
        let proposed = head.split_once("proposed \"").map(|(_, it)| format!(" (proposed, {}", it.replace('"', ")")));
        let name = format!("{name}{}", proposed.unwrap_or_default());
        let known = builtin::regulation(&name).unwrap_or_else(|| panic!("{name}"));
        assert_eq!(known.names, [name]);
    }
    assert_eq!(builtin::regulation("Production"), None);
}
