//! Regions of Google Cloud, and the residency sets that each belongs to.
//!
//! They are called by their places: markers have names that no other target has.

use hc_cdk::target::Region;

use crate::stack::Gcp;

/// Three zones of a region, by their names.
pub(crate) fn zones(region: &str) -> [String; 3] {
    let letters = match region {
        "us-east1" | "europe-west1" => ['b', 'c', 'd'],
        _ => ['a', 'b', 'c'],
    };
    letters.map(|letter| format!("{region}-{letter}"))
}

hc_cdk::places! {
    [Region { const NAME; type Target = Gcp; }]
    /// Council Bluffs, Iowa.
    Iowa = "us-central1": Anywhere;
    /// Moncks Corner, South Carolina.
    SouthCarolina = "us-east1": Anywhere;
    /// Ashburn, Virginia.
    Virginia = "us-east4": Anywhere;
    /// Columbus, Ohio.
    Columbus = "us-east5": Anywhere;
    /// Dallas, Texas.
    Dallas = "us-south1": Anywhere;
    /// The Dalles, Oregon.
    TheDalles = "us-west1": Anywhere;
    /// Los Angeles.
    LosAngeles = "us-west2": Anywhere;
    /// Salt Lake City.
    SaltLakeCity = "us-west3": Anywhere;
    /// Las Vegas.
    LasVegas = "us-west4": Anywhere;
    /// Montreal.
    Montreal = "northamerica-northeast1": Anywhere;
    /// Toronto.
    Toronto = "northamerica-northeast2": Anywhere;
    /// Sao Paulo.
    SaoPaulo = "southamerica-east1": Anywhere;
    /// London.
    London = "europe-west2": Anywhere EuOrAdequate UkOrIreland;
    /// Saint-Ghislain, Belgium.
    Belgium = "europe-west1": Anywhere EuOrAdequate;
    /// Frankfurt.
    Frankfurt = "europe-west3": Anywhere EuOrAdequate;
    /// Eemshaven, the Netherlands.
    Netherlands = "europe-west4": Anywhere EuOrAdequate;
    /// Zurich.
    Zurich = "europe-west6": Anywhere EuOrAdequate;
    /// Milan.
    Milan = "europe-west8": Anywhere EuOrAdequate;
    /// Paris.
    Paris = "europe-west9": Anywhere EuOrAdequate;
    /// Berlin.
    Berlin = "europe-west10": Anywhere EuOrAdequate;
    /// Turin.
    Turin = "europe-west12": Anywhere EuOrAdequate;
    /// Warsaw.
    Warsaw = "europe-central2": Anywhere EuOrAdequate;
    /// Hamina, Finland.
    Finland = "europe-north1": Anywhere EuOrAdequate;
    /// Madrid.
    Madrid = "europe-southwest1": Anywhere EuOrAdequate;
    /// Singapore.
    Singapore = "asia-southeast1": Anywhere;
    /// Tokyo.
    Tokyo = "asia-northeast1": Anywhere;
    /// Mumbai.
    Mumbai = "asia-south1": Anywhere;
    /// Sydney.
    Sydney = "australia-southeast1": Anywhere;
}
