//! Where a construct declares its resources, and what it asks of stores of other stacks.

use std::{borrow::Cow, panic::Location, sync::Arc};

use super::{depth, parameter::ParameterType, physical::PhysicalName};
use crate::{
    control::iso27001,
    model::{
        Addition, Alerted, AnsweredFor, ConstructModel, ConstructRef, Flow, Front, OnlyWhere, ParameterFacts, Pictured,
        ResourceModel, Role, Runs, StackModel,
        cluster::ClusterFacts,
        file::File,
        request::Request,
        resource::{Made, Resource, ResourceType},
        rule::Rule,
        waiver::WaiverRecord,
    },
    policy::{
        Dimension, PolicyFacts,
        control::Control,
        data::{Class, DataClass},
        dimension::Position,
    },
    value::{Json, Object, ResourceRef, StackId, Value, beyond},
};

/// Where a construct declares what it is made of.
#[derive(Debug)]
pub struct Scope<'a> {
    pub(super) model: &'a mut StackModel,
    requests: &'a mut Vec<Request>,
    pub(super) construct: u32,
    /// How many resources the stack had before the construct: its own come behind them.
    pub(super) first_resource: usize,
}

impl<'a> Scope<'a> {
    pub(super) fn open(
        (model, requests): (&'a mut StackModel, &'a mut Vec<Request>),
        parent: Option<u32>,
        name: &str,
        kind: &'static str,
        invariants: &'static [Rule],
        written_at: &'static Location<'static>,
    ) -> Self {
        let parent_model = parent.and_then(|parent| model.constructs.get(parent as usize));
        let path = parent_model.map_or_else(|| name.to_owned(), |parent| format!("{}/{name}", parent.path));
        let moved = model.moved.iter().find(|it| it.new == path).map(|it| it.old.clone());
        let was = moved.or_else(|| Some(format!("{}/{name}", parent_model?.was.as_ref()?)));
        let construct = index(model.constructs.len());
        model.constructs.push(ConstructModel {
            path,
            was,
            parent,
            kind,
            invariants,
            written_at,
            role: Role::Other,
            class: None,
            positions: Vec::new(),
            answered_for: Vec::new(),
        });
        let first_resource = model.resources.len();
        Self { model, requests, construct, first_resource }
    }

    /// The scope of a construct that was declared before.
    pub(super) fn of(model: &'a mut StackModel, requests: &'a mut Vec<Request>, construct: u32) -> Self {
        Self { model, requests, construct, first_resource: 0 }
    }

