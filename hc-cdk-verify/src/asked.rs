//! What somebody asks for by name: policies, and regions of clouds.

use hc_cdk::{
    policy,
    policy::{
        Development, FdaPart11, Gdpr, Hipaa, HipaaProposed2025, Iso27001, NhsRecords, PolicyFacts, Production, Soc2,
        Staging, UkHealth, VnHealth,
    },
};

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
    ($($cloud:ident of $library:ident: $first:ident $($region:ident)*;)*) => {
        $(
            /// A cloud, its regions, and stacks in them.
            pub(crate) mod $cloud {
                use hc_cdk::target::Region;
                use $library::{region, stack::Stack};

                /// The regions that the command line knows.
                pub(crate) const REGIONS: &[&str] = &[region::$first::NAME, $(region::$region::NAME),*];

                /// An empty stack in a region; in the first one, if nobody says in which it is.
                pub(crate) fn stack(name: &str, region: &str) -> Stack<super::Given> {
                    match region {
                        $(region::$region::NAME => Stack::new(name, region::$region),)*
                        _ => Stack::new(name, region::$first),
                    }
                }
            }
        )*

        /// The regions of each cloud. No two of all of them are called the same.
        pub(crate) const CLOUDS: [&[&str]; 3] = [$($cloud::REGIONS),*];
    };
}

regions! {
    aws of hc_cdk_aws: UsEast1 UsEast2 UsWest1 UsWest2 CaCentral1 SaEast1 EuWest1 EuWest2 EuWest3 EuCentral1 EuCentral2 EuNorth1
        EuSouth1 EuSouth2 ApSoutheast1 ApSoutheast2 ApNortheast1 ApNortheast2 ApSouth1;
    google of hc_cdk_gcp: Iowa SouthCarolina Virginia Columbus Dallas TheDalles LosAngeles SaltLakeCity LasVegas Montreal Toronto
        SaoPaulo London Belgium Frankfurt Netherlands Zurich Milan Paris Berlin Turin Warsaw Finland Madrid Singapore Tokyo
        Mumbai Sydney;
    azure of hc_cdk_azure: EastUs EastUs2 CentralUs NorthCentralUs SouthCentralUs WestUs WestUs2 WestUs3 WestCentralUs
        CanadaCentral CanadaEast UkSouth UkWest NorthEurope WestEurope GermanyWestCentral GermanyNorth SwitzerlandNorth
        SwitzerlandWest FranceCentral FranceSouth ItalyNorth PolandCentral SwedenCentral SpainCentral SoutheastAsia JapanEast
        CentralIndia AustraliaEast;
}

/// The regions of all clouds.
pub(crate) fn regions() -> Vec<&'static str> {
    CLOUDS.concat()
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
    use super::{POLICIES, aws, azure, google, regions};

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
    fn every_region_of_each_cloud_is_known_and_by_a_name_of_its_own() {
        let sources = [
            (include_str!("../../hc-cdk-aws/src/region.rs"), aws::REGIONS),
            (include_str!("../../hc-cdk-gcp/src/region.rs"), google::REGIONS),
            (include_str!("../../hc-cdk-azure/src/region.rs"), azure::REGIONS),
        ];
        for (source, known) in sources {
            let rows = source.lines().filter_map(|line| line.strip_suffix(';')?.split_once(" = \""));
            let all: Vec<&str> = rows.filter_map(|(_, row)| Some(row.split_once("\": ")?.0)).collect();
            assert_eq!(all, known);
        }
        let mut all = regions();
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), regions().len());
    }
}
