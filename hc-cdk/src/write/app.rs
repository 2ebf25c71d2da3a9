//! The app: the stacks of a system, and the way from them to files.

use std::any::TypeId;

use indexmap::IndexSet;

use super::target::{Part, Writer};
use crate::{
    check::{
        self, Checked, Judges,
        rules::{Reading, Tables},
    },
    declare::{
        cluster::Requests,
        region::{Border, Target},
        stack::Stack,
    },
    model::{
        StackModel, System,
        file::File,
        finding::{Finding, Findings},
        outputs::Outputs,
    },
    policy::Policy,
    value::{Json, date::Date},
};

/// A system: stacks that are checked and written together.
#[derive(Debug)]
#[must_use = "an app does nothing until it is run: `App::new(..).stack(stack).run()`"]
pub struct App {
    system: System,
    requests: Requests,
    /// The tags of all stacks that can have some.
    tags: Vec<(String, Json)>,
    /// The program's own rules.
    readings: Vec<&'static [Reading]>,
    /// Who writes the stacks of each target, by the target's name, and which type that is.
    writers: Vec<(&'static str, TypeId, Box<dyn Writer>)>,
}

/// A stack, or what a target makes of one.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a stack that an app takes",
    label = "give the stack or the chart itself, and not a reference: nothing can be added to it afterwards"
)]
pub trait IsStack {
    /// What it is held to.
    type Policy: Policy;
    /// What it is written for.
    type Target: Target + Writer + Border;

    /// What is given.
    fn whole(self) -> Stack<Self::Policy, Self::Target>;
}

#[diagnostic::do_not_recommend]
impl<P: Policy, T: Target + Writer + Border> IsStack for Stack<P, T> {
    type Policy = P;
    type Target = T;

    fn whole(self) -> Self {
        self
    }
}

impl App {
    /// An app without stacks. The system's name becomes a tag on everything.
    #[track_caller]
    pub fn new(system: impl Into<String>) -> Self {
        Self {
            system: System::new(system.into()),
            requests: Requests::default(),
            tags: Vec::new(),
            readings: Vec::new(),
            writers: Vec::new(),
        }
    }

    /// Takes a stack, or what a target makes of one, such as a chart; nothing can be added to it afterwards.
    pub fn stack<S: IsStack>(mut self, stack: S) -> Self {
        let (mut model, requests) = stack.whole().into_parts();
        let name = <S::Target as Target>::NAME;
        S::Target::default().refer(&mut model);
        let has_tags = S::Target::default().has_tags();
        self.tags.iter().for_each(|(key, value)| model.also_tag(key, value, has_tags));
        let (of, place) = (TypeId::of::<S::Target>(), self.writers.partition_point(|(it, ..)| *it < name));
        match self.writers.get(place).filter(|(it, ..)| *it == name) {
            None => self.writers.insert(place, (name, of, Box::new(S::Target::default()))),
            Some((_, first, _)) if *first == of => {}
            Some(_) => model.findings.push(another_target(&model)),
        }
        self.system.push(model);
        self.requests.take::<S::Target>(name, &mut self.system, requests);
        self
    }

    /// Puts a tag on everything of every stack, whether the app has it already or not, such as `owner`, by which the inventory of the evidence
    /// says whose a construct is. A stack that has the tag itself keeps its own, and what a target cannot tag is not tagged: files of a
    /// repository, and resources that operators make in other clouds. Of these, `owner` still says whose they are.
    pub fn tag(mut self, key: impl Into<String>, value: impl Into<String>) -> Self {
        let (key, value) = (key.into(), Json::from(value.into()));
        let with_tags: Vec<&str> = self.writers().filter(|(_, it)| it.has_tags()).map(|(name, _)| name).collect();
        for stack in self.system.stacks_mut() {
            let has_tags = with_tags.contains(&stack.target);
            stack.also_tag(&key, &value, has_tags);
        }
        self.tags.push((key, value));
        self
    }

    /// Holds the app to rules of the program's own, which [`rules!`](crate::rules!) declares.
    pub fn rules(mut self, readings: &'static [Reading]) -> Self {
        self.readings.push(readings);
        self
    }

    /// Fills in what deployed stacks said, for stacks of other targets.
    pub fn deployed(mut self, outputs: Outputs) -> Self {
        self.system.set_outputs(outputs);
        self
    }

    /// The system as data.
    pub fn system(&self) -> &System {
        &self.system
    }

    /// The stacks in the order in which they were taken.
    pub fn stacks(&self) -> &[StackModel] {
        self.system.stacks()
    }

    /// Who writes the stacks, each target once, by name.
    pub(crate) fn writers(&self) -> impl Iterator<Item = (&'static str, &dyn Writer)> {
        self.writers.iter().map(|(name, _, writer)| (*name, writer.as_ref()))
    }

