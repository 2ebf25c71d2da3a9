//! Rules: sentences that are read from what is about to be written, whoever declared it.
//!
//! Types are for honest people; here the finished resources are judged as if nobody were honest. A rule is read for each
//! resource that it is about, and the verdict is that it held, that it is broken, or that it does not apply. A broken rule is a
//! finding, unless somebody signed for just that rule. A value that only the deployment knows counts as what it may turn out to
//! be.

mod answers;
mod engine;
mod reading;
mod subject;
mod verdicts;

pub use reading::{Must, Reading, Verdict, asks, real_data};
pub use subject::{Known, Subject, Subjects, at, known, lacks, one_or_many};
pub use verdicts::{Judged, Tally, Verdicts};

pub use engine::Tables;
pub(super) use engine::judge;
pub(super) use verdicts::Signed;
