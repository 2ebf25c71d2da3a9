//! What the compiler says where something else is given than this crate's own: a text instead of an image, a word instead of
//! a clause.

use crate::{
    model::rule::Rule,
    value::{
        Value,
        date::Date,
        image::Image,
        literal::{cidr::CidrBlock, domain::Domain, signer::Signer, variable::Variable},
    },
};

crate::takes! {
    #[diagnostic::on_unimplemented(
        message = "`{Self}` is not an image that is named by its digest",
        label = "write it as `image!(\"registry/name@sha256:..\")`",
        note = "ISO/IEC 27001:2022 A.8.9: configuration management; FDA 21 CFR 11.10(a): validation of systems"
    )]
    /// An image.
    NamedByDigest: Image;

    #[diagnostic::on_unimplemented(
        message = "`{Self}` is not a domain that was checked",
        label = "write it as `domain!(\"api.example.org\")`, or take a `Domain` that was parsed"
    )]
    /// A domain.
    IsDomain: Domain;

    #[diagnostic::on_unimplemented(
        message = "`{Self}` is not a variable that was checked",
        label = "write it as `variable!(\"LOG_LEVEL\", \"info\")`, or take a `Variable` that was made of a name and a value"
    )]
    /// A variable.
    IsVariable: Variable;

    #[diagnostic::on_unimplemented(
        message = "`{Self}` is not a rule that a waiver can name",
        label = "name the rule that is broken, such as `rule::S3_BUCKET_VERSIONING_ENABLED`, or `rule::BY_HAND` if none is",
        note = "SOC 2 CC8.1: change management; ISO/IEC 27001:2022 A.8.9: configuration management"
    )]
    /// A rule.
    IsRule: Rule;

    #[diagnostic::on_unimplemented(
        message = "this is not the last day on which a waiver holds",
        label = "write it as `date!(\"2027-01-31\")`",
        note = "SOC 2 CC8.1: change management; ISO/IEC 27001:2022 A.8.9: configuration management"
    )]
    /// A day.
    IsDate: Date;

    #[diagnostic::on_unimplemented(
        message = "this is nobody who signs images",
        label = "name the repository whose workflows do: `signer!(\"clinic/hms\")`"
    )]
    /// Who signs images.
    IsSigner: Signer;
}

/// A network.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a network that was checked",
    label = "write it as `cidr!(\"198.51.100.0/24\")`, or take a `CidrBlock` that was parsed"
)]
pub trait IsBlock {
    /// What is given.
    fn block(self) -> CidrBlock;
}

#[diagnostic::do_not_recommend]
impl<T: Into<CidrBlock>> IsBlock for T {
    fn block(self) -> CidrBlock {
        self.into()
    }
}

/// A text, or a value that is one.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a text, nor a value that turns out to be one",
    label = "give a literal, or a `Value<String>`; what is secret is handed over by `.secret(..)`"
)]
pub trait IsText {
    /// What is given.
    fn text(self) -> Value<String>;
}

#[diagnostic::do_not_recommend]
impl<T: Into<Value<String>>> IsText for T {
    fn text(self) -> Value<String> {
        self.into()
    }
}
