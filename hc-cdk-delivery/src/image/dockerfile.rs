//! A `Dockerfile` for each service of the app: two stages, bases by digest, a user without privileges, and a health check, from the
//! service's port, path and folders.

use hc_cdk::{
    construct::{Construct, Spec},
    image::Image,
    policy::Policy,
    resource::Made,
    rule::Rule,
    sentences::NamedByDigest,
    stack::Within,
    value::{Json, Object},
};

use crate::{
    rules::rule,
    target::{GitHub, IMAGES, Written},
};

/// A `Dockerfile` and a `.dockerignore` for each service of the app, in `services/` and its name.
///
/// ```
/// use hc_cdk::{policy::{Hipaa, Production}, prelude::*};
/// use hc_cdk_delivery::{image::Dockerfiles, prelude::*};
///
/// const PYTHON: Image = image!("registry.example/python@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08");
/// let mut delivery = Pipelines::<(Hipaa, Production)>::new("delivery", Repository);
/// delivery.add("Images", Dockerfiles::python(PYTHON, PYTHON));
/// ```
#[derive(Debug, Clone)]
#[must_use = "what is described is not there until a stack takes it: `delivery.add(\"Images\", ..)`"]
pub struct Dockerfiles {
    recipe: &'static str,
    build: Image,
    run: Image,
    command: &'static [&'static str],
    left_out: Vec<&'static str>,
}

/// How a program in some language gets into an image.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Recipe {
    pub(crate) name: &'static str,
    /// The lines of the stage that builds.
    pub(crate) build: &'static [&'static str],
    /// The lines of the stage that runs, before the user.
    pub(crate) run: &'static [&'static str],
    /// The program that asks for an address, as words; `ADDRESS` is the address.
    pub(crate) health: &'static [&'static str],
    pub(crate) command: &'static [&'static str],
}

pub(crate) const RECIPES: &[Recipe] = &[
    Recipe {
        name: "python",
        build: &[
            "WORKDIR /app",
            "COPY requirements.txt ./",
            "RUN python -m venv /venv && /venv/bin/pip install --no-cache-dir --requirement requirements.txt",
            "COPY . .",
        ],
        run: &[
            "COPY --from=build /venv /venv",
            "COPY --from=build /app /app",
            "WORKDIR /app",
            "ENV PATH=\"/venv/bin:$PATH\" PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1",
        ],
        health: &["python", "-c", "import urllib.request; urllib.request.urlopen('ADDRESS', timeout=3)"],
        command: &["python", "-m", "app"],
    },
    Recipe {
        name: "node",
        build: &[
            "WORKDIR /app",
            "COPY package.json package-lock.json ./",
            "RUN npm ci --ignore-scripts --omit=dev",
            "COPY . .",
        ],
        run: &["COPY --from=build /app /app", "WORKDIR /app", "ENV NODE_ENV=production"],
        health: &["node", "-e", "fetch('ADDRESS').then((it) => process.exit(it.ok ? 0 : 1), () => process.exit(1))"],
        command: &["node", "server.js"],
    },
];

impl Dockerfiles {
    /// Services in Python: what `requirements.txt` asks for in an environment of its own, and `python -m app`. The first image
    /// builds, the second one runs.
    #[allow(clippy::needless_pass_by_value, reason = "a literal is written where it is given, without a borrow")]
    pub fn python(build: impl NamedByDigest, run: impl NamedByDigest) -> Self {
        Self::new("python", build.it(), run.it())
    }

    /// Services on Node.js: what `package-lock.json` asks for, and `node server.js`. The first image builds, the second one runs.
    #[allow(clippy::needless_pass_by_value, reason = "a literal is written where it is given, without a borrow")]
    pub fn node(build: impl NamedByDigest, run: impl NamedByDigest) -> Self {
        Self::new("node", build.it(), run.it())
    }

    fn new(recipe: &'static str, build: &Image, run: &Image) -> Self {
        Self { recipe, build: build.clone(), run: run.clone(), command: &[], left_out: Vec::new() }
    }

    /// Begins the program in another way.
    pub fn command(self, words: &'static [&'static str]) -> Self {
        Self { command: words, ..self }
    }

    /// Writes none for a service, by its name, such as one that is built in another way.
    pub fn but(mut self, service: &'static str) -> Self {
        self.left_out.push(service);
        self
    }
}

impl Spec for Dockerfiles {
    type Handle = Made<Written>;
    const KIND: &'static str = "Dockerfiles";
    const INVARIANTS: &'static [Rule] = &[rule::BASE_BY_DIGEST];
}

impl<P: Policy> Construct<P, GitHub> for Dockerfiles {
    fn declare(self, scope: &mut Within<'_, P, GitHub>) -> Made<Written> {
        let texts = |all: &[&'static str]| all.iter().map(|it| Json::from(*it)).collect::<Vec<_>>();
        let properties = Object::new()
            .with("recipe", self.recipe)
            .with("build", self.build.as_str().to_owned())
            .with("run", self.run.as_str().to_owned())
            .with("command", texts(self.command))
            .with("but", texts(&self.left_out));
        scope.resource("", Written { kind: IMAGES, properties })
    }
}
