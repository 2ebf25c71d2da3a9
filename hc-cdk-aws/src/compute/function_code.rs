//! What a function runs: an image by digest, or an archive by version.

use hc_cdk::{
    control::iso27001,
    image::Image,
    stack::Scope,
    value::{Attr, Json, Object, Token, Value},
};

use super::task::repository;
use crate::{
    cfn::lambda::function as property,
    iam::{document, service},
    kind::BucketName,
    pseudo,
    storage::Bucket,
};

/// A runtime of Lambda that is neither deprecated nor going to be within the year.
///
/// Source: "Lambda runtimes" in the developer guide, read in November 2026.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Runtime {
    /// .NET 10.
    Dotnet10,
    /// Java 21.
    Java21,
    /// Java 25.
    Java25,
    /// Node.js 22.
    Nodejs22,
    /// Node.js 24.
    Nodejs24,
    /// A program for Amazon Linux 2023 that brings its own runtime, as those in Rust and Go do.
    Provided,
    /// Python 3.12.
    Python312,
    /// Python 3.13.
    Python313,
    /// Python 3.14.
    Python314,
    /// Ruby 3.4.
    Ruby34,
}

impl Runtime {
    const fn name(self) -> &'static str {
        match self {
            Self::Dotnet10 => "dotnet10",
            Self::Java21 => "java21",
            Self::Java25 => "java25",
            Self::Nodejs22 => "nodejs22.x",
            Self::Nodejs24 => "nodejs24.x",
            Self::Provided => "provided.al2023",
            Self::Python312 => "python3.12",
            Self::Python313 => "python3.13",
            Self::Python314 => "python3.14",
            Self::Ruby34 => "ruby3.4",
        }
    }
}

/// An archive of code in a bucket, by its version: what is written over it is another one.
#[derive(Debug, Clone)]
pub struct Archive {
    bucket: Attr<BucketName>,
    key: &'static str,
    version: Value<String>,
    runtime: Runtime,
    handler: &'static str,
}

impl Archive {
    /// That version of an object in a bucket, which is a literal or given at deployment; the runtime that it is for, and what of it is
    /// called, such as `letters.handler`.
    pub fn new<D: hc_cdk::data::DataClass>(
        bucket: &Bucket<D>,
        key: &'static str,
        version: impl Into<Value<String>>,
        runtime: Runtime,
        handler: &'static str,
    ) -> Self {
        Self { bucket: bucket.made().id(), key, version: version.into(), runtime, handler }
    }
}

/// What a function runs.
#[derive(Debug, Clone)]
pub enum Code {
    /// An image in ECR.
    Image(Value<Image>),
    /// An archive in a bucket.
    Archive(Archive),
    /// What stands in the template: a program of ours.
    Inline(Inline),
}

/// A program of ours that stands in the template.
#[derive(Debug, Clone, Copy)]
pub struct Inline(&'static str);

impl Inline {
    /// A program for Node.js, of which `handler` is called.
    pub(crate) const fn node(code: &'static str) -> Self {
        Self(code)
    }

    fn written(self) -> Written {
        Written {
            code: property::Code { zip_file: Some(self.0.into()), ..Default::default() },
            package: "Zip",
            runtime: Some(Runtime::Nodejs24.name().into()),
            handler: Some("index.handler".into()),
            image: None,
        }
    }
}

impl CodeOfFunction for Inline {
    fn it(self) -> Code {
        Code::Inline(self)
    }
}

/// The code of a function.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not the code of a function",
    label = "give an image by its digest, `image!(\"..@sha256:..\")`, or an archive by its version, `Archive::new(..)`",
    note = "ISO/IEC 27001:2022 A.8.9: configuration management; FDA 21 CFR 11.10(a): validation of systems"
)]
pub trait CodeOfFunction {
    /// What is given.
    fn it(self) -> Code;
}

impl CodeOfFunction for Image {
    fn it(self) -> Code {
        Code::Image(self.into())
    }
}

impl CodeOfFunction for Value<Image> {
    fn it(self) -> Code {
        Code::Image(self)
    }
}

impl CodeOfFunction for Archive {
    fn it(self) -> Code {
        Code::Archive(self)
    }
}

/// The properties of a function that say what it runs.
pub(super) struct Written {
    pub(super) code: property::Code,
    pub(super) package: &'static str,
    pub(super) runtime: Option<Value<String>>,
    pub(super) handler: Option<Value<String>>,
    pub(super) image: Option<property::ImageConfig>,
}

