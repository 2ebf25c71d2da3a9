//! Compares ways with clearances and with declared flows. Flows are looked up by their ends, so that it takes as many steps as there
//! are ways.

use indexmap::{IndexMap, IndexSet};

use super::{
    party::{At, Party},
    way::{Place, WaivedWay, Way, Who},
};
use crate::{
    check::{
        checked::Checked,
        rules::{Signed, Tally},
    },
    declare::{construct::Spec, declassified::DeclassifiedSpec},
    model::{
        ConstructRef, Role, StackModel,
        finding::Finding,
        rule::{NOT_CLEARED, Rule, UNDECLARED_WAY},
    },
    policy::data::{Class, Synthetic},
};

/// The kind of what data goes down by.
const DECLASSIFIED: &str = <DeclassifiedSpec<Synthetic, ()> as Spec>::KIND;

/// What came of the comparison.
#[derive(Debug, Default)]
pub(crate) struct Compared {
    pub(crate) signed: Signed,
    pub(crate) waived: Vec<WaivedWay>,
    pub(crate) tallies: Vec<(Rule, Tally)>,
}

/// Compares the ways that all targets read.
pub(crate) fn judge(checked: &Checked<'_>, findings: &mut Vec<Finding>) -> Compared {
    let mut ways = Vec::new();
    checked.judges().iter().for_each(|judge| judge.ways(checked, &mut ways));
    let said = Said::of(checked);
    let mut compared = Compared::default();
    let (mut cleared, mut declared) = (Tally::default(), Tally::default());
    let mut seen = IndexSet::new();
    for way in &ways {
        // Of one way there is one finding: that somebody is not cleared says more than that nobody declared it.
        let mut worst: Option<(Broken, Option<Party<'_>>, Party<'_>)> = None;
        for store in way.to.stores().iter().filter_map(|store| Party::of(checked, *store)) {
            match said.judge(checked, way, &store) {
                Judged::Right if seen.insert((&way.who, store.owner)) => {
                    cleared.held += 1;
                    declared.held += 1;
                }
                Judged::Inside | Judged::Right => {}
                Judged::Wrong(broken, who) => {
                    if compared.take_signature(checked, way, who, &store, &broken.rule) {
                        let tally = if broken.rule == NOT_CLEARED { &mut cleared } else { &mut declared };
                        tally.waived += usize::from(seen.insert((&way.who, store.owner)));
                    } else if broken.rule == NOT_CLEARED {
                        worst = Some((broken, who, store));
                        break;
                    } else if worst.is_none() {
                        worst = Some((broken, who, store));
                    }
                }
            }
        }
        findings.extend(worst.and_then(|(broken, who, store)| broken.finding(checked, way, who, store)));
    }
    compared.tallies = vec![(NOT_CLEARED, cleared), (UNDECLARED_WAY, declared)];
    compared
}

impl Compared {
    /// Notes who signed for a way, if somebody did.
    fn take_signature(
        &mut self,
        checked: &Checked<'_>,
        way: &Way,
        who: Option<Party<'_>>,
        store: &Party<'_>,
        rule: &Rule,
    ) -> bool {
        let (stack, waivers) = signatures(checked, way, who, rule);
        if waivers.is_empty() {
            return false;
        }
        self.signed.entry(stack).or_default().extend(waivers.into_iter().map(|waiver| (waiver, rule.code)));
        self.waived.extend(drawn(checked, way, who, store));
        true
    }
}

/// What came of one way to one store.
enum Judged<'a> {
    /// It stays inside of one construct.
    Inside,
    /// It is declared, and whoever can go it is cleared.
    Right,
    /// Something is wrong with it, and who can go it, if he is of the app.
    Wrong(Broken, Option<Party<'a>>),
}

