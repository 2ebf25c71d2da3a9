//! What keeps data on AWS, with secrets, copies and agreements.

use super::{
    Kind::{Compliance, Wiring},
    Mistake,
    clinic::*,
};

pub(super) const ALL: &[Mistake] = &[
    Mistake::new(Wiring, "the name of a database has a hyphen: RDS refuses it", "ImpossibleValue", || {
        let (mut s, b) = base("clinic");
        s.add("Records", db!(b).database_name("patient-records"));
        one(s)
    }),
    Mistake::new(Wiring, "a database begins with 10 GiB, and RDS has 20 or more", "ImpossibleValue", || {
        let (mut s, b) = base("clinic");
        s.add("Records", db!(b).storage_gib(10));
        one(s)
    }),
    Mistake::new(
        Wiring,
        "the password is taken by a misspelled field of the database's secret: the task cannot start",
        "ImpossibleValue",
        || {
            let (mut s, b) = base("clinic");
            let d = s.add("Records", db!(b));
            s.add(
                "Migration",
                FargateTask::builder()
                    .perimeter(&b.zone)
                    .image(img())
                    .connect(&d)
                    .secret("PGPASSWORD", &d.credentials().field("pasword")),
            );
            one(s)
        },
    ),
    Mistake::new(
        Compliance,
        "an agreement with a party outside has no name, and nobody signed it",
        "ImpossibleValue",
        || {
            let (mut s, b) = base("clinic");
            let k = arn!(SecretArn, "arn:aws:secretsmanager:us-east-1:111122223333:secret:openai-AbCdEf");
            let party = ThirdParty::<Phi>::builder()
                .host(domain!("api.openai.com"))
                .secret(&AwsSecret::existing(k, &b.key))
                .field("KEY", "key")
                .build();
            let p = s.add("OpenAi", party.located(country::Us).agreement(Agreement::of("", "")));
            s.add("Chat", svc!(b).connect(&p));
            one(s)
        },
    ),
    Mistake::new(
        Compliance,
        "a bucket deletes records after a day, and what was deleted after another",
        "BucketKeepsVersions",
        || {
            let (mut s, b) = base("clinic");
            s.add(
                "Scans",
                SecureBucket::builder()
                    .perimeter(&b.zone)
                    .lifecycle(Lifecycle::default().deleted_after(1).previous_deleted_after(1)),
            );
            one(s)
        },
    ),
    Mistake::new(
        Compliance,
        "the copy of backups is in the same region: a loss of the region takes both",
        "ImpossibleValue",
        || {
            let (mut s, b) = base("clinic");
            let far = s.add("Far", BackupPlan::builder().key(&b.key));
            let near = s.add("Near", BackupPlan::builder().key(&b.key).copied_to(&far));
            let z = s.add("Zone", Zone::<Phi>::builder().vpc(&b.vpc).key(&b.key).trail(&b.trail).backups(&near));
            s.add("Records", EncryptedDatabase::builder().perimeter(&z).engine(Postgres::V17));
            one(s)
        },
    ),
    Mistake::new(Wiring, "a database is restored from a snapshot of another region", "ImpossibleValue", || {
        let (mut s, b) = base("clinic");
        s.add(
            "Records",
            db!(b).restored_from(arn!(SnapshotArn, "arn:aws:rds:eu-west-1:111122223333:snapshot:clinic-2026")),
        );
        one(s)
    }),
    Mistake::new(Wiring, "the copies of images go to the region that they are in", "ImpossibleValue", || {
        let (mut s, b) = base("clinic");
        let r = s.add("Images", ImageRepository::builder().key(&b.key).called("clinic/api"));
        s.add("Copies", ImageCopies::to(region::UsEast1).of(&r));
        one(s)
    }),
    Mistake::new(Wiring, "the name of a repository has capitals: ECR refuses it", "ImpossibleValue", || {
        let (mut s, b) = base("clinic");
        s.add("Images", ImageRepository::builder().key(&b.key).called("Clinic/Api"));
        one(s)
    }),
    Mistake::new(Wiring, "a repository keeps one image: there is none to go back to", "ImpossibleValue", || {
        let (mut s, b) = base("clinic");
        s.add("Images", ImageRepository::builder().key(&b.key).keep_last(1));
        one(s)
    }),
];
