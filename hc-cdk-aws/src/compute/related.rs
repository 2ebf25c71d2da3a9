//! What every workload can be told, whatever it runs on: what it uses, its variables and secrets, and what else it may do.

/// Writes the methods of the builder of a workload that say it. They are kept in its field `relations`.
macro_rules! related {
    ($builder:ident) => {
        use $crate::compute::related::used::*;

        impl<D: DataClass, State> $builder<D, State> {
            /// Lets it use something, to read and to write: data flows, ports open on both sides, and its variables and secrets
            /// are in the container's environment. What the program knows flows into what it writes to, so that is for data
            /// of its own class.
            pub fn connect<U>(mut self, to: &U) -> Self
            where
                U: Usable + ?Sized,
                U::Target: LetsIn<Aws>,
                D: ClearedFor<U::Class>,
                U::Class: WrittenBy<D>,
            {
                self.relations.uses.push(Use::of(to));
                self
            }

            /// Lets it read something, and not write to it: data of its class or of a lower one.
            pub fn reads<U>(mut self, from: &U) -> Self
            where
                U: Readable + ?Sized,
                U::Target: LetsIn<Aws>,
                D: ClearedFor<U::Class>,
            {
                self.relations.uses.push(Use::reading(from));
                self
            }

            /// Puts a plain variable into the container's environment: `variable!("LOG_LEVEL", "info")`.
            #[allow(clippy::needless_pass_by_value, reason = "it is given, and what is something else gets a sentence")]
            pub fn variable(mut self, variable: impl IsVariable) -> Self {
                self.relations.variables.push(variable.it().clone());
                self
            }

            /// Puts a secret into the container's environment, by reference: the template never has its value.
            pub fn secret(mut self, name: &'static str, field: &(impl ByReference + ?Sized)) -> Self {
                self.relations.secrets.push((name, field.it().clone()));
                self
            }

            /// Lets the program inside the container do something else.
            #[allow(clippy::needless_pass_by_value, reason = "it is given, and what is something else gets a sentence")]
            pub fn allow(mut self, statement: impl IsStatement) -> Self {
                self.relations.statements.push(statement.it().clone());
                self
            }
        }
    };
}

pub(super) use related;

/// What these are written with.
pub(super) mod used {
    pub(in crate::compute) use hc_cdk::{
        data::{ClearedFor, DataClass, WrittenBy},
        sentences::IsVariable,
        uses::{LetsIn, Readable, Usable, Use},
        value::Value,
    };

    pub(in crate::compute) use crate::{compute::plan::Relations, iam::IsStatement, secrets::ByReference, stack::Aws};
}
