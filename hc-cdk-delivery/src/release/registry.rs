//! Registries of images, and the jobs on an image's way: build, scan and list, sign, and verify before a deployment.

use hc_cdk::literal::signer::{ISSUER, Signer};

use super::program::Program;
use crate::{
    actions,
    literal::{ecr::IsEcrAddress, script::Script},
    proof::{Builds, Cosigned, MayBeCopied, Scans, Signs, Tests},
    workflow::{Context, Identity, Images, Input, IsIdentity, Job, Matrix, Permission, Permissions, Step, Workflow},
};

/// Where images are kept.
#[derive(Debug, Clone)]
pub struct Registry {
    host: Input,
    login: Login,
    matrix: Matrix,
    folder: Input,
    signer: Option<Signer>,
    environment: Option<&'static str>,
}

#[derive(Debug, Clone)]
enum Login {
    Ecr(Identity),
    GitHub,
    Google(Identity),
    Azure(Identity),
}

/// The variable by which the steps here know the image.
const IMAGE: &str = "IMAGE";

const SIGN: &str = "\
digest=$(docker buildx imagetools inspect \"$IMAGE\" --format '{{json .Manifest.Digest}}' | tr -d '\"')
cosign sign --yes \"${IMAGE%:*}@$digest\"
cosign attest --yes --type spdxjson --predicate \"$LIST\" \"${IMAGE%:*}@$digest\"
";

/// What is deployed, by digest.
const DEPLOYED: &str = "grep -rhoE '[A-Za-z0-9._/:-]+@sha256:[0-9a-f]{64}' cdk.out";

/// On AWS, what the same account has in another region is a copy of what has that digest here.
const COPIES_ARE_THIS: &str = "sed -E \"s#^${REGISTRY%%.*}\\.dkr\\.ecr\\.[a-z0-9-]+#${REGISTRY%%.*}.dkr.ecr.$(printf '%s' \"$REGISTRY\" | cut -d. -f4)#\"";

/// Fails if nothing of the registry is deployed: then it is another registry, and nothing would be verified.
const VERIFY: &str = "\
sort -u | grep -F \"$REGISTRY/\" > images.txt
while read -r image; do
  cosign verify \"$image\" \\
    --certificate-oidc-issuer \"$ISSUER\" --certificate-identity-regexp \"$SIGNER\" > verified.json
  cosign verify-attestation \"$image\" --type spdxjson \\
    --certificate-oidc-issuer \"$ISSUER\" --certificate-identity-regexp \"$SIGNER\" > listed.json
  echo \"$image\"
done < images.txt
";

/// Keeps the name and digest of an image, for who deploys it.
const NOTE: &str = "printf '%s@%s\\n' \"${IMAGE%:*}\" \"$DIGEST\" > \"$SERVICE\"\n";

const LOG_IN: &str = "printf '%s' \"$GH_TOKEN\" | docker login ghcr.io --username \"$GITHUB_ACTOR\" --password-stdin\n";

/// The same of a registry of Google's, whose host is the first part of its path.
const LOG_IN_AT_GOOGLE: &str = "\
gcloud auth print-access-token |
  docker login --username oauth2accesstoken --password-stdin \"https://${REGISTRY%%/*}\"
";

/// The same of a registry on Azure, whose name is the first part of its host.
const LOG_IN_AT_AZURE: &str = "az acr login --name \"${REGISTRY%%.*}\"\n";

/// Copies an image with what was signed of it: its digest stays what it was, and no other image of that tag is overwritten.
const COPY: &str = "cosign copy \"$FROM\" \"$IMAGE\"\n";

impl Registry {
    /// A registry on AWS, by the address below which its repositories are, as whoever may push to them and pull from them. The repository
    /// of a service is there before its first image: an `ImageRepository` called by that name, in a stack that is deployed before.
    ///
    /// ```
    /// use hc_cdk_delivery::prelude::*;
    ///
    /// let pushes = Identity::aws(Input::variable("PUSH_ROLE"), "us-east-1");
    /// let registry = Registry::ecr(ecr!("111122223333.dkr.ecr.us-east-1.amazonaws.com/hms"), &pushes);
    /// ```
    #[allow(clippy::needless_pass_by_value, reason = "a literal is written where it is given, without a borrow")]
    pub fn ecr(address: impl IsEcrAddress, identity: &(impl IsIdentity + ?Sized)) -> Self {
        let address = address.it().as_str().to_owned();
        Self::new(address.into(), Login::Ecr(identity.it().clone()))
    }

    /// GitHub's own registry: `ghcr.io/owner/name`.
    pub fn github(path: impl Into<Input>) -> Self {
        Self::new(path.into(), Login::GitHub)
    }

