//! Actions that are known, each at a commit with its version, as of November 2026. An owner who wants another version names it by
//! [`action!`](crate::action!), wherever one of these is taken.
//!
//! Source: each hash was read, with the version beside it, in several public repositories' workflows or lists of pins that
//! are independent of each other; that of ZAP in one. Who takes them for production compares once with the owner's own tags:
//! `git ls-remote https://github.com/actions/checkout 'v4.2.2*'`.

use crate::literal::action::Action;

macro_rules! actions {
    ($($(#[$doc:meta])* $name:ident = $reference:literal, $version:literal;)+) => {
        $(
            $(#[$doc])*
            pub const $name: Action = crate::action!($reference, $version);
        )+

        /// All of them.
        pub const ALL: &[Action] = &[$($name),+];
    };
}

actions! {
    /// Checks out the repository.
    CHECKOUT = "actions/checkout@11bd71901bbe5b1630ceea73d27597364c9af683", "v4.2.2";
    /// Installs Python.
    SETUP_PYTHON = "actions/setup-python@a26af69be951a213d495a4c3e4e4022e16d87065", "v5.6.0";
    /// Installs Node.js.
    SETUP_NODE = "actions/setup-node@49933ea5288caeca8642d1e84afbd3f7d6820020", "v4.4.0";
    /// Keeps files of a job for later jobs and for people.
    UPLOAD = "actions/upload-artifact@ea165f8d65b6e75b540449e92b4886f43607fa02", "v4.6.2";
    /// Gets files that an earlier job kept.
    DOWNLOAD = "actions/download-artifact@d3f86a106a0bac45b974a628896c90dbdf5c8093", "v4.3.0";
    /// Signs in to AWS.
    AWS = "aws-actions/configure-aws-credentials@7474bc4690e29a8392af63c5b98e7449536d5c3a", "v4.3.1";
    /// Signs in to a registry of AWS.
    ECR = "aws-actions/amazon-ecr-login@062b18b96a7aff071d4dc91bc00c4c1a7945b076", "v2.0.1";
    /// Signs in to Google Cloud.
    GOOGLE = "google-github-actions/auth@ba79af03959ebeac9769e648f473a284504d9193", "v2.1.10";
    /// Signs in to Azure.
    AZURE = "azure/login@a457da9ea143d694b1b9c7c869ebb04ebe844ef5", "v2.3.0";
    /// Prepares the building of images.
    BUILDX = "docker/setup-buildx-action@e468171a9de216ec08956ac3ada2f0791b6bd435", "v3.11.1";
    /// Builds an image.
    BUILD = "docker/build-push-action@263435318d21b8e681c14492fe198d362a7d2c83", "v6.18.0";
    /// Installs cosign, which signs images.
    COSIGN = "sigstore/cosign-installer@d58896d6a1865668819e1d91763c7751a165e159", "v3.9.2";
    /// Looks for vulnerabilities in images and files.
    TRIVY = "aquasecurity/trivy-action@57a97c7e7821a5776cebc9bb87c984fa69cba8f1", "v0.35.0";
    /// Lists what is in an image.
    SBOM = "anchore/sbom-action@e22c389904149dbc22b58101806040fa8d37a610", "v0.24.0";
    /// Begins an analysis by `CodeQL`.
    CODEQL_INIT = "github/codeql-action/init@cdf488f595d80d6e07e03d4674febd5ab45fa938", "v4.37.9";
    /// Ends an analysis by `CodeQL`.
    CODEQL_ANALYZE = "github/codeql-action/analyze@cdf488f595d80d6e07e03d4674febd5ab45fa938", "v4.37.9";
    /// Hands the sources to `SonarQube`.
    SONARQUBE = "SonarSource/sonarqube-scan-action@fd88b7d7ccbaefd23d8f36f73b59db7a3d246602", "v6.0.0";
    /// Looks for secrets in the history.
    GITLEAKS = "gitleaks/gitleaks-action@ff98106e4c7b2bc287b24eaf42907196329070c7", "v2.3.9";
    /// Looks for secrets in the history, and whether they work.
    TRUFFLEHOG = "trufflesecurity/trufflehog@6c05c4a00b91aa542267d8e32a8254774799d68d", "v3.93.8";
    /// Looks at a running system from outside.
    ZAP = "zaproxy/action-baseline@7c4deb10e6261301961c86d65d54a516394f9aed", "v0.14.0";
}
