//! Regions of Azure, the residency sets that each belongs to, and where copies go that outlive a region.
//!
//! They are called by their places: markers have names that no other target has.

use hc_cdk::{dimension::residency::ResidencyFor, target::Region};

use crate::stack::Azure;

/// Regions that Azure has paired, so that backups of one are copied to the other, as its list of regions says.
const PAIRS: [(&str, &str); 11] = [
    ("eastus", "westus"),
    ("eastus2", "centralus"),
    ("westus2", "westcentralus"),
    ("westus3", "eastus"),
    ("northcentralus", "southcentralus"),
    ("canadacentral", "canadaeast"),
    ("uksouth", "ukwest"),
    ("northeurope", "westeurope"),
    ("germanywestcentral", "germanynorth"),
    ("switzerlandnorth", "switzerlandwest"),
    ("francecentral", "francesouth"),
];

/// Regions whose pair is another one than they are of that: in one direction alone.
const ONE_WAY: [&str; 1] = ["westus3"];

/// Where backups of a region are copied to, if anywhere.
pub(crate) fn pair(region: &str) -> Option<&'static str> {
    PAIRS.iter().find_map(|(one, other)| match region {
        it if it == *one => Some(*other),
        it if it == *other && !ONE_WAY.contains(one) => Some(*one),
        _ => None,
    })
}

hc_cdk::places! {
    [Region { const NAME; type Target = Azure; }]
    /// Virginia.
    EastUs = "eastus": Anywhere;
    /// Virginia, the second.
    EastUs2 = "eastus2": Anywhere;
    /// Iowa.
    CentralUs = "centralus": Anywhere;
    /// Illinois.
    NorthCentralUs = "northcentralus": Anywhere;
    /// Texas.
    SouthCentralUs = "southcentralus": Anywhere;
    /// California.
    WestUs = "westus": Anywhere;
    /// Washington.
    WestUs2 = "westus2": Anywhere;
    /// Phoenix, Arizona.
    WestUs3 = "westus3": Anywhere;
    /// Wyoming.
    WestCentralUs = "westcentralus": Anywhere;
    /// Toronto.
    CanadaCentral = "canadacentral": Anywhere;
    /// Quebec.
    CanadaEast = "canadaeast": Anywhere;
    /// London.
    UkSouth = "uksouth": Anywhere EuOrAdequate UkOrIreland;
    /// Cardiff.
    UkWest = "ukwest": Anywhere EuOrAdequate;
    /// Dublin.
    NorthEurope = "northeurope": Anywhere EuOrAdequate UkOrIreland;
    /// Amsterdam.
    WestEurope = "westeurope": Anywhere EuOrAdequate;
    /// Frankfurt.
    GermanyWestCentral = "germanywestcentral": Anywhere EuOrAdequate;
    /// Berlin.
    GermanyNorth = "germanynorth": Anywhere EuOrAdequate;
    /// Zurich.
    SwitzerlandNorth = "switzerlandnorth": Anywhere EuOrAdequate;
    /// Geneva.
    SwitzerlandWest = "switzerlandwest": Anywhere EuOrAdequate;
    /// Paris.
    FranceCentral = "francecentral": Anywhere EuOrAdequate;
    /// Marseille.
    FranceSouth = "francesouth": Anywhere EuOrAdequate;
    /// Milan.
    ItalyNorth = "italynorth": Anywhere EuOrAdequate;
    /// Warsaw.
    PolandCentral = "polandcentral": Anywhere EuOrAdequate;
    /// Gavle.
    SwedenCentral = "swedencentral": Anywhere EuOrAdequate;
    /// Madrid.
    SpainCentral = "spaincentral": Anywhere EuOrAdequate;
    /// Singapore.
    SoutheastAsia = "southeastasia": Anywhere;
    /// Tokyo.
    JapanEast = "japaneast": Anywhere;
    /// Pune.
    CentralIndia = "centralindia": Anywhere;
    /// Sydney.
    AustraliaEast = "australiaeast": Anywhere;
}

/// The region of the stack itself: what says nothing else is there.
#[derive(Debug, Clone, Copy, Default)]
pub struct OfTheStack;

/// Where something of a stack under the policy `P` is: in the region of the stack, or in one that the policy allows.
#[diagnostic::on_unimplemented(
    message = "copies must not reside in `{Self}` where `{P}` applies",
    label = "outside the places that the policy allows: have no copies, or choose a region whose pair is one of them",
    note = "GDPR Article 44: transfers; UK health records stay in London or Ireland"
)]
pub trait PlaceFor<P> {
    /// The region, if it is not that of the stack.
    const REGION: Option<&'static str>;
}

impl<P> PlaceFor<P> for OfTheStack {
    const REGION: Option<&'static str> = None;
}

#[diagnostic::do_not_recommend]
impl<P, R: Region<Target = Azure> + ResidencyFor<P>> PlaceFor<P> for R {
    const REGION: Option<&'static str> = Some(R::NAME);
}

#[cfg(test)]
mod tests {
    use super::pair;

    #[test]
    fn most_pairs_are_mutual() {
        assert_eq!(pair("uksouth"), Some("ukwest"));
        assert_eq!(pair("ukwest"), Some("uksouth"));
        assert_eq!((pair("westus3"), pair("eastus")), (Some("eastus"), Some("westus")));
        assert_eq!(pair("italynorth"), None);
    }
}
