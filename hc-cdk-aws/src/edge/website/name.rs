//! What the parts of a website are called.

use hc_cdk::{
    stack::{PhysicalName, Scope},
    value::{Json, Value},
};

use crate::pseudo;

/// The longest beginning of a bucket's name that leaves room for the account and the longest name of a region.
const LONGEST: usize = 30;

/// A name for what is one of a kind in the account.
pub(super) fn own_name(scope: &Scope<'_>) -> Value<String> {
    scope.physical_name().into()
}

/// How the name of a website's bucket begins: small letters, digits and hyphens, after the website.
pub(super) fn prefix(scope: &mut Scope<'_>) -> PhysicalName {
    let name = scope.physical_name().lower();
    let fits = |it: u8| it.is_ascii_lowercase() || it.is_ascii_digit() || it == b'-';
    if name.longest() > LONGEST || !name.start().bytes().all(fits) {
        scope.reject(
            None,
            format!("keeps its files in a bucket whose name begins with `{name}`, which is too long or no name"),
            format!("give stack and website names of {LONGEST} letters, digits and hyphens together at most"),
        );
    }
    name
}

/// The name of the bucket in the account's own part of all names.
///
/// Source: "Account regional namespace naming rules" of Amazon S3.
fn name(prefix: &PhysicalName, region: &'static str) -> [Json; 3] {
    [prefix.within("", "-").into(), pseudo::account().into(), format!("-{region}-an").into()]
}

/// Where the bucket is asked.
pub(super) fn address(prefix: &PhysicalName, region: &'static str) -> Value<String> {
    Value::concat(name(prefix, region).into_iter().chain([format!(".s3.{region}.amazonaws.com").into()]))
}
