//! What the compiler says of a description of this crate: a part is missing, or is not there on purpose. What is
//! something else is told beside the type that is asked for.

hc_cdk::needs! {
    #[diagnostic::on_unimplemented(
        message = "a project needs its name",
        label = "say before this which one: `.id(project!(\"medical-ai-prod\"))`"
    )]
    ProjectNeedsName;

    #[diagnostic::on_unimplemented(
        message = "a project needs its number",
        label = "say before this which one, as `gcloud projects describe` says it: `.number(112_233_445_566)`"
    )]
    ProjectNeedsNumber;

    #[diagnostic::on_unimplemented(
        message = "a key of Cloud KMS needs a project",
        label = "say before this which one it is in: `.project(&project)`"
    )]
    KeyNeedsProject;

    #[diagnostic::on_unimplemented(
        message = "the records of who did what need a key",
        label = "say before this which one: `.key(&key)`",
        note = "HIPAA 45 CFR 164.312(a)(2)(iv): encryption and decryption; ISO/IEC 27001:2022 A.8.24: cryptography"
    )]
    AuditNeedsKey;

    #[diagnostic::on_unimplemented(
        message = "a network of Google Cloud needs a project",
        label = "say before this which one it is in: `.project(&project)`"
    )]
    NetworkNeedsProject;

    #[diagnostic::on_unimplemented(
        message = "a network of Google Cloud needs addresses",
        label = "say before this which: `.cidr(cidr!(\"10.40.0.0/16\"))`"
    )]
    NetworkNeedsAddresses;

    #[diagnostic::on_unimplemented(
        message = "a perimeter on Google Cloud needs a network",
        label = "say before this which one: `.network(&network)`",
        note = "SOC 2 CC6.6: boundary protection; ISO/IEC 27001:2022 A.8.22: segregation of networks"
    )]
    PerimeterNeedsNet;

    #[diagnostic::on_unimplemented(
        message = "a perimeter on Google Cloud needs a key",
        label = "say before this which one: `.key(&key)`",
        note = "HIPAA 45 CFR 164.312(a)(2)(iv): encryption and decryption; ISO/IEC 27001:2022 A.8.24: cryptography"
    )]
    PerimeterNeedsCryptoKey;

    #[diagnostic::on_unimplemented(
        message = "a perimeter on Google Cloud needs records of who did what",
        label = "say before this where they are kept: `.audit(&audit)`",
        note = "HIPAA 45 CFR 164.312(b): audit controls; ISO/IEC 27001:2022 A.8.15: logging"
    )]
    PerimeterNeedsAudit;

    #[diagnostic::on_unimplemented(
        message = "a database on Cloud SQL needs a perimeter",
        label = "say before this which one it is in: `.perimeter(&clinical)`",
        note = "HIPAA 45 CFR 164.308(a)(4)(ii)(A): isolation; SOC 2 CC6.6: boundary protection"
    )]
    SqlNeedsPerimeter;

    #[diagnostic::on_unimplemented(
        message = "a database on Cloud SQL needs a version of PostgreSQL",
        label = "say before this which one: `.version(SqlVersion::Postgres17)`"
    )]
    SqlNeedsVersion;
}

hc_cdk::refuses! {
    #[diagnostic::on_unimplemented(
        message = "the records of who did what are never turned off",
        label = "leave this out: they are kept from the day on which the sink is made",
        note = "HIPAA 45 CFR 164.312(b): audit controls; ISO/IEC 27001:2022 A.8.15: logging"
    )]
    AuditIsNotTurnedOff;

    #[diagnostic::on_unimplemented(
        message = "a database on Cloud SQL has no address that the internet knows",
        label = "leave this out: who uses it says `.connect(&database)`",
        note = "SOC 2 CC6.6: boundary protection; ISO/IEC 27001:2022 A.8.22: segregation of networks"
    )]
    SqlIsPrivate;
}
