//! A rule as data: what it is called, its sentence, and the clauses that ask for it. How it is read from what is written is said
//! by a [`Reading`](crate::rule::Reading).

use crate::policy::{
    Dimension,
    control::{Control, hipaa, iso27001, soc2},
};

/// A sentence about what is written. Reports repeat it only of what was read; a waiver names it by its constant.
#[derive(Debug, Clone, Copy)]
pub struct Rule {
    /// What it is called in findings, such as `RDSStorageEncrypted`; no two rules have one code. One that nobody reads has none.
    pub code: &'static str,
    /// The sentence, lower case, without a full stop.
    pub sentence: &'static str,
    /// The clauses that ask for it, the first of which a finding cites.
    pub controls: &'static [Control],
}

impl Rule {
    /// A sentence that nothing reads. Reports say of it that its author states it, and no clause is met by it.
    pub const fn stated(sentence: &'static str, controls: &'static [Control]) -> Self {
        Self { code: "", sentence, controls }
    }

    /// Whether it is a sentence that nothing reads.
    pub const fn is_stated(&self) -> bool {
        self.code.is_empty()
    }
}

/// What only a waiver lets in: a resource or a property that comes from no construct.
pub const BY_HAND: Rule = Rule {
    code: "ByHand",
    sentence: "what is written comes from constructs",
    controls: &[soc2::CHANGE_MANAGEMENT, iso27001::CONFIGURATION],
};

/// Whoever can get at data has to be cleared for it. It is read from all that lets somebody get at a store.
pub const NOT_CLEARED: Rule = Rule {
    code: "NotCleared",
    sentence: "whoever can get at data is cleared for its class, and none is written where less is kept",
    controls: &[hipaa::ACCESS_ISOLATION, soc2::LEAST_PRIVILEGE],
};

/// Whoever can get at data has to be connected to it. It is read from all that lets somebody get at a store.
pub const UNDECLARED_WAY: Rule = Rule {
    code: "UndeclaredWay",
    sentence: "every way to data is one that was declared",
    controls: &[hipaa::ACCESS_ISOLATION, soc2::LEAST_PRIVILEGE],
};

/// That what the policy asks for on a dimension is answered for a construct, by a rule that held in its resources. A waiver names
/// it where nothing can answer.
pub const fn answered(dimension: Dimension) -> Rule {
    Rule { code: dimension.code(), sentence: "what the policy asks for is answered by a rule that held", controls: &[] }
}

impl PartialEq for Rule {
    fn eq(&self, other: &Self) -> bool {
        self.code == other.code && self.sentence == other.sentence
    }
}

impl Eq for Rule {}
