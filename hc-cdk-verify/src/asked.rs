//! What somebody asks for by name: policies, and a region.

use hc_cdk::{
    policy,
    policy::{
        Development, FdaPart11, Gdpr, Hipaa, HipaaProposed2025, Iso27001, NhsRecords, PolicyFacts, Production, Soc2,
        Staging, UkHealth, VnHealth,
    },
    target::Region,
};
use hc_cdk_aws::{region, stack::Stack};

policy! {
    /// The weakest position of each dimension, which every other policy is joined with.
    pub Given { .. }
}

/// The facts of a policy.
type Facts = fn() -> PolicyFacts;

/// The policies by the names that the command line knows.
pub(crate) const POLICIES: [(&str, Facts); 12] = [
    ("development", PolicyFacts::of::<Development>),
    ("fda-part-11", PolicyFacts::of::<FdaPart11>),
    ("gdpr", PolicyFacts::of::<Gdpr>),
    ("hipaa", PolicyFacts::of::<Hipaa>),
    ("hipaa-proposed-2025", PolicyFacts::of::<HipaaProposed2025>),
    ("iso27001", PolicyFacts::of::<Iso27001>),
    ("nhs-records", PolicyFacts::of::<NhsRecords>),
    ("production", PolicyFacts::of::<Production>),
    ("soc2", PolicyFacts::of::<Soc2>),
    ("staging", PolicyFacts::of::<Staging>),
    ("uk-health", PolicyFacts::of::<UkHealth>),
    ("vn-health", PolicyFacts::of::<VnHealth>),
];

macro_rules! regions {
    ($($region:ident)*) => {
        /// The regions that the command line knows.
        pub(crate) const REGIONS: &[&str] = &[$(region::$region::NAME),*];

        /// An empty stack in a region; in the first one, if nobody says in which it is.
        pub(crate) fn stack(name: &str, region: &str) -> Stack<Given> {
            match region {
                $(region::$region::NAME => Stack::new(name, region::$region),)*
                _ => Stack::new(name, region::UsEast1),
            }
        }
    };
}

regions! {
    UsEast1 UsEast2 UsWest1 UsWest2 CaCentral1 SaEast1 EuWest1 EuWest2 EuWest3 EuCentral1 EuCentral2 EuNorth1
    EuSouth1 EuSouth2 ApSoutheast1 ApSoutheast2 ApNortheast1 ApNortheast2 ApSouth1
}

/// The names of all policies, one after the other.
pub(crate) fn names() -> String {
    POLICIES.map(|(name, _)| name).join(", ")
}

/// The policies of a list, such as `hipaa,production`.
///
/// # Errors
///
/// Which of them is none.
pub(crate) fn policies(list: &str) -> Result<PolicyFacts, String> {
    let mut all = PolicyFacts::of::<Given>();
    for name in list.split(',').map(str::trim) {
        let found = POLICIES.iter().find(|(known, _)| *known == name);
        let (_, facts) = found.ok_or_else(|| format!("no policy `{name}` is known: there are {}", names()))?;
        all = all.and(&facts());
    }
    Ok(all)
}

#[cfg(test)]
mod tests {
    use super::{POLICIES, REGIONS};

    #[test]
    fn every_policy_that_comes_with_hc_cdk_is_known() {
        let source = include_str!("../../hc-cdk/src/policy/builtin.rs");
        let names = source.lines().filter_map(|line| line.strip_prefix("    pub ")?.strip_suffix(" {"));
        let name = |it: &str| it.split(' ').next().unwrap_or_default().to_lowercase();
        let mut all: Vec<String> = names.map(name).collect();
        all.sort();
        assert_eq!(all, POLICIES.map(|(known, _)| known.replace('-', "")));
    }

    #[test]
    fn every_region_of_aws_is_known() {
        let source = include_str!("../../hc-cdk-aws/src/region.rs");
        let rows = source.lines().filter_map(|line| line.strip_suffix(';')?.split_once(" = \""));
        let all: Vec<&str> = rows.filter_map(|(_, row)| Some(row.split_once("\": ")?.0)).collect();
        assert_eq!(all, REGIONS);
    }
}
