//! What a function says of its requests by `OpenTelemetry`, beside what Lambda itself says of them.
//!
//! By construction what it says goes to X-Ray by Lambda's own daemon, under the right that each function has for its traces: no collector
//! runs beside it, and no way leads out of the network for it. What says it is of the account, a layer of the program or a part of the image.
//!
//! Sources: "AWS Distro for OpenTelemetry Lambda" and "Enable your applications on Lambda" in the guide of CloudWatch; "Modifying the runtime
//! environment" in that of Lambda, by which a program that brings its own runtime has no wrapper.

use hc_cdk::{
    construct::{Construct, Spec},
    control::iso27001,
    data::DataClass,
    rule::Rule,
    stack::{Scope, Within},
    value::{Attr, Value},
};

use super::function_code::{Code, Runtime};
use crate::{
    cfn::lambda::{self, layer_version},
    kind::BucketName,
    rule,
    stack::Aws,
    storage::Bucket,
};

/// What instruments a program, and is started instead of it; what it measures by itself stays off, since that would be kept in a log
/// group that has no key.
const VARIABLES: [(&str, &str); 2] =
    [("AWS_LAMBDA_EXEC_WRAPPER", "/opt/otel-instrument"), ("OTEL_AWS_APPLICATION_SIGNALS_ENABLED", "false")];

/// The distribution of AWS for `OpenTelemetry`, of which a function has a copy.
#[derive(Debug, Clone)]
pub struct Telemetry {
    /// The layer that it is in; nothing if the image has it.
    layer: Option<Value<String>>,
}

/// A layer with the distribution of AWS for `OpenTelemetry`, in the version for the runtime of its functions: what is downloaded of that once,
/// looked at, and kept in a bucket of the account.
///
/// ```
/// use hc_cdk::{data::Phi, policy::{Hipaa, Production}, prelude::*};
/// use hc_cdk_aws::{compute::{Archive, Runtime}, prelude::*, region};
///
/// # let mut stack = Stack::<(Hipaa, Production)>::new("clinic", region::EuWest2);
/// # let key = stack.add("Key", CustomerKey::builder());
/// # let trail = stack.add("Audit", AuditTrail::builder().key(&key));
/// # let vpc = stack.add("Network", Vpc::builder().cidr(cidr!("10.20.0.0/16")).key(&key));
/// # let clinical = stack.add("Clinical", Perimeter::<Phi>::builder().vpc(&vpc).key(&key).trail(&trail));
/// let archives = stack.add("Archives", SecureBucket::builder().perimeter(&clinical));
/// let telemetry = TelemetryLayer::of(&archives, "otel-python.zip", "8gQ4kqtJlcpXroDTDmJ.rmSpXd3dIbrX");
/// let telemetry = stack.add("Telemetry", telemetry);
///
/// let code = Archive::new(&archives, "remind.zip", "3sL4kqtJlcpXroDTDmJ.rmSpXd3dIbrHY", Runtime::Python314, "remind.handler");
/// stack.add("Remind", Function::builder().perimeter(&clinical).code(code).telemetry(&telemetry));
/// # assert!(App::new("clinic").stack(stack).synthesize().is_ok());
/// ```
#[derive(Debug, Clone)]
#[must_use = "nothing is declared until a stack takes it: `stack.add(\"Telemetry\", ..)`"]
pub struct TelemetryLayer {
    bucket: Attr<BucketName>,
    key: &'static str,
    version: Value<String>,
}

impl TelemetryLayer {
    /// That version of an object in a bucket.
    pub fn of<D: DataClass>(bucket: &Bucket<D>, key: &'static str, version: impl Into<Value<String>>) -> Self {
        Self { bucket: bucket.made().id(), key, version: version.into() }
    }
}

impl Spec for TelemetryLayer {
    type Handle = Telemetry;
    const KIND: &'static str = "TelemetryLayer";
    const INVARIANTS: &'static [Rule] = &[rule::LAYER_NAMES_ITS_CODE];
}

impl<P> Construct<P, Aws> for TelemetryLayer {
    fn declare(self, scope: &mut Within<'_, P, Aws>) -> Telemetry {
        let content = layer_version::Content {
            s3_bucket: Some(self.bucket),
            s3_key: Some(self.key.into()),
            s3_object_version: Some(self.version),
            ..Default::default()
        };
        let layer = lambda::LayerVersion { content: Some(content), ..Default::default() };
        Telemetry { layer: Some(scope.resource("", layer).id()) }
    }
}

impl Telemetry {
    /// What the image has in `/opt`, where layers are for archives: an image takes none.
    ///
    /// ```
    /// # use hc_cdk::{data::Phi, image::Image};
    /// use hc_cdk_aws::{compute::Telemetry, prelude::*};
    ///
    /// # fn program(clinical: &Perimeter<Phi>, image: Image) {
    /// let letters = Function::builder().perimeter(clinical).code(image).telemetry(&Telemetry::in_image());
    /// # let _ = letters;
    /// # }
    /// ```
    pub const fn in_image() -> Self {
        Self { layer: None }
    }

    /// The variables that the program is started with.
    pub(super) fn variables() -> impl Iterator<Item = (String, Value<String>)> {
        VARIABLES.into_iter().map(|(name, value)| (name.to_owned(), value.into()))
    }

    /// The layers of the function.
    pub(super) fn layers(&self) -> Option<Vec<Value<String>>> {
        self.layer.clone().map(|it| vec![it])
    }

    /// Reports code that it is not for.
    pub(super) fn check(&self, scope: &mut Scope<'_>, code: &Code) {
        let (message, help) = match (code, &self.layer) {
            (Code::Image(_), Some(_)) => (
                "runs an image, and takes its telemetry from a layer, which no image has",
                "put what is in the layer into `/opt` of the image, and say `.telemetry(&Telemetry::in_image())`",
            ),
            (Code::Archive(_) | Code::Inline(_), None) => (
                "runs an archive, and takes its telemetry from an image",
                "give it a layer: `stack.add(\"Telemetry\", TelemetryLayer::of(&archives, \"otel.zip\", \"..\"))`",
            ),
            (Code::Archive(archive), Some(_)) if matches!(archive.runtime(), Runtime::Provided) => (
                "is started by a wrapper, which Lambda's runtimes of languages take and this one does not",
                "leave `.telemetry(..)` out, and have the program say by itself what there is to say",
            ),
            (Code::Archive(archive), Some(_)) if matches!(archive.runtime(), Runtime::Ruby34) => (
                "is written in Ruby, of which the distribution of OpenTelemetry for Lambda instruments nothing",
                "leave `.telemetry(..)` out, and have the program say by itself what there is to say: Java, .NET, Node.js and Python need not",
            ),
            _ => return,
        };
        scope.reject(Some(iso27001::CONFIGURATION), message, help);
    }
}

hc_cdk::takes! {
    #[diagnostic::on_unimplemented(
        message = "this is not where a function has its telemetry from",
        label = "give what `stack.add` returned for a `TelemetryLayer`, or `&Telemetry::in_image()`"
    )]
    /// Where a function has its telemetry from.
    IsTelemetry: Telemetry;
}