/// What the program says of the data that flows.
struct Said {
    /// The ends of each flow.
    flows: IndexSet<(At, At)>,
    /// Who writes to what by a `Declassified` that leads there.
    down: IndexSet<(At, At)>,
    /// The clusters whose workloads have a flow to a construct.
    clusters: IndexSet<(String, At)>,
    /// The accounts of clusters that workloads of the app run as.
    accounts: IndexMap<String, Place>,
}

impl Said {
    fn of(checked: &Checked<'_>) -> Self {
        let accounts = checked.judges().iter().flat_map(|judge| judge.accounts(checked)).collect();
        let mut said = Self { flows: IndexSet::new(), down: IndexSet::new(), clusters: IndexSet::new(), accounts };
        let mut ends: IndexMap<At, At> = IndexMap::new();
        for stack in checked.stacks() {
            for flow in &stack.flows {
                let place = |end: &ConstructRef| Some((checked.system().place(&end.stack)?, end.index));
                let Some((from, to)) = place(&flow.from).zip(place(&flow.to)) else { continue };
                said.flows.insert((from, to));
                let by = stack.constructs.get(from.1 as usize).filter(|_| flow.from.stack == stack.id);
                ends.extend(by.filter(|it| it.kind == DECLASSIFIED).map(|_| (from, to)));
                said.clusters.extend(stack.cluster.as_ref().map(|it| (it.name.clone(), to)));
            }
        }
        let down = said.flows.iter().filter_map(|(from, by)| Some((*from, *ends.get(by)?)));
        said.down = down.collect();
        said
    }

    fn is_declared(&self, one: &Party<'_>, other: &Party<'_>) -> bool {
        one.around().any(|a| other.around().any(|b| self.flows.contains(&(a, b)) || self.flows.contains(&(b, a))))
    }

    /// Whether somebody approved of how what it has of a higher class is left out of what it writes there.
    fn goes_down(&self, who: &Party<'_>, store: &Party<'_>) -> bool {
        !self.down.is_empty() && who.around().any(|a| store.around().any(|b| self.down.contains(&(a, b))))
    }

    fn judge<'a>(&self, checked: &Checked<'a>, way: &Way, store: &Party<'a>) -> Judged<'a> {
        let place = match &way.who {
            Who::OfApp(place) => Some(*place),
            Who::ByToken(name) => self.accounts.get(name).copied(),
            Who::FromCluster(name) => {
                let is_said = store.around().any(|at| self.clusters.contains(&(name.clone(), at)));
                return if is_said { Judged::Right } else { Judged::Wrong(Broken::undeclared(), None) };
            }
            Who::Elsewhere(_) => None,
        };
        let Some(who) = place.and_then(|place| Party::of(checked, place)) else {
            let is_open = store.class == Some(Class::Public) && !way.writes;
            return if is_open { Judged::Right } else { Judged::Wrong(Broken::outside(store.class), None) };
        };
        if who.owner == store.owner {
            return Judged::Inside;
        }
        let goes_down = self.goes_down(&who, store);
        let is_said = way.is_said || goes_down || self.is_declared(&who, store);
        // A way in hands requests to the workloads that it leads to, which are cleared themselves.
        if is_said && who.role == Role::Endpoint && store.role == Role::Workload {
            return Judged::Right;
        }
        let broken = Broken::clearance(way, &who, store, goes_down).or_else(|| (!is_said).then(Broken::undeclared));
        broken.map_or(Judged::Right, |broken| Judged::Wrong(broken, Some(who)))
    }
}

/// What is wrong with a way.
struct Broken {
    rule: Rule,
    /// What follows behind the store and what opens the way.
    message: String,
    help: &'static str,
}

impl Broken {
    fn undeclared() -> Self {
        let help = "say it with `.connect(..)` or `.reads(..)`, or take away what opens the way";
        Self { rule: UNDECLARED_WAY, message: "no declared flow says so".to_owned(), help }
    }