    /// A registry on Google Cloud, by its address, such as that of an `ArtifactRegistry`, as an account that may push to it and pull from it.
    ///
    /// ```
    /// use hc_cdk_delivery::prelude::*;
    ///
    /// let deploys = Identity::google(Input::variable("PROVIDER"), Input::variable("ACCOUNT"));
    /// let registry = Registry::google("us-central1-docker.pkg.dev/clinic-prod/images", &deploys);
    /// ```
    pub fn google(address: impl Into<Input>, identity: &(impl IsIdentity + ?Sized)) -> Self {
        Self::new(address.into(), Login::Google(identity.it().clone()))
    }

    /// A registry on Azure, by its address, such as that of a `ContainerRegistry`, as an identity that may push to it and pull from it.
    pub fn azure(address: impl Into<Input>, identity: &(impl IsIdentity + ?Sized)) -> Self {
        Self::new(address.into(), Login::Azure(identity.it().clone()))
    }

    fn new(host: Input, login: Login) -> Self {
        let folder = Input::join(["services/".into(), Input::service()]);
        Self { host, login, matrix: Matrix::services(), folder, signer: None, environment: None }
    }

    /// Which repository's workflows sign its images; by default those of the repository that deploys. It is the one that a cluster
    /// lets images in of.
    #[must_use]
    pub fn signed_by(self, signer: Signer) -> Self {
        Self { signer: Some(signer), ..self }
    }

    /// The environment of the repository in which its runs are, where whoever lets them in knows them by that, such as a `GithubAccount`
    /// or a `GithubIdentity`. By default they are in none.
    #[must_use]
    pub fn in_environment(self, name: &'static str) -> Self {
        Self { environment: Some(name), ..self }
    }

    /// Which services it has images of; by default all that the app has.
    #[must_use]
    pub fn of(self, matrix: Matrix) -> Self {
        Self { matrix, ..self }
    }

    /// The folder with the `Dockerfile` of a service; by default `services/` and its name.
    #[must_use]
    pub fn folder(self, folder: impl Into<Input>) -> Self {
        Self { folder: folder.into(), ..self }
    }

    /// The image of the job's service at the run's commit.
    pub fn image(&self) -> Input {
        Input::join([self.host.clone(), "/".into(), Input::service(), ":".into(), Context::Sha.into()])
    }

    /// Builds the image of each service, pushes it, and keeps its name with its digest in a file of the service's name.
    pub fn build(&self) -> Job<Builds> {
        let job = Job::new(Permissions::none().read(Permission::Contents)).step(Step::check_out());
        let build = Step::uses("Build and push", &actions::BUILD)
            .with("context", self.folder.clone())
            .with("push", "true")
            .with("provenance", "mode=max")
            .with("tags", self.image())
            .id("build");
        let note = Step::run("Note the digest", Script::of(NOTE.to_owned()))
            .env(IMAGE, self.image())
            .env("DIGEST", Input::output("build", "digest"))
            .env("SERVICE", Input::service());
        let job =
            self.logged_in(job, true).step(Step::uses("Prepare the builder", &actions::BUILDX)).step(build).step(note);
        let keep = Step::upload(Input::join(["image-".into(), Input::service()]), Input::service());
        job.step(keep).matrix(self.matrix.clone()).title("Images").builds()
    }

    /// Looks for vulnerabilities of the severities high and critical in the image of each service, and lists what is in it.
    pub fn scan(&self) -> Job<Scans> {
        let job = self.logged_in(Job::new(Permissions::none()), false);
        let scan = Step::uses("Scan", &actions::TRIVY)
            .with("image-ref", self.image())
            .with("severity", "HIGH,CRITICAL")
            .with("exit-code", "1");
        let list = Step::uses("List what is in it", &actions::SBOM)
            .with("image", self.image())
            .with("format", "spdx-json")
            .with("output-file", list_file())
            .with("upload-artifact", "false");
        let keep = Step::upload(kept_list(), list_file());
        job.step(scan).step(list).step(keep).matrix(self.matrix.clone()).title("Scans of images").scans()
    }

    /// Signs the image of each service, and the list of what is in it, by the run's own token; no key is kept.
    pub fn sign(&self) -> Job<Signs> {
        let job = Job::new(Permissions::none().write(Permission::IdToken));
        let sign = Step::run("Sign", Script::of(SIGN.to_owned())).env(IMAGE, self.image()).env("LIST", list_file());
        let job = self.logged_in(job, true).step(Step::uses("Install cosign", &actions::COSIGN));
        job.step(Step::download(kept_list(), ".")).step(sign).matrix(self.matrix.clone()).title("Signatures").signs()
    }

