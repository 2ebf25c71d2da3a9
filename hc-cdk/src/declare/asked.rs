//! What parts of constructs are asked for by: traits, each with the sentence that the compiler says of what does not meet it.
//!
//! - `needs!` names what cannot be left out: the trait is met by a part that was given,
//! - `refuses!` names what is not there on purpose, such as a switch that turns a trail off: nothing meets the trait,
//! - `gives!` names what is a literal or known to the deployment only,
//! - `lists!` names what is asked for as a list,
//! - `takes!` names what is asked for, where something else is a likely mistake: what is asked for meets the trait.

/// Declares what cannot be left out: the attribute with its sentence, and `DatabaseNeedsKey;`.
#[doc(hidden)]
#[macro_export]
macro_rules! needs {
    ($($(#[$sentence:meta])* $name:ident;)*) => {$(
        $(#[$sentence])*
        #[doc(hidden)]
        pub trait $name<T> {
            fn part(self) -> T;
        }

        // rustc would show this macro as the place of what is given.
        #[diagnostic::do_not_recommend]
        impl<T> $name<T> for $crate::builder::Given<T> {
            fn part(self) -> T {
                self.0
            }
        }
    )*};
}

/// Declares what is not there on purpose: the attribute with its sentence, and `TrailIsNotTurnedOff;`.
#[doc(hidden)]
#[macro_export]
macro_rules! refuses {
    ($($(#[$sentence:meta])* $name:ident;)*) => {$(
        $(#[$sentence])*
        #[doc(hidden)]
        pub trait $name {}
    )*};
}

/// Declares what is asked for: the attribute with its sentence, and `NamedByDigest: Image;`. What is of a class of data, such as a
/// perimeter, is written out: of one of another class rustc would say that the mistake is in this macro.
#[doc(hidden)]
#[macro_export]
macro_rules! takes {
    ($($(#[$sentence:meta])* $name:ident: $asked:ty;)*) => {$(
        $(#[$sentence])*
        pub trait $name {
            /// What is given.
            fn it(&self) -> &$asked;
        }

        // rustc would show this macro as the place of what is asked for.
        #[diagnostic::do_not_recommend]
        impl $name for $asked {
            fn it(&self) -> &$asked {
                self
            }
        }
    )*};
}

/// Declares what is given as a literal, or as a value that only the deployment knows: the attribute with its sentence, the type of
/// the value, and the types of its literals: `ImageByDigest: Image = Image;`.
#[doc(hidden)]
#[macro_export]
macro_rules! gives {
    ($($(#[$sentence:meta])* $name:ident: $kind:ty = $($literal:ty)|+;)*) => {$(
        $(#[$sentence])*
        pub trait $name {
            /// What is given.
            fn value(self) -> $crate::value::Value<$kind>;
        }

        // rustc would show this macro as the place of what is asked for.
        #[diagnostic::do_not_recommend]
        impl $name for $crate::value::Value<$kind> {
            fn value(self) -> $crate::value::Value<$kind> {
                self
            }
        }

        $(
            #[diagnostic::do_not_recommend]
            impl $name for $literal {
                fn value(self) -> $crate::value::Value<$kind> {
                    self.into()
                }
            }
        )+
    )*};
}

/// Declares what is asked for as a list, be it an array, a slice or a `Vec`: the attribute with its sentence, and `Hosts: Domain;`.
#[doc(hidden)]
#[macro_export]
macro_rules! lists {
    ($($(#[$sentence:meta])* $name:ident: $one:ty;)*) => {$(
        $(#[$sentence])*
        pub trait $name {
            /// What is given.
            fn all(self) -> ::std::vec::Vec<$one>;
        }

        #[diagnostic::do_not_recommend]
        impl $name for ::std::vec::Vec<$one> {
            fn all(self) -> Self {
                self
            }
        }

        #[diagnostic::do_not_recommend]
        impl<const N: usize> $name for [$one; N] {
            fn all(self) -> ::std::vec::Vec<$one> {
                self.into()
            }
        }

        #[diagnostic::do_not_recommend]
        impl<const N: usize> $name for &[$one; N] {
            fn all(self) -> ::std::vec::Vec<$one> {
                self.to_vec()
            }
        }

        #[diagnostic::do_not_recommend]
        impl $name for &[$one] {
            fn all(self) -> ::std::vec::Vec<$one> {
                self.to_vec()
            }
        }
    )*};
}
