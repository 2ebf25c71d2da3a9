//! Countries, in which parties outside have data and people read what a website shows, and the residency sets that each belongs to.
//!
//! A team's own set is one marker type and one line per country, as it is for regions:
//!
//! ```
//! use hc_cdk::{country, dimension::residency::AtLeast, policy};
//!
//! /// Where our readers are.
//! #[derive(Debug)]
//! pub struct UkIrelandOrUs;
//! impl AtLeast<UkIrelandOrUs> for country::Gb {}
//! impl AtLeast<UkIrelandOrUs> for country::Ie {}
//! impl AtLeast<UkIrelandOrUs> for country::Us {}
//!
//! policy! {
//!     /// What of ours is read, and where.
//!     pub Readers {
//!         residency: UkIrelandOrUs [hc_cdk::control::gdpr::TRANSFERS],
//!     }
//! }
//! ```

use crate::policy::{
    Policy,
    dimension::residency::{Anywhere, AtLeast},
};

/// A country.
pub trait Country: 'static {
    /// Its two letters after ISO 3166.
    const CODE: &'static str;
}

/// Everybody, wherever he is: no list of countries.
#[derive(Debug, Clone, Copy)]
pub struct Everywhere;

impl AtLeast<Anywhere> for Everywhere {}

/// Where readers are, who may be there under the policy `P`: a country, a tuple of countries, or [`Everywhere`].
#[diagnostic::on_unimplemented(
    message = "what readers are said to be in, `{Self}`, is outside the places that `{P}` allows",
    label = "say in which countries they are, as a tuple, and leave out what the residency of the policy does not have",
    note = "GDPR Article 44: transfers"
)]
pub trait ReadersFor<P> {
    /// The codes of the countries; none of them for everywhere.
    const CODES: &'static [&'static str];
}

#[diagnostic::do_not_recommend]
impl<P: Policy> ReadersFor<P> for Everywhere
where
    Everywhere: AtLeast<P::Residency>,
{
    const CODES: &'static [&'static str] = &[];
}

#[diagnostic::do_not_recommend]
impl<P: Policy, C: Country + AtLeast<P::Residency>> ReadersFor<P> for C {
    const CODES: &'static [&'static str] = &[C::CODE];
}

macro_rules! tuples {
    ($($first:ident $($rest:ident)*)?) => {$(
        #[diagnostic::do_not_recommend]
        impl<P: Policy, $first: Country, $($rest: Country),*> ReadersFor<P> for ($first, $($rest,)*)
        where
            $first: AtLeast<P::Residency>,
            $($rest: AtLeast<P::Residency>),*
        {
            const CODES: &'static [&'static str] = &[$first::CODE, $($rest::CODE),*];
        }
        tuples!($($rest)*);
    )?};
}

tuples!(A B C D E F G H I J K L M N O Q R S T U V W X Y Z AA AB AC AD AE);

crate::places! {
    [Country { const CODE; }]
    /// Austria.
    At = "AT": Anywhere EuOrAdequate;
    /// Belgium.
    Be = "BE": Anywhere EuOrAdequate;
    /// Bulgaria.
    Bg = "BG": Anywhere EuOrAdequate;
    /// Croatia.
    Hr = "HR": Anywhere EuOrAdequate;
    /// Cyprus.
    Cy = "CY": Anywhere EuOrAdequate;
    /// The Czech Republic.
    Cz = "CZ": Anywhere EuOrAdequate;
    /// Denmark.
    Dk = "DK": Anywhere EuOrAdequate;
    /// Estonia.
    Ee = "EE": Anywhere EuOrAdequate;
    /// Finland.
    Fi = "FI": Anywhere EuOrAdequate;
    /// France.
    Fr = "FR": Anywhere EuOrAdequate;
    /// Germany.
    De = "DE": Anywhere EuOrAdequate;
    /// Greece.
    Gr = "GR": Anywhere EuOrAdequate;
    /// Hungary.
    Hu = "HU": Anywhere EuOrAdequate;
    /// Ireland.
    Ie = "IE": Anywhere EuOrAdequate UkOrIreland;
    /// Italy.
    It = "IT": Anywhere EuOrAdequate;
    /// Latvia.
    Lv = "LV": Anywhere EuOrAdequate;
    /// Lithuania.
    Lt = "LT": Anywhere EuOrAdequate;
    /// Luxembourg.
    Lu = "LU": Anywhere EuOrAdequate;
    /// Malta.
    Mt = "MT": Anywhere EuOrAdequate;
    /// The Netherlands.
    Nl = "NL": Anywhere EuOrAdequate;
    /// Poland.
    Pl = "PL": Anywhere EuOrAdequate;
    /// Portugal.
    Pt = "PT": Anywhere EuOrAdequate;
    /// Romania.
    Ro = "RO": Anywhere EuOrAdequate;
    /// Slovakia.
    Sk = "SK": Anywhere EuOrAdequate;
    /// Slovenia.
    Si = "SI": Anywhere EuOrAdequate;
    /// Spain.
    Es = "ES": Anywhere EuOrAdequate;
    /// Sweden.
    Se = "SE": Anywhere EuOrAdequate;
    /// The United Kingdom.
    Gb = "GB": Anywhere EuOrAdequate UkOrIreland;
    /// Switzerland.
    Ch = "CH": Anywhere EuOrAdequate;
    /// Australia.
    Au = "AU": Anywhere;
    /// Brazil.
    Br = "BR": Anywhere;
    /// Canada.
    Ca = "CA": Anywhere;
    /// India.
    In = "IN": Anywhere;
    /// Japan.
    Jp = "JP": Anywhere;
    /// South Korea.
    Kr = "KR": Anywhere;
    /// Norway.
    No = "NO": Anywhere;
    /// Singapore.
    Sg = "SG": Anywhere;
    /// The United States.
    Us = "US": Anywhere;
    /// Vietnam.
    Vn = "VN": Anywhere;
}

#[cfg(test)]
mod tests {
    use super::{De, Gb, Ie, ReadersFor};
    use crate::policy::{Gdpr, UkHealth};

    #[test]
    fn codes_are_in_the_order_in_which_they_are_said() {
        assert_eq!(<(Gb, Ie) as ReadersFor<UkHealth>>::CODES, ["GB", "IE"]);
        assert_eq!(<De as ReadersFor<Gdpr>>::CODES, ["DE"]);
    }
}
