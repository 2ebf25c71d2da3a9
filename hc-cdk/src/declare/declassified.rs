//! Data that goes to where data of a lower class is kept, once somebody has approved of how the rest of it is left out.
//!
//! A workload writes to nothing of a lower class than its own: what it knows would flow down. Where that is wanted, such as for reports of
//! errors, this is the one way: it says by which method what must not leave is taken out, and who approved of that. Both are in the
//! evidence, as what people answer for: nothing that is written shows whether a program does it.

use std::marker::PhantomData;

use super::{
    construct::{Construct, Spec, Within},
    region::Target,
    uses::{Connection, Usable},
};
use crate::{
    model::{AnsweredFor, Role, rule::Rule},
    policy::{
        Policy,
        control::{gdpr, hipaa, iso27001},
        data::{AllowedUnder, Class, DataClass},
    },
};

/// The way by which workloads of class `D` write to something of a lower class on the target `T`, as a stack has taken it. The crates of
/// targets have it for theirs.
#[derive(Debug, Clone)]
pub struct Declassified<D, T> {
    connection: Connection,
    of: PhantomData<fn() -> (D, T)>,
}

crate::builder! {
    /// How what data of class `D` has of a higher class is left out of what goes somewhere on the target `T`.
    pub struct DeclassifiedSpec<D: DataClass, T>;
    /// A way down that is being described.
    pub struct DeclassifiedBuilder => DeclassifiedSpec<D, T>;
    needs {
        /// Where the data goes: what a stack returned for something of a lower class, such as a party or a queue.
        to(to: &(impl Usable<Target = T> + ?Sized)) -> Lower { Lower::of(to) }: DeclassifiedNeedsEnd;
        /// How what must not leave is taken out, such as `bodies and users are cut by before_send`.
        method(method: &'static str) -> &'static str { method }: DeclassifiedNeedsMethod;
        /// Who approved of it.
        approved_by(who: &'static str) -> &'static str { who }: DeclassifiedNeedsApprover;
    }
    also { of: PhantomData<fn() -> (D, T)> }
}

/// Where data of a lower class goes.
#[derive(Debug, Clone)]
pub struct Lower {
    connection: Connection,
    class: Class,
}

impl Lower {
    fn of<U: Usable + ?Sized>(it: &U) -> Self {
        Self { connection: it.connection(), class: U::Class::CLASS }
    }
}

crate::needs! {
    #[diagnostic::on_unimplemented(
        message = "data that is declassified needs somewhere to go",
        label = "say before this where: `.to(&party)`, with what `add` returned for it",
        note = "HIPAA 45 CFR 164.308(a)(4)(ii)(A): isolation; ISO/IEC 27001:2022 A.8.12: data leakage prevention"
    )]
    DeclassifiedNeedsEnd;

    #[diagnostic::on_unimplemented(
        message = "data is declassified by a method, and none is named",
        label = "say before this how what must not leave is taken out: `.method(\"bodies and users are cut by before_send\")`",
        note = "GDPR Article 5(1)(c): data minimisation; ISO/IEC 27001:2022 A.8.12: data leakage prevention"
    )]
    DeclassifiedNeedsMethod;

    #[diagnostic::on_unimplemented(
        message = "data is declassified by nobody",
        label = "say before this who approved of it: `.approved_by(\"dpo@example.org\")`",
        note = "GDPR Article 5(1)(c): data minimisation; ISO/IEC 27001:2022 A.8.12: data leakage prevention"
    )]
    DeclassifiedNeedsApprover;
}

impl<D: DataClass, T> Declassified<D, T> {
    /// Starts the description of a way down from data of class `D`.
    pub fn builder() -> DeclassifiedBuilder<D, T> {
        DeclassifiedSpec::builder()
    }
}

impl<D: DataClass, T> Spec for DeclassifiedSpec<D, T> {
    type Handle = Declassified<D, T>;
    const KIND: &'static str = "Declassified";
    const INVARIANTS: &'static [Rule] = &[Rule::stated(
        "data goes to where a lower class is kept by a method that somebody approved of",
        &[hipaa::ACCESS_ISOLATION, iso27001::DATA_LEAKAGE, gdpr::BY_DESIGN],
    )];
}

impl<D: DataClass + AllowedUnder<P>, T: Target, P: Policy> Construct<P, T> for DeclassifiedSpec<D, T> {
    fn declare(self, scope: &mut Within<'_, P, T>) -> Declassified<D, T> {
        scope.plays(Role::Other, D::CLASS);
        let Lower { connection, class } = self.to;
        if [self.method, self.approved_by].iter().any(|it| it.trim().is_empty()) {
            scope.reject(
                Some(iso27001::DATA_LEAKAGE),
                "declassifies data without saying how, or who approved of it",
                "write both: `.method(\"bodies and users are cut by before_send\").approved_by(\"dpo@example.org\")`",
            );
        }
        if class > D::CLASS {
            scope.reject(
                Some(iso27001::DATA_LEAKAGE),
                format!("declassifies `{}` data to where `{}` data goes, which is a higher class", D::CLASS.name(), class.name()),
                "connect the workload to that itself, or name in `Declassified::<..>` the class of the workloads that write",
            );
        }
        // In a stage without real data both may be of one class, and nobody has to answer for anything.
        if class < D::CLASS {
            let what = format!("{} data made of {} data: {}", class.name(), D::CLASS.name(), self.method);
            scope.answered_for(AnsweredFor { what, by: self.approved_by.to_owned() });
        }
        let this = scope.this();
        scope.flow_between(&this, class, &connection.to);
        Declassified { connection: Connection { to: this, ..connection }, of: PhantomData }
    }
}

impl<D: DataClass, T: Target> Usable for Declassified<D, T> {
    type Class = D;
    type Target = T;

    fn connection(&self) -> Connection {
        self.connection.clone()
    }
}
