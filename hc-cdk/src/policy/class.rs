//! Data classes, and the clearance that it takes to touch them.

use super::lattice::Sealed;

/// A class of data, as a type. What is cleared for a class may touch data of that class.
pub trait DataClass: Copy + std::fmt::Debug + AtMost<Self> + Sealed + 'static {
    /// The same class as a value.
    const CLASS: Class;
}

/// A class of data, as a value. The order is that of sensitivity.
///
/// The classes are constants rather than variants: rustc prints a marker by its short name only where no variant has it.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Class(u8);

#[allow(non_upper_case_globals, reason = "a class as a value is spelled like its marker")]
impl Class {
    /// Made up; nobody is harmed by its loss.
    pub const Synthetic: Self = Self(0);
    /// Meant for everybody.
    pub const Public: Self = Self(1);
    /// Not meant for outsiders.
    pub const Internal: Self = Self(2);
    /// Personal data.
    pub const Pii: Self = Self(3);
    /// Protected health information.
    pub const Phi: Self = Self(4);

    /// The name that tags and reports use: lower case, one word.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Synthetic => "synthetic",
            Self::Public => "public",
            Self::Internal => "internal",
            Self::Pii => "pii",
            _ => "phi",
        }
    }

    /// Whether the class is personal: `Pii` or `Phi`.
    pub const fn is_personal(self) -> bool {
        self.0 >= Self::Pii.0
    }
}

impl std::fmt::Debug for Class {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name())
    }
}

/// A class of data that is about nobody.
#[diagnostic::on_unimplemented(
    message = "`{Self}` data is about people",
    label = "this is for data that is about nobody, such as `Internal`",
    note = "GDPR Article 25: data protection by design; ISO/IEC 27001:2022 A.8.12: data leakage prevention"
)]
pub trait NotPersonal: DataClass {}

impl NotPersonal for Synthetic {}
impl NotPersonal for Public {}
impl NotPersonal for Internal {}

/// A class at or below the ceiling `C`, which may be a tuple of ceilings.
pub trait AtMost<C> {}

/// A workload's class that is high enough to touch data of class `D`.
#[diagnostic::on_unimplemented(
    message = "a workload cleared for `{Self}` data must not touch `{D}` data",
    label = "this store holds `{D}` data",
    note = "HIPAA 45 CFR 164.308(a)(4)(ii)(A): isolation; ISO/IEC 27001:2022 A.8.3: information access restriction"
)]
pub trait ClearedFor<D> {}

#[diagnostic::do_not_recommend]
impl<W, D: AtMost<W>> ClearedFor<D> for W {}

/// Whether a policy says how health data is kept: [`Said`] or [`Unsaid`]. A join says so if one of its parts does.
pub trait HealthRules: Sealed + 'static {
    /// What a join with `T` says.
    type Or<T: HealthRules>: HealthRules;
}

/// The policy is about health data.
#[derive(Debug, Clone, Copy)]
pub struct Said;

/// The policy is not about health data, such as a stage of the life cycle.
#[derive(Debug, Clone, Copy)]
pub struct Unsaid;

impl Sealed for Said {}
impl Sealed for Unsaid {}

/// What a policy says that no regulation is about.
#[diagnostic::on_unimplemented(
    message = "a policy about health data regulates what stands under it",
    label = "leave this out, or take `about health` from the policy",
    note = "SOC 2 CC8.1: change management; ISO/IEC 27001:2022 A.8.9: configuration management"
)]
pub trait NotAboutHealth: HealthRules {}

impl NotAboutHealth for Unsaid {}

impl HealthRules for Said {
    type Or<T: HealthRules> = Self;
}

impl HealthRules for Unsaid {
    type Or<T: HealthRules> = T;
}

/// A class of data that may be kept under such rules: [`Phi`] only where a policy says how.
pub trait KeptUnder<H> {}

impl<D: DataClass> KeptUnder<Said> for D {}
impl KeptUnder<Unsaid> for Synthetic {}
impl KeptUnder<Unsaid> for Public {}
impl KeptUnder<Unsaid> for Internal {}
impl KeptUnder<Unsaid> for Pii {}
/// A class of data that may be written by a workload that is cleared for data of class `W`: what the workload knows flows into
/// whatever it writes to.
#[diagnostic::on_unimplemented(
    message = "a workload cleared for `{W}` data must not write to where `{Self}` data is kept",
    label = "what it knows would flow down: read this with `.reads(..)`, connect to something for `{W}` data, or declare by a `Declassified` how that is left out",
    note = "HIPAA 45 CFR 164.308(a)(4)(ii)(A): isolation; ISO/IEC 27001:2022 A.8.12: data leakage prevention"
)]
pub trait WrittenBy<W> {}

#[diagnostic::do_not_recommend]
impl<W: AtMost<D>, D> WrittenBy<W> for D {}

/// What a policy's ceiling looks like as a value; a joined ceiling is the lowest of its parts.
pub trait Ceiling: Sealed + 'static {
    /// The highest class that is allowed.
    const HIGHEST: Class;
}

macro_rules! classes {
    ($($(#[$doc:meta])* $name:ident),+) => {
        $(
            $(#[$doc])*
            #[derive(Debug, Clone, Copy)]
            pub struct $name;
            impl Sealed for $name {}
            impl DataClass for $name { const CLASS: Class = Class::$name; }
            impl Ceiling for $name { const HIGHEST: Class = Class::$name; }
        )+
        classes!(@order $($name)+);
    };
    (@order $lowest:ident $($higher:ident)*) => {
        impl AtMost<$lowest> for $lowest {}
        $(impl AtMost<$higher> for $lowest {})*
        classes!(@order $($higher)*);
    };
    (@order) => {};
}

classes! {
    /// Made up for tests; nobody is harmed by its loss.
    Synthetic,
    /// Meant for everybody.
    Public,
    /// Not meant for outsiders.
    Internal,
    /// Personal data.
    Pii,
    /// Protected health information.
    Phi
}

macro_rules! join {
    ($($part:ident)+) => {
        impl<D, $($part),+> AtMost<($($part,)+)> for D where $(D: AtMost<$part>),+ {}
        impl<$($part: Ceiling),+> Ceiling for ($($part,)+) {
            const HIGHEST: Class = {
                let mut highest = Class::Phi;
                $(if $part::HIGHEST.0 < highest.0 { highest = $part::HIGHEST; })+
                highest
            };
        }
    };
}

super::lattice::tuples!(join);
