//! A hash for keys that are the program's own, such as kinds of resources and numbers of stacks: nobody can choose them so that a map
//! gets slow, as somebody could the names in a template, for which the standard library's is.

use std::hash::{BuildHasherDefault, Hasher};

/// By what maps hash that are asked about each resource.
pub type Quick = BuildHasherDefault<Mixed>;

/// The bytes so far, eight at a time.
#[derive(Debug, Clone, Copy, Default)]
pub struct Mixed(u64);

impl Hasher for Mixed {
    fn write(&mut self, bytes: &[u8]) {
        for word in bytes.chunks(8) {
            self.write_u64(word.iter().rev().fold(0, |all, byte| all << 8 | u64::from(*byte)));
        }
    }

    fn write_u8(&mut self, byte: u8) {
        self.write_u64(byte.into());
    }

    fn write_u64(&mut self, word: u64) {
        // An odd number without a pattern: the golden ratio, as Fibonacci hashing has it.
        let mixed = (self.0 ^ word).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        self.0 = mixed ^ mixed >> 32;
    }

    fn write_usize(&mut self, word: usize) {
        self.write_u64(word as u64);
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use std::hash::BuildHasher as _;

    use indexmap::IndexSet;

    use super::Quick;

    #[test]
    fn keys_that_differ_in_little_are_told_apart() {
        let hash = |key: &str| Quick::default().hash_one(key);
        let keys: Vec<String> = (0..4_096).map(|at| format!("AWS::S3::Bucket{at}")).collect();
        let low: IndexSet<u64> = keys.iter().map(|it| hash(it) & 0xfff).collect();
        assert!(low.len() > 2_300, "{}", low.len());
        assert_ne!([hash("a"), hash("b"), hash("ab")], [hash("b"), hash("a"), hash("ba")]);
    }
}
