//! What the compiler says of machines that Karpenter starts.

hc_cdk::needs! {
    #[diagnostic::on_unimplemented(
        message = "who starts machines says by what",
        label = "say before this which cluster's they are: `.machines(&karpenter)`",
        note = "HIPAA 45 CFR 164.308(a)(4)(ii)(A): isolation; SOC 2 CC6.6: boundary protection"
    )]
    NodeClassNeedsMachines;

    #[diagnostic::on_unimplemented(
        message = "who starts machines says which image they run",
        label = "say before this which one: `.image(MachineImage::Bottlerocket(\"1.44.0\"))`",
        note = "SOC 2 CC8.1: change management; ISO/IEC 27001:2022 A.8.9: configuration management"
    )]
    NodeClassNeedsImage;

    #[diagnostic::on_unimplemented(
        message = "a pool of machines says how they are started",
        label = "say before this by which class: `.class(&class)`"
    )]
    NodePoolNeedsClass;

    #[diagnostic::on_unimplemented(
        message = "a pool of machines has limits",
        label = "say before this how much they have together: `.limits(cpu!(\"188\"), memory!(\"752Gi\"))`",
        note = "ISO/IEC 27001:2022 A.8.6: capacity"
    )]
    NodePoolNeedsLimits;
}