    /// Opens a scope inside this one, for a part that has no construct of its own.
    pub fn child(&mut self, name: &str, kind: &'static str, invariants: &'static [Rule]) -> Scope<'_> {
        let written_at = self.written_at();
        Scope::open((self.model, self.requests), Some(self.construct), name, kind, invariants, written_at)
    }

    /// Declares a resource. The construct's main resource has the empty name; others have letters and digits.
    pub fn resource<R: Resource>(&mut self, name: impl Into<Cow<'static, str>>, resource: R) -> Made<R> {
        let own_kind = resource.kind();
        let properties = resource.into_properties();
        Made::new(self.declare(name.into(), R::TYPE, own_kind, properties))
    }

    fn declare(
        &mut self,
        name: Cow<'static, str>,
        kind: &'static ResourceType,
        own_kind: Option<String>,
        mut properties: Json,
    ) -> ResourceRef {
        let deep = depth::cut(&mut properties);
        properties.shrink();
        let at = index(self.model.resources.len());
        let path = self.path();
        let mut logical_id = String::with_capacity(path.len() + name.len());
        logical_id.extend(path.chars().filter(|it| *it != '/'));
        logical_id.push_str(&name);
        for member in deep {
            self.reject_deep(&logical_id, &member);
        }
        let versioned = own_kind.as_deref().unwrap_or(kind.name).rfind('/').map_or(0, |at| index(at + 1));
        self.model.resources.push(ResourceModel {
            construct: self.construct,
            name,
            logical_id,
            kind,
            own_kind: own_kind.map(String::into_boxed_str),
            versioned,
            properties,
            options: Object::new(),
            depends_on: Vec::new(),
        });
        ResourceRef { stack: self.model.id.clone(), index: at }
    }

    /// Puts something beside the properties of a resource of this stack, such as a deletion policy.
    pub fn option<R: Resource>(&mut self, made: &Made<R>, name: &'static str, value: impl Into<Json>) {
        self.option_of(made.reference(), name, value.into());
    }

    fn option_of(&mut self, reference: &ResourceRef, name: &'static str, mut value: Json) {
        let deep = !depth::cut(&mut value).is_empty();
        match self.own(reference) {
            Some(resource) => {
                resource.options.insert(name, value);
                if deep {
                    let id = resource.logical_id.clone();
                    self.reject_deep(&id, name);
                }
            }
            None => self.reject_foreign(reference),
        }
    }

    fn reject_deep(&mut self, logical_id: &str, member: &str) {
        let message = format!("makes `{logical_id}` with a `{member}` that is {}", depth::TOO_DEEP);
        let finding = self.model.finding(depth::CODE, self.construct, message, depth::HELP);
        self.model.findings.push(finding);
    }

    pub(super) fn reject_foreign(&mut self, reference: &ResourceRef) {
        let message = format!("changes a resource of the stack `{}`", reference.stack.name());
        self.reject(None, message, "declare both in the same stack");
    }

    pub(super) fn own(&mut self, reference: &ResourceRef) -> Option<&mut ResourceModel> {
        if reference.stack == self.model.id { self.model.resources.get_mut(reference.index()) } else { None }
    }

    /// Changes the properties of a resource that another construct of the same stack declared, such as a service that
    /// learns of its load balancer. Says whether the resource is of this stack; across stacks nothing can be changed.
    #[must_use]
    pub fn amend<R: Resource>(&mut self, made: &Made<R>, change: impl FnOnce(&mut Object)) -> bool {
        self.amend_at(made.reference(), change)
    }

    /// The same by a reference, such as one that was handed on as a value.
    #[must_use]
    pub fn amend_at(&mut self, reference: &ResourceRef, change: impl FnOnce(&mut Object)) -> bool {
        let Some(resource) = self.own(reference) else { return false };
        let Json::Object(properties) = &mut resource.properties else { return false };
        change(properties);
        let deep = depth::cut_members(properties);
        let id = if deep.is_empty() { String::new() } else { resource.logical_id.clone() };
        for member in deep {
            self.reject_deep(&id, &member);
        }
        true
    }

    /// Adds a text to a list of a resource of any stack, once: such as the name of a host to those for which a network answers.
    pub fn add_to<R: Resource>(&mut self, made: &Made<R>, list: &'static str, text: impl Into<String>) {
        let to = made.reference().clone();
        self.model.additions.push(Addition { to, list, text: text.into() });
    }

    /// Sets a property of a resource of this stack by the resource's name in the template. Gives the path of the construct that
    /// declared it, and what the property was, if there is such a resource and such a place in it.
    pub(crate) fn set_property(
        &mut self,
        logical_id: &str,
        path: &'static str,
        value: Json,
    ) -> Option<(String, Option<Json>)> {
        let resource = self.model.resources.iter_mut().find(|it| it.logical_id == logical_id)?;
        let construct = self.model.constructs.get(resource.construct as usize)?.path.clone();
        let old = resource.properties.at(path).cloned();
        let is_set = resource.properties.set(path, value);
        // A path has levels of its own.
        for member in depth::cut(&mut resource.properties) {
            self.reject_deep(logical_id, &member);
        }
        is_set.then_some((construct, old))
    }

    /// Reports that the construct cannot be what the program asks for, when only its values show it.
    pub fn reject(&mut self, control: Option<Control>, message: impl Into<String>, help: impl Into<String>) {
        let finding = self.model.finding("ImpossibleValue", self.construct, message, help);
        self.model.findings.push(finding.citing(control));
    }

    /// Reports a literal that its type does not let it be, and says whether there is none. `said` says what the construct is, given
    /// that literal. What is no literal is for the target to compare.
    pub fn holds<T: ParameterType>(
        &mut self,
        value: &Value<T>,
        control: Option<Control>,
        said: impl FnOnce(&str) -> String,
    ) -> bool {
        let Some(literal) = beyond(&T::LIMITS, value.json()) else { return true };
        self.reject(control, said(&literal), T::LIMITS.help());
        false
    }

    /// What a value may be, if it is a parameter of the stack.
    pub fn parameter<T>(&self, value: &Value<T>) -> Option<&ParameterFacts> {
        self.model.parameter(value.json())
    }

    /// Says what may be only where something else is a certain value. The target refuses what is given and is not so.
    pub fn only_where(&mut self, limit: OnlyWhere) {
        self.model.only_where.push(limit);
    }

    /// Reports that the construct was told something that has no effect by itself, unless another construct of the app takes it up with
    /// [`Scope::take_up`].
    pub fn leave_idle(&mut self, message: impl Into<String>, help: impl Into<String>) {
        let finding = self.model.finding("NoEffect", self.construct, message, help);
        self.model.idle.push((self.construct, finding));
    }

    /// Takes up what a construct was told, of this stack or of another one of the app.
    pub fn take_up(&mut self, of: &ConstructRef) {
        self.model.taken_up.push(of.clone());
    }

    /// Asks something of a store of another stack.
    pub(super) fn ask(&mut self, request: Request) {
        self.requests.push(request);
    }

    /// The cluster that the stack is for, if it is for one that the program names.
    pub fn cluster(&self) -> Option<&Arc<ClusterFacts>> {
        self.model.cluster.as_ref()
    }

    /// Says what the construct is to the data that flows, and the class that it holds or is cleared for.
    pub fn plays(&mut self, role: Role, class: Class) {
        if let Some(construct) = self.model.constructs.get_mut(self.construct as usize) {
            construct.role = role;
            construct.class = Some(class);
        }
    }

    /// Puts on record what of the construct holds because somebody answers for it, such as an agreement.
    pub fn answered_for(&mut self, it: AnsweredFor) {
        if let Some(construct) = self.model.constructs.get_mut(self.construct as usize) {
            construct.answered_for.push(it);
        }
    }

    /// Records the construct's position on a dimension, for the checks that compare what stands where.
    pub fn stands_at(&mut self, dimension: Dimension, position: Position) {
        if let Some(construct) = self.model.constructs.get_mut(self.construct as usize) {
            construct.positions.push((dimension, position));
        }
    }

    /// Says what the container of a workload is like, for whoever builds it and tries it.
    pub fn runs(&mut self, runs: Runs) {
        let told = runs.variables.iter().find_map(|(name, value)| value.as_deref().filter(|_| name == "PORT"));
        if let (Some(port), Some(told)) = (runs.port, told)
            && told != port.to_string()
        {
            self.reject(
                Some(iso27001::CONFIGURATION),
                format!("is told by its variable `PORT` to listen on `{told}`, and has the port {port}"),
                "say the same port in both, or leave the variable out",
            );
        }
        self.model.runs.push((self.construct, runs));
    }

    /// Says where requests from the internet come in, for whoever tries it.
    pub fn fronts(&mut self, front: Front) {
        self.model.fronts.push(front);
    }

    /// Writes a file beside what the target writes, for whoever reads neither templates nor objects, such as a board. It is in a folder
    /// of the construct: `STACK/CONSTRUCT/path`. A path that leads out of that, or has what file systems do not take, is a finding.
    pub fn file(&mut self, path: &str, text: String) {
        let path = format!("{}/{path}", self.full_name());
        self.model.files.push(File { path, bytes: text.into_bytes() });
    }

    /// Says what somebody is told when it goes wrong, for whoever writes down what to do then.
    pub fn alerts(&mut self, alerted: Alerted) {
        self.model.alerts.push((self.construct, alerted));
    }

    /// Says what a board shows, for whoever wants to see it before it is there.
    pub fn pictures(&mut self, board: Pictured) {
        self.model.boards.push(board);
    }

    /// Says that data of class `D` goes from this construct to another one.
    pub fn flow_to<D: DataClass>(&mut self, to: &ConstructRef) {
        self.flow_of(D::CLASS, to);
    }

    /// Says that data of a class goes from this construct to another one.
    pub fn flow_of(&mut self, class: Class, to: &ConstructRef) {
        self.flow_between(&self.this(), class, to);
    }

    /// Says that data of a class goes from one construct to another, such as from an endpoint of another stack to a service.
    pub fn flow_between(&mut self, from: &ConstructRef, class: Class, to: &ConstructRef) {
        self.model.flows.push(Flow { from: from.clone(), to: to.clone(), class });
    }

    /// Says that data of a class goes to a construct from the one that declared a resource, such as a role that a policy lets in.
    /// Of a resource of another stack nothing is said.
    pub fn flow_from(&mut self, resource: &ResourceRef, class: Class, to: &ConstructRef) {
        if let Some(index) = self.own(resource).map(|it| it.construct) {
            let from = ConstructRef { stack: self.model.id.clone(), index };
            self.flow_between(&from, class, to);
        }
    }

    /// Says what a quota of the account was raised to.
    pub fn quota(&mut self, name: &'static str, most: i64) {
        self.model.quotas.push((name, most));
    }

    /// Puts a signature on record. Only waivers do: whatever else could would sign in somebody's name for what nobody changed.
    pub(crate) fn waive(&mut self, waiver: WaiverRecord) {
        self.model.waivers.push(waiver);
    }

    /// The construct itself, for handles.
    pub fn this(&self) -> ConstructRef {
        ConstructRef { stack: self.model.id.clone(), index: self.construct }
    }

    /// The construct's path without the stack's name: names joined by `/`. What it makes is named after that; of one that was moved it is
    /// the old one.
    pub fn path(&self) -> &str {
        self.model.constructs.get(self.construct as usize).map_or("", ConstructModel::known_as)
    }

    /// The construct's path as the program calls it now: what findings and waivers go by.
    pub(crate) fn called(&self) -> &str {
        self.model.constructs.get(self.construct as usize).map_or("", |it| &it.path)
    }

    /// The names of the construct and those that it is in, with something between them.
    pub fn name(&self, between: &str) -> String {
        self.path().replace('/', between)
    }

    /// What the construct is called in an account, where only one of its kind may have a name.
    pub fn physical_name(&self) -> PhysicalName {
        let suffix = self.model.name_suffix.as_ref().map(|it| it.value.clone());
        PhysicalName::new(format!("{}-{}", self.stack().name(), self.name("-")), suffix)
    }

    /// The construct's path behind the name of the stack, for people who read it.
    pub fn full_name(&self) -> String {
        format!("{}/{}", self.stack().name(), self.path())
    }

    /// The stack's identity.
    pub fn stack(&self) -> &StackId {
        &self.model.id
    }

    /// The policy of the stack.
    pub fn policy(&self) -> &PolicyFacts {
        &self.model.policy
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
pub(super) fn index(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}
