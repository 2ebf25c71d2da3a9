//! The stack that a user adds constructs to, and the scope in which a construct declares its resources.

use std::{borrow::Cow, marker::PhantomData, panic::Location};

use crate::{
    cluster::{Answer, Cluster, Offer, Request},
    construct::{Construct, Invariant, Spec},
    control::Control,
    data::{Class, DataClass},
    dimension::residency::ResidencyFor,
    finding::Finding,
    model::{
        ConstructModel, ConstructRef, Flow, KeptExport, OutputModel, ParameterModel, ResourceModel, Role, StackModel,
    },
    parameter::{Parameter, ParameterType},
    policy::{Policy, PolicyFacts},
    region::{Region, Target},
    resource::{Made, Resource, ResourceType},
    value::{Json, Object, ResourceRef, StackId, Token, Value},
    waiver::WaiverRecord,
};

/// A unit of deployment under the policy `P`.
///
/// A construct is taken only if it is at or above every floor of `P`; otherwise the program does not compile.
#[derive(Debug)]
pub struct Stack<P> {
    model: StackModel,
    policy: PhantomData<fn() -> P>,
}

impl<P: Policy> Stack<P> {
    /// An empty stack. `name` has letters, digits and hyphens, and begins with a letter; `region` decides the target.
    #[track_caller]
    pub fn new<R>(name: &str, region: R) -> Self
    where
        R: Region + ResidencyFor<P>,
    {
        Self::written_for(name, region, R::TARGET)
    }

