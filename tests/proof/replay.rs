//! A system made once more with one thing changed, and signatures for what that breaks. Nothing but the public interface is
//! used: whoever writes constructs of one's own could write this program.

use std::collections::BTreeSet;

use hc_cdk::{
    app::App,
    cluster::Cluster,
    construct::{Construct, Spec},
    date,
    dimension::residency::ResidencyFor,
    model::{StackModel, System},
    policy::Policy,
    rule::Rule,
    stack::Stack,
    target::{Border, Region, Target, Writer, WrittenFor},
    value::Json,
    waiver::Waiver,
};
use hc_cdk_aws::{
    region::{EuSouth1, EuWest1, EuWest2, UsEast1, UsWest2},
    stack::Aws,
};
use hc_cdk_azure::{region::EastUs2, stack::Azure};
use hc_cdk_delivery::target::{GitHub, Repository};
use hc_cdk_gcp::{region::Iowa, stack::Gcp};
use hc_cdk_k8s::chart::Kubernetes;

use crate::{
    change::Change,
    copy::{Copied, Copies, Copy, Fill, Neighbour, Of, Places, moved},
    programs::Part,
};

/// Signatures, each by the stack and the first name of the construct's path, with the rule.
#[derive(Debug, Default, Clone)]
pub(crate) struct Signed(pub(crate) BTreeSet<(String, String, &'static str)>);

impl Signed {
    fn add<P, T, C>(&self, stack: &mut Stack<P, T>, name: &str, construct: C, rule: &dyn Fn(&str) -> Rule)
    where
        P: Policy,
        T: Target,
        C: Spec<Handle = ()> + Construct<P, T>,
    {
        let of = stack.model().name().to_owned();
        let mut rules = self.0.iter().filter(|it| it.0 == of && it.1 == name).map(|it| rule(it.2));
        match rules.next() {
            None => stack.add(name.to_owned(), construct),
            Some(first) => {
                let waiver = Waiver::new(first, "agreed with the auditors", "jane.roe", date!("2099-12-31"));
                let waiver = rules.fold(waiver, Waiver::and);
                stack.add(name.to_owned(), waiver.construct(construct));
            }
        }
    }
}

/// A stack of the new system, of whatever target.
trait Begun {
    /// What refers to its copies.
    fn references(&self) -> Vec<Option<Json>>;

    /// The app with the stack, once there is everything to which it refers.
    fn end(self: Box<Self>, app: App, of: Of<'_>, places: &Places, signed: &Signed, rule: &dyn Fn(&str) -> Rule)
    -> App;
}

/// A stack of the new system with its copies.
struct Copying<P, T> {
    stack: Stack<P, T>,
    copies: Copies<T>,
}

/// Whether a stack is of a target that is read here.
pub(crate) fn is_read(stack: &StackModel) -> bool {
    [Aws::NAME, Azure::NAME, Gcp::NAME, GitHub::NAME, Kubernetes::NAME].contains(&stack.target)
}

/// The stacks of `part` of the system once more. What these ask for is at least `P`, the policy of whoever changes it, and each is held
/// to all of its own.
pub(crate) fn replay<P: Placed>(
    system: &System,
    part: Part,
    change: &Change,
    signed: &Signed,
    rule: &dyn Fn(&str) -> Rule,
) -> App {
    let all = || system.stacks().iter().enumerate().map(|(at, model)| Of { system, model, at, change });
    let begun = all().map(|of| -> Option<Box<dyn Begun>> {
        match of.model.target {
            _ if !part(of.model.name()) => None,
            Aws::NAME => Some(Box::new(begin::<P, Aws>(of, signed, rule))),
            Azure::NAME => Some(Box::new(begin::<P, Azure>(of, signed, rule))),
            Gcp::NAME => Some(Box::new(begin::<P, Gcp>(of, signed, rule))),
            GitHub::NAME => Some(Box::new(begin::<P, GitHub>(of, signed, rule))),
            Kubernetes::NAME => Some(Box::new(begin::<P, Kubernetes>(of, signed, rule))),
            _ => None,
        }
    });
    let begun: Vec<Option<Box<dyn Begun>>> = begun.collect();
    let places: Places = begun.iter().map(|it| it.as_ref().map(|it| it.references()).unwrap_or_default()).collect();
    all().zip(begun).fold(App::new(system.name()), |app, (of, begun)| match begun {
        Some(begun) => begun.end(app, of, &places, signed, rule),
        None => app,
    })
}

/// A policy under which stacks may be in every region in which one of a system is.
pub(crate) trait Placed: Policy + Sized {
    fn stack<T: Target>(model: &StackModel) -> Stack<Self, T>;
}

impl<P: Policy> Placed for P
where
    UsEast1: ResidencyFor<P>,
    UsWest2: ResidencyFor<P>,
    EuSouth1: ResidencyFor<P>,
    EuWest1: ResidencyFor<P>,
    EuWest2: ResidencyFor<P>,
    EastUs2: ResidencyFor<P>,
    Iowa: ResidencyFor<P>,
    Repository: ResidencyFor<P>,
{
    fn stack<T: Target>(model: &StackModel) -> Stack<P, T> {
        match model.region {
            UsWest2::NAME => there(model, UsWest2),
            EuSouth1::NAME => there(model, EuSouth1),
            EuWest1::NAME => there(model, EuWest1),
            EuWest2::NAME => there(model, EuWest2),
            EastUs2::NAME => there(model, EastUs2),
            Iowa::NAME => there(model, Iowa),
            Repository::NAME => there(model, Repository),
            // A cluster that is in no region of a cloud is in none that a sentence is about.
            _ => there(model, UsEast1),
        }
    }
}

/// A stack in a region, for a cluster of the same name as before, if it is for one. Who signs its tokens is not of the copy.
fn there<P: Policy, T: Target, R: Region + ResidencyFor<P>>(model: &StackModel, region: R) -> Stack<P, T> {
    match &model.cluster {
        None => Stack::in_region(model.name(), region),
        Some(facts) => {
            let cluster = Cluster::new(facts.name.clone(), region, "elsewhere", "elsewhere");
            Stack::in_cluster(model.name(), &cluster.services_in(facts.services.iter().copied()))
        }
    }
}

fn begin<P: Placed, T: Target>(of: Of<'_>, signed: &Signed, rule: &dyn Fn(&str) -> Rule) -> Copying<P, T>
where
    Copied<T>: WrittenFor<T>,
{
    let mut stack = P::stack(of.model);
    stack.also_under(&of.model.policy);
    let mut copies: Copies<T> = of.model.resources.iter().map(|_| None).collect();
    for (construct, it) in of.model.constructs.iter().enumerate().filter(|(_, it)| it.parent.is_none()) {
        signed.add(&mut stack, &it.path, Copy { of, construct, copies: &mut copies }, rule);
    }
    Copying { stack, copies }
}

impl<P: Policy, T: Target + Writer + Border> Begun for Copying<P, T>
where
    Copied<T>: WrittenFor<T>,
{
    fn references(&self) -> Vec<Option<Json>> {
        self.copies.iter().map(|it| it.as_ref().map(|it| it.id().json().clone())).collect()
    }

    fn end(
        self: Box<Self>,
        app: App,
        of: Of<'_>,
        places: &Places,
        signed: &Signed,
        rule: &dyn Fn(&str) -> Rule,
    ) -> App {
        let Self { mut stack, copies } = *self;
        stack.add("Fill", Fill { of, copies: &copies, places });
        if let Change::Add(at, kind, properties) = of.change
            && *at == of.at
        {
            let neighbour = Neighbour(Copied::new(kind), moved(properties, of.system, places));
            signed.add(&mut stack, "Neighbour", neighbour, rule);
        }
        app.stack(stack)
    }
}
