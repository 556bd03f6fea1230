//! A list kept in memory: found by words, filtered, sorted by any column in the reader's alphabet, and
//! cut into pages, fast enough to follow every keystroke over a hundred thousand rows.

use std::cmp::Ordering;
use std::collections::HashMap;
use std::sync::Arc;

use icu_collator::{Collator, CollatorBorrowed, options::CollatorOptions};
use icu_locale_core::locale;
use memchr::memmem::Finder;
use mobileaccess_domain::Language;
use uuid::Uuid;

use super::rows::{ListSnapshot, PIECE, Rows};
use super::words::{fold_into, folded_words};

/// A row of a list.
pub(crate) trait Entry: std::fmt::Debug + Clone + Send + Sync {
    /// The columns it can be sorted by.
    type Column: std::fmt::Debug + Copy + Eq + std::hash::Hash + Send + Sync;
    /// The row's id.
    fn id(&self) -> Uuid;
    /// Calls `word` with every text by which the palette finds the row, too: the words of its search index.
    fn names(&self, _word: &mut dyn FnMut(&str)) {}
    /// Calls `word` with every further text in which the search of the list looks.
    fn texts(&self, word: &mut dyn FnMut(&str));
    /// What stands in a column, to sort by.
    fn cell(&self, column: Self::Column) -> Cell<'_>;
    /// When rows are equal in a column, the older one comes first.
    fn age(&self) -> i64;
}

/// What rows are sorted by.
pub(crate) enum Cell<'e> {
    /// By the alphabet; empty texts come last either way.
    Text(&'e str),
    /// By number; `None` comes last either way.
    Number(Option<i64>),
}

/// Which page of a list, in which order.
#[derive(Debug, Clone)]
pub struct ListQuery<C> {
    /// Words that must all begin a word of the row, without regard to case and accents.
    pub search: String,
    /// Column to sort by.
    pub column: C,
    /// Whether to sort downwards.
    pub descending: bool,
    /// Page, from 0; one past the end is the last.
    pub page: u32,
    /// Rows per page, at least 1.
    pub page_size: u32,
    /// Language whose alphabet sorts texts.
    pub language: Language,
}

/// A page of a list.
#[derive(Debug, Clone, PartialEq)]
pub struct ListPage<E> {
    /// Its rows.
    pub rows: Vec<E>,
    /// The page that it is.
    pub page: u32,
    /// Rows that match search and filter.
    pub total: u32,
    /// Rows that match the search but not the filter.
    pub hidden_by_filters: u32,
    /// All rows of the list.
    pub all: u32,
}

/// More changed rows than this make the orders anew instead of moving each row.
const MANY: usize = 64;

#[derive(Debug)]
pub(crate) struct List<E: Entry> {
    rows: Rows<E>,
    by_id: HashMap<Uuid, u32>,
    /// The folded words of all rows in one text, each row's from `spans`; what a changed row leaves
    /// behind is dead until the text is made anew.
    words: String,
    spans: Vec<Span>,
    dead: usize,
    /// Rows in order, upwards, per column and language; made when first asked for.
    orders: HashMap<(E::Column, Language), Vec<u32>>,
}

/// Where the words of a row begin, where its names end, and where the rest does.
#[derive(Debug, Clone, Copy)]
struct Span {
    from: u32,
    names: u32,
    to: u32,
}

impl<E: Entry> List<E> {
    pub(crate) fn new(rows: impl IntoIterator<Item = E>) -> Self {
        let rows: Rows<E> = rows.into_iter().collect();
        let mut list = Self {
            by_id: rows.iter().enumerate().map(|(at, row)| (row.id(), number(at))).collect(),
            rows,
            words: String::new(),
            spans: Vec::new(),
            dead: 0,
            orders: HashMap::new(),
        };
        list.fold_all();
        list
    }

    fn fold_all(&mut self) {
        self.words.clear();
        self.dead = 0;
        self.spans.clear();
        // Room for a while of new rows: the first of them must not wait until all have moved.
        self.spans.reserve(self.rows.len() + room(self.rows.len()));
        for row in self.rows.iter() {
            self.spans.push(fold_row(row, &mut self.words));
        }
        self.words.shrink_to(self.words.len() + self.words.len() / 16);
    }

