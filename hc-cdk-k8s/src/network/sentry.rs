//! Sentry: where programs report their errors, with personal data off.
//!
//! By construction the way leads to where Sentry takes events and nowhere else, the DSN is handed over by reference, and the settings say
//! that no personal data is sent along. What of an event is cut by the program (`before_send`) is its own: workloads with data of a higher
//! class get to it by [`Declassified`](super::Declassified), which says who approved of that.
//!
//! Source: Sentry, "IP Ranges" (event ingestion of organization subdomains) and "Options": its libraries read `SENTRY_DSN`, `SENTRY_ENVIRONMENT`
//! and `SENTRY_RELEASE` by themselves, and `sendDefaultPii` is off where nobody says otherwise.

use std::marker::PhantomData;

use hc_cdk::{
    construct::{Construct, Spec},
    control::iso27001,
    data::{AllowedUnder, NotPersonal},
    literal::cidr::CidrBlock,
    model::{ConstructRef, Role},
    policy::Policy,
    rule::Rule,
    stack::Within,
    uses::{Connection, Credentials, Place, Usable},
    value::{Object, Value},
};

use super::given::OF_THE_CLUSTER;
use crate::{
    chart::Kubernetes,
    rules::rule,
    secret::{KeptOutside, Secret},
    sentences::{SentryNeedsDsn, SentryNeedsPlace},
};

/// Where Sentry takes the events of all organizations, in whatever location these have their data.
const NETWORKS: [CidrBlock; 4] = [
    CidrBlock::literal("34.120.195.249/32"),
    CidrBlock::literal("34.120.62.213/32"),
    CidrBlock::literal("34.160.81.0/32"),
    CidrBlock::literal("34.102.210.18/32"),
];

/// Where an organization has its data.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SentryLocation {
    /// The United States.
    UnitedStates,
    /// Germany.
    Germany,
}

impl SentryLocation {
    const fn name(self) -> &'static str {
        match self {
            Self::UnitedStates => "us",
            Self::Germany => "de",
        }
    }
}

/// Sentry as a chart has taken it. Workloads that are connected get its settings as `SENTRY_DSN_FILE`, `SENTRY_SEND_DEFAULT_PII`,
/// `SENTRY_TRACES_SAMPLE_RATE` and `SENTRY_ENVIRONMENT`. A program that hands settings to `init` of its SDK hands on these.
#[derive(Debug, Clone)]
pub struct Sentry<D: NotPersonal> {
    this: ConstructRef,
    spec: SentrySpec<D>,
}

hc_cdk::builder! {
    /// An organization of Sentry that takes events of class `D`.
    ///
    /// ```
    /// use hc_cdk::{data::{Internal, Phi}, policy::{Hipaa, Production}, prelude::*};
    /// use hc_cdk_k8s::{network::{Declassified, Sentry, SentryLocation}, prelude::*};
    ///
    /// const IMAGE: Image = image!("registry.example/a@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08");
    ///
    /// let mut chart = Chart::<(Hipaa, Production)>::new("clinic");
    /// let zone = chart.add("Clinical", Namespace::<Phi>::builder());
    /// let vault = Keeper::Vault { server: domain!("vault.example.org"), path: "clinic", role: "reader" };
    /// let vault = chart.add("Vault", SecretStore::builder().perimeter(&zone).keeper(vault));
    /// let keys = chart.add("Keys", ExternalSecret::builder().store(&vault).key("dsn", "sentry", "dsn"));
    /// let sentry = Sentry::<Internal>::builder().organization(4_507_146, SentryLocation::Germany).dsn(&keys, "dsn").traces(0.1);
    /// let sentry = chart.add("Sentry", sentry);
    /// let errors = Declassified::<Phi>::builder().to(&sentry).method("before_send cuts bodies and users");
    /// let errors = chart.add("Errors", errors.approved_by("dpo@example.org"));
    /// let api = Workload::builder().perimeter(&zone).image(IMAGE).port(8080).probes(Probes::tcp());
    /// chart.add("Api", api.resources(cpu!("250m"), memory!("256Mi")).connect(&errors));
    /// # assert!(App::new("clinic").stack(chart).synthesize().is_ok());
    /// ```
    pub struct SentrySpec<D: NotPersonal>;
    /// Sentry as it is being described.
    pub struct SentryBuilder => SentrySpec<D>;
    needs {
        /// The number of the organization, which stands behind the `o` of its DSN's host, and where it has its data.
        organization(number: u64, location: SentryLocation) -> (u64, SentryLocation) { (number, location) }: SentryNeedsPlace;
        /// The secret that has the DSN, and its key. Workloads in the secret's namespace can report.
        dsn(secret: &(impl KeptOutside + ?Sized), key: &'static str) -> (Secret, &'static str) { (secret.it().clone(), key) }: SentryNeedsDsn;
    }
    may {
        /// How many of all traces are sent, from 0.0, which is the default, to 1.0.
        traces(share: f64) -> f64 { share } = 0.0;
        /// The name of the stage in events, such as `staging`.
        environment(name: &'static str) -> Option<&'static str> { Some(name) } = None;
    }
    also { class: PhantomData<fn() -> D> }
}

impl<D: NotPersonal> Sentry<D> {
    /// Starts the description of an organization that takes events of class `D`.
    pub fn builder() -> SentryBuilder<D> {
        SentrySpec::builder()
    }
}

impl<D: NotPersonal> Spec for SentrySpec<D> {
    type Handle = Sentry<D>;
    const KIND: &'static str = "Sentry";
    const INVARIANTS: &'static [Rule] =
        &[rule::OPENS_NAMED_WAYS, rule::SECRET_BY_REFERENCE, rule::REPORTS_LEAVE_PEOPLE_OUT];
}

impl<D: NotPersonal + AllowedUnder<P>, P: Policy> Construct<P, Kubernetes> for SentrySpec<D> {
    fn declare(self, scope: &mut Within<'_, P, Kubernetes>) -> Sentry<D> {
        scope.plays(Role::Outside, D::CLASS);
        if !(0.0..=1.0).contains(&self.traces) {
            scope.reject(None, "sends a share of traces that is none", "say one from `0.0` to `1.0`: `.traces(0.1)`");
        }
        let (secret, key) = &self.dsn;
        if !secret.keys.contains(key) {
            scope.reject(
                Some(iso27001::CONFIGURATION),
                format!("takes its DSN from the key `{key}`, which the secret `{}` does not have", secret.text),
                "name a key of the secret",
            );
        }
        Sentry { this: scope.this(), spec: self }
    }
}

impl<D: NotPersonal> Usable for Sentry<D> {
    type Class = D;
    type Target = Kubernetes;

    fn connection(&self) -> Connection {
        let SentrySpec { organization: (number, location), dsn: (secret, key), traces, environment, .. } = &self.spec;
        let host = format!("o{number}.ingest.{}.sentry.io", location.name());
        let place = Place { host: Some(host.into()), port: Some(443), networks: NETWORKS.to_vec(), gate: None };
        let credentials = Credentials {
            keeper: OF_THE_CLUSTER,
            region: "",
            id: secret.name(),
            right_on: secret.zone.text.clone().into(),
            key: Value::from(""),
            home: Object::new(),
            fields: vec![("DSN", key)],
        };
        let connection = Connection::new(self.this.clone(), "Sentry")
            .at(place)
            .credentials(credentials)
            .variable("SEND_DEFAULT_PII", "false")
            .variable("TRACES_SAMPLE_RATE", format!("{traces:?}"));
        environment.iter().fold(connection, |it, name| it.variable("ENVIRONMENT", *name))
    }
}
