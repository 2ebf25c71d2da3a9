//! The join of policies is associative, commutative and idempotent: what a joined floor comes to does not depend on how
//! its parts are put together. The parts come from the random numbers, the joins from types.

use hc_cdk::{
    dimension::Position,
    policy::{
        Development, Dimension, FdaPart11, Gdpr, Hipaa, HipaaProposed2025, Iso27001, NhsRecords, Policy, PolicyFacts,
        Production, Soc2, Staging, UkHealth, VnHealth,
    },
};
use proptest::{prelude::*, sample::select};

/// The floor on every dimension that is a chain.
type Floors = Vec<(Dimension, Position)>;

fn floors<P: Policy>() -> (Floors, hc_cdk::data::Class) {
    let facts = PolicyFacts::of::<P>();
    (facts.floors, facts.data_ceiling)
}

type Joined = (Floors, hc_cdk::data::Class);

/// What three policies come to, joined in the ways that must not differ.
struct Joins {
    left: Joined,
    right: Joined,
    flat: Joined,
    turned: Joined,
    twice: Joined,
    parts: [Joined; 3],
}

fn joins<A: Policy, B: Policy, C: Policy>() -> Joins {
    Joins {
        left: floors::<((A, B), C)>(),
        right: floors::<(A, (B, C))>(),
        flat: floors::<(A, B, C)>(),
        turned: floors::<(C, A, B)>(),
        twice: floors::<((A, B, C), (A, B, C))>(),
        parts: [floors::<A>(), floors::<B>(), floors::<C>()],
    }
}

macro_rules! all_joins {
    ($($a:ty),+) => { all_joins!(@with [$($a),+] $($a),+) };
    (@with $all:tt $($a:ty),+) => {{ let mut all: Vec<fn() -> Joins> = Vec::new(); $(all_joins!(@pair all, $a, $all);)+ all }};
    (@pair $list:ident, $a:ty, [$($b:ty),+]) => { $(
        $list.push(joins::<$a, $b, Hipaa>);
        $list.push(joins::<$a, $b, Production>);
        $list.push(joins::<$a, $b, Staging>);
    )+ };
}

proptest! {
    #[test]
    fn joining_policies_is_a_join(
        joins in select(all_joins!(Hipaa, HipaaProposed2025, Soc2, Iso27001, Gdpr, UkHealth, NhsRecords, VnHealth, FdaPart11, Production, Staging, Development))
    ) {
        let joins = joins();
        prop_assert_eq!(&joins.left, &joins.right);
        prop_assert_eq!(&joins.left, &joins.flat);
        prop_assert_eq!(&joins.left, &joins.turned);
        prop_assert_eq!(&joins.left, &joins.twice);
        for (floors, ceiling) in joins.parts {
            prop_assert!(floors.iter().zip(&joins.left.0).all(|(part, whole)| part.0 == whole.0 && part.1 <= whole.1));
            prop_assert_eq!(floors.len(), Dimension::ALL.len() - 2, "all but classes and places are chains");
            prop_assert!(joins.left.1 <= ceiling);
        }
    }
}
