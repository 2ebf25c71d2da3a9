//! What has to be there before a first deployment: nothing that is written makes it.

use std::panic::Location;

use indexmap::IndexMap;

use super::stack::StackModel;

/// One thing that has to be there before a first deployment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Need {
    /// What sort of thing it is.
    pub sort: Sort,
    /// Where it has to be, such as a region; empty where the account, or the cluster, has it once.
    pub place: String,
    /// What it is, as the beginning of a sentence.
    pub what: String,
    /// What to do about it, such as a command; nothing where what it is says that.
    pub how: Option<String>,
    /// How much of it the program takes at least, and what there is of it.
    pub amount: Option<Amount>,
    /// The constructs for which it has to be there: paths with the stack's name first, and the user's lines.
    pub by: Vec<(String, &'static Location<'static>)>,
}

/// How much the program takes, and how much there is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Amount {
    /// What all that is written takes at least.
    pub takes: usize,
    /// What there is, unless somebody asked for more.
    pub usual: usize,
    /// What a new account has of it, if that is less.
    pub new: Option<usize>,
}

impl Amount {
    /// Whether a new account has to ask for more.
    pub fn is_short(&self) -> bool {
        self.takes > self.new.unwrap_or(self.usual)
    }
}

/// What sort of thing has to be there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Sort {
    /// A role that a service has once it was used.
    Role,
    /// Something that is turned on, or off, once.
    Setting,
    /// How much there may be of something.
    Quota,
    /// What runs in a cluster and makes other things of objects.
    Operator,
    /// A thing that the program names and does not make.
    Existing,
}

impl Sort {
    /// All of them, in the order in which they are told.
    pub const ALL: [Self; 5] = [Self::Role, Self::Setting, Self::Quota, Self::Operator, Self::Existing];

    /// What things of this sort are called.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Role => "roles of services",
            Self::Setting => "settings",
            Self::Quota => "quotas",
            Self::Operator => "operators",
            Self::Existing => "things that exist already",
        }
    }
}

impl Need {
    /// Something that has to be there.
    pub fn new(sort: Sort, place: impl Into<String>, what: impl Into<String>) -> Self {
        Self { sort, place: place.into(), what: what.into(), how: None, amount: None, by: Vec::new() }
    }

    /// The same with what to do about it.
    #[must_use]
    pub fn how(self, how: impl Into<String>) -> Self {
        Self { how: Some(how.into()), ..self }
    }

    /// The same with how much is taken.
    #[must_use]
    pub fn amount(self, amount: Amount) -> Self {
        Self { amount: Some(amount), ..self }
    }
}

/// What has to be there, each thing once, in the order in which it was found.
#[derive(Debug, Default)]
pub struct Needs(IndexMap<(Sort, String, String), Need>);

impl Needs {
    /// Adds a thing that has to be there for a construct; one that is there already is for this construct, too.
    pub fn add(&mut self, need: Need, stack: &StackModel, construct: u32) {
        let written_at = stack.constructs.get(construct as usize).map_or(stack.written_at, |it| it.written_at);
        let by = (stack.path_of(construct), written_at);
        let key = (need.sort, need.place.clone(), need.what.clone());
        let all = &mut self.0.entry(key).or_insert(need).by;
        if !all.contains(&by) {
            all.push(by);
        }
    }

    /// Adds a thing that has to be there for the whole.
    pub fn add_for_all(&mut self, need: Need) {
        self.0.entry((need.sort, need.place.clone(), need.what.clone())).or_insert(need);
    }

    /// All of them.
    pub fn into_all(self) -> Vec<Need> {
        self.0.into_values().collect()
    }
}
