//! IAM actions, one by one: no wildcard.

/// An IAM action such as `s3:GetObject`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Action(&'static str);

/// IAM actions such as `s3:GetObject`, checked by `cargo check`.
///
/// ```
/// let read = hc_cdk_aws::actions!["s3:GetObject", "s3:ListBucket"];
/// ```
///
/// ```compile_fail
/// let all = hc_cdk_aws::actions!["s3:*"];
/// ```
#[macro_export]
macro_rules! actions {
    ($($text:expr),+ $(,)?) => {{
        const HC_CDK_ACTIONS: &[$crate::literal::action::Action] = &[$($crate::literal::action::Action::new($text)),+];
        HC_CDK_ACTIONS
    }};
}

impl Action {
    /// An action. In a constant, what is wrong with it is a compile error.
    ///
    /// # Panics
    ///
    /// If the text is not `service:Action`, or has a wildcard.
    #[allow(
        clippy::indexing_slicing,
        reason = "evaluated at compile time too, where iterators are not; bounds are checked"
    )]
    pub const fn new(text: &'static str) -> Self {
        let it = text.as_bytes();
        let mut at = 0;
        let mut colons = 0;
        while at < it.len() {
            assert!(
                it[at] != b'*' && it[at] != b'?',
                "an action is named in full, without `*`: what is not named is not granted (HIPAA 45 CFR 164.308(a)(4)(ii)(B), SOC 2 CC6.3)"
            );
            if it[at] == b':' {
                colons += 1;
                assert!(at > 0 && at + 1 < it.len(), "an action is written `service:Action`, such as `s3:GetObject`");
            } else {
                assert!(
                    it[at].is_ascii_alphanumeric() || it[at] == b'-',
                    "an action is written `service:Action`, such as `s3:GetObject`"
                );
            }
            at += 1;
        }
        assert!(colons == 1, "an action is written `service:Action`, such as `s3:GetObject`");
        Self(text)
    }

    /// The action as IAM spells it.
    pub const fn as_str(self) -> &'static str {
        self.0
    }
}
