//! What has a price: one thing that is paid for, of one resource, as a target reads it in finished files.

/// One thing that is paid for each month.
#[derive(Debug, Clone, PartialEq)]
pub struct Charge {
    /// The stack's name.
    pub stack: String,
    /// Its region.
    pub region: String,
    /// The resource's name in the stack's file.
    pub name: String,
    /// The resource's type.
    pub kind: String,
    /// What is paid for, as a table of prices names it: service and item. Nothing if nobody knows what the type costs.
    pub of: Option<(String, String)>,
    /// How much of it there is.
    pub amount: Amount,
}

/// How much there is of what is paid for, in the units of its price: hours, gigabytes, single requests.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Amount {
    /// So much in a month, as the file says it.
    Known(f64),
    /// As much as is used: what a program says of this measure, times a figure that the file says.
    Used(&'static str, f64),
    /// Only the deployment knows.
    Open,
}
