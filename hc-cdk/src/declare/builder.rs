//! How constructs are described: one macro writes the builders of all targets, and what the compiler says of them.
//!
//! A builder remembers by type which of the needed parts it was given, so that `build` without one does not compile, and
//! neither does one that is given twice. Of other parts the last word counts. What is then said is the sentence of a trait, in the
//! words of the construct: one of those that the macros of `asked` declare.
//!
//! A stack takes a complete description as it is; one that is not complete is no construct, and the sentence is that of the part
//! that is missing. `build` is for what no stack takes, such as an alert. The macro is for the crates of targets. What is described
//! is nothing until a stack takes it, and the compiler warns of what none takes:
//!
//! ```compile_fail
//! #![deny(unused_must_use)]
//! # use hc_cdk::builder::MayBeLeftOut;
//! # hc_cdk::builder! {
//! #     /// A page.
//! #     pub struct Page;
//! #     /// A page as it is described.
//! #     pub struct PageBuilder => Page;
//! #     needs {
//! #         /// What it is called.
//! #         title(title: &'static str) -> &'static str { title }: MayBeLeftOut;
//! #     }
//! # }
//! Page::builder().title("Wards").build();
//! ```
//!
//! ```
//! #![deny(unused_must_use)]
//! # use hc_cdk::builder::MayBeLeftOut;
//! # hc_cdk::builder! {
//! #     /// A page.
//! #     pub struct Page;
//! #     /// A page as it is described.
//! #     pub struct PageBuilder => Page;
//! #     needs {
//! #         /// What it is called.
//! #         title(title: &'static str) -> &'static str { title }: MayBeLeftOut;
//! #     }
//! # }
//! let page = Page::builder().title("Wards").build();
//! assert_eq!(page.title, "Wards");
//! ```

/// A part that was not given yet.
#[derive(Debug, Clone, Copy)]
pub struct NotGiven;

/// A part that was given.
#[derive(Debug, Clone, Copy)]
pub struct Given<T>(pub T);

/// A part that was not given before.
#[diagnostic::on_unimplemented(
    message = "this part is given twice",
    label = "it was given before this: leave out one of them"
)]
pub trait Once {}

impl Once for NotGiven {}

/// A part that may be left out.
pub trait MayBeLeftOut<T> {
    /// The part, or what it is by default.
    fn part(self) -> T;
}

impl<T: Default> MayBeLeftOut<T> for NotGiven {
    fn part(self) -> T {
        T::default()
    }
}

impl<T> MayBeLeftOut<T> for Given<T> {
    fn part(self) -> T {
        self.0
    }
}

/// A description that has all that is needed.
#[doc(hidden)]
pub trait Complete {
    type Construct;

    fn complete(self) -> Self::Construct;
}

/// The type itself, whatever `State` is: rustc refuses a bound that nothing can meet unless a type parameter is in it, and a
/// description of what is no construct has such a bound.
#[doc(hidden)]
pub trait Itself<State> {
    type It;

    fn itself(self) -> Self::It;
}

impl<T, State> Itself<State> for T {
    type It = T;

    fn itself(self) -> T {
        self
    }
}

