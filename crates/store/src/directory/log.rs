//! The activity log in memory: what its filters and its search ask of an entry, so that nobody waits until every entry was read
//! and taken apart. The entries themselves stay in the database.

use std::collections::{HashMap, HashSet};
use std::fmt;

use chrono::{DateTime, Utc};
use memchr::memmem::Finder;
use mobileaccess_domain::rows::{Account, Customer};
use mobileaccess_domain::{Actor, Id};
use serde::Deserialize;
use serde::de::{IgnoredAny, MapAccess, SeqAccess, Visitor};
use sqlx::sqlite::SqliteConnection;

use crate::error::Result;
use crate::sqlite::audit::{self, AuditEntry, Filter, Word};
use crate::sqlite::meta;
use crate::store::Store;

/// What of an entry is asked for.
#[derive(Debug)]
struct Fact {
    seq: u64,
    at: DateTime<Utc>,
    action: usize,
    account: Option<Id<Account>>,
    customers: Vec<Id<Customer>>,
    /// Where its texts end; they begin where those of the entry before it end.
    to: usize,
}

/// The log as far as it was read. Entries are added at its end; where others came or went, it is read anew.
#[derive(Debug, Default)]
pub(crate) struct Log {
    /// The store's revision that it stands for.
    revision: Option<u64>,
    facts: Vec<Fact>,
    actions: Vec<String>,
    /// The texts of all entries in small letters, each with a sign after it that nobody types.
    texts: String,
}

const END: char = '\u{1f}';

/// An entry as it is read: its place, time, mutation, account and content.
#[derive(Deserialize)]
pub(crate) struct LogLine(
    u64,
    #[serde(deserialize_with = "crate::sqlite::lists::milliseconds")] DateTime<Utc>,
    String,
    Actor,
    Content,
);

#[derive(Deserialize)]
struct Content {
    customers: Vec<Id<Customer>>,
    rows: Vec<Row>,
}

#[derive(Deserialize)]
struct Row {
    fields: Texts,
}

/// The texts and numbers anywhere in a value, one after the other.
#[derive(Default)]
struct Texts(String);

impl Texts {
    fn push(&mut self, text: &str) {
        self.0.extend(text.chars().flat_map(char::to_lowercase));
        self.0.push(END);
    }
}

impl<'de> Deserialize<'de> for Texts {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> std::result::Result<Self, D::Error> {
        deserializer.deserialize_any(Texts::default())
    }
}

impl<'de> Visitor<'de> for Texts {
    type Value = Self;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any value")
    }
    fn visit_str<E>(mut self, text: &str) -> std::result::Result<Self, E> {
        self.push(text);
        Ok(self)
    }
    fn visit_i64<E>(mut self, number: i64) -> std::result::Result<Self, E> {
        self.push(&number.to_string());
        Ok(self)
    }
    fn visit_u64<E>(mut self, number: u64) -> std::result::Result<Self, E> {
        self.push(&number.to_string());
        Ok(self)
    }
    fn visit_f64<E>(mut self, number: f64) -> std::result::Result<Self, E> {
        self.push(&number.to_string());
        Ok(self)
    }
    fn visit_bool<E>(self, _: bool) -> std::result::Result<Self, E> {
        Ok(self)
    }
    fn visit_unit<E>(self) -> std::result::Result<Self, E> {
        Ok(self)
    }
    fn visit_seq<A: SeqAccess<'de>>(mut self, mut values: A) -> std::result::Result<Self, A::Error> {
        while let Some(inner) = values.next_element::<Texts>()? {
            self.0.push_str(&inner.0);
        }
        Ok(self)
    }
    fn visit_map<A: MapAccess<'de>>(mut self, mut values: A) -> std::result::Result<Self, A::Error> {
        while let Some((_, inner)) = values.next_entry::<IgnoredAny, Texts>()? {
            self.0.push_str(&inner.0);
        }
        Ok(self)
    }
}

/// How many entries the log has, and those of customers, as they were counted at a revision of the store.
#[derive(Debug, Default)]
pub(crate) struct Counts {
    revision: Option<u64>,
    counted: HashMap<Option<Id<Customer>>, u64>,
}

impl Counts {
    fn known(&self, revision: u64, customer: Option<Id<Customer>>) -> Option<u64> {
        self.counted.get(&customer).copied().filter(|_| self.revision == Some(revision))
    }

    fn put(&mut self, revision: u64, customer: Option<Id<Customer>>, count: u64) {
        if self.revision != Some(revision) {
            *self = Self { revision: Some(revision), ..Self::default() };
        }
        self.counted.insert(customer, count);
    }
}

/// A word of a search, ready to be looked for.
struct Wanted<'w> {
    word: &'w Word,
    finder: Finder<'w>,
    actions: HashSet<usize>,
    /// Entries that touched one of its rows.
    entries: HashSet<u64>,
}

impl Log {
    /// Reads what is new, or everything where not only the end has grown.
    async fn refresh(&mut self, connection: &mut SqliteConnection) -> Result<()> {
        let revision = meta::revision(&mut *connection).await?;
        if self.revision == Some(revision) {
            return Ok(());
        }
        self.revision = None;
        self.read_on(&mut *connection).await?;
        if audit::count(&mut *connection, &Filter::default()).await? != self.facts.len() as u64 {
            *self = Self::default();
            self.read_on(connection).await?;
        }
        self.revision = Some(revision);
        Ok(())
    }

