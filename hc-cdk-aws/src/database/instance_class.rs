//! The sizes that a database comes in.

use hc_cdk::value::{Kind, Limits, Value};

/// The size of a database's machines: memory and processors of each.
///
/// Only sizes that exist in every region here, and that can be monitored and encrypted; the smallest ones have one engine. A size can be
/// left to the deployment with a parameter of this type:
///
/// ```
/// use hc_cdk::{policy::Development, prelude::*};
/// use hc_cdk_aws::{prelude::*, region};
///
/// let mut stack = Stack::<Development>::new("try", region::EuSouth1);
/// let size = Parameter::<InstanceClass>::new("The database's size").allowed([InstanceClass::T4gMedium, InstanceClass::R6gLarge]);
/// let size = stack.parameter("DbInstanceClass", size);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum InstanceClass {
    /// 1 GiB, two processors that work at full speed for a while: the smallest, for trials. PostgreSQL only.
    T3Micro,
    /// 2 GiB, two processors that work at full speed for a while: for trials. PostgreSQL only.
    T3Small,
    /// 4 GiB, two processors that work at full speed for a while: for trials.
    T3Medium,
    /// 1 GiB, two processors that work at full speed for a while: the smallest, for trials. PostgreSQL only.
    T4gMicro,
    /// 2 GiB, two processors that work at full speed for a while: for trials. PostgreSQL only.
    T4gSmall,
    /// 4 GiB, two processors that work at full speed for a while: for trials.
    T4gMedium,
    /// 8 GiB, two processors that work at full speed for a while: for trials.
    T4gLarge,
    /// 16 GiB, two processors.
    R6gLarge,
    /// 32 GiB, four processors.
    R6gXlarge,
    /// 64 GiB, eight processors.
    R6g2xlarge,
    /// 128 GiB, 16 processors.
    R6g4xlarge,
    /// 256 GiB, 32 processors.
    R6g8xlarge,
    /// 384 GiB, 48 processors.
    R6g12xlarge,
    /// 512 GiB, 64 processors.
    R6g16xlarge,
}

impl InstanceClass {
    /// The size as RDS spells it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::T3Micro => "db.t3.micro",
            Self::T3Small => "db.t3.small",
            Self::T3Medium => "db.t3.medium",
            Self::T4gMicro => "db.t4g.micro",
            Self::T4gSmall => "db.t4g.small",
            Self::T4gMedium => "db.t4g.medium",
            Self::T4gLarge => "db.t4g.large",
            Self::R6gLarge => "db.r6g.large",
            Self::R6gXlarge => "db.r6g.xlarge",
            Self::R6g2xlarge => "db.r6g.2xlarge",
            Self::R6g4xlarge => "db.r6g.4xlarge",
            Self::R6g8xlarge => "db.r6g.8xlarge",
            Self::R6g12xlarge => "db.r6g.12xlarge",
            Self::R6g16xlarge => "db.r6g.16xlarge",
        }
    }
}

/// Every size, as RDS spells it.
const ALL: &[&str] = &[
    "db.t3.micro",
    "db.t3.small",
    "db.t3.medium",
    "db.t4g.micro",
    "db.t4g.small",
    "db.t4g.medium",
    "db.t4g.large",
    "db.r6g.large",
    "db.r6g.xlarge",
    "db.r6g.2xlarge",
    "db.r6g.4xlarge",
    "db.r6g.8xlarge",
    "db.r6g.12xlarge",
    "db.r6g.16xlarge",
];

/// The sizes that have too little memory for Aurora, and for the performance data of MySQL.
///
/// Source: "Supported DB instance classes" of Aurora, and "Amazon RDS DB engine, Region, and instance class support for Performance
/// Insights".
pub(super) const SMALL: &[&str] = &["db.t3.micro", "db.t3.small", "db.t4g.micro", "db.t4g.small"];

impl Kind for InstanceClass {
    const LIMITS: Limits = Limits::one_of(ALL, "a size that the program knows, such as db.t4g.medium");
}

impl From<InstanceClass> for Value<InstanceClass> {
    fn from(class: InstanceClass) -> Self {
        Self::literal(class.as_str())
    }
}

/// A class of instances.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a class of instances that is known",
    label = "name one, such as `InstanceClass::R6gLarge`, or take a parameter of that type"
)]
pub trait IsInstanceClass {
    /// What is given.
    fn it(self) -> Value<InstanceClass>;
}

#[diagnostic::do_not_recommend]
impl<C: Into<Value<InstanceClass>>> IsInstanceClass for C {
    fn it(self) -> Value<InstanceClass> {
        self.into()
    }
}

#[cfg(test)]
mod tests {
    use super::{ALL, InstanceClass, SMALL};

    #[test]
    fn a_parameter_can_be_every_size() {
        use InstanceClass as Class;
        let sizes = [
            Class::T3Micro,
            Class::T3Small,
            Class::T3Medium,
            Class::T4gMicro,
            Class::T4gSmall,
            Class::T4gMedium,
            Class::T4gLarge,
            Class::R6gLarge,
            Class::R6gXlarge,
            Class::R6g2xlarge,
            Class::R6g4xlarge,
            Class::R6g8xlarge,
            Class::R6g12xlarge,
            Class::R6g16xlarge,
        ];
        assert_eq!(ALL, sizes.map(InstanceClass::as_str));
        assert!(SMALL.iter().all(|it| ALL.contains(it)));
    }
}
