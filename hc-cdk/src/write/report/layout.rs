//! Where boxes stand: columns from where data comes from to where it goes, and in each column an order with few crossings.

use crate::value::sorted;

/// How often the columns are put into order again.
const PASSES: usize = 6;

/// The column and the row of each box, in the order of the boxes. The edges are in order, and each is there once.
pub(super) fn places(boxes: usize, edges: &[(usize, usize)]) -> Vec<(usize, usize)> {
    let columns = columns(boxes, edges);
    let mut order = vec![Vec::new(); columns.iter().max().map_or(0, |last| last + 1)];
    for (at, column) in columns.iter().enumerate() {
        order.get_mut(*column).into_iter().for_each(|it| it.push(at));
    }
    let mut neighbours = vec![Vec::new(); boxes];
    for (from, to) in edges {
        neighbours.get_mut(*from).into_iter().for_each(|it| it.push(*to));
        neighbours.get_mut(*to).into_iter().for_each(|it| it.push(*from));
    }
    let mut rows = rows(&order, boxes);
    for pass in 0..PASSES {
        let mut all: Vec<usize> = (0..order.len()).collect();
        if pass % 2 == 1 {
            all.reverse();
        }
        for column in all {
            let Some(boxes) = order.get_mut(column) else { continue };
            boxes.sort_by_key(|at| middle(neighbours.get(*at), &rows).unwrap_or(row(&rows, *at) * SCALE));
            for (row, at) in boxes.iter().enumerate() {
                if let Some(it) = rows.get_mut(*at) {
                    *it = row;
                }
            }
        }
    }
    columns.into_iter().zip(rows).collect()
}

/// So much finer than rows is the middle of neighbours.
const SCALE: usize = 1000;

fn row(rows: &[usize], at: usize) -> usize {
    rows.get(at).copied().unwrap_or_default()
}

fn rows(order: &[Vec<usize>], boxes: usize) -> Vec<usize> {
    let mut rows = vec![0; boxes];
    for (row, at) in order.iter().flat_map(|boxes| boxes.iter().enumerate()) {
        if let Some(it) = rows.get_mut(*at) {
            *it = row;
        }
    }
    rows
}

/// The middle of the rows of neighbours.
fn middle(neighbours: Option<&Vec<usize>>, rows: &[usize]) -> Option<usize> {
    let neighbours = neighbours.filter(|it| !it.is_empty())?;
    let sum: usize = neighbours.iter().map(|at| row(rows, *at)).sum();
    Some(sum * SCALE / neighbours.len())
}

/// The column of each box: behind all that data comes from. What goes round in a circle stands where it was reached first.
fn columns(boxes: usize, edges: &[(usize, usize)]) -> Vec<usize> {
    let mut columns = vec![0; boxes];
    // A way through all boxes has no more steps; a circle would go on for ever.
    for _ in 0..boxes.min(64) {
        let mut is_moved = false;
        for (from, to) in edges {
            let behind = row(&columns, *from) + 1;
            let is_back = edges.binary_search(&(*to, *from)).is_ok() && from > to;
            if let Some(column) = columns.get_mut(*to)
                && !is_back
                && *column < behind
                && behind <= boxes.min(MOST)
            {
                *column = behind;
                is_moved = true;
            }
        }
        if !is_moved {
            break;
        }
    }
    let used = sorted(columns.iter().copied());
    columns.iter().map(|column| used.partition_point(|it| it < column)).collect()
}

/// The columns that a picture has at most.
const MOST: usize = 12;

#[cfg(test)]
mod tests {
    use super::places;

    #[test]
    fn data_flows_from_left_to_right_and_circles_end() {
        let places = places(4, &[(0, 1), (0, 3), (1, 2), (2, 1)]);
        assert_eq!(places.iter().map(|it| it.0).collect::<Vec<_>>(), [0, 1, 2, 1]);
        assert_ne!(places[1].1, places[3].1, "no box stands on another one");
    }

    #[test]
    fn lines_do_not_cross_where_they_need_not() {
        let places = places(4, &[(0, 3), (1, 2)]);
        assert_eq!((places[0].1 < places[1].1), (places[3].1 < places[2].1));
    }
}
