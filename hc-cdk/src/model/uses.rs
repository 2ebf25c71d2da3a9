//! What it takes to use something, as plain data: where it listens, what whoever uses it may do, and what it is told.
//!
//! Whatever is in the spelling of a target (what opens a network, actions, identifiers) is carried and not read here.

use super::construct::ConstructRef;
use crate::{
    policy::data::Class,
    value::{Json, Object, Value, kebab, literal::cidr::CidrBlock},
};

/// What a workload needs to use something. Whoever can be used says it once; workloads of every kind follow it.
#[derive(Debug, Clone)]
pub struct Connection {
    /// The construct of what is used, for the data flow.
    pub to: ConstructRef,
    /// Its name, such as `Patients`. It names the rules, and in upper case begins the names of the variables:
    /// `PATIENTS_HOST`.
    pub name: String,
    /// Where it listens, if it is a part of a network.
    pub place: Option<Place>,
    /// What it takes to read.
    pub reading: Vec<Right>,
    /// What it takes to write.
    pub writing: Vec<Right>,
    /// Plain variables: the ends of their names, such as `BUCKET`, and their values. Host and port are not among them.
    pub variables: Vec<(&'static str, Value<String>)>,
    /// Where its credentials are kept, if it asks for any.
    pub credentials: Option<Credentials>,
    /// What of it becomes a folder of the workload, if it is used as files.
    pub mount: Option<Mount>,
    /// What whoever uses it has to be in as well, if not everybody reaches it whom its network lets in.
    pub member: Option<Member>,
    /// The name by which it knows whoever uses it, if each has one of its own there.
    pub own: Option<OwnName>,
    /// Whether whoever uses it may do everything in there, as nobody does who serves.
    pub administers: bool,
}

impl Connection {
    /// The way to the construct `to` (`scope.this()`), which nothing leads to yet. `name` is in upper camel case.
    pub fn new(to: ConstructRef, name: impl Into<String>) -> Self {
        Self {
            to,
            name: name.into(),
            place: None,
            reading: Vec::new(),
            writing: Vec::new(),
            variables: Vec::new(),
            credentials: None,
            mount: None,
            member: None,
            own: None,
            administers: false,
        }
    }

    /// What the names of its variables begin with: `PATIENT_RECORDS` for `PatientRecords`, whatever the target of who uses it.
    pub fn prefix(&self) -> String {
        kebab(&self.name).replace('-', "_").to_ascii_uppercase()
    }

    /// Says where it listens.
    #[must_use]
    pub fn at(self, place: Place) -> Self {
        Self { place: Some(place), ..self }
    }

    /// Says something that it takes to read.
    #[must_use]
    pub fn reads(mut self, right: impl Into<Right>) -> Self {
        self.reading.push(right.into());
        self
    }

    /// Says something that it takes to write, besides what it takes to read.
    #[must_use]
    pub fn writes(mut self, right: impl Into<Right>) -> Self {
        self.writing.push(right.into());
        self
    }

    /// Tells the workload something in a plain variable: the end of its name, such as `TABLE`, and its value.
    #[must_use]
    pub fn variable(mut self, name: &'static str, value: impl Into<Value<String>>) -> Self {
        self.variables.push((name, value.into()));
        self
    }

    /// Says where its credentials are kept.
    #[must_use]
    pub fn credentials(self, credentials: Credentials) -> Self {
        Self { credentials: Some(credentials), ..self }
    }

    /// Says that it is a member of something, and that only other members reach it.
    #[must_use]
    pub fn among(self, member: Member) -> Self {
        Self { member: Some(member), ..self }
    }

    /// Says that it knows whoever uses it by a name of its own, and what that takes.
    #[must_use]
    pub fn knows_by_name(self, own: OwnName) -> Self {
        Self { own: Some(own), ..self }
    }

    /// Says that whoever uses it may do everything in there.
    #[must_use]
    pub fn administers(self) -> Self {
        Self { administers: true, ..self }
    }

    /// The same for whoever is called `path` in its target: where names tell who uses it, by a name that is made of that. Two
    /// paths have one name if nothing but capitals and dashes tells them apart.
    #[must_use]
    pub fn for_one_called(self, path: &str) -> Self {
        let Some(OwnName { variable, longest, mut right }) = self.own else { return self };
        let name = own_name(path, longest);
        let ends = |it: Json| Value::<String>::concat([it, name.clone().into()]).json().clone();
        right.resources = right.resources.into_iter().map(ends).collect();
        Self { own: None, ..self }.reads(right).variable(variable, name)
    }

