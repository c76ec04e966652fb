//! Texts → the runs of words in them, by which they are known again in other markup.

use std::collections::HashSet;
use std::hash::{BuildHasher, Hash, Hasher};

use foldhash::fast::{FixedState, RandomState};

/// Words in a row that are compared.
const RUN: usize = 4;
/// Most words compared: no article has more.
const MOST_WORDS: usize = 60_000;
/// The same for all texts that are compared.
const HASHER: FixedState = FixedState::with_seed(0);

/// The runs of words in texts.
pub(super) struct Wording {
    runs: HashSet<u64, RandomState>,
}

impl Wording {
    /// The runs of texts, none across two of them.
    pub(super) fn of<'a>(texts: impl IntoIterator<Item = &'a str>) -> Wording {
        let mut runs = HashSet::default();
        for text in texts {
            let words = hashes(text);
            for length in 1..=RUN {
                runs.extend(words.windows(length).map(run));
            }
        }
        Wording { runs }
    }

    /// How much of a text is in these, of 100.
    pub(super) fn share(&self, text: &str) -> usize {
        let words = hashes(text);
        let length = words.len().clamp(1, RUN);
        let all = words.windows(length).count();
        let known = words
            .windows(length)
            .filter(|words| self.runs.contains(&run(words)))
            .count();
        known * 100 / all.max(1)
    }
}

fn hashes(text: &str) -> Vec<u64> {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .take(MOST_WORDS)
        .map(|word| {
            let mut hasher = HASHER.build_hasher();
            word.chars()
                .flat_map(char::to_lowercase)
                .for_each(|c| c.hash(&mut hasher));
            hasher.finish()
        })
        .collect()
}

fn run(words: &[u64]) -> u64 {
    HASHER.hash_one(words)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_known_by_their_runs() {
        let wording = Wording::of(["The barge struck a pier on Monday.", "Nobody was hurt"]);
        for (text, share) in [
            ("the barge struck a pier", 100),
            ("A pier", 100),
            ("Monday. Nobody was hurt", 0),
            ("The barge struck a pier in spring of", 40),
            ("", 0),
        ] {
            assert_eq!(wording.share(text), share, "{text}");
        }
    }
}
