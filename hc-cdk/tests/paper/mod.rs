//! A target that writes a stack as a list of names, and constructs without any bounds: what the types of real constructs
//! make impossible can be built with these, so that the checks have something to find.

#![allow(
    dead_code,
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "each test program uses a part of it, and may panic"
)]

use hc_cdk::{
    check::Checked,
    construct::{Construct, Spec},
    control::iso27001,
    data::Class,
    diff::{Action, Change, Remains},
    dimension::{AtLeast, residency::Anywhere},
    finding::Finding,
    model::{ConstructRef, ResourceModel, Role},
    policy::Dimension,
    resource::{Made, Resource, ResourceType},
    rule::{Known, Must, Reading, Rule, Subject, Verdict},
    stack::{Scope, Within},
    target::{Before, Border, File, Judge, Region, Target, To, Way, Who, Writer},
    value::{Json, Object, ResourceRef, Token},
};

/// A place to put paper.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Desk;

impl AtLeast<Anywhere> for Desk {}

impl Region for Desk {
    const NAME: &'static str = "desk";
    type Target = Paper;
}

/// Another place for it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Shelf;

impl AtLeast<Anywhere> for Shelf {}

impl Region for Shelf {
    const NAME: &'static str = "shelf";
    type Target = Paper;
}

/// Another place, for another target.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Wall;

impl AtLeast<Anywhere> for Wall {}

impl Region for Wall {
    const NAME: &'static str = "wall";
    type Target = Stone;
}

/// Writes the logical ids of a stack's resources, a line each. The most that it takes is a megabyte.
#[derive(Debug, Default)]
pub(crate) struct Paper;

impl hc_cdk::target::HasPhysicalNames for Paper {}

impl Target for Paper {
    type Resources = Pages;
    const NAME: &'static str = "paper";
}

/// A stack of paper under the policy `P`.
pub(crate) type Stack<P> = hc_cdk::stack::Stack<P, Paper>;

/// The same under another name.
#[derive(Debug, Default)]
pub(crate) struct Stone;

impl Target for Stone {
    type Resources = Pages;
    const NAME: &'static str = "stone";
}

/// Another target that is called like the first one.
#[derive(Debug, Default)]
pub(crate) struct Slate;

impl Target for Slate {
    type Resources = Pages;
    const NAME: &'static str = "paper";
}

/// What all targets write.
#[derive(Debug)]
pub(crate) struct Pages;

macro_rules! writes {
    ($($target:ident)+) => {$(
        impl Border for $target {}

        impl Judge for $target {
            fn check(&self, checked: &Checked<'_>, findings: &mut Vec<Finding>) {
                check($target::NAME, checked, findings);
            }

            fn ways(&self, checked: &Checked<'_>, ways: &mut Vec<Way>) {
                self::ways($target::NAME, checked, ways);
            }

            fn readings(&self) -> &'static [&'static [Reading]] {
                &[READINGS]
            }

            fn knows_all_of(&self, subject: &Subject<'_>) -> bool {
                subject.property("Unknown").is_none()
            }

            fn output(&self, resource: &ResourceModel, _: Option<&'static str>) -> Option<String> {
                ($target::NAME == Stone::NAME).then(|| resource.logical_id.clone())
            }

            fn reads_instead(&self, resource: &ResourceModel, attribute: &str) -> Option<String> {
                let is_unread = resource.kind() == Sheet::TYPE.name && attribute == "Colour";
                is_unread.then(|| "a sheet is white".to_owned())
            }

            fn takes_outputs(&self) -> bool {
                $target::NAME == Stone::NAME
            }

            fn concerns(&self, role: Role) -> &'static [Dimension] {
                if $target::NAME == Stone::NAME && role == Role::Store { &[Dimension::deletion] } else { &[] }
            }
        }

        impl Writer for $target {
            fn files(&self, checked: &Checked<'_>, findings: &mut Vec<Finding>) -> Vec<File> {
                files($target::NAME, checked, findings)
            }

            fn notes(&self, _: &Checked<'_>, files: &[File]) -> Vec<String> {
                vec![format!("{} sheets", files.len())]
            }

            fn changes(&self, _: &Checked<'_>, before: &Before<'_>) -> Result<Vec<Change>, String> {
                if before("broken")?.is_some() {
                    return Err("the earlier output is broken".to_owned());
                }
                // A file may name another one.
                if let Some(path) = before("leads")? {
                    before(&path)?;
                }
                // Each part of the file, between bars, is the name of a store that the first stack has no more.
                let gone = before("gone")?.unwrap_or_default();
                Ok(gone.split('|').filter(|name| !name.is_empty()).map(lost).collect())
            }
        }
    )+};
}

