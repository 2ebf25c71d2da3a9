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
use hc_cdk_k8s::chart::Kubernetes;

use crate::{
    change::Change,
    copy::{Copied, Copies, Copy, Fill, Neighbour, Of, Places, moved},
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

/// A stack of the new system with its copies.
enum Begun<P> {
    Aws(Stack<P, Aws>, Copies<Aws>),
    Kubernetes(Stack<P, Kubernetes>, Copies<Kubernetes>),
    /// One of a target whose sentences nobody reads here.
    Unread,
}

/// Whether a stack is of a target that is read here.
pub(crate) fn is_read(stack: &StackModel) -> bool {
    [Aws::NAME, Kubernetes::NAME].contains(&stack.target)
}

/// The system once more. What its stacks ask for is at least `P`, the policy of whoever changes it, and each is held to all of
/// its own.
pub(crate) fn replay<P>(system: &System, change: &Change, signed: &Signed, rule: &dyn Fn(&str) -> Rule) -> App
where
    P: Placed<Aws> + Placed<Kubernetes>,
{
    let all = || system.stacks().iter().enumerate().map(|(at, model)| Of { system, model, at, change });
    let begun = all().map(|of| match of.model.target {
        Aws::NAME => {
            let (stack, copies) = begin(of, signed, rule);
            Begun::Aws(stack, copies)
        }
        Kubernetes::NAME => {
            let (stack, copies) = begin(of, signed, rule);
            Begun::Kubernetes(stack, copies)
        }
        _ => Begun::Unread,
    });
    let begun: Vec<Begun<P>> = begun.collect();
    let places: Places = begun
        .iter()
        .map(|it| match it {
            Begun::Aws(_, copies) => references(copies),
            Begun::Kubernetes(_, copies) => references(copies),
            Begun::Unread => Vec::new(),
        })
        .collect();
    all().zip(begun).fold(App::new(system.name()), |app, (of, begun)| match begun {
        Begun::Aws(stack, copies) => end(app, of, stack, &copies, &places, signed, rule),
        Begun::Kubernetes(stack, copies) => end(app, of, stack, &copies, &places, signed, rule),
        Begun::Unread => app,
    })
}

/// A policy under which stacks may be in every region in which one of a system is.
pub(crate) trait Placed<T: Target>: Policy + Sized {
    fn stack(model: &StackModel) -> Stack<Self, T>;
}

impl<P: Policy, T: Target> Placed<T> for P
where
    UsEast1: ResidencyFor<P>,
    UsWest2: ResidencyFor<P>,
    EuSouth1: ResidencyFor<P>,
    EuWest1: ResidencyFor<P>,
    EuWest2: ResidencyFor<P>,
{
    fn stack(model: &StackModel) -> Stack<P, T> {
        match model.region {
            UsWest2::NAME => there(model, UsWest2),
            EuSouth1::NAME => there(model, EuSouth1),
            EuWest1::NAME => there(model, EuWest1),
            EuWest2::NAME => there(model, EuWest2),
            // A cluster that is in no region of AWS is in none that a sentence is about.
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

fn references<T: Target>(copies: &Copies<T>) -> Vec<Option<Json>> {
    copies.iter().map(|it| it.as_ref().map(|it| it.id().json().clone())).collect()
}

fn begin<P: Placed<T>, T: Target>(of: Of<'_>, signed: &Signed, rule: &dyn Fn(&str) -> Rule) -> (Stack<P, T>, Copies<T>)
where
    Copied<T>: WrittenFor<T>,
{
    let mut stack = P::stack(of.model);
    stack.also_under(&of.model.policy);
    let mut copies: Copies<T> = of.model.resources.iter().map(|_| None).collect();
    for (construct, it) in of.model.constructs.iter().enumerate().filter(|(_, it)| it.parent.is_none()) {
        signed.add(&mut stack, &it.path, Copy { of, construct, copies: &mut copies }, rule);
    }
    (stack, copies)
}

fn end<P: Policy, T: Target + Writer + Border>(
    app: App,
    of: Of<'_>,
    mut stack: Stack<P, T>,
    copies: &Copies<T>,
    places: &Places,
    signed: &Signed,
    rule: &dyn Fn(&str) -> Rule,
) -> App
where
    Copied<T>: WrittenFor<T>,
{
    stack.add("Fill", Fill { of, copies, places });
    if let Change::Add(at, kind, properties) = of.change
        && *at == of.at
    {
        let neighbour = Neighbour(Copied::new(kind), moved(properties, of.system, places));
        signed.add(&mut stack, "Neighbour", neighbour, rule);
    }
    app.stack(stack)
}