    /// Says that it is used as files, and how it is mounted.
    #[must_use]
    pub fn mounted(self, mount: Mount) -> Self {
        Self { mount: Some(mount), ..self }
    }
}

/// A name that whoever uses something has of its own there.
#[derive(Debug, Clone)]
pub struct OwnName {
    /// The end of the name of the variable that tells it, such as `USERNAME`.
    pub variable: &'static str,
    /// How many letters it has at most.
    pub longest: usize,
    /// What it takes to use it by that name, which comes behind the resources.
    pub right: Right,
}

/// The name of whoever has this path: letters in lower case, digits and underscores. A longer one is cut, and ends in figures that stand
/// for all of it.
fn own_name(path: &str, longest: usize) -> String {
    const FIGURES: usize = 8;
    let name = kebab(path).replace('-', "_");
    if name.len() <= longest {
        return name;
    }
    let hash = name.bytes().fold(0x811c_9dc5_u32, |hash, it| (hash ^ u32::from(it)).wrapping_mul(0x0100_0193));
    let start: String = name.chars().take(longest.saturating_sub(FIGURES + 1)).collect();
    format!("{}_{hash:08x}", start.trim_end_matches('_'))
}

/// A part of a mesh: what speaks with the other parts in a way that nobody else does. A workload that knows no such thing refuses it.
#[derive(Debug, Clone)]
pub struct Member {
    /// What it is a part of, in the spelling of its target; nothing if it is in none, and then nobody reaches it.
    pub of: Option<Value<String>>,
    /// Something of the part itself, which has to be there before others look for it.
    pub part: Value<String>,
}

/// Files that a workload finds in a folder of its own, where somebody else keeps them. A workload that does not know what
/// keeps them refuses them.
#[derive(Debug, Clone)]
pub struct Mount {
    /// The service that keeps them, such as `EFS`.
    pub keeper: &'static str,
    /// What it finds them by.
    pub id: Value<String>,
    /// The way in through which they are mounted, such as an access point.
    pub entry: Value<String>,
    /// The folder of the workload in which they are.
    pub folder: String,
}

/// Where something listens.
#[derive(Debug, Clone)]
pub struct Place {
    /// The name of its host, if it has one.
    pub host: Option<Value<String>>,
    /// Its port; nothing if it listens on none.
    pub port: Option<u16>,
    /// The networks that it is in; none if the program does not know them.
    pub networks: Vec<CidrBlock>,
    /// What lets somebody into its network, in the spelling of its target, such as a security group; nothing for what is
    /// let in to by somebody else.
    pub gate: Option<Json>,
}

/// A permission: actions on resources under conditions, in the spelling of the target of what is used.
#[derive(Debug, Clone, PartialEq)]
pub struct Right {
    /// The actions.
    pub actions: Vec<&'static str>,
    /// What they are done to.
    pub resources: Vec<Json>,
    /// What has to hold for it.
    pub conditions: Object,
}

/// Where the credentials of something are kept.
#[derive(Debug, Clone)]
pub struct Credentials {
    /// The service that keeps them, such as `SecretsManager`. A target refuses one that it does not read from.
    pub keeper: &'static str,
    /// The region that it keeps them in.
    pub region: &'static str,
    /// What it finds them by.
    pub id: Value<String>,
    /// What a right to read it is on: the same, unless the keeper's rights spell it in another way.
    pub right_on: Value<String>,
    /// The key that encrypts them.
    pub key: Value<String>,
    /// What has to be known of the keeper beside that, in the spelling of its target, such as a project.
    pub home: Object,
    /// Secret variables: the ends of their names, such as `PASSWORD`, and the fields that they come from.
    pub fields: Vec<(&'static str, &'static str)>,
}

/// A connection that a workload has, and how far it goes.
#[derive(Debug, Clone)]
pub struct Use {
    /// What it takes.
    pub connection: Connection,
    /// The class of the data.
    pub class: Class,
    /// The target of what is used, by its name.
    pub target: &'static str,
    /// Whether the workload writes, too.
    pub writes: bool,
}

impl Use {
    /// What the workload may do. What concerns the same resources under the same conditions is one right, with its actions in
    /// order.
    pub fn rights(&self) -> Vec<Right> {
        let mut rights = self.connection.reading.clone();
        for right in self.connection.writing.iter().filter(|_| self.writes) {
            let same = |it: &&mut Right| it.resources == right.resources && it.conditions == right.conditions;
            match rights.iter_mut().find(same) {
                Some(it) => {
                    it.actions.extend(&right.actions);
                    it.actions.sort_unstable();
                    it.actions.dedup();
                }
                None => rights.push(right.clone()),
            }
        }
        rights
    }