/// Writes the parts of a construct and their builder.
///
/// - `needs` are the parts that `build` asks for, each with the trait of its sentence, or `MayBeLeftOut`,
/// - `may` are parts with a default, of which the last word counts,
/// - `also` are fields for methods that the construct writes itself, on a builder of whatever state,
/// - `never` are methods that are not there on purpose, each with the trait of its sentence,
/// - `positions` names a construct that is its `parts` and a `position`, and for each of its last type parameters, in their order,
///   the method that says it. Its parts become the construct, and it is begun by its own `builder()`.
///
/// A construct is what its parts are turned into, if they are not the construct themselves.
#[doc(hidden)]
#[macro_export]
macro_rules! builder {
    (
        $(#[$parts_doc:meta])*
        pub struct $parts:ident $(<$($generic:ident $(: $bound:path)?),+>)?;
        $(#[$builder_doc:meta])*
        pub struct $builder:ident => $construct:ty;
        needs { $(
            $(#[$need_doc:meta])*
            $need:ident ($($need_arg:ident: $need_arg_type:ty),*) -> $need_type:ty $need_body:block: $sentence:ident;
        )* }
        $(may { $(
            $(#[$may_doc:meta])*
            $may:ident ($($may_arg:ident: $may_arg_type:ty),*) -> $may_type:ty $may_body:block = $default:expr;
        )* })?
        $(also { $($also:ident: $also_type:ty),* $(,)? })?
        $(never { $($never:ident: $refusal:ident),* $(,)? })?
        $(positions $placed:ident $positions:tt)?
    ) => {
        $(#[$parts_doc])*
        #[derive(Debug, Clone)]
        pub struct $parts $(<$($generic $(: $bound)?),+>)? {
            $($need: $need_type,)*
            $($($may: $may_type,)*)?
            $($($also: $also_type,)*)?
        }

        $(#[$builder_doc])*
        #[derive(Debug, Clone)]
        #[must_use = "what is described is not there until a stack takes it: `stack.add(\"Name\", ..)`"]
        pub struct $builder<$($($generic $(: $bound)?,)+)? State = ($($crate::builder!(@not_given $need),)*)> {
            state: State,
            $($($may: $may_type,)*)?
            $($($also: $also_type,)*)?
            parts: ::core::marker::PhantomData<fn() -> $parts $(<$($generic),+>)?>,
        }

        impl $(<$($generic $(: $bound)?),+>)? $parts $(<$($generic),+>)? {
            /// Starts the description.
            pub fn builder() -> $builder $(<$($generic),+>)? {
                $builder {
                    state: ($($crate::builder!(@not_given $need),)*),
                    $($($may: $default,)*)?
                    $($($also: ::core::default::Default::default(),)*)?
                    parts: ::core::marker::PhantomData,
                }
            }
        }

        #[allow(non_camel_case_types, reason = "the state of a part has its name")]
        impl<$($($generic $(: $bound)?,)+)? $($need),*> $builder<$($($generic,)+)? ($($need,)*)> {
            $crate::builder!(
                @needs [$builder $($($generic)+)?] [] [$($($may)*)? $($($also)*)?]
                $(($need [$(#[$need_doc])*] [$($need_arg: $need_arg_type),*] [$need_type] $need_body))*
            );

            $($(
                $(#[$may_doc])*
                pub fn $may(mut self, $($may_arg: $may_arg_type),*) -> Self {
                    self.$may = $may_body;
                    self
                }
            )*)?

            $($(
                #[doc(hidden)]
                pub fn $never<N: $refusal>(self, _: N) -> Self {
                    self
                }
            )*)?

            /// Ends the description. Parts that are needed must have been given.
            #[must_use = "what is described is not there until a stack takes it: `stack.add(\"Name\", ..)`"]
            pub fn build(self) -> $construct
            where
                $($need: $sentence<$need_type>,)*
            {
                let ($($need,)*) = self.state;
                <$construct>::from($parts {
                    $($need: <$need as $sentence<$need_type>>::part($need),)*
                    $($($may: self.$may,)*)?
                    $($($also: self.$also,)*)?
                })
            }
        }

        impl<$($($generic $(: $bound)?,)+)? State> $crate::construct::Spec for $builder<$($($generic,)+)? State>
        where
            <$construct as $crate::builder::Itself<State>>::It: $crate::construct::Spec,
        {
            type Handle = <<$construct as $crate::builder::Itself<State>>::It as $crate::construct::Spec>::Handle;
            const KIND: &'static str =
                <<$construct as $crate::builder::Itself<State>>::It as $crate::construct::Spec>::KIND;
            const INVARIANTS: &'static [$crate::rule::Rule] =
                <<$construct as $crate::builder::Itself<State>>::It as $crate::construct::Spec>::INVARIANTS;
        }

        #[allow(non_camel_case_types, reason = "the state of a part has its name")]
        impl<Policy, Target, $($($generic $(: $bound)?,)+)? $($need),*> $crate::construct::Construct<Policy, Target>
            for $builder<$($($generic,)+)? ($($need,)*)>
        where
            $($need: $sentence<$need_type>,)*
            <$construct as $crate::builder::Itself<($($need,)*)>>::It: $crate::construct::Construct<Policy, Target>,
        {
            fn declare(self, scope: &mut $crate::stack::Within<'_, Policy, Target>) -> Self::Handle {
                let complete = $crate::builder::Itself::<($($need,)*)>::itself(self.build());
                $crate::construct::Construct::declare(complete, scope)
            }
        }

        #[allow(non_camel_case_types, reason = "the state of a part has its name")]
        impl<$($($generic $(: $bound)?,)+)? $($need),*> $crate::builder::Complete
            for $builder<$($($generic,)+)? ($($need,)*)>
        where
            $($need: $sentence<$need_type>,)*
        {
            type Construct = $construct;

            fn complete(self) -> $construct {
                self.build()
            }
        }

        $crate::builder!(@placed [$($placed $positions)?] $parts $builder $construct [$($($generic $(: $bound)?),+)?]);
    };
    (@not_given $need:ident) => { $crate::builder::NotGiven };
    (@placed [] $($whole:tt)*) => {};
    (
        @placed [$placed:ident { $($(#[$doc:meta])* $setter:ident: $position:ident),* $(,)? }]
        $parts:ident $builder:ident $construct:ty [$($generic:ident $(: $bound:path)?),*]
    ) => {
        impl<$($generic $(: $bound)?),*> ::core::convert::From<$parts<$($generic),*>> for $construct {
            fn from(parts: $parts<$($generic),*>) -> Self {
                Self { parts, position: ::core::marker::PhantomData }
            }
        }

        impl<$($generic $(: $bound)?),*> $construct {
            /// Starts the description.
            pub fn builder() -> $builder<$($generic),*> {
                $parts::builder()
            }
        }

        impl<$($generic $(: $bound)?,)* $($position),*> $placed<$($generic,)* $($position),*> {
            $crate::builder!(@positions @position [$placed $($generic)*] [] $(($position [$(#[$doc])*] $setter))*);
        }

        impl<$($generic $(: $bound)?,)* State> $builder<$($generic,)* State> {
            $crate::builder!(@positions @ended [$placed $($generic)*] [] $(($position [$(#[$doc])*] $setter))*);
        }
    };
    (@positions @$of:ident $placed:tt $before:tt) => {};
    (
        @positions @$of:ident $placed:tt [$($before:ident)*]
        ($position:ident $($said:tt)*) $(($behind:ident $($rest:tt)*))*
    ) => {
        $crate::builder!(@$of $placed [$($before)*] [$($behind)*] $($said)*);
        $crate::builder!(@positions @$of $placed [$($before)* $position] $(($behind $($rest)*))*);
    };
    // A position is said of a construct. Said of its description, it ends that; the others are what they are by default.
    (
        @ended [$placed:ident $($generic:ident)*] [$($before:ident)*] [$($behind:ident)*]
        [$($doc:tt)*] $setter:ident
    ) => {
        $($doc)*
        pub fn $setter<$($before,)* Default, N, $($behind),*>(
            self,
            position: N,
        ) -> $placed<$($generic,)* $($before,)* N, $($behind,)*>
        where
            Self: $crate::builder::Complete<Construct = $placed<$($generic,)* $($before,)* Default, $($behind,)*>>,
        {
            $crate::builder::Complete::complete(self).$setter(position)
        }
    };
    (
        @position [$placed:ident $($generic:ident)*] [$($before:ident)*] [$($behind:ident)*]
        [$($doc:tt)*] $setter:ident
    ) => {
        $($doc)*
        pub fn $setter<N>(self, _position: N) -> $placed<$($generic,)* $($before,)* N, $($behind,)*> {
            $placed { parts: self.parts, position: ::core::marker::PhantomData }
        }
    };
    // One part after the other: those before it and behind it stay as they are.
    (@needs $builder:tt $before:tt $others:tt) => {};
    (@needs $builder:tt [$($before:ident)*] $others:tt ($need:ident $($part:tt)*) $(($behind:ident $($rest:tt)*))*) => {
        $crate::builder!(@need $builder [$($before)*] [$($behind)*] $others $need $($part)*);
        $crate::builder!(@needs $builder [$($before)* $need] $others $(($behind $($rest)*))*);
    };
    (
        @need [$builder:ident $($generic:ident)*] [$($before:ident)*] [$($behind:ident)*] [$($other:ident)*]
        $need:ident [$($doc:tt)*] [$($arg:ident: $arg_type:ty),*] [$type:ty] $body:block
    ) => {
        $($doc)*
        pub fn $need(
            self,
            $($arg: $arg_type),*
        ) -> $builder<$($generic,)* ($($before,)* $crate::builder::Given<$type>, $($behind,)*)>
        where
            $need: $crate::builder::Once,
        {
            let part = $crate::builder::Given($body);
            let ($($before,)* _, $($behind,)*) = self.state;
            $builder {
                state: ($($before,)* part, $($behind,)*),
                $($other: self.$other,)*
                parts: ::core::marker::PhantomData,
            }
        }
    };
}
