//! What several tests share: constructs as a user would write them, one for each dimension.
//!
//! A construct of this file becomes nothing. It only carries its position to the stack, which compares it with the policy.

use hc_cdk::{
    construct::{Construct, Invariant, Spec},
    dimension::{
        availability::AvailabilityFor, deletion::DeletionFor, recovery::RecoveryFor, rotation::SecretRotationFor,
        tls::TlsFor,
    },
    policy::Policy,
    stack::Scope,
};

macro_rules! constructs {
    ($($(#[$doc:meta])* $name:ident: $bound:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy)]
        pub struct $name<X>(pub X);

        impl<X> Spec for $name<X> {
            type Handle = ();
            const KIND: &'static str = stringify!($name);
            const INVARIANTS: &'static [Invariant] = &[];
        }

        impl<X: $bound<P>, P: Policy> Construct<P> for $name<X> {
            fn declare(self, _scope: &mut Scope<'_>) {}
        }
    )*};
}

constructs! {
    /// A cache in one zone, several zones or several regions.
    Cache: AvailabilityFor;
    /// A queue that outlives its stack, or does not.
    Queue: DeletionFor;
    /// A file share that is back some time after a disaster.
    Share: RecoveryFor;
    /// A password for a partner's system.
    Password: SecretRotationFor;
    /// A listener that speaks TLS.
    Listener: TlsFor;
}

/// The programs of the README are compiled as documentation tests.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
