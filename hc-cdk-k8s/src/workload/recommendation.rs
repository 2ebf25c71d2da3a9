//! What a workload should ask for: the vertical autoscaler watches what it uses, and recommends. It changes nothing by
//! itself, since that would start pods anew at moments that nobody chose.

use hc_cdk::{
    construct::{Construct, Spec},
    resource::ResourceType,
    rule::Rule,
    stack::Within,
    value::{Json, Object},
};
use hc_cdk_manifest::{
    naming::name_of,
    object::{Custom, Specification},
};

use super::service::{IsWorkload, Running};
use crate::{chart::Kubernetes, naming::meta, rules::rule, sentences::WatchNeedsTarget};

hc_cdk::builder! {
    /// A recommendation of what a workload should ask for.
    ///
    /// ```
    /// use hc_cdk::{data::Phi, policy::{Hipaa, Production}, prelude::*};
    /// use hc_cdk_k8s::{prelude::*, workload::Recommendation};
    ///
    /// let mut chart = Chart::<(Hipaa, Production)>::new("clinic");
    /// let zone = chart.add("Clinical", Namespace::<Phi>::builder());
    /// let claims = chart.add("Claims", Workload::builder().perimeter(&zone)
    ///     .image(image!("registry.example/claims@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"))
    ///     .port(8080).probes(Probes::tcp()).resources(cpu!("250m"), memory!("256Mi")));
    /// chart.add("ClaimsSize", Recommendation::builder().target(&claims));
    /// # assert!(App::new("clinic").stack(chart).synthesize().is_ok());
    /// ```
    pub struct Recommendation;
    /// A recommendation that is being described.
    pub struct RecommendationBuilder => Recommendation;
    needs {
        /// The workload.
        target(target: &(impl IsWorkload + ?Sized)) -> Running { target.running().clone() }: WatchNeedsTarget;
    }
}

impl Spec for Recommendation {
    type Handle = ();
    const KIND: &'static str = "Recommendation";
    const INVARIANTS: &'static [Rule] = &[rule::RECOMMENDS_ONLY];
}

impl<P> Construct<P, Kubernetes> for Recommendation {
    fn declare(self, scope: &mut Within<'_, P, Kubernetes>) {
        let metadata = meta(name_of(scope), &self.target.zone);
        scope.resource("", Custom { metadata, spec: RecommendationSpecification { target: self.target } });
    }
}

struct RecommendationSpecification {
    target: Running,
}

impl Specification for RecommendationSpecification {
    const TYPE: &'static ResourceType = &ResourceType::untyped("autoscaling.k8s.io/v1/VerticalPodAutoscaler");
}

impl From<RecommendationSpecification> for Json {
    fn from(it: RecommendationSpecification) -> Self {
        let target = Object::new()
            .with("apiVersion", it.target.api_version())
            .with("kind", it.target.kind)
            .with("name", it.target.name);
        Object::new().with("targetRef", target).with("updatePolicy", Object::new().with("updateMode", "Off")).into()
    }
}