    /// Takes over rows that are new or changed. Rows are never removed: what is deleted stays listed.
    pub(crate) fn put(&mut self, rows: Vec<E>) {
        let many = rows.len() > MANY;
        if many {
            self.orders.clear();
        }
        for row in rows {
            let known = self.by_id.get(&row.id()).copied();
            let at = known.unwrap_or_else(|| number(self.rows.len()));
            if known.is_some() {
                for order in self.orders.values_mut() {
                    order.retain(|other| *other != at);
                }
            }
            let span = fold_row(&row, &mut self.words);
            if known.is_some() {
                let old = std::mem::replace(&mut self.spans[at as usize], span);
                self.dead += (old.to - old.from) as usize;
                self.rows.set(at, row);
            } else {
                self.by_id.insert(row.id(), at);
                self.spans.push(span);
                self.rows.push(row);
            }
            let rows = &self.rows;
            for ((column, language), order) in &mut self.orders {
                let collator = collator(*language);
                let place = order.partition_point(|other| {
                    compare(rows.get(*other), rows.get(at), *column, collator.as_ref()).is_lt()
                });
                order.insert(place, at);
            }
        }
        if self.dead > self.words.len() / 2 {
            self.fold_all();
        }
    }

    /// Every row, in no order.
    pub(crate) fn rows(&self) -> impl Iterator<Item = &E> {
        self.rows.iter()
    }

    /// The first rows whose names match what was typed, in the order in which they were written; those that `live` lets through
    /// come before the others. What the palette answers from its index, of this list alone.
    pub(crate) fn named(&self, typed: &str, limit: usize, live: impl Fn(&E) -> bool) -> Vec<E> {
        let searched = folded_words(typed);
        let finders: Vec<Finder<'_>> = searched.iter().map(|word| Finder::new(word.as_bytes())).collect();
        let (mut first, mut second) = (Vec::new(), Vec::new());
        if finders.is_empty() {
            return first;
        }
        for (row, span) in self.rows.iter().zip(&self.spans) {
            if first.len() == limit {
                break;
            }
            let words = &self.words.as_bytes()[span.from as usize..span.names as usize];
            if finders.iter().all(|finder| finder.find(words).is_some()) {
                if live(row) {
                    first.push(row.clone());
                } else if second.len() < limit {
                    second.push(row.clone());
                }
            }
        }
        second.truncate(limit - first.len());
        first.append(&mut second);
        first
    }

    /// A page of the rows that match the search and that `shown` lets through.
    pub(crate) fn page(&mut self, query: &ListQuery<E::Column>, shown: impl Fn(&E) -> bool) -> ListPage<E> {
        self.page_in(query, |_| true, shown)
    }

    /// The same over a part of the list only: rows outside `scope` are counted nowhere.
    pub(crate) fn page_in(
        &mut self,
        query: &ListQuery<E::Column>,
        scope: impl FnMut(&E) -> bool,
        shown: impl Fn(&E) -> bool,
    ) -> ListPage<E> {
        let (order, hidden, all) = self.matching(query, scope, shown);
        let size = query.page_size.max(1) as usize;
        let last = order.len().saturating_sub(1) / size;
        let page = (query.page as usize).min(last);
        let from = page * size;
        let to = (from + size).min(order.len());
        ListPage {
            rows: order[from..to].iter().map(|at| self.rows.get(*at).clone()).collect(),
            page: number(page),
            total: number(order.len()),
            hidden_by_filters: hidden,
            all,
        }
    }

    /// All rows in scope that match, in order, without copying them.
    pub(crate) fn snapshot(
        &mut self,
        query: &ListQuery<E::Column>,
        scope: impl FnMut(&E) -> bool,
        shown: impl Fn(&E) -> bool,
    ) -> ListSnapshot<E> {
        let (order, ..) = self.matching(query, scope, shown);
        ListSnapshot::new(self.rows.clone(), order)
    }

    /// Ids of all rows that match, in order.
    pub(crate) fn ids(&mut self, query: &ListQuery<E::Column>, shown: impl Fn(&E) -> bool) -> Vec<Uuid> {
        self.matching(query, |_| true, shown).0.into_iter().map(|at| self.rows.get(at).id()).collect()
    }

    /// The rows in scope that match, in order, how many the filter hides, and how many are in scope at all.
    fn matching(
        &mut self,
        query: &ListQuery<E::Column>,
        mut scope: impl FnMut(&E) -> bool,
        shown: impl Fn(&E) -> bool,
    ) -> (Vec<u32>, u32, u32) {
        let searched = folded_words(&query.search);
        let finders: Vec<Finder<'_>> = searched.iter().map(|word| Finder::new(word.as_bytes())).collect();
        let (mut hidden, mut all) = (0, 0);
        let mut matches = vec![false; self.rows.len()];
        let mut count = 0;
        for (at, row) in self.rows.iter().enumerate() {
            if !scope(row) {
                continue;
            }
            all += 1;
            let span = self.spans[at];
            let words = &self.words.as_bytes()[span.from as usize..span.to as usize];
            if finders.iter().all(|finder| finder.find(words).is_some()) {
                if shown(row) {
                    matches[at] = true;
                    count += 1;
                } else {
                    hidden += 1;
                }
            }
        }
        let key = (query.column, query.language);
        let order = match self.orders.get(&key) {
            Some(order) => order,
            None => {
                let order = order_of(&self.rows, query.column, query.language);
                self.orders.entry(key).or_insert(order)
            }
        };
        let mut found = Vec::with_capacity(count);
        if query.descending {
            // What is empty stays at the end.
            let filled = order.partition_point(|at| !is_empty(self.rows.get(*at), query.column));
            let (filled, empty) = order.split_at(filled);
            found.extend(filled.iter().rev().chain(empty).filter(|at| matches[**at as usize]));
        } else {
            found.extend(order.iter().filter(|at| matches[**at as usize]));
        }
        (found, hidden, all)
    }
}

