//! Addresses of registries on AWS. Whoever signs in there, and the images that are deployed, name the same account and region.

hc_cdk::text_literal! {
    /// The address below which ECR has the images of services: an account, a region, and what their repositories' names begin with.
    EcrAddress, wrong
}

/// The address of a registry on AWS such as `ecr!("111122223333.dkr.ecr.us-east-1.amazonaws.com/hms")`, checked by `cargo check`. The
/// image of the service `auth` is in the repository `hms/auth` of that account.
///
/// ```
/// # use hc_cdk_delivery::ecr;
/// let registry = ecr!("111122223333.dkr.ecr.us-east-1.amazonaws.com/hms");
/// assert_eq!(registry.region(), "us-east-1");
/// assert_eq!(registry.in_region("us-west-2"), "111122223333.dkr.ecr.us-west-2.amazonaws.com/hms");
/// ```
///
/// ```compile_fail
/// # use hc_cdk_delivery::ecr;
/// let registry = ecr!("registry.example/hms");
/// ```
#[macro_export]
macro_rules! ecr {
    ($address:expr) => {{
        const HC_CDK_ECR: $crate::literal::ecr::EcrAddress = $crate::literal::ecr::EcrAddress::literal($address);
        HC_CDK_ECR
    }};
}

hc_cdk::takes! {
    #[diagnostic::on_unimplemented(
        message = "`{Self}` is not the address of a registry on AWS that was checked",
        label = "write it as `ecr!(\"111122223333.dkr.ecr.us-east-1.amazonaws.com/hms\")`, or take an `EcrAddress` that was parsed",
        note = "ISO/IEC 27001:2022 A.8.9: configuration management; FDA 21 CFR 11.10(a): validation"
    )]
    /// The address of a registry on AWS.
    IsEcrAddress: EcrAddress;
}

const WRONG: &str = "a registry on AWS is `account.dkr.ecr.region.amazonaws.com`, and what its repositories' names begin with, such as `111122223333.dkr.ecr.us-east-1.amazonaws.com/hms`: nobody can sign in to another host there";

/// What stands between account and region, and behind the region.
const ECR: &[u8] = b".dkr.ecr.";
const DOMAIN: &[u8] = b".amazonaws.com";

impl EcrAddress {
    /// The region, such as `us-east-1`.
    pub fn region(&self) -> &str {
        self.as_str().split('.').nth(3).unwrap_or_default()
    }

    /// The address of what the same account has under the same names in another region.
    pub fn in_region(&self, region: &str) -> String {
        self.as_str().replacen(&format!(".{}.", self.region()), &format!(".{region}."), 1)
    }
}

const fn wrong(it: &[u8]) -> Option<&'static str> {
    let (account, rest) = run(it, false);
    let Some(rest) = behind(rest, ECR) else { return Some(WRONG) };
    let (region, rest) = run(rest, true);
    let Some(mut rest) = behind(rest, DOMAIN) else { return Some(WRONG) };
    if let Some(china) = behind(rest, b".cn") {
        rest = china;
    }
    if account == 12 && region > 0 && is_path(rest) { None } else { Some(WRONG) }
}

/// How many digits something begins with, or signs of a region, and what is behind them.
const fn run(it: &[u8], is_region: bool) -> (usize, &[u8]) {
    let (mut length, mut rest) = (0, it);
    while let [first, behind @ ..] = rest {
        if !(first.is_ascii_digit() || is_region && matches!(*first, b'a'..=b'z' | b'-')) {
            break;
        }
        (length, rest) = (length + 1, behind);
    }
    (length, rest)
}

/// What is behind a beginning, if something begins with that.
const fn behind<'a>(it: &'a [u8], beginning: &[u8]) -> Option<&'a [u8]> {
    let (mut it, mut beginning) = (it, beginning);
    while let [wanted, others @ ..] = beginning {
        match it {
            [first, rest @ ..] if *first == *wanted => (it, beginning) = (rest, others),
            _ => return None,
        }
    }
    Some(it)
}

/// Whether something is nothing, or parts of small letters, digits and signs, each behind a `/`.
const fn is_path(it: &[u8]) -> bool {
    let (mut rest, mut length) = (it, 1);
    let mut is_first = true;
    while let [first, behind @ ..] = rest {
        match *first {
            b'/' if length > 0 => length = 0,
            b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' if !is_first => length += 1,
            _ => return false,
        }
        (rest, is_first) = (behind, false);
    }
    length > 0
}

#[cfg(test)]
mod tests {
    use super::EcrAddress;

    #[test]
    fn a_registry_has_an_account_and_a_region() {
        let host = "111122223333.dkr.ecr.us-east-1.amazonaws.com";
        for right in [host, &format!("{host}/hms"), &format!("{host}.cn/hms/ward-1")] {
            let it = EcrAddress::parse(right).unwrap();
            assert_eq!(it.region(), "us-east-1", "{right}");
            assert_eq!(it.in_region("eu-west-2"), right.replace("us-east-1", "eu-west-2"));
        }
        for wrong in [
            "",
            "hms.example",
            "registry.example/ai",
            "11112222333.dkr.ecr.us-east-1.amazonaws.com",
            "111122223333.dkr.ecr..amazonaws.com",
            "111122223333.dkr.ecr.us-east-1.amazonaws.org",
            "111122223333.dkr.ecr.us-east-1.amazonaws.comhms",
            &format!("{host}/"),
            &format!("{host}//hms"),
            &format!("{host}/HMS"),
            &format!("{host}/hms:1"),
        ] {
            assert!(EcrAddress::parse(wrong).is_err(), "{wrong}");
        }
    }
}
