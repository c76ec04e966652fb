//! A folder of articles that changes, and what readers must know of it: the model.

use crate::mutation::Dice;
use crate::site::Site;

/// Words that texts are made of, different enough to tell articles apart.
const WORDS: &[&str] = &[
    "mill", "river", "stone", "flour", "wheel", "miller", "bridge", "sack", "wind", "sail",
    "grain", "dam", "rye", "oven", "cart", "weir", "barn", "rope", "sieve", "loft",
];

/// How many articles stay at least: a folder that loses most of them is taken for an accident.
const LEAST: usize = 9;

struct Article {
    file: String,
    number: usize,
    /// How often its title was changed.
    edition: usize,
    tags: String,
    body: String,
    /// Whether the file is there.
    there: bool,
    /// The round in which it was last changed: name, title and text all at once make another article of it.
    changed: usize,
}

impl Article {
    fn title(&self) -> String {
        format!("Article {} & \"{}\"", self.number, self.edition)
    }

    fn text(&self) -> String {
        let title = self.title().replace('"', "\\\"");
        format!(
            "---\ntitle: \"{title}\"\ndate: 2025-03-{:02}T08:00:00+01:00\ntags: [{}]\n---\n\n{}\n",
            self.number % 28 + 1,
            self.tags,
            self.body
        )
    }
}

/// All articles that there ever were.
pub(super) struct Articles {
    all: Vec<Article>,
    /// Numbers the changes, so that nothing changes into what it was.
    step: usize,
}

impl Articles {
    pub(super) fn new(site: &Site, dice: &mut Dice) -> Self {
        let mut articles = Articles {
            all: Vec::new(),
            step: 0,
        };
        for _ in 0..12 {
            articles.add(site, dice);
        }
        articles
    }

    /// Titles of what is published, sorted.
    pub(super) fn published(&self) -> Vec<String> {
        titles(self.all.iter().filter(|article| article.there))
    }

    /// Titles of all that a reader has met, sorted: what is removed keeps the title that it had.
    pub(super) fn met(&self) -> Vec<String> {
        titles(self.all.iter())
    }

    /// Changes something, each article once in a round, and says what.
    pub(super) fn change(&mut self, site: &Site, dice: &mut Dice, round: usize) -> String {
        self.step += 1;
        let step = self.step;
        let there = self.all.iter().filter(|article| article.there).count();
        let free = |at: &usize| {
            let article = self.all.get(*at);
            article.is_some_and(|article| article.there && article.changed != round)
        };
        let free: Vec<usize> = (0..self.all.len()).filter(free).collect();
        let at = free[dice.throw(free.len())];
        let article = &mut self.all[at];
        article.changed = round;
        let was = article.file.clone();
        let deed = match dice.throw(7) {
            0 => return self.add(site, dice),
            1 if there > LEAST => {
                article.there = false;
                site.remove(&was);
                return format!("{was} removed");
            }
            2 => {
                article.edition = step;
                "another title"
            }
            3 => {
                article.tags = format!("tag{step}");
                "another tag"
            }
            4 => {
                article.file = format!("articles/moved-{step}/{step}.md");
                "renamed"
            }
            5 => {
                article.file = format!("articles/edited-{step}.md");
                article.body += &format!("\n\nOne more sentence, number {step}.");
                "renamed and edited"
            }
            _ => {
                article.body += &format!("\n\nOne more sentence, number {step}.");
                "edited"
            }
        };
        let (file, text) = (article.file.clone(), article.text());
        if file != was {
            let folder = site.path(&file);
            std::fs::create_dir_all(folder.parent().expect("a folder")).expect("it is made");
            site.rename(&was, &file);
        }
        site.write(&file, &text);
        format!("{was} {deed}")
    }

    fn add(&mut self, site: &Site, dice: &mut Dice) -> String {
        let number = self.all.len();
        let words: Vec<&str> = (0..40).map(|_| WORDS[dice.throw(WORDS.len())]).collect();
        let article = Article {
            file: format!("articles/{number}.md"),
            number,
            edition: 0,
            tags: "mills".to_owned(),
            body: format!("Text {number}: {}.", words.join(" ")),
            there: true,
            changed: usize::MAX,
        };
        site.write(&article.file, &article.text());
        self.all.push(article);
        format!("articles/{number}.md added")
    }
}

fn titles<'a>(articles: impl Iterator<Item = &'a Article>) -> Vec<String> {
    let mut titles: Vec<String> = articles.map(Article::title).collect();
    titles.sort();
    titles
}
