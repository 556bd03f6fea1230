//! The rows of a list, in pieces that a copy of all of them shares: copying a hundred thousand rows takes as long as copying a
//! hundred pointers, and a list that goes on changing copies only the pieces that it changes.

use std::sync::Arc;

/// Rows of a piece. All but the last are full.
pub(super) const PIECE: usize = 1024;

#[derive(Debug, Clone)]
pub(super) struct Rows<E> {
    pieces: Vec<Arc<Vec<E>>>,
}

impl<E: Clone> Rows<E> {
    pub(super) fn len(&self) -> usize {
        self.pieces.last().map_or(0, |last| (self.pieces.len() - 1) * PIECE + last.len())
    }

    pub(super) fn get(&self, at: u32) -> &E {
        let at = at as usize;
        &self.pieces[at / PIECE][at % PIECE]
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &E> {
        self.pieces.iter().flat_map(|piece| piece.iter())
    }

    pub(super) fn pieces(&self) -> &[Arc<Vec<E>>] {
        &self.pieces
    }

    pub(super) fn set(&mut self, at: u32, row: E) {
        let at = at as usize;
        Arc::make_mut(&mut self.pieces[at / PIECE])[at % PIECE] = row;
    }

    pub(super) fn push(&mut self, row: E) {
        match self.pieces.last_mut() {
            Some(last) if last.len() < PIECE => Arc::make_mut(last).push(row),
            _ => self.pieces.push(Arc::new(vec![row])),
        }
    }
}

impl<E> FromIterator<E> for Rows<E> {
    fn from_iter<I: IntoIterator<Item = E>>(rows: I) -> Self {
        let mut rows = rows.into_iter();
        let mut pieces = Vec::new();
        loop {
            let piece: Vec<E> = rows.by_ref().take(PIECE).collect();
            if piece.is_empty() {
                return Self { pieces };
            }
            let full = piece.len() == PIECE;
            pieces.push(Arc::new(piece));
            if !full {
                return Self { pieces };
            }
        }
    }
}

/// Every row of a list that matched, in order, as they were when they were asked for. The list itself goes on meanwhile: no
/// row is copied, and nobody waits for whoever works through them.
#[derive(Debug)]
pub struct ListSnapshot<E> {
    rows: Rows<E>,
    order: Vec<u32>,
}

impl<E: Clone> ListSnapshot<E> {
    pub(super) fn new(rows: Rows<E>, order: Vec<u32>) -> Self {
        Self { rows, order }
    }

    /// The rows in order.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &E> {
        self.order.iter().map(|at| self.rows.get(*at))
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.order.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.order.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_stand_where_they_were_put_and_a_copy_keeps_what_it_had() {
        for length in [0, 1, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE, 3 * PIECE + 7] {
            let collected: Rows<usize> = (0..length).collect();
            let mut pushed: Rows<usize> = std::iter::empty().collect();
            (0..length).for_each(|row| pushed.push(row));
            for rows in [&collected, &pushed] {
                assert_eq!(rows.len(), length);
                assert!(rows.iter().copied().eq(0..length));
                assert!((0..length).all(|at| *rows.get(u32::try_from(at).unwrap()) == at));
                assert!(rows.pieces().iter().rev().skip(1).all(|piece| piece.len() == PIECE));
            }
            if length > 0 {
                let copy = collected.clone();
                let mut rows = collected;
                rows.set(0, 4711);
                rows.push(4712);
                assert!(copy.iter().copied().eq(0..length), "the copy is as it was");
                let last = u32::try_from(length).unwrap();
                assert_eq!((rows.len(), *rows.get(0), *rows.get(last)), (length + 1, 4711, 4712));
                let shared = rows.pieces().iter().zip(copy.pieces());
                let shared = shared.filter(|(one, other)| Arc::ptr_eq(one, other)).count();
                assert!(shared + 2 >= copy.pieces().len(), "only what changed was copied");
            }
        }
    }
}
