//! What the compiler says of a description of this crate: a part is missing.

hc_cdk::needs! {
    #[diagnostic::on_unimplemented(
        message = "an alert needs a name",
        label = "say it before this: `.name(\"ClaimsSlow\")`"
    )]
    AlertNeedsName;

    #[diagnostic::on_unimplemented(
        message = "an alert says when it is raised",
        label = "say it before this: `.when(waiting.above(Seconds(5.0)).for_minutes(5))`"
    )]
    AlertNeedsCondition;

    #[diagnostic::on_unimplemented(
        message = "an alert says how bad it is",
        label = "say it before this: `.severity(Severity::High)`",
        note = "HIPAA 45 CFR 164.308(a)(6)(ii): response and reporting; SOC 2 CC7.3: evaluation of events"
    )]
    AlertNeedsSeverity;

    #[diagnostic::on_unimplemented(
        message = "an alert says what is wrong",
        label = "say it in a sentence before this: `.summary(\"claims take more than five seconds\")`",
        note = "HIPAA 45 CFR 164.308(a)(6)(ii): response and reporting; SOC 2 CC7.3: evaluation of events"
    )]
    AlertNeedsSummary;

    #[diagnostic::on_unimplemented(
        message = "an alert says what to do",
        label = "say it before this: `.runbook(Runbook::first(\"look at the board\"))`",
        note = "HIPAA 45 CFR 164.308(a)(6)(ii): response and reporting; SOC 2 CC7.3: evaluation of events"
    )]
    AlertNeedsRunbook;

    #[diagnostic::on_unimplemented(
        message = "a watch says where the pages of its runbooks are read",
        label = "say it before this: `.runbooks(\"https://runbooks.example.org/claims\")`",
        note = "HIPAA 45 CFR 164.308(a)(6)(ii): response and reporting; SOC 2 CC7.3: evaluation of events"
    )]
    WatchNeedsRunbooks;

    #[diagnostic::on_unimplemented(
        message = "nobody is told of this watch's alerts",
        label = "say before this who is: `.routes(Routes::to(&team).on(Severity::Critical, &pager))`",
        note = "HIPAA 45 CFR 164.308(a)(6)(ii): response and reporting; SOC 2 CC7.3: evaluation of events"
    )]
    WatchNeedsRoutes;

    #[diagnostic::on_unimplemented(
        message = "a redaction says what of a record is kept",
        label = "say it before this: `.keeping(&[\"level\", \"service.name\"])`; everything else is left out",
        note = "GDPR Article 5(1)(c): data minimisation; ISO/IEC 27001:2022 A.8.12: data leakage prevention"
    )]
    RedactionNeedsKept;

    #[diagnostic::on_unimplemented(
        message = "a redaction says what is masked in what is kept",
        label = "say it before this, as regular expressions: `.masking(&[\"[0-9]+\"])`",
        note = "GDPR Article 5(1)(c): data minimisation; ISO/IEC 27001:2022 A.8.12: data leakage prevention"
    )]
    RedactionNeedsMasks;

    #[diagnostic::on_unimplemented(
        message = "a redaction needs somebody who approves of it",
        label = "say before this who: `.approved_by(\"dpo@example.org\")`",
        note = "HIPAA 45 CFR 164.308(a)(4)(ii)(B): access authorization; ISO/IEC 27001:2022 A.8.12: data leakage prevention"
    )]
    RedactionNeedsApprover;
}
