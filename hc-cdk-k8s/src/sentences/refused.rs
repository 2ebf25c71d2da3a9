//! What is not there on purpose.

hc_cdk::refuses! {
    #[diagnostic::on_unimplemented(
        message = "a container has no capabilities beside those of a plain user",
        label = "leave this out: what needs a capability is not for this cluster",
        note = "SOC 2 CC6.8: malicious software; ISO/IEC 27001:2022 A.8.2: privileged access"
    )]
    NothingIsCapable;

    #[diagnostic::on_unimplemented(
        message = "a container is never privileged",
        label = "leave this out: a privileged container has its whole node",
        note = "SOC 2 CC6.8: malicious software; ISO/IEC 27001:2022 A.8.2: privileged access"
    )]
    NothingIsPrivileged;

    #[diagnostic::on_unimplemented(
        message = "a pod is not in the network of its node",
        label = "leave this out: connect the workload to what it uses",
        note = "HIPAA 45 CFR 164.308(a)(4)(ii)(A): isolation; SOC 2 CC6.6: boundary protection"
    )]
    NothingIsOnItsNode;

    #[diagnostic::on_unimplemented(
        message = "a pod mounts no path of its node",
        label = "leave this out: use `.scratch(..)` for what is gone with the pod, or a `StatefulWorkload`",
        note = "HIPAA 45 CFR 164.312(a)(1): access control; ISO/IEC 27001:2022 A.8.2: privileged access"
    )]
    NothingReadsItsNode;

    #[diagnostic::on_unimplemented(
        message = "a container does not write to its root file system",
        label = "leave this out: name the folders that it writes to, `.scratch(\"/tmp\", memory!(\"64Mi\"))`",
        note = "HIPAA 45 CFR 164.308(a)(5)(ii)(B): protection from malicious software; SOC 2 CC6.8: malicious software"
    )]
    NothingWritesToItsRoot;

    #[diagnostic::on_unimplemented(
        message = "a route has the domain of its certificate and no other",
        label = "leave this out: the certificate names the domain",
        note = "HIPAA 45 CFR 164.312(e)(2)(ii): transmission security: encryption; SOC 2 CC6.7: transmission and removal"
    )]
    RouteHasItsCertificatesDomain;

    #[diagnostic::on_unimplemented(
        message = "an agent runs once on every node and is not scaled",
        label = "leave this out: the number of nodes says how many there are"
    )]
    AgentIsNotScaled;

    #[diagnostic::on_unimplemented(
        message = "work that ends does not listen",
        label = "leave this out: what listens is a `Workload`"
    )]
    WorkDoesNotListen;

    #[diagnostic::on_unimplemented(
        message = "work that ends is not asked whether it lives",
        label = "leave this out: `.deadline(..)` says after how many seconds it is given up"
    )]
    WorkIsNotAsked;

    #[diagnostic::on_unimplemented(
        message = "the default account of a namespace is nobody's and has no rights",
        label = "make an account: `chart.add(\"Operator\", ServiceAccount::builder().perimeter(&zone).build())`",
        note = "HIPAA 45 CFR 164.312(a)(2)(i): unique user identification; SOC 2 CC6.3: least privilege"
    )]
    DefaultAccountHasRights;
}
