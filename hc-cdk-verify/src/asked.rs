//! What somebody asks for by name: policies, and a region.

use hc_cdk::{
    policy,
    policy::{
        Development, FdaPart11, Gdpr, Hipaa, Iso27001, PolicyFacts, Production, Soc2, Staging, UkHealth, VnHealth,
    },
};
use hc_cdk_aws::{region, stack::Stack};

policy! {
    /// The weakest position of each dimension, which every other policy is joined with.
    pub Given { .. }
}

/// The facts of a policy.
type Facts = fn() -> PolicyFacts;

/// The policies by the names that the command line knows.
pub(crate) const POLICIES: [(&str, Facts); 10] = [
    ("development", PolicyFacts::of::<Development>),
    ("fda-part-11", PolicyFacts::of::<FdaPart11>),
    ("gdpr", PolicyFacts::of::<Gdpr>),
    ("hipaa", PolicyFacts::of::<Hipaa>),
    ("iso27001", PolicyFacts::of::<Iso27001>),
    ("production", PolicyFacts::of::<Production>),
    ("soc2", PolicyFacts::of::<Soc2>),
    ("staging", PolicyFacts::of::<Staging>),
    ("uk-health", PolicyFacts::of::<UkHealth>),
    ("vn-health", PolicyFacts::of::<VnHealth>),
];

macro_rules! regions {
    ($($id:literal $name:ident)*) => {
        /// The regions that the command line knows.
        pub(crate) const REGIONS: &[&str] = &[$($id),*];

        /// An empty stack in a region; in the first one, if nobody says in which it is.
        pub(crate) fn stack(name: &str, region: &str) -> Stack<Given> {
            match region {
                $($id => Stack::new(name, region::$name),)*
                _ => Stack::new(name, region::UsEast1),
            }
        }
    };
}

regions! {
    "us-east-1" UsEast1
    "us-east-2" UsEast2
    "us-west-1" UsWest1
    "us-west-2" UsWest2
    "ca-central-1" CaCentral1
    "sa-east-1" SaEast1
    "eu-west-1" EuWest1
    "eu-west-2" EuWest2
    "eu-west-3" EuWest3
    "eu-central-1" EuCentral1
    "eu-central-2" EuCentral2
    "eu-north-1" EuNorth1
    "eu-south-1" EuSouth1
    "eu-south-2" EuSouth2
    "ap-southeast-1" ApSoutheast1
    "ap-southeast-2" ApSoutheast2
    "ap-northeast-1" ApNortheast1
    "ap-northeast-2" ApNortheast2
    "ap-south-1" ApSouth1
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
        let known = || POLICIES.map(|(name, _)| name).join(", ");
        let (_, facts) = found.ok_or_else(|| format!("no policy `{name}` is known: there are {}", known()))?;
        all = all.and(&facts());
    }
    Ok(all)
}
