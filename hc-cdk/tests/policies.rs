//! What the manual says of the policies that come with hc-cdk is what they are.

#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test may panic, and accepting a change writes a file"
)]

use std::{env, fmt::Write as _, fs};

use hc_cdk::policy::{
    Development, Dimension, FdaPart11, Gdpr, Hipaa, HipaaProposed2025, Iso27001, NhsRecords, Policy, PolicyFacts,
    Production, Requirement, Soc2, Staging, UkHealth, VnHealth,
};

const PAGE: &str = "../docs/policies.md";
const BEGIN: &str = "<!-- the table is written by `UPDATE=1 cargo test -p hc-cdk --test policies` -->\n";
const END: &str = "<!-- end of the table -->\n";

fn all() -> Vec<PolicyFacts> {
    fn of<P: Policy>() -> PolicyFacts {
        PolicyFacts::of::<P>()
    }
    vec![
        of::<Hipaa>(),
        of::<HipaaProposed2025>(),
        of::<Soc2>(),
        of::<Iso27001>(),
        of::<Gdpr>(),
        of::<UkHealth>(),
        of::<NhsRecords>(),
        of::<VnHealth>(),
        of::<FdaPart11>(),
        of::<Production>(),
        of::<Staging>(),
        of::<Development>(),
    ]
}

/// The position that a policy asks for on a dimension, and whether a clause names it or it is its owners'.
fn cell(policy: &PolicyFacts, dimension: Dimension) -> String {
    let asked: Option<&Requirement> = policy.requirements.iter().find(|it| it.dimension == dimension);
    let whose = |it: &Requirement| match (it.named, it.owner) {
        (Some(_), _) => " †",
        (None, Some(_)) => " ‡",
        (None, None) => "",
    };
    asked.map_or(String::new(), |it| format!("`{}`{}", it.floor, whose(it)))
}

fn table() -> String {
    let policies = all();
    let names: Vec<String> = policies.iter().map(|it| format!("`{}`", it.names.join(" + "))).collect();
    let mut text = format!("| dimension | {} |\n|---|{}\n", names.join(" | "), "---|".repeat(names.len()));
    for dimension in Dimension::ALL {
        let cells: Vec<String> = policies.iter().map(|policy| cell(policy, *dimension)).collect();
        let _ = writeln!(text, "| `{dimension:?}` | {} |", cells.join(" | "));
    }
    text
}

#[test]
fn the_table_of_the_manual_is_that_of_the_policies() {
    let page = fs::read_to_string(PAGE).unwrap();
    let (before, rest) = page.split_once(BEGIN).unwrap();
    let (written, after) = rest.split_once(END).unwrap();
    if env::var_os("UPDATE").is_some_and(|it| it == "1") {
        fs::write(PAGE, format!("{before}{BEGIN}\n{}\n{END}{after}", table())).unwrap();
    } else {
        assert_eq!(written.trim(), table().trim(), "to accept it, run `UPDATE=1 cargo test -p hc-cdk --test policies`");
    }
}

#[test]
fn every_dimension_has_its_positions_in_the_manual() {
    let page = fs::read_to_string(PAGE).unwrap();
    let (before, _) = page.split_once(BEGIN).unwrap();
    for dimension in Dimension::ALL {
        assert!(before.contains(&format!("\n| `{dimension:?}` | ")), "{dimension:?}");
    }
}

#[test]
fn a_figure_is_that_of_the_clause_that_names_it_and_else_ours() {
    use hc_cdk::control::{gdpr, hipaa, soc2};

    let of =
        |policy: &PolicyFacts, dimension| *policy.requirements.iter().find(|it| it.dimension == dimension).unwrap();
    let hipaa = PolicyFacts::of::<Hipaa>();
    let audit = of(&hipaa, Dimension::audit_retention);
    assert_eq!(audit.whose(hipaa::DOCUMENTATION_SIX_YEARS), None);
    let named = "the figure is that of HIPAA 45 CFR 164.316(b)(2)(i)";
    assert_eq!(audit.whose(hipaa::AUDIT_CONTROLS).as_deref(), Some(named));
    for dimension in [Dimension::log_retention, Dimension::backup_retention, Dimension::secret_rotation] {
        assert_eq!(of(&hipaa, dimension).whose(hipaa::AUDIT_CONTROLS).as_deref(), Some("the figure is ours"));
    }
    let custody = of(&PolicyFacts::of::<Soc2>(), Dimension::key_custody);
    assert_eq!(custody.whose(soc2::CONFIDENTIALITY).as_deref(), Some("the choice is ours"));
    assert_eq!(of(&PolicyFacts::of::<Gdpr>(), Dimension::residency).whose(gdpr::TRANSFERS), None);
    let vn = of(&PolicyFacts::of::<VnHealth>(), Dimension::audit_retention);
    let owners = "the figure is that of the owners of systems in use";
    assert!(vn.controls.iter().all(|it| vn.whose(*it).as_deref() == Some(owners)));
    for policy in all() {
        assert!(policy.requirements.iter().all(|it| it.named.is_none_or(|named| it.clauses().any(|it| it == named))));
    }
}

#[test]
fn what_is_proposed_says_so_wherever_its_name_is() {
    let joined = PolicyFacts::of::<(Hipaa, HipaaProposed2025)>();
    assert_eq!(joined.names, ["Hipaa", "HipaaProposed2025 (proposed, 90 FR 898)"]);
    let proposed = |it: &Requirement| it.controls.iter().any(|control| control.framework.contains("proposed"));
    for it in &joined.requirements {
        assert_eq!(it.policy.contains("(proposed, 90 FR 898)"), proposed(it), "{it:?}");
    }
    assert!(hc_cdk::control::hipaa_proposed::ALL.iter().all(|it| it.subject.starts_with("proposed")));
}

/// A pair of policies for each dimension, which differ in it alone.
#[test]
fn a_policy_that_asks_for_less_on_any_dimension_is_weaker() {
    hc_cdk::policy! {
        /// Asks for nothing.
        Lax { .. }
    }
    let lax = PolicyFacts::of::<Lax>();
    assert!(!lax.is_weaker_than(&lax), "it is as strong as itself");
    let strict = all().into_iter().reduce(|one, other| one.and(&other)).unwrap();
    let mut compared = 0;
    for at in 0..lax.floors.len() {
        let mut stricter = lax.clone();
        stricter.floors[at] = strict.floors[at];
        if stricter != lax {
            compared += 1;
            let dimension = stricter.floors[at].0;
            assert!(lax.is_weaker_than(&stricter) && !stricter.is_weaker_than(&lax), "{dimension:?}");
            assert_eq!(stricter.and(&lax).floors, stricter.floors, "{dimension:?}");
        }
    }
    assert!(compared >= 9, "{compared} dimensions were compared");
    let lower = PolicyFacts { data_ceiling: hc_cdk::data::Class::Internal, ..lax.clone() };
    assert!(lower.is_weaker_than(&lax) && !lax.is_weaker_than(&lower));
    assert_eq!(lower.and(&lax).data_ceiling, lower.data_ceiling);
}