    async fn read_on(&mut self, connection: &mut SqliteConnection) -> Result<()> {
        let mut known: HashMap<String, usize> = self.actions.iter().cloned().zip(0..).collect();
        loop {
            let last = self.facts.last().map_or(0, |fact| fact.seq);
            let lines = audit::lines_after(&mut *connection, last).await?;
            if lines.is_empty() {
                return Ok(());
            }
            for LogLine(seq, at, action, actor, content) in lines {
                let action = *known.entry(action).or_insert_with_key(|action| {
                    self.actions.push(action.clone());
                    self.actions.len() - 1
                });
                content.rows.iter().for_each(|row| self.texts.push_str(&row.fields.0));
                let account = match actor {
                    Actor::Account(account) => Some(account.id),
                    _ => None,
                };
                let (customers, to) = (content.customers, self.texts.len());
                self.facts.push(Fact { seq, at, action, account, customers, to });
            }
        }
    }

    /// The places of the entries that a filter lets through, newest first.
    async fn matching(&self, connection: &mut SqliteConnection, filter: &Filter) -> Result<Vec<u64>> {
        let numbered = |wanted: &dyn Fn(&str) -> bool| -> HashSet<usize> {
            self.actions.iter().enumerate().filter(|(_, action)| wanted(action)).map(|(number, _)| number).collect()
        };
        let of_noun = |action: &str| filter.nouns.iter().any(|noun| action.split('.').next() == Some(noun.as_str()));
        let of_nouns = (!filter.nouns.is_empty()).then(|| numbered(&of_noun));
        let lower: Vec<String> = filter.words.iter().map(|word| word.text.to_lowercase()).collect();
        let mut words = Vec::with_capacity(lower.len());
        for (word, text) in filter.words.iter().zip(&lower) {
            words.push(Wanted {
                word,
                finder: Finder::new(text.as_bytes()),
                actions: numbered(&|action| word.actions.iter().any(|wanted| wanted == action)),
                entries: audit::touching(&mut *connection, &word.rows).await?.into_iter().collect(),
            });
        }
        let mut found = Vec::new();
        let mut from = 0;
        for fact in &self.facts {
            let texts = self.texts.as_bytes().get(from..fact.to).unwrap_or_default();
            from = fact.to;
            let fits = filter.customer.is_none_or(|customer| fact.customers.contains(&customer))
                && of_nouns.as_ref().is_none_or(|actions| actions.contains(&fact.action))
                && filter.account.is_none_or(|account| fact.account == Some(account))
                && filter.from.is_none_or(|from| fact.at >= from)
                && filter.before.is_none_or(|before| fact.at < before)
                && words.iter().all(|wanted| {
                    wanted.actions.contains(&fact.action)
                        || fact.account.is_some_and(|account| wanted.word.accounts.contains(&account))
                        || wanted.entries.contains(&fact.seq)
                        || wanted.finder.find(texts).is_some()
                });
            if fits {
                found.push(fact.seq);
            }
        }
        found.reverse();
        Ok(found)
    }
}

impl Store {
    /// A page of the entries of the activity log that a filter lets through, newest first, with the number of all of them.
    ///
    /// # Errors
    /// Faults of the database.
    pub async fn log_page(&self, filter: &Filter, offset: u32, limit: u32) -> Result<(u64, Vec<AuditEntry>)> {
        // A record's log is short, and the end of a whole one is found at once.
        if filter.record.is_some() {
            let mut connection = self.read().await?;
            let total = audit::count(&mut connection, filter).await?;
            return Ok((total, audit::page(&mut connection, filter, offset, limit).await?));
        }
        if filter.is_whole() {
            let total = self.log_count(filter.customer).await?;
            return Ok((total, audit::page(&mut *self.read().await?, filter, offset, limit).await?));
        }
        let mut connection = self.read().await?;
        let mut log = self.directory().log.lock().await;
        log.refresh(&mut connection).await?;
        let found = log.matching(&mut connection, filter).await?;
        drop(log);
        let shown: Vec<u64> = found.iter().copied().skip(offset as usize).take(limit as usize).collect();
        Ok((found.len() as u64, audit::at(&mut connection, &shown).await?))
    }

    /// How many entries the activity log has, or the one of a customer. They are counted once after a write, for a hundred
    /// thousand take longer to count than a page to read.
    ///
    /// # Errors
    /// Faults of the database.
    pub async fn log_count(&self, customer: Option<Id<Customer>>) -> Result<u64> {
        let mut connection = self.read().await?;
        // Read first: what is counted may be of later, never of earlier.
        let revision = meta::revision(&mut connection).await?;
        let counts = &self.directory().log_counts;
        if let Some(count) = counts.lock().ok().and_then(|counts| counts.known(revision, customer)) {
            return Ok(count);
        }
        let count = audit::count(&mut connection, &Filter { customer, ..Filter::default() }).await?;
        if let Ok(mut counts) = counts.lock() {
            counts.put(revision, customer, count);
        }
        Ok(count)
    }
}
