//! What the compiler says of functions, what runs them, and interfaces that hand them requests.

hc_cdk::needs! {
    #[diagnostic::on_unimplemented(
        message = "what looks at tokens needs a perimeter",
        label = "say before this which one it is in: `.perimeter(&clinical)`",
        note = "HIPAA 45 CFR 164.308(a)(4)(ii)(A): isolation; SOC 2 CC6.6: boundary protection"
    )]
    TokenCheckerNeedsPerimeter;

    #[diagnostic::on_unimplemented(
        message = "what looks at tokens needs their issuer",
        label = "say before this which one: `.issuer(domain!(\"login.hospital.example\"), \"/realms/staff\")`",
        note = "HIPAA 45 CFR 164.312(d): person or entity authentication; ISO/IEC 27001:2022 A.8.5: secure authentication"
    )]
    TokenCheckerNeedsIssuer;

    #[diagnostic::on_unimplemented(
        message = "what looks at tokens needs to know for whom they are",
        label = "say before this whom the issuer means: `.audience(\"visits\")`; one for somebody else is none",
        note = "HIPAA 45 CFR 164.312(d): person or entity authentication; ISO/IEC 27001:2022 A.8.5: secure authentication"
    )]
    TokenCheckerNeedsAudience;

    #[diagnostic::on_unimplemented(
        message = "a queue needs a perimeter",
        label = "say before this which one it is in: `.perimeter(&clinical)`",
        note = "HIPAA 45 CFR 164.308(a)(4)(ii)(A): isolation; SOC 2 CC6.6: boundary protection"
    )]
    QueueNeedsPerimeter;

    #[diagnostic::on_unimplemented(
        message = "a topic needs a perimeter",
        label = "say before this which one it is in: `.perimeter(&clinical)`",
        note = "HIPAA 45 CFR 164.308(a)(4)(ii)(A): isolation; SOC 2 CC6.6: boundary protection"
    )]
    TopicNeedsPerimeter;

    #[diagnostic::on_unimplemented(
        message = "a bus needs a perimeter",
        label = "say before this which one it is in: `.perimeter(&clinical)`",
        note = "HIPAA 45 CFR 164.308(a)(4)(ii)(A): isolation; SOC 2 CC6.6: boundary protection"
    )]
    BusNeedsPerimeter;

    #[diagnostic::on_unimplemented(
        message = "an account that tells a bus something needs the bus",
        label = "say before this which one: `.bus(&happened)`"
    )]
    TellerNeedsBus;

    #[diagnostic::on_unimplemented(
        message = "an account that tells a bus something needs its number",
        label = "say before this who it is: `.account(\"999988887777\")`, or `.account(EveryAccount::of(\"o-a1b2c3d4e5\"))`",
        note = "HIPAA 45 CFR 164.312(a)(1): access control; ISO/IEC 27001:2022 A.5.15: access control"
    )]
    TellerNeedsAccount;

    #[diagnostic::on_unimplemented(
        message = "an account that tells a bus something needs the sources that it tells of",
        label = "say before this which ones: `.sources(&[\"results\"])`",
        note = "HIPAA 45 CFR 164.312(a)(1): access control; ISO/IEC 27001:2022 A.5.15: access control"
    )]
    TellerNeedsSources;

    #[diagnostic::on_unimplemented(
        message = "a setting needs a perimeter",
        label = "say before this whose workloads read it: `.perimeter(&clinical)`",
        note = "HIPAA 45 CFR 164.308(a)(4)(ii)(A): isolation; SOC 2 CC6.6: boundary protection"
    )]
    SettingNeedsPerimeter;

    #[diagnostic::on_unimplemented(
        message = "a setting needs to be set to something",
        label = "say before this to what: `.value(\"08:00-18:00\")`"
    )]
    SettingNeedsValue;

    #[diagnostic::on_unimplemented(
        message = "a function needs a perimeter",
        label = "say before this which one it is in: `.perimeter(&clinical)`",
        note = "HIPAA 45 CFR 164.308(a)(4)(ii)(A): isolation; SOC 2 CC6.6: boundary protection"
    )]
    FunctionNeedsPerimeter;

    #[diagnostic::on_unimplemented(
        message = "a function needs code that it runs",
        label = "say before this which: `.code(image!(\"registry/name@sha256:..\"))`, or `.code(Archive::new(..))`"
    )]
    FunctionNeedsCode;

    #[diagnostic::on_unimplemented(
        message = "a state machine needs a perimeter",
        label = "say before this which one it is in: `.perimeter(&clinical)`",
        note = "HIPAA 45 CFR 164.308(a)(4)(ii)(A): isolation; SOC 2 CC6.6: boundary protection"
    )]
    MachineNeedsPerimeter;

    #[diagnostic::on_unimplemented(
        message = "a state machine needs steps",
        label = "say before this what it does: `.steps(Steps::new().calls(\"Summarise\", &summarise))`"
    )]
    MachineNeedsSteps;

    #[diagnostic::on_unimplemented(
        message = "a user pool needs a perimeter",
        label = "say before this whose data its people may see: `.perimeter(&clinical)`",
        note = "HIPAA 45 CFR 164.308(a)(4)(ii)(A): isolation; SOC 2 CC6.6: boundary protection"
    )]
    UsersNeedPerimeter;

    #[diagnostic::on_unimplemented(
        message = "an API needs a perimeter",
        label = "say before this which one it is for: `.perimeter(&clinical)`",
        note = "HIPAA 45 CFR 164.308(a)(4)(ii)(A): isolation; SOC 2 CC6.6: boundary protection"
    )]
    ApiNeedsPerimeter;

    #[diagnostic::on_unimplemented(
        message = "an API needs a domain",
        label = "say before this which one: `.domain(\"api.example.org\")`"
    )]
    ApiNeedsDomain;

    #[diagnostic::on_unimplemented(
        message = "an API needs a certificate",
        label = "say before this which one: `.certificate(&certificate)`",
        note = "HIPAA 45 CFR 164.312(e)(2)(ii): transmission security: encryption; SOC 2 CC6.7: transmission and removal"
    )]
    ApiNeedsCertificate;

    #[diagnostic::on_unimplemented(
        message = "an API needs somebody who says who calls",
        label = "say before this who: `.authorizer(&users)`, or `.authorizer(&SignedByIam)`",
        note = "HIPAA 45 CFR 164.312(d): person or entity authentication; ISO/IEC 27001:2022 A.8.5: secure authentication"
    )]
    ApiNeedsAuthorizer;
}

hc_cdk::refuses! {
    #[diagnostic::on_unimplemented(
        message = "a state machine does not log the data that its steps hand on",
        label = "leave this out: each step is recorded, and its data stands in the history of the run, under the key of the perimeter",
        note = "HIPAA 45 CFR 164.308(a)(4)(ii)(B): access authorization; ISO/IEC 27001:2022 A.8.12: data leakage prevention"
    )]
    MachineLogsNoData;
}
