//! A user of a database by a name that the program says, and the first one, who administers it.

use std::marker::PhantomData;

use hc_cdk::{
    data::DataClass,
    uses::{Connection, Usable},
    value::Value,
};

use super::handle::{Database, Facts};
use crate::{actions, iam::Statement, literal::user_name::UserName, stack::Aws};

/// A user of a database by a name that the program says, to whom a workload connects in place of the [`Database`]:
/// `records.user(user_name!("lab"))`. Each workload has one of its own.
///
/// ```
/// use hc_cdk::{data::Phi, policy::{Hipaa, Production}, prelude::*};
/// use hc_cdk_aws::{compute::Cluster, database::Database, prelude::*, user_name};
///
/// type Prod = (Hipaa, Production);
///
/// /// A service that is `lab` in the records, and nobody else.
/// fn lab(stack: &mut Stack<Prod>, zone: &Perimeter<Phi>, records: &Database<Phi>, image: Image) {
///     let lab = FargateService::builder().perimeter(zone).image(image).port(8080);
///     stack.add("Lab", lab.connect(&records.user(user_name!("lab"))));
/// }
/// ```
#[derive(Debug, Clone)]
pub struct DatabaseUser<D> {
    facts: Facts,
    name: UserName,
    class: PhantomData<fn() -> D>,
}

/// The name of a user of a database.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not the name of a user of a database that was checked",
    label = "write `user_name!(\"lab\")`, or `UserName::parse(name)`, which gives a `Result`",
    note = "HIPAA 45 CFR 164.312(a)(2)(i): unique user identification; SOC 2 CC6.3: least privilege"
)]
pub trait IsUserName {
    /// What is given.
    fn it(self) -> UserName;
}

#[diagnostic::do_not_recommend]
impl IsUserName for UserName {
    fn it(self) -> UserName {
        self
    }
}

impl<D> Database<D> {
    /// A user of the database that a workload is by its role. Each workload has one of its own.
    pub fn user(&self, name: impl IsUserName) -> DatabaseUser<D> {
        DatabaseUser { facts: self.facts.clone(), name: name.it(), class: PhantomData }
    }
}

impl<D> DatabaseUser<D> {
    /// Its name in the database.
    pub fn name(&self) -> &str {
        self.name.as_str()
    }

    /// The ARN that a right to connect as this user names.
    pub fn arn(&self) -> Value<String> {
        self.facts.user(self.name())
    }
}

impl<D: DataClass> Usable for DatabaseUser<D> {
    type Class = D;
    type Target = Aws;

    fn connection(&self) -> Connection {
        self.facts
            .way()
            .reads(Statement::allow(actions!["rds-db:connect"], [self.arn()]))
            .variable("USERNAME", self.name().to_owned())
    }
}

/// The first user of a database, who may do everything in there: for what makes its users and changes its schema, and for nothing that
/// serves people. To connect to it is to say so.
///
/// Who connects finds the host, the port, the name of the database and the ARN of the secret in its variables
/// (`PATIENTS_HOST`, `.._PORT`, `.._NAME`, `.._SECRET_ARN`), and the user and the password in secret variables
/// (`.._USERNAME`, `.._PASSWORD`). RDS replaces a password that it made every seven days, and the owner of another secret when he
/// likes: what lives longer reads the secret again when a connection is refused; it may.
///
/// ```
/// use hc_cdk::{data::Phi, policy::{Hipaa, Production}, prelude::*};
/// use hc_cdk_aws::{database::Database, prelude::*};
///
/// type Prod = (Hipaa, Production);
///
/// /// What changes the schema, makes the services' users and comes to an end.
/// fn migration(stack: &mut Stack<Prod>, zone: &Perimeter<Phi>, records: &Database<Phi>, image: Image) {
///     let migration = FargateTask::builder().perimeter(zone).image(image).connect(&records.administrator());
///     stack.add("Migration", migration);
/// }
/// ```
#[derive(Debug, Clone)]
pub struct DatabaseAdministrator<D> {
    facts: Facts,
    class: PhantomData<fn() -> D>,
}

impl<D> Database<D> {
    /// The first user of the database, for what administers it and comes to an end.
    pub fn administrator(&self) -> DatabaseAdministrator<D> {
        DatabaseAdministrator { facts: self.facts.clone(), class: PhantomData }
    }
}

impl<D: DataClass> Usable for DatabaseAdministrator<D> {
    type Class = D;
    type Target = Aws;