/// How many more rows a list has room for when it is made.
fn room(rows: usize) -> usize {
    rows / 16 + MANY
}

fn number(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}

fn fold_row<E: Entry>(row: &E, words: &mut String) -> Span {
    let from = number(words.len());
    row.names(&mut |text| fold_into(text, words));
    let names = number(words.len());
    row.texts(&mut |text| fold_into(text, words));
    Span { from, names, to: number(words.len()) }
}

fn is_empty<E: Entry>(row: &E, column: E::Column) -> bool {
    match row.cell(column) {
        Cell::Text(text) => text.is_empty(),
        Cell::Number(number) => number.is_none(),
    }
}

/// The alphabet of a language: in Czech `č` after `c` and `ch` after `h`; numbers by their value.
fn collator(language: Language) -> Option<CollatorBorrowed<'static>> {
    let locale = match language {
        Language::En => locale!("en-u-kn"),
        Language::Cs => locale!("cs-u-kn"),
    };
    // The data of both is compiled in; without it texts would be sorted by their code points.
    Collator::try_new(locale.into(), CollatorOptions::default()).ok()
}

fn compare<E: Entry>(one: &E, other: &E, column: E::Column, collator: Option<&CollatorBorrowed<'static>>) -> Ordering {
    let cells = match (one.cell(column), other.cell(column)) {
        (Cell::Text(one), Cell::Text(other)) => one.is_empty().cmp(&other.is_empty()).then_with(|| match collator {
            Some(collator) => collator.compare(one, other),
            None => one.cmp(other),
        }),
        (Cell::Number(one), Cell::Number(other)) => one.is_none().cmp(&other.is_none()).then_with(|| one.cmp(&other)),
        // A column is of one kind.
        (Cell::Text(_), Cell::Number(_)) | (Cell::Number(_), Cell::Text(_)) => Ordering::Equal,
    };
    cells.then_with(|| one.age().cmp(&other.age())).then_with(|| one.id().cmp(&other.id()))
}

/// All rows in order. Texts are compared by sort keys, made once per row: comparing the texts
/// themselves would walk the alphabet's tables for every pair.
fn order_of<E: Entry>(rows: &Rows<E>, column: E::Column, language: Language) -> Vec<u32> {
    let mut order = Vec::with_capacity(rows.len() + room(rows.len()));
    order.extend(0..number(rows.len()));
    let texts = matches!(rows.iter().next().map(|row| row.cell(column)), Some(Cell::Text(_)));
    let Some(collator) = collator(language).filter(|_| texts) else {
        order.sort_unstable_by(|one, other| compare(rows.get(*one), rows.get(*other), column, None));
        return order;
    };
    let collator = &collator;
    let pieces = rows.pieces().len().div_ceil(2).max(1);
    let half = pieces * PIECE;
    let keys: Vec<SortKeys> = std::thread::scope(|scope| {
        let halves: Vec<_> = rows
            .pieces()
            .chunks(pieces)
            .map(|rows| scope.spawn(move || SortKeys::of(rows, column, collator)))
            .collect();
        halves.into_iter().filter_map(|half| half.join().ok()).collect()
    });
    let key = |at: u32| {
        let at = at as usize;
        keys.get(at / half).map_or((0, &[][..]), |keys| keys.get(at % half))
    };
    order.sort_unstable_by(|one, other| {
        key(*one).cmp(&key(*other)).then_with(|| {
            let (one, other) = (rows.get(*one), rows.get(*other));
            one.age().cmp(&other.age()).then_with(|| one.id().cmp(&other.id()))
        })
    });
    order
}

/// Sort keys of consecutive rows; the first bytes of each stand ready as a number, which settles most
/// comparisons.
struct SortKeys {
    bytes: Vec<u8>,
    spans: Vec<(u64, u32, u32)>,
}

