//! Where the source of a pipeline comes from.

use crate::{kind::ConnectionArn, literal::arn::ArnOf};

/// The source of a pipeline.
#[derive(Debug, Clone)]
pub struct Source(pub(super) From);

#[derive(Debug, Clone)]
pub(super) enum From {
    /// An object of a bucket that the pipeline has for it.
    Upload { key: &'static str },
    /// A branch of a repository, by a connection.
    Connection { arn: String, repository: &'static str, branch: &'static str },
}

impl Source {
    /// A ZIP file of that name, which somebody puts into a bucket of the pipeline's own: private, encrypted with its key, and with
    /// every version. A new version starts the pipeline. `Delivery::source_bucket` is the bucket.
    pub const fn upload(key: &'static str) -> Self {
        Self(From::Upload { key })
    }

    /// A branch of a repository at GitHub, GitLab or Bitbucket, by a connection that somebody has authorized. A push to the
    /// branch starts the pipeline.
    pub fn connection(arn: impl ArnOf<ConnectionArn>, repository: &'static str, branch: &'static str) -> Self {
        Self(From::Connection { arn: arn.it().as_str().to_owned(), repository, branch })
    }
}
