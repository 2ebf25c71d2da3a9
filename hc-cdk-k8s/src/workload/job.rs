//! Work that is done once for each version of it, such as a migration. It has an end, and is not asked whether it lives.

use hc_cdk::{
    construct::{Construct, Spec},
    data::DataClass,
    dimension::Level,
    policy::Policy,
    resource::{Resource, ResourceType},
    rule::Rule,
    stack::{Scope, Within},
    value::{Json, Token},
};
use hc_cdk_manifest::{
    hash,
    naming::name_of,
    object::{Custom, Specification},
};

use super::{WORK, placing::Placing, pod::Pod, service::Running};
use crate::{
    api::{batch, core},
    chart::Kubernetes,
};

/// Work that is done once for each image, command and variables.
///
/// A cluster takes no change of what a job runs. So the object's name ends in a fingerprint of that: another image, command or
/// variable, and whatever else its pods are made of, is another job, which runs beside what is left of the old one. What is the
/// same is the same object, and does not run again. It is kept when it has come to an end, and so is what it did: a tool that
/// compares the cluster with the files would make a missing one anew, and run it again. What failed for good is tried again when
/// the object is deleted and applied.
///
/// ```
/// use hc_cdk::{data::Phi, policy::{Hipaa, Production}, prelude::*};
/// use hc_cdk_k8s::prelude::*;
///
/// let mut chart = Chart::<(Hipaa, Production)>::new("clinic");
/// let zone = chart.add("Clinical", Namespace::<Phi>::builder());
/// chart.add("Migration", Job::builder().perimeter(&zone)
///     .image(image!("registry.example/claims@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"))
///     .command(&["claims", "migrate"]).resources(cpu!("500m"), memory!("256Mi")));
/// # assert!(App::new("clinic").stack(chart).synthesize().is_ok());
/// ```
#[derive(Debug, Clone)]
pub struct Job<D: DataClass> {
    parts: Parts<D>,
}

super::parts::parts! {
    /// What work is made of.
    pub struct Parts;
    /// Work that is being described.
    pub struct JobBuilder => Job;
    needs {}
    may {
        /// After how many seconds it is given up; an hour by default.
        deadline(seconds: u32) -> u32 { seconds } = 3600;
        /// How often it is tried again after it failed; three times by default.
        retries(times: u32) -> u32 { times } = 3;
    }
    never { port: WorkDoesNotListen, probes: WorkIsNotAsked }
}

impl<D: DataClass> From<Parts<D>> for Job<D> {
    fn from(parts: Parts<D>) -> Self {
        Self { parts }
    }
}

impl<D: DataClass> Job<D> {
    /// Starts the description of work.
    pub fn builder() -> JobBuilder<D> {
        Parts::builder()
    }
}

impl<D: DataClass> Spec for Job<D> {
    type Handle = ();
    const KIND: &'static str = "Job";
    const INVARIANTS: &'static [Rule] = WORK;
}

impl<D: DataClass, P: Policy> Construct<P, Kubernetes> for Job<D> {
    fn declare(self, scope: &mut Within<'_, P, Kubernetes>) {
        let Parts { deadline, retries, .. } = self.parts;
        let used: Vec<String> = self.parts.secrets.iter().map(|(_, secret, _)| secret.text.clone()).collect();
        let (template, running) = once(self.parts.pod(), scope, <P::LogRetention as Level>::POSITION.days());
        let name = name_of(scope);
        let spec = Json::from(spec(template, deadline, retries));
        let object = version(&name, spec.get("template").unwrap_or(&Json::Null), used);
        scope.resource("", Custom { metadata: running.meta(object), spec: Work(spec) });
    }
}

/// The specification of a job, of which the name was made.
struct Work(Json);

impl From<Work> for Json {
    fn from(it: Work) -> Self {
        it.0
    }
}

impl Specification for Work {
    const TYPE: &'static ResourceType = batch::Job::TYPE;
}

/// The name of the object that runs a template: that of the construct, cut to leave its pods and labels their place, and a
/// fingerprint. A construct whose name no label takes is not cut, so that it is found.
fn version(name: &str, template: &Json, mut texts: Vec<String>) -> String {
    texts.push(name.to_owned());
    literals(template, &mut texts);
    let start: String = name.chars().take(if name.len() > 63 { name.len() } else { 35 }).collect();
    format!("{}-{}", start.trim_end_matches('-'), hash::of(texts.iter().map(String::as_str)))
}

/// What of a tree is written in the program. A reference is left out: it holds the place of an object among all others, which
/// changes when one is added before it, and what a deployment fills in is no new version of the work.
fn literals(json: &Json, texts: &mut Vec<String>) {
    match json {
        Json::Text(text) => texts.push(text.to_string()),
        Json::List(items) => {
            texts.push(format!("[{}]", items.len()));
            for item in items {
                literals(item, texts);
            }
        }
        Json::Object(members) => {
            texts.push(format!("{{{}}}", members.len()));
            for (name, value) in members.iter() {
                texts.push(name.to_owned());
                literals(value, texts);
            }
        }
        Json::Token(token) => match token.as_ref() {
            Token::Concat(parts) => {
                for part in parts {
                    literals(part, texts);
                }
            }
            Token::Attribute { .. } | Token::Parameter { .. } | Token::Function { .. } | Token::Nothing => {
                texts.push("$".to_owned());
            }
        },
        Json::Null | Json::Bool(_) | Json::Int(_) | Json::Float(_) => texts.push(format!("{json:?}")),
    }
}

/// The template of pods that come to an end.
pub(super) fn once(pod: Pod, scope: &mut Scope<'_>, log_days: u32) -> (core::PodTemplateSpec, Running) {
    let placing =
        Placing { zones: false, spread: false, restart: core::PodSpecRestartPolicy::Never, log_days, kind: "Job" };
    pod.declare(scope, placing)
}

pub(super) fn spec(template: core::PodTemplateSpec, deadline: u32, retries: u32) -> batch::JobSpec {
    batch::JobSpec {
        active_deadline_seconds: Some(deadline.max(1).into()),
        backoff_limit: Some(retries.into()),
        ..batch::JobSpec::new(template)
    }
}
