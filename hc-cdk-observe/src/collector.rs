//! Collectors: what takes logs, traces and figures of workloads and hands them on.
//!
//! What is handed on to something of a lower class than where it comes from is redacted, or does not compile.

use std::marker::PhantomData;

use hc_cdk::{
    builder::Complete,
    data::{ClearedFor, DataClass},
};

use crate::sentences::{RedactionNeedsApprover, RedactionNeedsKept, RedactionNeedsMasks};

/// Something that keeps logs, of which all may be of class `D`.
#[derive(Debug, Clone)]
pub struct Sink<D> {
    target: Target,
    class: PhantomData<fn() -> D>,
}

/// A sink without its class as a type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    /// Its name: lower-case letters, digits and `-`.
    pub name: String,
    /// The address that takes records by OTLP.
    pub address: String,
}

impl<D> Sink<D> {
    /// A sink by its name and the address that takes records by OTLP over HTTP, such as that of Loki.
    pub fn new(name: impl Into<String>, address: impl Into<String>) -> Self {
        Self { target: Target { name: name.into(), address: address.into() }, class: PhantomData }
    }
}

/// Something whose class is high enough to keep logs of class `D` as they are.
#[diagnostic::on_unimplemented(
    message = "logs of `{D}` workloads must not go to this as they are",
    label = "this is for data of a lower class: redact what goes there, `.redacted(&redaction, &sink)`",
    note = "HIPAA 45 CFR 164.308(a)(4)(ii)(A): isolation; GDPR Article 5(1)(c): data minimisation; ISO/IEC 27001:2022 A.8.12: data leakage prevention"
)]
pub trait TakesLogsOf<D> {
    /// What is given.
    fn it(&self) -> &Target;
}

#[diagnostic::do_not_recommend]
impl<S: ClearedFor<D>, D> TakesLogsOf<D> for Sink<S> {
    fn it(&self) -> &Target {
        &self.target
    }
}

hc_cdk::builder! {
    /// What is left of a record that goes to something of a lower class, and who approves of that.
    ///
    /// ```
    /// use hc_cdk_observe::Redaction;
    ///
    /// let redaction = Redaction::builder().keeping(&["level", "service.name"]).masking(&["[0-9]{9,12}"])
    ///     .approved_by("dpo@example.org");
    /// ```
    pub struct Redaction;
    /// A redaction that is being described.
    pub struct RedactionBuilder => Redaction;
    needs {
        /// The attributes that are kept. All others are left out.
        keeping(names: &'static [&'static str]) -> &'static [&'static str] { names }: RedactionNeedsKept;
        /// What is masked in what is kept and in the text itself, as regular expressions.
        masking(expressions: &'static [&'static str]) -> &'static [&'static str] { expressions }: RedactionNeedsMasks;
        /// Who approves of it.
        approved_by(who: &'static str) -> &'static str { who }: RedactionNeedsApprover;
    }
}

/// What is left of records: a [`Redaction`], or its description with all that it needs.
#[diagnostic::on_unimplemented(
    message = "this does not say what is left of a record",
    label = "give a redaction: `Redaction::builder().keeping(..).masking(..).approved_by(..)`",
    note = "GDPR Article 5(1)(c): data minimisation; ISO/IEC 27001:2022 A.8.12: data leakage prevention"
)]
pub trait IsRedaction {
    /// What is given.
    fn it(self) -> Redaction;
}

#[diagnostic::do_not_recommend]
impl IsRedaction for Redaction {
    fn it(self) -> Redaction {
        self
    }
}

#[diagnostic::do_not_recommend]
impl IsRedaction for &Redaction {
    fn it(self) -> Redaction {
        self.clone()
    }
}

impl<State> IsRedaction for RedactionBuilder<State>
where
    Self: Complete<Construct = Redaction>,
{
    fn it(self) -> Redaction {
        self.complete()
    }
}

impl Redaction {
    /// The attributes that are kept.
    pub fn kept(&self) -> &'static [&'static str] {
        self.keeping
    }

    /// What is masked.
    pub fn masks(&self) -> &'static [&'static str] {
        self.masking
    }

    /// Who approves of it.
    pub fn approver(&self) -> &'static str {
        self.approved_by
    }
}

/// What takes records of workloads of class `D` and hands them on.
///
/// ```
/// use hc_cdk::data::{Internal, Phi};
/// use hc_cdk_observe::{Collector, Redaction, Sink};
///
/// let loki = Sink::<Internal>::new("loki", "http://loki.monitoring.svc:3100/otlp");
/// let redaction = Redaction::builder().keeping(&["level"]).masking(&["[0-9]{9,12}"]).approved_by("dpo@example.org");
/// let collector = Collector::<Phi>::new().redacted(redaction, &loki);
/// ```
#[derive(Debug, Clone)]
pub struct Collector<D> {
    handed: Handed,
    class: PhantomData<fn() -> D>,
}

/// What a collector takes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Takes {
    /// What workloads log, by OTLP.
    #[default]
    Logs,
    /// What the API server of a cluster records of requests, which it sends over mutual TLS.
    Requests,
}

/// To whom records are handed, and how.
#[derive(Debug, Clone, Default)]
pub struct Handed {
    /// What is taken.
    pub takes: Takes,
    /// Each sink, and what is left of records that go there if they are redacted.
    pub to: Vec<(Target, Option<Redaction>)>,
    /// The memory that it takes at most, in mebibytes.
    pub mebibytes: u32,
}

impl<D: DataClass> Collector<D> {
    /// A collector that hands nothing on yet.
    #[allow(clippy::new_without_default, reason = "one that hands nothing on is no default")]
    pub fn new() -> Self {
        Self { handed: Handed { mebibytes: 200, ..Handed::default() }, class: PhantomData }
    }

    /// Hands records on as they are, to something that is for data of this class.
    #[must_use]
    pub fn to<S: TakesLogsOf<D>>(mut self, sink: &S) -> Self {
        self.handed.to.push((sink.it().clone(), None));
        self
    }

    /// Hands on what is left of records.
    #[must_use]
    pub fn redacted<S>(mut self, redaction: impl IsRedaction, sink: &Sink<S>) -> Self {
        self.handed.to.push((sink.target.clone(), Some(redaction.it())));
        self
    }

    /// To whom records are handed, and how.
    pub fn handed(&self) -> &Handed {
        &self.handed
    }
}

impl Handed {
    /// What is wrong with it, and what to do.
    pub fn faults(&self) -> Vec<(String, &'static str)> {
        let mut faults = Vec::new();
        if self.to.is_empty() {
            faults.push(("hands nothing on".to_owned(), "say to whom: `.to(&sink)` or `.redacted(&redaction, &sink)`"));
        }
        for (at, (target, redaction)) in self.to.iter().enumerate() {
            if self.to.iter().take(at).any(|(it, _)| it.name == target.name) {
                faults.push((format!("hands on to `{}` twice", target.name), "hand on to each once"));
            }
            if let Some(it) = redaction
                && (it.kept().is_empty() || it.masks().is_empty() || it.approver().trim().is_empty())
            {
                let what = format!(
                    "redacts what goes to `{}` without saying what is kept, what is masked and who approves",
                    target.name
                );
                faults.push((what, "name attributes, expressions and a person"));
            }
        }
        faults
    }
}