writes!(Paper Stone Slate);

hc_cdk::rules! {
    const READINGS;

    pub(crate) SHEET_IS_KEPT = "SheetIsKept" {
        sentence: "a sheet that says whether it is kept is kept",
        controls: &[iso27001::RECORDS],
        on: &["Paper::Sheet"],
        answers: deletion,
        must: Must::Judge(|sheet| match sheet.property("Kept") {
            None => Verdict::NotApplicable,
            Some(_) => Verdict::of(sheet.flag("Kept") == Known::Is(true)),
        }),
        message: "is not kept",
        help: "set `Kept`",
    }
}

fn lost(name: &str) -> Change {
    Change {
        stack: "stack0".to_owned(),
        name: name.to_owned(),
        kind: "sheet".to_owned(),
        action: Action::Removed(Remains::Nothing),
        stateful: true,
        follows: Vec::new(),
        values: Vec::new(),
        shortened: false,
    }
}

fn check(target: &str, checked: &Checked<'_>, findings: &mut Vec<Finding>) {
    for (_, stack) in checked.stacks_of(target).filter(|(_, stack)| stack.name() == "refused") {
        findings.push(stack.finding_here("Refused", "is refused by its target", "call it something else"));
    }
}

/// A sheet with `Reaches` reads those that it refers to there, and with `Writes` writes to them too, or alone if that is `only`. One
/// with `Open` lets in whom that names.
fn ways(target: &str, checked: &Checked<'_>, ways: &mut Vec<Way>) {
    for (stack_at, stack) in checked.stacks_of(target) {
        for (at, resource) in stack.resources.iter().enumerate() {
            let by = (stack_at, at);
            let of = |name| resource.properties.get(name);
            let writes = of("Writes").is_some();
            let reads = of("Writes").and_then(Json::as_text) != Some("only");
            let way = |who, store| Way { who, to: To::OneStore(store), by, reads, writes, is_said: false };
            ways.extend(of("Open").and_then(Json::as_text).map(|who| way(Who::Elsewhere(who.to_owned()), by)));
            let Some(reaches) = of("Reaches") else { continue };
            reaches.tokens(&mut |token| {
                if let Token::Attribute { resource, .. } = token {
                    let store = checked.system().place(resource.stack()).unwrap();
                    ways.push(way(Who::OfApp(by), (store, resource.index())));
                }
            });
        }
    }
}

fn files(target: &str, checked: &Checked<'_>, findings: &mut Vec<Finding>) -> Vec<File> {
    let mut files = Vec::new();
    for (at, stack) in checked.stacks_of(target) {
        let needs: Vec<String> = checked.links().needs(at).map(|other| other.to_string()).collect();
        let mut text = format!("{} needs [{}]\n", stack.name(), needs.join(", "));
        for resource in &stack.resources {
            text.push_str(&resource.logical_id);
            text.push('\n');
        }
        if text.len() > 1024 * 1024 {
            findings.push(stack.finding_here("TooLong", "is too long", "split it"));
        }
        files.push(File { path: format!("{}.txt", stack.name()), bytes: text.into_bytes() });
    }
    files
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
    type Of = Pages;
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
    type Of = Pages;
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
    const INVARIANTS: &'static [Rule] = &[];
}

impl<R: Resource, P, T: Target> Construct<P, T> for One<R> {
    fn declare(self, scope: &mut Within<'_, P, T>) -> Made<R> {
        scope.resource("", self.0)
    }
}

/// A construct of sheets that each refer to one of the others by their places: `[1, 2, 0]` is a cycle of three.
#[derive(Debug)]
pub(crate) struct Ring(pub(crate) &'static [usize]);

impl Spec for Ring {
    type Handle = Vec<Made<Sheet>>;
    const KIND: &'static str = "Ring";
    const INVARIANTS: &'static [Rule] = &[];
}

impl<P, T: Target> Construct<P, T> for Ring {
    fn declare(self, scope: &mut Within<'_, P, T>) -> Vec<Made<Sheet>> {
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
pub(crate) struct Does<H>(pub(crate) fn(&mut Scope<'_>) -> H);

impl<H> Spec for Does<H> {
    type Handle = H;
    const KIND: &'static str = "Does";
    const INVARIANTS: &'static [Rule] = &[];
}

impl<H, P, T: Target> Construct<P, T> for Does<H> {
    fn declare(self, scope: &mut Within<'_, P, T>) -> H {
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
    const INVARIANTS: &'static [Rule] = &[];
}

impl<P, T: Target> Construct<P, T> for Plays {
    fn declare(self, scope: &mut Within<'_, P, T>) -> ConstructRef {
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