impl Code {
    /// As Lambda takes it. Reports what it does not take.
    pub(super) fn written(&self, scope: &mut Scope<'_>, command: &'static [&'static str]) -> Written {
        match self {
            Self::Image(image) => of_image(image, scope, command),
            Self::Archive(archive) => archive.written(scope, command),
            Self::Inline(program) => program.written(),
        }
    }
}

fn of_image(image: &Value<Image>, scope: &mut Scope<'_>, command: &'static [&'static str]) -> Written {
    let here = format!(".dkr.ecr.{}.amazonaws.com", scope.region());
    let host = image.address().and_then(|it| it.json().as_text()?.split_once('/').map(|(host, _)| host.to_owned()));
    if let Some(host) = host.filter(|host| !host.ends_with(&here)) {
        scope.reject(
            Some(iso27001::CONFIGURATION),
            format!("takes its image from `{host}`, and Lambda pulls from ECR in the function's own region only"),
            format!("copy the image to a repository there: `<account>{here}/..`, or an `ImageRepository`"),
        );
    }
    let_lambda_pull(image, scope);
    scope.starts_something("command", command);
    let words = || command.iter().map(|word| (*word).into()).collect();
    let image_config = property::ImageConfig { command: Some(words()), ..Default::default() };
    Written {
        code: property::Code { image_uri: Some(Value::from_json(image.clone())), ..Default::default() },
        package: "Image",
        runtime: None,
        handler: None,
        image: (!command.is_empty()).then_some(image_config),
    }
}

/// A repository of the same stack says that Lambda may pull from it for functions of the account. To one of elsewhere Lambda adds that
/// itself, if whoever deploys may.
fn let_lambda_pull(image: &Value<Image>, scope: &mut Scope<'_>) {
    let Some(repository) = repository(image) else { return };
    let Json::Token(token) = repository.json() else { return };
    let Token::Attribute { resource, .. } = token.as_ref() else { return };
    let functions = pseudo::arn_here("lambda", ["function:*".into()]);
    // The policy of a repository is about that repository, and takes no `Resource`.
    let pull = Object::new()
        .with("Principal", service("lambda.amazonaws.com"))
        .with("Action", Json::List(vec!["ecr:BatchGetImage".into(), "ecr:GetDownloadUrlForLayer".into()]))
        .with("Effect", "Allow")
        .with(
            "Condition",
            Object::new()
                .with("StringEquals", Object::new().with("aws:SourceAccount", pseudo::account()))
                .with("ArnLike", Object::new().with("aws:SourceArn", functions)),
        );
    let pull = Json::from(pull);
    let _is_ours = scope.amend_at(resource, |repository| match repository.get_mut(REPOSITORY_POLICY) {
        Some(Json::Object(policy)) => match policy.get_mut("Statement") {
            Some(Json::List(all)) if !all.contains(&pull) => all.push(pull),
            _ => {}
        },
        _ => repository.insert(REPOSITORY_POLICY, document([pull])),
    });
}

/// Who else pulls from a repository.
const REPOSITORY_POLICY: &str = "RepositoryPolicyText";

impl Archive {
    /// What it runs on.
    pub(super) const fn runtime(&self) -> Runtime {
        self.runtime
    }

    fn written(&self, scope: &mut Scope<'_>, command: &'static [&'static str]) -> Written {
        if self.version.json().as_text().is_some_and(|it| it.is_empty() || it == "null") || self.key.is_empty() {
            scope.reject(
                Some(iso27001::CHANGE_MANAGEMENT),
                format!("runs `{}`, of which it names no version", self.key),
                "give the name of the object, and the version that S3 gave it when it was uploaded",
            );
        }
        if !command.is_empty() {
            scope.reject(
                Some(iso27001::CONFIGURATION),
                "has a command, which only images have",
                "say what is called in the `Archive`",
            );
        }
        Written {
            code: property::Code {
                s3_bucket: Some(self.bucket.clone()),
                s3_key: Some(self.key.into()),
                s3_object_version: Some(self.version.clone()),
                ..Default::default()
            },
            package: "Zip",
            runtime: Some(self.runtime.name().into()),
            handler: Some(self.handler.into()),
            image: None,
        }
    }
}
