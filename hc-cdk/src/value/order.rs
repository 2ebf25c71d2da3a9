//! Order, by little code. An ordered map of the standard library is some nine thousand lines of LLVM's language for each pair of types, and
//! a stable sort four thousand for each type, for which whoever builds a program waits. So what is looked up is kept in hash maps,
//! and is put into order where it is written.

use std::{cmp::Ordering, collections::BinaryHeap};

use indexmap::IndexMap;

/// The items in their order, each once.
///
/// ```
/// use hc_cdk::value::sorted;
///
/// assert_eq!(sorted(["b", "c", "a", "b"]), ["a", "b", "c"]);
/// ```
pub fn sorted<T: Ord>(items: impl IntoIterator<Item = T>) -> Vec<T> {
    // To collect them is five times as much to compile, for each kind of iterator.
    let mut all = Vec::new();
    for item in items {
        all.push(item);
    }
    let mut sorted = BinaryHeap::from(all).into_sorted_vec();
    sorted.dedup();
    sorted
}

/// The members of a map in the order of their keys.
///
/// ```
/// use hc_cdk::value::by_key;
///
/// let rooms = indexmap::IndexMap::from([("ward", 2), ("clinic", 1)]);
/// assert_eq!(by_key(&rooms).collect::<Vec<_>>(), [(&"clinic", &1), (&"ward", &2)]);
/// ```
pub fn by_key<K: Ord, V>(map: &IndexMap<K, V>) -> impl DoubleEndedIterator<Item = (&K, &V)> {
    let key = |place| map.get_index(place).map(|(key, _)| key);
    let places = places(map.len(), &|one, other| key(one).cmp(&key(other)));
    places.into_iter().filter_map(|place| map.get_index(place))
}

/// The places of so many items in the order that `compare` gives to two of them.
fn places(items: usize, compare: &dyn Fn(usize, usize) -> Ordering) -> Vec<usize> {
    let mut places: Vec<usize> = (0..items).collect();
    places.sort_by(|one, other| compare(*one, *other));
    places
}

#[cfg(test)]
mod tests {
    use indexmap::IndexMap;

    use super::{by_key, sorted};

    #[test]
    fn what_is_sorted_is_there_once() {
        assert_eq!(sorted(["b", "c", "a", "b"]), ["a", "b", "c"]);
        assert!(sorted(Vec::<u8>::new()).is_empty());
    }

    #[test]
    fn members_come_by_their_keys() {
        let map = IndexMap::from([("b", 1), ("c", 0), ("a", 2)]);
        assert_eq!(by_key(&map).collect::<Vec<_>>(), [(&"a", &2), (&"b", &1), (&"c", &0)]);
    }
}