    /// The plain variables of the workload: the ends of their names, and their values. Of what is mounted the workload knows the
    /// folder, and not the place.
    pub fn variables(&self) -> impl Iterator<Item = (&'static str, Value<String>)> {
        let mount = self.connection.mount.as_ref();
        let folder = mount.map(|it| ("FOLDER", it.folder.clone().into()));
        let place = self.connection.place.as_ref().filter(|_| mount.is_none());
        let host = place.and_then(|it| Some(("HOST", it.host.clone()?)));
        let port = place.and_then(|it| Some(("PORT", it.port?.to_string().into())));
        folder.into_iter().chain(host).chain(port).chain(self.connection.variables.iter().cloned())
    }
}

/// What a workload asks of something of another target.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asked {
    /// That the hosts of the cluster reach it, and no more: it asks for no account.
    Way,
    /// That an account may read its credentials.
    Credentials,
    /// That an account may do what its rights say.
    Rights,
}

/// What an account has to bear so that another target knows it: names of annotations and their values.
pub type Borne = Vec<(&'static str, Value<String>)>;

#[cfg(test)]
mod tests {
    use super::{Connection, Mount, OwnName, Place, Right, Use, own_name};
    use crate::{
        policy::data::Class,
        value::{Object, StackId},
    };

    fn right(actions: &[&'static str], resource: &'static str) -> Right {
        Right { actions: actions.to_vec(), resources: vec![resource.into()], conditions: Object::new() }
    }

    #[test]
    fn whoever_reads_only_may_do_nothing_else() {
        let to = super::ConstructRef { stack: StackId::new("clinic"), index: 0 };
        let connection = Connection::new(to, "Scans")
            .reads(right(&["list"], "scans"))
            .reads(right(&["get"], "scans/*"))
            .writes(right(&["put", "delete"], "scans/*"))
            .writes(right(&["notify"], "topic"));
        let rights =
            |writes| Use { connection: connection.clone(), class: Class::Phi, target: "paper", writes }.rights();
        assert_eq!(rights(false), [right(&["list"], "scans"), right(&["get"], "scans/*")]);
        let all = [right(&["list"], "scans"), right(&["delete", "get", "put"], "scans/*"), right(&["notify"], "topic")];
        assert_eq!(rights(true), all);
    }

    #[test]
    fn what_is_mounted_is_known_by_its_folder() {
        let to = super::ConstructRef { stack: StackId::new("clinic"), index: 0 };
        let place = Place { host: Some("files".into()), port: Some(2049), networks: Vec::new(), gate: None };
        let connection = Connection::new(to, "Letters").at(place);
        let variables = |connection| {
            let using = Use { connection, class: Class::Phi, target: "paper", writes: true };
            using.variables().map(|(end, _)| end).collect::<Vec<_>>()
        };
        assert_eq!(variables(connection.clone()), ["HOST", "PORT"]);
        let (id, entry) = ("fs-1".into(), "fsap-1".into());
        let mount = Mount { keeper: "EFS", id, entry, folder: "/mnt/letters".to_owned() };
        assert_eq!(variables(connection.mounted(mount)), ["FOLDER"]);
    }

    #[test]
    fn whoever_uses_it_has_a_name_of_its_own() {
        let to = super::ConstructRef { stack: StackId::new("clinic"), index: 0 };
        let own = OwnName { variable: "USERNAME", longest: 32, right: right(&["connect"], "records/") };
        let connection = Connection::new(to, "Records").knows_by_name(own).for_one_called("clinic/LabResults");
        let using = Use { connection, class: Class::Phi, target: "paper", writes: true };
        assert_eq!(using.rights(), [right(&["connect"], "records/clinic_lab_results")]);
        let variables: Vec<_> = using.variables().collect();
        assert_eq!(variables, [("USERNAME", "clinic_lab_results".into())]);
    }

    #[test]
    fn a_long_name_is_cut_and_stays_its_own() {
        let names = ["One", "Two"].map(|end| own_name(&format!("clinic/TheServiceThatReadsWhatIs{end}"), 32));
        assert!(names.iter().all(|it| it.len() <= 32 && it.starts_with("clinic_the_service_that")), "{names:?}");
        assert_ne!(names[0], names[1]);
        assert_eq!(own_name("clinic/Lab", 32), "clinic_lab");
    }
}
