//! Amounts of CPU, of memory and of storage, as Kubernetes writes them.
//!
//! The unit of memory is always written, and `m`, which would be thousandths of a byte, is none.

use std::{borrow::Cow, fmt};

use hc_cdk::value::Value;

use hc_cdk::literal::NotValid;

/// An amount of CPU: `250m` is a quarter of a core.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cpu {
    text: Cow<'static, str>,
    /// Thousandths of a core.
    amount: u64,
}

/// An amount of memory or storage: `256Mi` are 256 times 1024 times 1024 bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Memory {
    text: Cow<'static, str>,
    /// Bytes.
    amount: u64,
}

/// An amount of CPU such as `250m` or `2`, checked by `cargo check`.
///
/// ```
/// let quarter = hc_cdk_k8s::cpu!("250m");
/// assert!(hc_cdk_k8s::literal::quantity::Cpu::parse("0.25").is_err());
/// ```
#[macro_export]
macro_rules! cpu {
    ($text:expr) => {{
        // A name that no program uses: a constant of the program with the same name would be hidden.
        const HC_CDK_CPU: $crate::literal::quantity::Cpu = $crate::literal::quantity::Cpu::literal($text);
        HC_CDK_CPU
    }};
}

/// An amount of memory or storage such as `256Mi` or `20Gi`, checked by `cargo check`.
///
/// ```
/// let memory = hc_cdk_k8s::memory!("256Mi");
/// assert!(hc_cdk_k8s::literal::quantity::Memory::parse("256m").is_err());
/// ```
#[macro_export]
macro_rules! memory {
    ($text:expr) => {{
        // A name that no program uses: a constant of the program with the same name would be hidden.
        const HC_CDK_MEMORY: $crate::literal::quantity::Memory = $crate::literal::quantity::Memory::literal($text);
        HC_CDK_MEMORY
    }};
}

const CPU: &str = "an amount of CPU is a whole number of cores or of thousandths, such as `2` or `250m`, and not zero";
const MEMORY: &str = "an amount of memory is a whole number and a unit (Ki, Mi, Gi, Ti), such as `256Mi`, and not zero";

impl Cpu {
    /// For [`cpu!`](crate::cpu!).
    ///
    /// # Panics
    ///
    /// If the text is no amount of CPU; in a constant that is a compile error.
    #[doc(hidden)]
    #[allow(clippy::panic, reason = "evaluated at compile time, where a panic is the error message")]
    pub const fn literal(text: &'static str) -> Self {
        match cpu(text.as_bytes()) {
            Some(amount) => Self { text: Cow::Borrowed(text), amount },
            None => panic!("{}", CPU),
        }
    }

    /// An amount that is known only when the program runs.
    ///
    /// # Errors
    ///
    /// If the text is no whole number of cores or thousandths.
    pub fn parse(text: impl Into<String>) -> Result<Self, NotValid> {
        let text = text.into();
        let amount = cpu(text.as_bytes()).ok_or(NotValid::new(CPU))?;
        Ok(Self { text: text.into(), amount })
    }

    /// The amount in thousandths of a core.
    pub fn millis(&self) -> u64 {
        self.amount
    }
}

impl fmt::Display for Cpu {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl fmt::Display for Memory {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl Memory {
    /// For [`memory!`](crate::memory!).
    ///
    /// # Panics
    ///
    /// If the text is no amount of memory; in a constant that is a compile error.
    #[doc(hidden)]
    #[allow(clippy::panic, reason = "evaluated at compile time, where a panic is the error message")]
    pub const fn literal(text: &'static str) -> Self {
        match memory(text.as_bytes()) {
            Some(amount) => Self { text: Cow::Borrowed(text), amount },
            None => panic!("{}", MEMORY),
        }
    }

    /// An amount that is known only when the program runs.
    ///
    /// # Errors
    ///
    /// If the text is no whole number with a unit.
    pub fn parse(text: impl Into<String>) -> Result<Self, NotValid> {
        let text = text.into();
        let amount = memory(text.as_bytes()).ok_or(NotValid::new(MEMORY))?;
        Ok(Self { text: text.into(), amount })
    }

    /// The amount in bytes.
    pub fn bytes(&self) -> u64 {
        self.amount
    }
}

impl From<Cpu> for Value<String> {
    fn from(cpu: Cpu) -> Self {
        Self::from_json(cpu.text)
    }
}

impl From<Memory> for Value<String> {
    fn from(memory: Memory) -> Self {
        Self::from_json(memory.text)
    }
}

/// Thousandths of a core.
const fn cpu(text: &[u8]) -> Option<u64> {
    match text {
        [digits @ .., b'm'] => number(digits, 1),
        digits => number(digits, 1000),
    }
}

/// Bytes.
const fn memory(text: &[u8]) -> Option<u64> {
    match text {
        [digits @ .., b'K', b'i'] => number(digits, 1 << 10),
        [digits @ .., b'M', b'i'] => number(digits, 1 << 20),
        [digits @ .., b'G', b'i'] => number(digits, 1 << 30),
        [digits @ .., b'T', b'i'] => number(digits, 1 << 40),
        _ => None,
    }
}

/// A number above zero without leading zeros, times a unit.
const fn number(mut digits: &[u8], unit: u64) -> Option<u64> {
    let mut number: u64 = 0;
    if let [b'0', ..] | [] = digits {
        return None;
    }
    while let [digit, rest @ ..] = digits {
        if !digit.is_ascii_digit() || number > 1_000_000 {
            return None;
        }
        number = number * 10 + (*digit - b'0') as u64;
        digits = rest;
    }
    Some(number * unit)
}

hc_cdk::takes! {
    #[diagnostic::on_unimplemented(
        message = "`{Self}` is not an amount of CPU that was checked",
        label = "write it as `cpu!(\"250m\")`"
    )]
    /// An amount of CPU.
    IsCpu: Cpu;
}

hc_cdk::takes! {
    #[diagnostic::on_unimplemented(
        message = "`{Self}` is not an amount of memory that was checked",
        label = "write it as `memory!(\"256Mi\")`"
    )]
    /// An amount of memory.
    IsMemory: Memory;
}

#[cfg(test)]
mod tests {
    use super::{Cpu, Memory};

    #[test]
    fn amounts_have_one_way_to_be_written() {
        assert_eq!(Cpu::parse("250m").unwrap().millis(), 250);
        assert_eq!(Cpu::parse("2").unwrap().millis(), 2000);
        assert_eq!(Memory::parse("2Ki").unwrap().bytes(), 2048);
        for wrong in ["", "m", "0", "0m", "-1", "0.5", "1e3", "1 ", "01", "99999999999999999999"] {
            assert!(Cpu::parse(wrong).is_err(), "{wrong}");
        }
        for wrong in ["", "Mi", "0Mi", "256", "256m", "256M", "256MB", "1.5Gi", "99999999999999999999Ti"] {
            assert!(Memory::parse(wrong).is_err(), "{wrong}");
        }
    }
}