    fn outside(class: Option<Class>) -> Self {
        let help = "take away what opens the way, or name the rule in a waiver";
        match class {
            None => Self { help, ..Self::undeclared() },
            Some(class) => {
                let message = format!("nobody outside of the app is cleared for `{}` data", class.name());
                Self { rule: NOT_CLEARED, message, help }
            }
        }
    }

    fn clearance(way: &Way, who: &Party<'_>, store: &Party<'_>, goes_down: bool) -> Option<Self> {
        let class = store.class?;
        if way.reads && !who.is_cleared(class) {
            let message = format!("is not cleared for `{}` data", class.name());
            let help = "take away what opens the way, or make it in a perimeter of that class and `connect` it";
            return Some(Self { rule: NOT_CLEARED, message, help });
        }
        let own = who.class.filter(|own| way.writes && !goes_down && *own > class)?;
        let message = format!("has `{}` data, for which a store of `{}` data is no place", own.name(), class.name());
        let help = "let it read with `.reads(..)`, or write to a store of its own class with `.connect(..)`";
        Some(Self { rule: NOT_CLEARED, message, help })
    }

    fn finding(&self, checked: &Checked<'_>, way: &Way, who: Option<Party<'_>>, store: Party<'_>) -> Option<Finding> {
        let (stack, at) = opened(checked, way)?;
        let resource = stack.resources.get(way.by.1)?;
        let verb = verb(way);
        let by = format!("`{}` (`{}`)", resource.logical_id, resource.kind());
        let (store_path, message) = (store.path(), &self.message);
        let said = match (&who, &way.who) {
            (Some(_), _) => format!("can {verb} `{store_path}` by {by}, and {message}"),
            (None, Who::Elsewhere(words)) => format!("lets {words} {verb} `{store_path}` by {by}, and {message}"),
            (None, Who::ByToken(name) | Who::FromCluster(name)) => {
                format!("lets `{name}` {verb} `{store_path}` by {by}, and {message}")
            }
            (None, Who::OfApp(_)) => return None,
        };
        let (stack, at) = who.map_or((stack, at), |who| (who.stack, who.owner.1));
        let finding = stack.finding(self.rule.code, at, said, self.help).citing(self.rule.controls.first().copied());
        Some(finding.beside(store.construct()?.written_at, "is what it reaches"))
    }
}

fn verb(way: &Way) -> &'static str {
    match (way.reads, way.writes) {
        (true, true) => "read and write",
        (false, true) => "write to",
        _ => "read",
    }
}

/// The stack and the construct of what opens a way.
fn opened<'a>(checked: &Checked<'a>, way: &Way) -> Option<(&'a StackModel, u32)> {
    let stack = checked.stacks().get(way.by.0)?;
    Some((stack, stack.resources.get(way.by.1)?.construct))
}

/// Who signed for a rule: where whoever can go the way is declared, or where what opens it is.
fn signatures(checked: &Checked<'_>, way: &Way, who: Option<Party<'_>>, rule: &Rule) -> (usize, Vec<usize>) {
    let of = |stack: &StackModel, construct| stack.waivers_of(construct, rule).map(|(at, _)| at).collect::<Vec<_>>();
    let of_who =
        who.map(|who| (who.nearest.0, of(who.stack, who.nearest.1))).filter(|(_, waivers)| !waivers.is_empty());
    of_who.unwrap_or_else(|| {
        let of_opened = opened(checked, way).map(|(stack, construct)| of(stack, construct));
        (way.by.0, of_opened.unwrap_or_default())
    })
}

/// A way that is waived, as a picture shows it: from who can go it or, if he is not of the app, from what opens it.
fn drawn(checked: &Checked<'_>, way: &Way, who: Option<Party<'_>>, store: &Party<'_>) -> Option<WaivedWay> {
    let from = who.map(|who| who.owner).or_else(|| Some((way.by.0, opened(checked, way)?.1)))?;
    let place = |at: At| (at.0, at.1 as usize);
    Some(WaivedWay { from: place(from), to: place(store.owner), class: store.class })
}
