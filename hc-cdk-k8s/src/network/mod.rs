//! How workloads reach each other, the outside, and stores of the cloud, and the certificates by which they are known.

pub mod certificate;
pub(crate) mod connect;
pub(crate) mod gate;
pub(crate) mod given;
pub mod issuer;
pub(crate) mod mesh;
pub mod outside;
pub mod sentry;
pub(crate) mod shared;
pub mod third_party;

pub use certificate::{Certificate, CertificateBuilder};
pub use issuer::{AcmeIssuer, AcmeIssuerBuilder, IsProof, Proof};
pub use outside::{Outside, OutsideBuilder};
pub use sentry::{Sentry, SentryBuilder, SentryLocation};
pub use third_party::{ThirdParty, ThirdPartyBuilder};

/// The way by which workloads of class `D` write to something of a lower class.
///
/// ```
/// use hc_cdk::{data::{Internal, Phi}, policy::{Hipaa, Production}, prelude::*};
/// use hc_cdk_k8s::{network::{Declassified, ThirdParty}, prelude::*};
///
/// const IMAGE: Image = image!("registry.example/a@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08");
///
/// let mut chart = Chart::<(Hipaa, Production)>::new("clinic");
/// let zone = chart.add("Clinical", Namespace::<Phi>::builder());
/// let party = ThirdParty::<Internal>::builder().network(cidr!("198.51.100.0/24")).port(443);
/// let party = chart.add("ErrorReports", party.host(domain!("errors.example.org")));
/// let told = Declassified::<Phi>::builder().to(&party).method("bodies and users are cut by before_send");
/// let told = chart.add("Told", told.approved_by("dpo@example.org"));
/// let api = Workload::builder().perimeter(&zone).image(IMAGE).port(8080).probes(Probes::tcp());
/// chart.add("Api", api.resources(cpu!("250m"), memory!("256Mi")).connect(&told));
/// # assert!(App::new("clinic").stack(chart).synthesize().is_ok());
/// ```
pub type Declassified<D> = hc_cdk::declassified::Declassified<D, crate::chart::Kubernetes>;
