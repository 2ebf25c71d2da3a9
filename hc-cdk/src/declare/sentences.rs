//! What the compiler says where something else is given than this crate's own: a text instead of an image, a word instead of
//! a clause.

use crate::{
    model::rule::Rule,
    value::{
        image::Image,
        literal::{domain::Domain, variable::Variable},
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
}