    fn connection(&self) -> Connection {
        let fields = vec![("USERNAME", "username"), ("PASSWORD", "password")];
        let secret = Database::<D> { facts: self.facts.clone(), class: PhantomData }.credentials();
        self.facts.way().credentials(secret.credentials(self.facts.region, fields)).administers()
    }
}

#[cfg(test)]
mod tests {
    use hc_cdk::{
        data::Phi,
        image,
        policy::{Hipaa, Production},
        prelude::*,
        uses::Usable,
    };
    use serde_json::{Value, json};

    use crate::{
        assertions::{Clinic, Template},
        database::{Database, Engine},
        prelude::*,
        region, user_name,
    };

    const IMAGE: Image =
        image!("registry.example/lab@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08");

    type Place = Clinic<(Hipaa, Production), Phi>;

    /// A clinic with a database.
    fn place(engine: impl Into<Engine>) -> (Place, Database<Phi>) {
        let mut place = Place::new("clinic", region::UsEast1);
        let records = EncryptedDatabase::builder().perimeter(&place.zone).engine(engine.into()).build();
        let records = place.stack.add("Records", records);
        (place, records)
    }

    /// Adds a service that uses something.
    fn serve(place: &mut Place, name: &'static str, using: &(impl Usable<Class = Phi, Target = Aws> + ?Sized)) {
        let service = FargateService::builder().perimeter(&place.zone).image(IMAGE).port(8080);
        place.stack.add(name, service.connect(using).build());
    }

    fn findings(place: Place) -> String {
        App::new("clinic").stack(place.stack).check().err().map(|it| it.to_string()).unwrap_or_default()
    }

    /// What a service is told of who it is, and the right to be that.
    fn user(template: &Value, service: &str, server: &Value) -> (Value, Value) {
        let resources = &template["Resources"];
        let container = &resources[format!("{service}Task")]["Properties"]["ContainerDefinitions"][0];
        assert!(!template.to_string().contains("RECORDS_PASSWORD") && container["Secrets"].is_null());
        let environment = container["Environment"].as_array().unwrap();
        let name = environment.iter().find(|it| it["Name"] == "RECORDS_USERNAME").unwrap();
        let statements = &resources[format!("{service}TaskRolePolicy")]["Properties"]["PolicyDocument"]["Statement"];
        let connect = statements.as_array().unwrap().iter().find(|it| it["Action"] == "rds-db:connect").unwrap();
        let parts = connect["Resource"]["Fn::Join"][1].as_array().unwrap();
        assert_eq!(parts[parts.len() - 2], *server);
        (name["Value"].clone(), parts[parts.len() - 1].clone())
    }

    #[test]
    fn a_workload_is_its_user_by_its_role_and_has_no_secret() {
        for (engine, id) in
            [(Engine::from(Postgres::V17), "DbiResourceId"), (AuroraPostgres::V17.into(), "DBClusterResourceId")]
        {
            let (mut place, records) = place(engine);
            serve(&mut place, "Lab", &records);
            serve(&mut place, "Ward", &records.user(user_name!("beds")));
            let template = Template::of_stack(place.stack).json().clone();
            let server = json!({ "Fn::GetAtt": ["Records", id] });
            assert_eq!(user(&template, "Lab", &server), (json!("clinic_lab"), json!("/clinic_lab")));
            assert_eq!(user(&template, "Ward", &server), (json!("beds"), json!("/beds")));
        }
    }

    #[test]
    fn two_workloads_are_not_one_user() {
        let (mut place, records) = place(Postgres::V17);
        serve(&mut place, "Lab", &records);
        serve(&mut place, "Ward", &records.user(user_name!("clinic_lab")));
        let findings = findings(place);
        assert!(findings.contains("takes several roles for one user"), "{findings}");
    }

    #[test]
    fn what_serves_does_not_administer_and_what_ends_may() {
        let (mut place, records) = self::place(Postgres::V17);
        let migration = FargateTask::builder().perimeter(&place.zone).image(IMAGE).connect(&records.administrator());
        place.stack.add("Migration", migration.build());
        assert_eq!(findings(place), "");
        let (mut place, records) = self::place(Postgres::V17);
        serve(&mut place, "Lab", &records.administrator());
        let findings = findings(place);
        assert!(findings.contains("has the password of the first user of a database"), "{findings}");
    }
}
