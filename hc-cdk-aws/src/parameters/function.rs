//! The figures of a function as its construct takes them: literals, or parameters that can be nothing else.

use hc_cdk::value::Whole;

/// The memory of a function in MiB.
///
/// Source: "Lambda quotas" in the developer guide.
pub type FunctionMemory = Whole<128, 10_240>;

/// How many seconds a function may run.
pub type FunctionSeconds = Whole<1, 900>;

/// How many of a function may run at once.
pub type FunctionConcurrency = Whole<1, 10_000>;

hc_cdk::gives! {
    #[diagnostic::on_unimplemented(
        message = "`{Self}` is not the memory of a function",
        label = "give MiB from 128 to 10240, or a `Parameter::<FunctionMemory>`"
    )]
    /// The memory of a function.
    MemoryOfFunction: FunctionMemory = i32;

    #[diagnostic::on_unimplemented(
        message = "`{Self}` is not how long a function may run",
        label = "give seconds from 1 to 900, or a `Parameter::<FunctionSeconds>`"
    )]
    /// How long a function may run.
    SecondsOfFunction: FunctionSeconds = i32;

    #[diagnostic::on_unimplemented(
        message = "`{Self}` is not how many of a function may run at once",
        label = "give a number from 1 up, or a `Parameter::<FunctionConcurrency>`"
    )]
    /// How many of a function may run at once.
    ConcurrencyOfFunction: FunctionConcurrency = i32;
}
