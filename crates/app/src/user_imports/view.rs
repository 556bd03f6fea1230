//! A preview as the screen gets it.

use std::collections::BTreeMap;

use mobileaccess_domain::{
    Language,
    user_file::UserColumn,
    users::{UserAction, UserFields, UserProblem},
};
use mobileaccess_text::text;
use mobileaccess_wire::{
    PageInfo,
    readers::{FieldChange, RowProblem},
    user_imports::{
        FileCell, FileColumn, PlannedKey, UserFileCounts, UserFileRow, UserFileRows, UserFileRowsRequest, UserFileView,
        UserRowAction,
    },
};
use serde_json::{Value, json};

use super::preview::{PlannedRow, Prepared, action_of};

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

pub(super) fn view(id: &str, prepared: &Prepared) -> UserFileView {
    let mut counts = UserFileCounts::default();
    let (mut chosen_added, mut chosen_changed) = (0, 0);
    for (row, _, planned) in prepared.all_planned() {
        let chosen = u32::from(prepared.is_chosen(row));
        match planned.action {
            UserAction::Add { .. } => {
                counts.added += 1;
                chosen_added += chosen;
            }
            UserAction::Change { .. } => {
                counts.changed += 1;
                chosen_changed += chosen;
            }
            UserAction::Unchanged { .. } => counts.unchanged += 1,
            UserAction::Invalid { .. } => counts.invalid += 1,
        }
    }
    let columns = (0..prepared.width()).map(|index| FileColumn {
        name: prepared.column_name(index).unwrap_or_default(),
        field: prepared.reading.columns.get(index).copied().flatten(),
        samples: prepared.samples(index),
    });
    let shelf = &prepared.shelf;
    let keys = count(prepared.key_count());
    let cost = if shelf.credit.unlimited { 0 } else { keys };
    let available = shelf.credit.paid + shelf.credit.trial;
    let missing = (i64::from(cost) - available).max(0);
    UserFileView {
        preview_id: id.to_owned(),
        customer_id: shelf.customer.id,
        file_name: prepared.file_name.clone(),
        encoding: prepared.sheet.encoding,
        delimiter: prepared.sheet.delimiter,
        sheets: prepared.sheet.sheets.clone(),
        sheet: prepared.sheet.sheet.clone(),
        header: prepared.reading.header,
        columns: columns.collect(),
        date_order: prepared.reading.date_order,
        calling_code: prepared.reading.calling_code.clone(),
        counts,
        chosen_added,
        chosen_changed,
        with_keys: prepared.with_keys,
        valid_to: prepared.default_valid_to(),
        keys,
        cost,
        credit: shelf.credit,
        missing_credit: u32::try_from(missing).unwrap_or(u32::MAX),
        groups_enabled: shelf.customer.groups_enabled,
    }
}

/// Letters without case and accents, as far as a search in a preview needs them.
fn fold(text: &str) -> String {
    text.chars()
        .flat_map(char::to_lowercase)
        .map(|c| match c {
            'á' | 'ä' => 'a',
            'č' => 'c',
            'ď' => 'd',
            'é' | 'ě' => 'e',
            'í' => 'i',
            'ň' => 'n',
            'ó' | 'ö' => 'o',
            'ř' => 'r',
            'š' => 's',
            'ť' => 't',
            'ú' | 'ů' | 'ü' => 'u',
            'ý' => 'y',
            'ž' => 'z',
            other => other,
        })
        .collect()
}

pub(super) fn rows(prepared: &Prepared, request: &UserFileRowsRequest) -> UserFileRows {
    let words: Vec<String> = fold(&request.search).split_whitespace().map(str::to_owned).collect();
    let mut all = 0;
    let mut found = Vec::new();
    for (row, _, planned) in prepared.all_planned() {
        if action_of(&planned.action) != request.action {
            continue;
        }
        all += 1;
        if !words.is_empty() {
            let line = fold(&prepared.cells(row).join(" "));
            if !words.iter().all(|word| line.contains(word.as_str())) {
                continue;
            }
        }
        found.push(row);
    }
    let size = request.page_size.clamp(1, 500) as usize;
    let last = found.len().saturating_sub(1) / size;
    let page = (request.page as usize).min(last);
    let rows = found.iter().skip(page * size).take(size).filter_map(|row| show(prepared, *row)).collect();
    let info =
        PageInfo { page: count(page), page_size: count(size), total: count(found.len()), hidden_by_filters: 0, all };
    UserFileRows { rows, info }
}

