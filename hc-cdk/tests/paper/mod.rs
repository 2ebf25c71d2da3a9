//! A target that writes a stack as a list of names, and constructs without any bounds: what the types of real constructs
//! make impossible can be built with these, so that the checks have something to find.

#![allow(dead_code, clippy::indexing_slicing, reason = "each test program uses a part of it, and may panic")]

use hc_cdk::{
    check::Checked,
    construct::{Construct, Invariant, Spec},
    data::Class,
    diff::Change,
    dimension::{AtLeast, residency::Anywhere},
    emit::File,
    finding::Finding,
    model::{ConstructRef, Role},
    region::{Before, Region, Target},
    resource::{Made, Resource, ResourceType},
    stack::Scope,
    value::{Json, Object, ResourceRef},
};

/// A place to put paper.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Desk;

impl AtLeast<Anywhere> for Desk {}

impl Region for Desk {
    const NAME: &'static str = "desk";
    const TARGET: &'static dyn Target = &Paper("paper");
}

/// Another target.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Wall;

impl AtLeast<Anywhere> for Wall {}

impl Region for Wall {
    const NAME: &'static str = "wall";
    const TARGET: &'static dyn Target = &Paper("stone");
}

/// Writes the logical ids of a stack's resources, a line each. The most that it takes is a megabyte.
#[derive(Debug)]
pub(crate) struct Paper(&'static str);

impl Target for Paper {
    fn name(&self) -> &'static str {
        self.0
    }

    fn check(&self, checked: &Checked<'_>, findings: &mut Vec<Finding>) {
        for (_, stack) in checked.stacks_of(self.0).filter(|(_, stack)| stack.name() == "refused") {
            findings.push(stack.finding_here("is refused by its target", "call it something else"));
        }
    }

    fn files(&self, checked: &Checked<'_>, findings: &mut Vec<Finding>) -> Vec<File> {
        let mut files = Vec::new();
        for (at, stack) in checked.stacks_of(self.0) {
            let needs: Vec<String> = checked.links().needs(at).map(|other| other.to_string()).collect();
            let mut text = format!("{} needs [{}]\n", stack.name(), needs.join(", "));
            for resource in &stack.resources {
                text.push_str(&resource.logical_id);
                text.push('\n');
            }
            if text.len() > 1024 * 1024 {
                findings.push(stack.finding_here("is too long", "split it"));
            }
            files.push(File { path: format!("{}.txt", stack.name()), bytes: text.into_bytes() });
        }
        files
    }

    fn notes(&self, files: &[File]) -> Vec<String> {
        vec![format!("{} sheets", files.len())]
    }

    fn changes(&self, _: &Checked<'_>, before: &Before<'_>) -> Result<Vec<Change>, String> {
        before("broken")
            .and_then(|text| text.map_or(Ok(Vec::new()), |_| Err("the earlier output is broken".to_owned())))
    }
}

/// A resource with whatever properties.
#[derive(Debug, Default)]
pub(crate) struct Sheet(pub(crate) Object);

impl Sheet {
    /// A sheet that refers to these.
    pub(crate) fn of(references: impl IntoIterator<Item = Json>) -> Self {
        Self(Object::new().with("References", references.into_iter().collect::<Vec<_>>()))
    }
}

impl Resource for Sheet {
    type Id = String;
    const TYPE: &'static ResourceType = &ResourceType::untyped("Paper::Sheet");

    fn into_properties(self) -> Json {
        self.0.into()
    }
}

/// A resource that is nothing without a `Title`.
#[derive(Debug, Default)]
pub(crate) struct Titled(pub(crate) Object);

impl Resource for Titled {
    type Id = String;
    const TYPE: &'static ResourceType =
        &ResourceType { required: &["Title"], ..ResourceType::untyped("Paper::Titled") };

    fn into_properties(self) -> Json {
        self.0.into()
    }
}

/// A construct of one resource.
#[derive(Debug)]
pub(crate) struct One<R>(pub(crate) R);

impl<R: Resource> Spec for One<R> {
    type Handle = Made<R>;
    const KIND: &'static str = "One";
    const INVARIANTS: &'static [Invariant] = &[];
}

impl<R: Resource, P> Construct<P> for One<R> {
    fn declare(self, scope: &mut Scope<'_>) -> Made<R> {
        scope.resource("", self.0)
    }
}

/// A construct of sheets that each refer to one of the others by their places: `[1, 2, 0]` is a cycle of three.
#[derive(Debug)]
pub(crate) struct Ring(pub(crate) &'static [usize]);

impl Spec for Ring {
    type Handle = Vec<Made<Sheet>>;
    const KIND: &'static str = "Ring";
    const INVARIANTS: &'static [Invariant] = &[];
}

impl<P> Construct<P> for Ring {
    fn declare(self, scope: &mut Scope<'_>) -> Vec<Made<Sheet>> {
        let names = ["A", "B", "C", "D", "E", "F"];
        let sheets: Vec<Made<Sheet>> =
            self.0.iter().zip(names).map(|(_, name)| scope.resource(name, Sheet::default())).collect();
        for (sheet, next) in sheets.iter().zip(self.0) {
            scope.depends_on(sheet, &sheets[*next]);
        }
        sheets
    }
}

/// A construct that does something to its scope.
pub(crate) struct Does<T>(pub(crate) fn(&mut Scope<'_>) -> T);

impl<T> Spec for Does<T> {
    type Handle = T;
    const KIND: &'static str = "Does";
    const INVARIANTS: &'static [Invariant] = &[];
}

impl<T, P> Construct<P> for Does<T> {
    fn declare(self, scope: &mut Scope<'_>) -> T {
        (self.0)(scope)
    }
}

/// A construct with a role, whose data goes to others.
#[derive(Debug)]
pub(crate) struct Plays {
    role: Role,
    class: Class,
    to: Vec<ConstructRef>,
}

impl Plays {
    pub(crate) fn new<'a>(role: Role, class: Class, to: impl IntoIterator<Item = &'a ConstructRef>) -> Self {
        Self { role, class, to: to.into_iter().cloned().collect() }
    }
}

impl Spec for Plays {
    type Handle = ConstructRef;
    const KIND: &'static str = "Plays";
    const INVARIANTS: &'static [Invariant] = &[];
}

impl<P> Construct<P> for Plays {
    fn declare(self, scope: &mut Scope<'_>) -> ConstructRef {
        scope.plays(self.role, self.class);
        scope.resource("", Sheet::default());
        self.to.iter().for_each(|to| scope.flow_of(self.class, to));
        scope.this()
    }
}

/// A reference to a resource.
pub(crate) fn reference(reference: &ResourceRef) -> Json {
    reference.id::<String>().into()
}
