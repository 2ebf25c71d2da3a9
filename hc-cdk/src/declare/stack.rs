//! The stack that a user adds constructs to.

use std::{borrow::Cow, marker::PhantomData, panic::Location};

use super::{
    cluster::Cluster,
    construct::{Construct, Spec, Within},
    depth,
    given::Given,
    parameter::{Parameter, ParameterType},
    region::{HasPhysicalNames, Region, Target},
    scope::Scope,
};
use crate::{
    model::{
        KeptExport, Moved, OutputModel, OwnerRecord, ParameterModel, StackModel, SuffixRecord, request::Request,
        usage::UsageRecord,
    },
    policy::{Policy, PolicyFacts, dimension::residency::ResidencyFor},
    value::{Json, Label, NameSuffix, StackId, Token, Value},
};

/// A unit of deployment under the policy `P`, written for the target `T`.
///
/// A construct is taken only if it is one of the target's, and at or above every floor of `P`; otherwise the program does not
/// compile. The crate of each target has a name for its stacks, such as `hc_cdk_aws::Stack<P>`, which is what programs use.
#[derive(Debug)]
#[must_use = "a stack does nothing until an app takes it: `App::new(..).stack(stack)`"]
pub struct Stack<P, T> {
    model: StackModel,
    requests: Vec<Request>,
    given: Given,
    kind: PhantomData<fn() -> (P, T)>,
}

impl<P, T> Stack<P, T> {
    /// Keeps what the program says of usage.
    pub(super) fn note_usage(&mut self, records: impl Iterator<Item = UsageRecord>) {
        self.model.usage.extend(records);
    }
}

impl<P: Policy, T: Target> Stack<P, T> {
    /// An empty stack in a region of the target. `name` has letters, digits and hyphens, and begins with a letter.
    #[track_caller]
    pub fn new<R>(name: &str, region: R) -> Self
    where
        R: Region<Target = T> + ResidencyFor<P>,
    {
        Self::in_region(name, region)
    }

    /// An empty stack in a place of whatever target, such as one for a cluster in a cloud's region.
    #[track_caller]
    pub fn in_region<R>(name: &str, _region: R) -> Self
    where
        R: Region + ResidencyFor<P>,
    {
        Self {
            model: StackModel {
                id: StackId::new(name),
                region: R::NAME,
                target: T::NAME,
                cluster: None,
                policy: PolicyFacts::of::<P>(),
                written_at: Location::caller(),
                constructs: Vec::new(),
                resources: Vec::new(),
                after: Vec::new(),
                flows: Vec::new(),
                runs: Vec::new(),
                fronts: Vec::new(),
                additions: Vec::new(),
                files: Vec::new(),
                alerts: Vec::new(),
                boards: Vec::new(),
                parameters: Vec::new(),
                only_where: Vec::new(),
                outputs: Vec::new(),
                kept: Vec::new(),
                moved: Vec::new(),
                waivers: Vec::new(),
                findings: Vec::new(),
                idle: Vec::new(),
                taken_up: Vec::new(),
                quotas: Vec::new(),
                tags: Vec::new(),
                owners: Vec::new(),
                name_suffix: None,
                usage: Vec::new(),
            },
            requests: Vec::new(),
            given: Given::not_yet(name, Location::caller()),
            kind: PhantomData,
        }
    }

    /// An empty stack for that cluster, which is written for another target than the cluster's cloud.
    #[track_caller]
    pub fn in_cluster<R>(name: &str, cluster: &Cluster<R>) -> Self
    where
        R: Region + ResidencyFor<P>,
    {
        let mut stack = Self::in_region(name, cluster.region());
        stack.model.cluster = Some(cluster.facts().clone());
        stack
    }

    /// Holds the stack to more than its own policy asks for, for programs that learn only when they run what that is, such as a judge of
    /// templates that others wrote. What is added stays held to `P` by the compiler; the rest is read in what is written.
    pub fn also_under(&mut self, policy: &PolicyFacts) {
        self.model.policy = self.model.policy.and(policy);
    }