    /// An empty stack in a place of one target that is written for another one, such as a cluster in a cloud's region.
    #[track_caller]
    pub fn written_for<R>(name: &str, _region: R, target: &'static dyn Target) -> Self
    where
        R: Region + ResidencyFor<P>,
    {
        Self {
            model: StackModel {
                id: StackId::new(name),
                region: R::NAME,
                target,
                cluster: None,
                policy: PolicyFacts::of::<P>(),
                written_at: Location::caller(),
                constructs: Vec::new(),
                resources: Vec::new(),
                after: Vec::new(),
                flows: Vec::new(),
                requests: Vec::new(),
                parameters: Vec::new(),
                outputs: Vec::new(),
                kept: Vec::new(),
                waivers: Vec::new(),
                findings: Vec::new(),
                tags: Vec::new(),
            },
            policy: PhantomData,
        }
    }

    /// An empty stack for that cluster, which is written for another target than the cluster's cloud.
    #[track_caller]
    pub fn for_cluster<R>(name: &str, cluster: &Cluster<R>, target: &'static dyn Target) -> Self
    where
        R: Region + ResidencyFor<P>,
    {
        let mut stack = Self::written_for(name, cluster.region(), target);
        stack.model.cluster = Some(cluster.facts().clone());
        stack
    }

    /// Takes a construct under a name of letters and digits that no other construct of the stack has.
    #[track_caller]
    pub fn add<C>(&mut self, name: impl Into<Cow<'static, str>>, construct: C) -> C::Handle
    where
        C: Spec + Construct<P>,
    {
        let mut scope = Scope::open(&mut self.model, None, &name.into(), C::KIND, C::INVARIANTS, Location::caller());
        construct.declare(&mut scope)
    }

    /// Asks for a value at deployment.
    #[track_caller]
    pub fn parameter<T: ParameterType>(
        &mut self,
        name: impl Into<Cow<'static, str>>,
        parameter: Parameter<T>,
    ) -> Value<T> {
        let name = name.into();
        self.model.parameters.push(ParameterModel {
            name: name.clone(),
            facts: parameter.into_facts(),
            written_at: Location::caller(),
        });
        Value::token(Token::Parameter { stack: self.model.id.clone(), name })
    }

    /// Tells a value after deployment. `description` says what it is for.
    #[track_caller]
    pub fn output(
        &mut self,
        name: impl Into<Cow<'static, str>>,
        description: impl Into<Cow<'static, str>>,
        value: impl Into<Json>,
    ) {
        self.model.outputs.push(OutputModel {
            name: name.into(),
            description: description.into(),
            value: value.into(),
            written_at: Location::caller(),
        });
    }

    /// Keeps a value for other stacks that none of them uses any more. CloudFormation does not let go of an export that a
    /// deployed stack still imports; this keeps it until that stack has been deployed without the import.
    ///
    /// `name` is that of the target's message: `clinic-data:RecordsGroup:GroupId`.
    #[track_caller]
    pub fn keep_export(&mut self, name: impl Into<Cow<'static, str>>) {
        self.model.kept.push(KeptExport { name: name.into(), written_at: Location::caller() });
    }

    /// Puts a tag on every resource of the stack that can be tagged.
    pub fn tag(&mut self, key: impl Into<String>, value: impl Into<String>) {
        self.model.tags.push((key.into(), value.into()));
    }

    /// The stack as data.
    pub fn model(&self) -> &StackModel {
        &self.model
    }

    pub(crate) fn into_model(self) -> StackModel {
        self.model
    }
}

/// Where a construct declares what it is made of.
#[derive(Debug)]
pub struct Scope<'a> {
    model: &'a mut StackModel,
    construct: u32,
    /// How many resources the stack had before the construct: its own come behind them.
    first_resource: usize,
}

impl<'a> Scope<'a> {
    pub(crate) fn open(
        model: &'a mut StackModel,
        parent: Option<u32>,
        name: &str,
        kind: &'static str,
        invariants: &'static [Invariant],
        written_at: &'static Location<'static>,
    ) -> Self {
        let path = match parent.and_then(|parent| model.constructs.get(parent as usize)) {
            Some(parent) => format!("{}/{name}", parent.path),
            None => name.to_owned(),
        };
        let construct = index(model.constructs.len());
        model.constructs.push(ConstructModel {
            path,
            parent,
            kind,
            invariants,
            written_at,
            role: Role::Other,
            class: None,
        });
        let first_resource = model.resources.len();
        Self { model, construct, first_resource }
    }

    /// The scope of a construct that was declared before.
    pub(crate) fn of(model: &'a mut StackModel, construct: u32) -> Self {
        Self { model, construct, first_resource: 0 }
    }

    /// Takes a construct inside this one, under the policy `P`: `scope.add::<P, _>("Logs", ..)`.
    pub fn add<P, C>(&mut self, name: impl Into<Cow<'static, str>>, construct: C) -> C::Handle
    where
        C: Spec + Construct<P>,
    {
        construct.declare(&mut self.child(&name.into(), C::KIND, C::INVARIANTS))
    }

    /// Opens a scope inside this one, for a part that has no construct of its own.
    pub fn child(&mut self, name: &str, kind: &'static str, invariants: &'static [Invariant]) -> Scope<'_> {
        let written_at = self.written_at();
        Scope::open(self.model, Some(self.construct), name, kind, invariants, written_at)
    }

    /// Declares a resource. The construct's main resource has the empty name; others have letters and digits.
    pub fn resource<R: Resource>(&mut self, name: impl Into<Cow<'static, str>>, resource: R) -> Made<R> {
        Made::new(self.declare(name.into(), R::TYPE, resource.into_properties()))
    }

    fn declare(&mut self, name: Cow<'static, str>, kind: &'static ResourceType, mut properties: Json) -> ResourceRef {
        properties.shrink();
        let at = index(self.model.resources.len());
        let path = self.model.constructs.get(self.construct as usize).map_or("", |it| it.path.as_str());
        let mut logical_id = String::with_capacity(path.len() + name.len());
        logical_id.extend(path.chars().filter(|it| *it != '/'));
        logical_id.push_str(&name);
        self.model.resources.push(ResourceModel {
            construct: self.construct,
            name,
            logical_id,
            kind,
            properties,
            options: Object::new(),
            depends_on: Vec::new(),
        });
        ResourceRef { stack: self.model.id.clone(), index: at }
    }

    /// Puts something beside the properties of a resource of this stack, such as a deletion policy.
    pub fn option<R: Resource>(&mut self, made: &Made<R>, name: &'static str, value: impl Into<Json>) {
        match self.own(made) {
            Some(resource) => resource.options.insert(name, value),
            None => self.reject_foreign(made),
        }
    }

    /// Makes a resource of this stack wait for another one that it does not refer to. If that one is of another stack, the
    /// whole stack waits for the other.
    pub fn depends_on<A: Resource, B: Resource>(&mut self, made: &Made<A>, first: &Made<B>) {
        let first = first.reference();
        if first.stack == self.model.id {
            self.wait(made, first.index);
        } else if !self.model.after.contains(&first.stack) {
            self.model.after.push(first.stack.clone());
        }
    }

    /// Makes a resource wait for another one of this construct, by the name that it was declared with.
    pub fn after<R: Resource>(&mut self, made: &Made<R>, first: &str) {
        let mut own = self.model.resources.iter().enumerate().skip(self.first_resource);
        let found = own.find(|(_, it)| it.construct == self.construct && it.name == first).map(|(at, _)| index(at));
        match found {
            Some(first) => self.wait(made, first),
            None => self.reject(
                None,
                format!("has no resource `{first}` to wait for"),
                "use a name that the construct declared before",
            ),
        }
    }

    fn wait<R: Resource>(&mut self, made: &Made<R>, first: u32) {
        match self.own(made) {
            Some(resource) if resource.depends_on.contains(&first) => {}
            Some(resource) => resource.depends_on.push(first),
            None => self.reject_foreign(made),
        }
    }

    fn reject_foreign<R: Resource>(&mut self, made: &Made<R>) {
        let message = format!("changes a resource of the stack `{}`", made.reference().stack.name());
        self.reject(None, message, "declare both in the same stack");
    }

    fn own<R: Resource>(&mut self, made: &Made<R>) -> Option<&mut ResourceModel> {
        let reference = made.reference();
        if reference.stack == self.model.id { self.model.resources.get_mut(reference.index()) } else { None }
    }

    /// Changes the properties of a resource that another construct of the same stack declared, such as a service that
    /// learns of its load balancer. Says whether the resource is of this stack; across stacks nothing can be changed.
    #[must_use]
    pub fn amend<R: Resource>(&mut self, made: &Made<R>, change: impl FnOnce(&mut Object)) -> bool {
        match self.own(made).map(|resource| &mut resource.properties) {
            Some(Json::Object(properties)) => {
                change(properties);
                true
            }
            _ => false,
        }
    }

    /// Sets a property of a resource of this stack by the resource's name in the template, and gives the path of the
    /// construct that declared it, if there is such a resource and such a place in it.
    pub(crate) fn set_property(&mut self, logical_id: &str, path: &'static str, value: Json) -> Option<String> {
        let resource = self.model.resources.iter_mut().find(|it| it.logical_id == logical_id)?;
        let construct = self.model.constructs.get(resource.construct as usize)?;
        resource.properties.set(path, value).then(|| construct.path.clone())
    }

    /// Reports that the construct cannot be what the program asks for, when only its values show it.
    pub fn reject(&mut self, control: Option<Control>, message: impl Into<String>, help: impl Into<String>) {
        let finding = self.model.finding(self.construct, message, help);
        self.model.findings.push(Finding { control, ..finding });
    }

    /// Says what the construct is to the data that flows, and the class that it holds or is cleared for.
    pub fn plays(&mut self, role: Role, class: Class) {
        if let Some(construct) = self.model.constructs.get_mut(self.construct as usize) {
            construct.role = role;
            construct.class = Some(class);
        }
    }

    /// Says that data of class `D` goes from this construct to another one.
    pub fn flow_to<D: DataClass>(&mut self, to: &ConstructRef) {
        self.flow_of(D::CLASS, to);
    }

    /// Says that data of a class goes from this construct to another one.
    pub fn flow_of(&mut self, class: Class, to: &ConstructRef) {
        let from = self.this();
        self.model.flows.push(Flow { from, to: to.clone(), class });
    }

    /// Asks for access to a store of another stack, for an account of the stack's cluster: `subject` is what its tokens say of
    /// it. Once the app has both stacks, the store's side grants it, and `answer` runs in this scope.
    pub fn request(&mut self, offer: &Offer, subject: impl Into<String>, answer: Answer) {
        let store = &offer.name;
        let Some(cluster) = self.model.cluster.clone() else {
            let message =
                format!("uses the store `{store}` of another stack, and nothing says in which cluster it runs");
            self.reject(None, message, "make its chart for a cluster, with `in_cluster`");
            return;
        };
        if cluster.region != offer.credentials.region {
            let message =
                format!("runs in {}, and the store `{store}` is in {}", cluster.region, offer.credentials.region);
            self.reject(None, message, "use a store in the region of the cluster");
            return;
        }
        self.model.requests.push(Request {
            from: self.construct,
            store: offer.to.clone(),
            cluster,
            subject: subject.into(),
            grant: offer.grant.clone(),
            answer,
        });
    }

    /// Puts a signature on record.
    pub fn waive(&mut self, waiver: WaiverRecord) {
        self.model.waivers.push(waiver);
    }

    /// The construct itself, for handles.
    pub fn this(&self) -> ConstructRef {
        ConstructRef { stack: self.model.id.clone(), index: self.construct }
    }

    /// The construct's path without the stack's name: names joined by `/`.
    pub fn path(&self) -> &str {
        self.model.constructs.get(self.construct as usize).map_or("", |it| it.path.as_str())
    }

    /// The stack's identity.
    pub fn stack(&self) -> &StackId {
        &self.model.id
    }

    /// The name of the stack's region.
    pub fn region(&self) -> &'static str {
        self.model.region
    }

    /// The user's line.
    pub fn written_at(&self) -> &'static Location<'static> {
        self.model.constructs.get(self.construct as usize).map_or(self.model.written_at, |it| it.written_at)
    }
}

/// A place in an arena. No program declares four thousand million of anything.
fn index(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}
