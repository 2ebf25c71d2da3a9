//! What is outside of the cluster, and the proxy between.

hc_cdk::needs! {
    #[diagnostic::on_unimplemented(
        message = "what is outside needs a network that it is in",
        label = "say before this which one: `.network(cidr!(\"203.0.113.0/24\"))`",
        note = "SOC 2 CC6.6: boundary protection; ISO/IEC 27001:2022 A.8.20: network security"
    )]
    OutsideNeedsNetwork;

    #[diagnostic::on_unimplemented(
        message = "what is outside needs a port that it listens on",
        label = "say before this which one: `.port(443)`",
        note = "SOC 2 CC6.6: boundary protection; ISO/IEC 27001:2022 A.8.20: network security"
    )]
    OutsideNeedsPort;

    #[diagnostic::on_unimplemented(
        message = "a party outside needs the name of its host",
        label = "say before this which one: `.host(domain!(\"api.example.org\"))`"
    )]
    PartyNeedsHost;

    #[diagnostic::on_unimplemented(
        message = "Sentry needs an organization, and where that has its data",
        label = "say before this which one: `.organization(4507146, SentryLocation::Germany)`",
        note = "GDPR Article 44: transfers"
    )]
    SentryNeedsPlace;

    #[diagnostic::on_unimplemented(
        message = "Sentry needs a secret that has the DSN",
        label = "say before this which one: `.dsn(&secret, \"dsn\")`",
        note = "HIPAA 45 CFR 164.308(a)(5)(ii)(D): password management; ISO/IEC 27001:2022 A.8.5: secure authentication"
    )]
    SentryNeedsDsn;

    #[diagnostic::on_unimplemented(
        message = "a proxy needs a port that it listens on",
        label = "say before this which: `.listens(8081)`, the port of its workload"
    )]
    ProxyNeedsPort;

    #[diagnostic::on_unimplemented(
        message = "a proxy needs to know whose word it takes for who asks",
        label = "say before this which network the way in is in: `.behind(cidr!(\"10.0.0.0/8\"))`",
        note = "SOC 2 CC6.6: boundary protection; ISO/IEC 27001:2022 A.8.20: network security"
    )]
    ProxyNeedsFront;
}