    /// The commands by which deployments of these targets write down what their stacks said.
    pub(crate) fn told_by(&self, is_wanted: impl Fn(&str) -> bool) -> Vec<String> {
        let commands = self.writers().filter(|(name, _)| is_wanted(name)).filter_map(|(_, writer)| writer.tells());
        commands.map(|command| format!("`{command}`")).collect()
    }

    /// Checks the app without regard to the date: waivers do not expire.
    ///
    /// # Errors
    ///
    /// All findings.
    pub fn check(&self) -> Result<Checked<'_>, Findings> {
        self.checked(None)
    }

    /// Checks the app as of a day: waivers that ended before it are findings.
    ///
    /// # Errors
    ///
    /// All findings.
    pub fn check_on(&self, today: Date) -> Result<Checked<'_>, Findings> {
        self.checked(Some(today))
    }

    fn checked(&self, today: Option<Date>) -> Result<Checked<'_>, Findings> {
        check::check(&self.system, self.judges(), today)
    }

    fn judges(&self) -> Judges<'_> {
        let targets = self.writers().map(|(name, writer)| (name, writer as &dyn check::Judge)).collect();
        Judges { targets, own: &self.readings }
    }

    /// All that is wrong with the app, also where a check cannot pass: for judges of what others wrote, which nobody writes again.
    pub fn judge(&self) -> Findings {
        self.judge_by(&mut Tables::default())
    }

    /// The same, by tables that are kept from one app to the next, for whoever judges many. An app with rules of its own makes its own.
    pub fn judge_by(&self, tables: &mut Tables) -> Findings {
        let (mut fresh, is_own) = (Tables::default(), !self.readings.is_empty());
        check::all(&self.system, self.judges(), None, if is_own { &mut fresh } else { tables }).1
    }

    /// What was read as of a day, and all that is wrong: for evidence of a program that nobody deploys.
    pub(crate) fn judge_on(&self, today: Date) -> (Checked<'_>, Findings) {
        check::all(&self.system, self.judges(), Some(today), &mut Tables::default())
    }

    /// All files of a checked app, in a fixed order. Same program, same bytes: no clock, no randomness, no environment.
    ///
    /// # Errors
    ///
    /// What only the written files show: a target says that one of them is larger than it takes, or two have one path.
    pub fn emit(&self, checked: &Checked<'_>) -> Result<Vec<File>, Findings> {
        let mut files = self.emit_of(checked, |_| true, |_, _| true)?;
        files.extend(self.stacks().iter().flat_map(|stack| stack.files.iter().cloned()));
        self.distinct(files)
    }

    /// The files of those targets alone that stand in a repository: all, or one part of them.
    pub(crate) fn emit_for_a_repository(
        &self,
        checked: &Checked<'_>,
        part: Option<Part>,
    ) -> Result<Vec<File>, Findings> {
        let is_meant = |writer: &dyn Writer, file: &File| part.is_none() || writer.part(file) == part;
        self.distinct(self.emit_of(checked, |it| it.is_for_a_repository(), is_meant)?)
    }

    /// The files, if each has a path of its own. Some file systems take `A` and `a` for the same.
    fn distinct(&self, files: Vec<File>) -> Result<Vec<File>, Findings> {
        let mut paths = IndexSet::with_capacity(files.len());
        let twice = files.iter().filter(|it| !paths.insert(it.path.to_lowercase())).map(|it| {
            let help = "call the stack or chart something else, in other than small and capital letters";
            self.system.finding_here("FileTwice", format!("has two files for `{}`", it.path), help)
        });
        let twice: Vec<Finding> = twice.collect();
        if twice.is_empty() { Ok(files) } else { Err(Findings(twice)) }
    }

    fn emit_of(
        &self,
        checked: &Checked<'_>,
        writes: fn(&dyn Writer) -> bool,
        is_meant: impl Fn(&dyn Writer, &File) -> bool,
    ) -> Result<Vec<File>, Findings> {
        let (mut findings, mut files) = (Vec::new(), Vec::new());
        for (_, writer) in self.writers().filter(|(_, writer)| writes(*writer)) {
            let written = writer.files(checked, &mut findings);
            files.extend(written.into_iter().filter(|it| is_meant(writer, it)));
        }
        if findings.is_empty() { Ok(files) } else { Err(Findings(findings)) }
    }

    /// Checks the app and gives its files, without touching the file system. For tests; programs call [`App::run`].
    ///
    /// # Errors
    ///
    /// All findings.
    pub fn synthesize(&self) -> Result<Vec<File>, Findings> {
        self.emit(&self.check()?)
    }
}

/// Stacks are judged and written by who has the name of their target, and that is another one here.
fn another_target(stack: &StackModel) -> Finding {
    let message = format!("is for a target that is called `{}`, as another one is", stack.target);
    stack.finding_here("TargetTwice", message, "give the target a `NAME` that no other one has")
}
