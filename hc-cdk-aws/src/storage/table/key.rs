//! By what items are found: the keys of a table and of its indexes.

use hc_cdk::value::pascal;

/// An attribute by which items are found, with the type of its values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TableKey {
    pub(super) name: &'static str,
    pub(super) kind: Kind,
}

/// The type of a key's values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Text,
    Number,
    Bytes,
}

impl Kind {
    /// The type as DynamoDB writes it.
    pub(super) const fn letter(self) -> &'static str {
        match self {
            Self::Text => "S",
            Self::Number => "N",
            Self::Bytes => "B",
        }
    }
}

impl TableKey {
    /// An attribute of that name whose values are text: as a partition key up to 2048 bytes, as a sort key up to 1024.
    pub const fn text(name: &'static str) -> Self {
        Self { name, kind: Kind::Text }
    }

    /// An attribute of that name whose values are numbers.
    pub const fn number(name: &'static str) -> Self {
        Self { name, kind: Kind::Number }
    }

    /// An attribute of that name whose values are bytes, as many as of text.
    pub const fn bytes(name: &'static str) -> Self {
        Self { name, kind: Kind::Bytes }
    }
}

/// A second way to find the items of a table: a global secondary index, which has all attributes of each item.
///
/// `CloudFormation` adds or removes one index of a table that exists at a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TableIndex {
    pub(super) name: &'static str,
    pub(super) partition: TableKey,
    pub(super) sort: Option<TableKey>,
}

impl TableIndex {
    /// An index of that name (3 to 255 letters, digits and `_`, `-`, `.`) by which items are found by that key.
    pub const fn new(name: &'static str, partition: TableKey) -> Self {
        Self { name, partition, sort: None }
    }

    /// By which key items of one partition are sorted.
    #[must_use]
    pub const fn sorted_by(self, key: TableKey) -> Self {
        Self { sort: Some(key), ..self }
    }

    /// The index in the name of a resource: `ByWard` for `by-ward`.
    pub(super) fn resource_name(&self) -> String {
        pascal(self.name)
    }
}

hc_cdk::takes! {
    #[diagnostic::on_unimplemented(
        message = "a key of a table is text, a number or bytes",
        label = "say which it is: `TableKey::text(\"patient\")`"
    )]
    /// A key.
    IsTableKey: TableKey;
}