    /// Takes a construct under a name of letters and digits that no other construct of the stack has.
    #[track_caller]
    pub fn add<C>(&mut self, name: impl Into<Cow<'static, str>>, construct: C) -> C::Handle
    where
        C: Spec + Construct<P, T>,
    {
        let draft = (&mut self.model, &mut self.requests);
        let scope = Scope::open(draft, None, &name.into(), C::KIND, C::INVARIANTS, Location::caller());
        construct.declare(&mut Within::new(scope))
    }

    /// Asks for a value at deployment.
    #[track_caller]
    pub fn parameter<K: ParameterType>(
        &mut self,
        name: impl Into<Cow<'static, str>>,
        parameter: Parameter<K>,
    ) -> Value<K> {
        let (name, mut facts) = (name.into(), parameter.into_facts());
        let given = facts.default.iter_mut().chain(facts.allowed.iter_mut().flatten());
        let deep: Vec<String> = given.flat_map(depth::cut).collect();
        if !deep.is_empty() {
            self.reject_deep(&format!("has a parameter `{name}` with a value"), Location::caller());
        }
        self.model.parameters.push(ParameterModel { name: name.clone(), facts, written_at: Location::caller() });
        Value::token(Token::Parameter { stack: self.model.id.clone(), name, limits: const { &K::LIMITS } })
    }

    /// Tells a value after deployment. `description` says what it is for.
    #[track_caller]
    pub fn output(
        &mut self,
        name: impl Into<Cow<'static, str>>,
        description: impl Into<Cow<'static, str>>,
        value: impl Into<Json>,
    ) {
        let (name, description, mut value) = (name.into(), description.into(), value.into());
        if !depth::cut(&mut value).is_empty() {
            self.reject_deep(&format!("has an output `{name}`"), Location::caller());
        }
        self.model.outputs.push(OutputModel { name, description, value, written_at: Location::caller() });
    }

    fn reject_deep(&mut self, what: &str, written_at: &'static Location<'static>) {
        let message = format!("{what} that is {}", depth::TOO_DEEP);
        self.model.findings.push(self.model.finding_here(depth::CODE, message, depth::HELP).at(written_at));
    }

    /// Keeps a value for other stacks that none of them uses any more. CloudFormation does not let go of an export that a
    /// deployed stack still imports; this keeps it until that stack has been deployed without the import.
    ///
    /// `name` is that of the target's message: `clinic-data:RecordsGroup:GroupId`.
    #[track_caller]
    pub fn keep_export(&mut self, name: impl Into<Cow<'static, str>>) {
        self.model.kept.push(KeptExport { name: name.into(), written_at: Location::caller() });
    }

    /// Has a construct that has another name now keep what was named after its old one: logical ids, names of stores, exports and the
    /// variables of whoever uses it. So nothing is replaced and nothing is lost. It is said before the construct is added:
    ///
    /// ```text
    /// stack.moved("Patients", "Records");
    /// let records = stack.add("Records", ..);
    /// ```
    ///
    /// A construct inside of another one has the names of both: `"Ward/Beds"`. Findings, reports and waivers go by the new name.
    #[track_caller]
    pub fn moved(&mut self, old: impl Into<String>, new: impl Into<String>) {
        self.model.moved.push(Moved { old: old.into(), new: new.into(), written_at: Location::caller() });
    }

    /// Puts a tag on every resource of the stack that can be tagged. Its value is a text, or a parameter that can be nothing else
    /// than what tags take: `stack.parameter("EnvironmentSuffix", Parameter::<Label>::new(".."))`.
    pub fn tag(&mut self, key: impl Into<String>, value: impl Into<Value<Label>>) {
        self.model.tags.push((key.into(), value.into().into()));
    }

    /// Says who answers for a construct and all that is in it, by its path in the stack, where that is somebody else than whom the tag `owner`
    /// of the stack or the app names; the nearest around a construct counts. It stands in the inventory of the evidence, and on what is
    /// written: as the tag or label `owner`, and where resources have no tags as the annotation `hc-cdk/owner`.
    ///
    /// ```ignore
    /// stack.tag("owner", "platform");
    /// stack.owner("Claims", "claims-team");
    /// ```
    #[track_caller]
    pub fn owner(&mut self, path: impl Into<String>, owner: impl Into<String>) {
        let owner = Json::from(owner.into());
        self.model.owners.push(OwnerRecord { path: path.into(), owner, written_at: Location::caller() });
    }

    /// Ends in it what constructs are called in an account where only one of their kind may have a name: trails, databases, log groups of
    /// services, builds. So one template can be deployed several times into one account and region, each time with a suffix of its own:
    ///
    /// ```ignore
    /// let suffix = Parameter::<NameSuffix>::new("Which copy of the system this is").default_value("dev");
    /// let suffix = stack.parameter("EnvironmentSuffix", suffix);
    /// stack.name_suffix(suffix.clone());
    /// stack.tag("environment", suffix);
    /// ```
    ///
    /// It has 1 to 16 small letters and digits, and is said before the first construct is added. Names that the program gives itself, such as
    /// that of a domain or of a repository of images, are as it gives them.
    #[track_caller]
    pub fn name_suffix(&mut self, suffix: impl Into<Value<NameSuffix>>)
    where
        T: HasPhysicalNames,
    {
        let (value, written_at) = (suffix.into().into(), Location::caller());
        self.model.name_suffix = Some(SuffixRecord { value, written_at, after: self.model.constructs.len() });
    }

    /// The stack as data.
    pub fn model(&self) -> &StackModel {
        &self.model
    }

    /// What was declared, and what its constructs ask of stores of other stacks.
    pub(crate) fn into_parts(self) -> (StackModel, Vec<Request>) {
        self.given.now();
        (self.model, self.requests)
    }
}
