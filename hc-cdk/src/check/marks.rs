//! What a target notes of each resource in one walk over its properties, so that whoever looks for something that most resources have
//! none of passes those by.

/// Some of the marks that a target has for resources. What each stands for is the target's matter.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Marks(u16);

impl Marks {
    /// One mark, by its number: 0 to 15.
    ///
    /// # Panics
    ///
    /// With a greater number; of a constant the compiler says so.
    pub const fn one(number: u16) -> Self {
        assert!(number < 16, "a target has sixteen marks");
        Self(1 << number)
    }

    /// Adds the marks of another.
    pub fn add(&mut self, other: Self) {
        self.0 |= other.0;
    }

    /// Whether it has one of these marks.
    pub fn has(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }
}

#[cfg(test)]
mod tests {
    use super::Marks;

    #[test]
    fn a_mark_is_there_once_it_was_added() {
        let [one, last] = [0, 15].map(Marks::one);
        let mut marks = Marks::default();
        marks.add(last);
        assert!(marks.has(last) && !marks.has(one) && !Marks::default().has(last));
        marks.add(one);
        assert!(marks.has(one) && marks.has(last));
    }
}
