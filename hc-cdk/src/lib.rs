//! Compliance invariants as types: the core of hc-cdk.
//!
//! A program composes constructs in a [`Stack`](stack::Stack) under a [`Policy`](policy::Policy). What a policy forbids
//! does not compile; what only the whole graph can show is a [`Finding`](finding::Finding); what is left is written.
//!
//! | looking for | there it is |
//! |---|---|
//! | the first program | the [tutorial](https://docs.rs/hc-cdk-manual/latest/hc_cdk_manual/tutorial/) of the manual, the crate `hc-cdk-manual` |
//! | what to do about a compile error | [every sentence](https://docs.rs/hc-cdk-manual/latest/hc_cdk_manual/errors/): read the first line, which says what is wrong, and the label, which says what to type |
//! | constructs | the crates of the targets: `hc-cdk-aws`, `hc-cdk-gcp`, `hc-cdk-azure`, `hc-cdk-k8s`; what watches and delivers is in `hc-cdk-observe` and `hc-cdk-delivery` |
//! | policies | [`mod@policy`], and how to [write one's own](https://docs.rs/hc-cdk-manual/latest/hc_cdk_manual/policies/) |
//! | a judge for templates that exist already | the crate `hc-cdk-verify` |
//!
//! The folders are the pipeline, and a file imports only from folders above its own:
//!
//! | folder | what |
//! |---|---|
//! | `policy` | what is asked: dimensions, classes of data, clauses, policies |
//! | `value` | property values, references, literals that the compiler checks |
//! | `model` | what was declared, as plain data |
//! | `declare` | stacks, constructs and their builders, waivers, what goes from target to target |
//! | `check` | the graph, and one file for each check; success is a ticket |
//! | `write` | from the ticket to files |
//! | `cli` | the command line of every program |
//!
//! Invariant: this crate knows no cloud. A target writes the files ([`Writer`](target::Writer)), and only the command line
//! touches files, environment, clock or terminal.

pub mod check;
mod cli;
mod declare;
pub mod model;
pub mod policy;
pub mod value;
mod write;

#[doc(inline)]
pub use declare::{
    builder, cluster, construct, country, declassified, machines, parameter, party, proof, route, sentences, usage,
    uses, waiver,
};
#[doc(inline)]
pub use model::{change as diff, charge, finding, need, outputs, resource};
#[doc(inline)]
pub use policy::{control, data, dimension};
#[doc(inline)]
pub use value::{date, image, literal};
#[doc(inline)]
pub use write::{app, assertions};

/// The stack that a user adds constructs to, and the scope in which a construct declares its resources.
pub mod stack {
    #[doc(inline)]
    pub use crate::declare::{construct::Within, physical::PhysicalName, scope::Scope, stack::Stack};
}

/// Rules: sentences that are read from what is about to be written, and how they are read.
pub mod rule {
    #[doc(inline)]
    pub use crate::{
        check::rules::{
            Judged, Known, Must, Reading, Subject, Subjects, Tables, Tally, Verdict, Verdicts, asks, at, known, lacks,
            one_or_many, real_data,
        },
        check::{Index, Marks},
        model::rule::{BY_HAND, NOT_CLEARED, Rule, UNDECLARED_WAY, answered},
    };
}

/// What stacks are written for: regions, and the four traits of a target.
pub mod target {
    #[doc(inline)]
    pub use crate::{
        check::{
            Checked, Clock, Judge, Pulls,
            network::{NetworkMap, Part as NetworkPart, Passage},
            ways::{Place, To, WaivedWay, Way, Who},
        },
        declare::region::{Bearer, Border, HasPhysicalNames, Region, Target, WrittenFor},
        model::file::File,
        write::target::{Before, Part, Writer},
    };
}

/// What nearly every program needs: what it begins by name, and what its own functions take and give. Markers stay outside, so that
/// the compiler prints them by their short names; the crate of each target has the name of its stacks.
pub mod prelude {
    pub use crate::{
        app::App,
        construct::{Construct, Spec},
        data::{AllowedUnder, DataClass},
        date, image,
        image::{Image, ImageList},
        images,
        literal::{cidr::CidrBlock, domain::Domain, signer::Signer},
        parameter::Parameter,
        party::Agreement,
        policy,
        policy::Policy,
        route::TargetGroup,
        signer,
        target::Region,
        value::Value,
        waiver::{Raw, Waiver},
    };
}
