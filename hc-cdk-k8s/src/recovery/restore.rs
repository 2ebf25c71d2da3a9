//! Reading a backup back: once a month the newest one of PostgreSQL, MongoDB or Elasticsearch is restored where nobody uses it, and looked at.
//!
//! It fails if that takes longer than the recovery may, or if a table, a collection or an index cannot be read. What it needs is a folder that is gone with
//! the pod, and the way to the archive; it reaches nothing else, and nothing reaches it.

use hc_cdk::{
    construct::{Construct, Spec},
    data::DataClass,
    image::Image,
    policy::Policy,
    rule::Rule,
    sentences::NamedByDigest,
    stack::Within,
};

use crate::{
    chart::Kubernetes,
    database::{
        Archive, ArchiveFor,
        archive::KEYS,
        store::{Engine, OfBackups, ReadBack},
    },
    literal::quantity::{IsMemory, Memory},
    namespace::{Namespace, NamespaceFor},
    rules::{RESTORE, RESTORE_MONGO, RESTORE_SEARCH},
    sentences::{DatabaseNeedsBackups, ObjectNeedsNamespace, RestoreNeedsRoom, RestoreNeedsStore, WorkloadNeedsImage},
    workload::{CronJob, CronJobBuilder, RESTORING},
};

hc_cdk::builder! {
    /// A test that reads the newest backup of a [`PostgresCluster`](crate::database::PostgresCluster), of a
    /// [`MongoDb`](crate::database::MongoDb) or of a [`Search`](crate::database::Search) back.
    ///
    /// ```no_run
    /// use hc_cdk::{data::Phi, image::Image, policy::{Hipaa, Production}, prelude::*};
    /// use hc_cdk_k8s::{database::{Archive, PostgresStore}, prelude::*, recovery::RestoreTest};
    ///
    /// fn test(chart: &mut Chart<(Hipaa, Production)>, zone: &Namespace<Phi>, records: &PostgresStore<Phi>, archive: Archive<Phi>, image: Image) {
    ///     let test = RestoreTest::builder().perimeter(zone).of(records).backups(archive).image(image).room(memory!("300Gi"));
    ///     chart.add("RestoreTest", test.within_hours(4));
    /// }
    /// ```
    pub struct RestoreTest<D: DataClass>;
    /// A test that is being described.
    pub struct RestoreTestBuilder => RestoreTest<D>;
    needs {
        /// The namespace that it is in: that of the store.
        perimeter(perimeter: &(impl NamespaceFor<D> + ?Sized)) -> Namespace<D> { perimeter.it().clone() }: ObjectNeedsNamespace;
        /// The store whose backup is read back.
        of(store: &(impl ReadBack<D> + ?Sized)) -> OfBackups { store.backups() }: RestoreNeedsStore;
        /// Where its backups are.
        backups(archive: impl ArchiveFor<D>) -> Archive<D> { archive.archive() }: DatabaseNeedsBackups;
        /// An image with Python, by digest, and with what the store is made of, in its version: PostgreSQL and the tools of Barman for clouds;
        /// MongoDB, `mongosh`, and both programs of Percona Backup for MongoDB; or Elasticsearch.
        image(image: impl NamedByDigest) -> Image { image.it().clone() }: WorkloadNeedsImage;
        /// How much room there is to restore it in, on the disk of a node.
        room(size: impl IsMemory) -> Memory { size.it().clone() }: RestoreNeedsRoom;
    }
    may {
        /// After how many hours the recovery has taken too long: four by default.
        within_hours(hours: u32) -> u32 { hours } = 4;
    }
}

impl<D: DataClass> Spec for RestoreTest<D> {
    type Handle = ();
    const KIND: &'static str = "RestoreTest";
    const INVARIANTS: &'static [Rule] = RESTORING;
}

impl<D: DataClass, P: Policy> Construct<P, Kubernetes> for RestoreTest<D> {
    fn declare(self, scope: &mut Within<'_, P, Kubernetes>) {
        if self.within_hours == 0 {
            scope.reject(
                None,
                "may take no time",
                "say after how many hours it has taken too long: `.within_hours(4)`",
            );
        }
        // What is in a backup is what was in the store.
        let this = scope.this();
        scope.flow_between(&self.of.this, self.perimeter.scoped.class, &this);
        let (archive, hours) = (self.backups, self.within_hours);
        let (program, user) = match self.of.engine {
            Engine::Postgres => (RESTORE, crate::uid!(26)),
            Engine::Mongo => (RESTORE_MONGO, crate::uid!(1001)),
            Engine::Search => (RESTORE_SEARCH, crate::uid!(1000)),
        };
        let test = CronJob::builder().perimeter(&self.perimeter).image(self.image).command(program);
        let test = test.schedule(crate::cron!("0 5 1 * *")).resources(crate::cpu!("2"), crate::memory!("4Gi"));
        let test = KEYS.iter().fold(test.secrets_in_environment(), |it, key| it.secret(key, &archive.writer(), key));
        let test = archive.settings(&self.of.store).into_iter().fold(test, CronJobBuilder::variable);
        let test = test.user(user).scratch("/restore", self.room).scratch("/tmp", crate::memory!("1Gi"));
        let test = test.connect(archive.there()).built_elsewhere();
        test.retries(0).deadline(hours.saturating_mul(3600)).build().declare(scope);
    }
}
