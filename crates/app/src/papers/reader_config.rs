//! The Reader Config sheet: what a project in ACS Config / Reader Config takes over from a customer (manual, chapter 3.3.1).

use mobileaccess_domain::{Id, rows::Customer};
use mobileaccess_handout::document::{Column, Document, Piece, Table};
use mobileaccess_store::sqlite;
use mobileaccess_wire::Failure;

use super::{Made, Words, file_name, plain};
use crate::{
    App, Host,
    data::{Open, fault},
};

/// A secret that is not to be read on a paper.
pub(super) const MASK: &str = "••••••••";

impl<H: Host> App<H> {
    pub(super) async fn reader_config_paper(
        &self,
        open: &Open,
        words: Words,
        id: Id<Customer>,
        show_key: bool,
    ) -> Result<Made, Failure> {
        let (customer, _) = self.customer(open, id).await?;
        let mut connection = open.store.read().await.map_err(fault)?;
        let distributor = sqlite::distributors::get(&mut connection, customer.distributor_id).await.map_err(fault)?;
        let mut readers = sqlite::readers::of_customer(&mut connection, id).await.map_err(fault)?;
        drop(connection);
        readers.retain(|reader| reader.deleted_at.is_none());
        readers.sort_by_key(|reader| reader.fields.name.to_lowercase());
        let key = if show_key { customer.system_key.clone() } else { MASK.to_owned() };
        let mut pieces = vec![
            Piece::Heading(words.say("papers-config-project")),
            Piece::Facts(vec![
                words.fact("papers-config-name", &customer.name),
                words.code("papers-config-system-id", &customer.system_id),
                words.code("papers-config-system-key", key),
                words.fact("papers-config-password", words.say("papers-config-password-text")),
            ]),
        ];
        if customer.is_demo() {
            pieces.push(Piece::Note(words.say("papers-config-demo")));
        } else if show_key {
            pieces.push(Piece::Note(words.say("papers-config-secret")));
        } else {
            pieces.push(Piece::Note(words.say("papers-config-masked")));
        }
        pieces.push(Piece::Heading(words.say("papers-config-steps")));
        for step in ["papers-config-step-1", "papers-config-step-2", "papers-config-step-3", "papers-config-step-4"] {
            pieces.push(Piece::Text(words.say(step)));
        }
        pieces.push(Piece::Heading(words.with("papers-readers", &[("count", readers.len().into())])));
        pieces.push(Piece::Table(Table {
            columns: vec![
                words.column("csv-name", 3.0),
                Column { mono: true, ..words.column("csv-reader-id", 2.0) },
                Column { mono: true, ..words.column("csv-mac", 2.0) },
                words.column("papers-config-done", 1.2),
            ],
            rows: readers
                .into_iter()
                .map(|reader| {
                    let fields = reader.fields;
                    plain(vec![fields.name, fields.reader_id, fields.mac.unwrap_or_default(), String::new()])
                })
                .collect(),
            empty: words.say("papers-no-readers"),
        }));
        let document = Document {
            language: words.language,
            title: words.say("papers-config-title"),
            subtitle: format!("{} · {}", customer.name, customer.system_id),
            sender: distributor.map(|row| row.name).unwrap_or_default(),
            footer: self.foot(open, words, Some(id)).await?,
            demo: customer.is_demo(),
            pieces,
        };
        Ok(Made { document, name: file_name(&[&words.say("papers-config-file"), &customer.system_id]) })
    }
}
