//! A repository of container images in ECR, which a stack has taken or which exists already.

use hc_cdk::{
    image::{Image, NotAnImage},
    resource::Made,
    value::Value,
};

use crate::{cfn::ecr, kind::RepositoryArn, literal::arn::Arn};

/// A repository of container images in ECR.
///
/// A service whose image is in ECR may pull from that repository and from no other, by the image's name alone. This is
/// for digests that are known only when the program runs; those that are known before are written with `image!`.
///
/// ```
/// use hc_cdk_aws::{arn, compute::Repository, kind::RepositoryArn};
///
/// let images = Repository::existing(arn!(RepositoryArn, "arn:aws:ecr:us-east-1:111122223333:repository/clinic/api"));
/// let api = images.image("sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08");
/// assert!(api.is_ok());
/// ```
#[derive(Debug, Clone)]
pub struct Repository(Where);

#[derive(Debug, Clone)]
enum Where {
    Existing(Arn<RepositoryArn>),
    Made(Made<ecr::Repository>, Option<String>),
}

impl Repository {
    /// A repository that exists already.
    pub const fn existing(arn: Arn<RepositoryArn>) -> Self {
        Self(Where::Existing(arn))
    }

    pub(super) const fn made(made: Made<ecr::Repository>, name: Option<String>) -> Self {
        Self(Where::Made(made, name))
    }

    /// Its name, if the program says it.
    pub(super) fn name(&self) -> Option<String> {
        match &self.0 {
            Where::Existing(arn) => arn.as_str().split_once(":repository/").map(|(_, name)| name.to_owned()),
            Where::Made(_, name) => name.clone(),
        }
    }

    /// The image of that digest.
    ///
    /// # Errors
    ///
    /// If the digest is not `sha256:` and 64 lower-case hexadecimal digits.
    pub fn image(&self, digest: &str) -> Result<Image, NotAnImage> {
        match &self.0 {
            Where::Existing(arn) => Image::parse(format!("{}@{digest}", address(arn))),
            Where::Made(made, _) => Image::in_repository(made.get(ecr::Repository::REPOSITORY_URI), digest),
        }
    }

    /// The repository's ARN.
    pub fn arn(&self) -> Value<String> {
        match &self.0 {
            Where::Existing(arn) => arn.as_str().to_owned().into(),
            Where::Made(made, _) => made.get(ecr::Repository::ARN),
        }
    }

    /// The address of the repository, which images are pushed to: `account.dkr.ecr.region.amazonaws.com/name`.
    pub fn uri(&self) -> Value<String> {
        match &self.0 {
            Where::Existing(arn) => address(arn).into(),
            Where::Made(made, _) => made.get(ecr::Repository::REPOSITORY_URI),
        }
    }
}

fn address(arn: &Arn<RepositoryArn>) -> String {
    let mut parts = arn.as_str().splitn(6, ':').skip(1);
    let mut next = || parts.next().unwrap_or_default();
    let (partition, _service, region, account, resource) = (next(), next(), next(), next(), next());
    let name = resource.strip_prefix("repository/").unwrap_or(resource);
    let domain = if partition == "aws-cn" { "amazonaws.com.cn" } else { "amazonaws.com" };
    format!("{account}.dkr.ecr.{region}.{domain}/{name}")
}
