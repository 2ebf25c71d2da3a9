//! The sizes of Fargate tasks: only some pairs of CPU and memory exist.

use std::fmt;

/// A pair of CPU and memory that Fargate has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FargateSize {
    cpu: u32,
    memory: u32,
}

/// A size such as `cpu = 512, memory = 1024`, checked by `cargo check`.
///
/// CPU is in units of which 1024 are one virtual CPU, memory in MiB.
///
/// ```
/// let size = hc_cdk_aws::fargate!(cpu = 512, memory = 1024);
/// ```
///
/// ```compile_fail
/// let size = hc_cdk_aws::fargate!(cpu = 512, memory = 512);
/// ```
#[macro_export]
macro_rules! fargate {
    (cpu = $cpu:expr, memory = $memory:expr $(,)?) => {{
        // A name that no program uses: a constant of the program with the same name would be hidden.
        const HC_CDK_SIZE: $crate::literal::fargate::FargateSize =
            $crate::literal::fargate::FargateSize::literal($cpu, $memory);
        HC_CDK_SIZE
    }};
}

/// Why a pair of CPU and memory is not a size.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotASize(&'static str);

impl fmt::Display for NotASize {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl std::error::Error for NotASize {}

impl FargateSize {
    /// The smallest size.
    pub const SMALLEST: Self = Self { cpu: 256, memory: 512 };

    /// A size that is known only when the program runs.
    ///
    /// # Errors
    ///
    /// If Fargate has no tasks of that size. The error says which memory goes with the CPU.
    pub const fn new(cpu: u32, memory: u32) -> Result<Self, NotASize> {
        match wrong(cpu, memory) {
            None => Ok(Self { cpu, memory }),
            Some(what) => Err(NotASize(what)),
        }
    }

    /// For [`fargate!`](crate::fargate!).
    ///
    /// # Panics
    ///
    /// If Fargate has no tasks of that size; in a constant that is a compile error.
    #[doc(hidden)]
    #[allow(clippy::panic, reason = "evaluated at compile time, where a panic is the error message")]
    pub const fn literal(cpu: u32, memory: u32) -> Self {
        match wrong(cpu, memory) {
            None => Self { cpu, memory },
            Some(what) => panic!("{}", what),
        }
    }

    /// The CPU, in units of which 1024 are one virtual CPU.
    pub const fn cpu(self) -> u32 {
        self.cpu
    }

    /// The memory in MiB.
    pub const fn memory(self) -> u32 {
        self.memory
    }
}

/// Memory that goes with a CPU: from, to, and the step in between, all in MiB.
pub(crate) struct Row(pub(crate) u32, pub(crate) u32, pub(crate) u32, pub(crate) u32);

/// Source: the documentation of `Memory` of `AWS::ECS::TaskDefinition`, and the table of valid pairs in cfn-lint.
pub(crate) const ROWS: [Row; 11] = [
    Row(256, 512, 512, 512),
    Row(256, 1024, 2048, 1024),
    Row(512, 1024, 4096, 1024),
    Row(1024, 2048, 8192, 1024),
    Row(2048, 4096, 16384, 1024),
    Row(4096, 8192, 30720, 1024),
    Row(8192, 16384, 61440, 4096),
    Row(16384, 32768, 122_880, 8192),
    Row(32768, 61440, 61440, 61440),
    Row(32768, 122_880, 122_880, 122_880),
    Row(32768, 249_856, 249_856, 249_856),
];

#[allow(
    clippy::indexing_slicing,
    reason = "evaluated at compile time too, where iterators are not; bounds are checked"
)]
const fn wrong(cpu: u32, memory: u32) -> Option<&'static str> {
    let mut at = 0;
    while at < ROWS.len() {
        let Row(with, least, most, step) = ROWS[at];
        if cpu == with && memory >= least && memory <= most && (memory - least).is_multiple_of(step) {
            return None;
        }
        at += 1;
    }
    Some(match cpu {
        256 => "Fargate has no such size: with `cpu = 256`, `memory` is 512, 1024 or 2048",
        512 => "Fargate has no such size: with `cpu = 512`, `memory` is 1024 to 4096 in steps of 1024",
        1024 => "Fargate has no such size: with `cpu = 1024`, `memory` is 2048 to 8192 in steps of 1024",
        2048 => "Fargate has no such size: with `cpu = 2048`, `memory` is 4096 to 16384 in steps of 1024",
        4096 => "Fargate has no such size: with `cpu = 4096`, `memory` is 8192 to 30720 in steps of 1024",
        8192 => "Fargate has no such size: with `cpu = 8192`, `memory` is 16384 to 61440 in steps of 4096",
        16384 => "Fargate has no such size: with `cpu = 16384`, `memory` is 32768 to 122880 in steps of 8192",
        32768 => "Fargate has no such size: with `cpu = 32768`, `memory` is 61440, 122880 or 249856",
        _ => "Fargate has no such size: `cpu` is 256, 512, 1024, 2048, 4096, 8192, 16384 or 32768",
    })
}

#[cfg(test)]
mod tests {
    use super::{FargateSize, ROWS, Row};

    #[test]
    fn each_row_has_its_ends_and_nothing_beside_them() {
        for Row(cpu, least, most, step) in ROWS {
            assert!(FargateSize::new(cpu, least).is_ok());
            assert!(FargateSize::new(cpu, most).is_ok());
            assert!(FargateSize::new(cpu, most + 1).is_err());
            assert!(FargateSize::new(cpu, least - 1).is_err());
            assert!(FargateSize::new(cpu, least + step / 2).is_err(), "{cpu} {least} {step}");
        }
        assert!(FargateSize::new(256, 1536).is_err());
        assert!(FargateSize::new(300, 1024).is_err());
        assert!(FargateSize::new(0, 0).is_err());
        assert_eq!(
            FargateSize::new(FargateSize::SMALLEST.cpu(), FargateSize::SMALLEST.memory()),
            Ok(FargateSize::SMALLEST)
        );
    }

    #[test]
    fn the_sentence_names_the_ends_of_the_row() {
        for Row(cpu, least, most, _) in ROWS {
            let sentence = FargateSize::new(cpu, 1).unwrap_err().to_string();
            for figure in [cpu, least, most] {
                assert!(sentence.contains(&figure.to_string()), "{sentence}: {figure}");
            }
        }
    }
}
