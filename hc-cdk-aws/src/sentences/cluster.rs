//! What the compiler says of clusters.

hc_cdk::needs! {
    #[diagnostic::on_unimplemented(
        message = "a cluster needs a perimeter",
        label = "say before this which one it is in: `.perimeter(&clinical)`",
        note = "HIPAA 45 CFR 164.308(a)(4)(ii)(A): isolation; SOC 2 CC6.6: boundary protection"
    )]
    ClusterNeedsPerimeter;

    #[diagnostic::on_unimplemented(
        message = "a cluster needs the region of its stack, by which the compiler knows where its data is",
        label = "say before this which one: `.region(region::UsEast1)`",
        note = "GDPR Article 44: transfers; UK health records stay in London or Ireland"
    )]
    ClusterNeedsRegion;

    #[diagnostic::on_unimplemented(
        message = "a cluster needs nodes",
        label = "say before this how many there may be: `.nodes(Nodes::between(3..=50))`"
    )]
    ClusterNeedsNodes;

    #[diagnostic::on_unimplemented(
        message = "Karpenter needs the cluster that it starts machines for",
        label = "say before this which one: `.cluster(&wards)`"
    )]
    KarpenterNeedsCluster;

    #[diagnostic::on_unimplemented(
        message = "an entry needs the cluster that it lets in to",
        label = "say before this which one: `.cluster(&wards)`"
    )]
    ClusterAccessNeedsCluster;

    #[diagnostic::on_unimplemented(
        message = "an entry needs the role that it lets in",
        label = "say before this which one: `.role(people.arn())`, of an `AdministratorRole`",
        note = "HIPAA 45 CFR 164.308(a)(4)(ii)(B): access authorization; ISO/IEC 27001:2022 A.8.2: privileged access rights"
    )]
    ClusterAccessNeedsRole;
}
