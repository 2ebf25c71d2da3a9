//! A trial of new pods: a program that ends well if they are good. It runs before they get requests, against them alone, and once
//! more when they have them. If it fails, the old pods have the requests again.

use hc_cdk::{
    construct::{Construct, Spec},
    data::DataClass,
    dimension::Level,
    policy::Policy,
    resource::ResourceType,
    rule::Rule,
    stack::Within,
    uses::Use,
    value::{Json, Object, ResourceRef, Value},
};
use hc_cdk_manifest::{
    naming::name_of,
    object::{Custom, Specification},
};

use super::{
    blue_green::{Shifting, ShiftsRequests, preview},
    job,
};
use crate::{chart::Kubernetes, naming::meta, rules::rule, sentences::TrialNeedsWorkload};

/// A trial of a workload that is [blue and green](super::Workload::blue_green). Where the pods are that it tries is in its environment,
/// as `NAME_HOST` and `NAME_PORT`.
#[derive(Debug, Clone)]
pub struct Trial<D: DataClass> {
    parts: Parts<D>,
}

super::parts::parts! {
    /// What a trial is made of.
    pub struct Parts;
    /// A trial that is being described.
    pub struct TrialBuilder => Trial;
    needs {
        /// The workload that it tries.
        of(workload: &(impl ShiftsRequests<D> + ?Sized)) -> Tried { Tried::of(workload.it()) }: TrialNeedsWorkload;
    }
    may {
        /// After how many seconds it is given up; five minutes by default, and no more than twenty.
        deadline(seconds: u32) -> u32 { seconds } = 300;
    }
    never { port: WorkDoesNotListen, probes: WorkIsNotAsked }
}

/// The workload of a trial.
#[derive(Debug, Clone)]
pub struct Tried {
    rollout: ResourceRef,
    name: String,
    it: Use,
}

/// The longest trial: the old pods stay longer.
const LONGEST: u32 = 1200;

/// The argument that says which of its services leads to the pods that are tried.
const HOST: &str = "host";

impl Tried {
    fn of<D: DataClass>(workload: &Shifting<D>) -> Self {
        let service = workload.service();
        let mut it = Use::of(service);
        if let Some(place) = &mut it.connection.place {
            place.host = Some(Value::from(format!("{{{{args.{HOST}}}}}.{}.svc", service.running.zone.text)));
        }
        Self { rollout: workload.rollout.clone(), name: service.running.name.clone(), it }
    }
}

impl<D: DataClass> From<Parts<D>> for Trial<D> {
    fn from(parts: Parts<D>) -> Self {
        Self { parts }
    }
}

impl<D: DataClass> Trial<D> {
    /// Starts the description of a trial.
    pub fn builder() -> TrialBuilder<D> {
        Parts::builder()
    }
}

impl<D: DataClass> Spec for Trial<D> {
    type Handle = ();
    const KIND: &'static str = "Trial";
    const INVARIANTS: &'static [Rule] = super::holds!(TRIES_BY_A_PROGRAM);
}

impl<D: DataClass, P: Policy> Construct<P, Kubernetes> for Trial<D> {
    fn declare(mut self, scope: &mut Within<'_, P, Kubernetes>) {
        let (deadline, name) = (self.parts.deadline, name_of(scope));
        let Tried { rollout, name: tried, it } = self.parts.of.clone();
        if !(1..=LONGEST).contains(&deadline) {
            scope.reject(
                None,
                format!("is given up after {deadline} seconds"),
                format!("give it up to {LONGEST} seconds: the old pods are there for longer"),
            );
        }
        self.parts.uses.push(it);
        let (template, running) = job::once(self.parts.pod(), scope, <P::LogRetention as Level>::POSITION.days());
        let metadata = meta(name.clone(), &running.zone).labelled(running.labels);
        scope.resource("", Custom { metadata, spec: Analysis(job::spec(template, deadline, 0).into()) });
        let shifts = scope.amend_at(&rollout, |it| shift_after(it, &name, &tried));
        if !shifts {
            scope.reject(None, "tries a workload of another chart", "declare both in one chart");
        }
    }
}

/// Has a rollout wait for the trial before it shifts requests, and afterwards, with the way back.
fn shift_after(rollout: &mut Object, trial: &str, tried: &str) {
    let Some(shift) = ["spec", "strategy", "blueGreen"].into_iter().try_fold(rollout, inside) else { return };
    for (member, host) in [("prePromotionAnalysis", preview(tried)), ("postPromotionAnalysis", tried.to_owned())] {
        let template = Object::new().with("templateName", trial.to_owned());
        let host = Object::new().with("name", HOST).with("value", host);
        let analysis = Object::new().with("templates", vec![Json::from(template)]).with("args", vec![Json::from(host)]);
        shift.insert(member, analysis);
    }
}

fn inside<'a>(object: &'a mut Object, member: &str) -> Option<&'a mut Object> {
    match object.get_mut(member)? {
        Json::Object(it) => Some(it),
        _ => None,
    }
}

struct Analysis(Json);

impl Specification for Analysis {
    const TYPE: &'static ResourceType = &ResourceType::untyped("argoproj.io/v1alpha1/AnalysisTemplate");
}

impl From<Analysis> for Json {
    fn from(Analysis(spec): Analysis) -> Self {
        let provider = Object::new().with("job", Object::new().with("spec", spec));
        let metric = Object::new().with("name", "ends-well").with("provider", provider);
        let host = Object::new().with("name", HOST);
        Object::new().with("args", vec![Self::from(host)]).with("metrics", vec![Self::from(metric)]).into()
    }
}
