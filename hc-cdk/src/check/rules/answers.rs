//! Every floor is answered: for each construct that plays a role, what the policy asks for on each dimension that concerns the
//! role is read in its resources, or somebody signed.

use indexmap::IndexSet;

use crate::{
    model::{Role, StackModel, finding::Finding, rule},
    policy::Dimension,
};

/// Which dimensions are answered for which constructs of a stack, by their places.
#[derive(Debug, Default)]
pub(super) struct Answers {
    /// In resources of the construct itself.
    own: IndexSet<(u32, Dimension)>,
    /// In the construct or in one inside of it.
    inside: IndexSet<(u32, Dimension)>,
}

impl Answers {
    /// Notes an answer for a construct, and so for those around it.
    pub(super) fn note(&mut self, stack: &StackModel, construct: u32, dimension: Dimension) {
        self.own.insert((construct, dimension));
        let mut at = Some(construct);
        while let Some(construct) = at.filter(|construct| self.inside.insert((*construct, dimension))) {
            at = stack.constructs.get(construct as usize).and_then(|it| it.parent);
        }
    }

    /// Whether a dimension is answered for a construct: in it, or in resources of one that it is made in.
    fn has(&self, stack: &StackModel, construct: u32, dimension: Dimension) -> bool {
        let parent = |at: &u32| stack.constructs.get(*at as usize).and_then(|it| it.parent);
        self.inside.contains(&(construct, dimension))
            || std::iter::successors(parent(&construct), parent).any(|at| self.own.contains(&(at, dimension)))
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
