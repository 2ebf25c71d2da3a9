//! What somebody may have meant who wrote something else.

/// The candidate that is nearest to a word, if one is near enough to be meant. Upper and lower case are the same.
pub fn nearest<'a>(word: &str, candidates: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let word: Vec<char> = word.to_lowercase().chars().collect();
    let near = (word.len() / 3).clamp(1, 3);
    let distances = candidates.map(|it| (distance(&word, &it.to_lowercase().chars().collect::<Vec<_>>()), it));
    distances.filter(|(distance, _)| *distance <= near).min_by_key(|(distance, _)| *distance).map(|(_, it)| it)
}

/// How many characters have to be put in, left out or changed to make one word of the other.
fn distance(from: &[char], to: &[char]) -> usize {
    let mut row: Vec<usize> = (0..=to.len()).collect();
    for (at, left) in from.iter().enumerate() {
        let mut next = vec![at + 1];
        let (mut diagonal, mut before) = (at, at + 1);
        for (right, above) in to.iter().zip(row.iter().skip(1)) {
            before = (diagonal + usize::from(left != right)).min(above + 1).min(before + 1);
            diagonal = *above;
            next.push(before);
        }
        row = next;
    }
    row.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::{distance, nearest};

    #[test]
    fn the_nearest_is_that_with_the_fewest_differences() {
        for (from, to, expected) in [("", "", 0), ("a", "", 1), ("kitten", "sitting", 3), ("cdk.out", "cdk.ot", 1)] {
            let chars = |it: &str| it.chars().collect::<Vec<_>>();
            assert_eq!(distance(&chars(from), &chars(to)), expected, "{from} {to}");
            assert_eq!(distance(&chars(to), &chars(from)), expected, "{to} {from}");
        }
        let outputs = ["prod.out", "k8s.out", "staging.out"];
        assert_eq!(nearest("prd.out", outputs.into_iter()), Some("prod.out"));
        assert_eq!(nearest("PROD.OUT", outputs.into_iter()), Some("prod.out"));
        assert_eq!(nearest("test.out", outputs.into_iter()), None);
        assert_eq!(nearest("x", ["y", "abc"].into_iter()), Some("y"));
    }
}
