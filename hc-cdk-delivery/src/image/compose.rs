//! What a developer runs: the services of the app with what stands in for what they use, for made-up data only.

use hc_cdk::{
    construct::{Construct, Spec},
    image::Image,
    policy::{Policy, Unregulated},
    resource::Made,
    rule::Rule,
    sentences::NamedByDigest,
    stack::Within,
    value::{Json, Object},
};

use crate::{
    rules::rule,
    target::{COMPOSE, GitHub, Written},
};

/// A `compose.yaml` with every service of the app, built from its folder and built again when that changes, and with what stands in
/// for its stores and for who is outside. What others build is pulled. It is for a system under `Development`.
///
/// ```
/// use hc_cdk::{policy::Development, prelude::*};
/// use hc_cdk_delivery::{image::{Compose, StandIn}, prelude::*};
///
/// const POSTGRES: Image = image!("registry.example/postgres@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08");
/// let database = StandIn::new(POSTGRES, 5432).variable("POSTGRES_PASSWORD", "${RECORDS_PASSWORD:?}");
/// let mut delivery = Pipelines::<Development>::new("delivery", Repository);
/// delivery.add("Compose", Compose::new().stand_in("EncryptedDatabase", database.keeps("/var/lib/postgresql/data")));
/// ```
#[derive(Debug, Clone, Default)]
#[must_use = "what is described is not there until a stack takes it: `delivery.add(\"Compose\", ..)`"]
pub struct Compose {
    stand_ins: Vec<(&'static str, StandIn)>,
    beside: Vec<(&'static str, StandIn)>,
    without: Vec<&'static str>,
}

/// What stands in for something: an image, and the port that it listens on.
#[derive(Debug, Clone)]
pub struct StandIn {
    image: Image,
    port: u16,
    variables: Vec<(&'static str, &'static str)>,
    keeps: Option<&'static str>,
    shows: Vec<u16>,
    seeds: Option<(&'static str, &'static str)>,
    ready: &'static [&'static str],
}

/// A policy that lets stacks hold made-up data and no other.
#[diagnostic::on_unimplemented(
    message = "a compose file is for made-up data, and `{Self}` lets stacks hold more",
    label = "write it for the system under `Development`",
    note = "ISO/IEC 27001:2022 A.8.31: separation of environments; HIPAA 45 CFR 164.308(a)(4)(i): information access management"
)]
pub trait MadeUpOnly {}

#[diagnostic::do_not_recommend]
impl<P: Unregulated> MadeUpOnly for P {}

impl StandIn {
    /// An image that listens on a port.
    #[allow(clippy::needless_pass_by_value, reason = "a literal is written where it is given, without a borrow")]
    pub fn new(image: impl NamedByDigest, port: u16) -> Self {
        Self {
            image: image.it().clone(),
            port,
            variables: Vec::new(),
            keeps: None,
            shows: Vec::new(),
            seeds: None,
            ready: &[],
        }
    }

    /// A variable of its environment. What is secret stands in `.env`: `${NAME:?}`. A key as text is a finding (`SecretAsText`).
    #[must_use]
    pub fn variable(mut self, name: &'static str, value: &'static str) -> Self {
        self.variables.push((name, value));
        self
    }

    /// The folder of the container of which it keeps what is in it, by its whole path.
    #[must_use]
    pub fn keeps(self, folder: &'static str) -> Self {
        Self { keeps: Some(folder), ..self }
    }

    /// A port that people look at, such as the page of what catches mail: it is open on the developer's machine, and nowhere else.
    #[must_use]
    pub fn shows(mut self, port: u16) -> Self {
        self.shows.push(port);
        self
    }

    /// What it begins with: the files of a folder of the repository, and of no other (`FolderElsewhere`), in the folder where its image looks for them when it starts for the
    /// first time. PostgreSQL's and MongoDB's images look in `/docker-entrypoint-initdb.d`.
    #[must_use]
    pub fn seeded_from(self, repository: &'static str, folder: &'static str) -> Self {
        Self { seeds: Some((repository, folder)), ..self }
    }

    /// The command that ends well once it answers, such as `["pg_isready", "-U", "app"]`: what uses it waits for that.
    #[must_use]
    pub fn ready(self, command: &'static [&'static str]) -> Self {
        Self { ready: command, ..self }
    }

    fn json(&self) -> Json {
        let variables = self.variables.iter().fold(Object::new(), |all, (name, value)| all.with(*name, *value));
        let it = Object::new().with("image", self.image.as_str().to_owned()).with("port", i64::from(self.port));
        let mut it = it.with("variables", variables);
        it.put("keeps", self.keeps);
        if !self.shows.is_empty() {
            it.insert("shows", self.shows.iter().map(|port| Json::from(i64::from(*port))).collect::<Vec<_>>());
        }
        if let Some((from, to)) = self.seeds {
            it.insert("seeds", Object::new().with("from", from).with("to", to));
        }
        if !self.ready.is_empty() {
            it.insert("ready", texts(self.ready));
        }
        it.into()
    }
}

impl Compose {
    /// One with the services alone.
    pub fn new() -> Self {
        Self::default()
    }

    /// What stands in for every store, or everybody outside, of a kind of construct, such as `EncryptedDatabase` or `Outside`.
    pub fn stand_in(mut self, kind: &'static str, stand_in: StandIn) -> Self {
        self.stand_ins.push((kind, stand_in));
        self
    }

    /// Leaves out the services of a kind of construct that has no place on a developer's machine, such as `AuditReceiver`, to which only
    /// the API server of a cluster sends.
    pub fn without(mut self, kind: &'static str) -> Self {
        self.without.push(kind);
        self
    }

    /// What runs beside the services, such as one that catches mail: by a name in small letters, digits and hyphens that none of them has.
    pub fn beside(mut self, name: &'static str, it: StandIn) -> Self {
        self.beside.push((name, it));
        self
    }
}

fn texts(all: &[&'static str]) -> Vec<Json> {
    all.iter().map(|it| Json::from(*it)).collect()
}

impl Spec for Compose {
    type Handle = Made<Written>;
    const KIND: &'static str = "Compose";
    const INVARIANTS: &'static [Rule] = &[rule::MADE_UP_DATA_ONLY];
}

impl<P: Policy + MadeUpOnly> Construct<P, GitHub> for Compose {
    fn declare(self, scope: &mut Within<'_, P, GitHub>) -> Made<Written> {
        let all = |list: &[(&'static str, StandIn)]| {
            list.iter().fold(Object::new(), |all, (name, it)| all.with(*name, it.json()))
        };
        let properties = Object::new().with("standIns", all(&self.stand_ins)).with("beside", all(&self.beside));
        let properties = properties.with("without", texts(&self.without));
        scope.resource("", Written { kind: COMPOSE, properties })
    }
}
