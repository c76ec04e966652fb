//! The best of several values for one field.

/// A value with its rank: the least wins, and the first of equals.
#[derive(Debug)]
pub(super) struct Ranked<T> {
    best: Option<(u8, T)>,
}

impl<T> Default for Ranked<T> {
    fn default() -> Self {
        Ranked { best: None }
    }
}

impl<T> Ranked<T> {
    /// Takes a value if it is better than the one there; says whether it was taken.
    pub(super) fn offer(&mut self, rank: u8, value: Option<T>) -> bool {
        let better = self.best.as_ref().is_none_or(|(best, _)| rank < *best);
        match value {
            Some(value) if better => {
                self.best = Some((rank, value));
                true
            }
            _ => false,
        }
    }

    pub(super) fn take(self) -> Option<T> {
        self.best.map(|(_, value)| value)
    }
}

impl<T> Ranked<Vec<T>> {
    /// Like [`Ranked::offer`], but values of one rank are kept together, at most `limit`.
    pub(super) fn gather(&mut self, rank: u8, values: Vec<T>, limit: usize) {
        if values.is_empty() {
            return;
        }
        match &mut self.best {
            Some((best, all)) if *best == rank => {
                all.extend(values);
                all.truncate(limit);
            }
            _ => {
                self.offer(rank, Some(values));
            }
        }
    }
}
