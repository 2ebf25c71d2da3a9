//! Names of vaults, and of the keys in them.

hc_cdk::text_literal! {
    /// The name of a vault, which nobody else in the world has: 3 to 20 small letters, digits and hyphens, which begins with a letter and ends
    /// with none of the last. Azure takes 24; the account that keeps records is called after the vault.
    VaultName, wrong_vault
}

hc_cdk::text_literal! {
    /// A key of a vault and its version, as the vault says them: its name, a slash and 32 hexadecimal digits.
    KeyVersion, wrong_key
}

/// The name of a vault such as `medical-ai-keys`, checked by `cargo check`.
///
/// ```
/// # use hc_cdk_azure::vault;
/// let vault = vault!("medical-ai-keys");
/// ```
#[macro_export]
macro_rules! vault {
    ($name:expr) => {{
        // A name that no program uses: a constant of the program with the same name would be hidden.
        const HC_CDK_VAULT: $crate::literal::VaultName = $crate::literal::VaultName::literal($name);
        HC_CDK_VAULT
    }};
}

/// A key and its version such as `clinical/6f0c1d2e3a4b5c6d7e8f90a1b2c3d4e5`, checked by `cargo check`.
///
/// ```
/// # use hc_cdk_azure::key;
/// let key = key!("clinical/6f0c1d2e3a4b5c6d7e8f90a1b2c3d4e5");
/// ```
#[macro_export]
macro_rules! key {
    ($key:expr) => {{
        // A name that no program uses: a constant of the program with the same name would be hidden.
        const HC_CDK_KEY: $crate::literal::KeyVersion = $crate::literal::KeyVersion::literal($key);
        HC_CDK_KEY
    }};
}

const WRONG_VAULT: &str =
    "the name of a vault has 3 to 20 small letters, digits and hyphens, such as `medical-ai-keys`";
const WRONG_KEY: &str = "a key is its name, a slash and its version of 32 hexadecimal digits, such as `clinical/6f0c1d2e3a4b5c6d7e8f90a1b2c3d4e5`";

const fn is_name(it: u8) -> bool {
    it.is_ascii_lowercase() || it.is_ascii_digit() || it == b'-'
}

const fn wrong_vault(text: &[u8]) -> Option<&'static str> {
    let (Some(first), Some(last)) = (text.first(), text.last()) else { return Some(WRONG_VAULT) };
    if text.len() < 3 || text.len() > 20 || !first.is_ascii_lowercase() || *last == b'-' {
        return Some(WRONG_VAULT);
    }
    let (mut rest, mut before) = (text, b'a');
    while let [it, others @ ..] = rest {
        if !is_name(*it) || *it == b'-' && before == b'-' {
            return Some(WRONG_VAULT);
        }
        (rest, before) = (others, *it);
    }
    None
}

const fn wrong_key(text: &[u8]) -> Option<&'static str> {
    const VERSION: usize = 32;

    let (mut rest, mut left) = (text, text.len());
    if left < VERSION + 2 {
        return Some(WRONG_KEY);
    }
    while let [it, others @ ..] = rest {
        let is_right = if left > VERSION + 1 {
            is_name(*it)
        } else if left == VERSION + 1 {
            *it == b'/'
        } else {
            it.is_ascii_digit() || matches!(*it, b'a'..=b'f')
        };
        if !is_right {
            return Some(WRONG_KEY);
        }
        (rest, left) = (others, left - 1);
    }
    None
}

#[cfg(test)]
mod tests {
    use super::{KeyVersion, VaultName};

    #[test]
    fn names_of_vaults_are_those_that_azure_takes() {
        for text in ["medical-ai-keys", "abc"] {
            assert!(VaultName::parse(text).is_ok(), "{text}");
        }
        for text in ["", "ab", "1bc", "keys-", "a--b", "Keys", "a-name-that-is-too-long"] {
            assert!(VaultName::parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_key_has_a_name_and_a_version() {
        assert!(KeyVersion::parse("clinical/6f0c1d2e3a4b5c6d7e8f90a1b2c3d4e5").is_ok());
        for text in [
            "clinical",
            "/6f0c1d2e3a4b5c6d7e8f90a1b2c3d4e5",
            "clinical/6f0c",
            "clinical-6f0c1d2e3a4b5c6d7e8f90a1b2c3d4e5",
        ] {
            assert!(KeyVersion::parse(text).is_err(), "{text}");
        }
    }
}
