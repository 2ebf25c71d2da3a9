//! Rights, and what stands there by hand.

use super::{
    Kind::{Compliance, Security, Wiring},
    Mistake,
    clinic::*,
};

pub(super) const ALL: &[Mistake] = &[
    Mistake::new(
        Wiring,
        "a permission to read objects names the bucket alone: every read is refused",
        "ActionsFit",
        || {
            let (mut s, b) = base("clinic");
            let q = s.add("Scans", SecureBucket::builder().perimeter(&b.zone));
            s.add("Api", svc!(b).allow(Statement::allow(actions!["s3:GetObject"], [q.arn()])));
            one(s)
        },
    ),
    Mistake::new(Security, "a service may pass every role on", "ResourcesAreNamed", || {
        let (mut s, b) = base("clinic");
        s.add("Api", svc!(b).allow(Statement::allow(actions!["iam:PassRole"], ["*"])));
        one(s)
    }),
    Mistake::new(Security, "a role is for the workflows of every repository of an owner", "ImpossibleValue", || {
        let (mut s, _b) = base("clinic");
        let gh = arn!(OidcProviderArn, "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com");
        s.add(
            "Deploys",
            GithubRole::builder().provider(gh).repository("clinic/*").environment("production").allow(
                Statement::allow(
                    actions!["ecs:UpdateService"],
                    ["arn:aws:ecs:us-east-1:111122223333:service/clinic/api"],
                ),
            ),
        );
        one(s)
    }),
    Mistake::new(Security, "workflows may make themselves any role", "ResourcesAreNamed", || {
        let (mut s, _b) = base("clinic");
        let gh = arn!(OidcProviderArn, "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com");
        s.add(
            "Deploys",
            GithubRole::builder().provider(gh).repository("clinic/hms").environment("production").allow(
                Statement::allow(
                    actions!["iam:CreateRole", "iam:AttachRolePolicy"],
                    ["arn:aws:iam::111122223333:role/*"],
                ),
            ),
        );
        one(s)
    }),
    Mistake::new(Security, "a service may read all parameters of the account", "ResourcesAreNamed", || {
        let (mut s, b) = base("clinic");
        s.add(
            "Api",
            svc!(b).allow(Statement::allow(
                actions!["ssm:GetParameter", "ssm:GetParametersByPath"],
                ["arn:aws:ssm:us-east-1:111122223333:parameter/*"],
            )),
        );
        one(s)
    }),
    Mistake::new(Security, "a group that lets SSH in from everywhere is declared by hand", "OpenIngress", || {
        let (mut s, b) = base("clinic");
        let rule = cfn::ec2::SecurityGroup {
            group_description: Some("bastion".into()),
            vpc_id: Some(b.vpc.id()),
            security_group_ingress: Some(vec![cfn::ec2::security_group::Ingress {
                ip_protocol: Some("tcp".into()),
                cidr_ip: Some("0.0.0.0/0".into()),
                from_port: Some(22.into()),
                to_port: Some(22.into()),
                ..Default::default()
            }]),
            ..Default::default()
        };
        s.add("Bastion", Waiver::new(BY_HAND, "vendor support", "jane.roe", date!("2027-06-30")).resource(rule));
        one(s)
    }),
    Mistake::new(
        Security,
        "a bucket that everybody may read is declared by hand",
        "S3BucketLevelPublicAccessProhibited",
        || {
            let (mut s, _b) = base("clinic");
            s.add(
                "Public",
                Waiver::new(BY_HAND, "brochures of the clinic for everybody", "jane.roe", date!("2027-06-30"))
                    .resource(cfn::s3::Bucket { access_control: Some("PublicRead".into()), ..Default::default() }),
            );
            one(s)
        },
    ),
    Mistake::new(
        Compliance,
        "the protection of a database is turned off by a waiver that names no rule",
        "RDSInstanceDeletionProtectionEnabled",
        || {
            let (mut s, b) = base("clinic");
            s.add("Records", db!(b));
            s.add(
                "Quick",
                Waiver::new(BY_HAND, "we delete it tomorrow", "jane.roe", date!("2027-06-30")).property(
                    "Records",
                    "DeletionProtection",
                    false,
                ),
            );
            one(s)
        },
    ),
    Mistake::new(Wiring, "a waiver is for a property of a resource that is not there", "ImpossibleValue", || {
        let (mut s, b) = base("clinic");
        s.add("Records", db!(b));
        s.add(
            "Quick",
            Waiver::new(BY_HAND, "measured more often", "jane.roe", date!("2027-06-30")).property(
                "Recrods",
                "MonitoringInterval",
                30,
            ),
        );
        one(s)
    }),
    Mistake::new(Compliance, "a waiver has no reason", "UnsignedWaiver", || {
        let (mut s, b) = base("clinic");
        s.add(
            "Topic",
            Waiver::new(BY_HAND, "later", "me", date!("2027-06-30"))
                .resource(cfn::sns::Topic { kms_master_key_id: Some(b.key.arn().into()), ..Default::default() }),
        );
        one(s)
    }),
    Mistake::new(Security, "everybody may send to a queue that is declared by hand", "PolicyNamesWho", || {
        let (mut s, b) = base("clinic");
        let st = Object::new()
            .with("Effect", "Allow")
            .with("Principal", "*")
            .with("Action", "sqs:SendMessage")
            .with("Resource", "*");
        s.add(
            "Inbox",
            Waiver::new(BY_HAND, "partner drops files", "jane.roe", date!("2027-06-30"))
                .resource(cfn::sqs::Queue { kms_master_key_id: Some(b.key.arn().into()), ..Default::default() }),
        );
        s.add(
            "InboxPolicy",
            Waiver::new(BY_HAND, "partner drops files", "jane.roe", date!("2027-06-30")).resource(
                cfn::sqs::QueuePolicy {
                    queues: Some(vec!["https://sqs.us-east-1.amazonaws.com/111122223333/inbox".into()]),
                    policy_document: Some(
                        Object::new().with("Version", "2012-10-17").with("Statement", vec![st]).into(),
                    ),
                },
            ),
        );
        one(s)
    }),
];
