//! The sizes that a database comes in.

use hc_cdk::value::{Kind, Value};

/// The size of a database's machines: memory and processors of each.
///
/// Only sizes that every engine here has, in every region here, and that can be monitored and encrypted. A size can be
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

impl Kind for InstanceClass {}

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