fn show(prepared: &Prepared, row: usize) -> Option<UserFileRow> {
    let (person, planned) = prepared.planned(row)?;
    let cells = prepared.cells(row);
    let columns = prepared.reading.columns.iter().enumerate();
    let cells = columns.filter_map(|(index, field)| {
        let value = cells.get(index).cloned().unwrap_or_default();
        Some(FileCell { index: count(index), field: (*field)?, value })
    });
    let PlannedRow { action, key } = planned;
    let (user_id, changes, problems) = match action {
        UserAction::Add { fields } => (None, values(fields), Vec::new()),
        UserAction::Change { user_id, before, after, .. } => (Some(*user_id), differences(before, after), Vec::new()),
        UserAction::Unchanged { user_id } => (Some(*user_id), Vec::new(), Vec::new()),
        UserAction::Invalid { problems } => (None, Vec::new(), problems.iter().map(problem).collect()),
    };
    let name = match action {
        UserAction::Add { fields } | UserAction::Change { after: fields, .. } => full_name(fields),
        _ => {
            let (first, last) = person.person.names();
            let parts = [person.person.title.clone(), first, last].map(Option::unwrap_or_default);
            join(&parts)
        }
    };
    Some(UserFileRow {
        index: count(row),
        line: prepared.line(row),
        action: action_of(action),
        chosen: prepared.is_chosen(row),
        name,
        user_id,
        cells: cells.collect(),
        changes,
        key: key.as_ref().map(|key| PlannedKey {
            number: key.number.get(),
            name: key.name.clone(),
            valid_from: key.valid_from,
            valid_to: key.valid_to,
        }),
        problems,
        repaired: prepared.is_repaired(row),
    })
}

fn join(parts: &[String]) -> String {
    let parts: Vec<&str> = parts.iter().map(|part| part.trim()).filter(|part| !part.is_empty()).collect();
    parts.join(" ")
}

fn full_name(fields: &UserFields) -> String {
    join(&[fields.title.clone(), fields.first_name.clone(), fields.last_name.clone()])
}

fn pairs(fields: &UserFields) -> [(UserColumn, Value); 6] {
    [
        (UserColumn::Title, json!(fields.title)),
        (UserColumn::FirstName, json!(fields.first_name)),
        (UserColumn::LastName, json!(fields.last_name)),
        (UserColumn::Email, json!(fields.email)),
        (UserColumn::Phone, json!(fields.phone)),
        (UserColumn::Language, json!(fields.language)),
    ]
}

fn word(column: UserColumn) -> String {
    serde_json::to_value(column).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}

fn values(fields: &UserFields) -> Vec<FieldChange> {
    let given = pairs(fields).into_iter().filter(|(_, value)| !value.is_null() && value != "");
    given.map(|(column, after)| FieldChange { field: word(column), before: Value::Null, after }).collect()
}

fn differences(before: &UserFields, after: &UserFields) -> Vec<FieldChange> {
    let both = pairs(before).into_iter().zip(pairs(after));
    both.filter(|((_, before), (_, after))| before != after)
        .map(|((column, before), (_, after))| FieldChange { field: word(column), before, after })
        .collect()
}

fn problem(problem: &UserProblem) -> RowProblem {
    let Ok(Value::Object(mut args)) = serde_json::to_value(problem) else {
        return RowProblem { code: "malformed".to_owned(), args: BTreeMap::new() };
    };
    let code = args.remove("code").and_then(|code| code.as_str().map(str::to_owned)).unwrap_or_default();
    RowProblem { code, args: args.into_iter().collect() }
}

/// What is wrong with a line, in words.
pub(super) fn problem_texts(language: Language, problems: &[UserProblem]) -> Vec<String> {
    problems
        .iter()
        .map(|wrong| {
            let RowProblem { code, args } = problem(wrong);
            let mut words: Vec<(String, String)> = Vec::new();
            for (name, value) in args {
                let word = match (&value, name.as_str()) {
                    (Value::String(column), "column") => {
                        text(language, &format!("user-file-column-{}", column.replace('_', "-")), &[])
                    }
                    (Value::String(word), _) => word.clone(),
                    (other, _) => other.to_string(),
                };
                words.push((name, word));
            }
            let args: Vec<(&str, mobileaccess_text::Value<'_>)> =
                words.iter().map(|(name, word)| (name.as_str(), word.as_str().into())).collect();
            text(language, &format!("user-row-{}", code.replace('_', "-")), &args)
        })
        .collect()
}

/// Whether a line is one that can be left out.
pub(super) fn is_work(action: UserRowAction) -> bool {
    matches!(action, UserRowAction::Add | UserRowAction::Change)
}
