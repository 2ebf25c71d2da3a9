//! Parties outside of the system: under which agreement they get personal data, and where they may be.
//!
//! What a target makes of a party is its own; what has to be said of one is the same everywhere.

use std::borrow::Cow;

use super::scope::Scope;
use crate::{
    model::AnsweredFor,
    policy::{
        Policy,
        control::iso27001,
        data::{Class, NotPersonal, Phi, Pii},
        dimension::AtLeast,
    },
};

/// An agreement under which somebody gets personal data: a business associate agreement, or the contract of a processor.
#[derive(Debug, Clone)]
pub struct Agreement {
    /// How it is called in the files of whoever keeps contracts.
    pub name: Cow<'static, str>,
    /// Who signed it for the organization.
    pub signed_by: Cow<'static, str>,
}

impl Agreement {
    /// An agreement by its name, such as `BAA 2026-014`, and who signed it.
    pub fn of(name: impl Into<Cow<'static, str>>, signed_by: impl Into<Cow<'static, str>>) -> Self {
        Self { name: name.into(), signed_by: signed_by.into() }
    }

    /// Puts on record that the party that declares here gets data of a class under it.
    pub fn record(&self, class: Class, scope: &mut Scope<'_>) {
        if [&self.name, &self.signed_by].iter().any(|it| it.trim().is_empty()) {
            scope.reject(
                Some(iso27001::CLOUD_SERVICES),
                "gets data under an agreement without a name, or that nobody signed",
                "write what it is called and who signed it: `Agreement::of(\"BAA 2026-014\", \"jane.roe\")`",
            );
        }
        let what = format!("{} data under {}", class.name(), self.name);
        scope.answered_for(AnsweredFor { what, by: self.signed_by.to_string() });
    }
}

/// There is an agreement.
#[derive(Debug, Clone, Copy)]
pub struct Signed;

/// There is none.
#[derive(Debug, Clone, Copy)]
pub struct Unsigned;

/// Whether there is an agreement: [`Signed`] or [`Unsigned`], as far as data of class `D` asks for one.
#[diagnostic::on_unimplemented(
    message = "`{D}` data must not go to a party without an agreement",
    label = "say under which one it gets the data: `.agreement(Agreement::of(\"BAA 2026-014\", \"jane.roe\"))`",
    note = "HIPAA 45 CFR 164.308(a)(4)(ii)(B): access authorization; ISO/IEC 27001:2022 A.5.23: cloud services"
)]
pub trait AgreedFor<D> {}

impl<D> AgreedFor<D> for Signed {}
#[diagnostic::do_not_recommend]
impl<D: NotPersonal> AgreedFor<D> for Unsigned {}

/// A place at which a party may have data of class `D` under the policy `P`. Personal data stays in the policy's residency.
#[diagnostic::on_unimplemented(
    message = "`{D}` data must not go to a party in `{Self}` where `{P}` applies",
    label = "outside the places that the policy allows: say where the party has it, `.located(country::Gb)`, or choose another one",
    note = "GDPR Article 44: transfers; ISO/IEC 27001:2022 A.5.34: privacy and PII"
)]
pub trait LocatedFor<P, D> {}

#[diagnostic::do_not_recommend]
impl<P, L, D: NotPersonal> LocatedFor<P, D> for L {}
#[diagnostic::do_not_recommend]
impl<P: Policy, L: AtLeast<P::Residency>> LocatedFor<P, Pii> for L {}
#[diagnostic::do_not_recommend]
impl<P: Policy, L: AtLeast<P::Residency>> LocatedFor<P, Phi> for L {}