    /// Verifies that each image of this registry in what the program wrote was signed by a workflow of the repository, and so was the
    /// list of what is in it.
    pub(super) fn verify(&self) -> Job {
        let of_run = || Input::join(["^https://github.com/".into(), Context::Repository.into(), "/".into()]);
        let signer = self.signer.as_ref().map_or_else(of_run, |it| it.pattern().into());
        let lines = match self.login {
            Login::Ecr(_) => format!("{DEPLOYED} |\n  {COPIES_ARE_THIS} |\n  {VERIFY}"),
            _ => format!("{DEPLOYED} | {VERIFY}"),
        };
        let verify = Step::run("Verify", Script::of(lines)).env("REGISTRY", self.host.clone());
        let verify = verify.env("ISSUER", ISSUER).env("SIGNER", signer);
        let job = self.logged_in(Job::new(Permissions::none()).step(Program::written()), false);
        job.step(Step::uses("Install cosign", &actions::COSIGN)).step(verify).title("Signatures are ours")
    }

    /// Copies the image of each service from another registry, with its signature and the list of what is in it.
    fn copy(&self, from: &Self) -> Job {
        let job = from.logged_in(Job::new(Permissions::none()), false);
        let copy = Step::run("Copy", Script::of(COPY.to_owned())).env("FROM", from.image()).env(IMAGE, self.image());
        let job = self.logged_in(job, true).step(Step::uses("Install cosign", &actions::COSIGN)).step(copy);
        job.matrix(self.matrix.clone()).title("Copies of images")
    }

    fn logged_in(&self, job: Job, pushes: bool) -> Job {
        let job = self.environment.into_iter().fold(job, Job::environment);
        let by_host = |job: Job, lines: &str| {
            let log_in = Step::run("Log in to the registry", Script::of(lines.to_owned()));
            job.step(log_in.env("REGISTRY", self.host.clone()))
        };
        match &self.login {
            Login::Ecr(identity) => job.sign_in(identity).step(Step::uses("Log in to the registry", &actions::ECR)),
            Login::Google(identity) => by_host(job.sign_in(identity), LOG_IN_AT_GOOGLE),
            Login::Azure(identity) => by_host(job.sign_in(identity), LOG_IN_AT_AZURE),
            Login::GitHub => {
                let may = Permissions::none();
                let may = if pushes { may.write(Permission::Packages) } else { may.read(Permission::Packages) };
                let log_in = Step::run("Log in to the registry", Script::of(LOG_IN.to_owned()));
                job.may(&may).step(log_in.env("GH_TOKEN", Context::Token))
            }
        }
    }
}

/// The file with what is in the image of a service, and as what it is kept.
fn list_file() -> Input {
    Input::join([Input::service(), ".spdx.json".into()])
}

fn kept_list() -> Input {
    Input::join(["sbom-".into(), Input::service()])
}

impl<D> Workflow<D> {
    /// All that images go through: built, tested by a job of one's own, scanned and listed, signed. The jobs are called `images`,
    /// `tests`, `scans` and `signatures`.
    pub fn proven(&mut self, registry: &Registry, tests: Job<Tests>) -> Images<Cosigned> {
        let images = self.build("images", registry.build());
        let images = self.then("tests", images, tests);
        let images = self.then("scans", images, registry.scan());
        self.then("signatures", images, registry.sign())
    }

    /// Copies images to another registry as they are, with what was proven of them, such as to that of another cloud: what runs there is
    /// what was tested, by its digest. The job has that name.
    ///
    /// ```
    /// use hc_cdk::prelude::*;
    /// use hc_cdk_delivery::prelude::*;
    ///
    /// let pushes = Identity::aws(Input::variable("PUSH_ROLE"), "us-east-1");
    /// let registry = Registry::ecr(ecr!("111122223333.dkr.ecr.us-east-1.amazonaws.com/ai"), &pushes);
    /// let pushes = Identity::azure(Input::variable("AZURE_PUSHES"), Input::variable("TENANT"), Input::variable("SUBSCRIPTION"));
    /// let azure = Registry::azure("clinicprodimages.azurecr.io", &pushes).in_environment("images");
    /// let mut release = Workflow::on([Trigger::push(&["main"])]);
    /// let images = release.proven(&registry, jobs::PYTEST.job().matrix(Matrix::services()).tests());
    /// let on_azure = release.copied("azure-images", &images, &registry, &azure);
    /// # let _ = on_azure;
    /// ```
    pub fn copied<S: MayBeCopied + Clone>(
        &mut self,
        name: &'static str,
        images: &Images<S>,
        from: &Registry,
        to: &Registry,
    ) -> Images<S> {
        let job = images.jobs().iter().fold(to.copy(from), Job::after);
        let copied = self.job(name, job);
        images.clone().also(&copied)
    }
}
