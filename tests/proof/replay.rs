//! A system made once more with one thing changed, and signatures for what that breaks. Nothing but the public interface is
//! used: whoever writes constructs of one's own could write this program.

use std::collections::BTreeSet;

use hc_cdk::{
    app::App,
    construct::{Construct, Spec},
    date,
    dimension::residency::ResidencyFor,
    model::System,
    policy::Policy,
    rule::Rule,
    stack::Stack,
    target::{Border, Region, Target, Writer, WrittenFor},
    value::Json,
    waiver::Waiver,
};
use hc_cdk_aws::{
    region::{UsEast1, UsWest2},
    stack::Aws,
};
use hc_cdk_k8s::chart::Kubernetes;

use crate::{
    change::Change,
    copy::{Copied, Copies, Copy, Fill, Neighbour, Of, Places, moved},
};

/// Signatures, each by the stack and the first name of the construct's path, with the rule.
#[derive(Debug, Default)]
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
}

/// The system once more, under the policy `P`.
pub(crate) fn replay<P: Policy>(system: &System, change: &Change, signed: &Signed, rule: &dyn Fn(&str) -> Rule) -> App
where
    UsEast1: ResidencyFor<P>,
    UsWest2: ResidencyFor<P>,
{
    let all = || system.stacks().iter().enumerate().map(|(at, model)| Of { system, model, at, change });
    let begun = all().map(|of| {
        if of.model.target == Aws::NAME {
            let (stack, copies) = begin(of, signed, rule);
            Begun::Aws(stack, copies)
        } else {
            let (stack, copies) = begin(of, signed, rule);
            Begun::Kubernetes(stack, copies)
        }
    });
    let begun: Vec<Begun<P>> = begun.collect();
    let places: Places = begun
        .iter()
        .map(|it| match it {
            Begun::Aws(_, copies) => references(copies),
            Begun::Kubernetes(_, copies) => references(copies),
        })
        .collect();
    all().zip(begun).fold(App::new(system.name()), |app, (of, begun)| match begun {
        Begun::Aws(stack, copies) => end(app, of, stack, &copies, &places, signed, rule),
        Begun::Kubernetes(stack, copies) => end(app, of, stack, &copies, &places, signed, rule),
    })
}

fn references<T: Target>(copies: &Copies<T>) -> Vec<Option<Json>> {
    copies.iter().map(|it| it.as_ref().map(|it| it.id().json().clone())).collect()
}

fn begin<P: Policy, T: Target>(of: Of<'_>, signed: &Signed, rule: &dyn Fn(&str) -> Rule) -> (Stack<P, T>, Copies<T>)
where
    UsEast1: ResidencyFor<P>,
    UsWest2: ResidencyFor<P>,
    Copied<T>: WrittenFor<T>,
{
    // Two regions are enough: what is elsewhere is not here.
    let mut stack = if of.model.region == UsWest2::NAME {
        Stack::<P, T>::in_region(of.model.name(), UsWest2)
    } else {
        Stack::<P, T>::in_region(of.model.name(), UsEast1)
    };
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
