//! Every floor is answered: for each construct that plays a role, what the policy asks for on each dimension that concerns the
//! role is read in its resources, or somebody signed.

use indexmap::IndexSet;

use crate::{
    model::{Role, StackModel, finding::Finding, rule},
    policy::Dimension,
};

/// Some dimensions, by the bits of their places among all.
type Dimensions = u32;

const _: () = assert!(Dimension::ALL.len() <= Dimensions::BITS as usize, "each dimension has a bit");

/// Which dimensions are answered for each construct of a stack.
#[derive(Debug, Clone, Copy, Default)]
struct Answered {
    /// In resources of the construct itself.
    own: Dimensions,
    /// In the construct or in one inside of it.
    inside: Dimensions,
}

/// What is answered for the constructs of a stack, by their places.
#[derive(Debug)]
pub(super) struct Answers(Vec<Answered>);

impl Answers {
    /// Nothing is answered yet.
    pub(super) fn of(stack: &StackModel) -> Self {
        Self(vec![Answered::default(); stack.constructs.len()])
    }

    /// Notes an answer for a construct, and so for those around it.
    pub(super) fn note(&mut self, stack: &StackModel, construct: u32, dimension: Dimension) {
        let bit = bit(dimension);
        if let Some(it) = self.0.get_mut(construct as usize) {
            it.own |= bit;
        }
        let mut at = Some(construct);
        while let Some(it) = at.and_then(|at| self.0.get_mut(at as usize)).filter(|it| it.inside & bit == 0) {
            it.inside |= bit;
            at = at.and_then(|at| stack.constructs.get(at as usize)?.parent);
        }
    }

    /// Whether a dimension is answered for a construct: in it, or in resources of one that it is made in.
    fn has(&self, stack: &StackModel, construct: u32, dimension: Dimension) -> bool {
        let parent = |at: &u32| stack.constructs.get(*at as usize).and_then(|it| it.parent);
        let of = |at: u32| self.0.get(at as usize).copied().unwrap_or_default();
        of(construct).inside & bit(dimension) != 0
            || std::iter::successors(parent(&construct), parent).any(|at| of(at).own & bit(dimension) != 0)
    }

    /// Reports the questions that nothing answers, and notes the signatures for them.
    pub(super) fn check(
        &self,
        stack: &StackModel,
        concerns: impl Fn(Role) -> &'static [Dimension],
        signed: &mut IndexSet<(usize, &'static str)>,
        findings: &mut Vec<Finding>,
    ) {
        for (at, construct) in (0..).zip(&stack.constructs) {
            for dimension in concerns(construct.role) {
                let asked = stack.policy.asked(*dimension);
                let Some(requirement) = asked.filter(|_| !self.has(stack, at, *dimension)) else { continue };
                let rule = rule::answered(*dimension);
                let waivers: Vec<usize> = stack.waivers_of(at, &rule).map(|(waiver, _)| waiver).collect();
                if !waivers.is_empty() {
                    signed.extend(waivers.into_iter().map(|waiver| (waiver, rule.code)));
                    continue;
                }
                let (policy, floor, words) = (requirement.policy, requirement.floor, dimension.words());
                let message = format!("has nothing that answers what `{policy}` asks for: {words} of `{floor}`");
                let help = "make it of resources that a rule can read this in, or name `rule::answered` in a waiver";
                let finding = stack.finding(rule.code, at, message, help);
                findings.push(finding.citing(requirement.controls.first().copied()));
            }
        }
    }
}

fn bit(dimension: Dimension) -> Dimensions {
    1 << dimension as u32
}