impl SortKeys {
    fn of<E: Entry>(pieces: &[Arc<Vec<E>>], column: E::Column, collator: &CollatorBorrowed<'static>) -> Self {
        let count = pieces.len() * PIECE;
        let mut keys = Self { bytes: Vec::with_capacity(count * 24), spans: Vec::with_capacity(count) };
        for row in pieces.iter().flat_map(|piece| piece.iter()) {
            let from = keys.bytes.len();
            match row.cell(column) {
                Cell::Text(text) if !text.is_empty() => {
                    // Writing into a vector cannot fail.
                    let _written: Result<(), std::convert::Infallible> =
                        collator.write_sort_key_to(text, &mut keys.bytes);
                }
                // After every text.
                _ => keys.bytes.extend_from_slice(&[0xff; 8]),
            }
            let mut first = [0; 8];
            let key = &keys.bytes[from..];
            let shown = key.len().min(8);
            first[..shown].copy_from_slice(&key[..shown]);
            keys.spans.push((u64::from_be_bytes(first), number(from), number(keys.bytes.len())));
        }
        keys
    }

    fn get(&self, at: usize) -> (u64, &[u8]) {
        self.spans.get(at).map_or((0, &[][..]), |(first, from, to)| (*first, &self.bytes[*from as usize..*to as usize]))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, Clone, PartialEq)]
    struct Row(u128, &'static str, Option<i64>);

    #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
    enum By {
        Name,
        Number,
    }

    impl Entry for Row {
        type Column = By;
        fn id(&self) -> Uuid {
            Uuid::from_u128(self.0)
        }
        fn texts(&self, word: &mut dyn FnMut(&str)) {
            word(self.1);
        }
        fn cell(&self, column: By) -> Cell<'_> {
            match column {
                By::Name => Cell::Text(self.1),
                By::Number => Cell::Number(self.2),
            }
        }
        fn age(&self) -> i64 {
            0
        }
    }

    fn query(search: &str, column: By) -> ListQuery<By> {
        let search = search.to_owned();
        ListQuery { search, column, descending: false, page: 0, page_size: 100, language: Language::Cs }
    }

    fn names(list: &mut List<Row>, query: &ListQuery<By>) -> Vec<&'static str> {
        list.page(query, |_| true).rows.iter().map(|row| row.1).collect()
    }

    const NAMES: [&str; 12] =
        ["Chalupa", "Cihlář", "Čermák", "Dvořák", "Hora", "", "Zíma", "Žák", "Zelený", "Byt 10", "Byt 2", "cihla"];

    fn list() -> List<Row> {
        List::new(
            NAMES
                .iter()
                .zip(1..)
                .map(|(name, id)| Row(id, name, (id % 3 > 0).then_some(i64::try_from(id % 5).unwrap()))),
        )
    }

    #[test]
    fn czech_is_sorted_as_in_a_czech_telephone_book() {
        let expected =
            ["Byt 2", "Byt 10", "cihla", "Cihlář", "Čermák", "Dvořák", "Hora", "Chalupa", "Zelený", "Zíma", "Žák", ""];
        assert_eq!(names(&mut list(), &query("", By::Name)), expected);
        let mut down = query("", By::Name);
        down.descending = true;
        let mut reversed: Vec<&str> = expected[..11].iter().rev().copied().collect();
        reversed.push("");
        assert_eq!(names(&mut list(), &down), reversed, "what is empty stays at the end");
        let english = ListQuery { language: Language::En, ..query("", By::Name) };
        assert_eq!(names(&mut list(), &english)[2..5], ["Čermák", "Chalupa", "cihla"]);
    }

    #[test]
    fn rows_moved_one_by_one_stand_where_a_new_sort_puts_them() {
        let mut grown = List::new(Vec::new());
        for language in [Language::Cs, Language::En] {
            grown.page(&ListQuery { language, ..query("", By::Name) }, |_| true);
            grown.page(&ListQuery { language, ..query("", By::Number) }, |_| true);
        }
        for row in list().rows() {
            let row = row.clone();
            grown.put(vec![Row(row.0, "Něco jiného", None)]);
            grown.put(vec![row]);
        }
        for column in [By::Name, By::Number] {
            for language in [Language::Cs, Language::En] {
                let asked = ListQuery { language, ..query("", column) };
                assert_eq!(names(&mut grown, &asked), names(&mut list(), &asked));
            }
        }
        assert_eq!(names(&mut grown, &query("neco", By::Name)), [""; 0], "old words are gone");
    }

    #[test]
    fn pages_count_what_is_shown_hidden_and_there_at_all() {
        let mut list = list();
        let asked = ListQuery { page: 9, page_size: 2, ..query("c", By::Name) };
        let page = list.page(&asked, |row| row.1 != "Čermák");
        assert_eq!(page.rows.iter().map(|row| row.1).collect::<Vec<_>>(), ["Chalupa"], "past the end is the last page");
        assert_eq!((page.page, page.total, page.hidden_by_filters, page.all), (1, 3, 1, 12));
        let nothing = list.page(&query("nikdo", By::Name), |_| true);
        assert_eq!((nothing.page, nothing.total, nothing.rows.len()), (0, 0, 0));
    }
}
