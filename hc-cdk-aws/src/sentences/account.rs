//! What an account has, and what workloads use that the program does not make.

hc_cdk::needs! {
    #[diagnostic::on_unimplemented(
        message = "a budget needs a limit",
        label = "say before this how much may be spent in a month: `.dollars(175)`"
    )]
    BudgetNeedsLimit;

    #[diagnostic::on_unimplemented(
        message = "a role for administrators needs a purpose",
        label = "say before this what it is for: `.purpose(\"looks after keys\")`",
        note = "ISO/IEC 27001:2022 A.8.2: privileged access rights; SOC 2 CC6.3: least privilege"
    )]
    AdministratorRoleNeedsPurpose;

    #[diagnostic::on_unimplemented(
        message = "what watches the account needs a key for what it records",
        label = "say before this which one: `.key(&key)`",
        note = "HIPAA 45 CFR 164.312(a)(2)(iv): encryption and decryption; ISO/IEC 27001:2022 A.8.24: cryptography"
    )]
    GuardNeedsKey;

    #[diagnostic::on_unimplemented(
        message = "what watches the account needs an audit trail",
        label = "say before this which one: `.trail(&trail)`",
        note = "HIPAA 45 CFR 164.312(b): audit controls; ISO/IEC 27001:2022 A.8.15: logging"
    )]
    GuardNeedsTrail;

    #[diagnostic::on_unimplemented(
        message = "a party needs the name of its host",
        label = "say before this which one: `.host(domain!(\"api.example.org\"))`"
    )]
    ThirdPartyNeedsHost;

    #[diagnostic::on_unimplemented(
        message = "a party needs a secret by which it knows who calls",
        label = "say before this which one: `.secret(&secret)`",
        note = "HIPAA 45 CFR 164.308(a)(5)(ii)(D): password management; ISO/IEC 27001:2022 A.8.5: secure authentication"
    )]
    ThirdPartyNeedsSecret;

    #[diagnostic::on_unimplemented(
        message = "a service of the cloud needs a perimeter",
        label = "say before this in which one it is reached: `.perimeter(&clinical)`",
        note = "HIPAA 45 CFR 164.308(a)(4)(ii)(A): isolation; SOC 2 CC6.6: boundary protection"
    )]
    CloudServiceNeedsPerimeter;

    #[diagnostic::on_unimplemented(
        message = "a service of the cloud needs to be one",
        label = "say before this which one: `.offer(Offer::Polly)`"
    )]
    CloudServiceNeedsOffer;

    #[diagnostic::on_unimplemented(
        message = "a secret that exists already needs a function that replaces it",
        label = "say before this which one: `.rotated_by(arn!(FunctionArn, \"..\"))`",
        note = "HIPAA 45 CFR 164.308(a)(5)(ii)(D): password management; ISO/IEC 27001:2022 A.8.5: secure authentication"
    )]
    RotatedSecretNeedsFunction;

    #[diagnostic::on_unimplemented(
        message = "what replaces a secret needs the secret",
        label = "say before this which one: `.secret(&Secret::existing(..))`"
    )]
    RotatedSecretNeedsSecret;
}
