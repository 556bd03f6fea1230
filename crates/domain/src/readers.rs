//! Door readers (manual, chapter 4.4): by hand, from a file, and published to phones.

mod import;
mod plan;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::{
    Change, Context, Effects, FieldCode, Id, Need, Refusal, State,
    check::Check,
    edit::{Edit, Merge},
    effects::Draft,
    mutation::Rule,
    rows::{Customer, OneTapSignal, Reader, ReaderFields, ReaderGroup, ReaderImport, SignalRange},
    users::live_customer,
};

pub use import::{KeptReader, KeptWhy, UndoReport, undo_report};
pub use plan::{ImportPlan, PlanCounts, ReaderField, RowAction, RowPlan, RowProblem, RowView, plan};

/// The most characters of a reader's name.
pub const MAX_NAME: u32 = 100;
/// The most characters of a Reader ID.
pub const MAX_READER_ID: u32 = 64;
/// Signal range of a reader for which nobody chose one.
pub const DEFAULT_SIGNAL_RANGE: SignalRange = SignalRange::Percent40;
/// One-tap access signal of a reader for which nobody chose one.
pub const DEFAULT_ONE_TAP_SIGNAL: OneTapSignal = OneTapSignal::Percent55;

/// A MAC address as it is stored, `00:1E:C0:25:EA:74`, from six bytes in hex of either case: in pairs, in fours or in
/// halves between `:`, `-`, `.` or spaces, or without anything between them. `None` if the text is no such address.
pub fn canonical_mac(text: &str) -> Option<String> {
    let text = text.trim();
    let mut digits = [0_u8; 12];
    let mut count = 0;
    let mut separator = None;
    let mut group = 0;
    let mut width = None;
    for byte in text.bytes() {
        match byte {
            b':' | b'-' | b'.' | b' ' => {
                let same = separator.is_none_or(|before| before == byte) && width.is_none_or(|before| before == group);
                if !same || ![2, 4, 6].contains(&group) {
                    return None;
                }
                separator = Some(byte);
                width = Some(group);
                group = 0;
            }
            _ if byte.is_ascii_hexdigit() && count < digits.len() => {
                digits[count] = byte.to_ascii_uppercase();
                count += 1;
                group += 1;
            }
            _ => return None,
        }
    }
    if count != digits.len() || width.is_some_and(|width| width != group) {
        return None;
    }
    let mut mac = String::with_capacity(17);
    for (index, digit) in digits.iter().enumerate() {
        if index > 0 && index % 2 == 0 {
            mac.push(':');
        }
        mac.push(char::from(*digit));
    }
    Some(mac)
}

/// Trims the texts of a reader and brings its MAC into its stored form; a MAC that is none stays as it was typed, for
/// [`check_reader`] to refuse.
fn tidy(fields: &mut ReaderFields) {
    fields.name = fields.name.trim().to_owned();
    fields.reader_id = fields.reader_id.trim().to_owned();
    fields.mac = tidy_mac(fields.mac.as_deref());
}

fn tidy_mac(mac: Option<&str>) -> Option<String> {
    let mac = mac.map(str::trim).filter(|mac| !mac.is_empty())?;
    Some(canonical_mac(mac).unwrap_or_else(|| mac.to_owned()))
}

/// Name, Reader ID and MAC, each on its own: none is derived from another (design, section 2).
fn check_reader(check: &mut Check, state: &State, customer: &Customer, id: Id<Reader>, fields: &ReaderFields) {
    let others = || {
        state
            .readers
            .values()
            .filter(|other| other.id != id && other.customer_id == customer.id && other.deleted_at.is_none())
    };
    check.name("name", &fields.name, MAX_NAME);
    check.name("reader_id", &fields.reader_id, MAX_READER_ID);
    let taken = others().any(|other| other.fields.reader_id == fields.reader_id);
    check.require(!taken, "reader_id", FieldCode::ReaderIdTaken);
    if let Some(mac) = &fields.mac {
        if canonical_mac(mac).is_none() {
            check.fail("mac", FieldCode::BadMac);
        } else {
            let taken = others().any(|other| other.fields.mac.as_ref() == Some(mac));
            check.require(!taken, "mac", FieldCode::MacTaken);
        }
    }
}

fn check_group(check: &mut Check, state: &State, customer: &Customer, group: Option<Id<ReaderGroup>>) {
    let Some(group) = group else { return };
    let known = customer.groups_enabled
        && state.groups.get(&group).is_some_and(|group| group.customer_id == customer.id && group.deleted_at.is_none());
    check.require(known, "group_id", FieldCode::NoSuchGroup);
}

/// Creates one reader by hand.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CreateReader {
    /// Id of the new reader.
    pub id: Id<Reader>,
    /// Its customer.
    pub customer_id: Id<Customer>,
    /// What was entered.
    pub fields: ReaderFields,
}

impl Rule for CreateReader {
    fn needs(&self) -> Vec<Need> {
        let mut needs = vec![
            Need::Customer(self.customer_id),
            Need::ReaderIdentity(
                self.customer_id,
                self.fields.reader_id.trim().to_owned(),
                tidy_mac(self.fields.mac.as_deref()),
            ),
        ];
        if self.fields.group_id.is_some() {
            needs.push(Need::Groups(self.customer_id));
        }
        needs
    }

    fn decide(&self, state: &State, context: &Context) -> Result<Effects, Refusal> {
        let customer = live_customer(state, context, self.customer_id)?;
        let mut fields = self.fields.clone();
        tidy(&mut fields);
        let mut check = Check::default();
        check_reader(&mut check, state, customer, self.id, &fields);
        check_group(&mut check, state, customer, fields.group_id);
        check.done()?;
        let mut draft = Draft::new(state, context);
        draft.put(Change::Reader(new_reader(self.id, customer, fields, Map::new(), context)));
        draft.done()
    }
}

fn new_reader(
    id: Id<Reader>,
    customer: &Customer,
    fields: ReaderFields,
    extra: Map<String, Value>,
    context: &Context,
) -> Reader {
    Reader {
        id,
        customer_id: customer.id,
        fields,
        extra,
        published: None,
        created_at: context.at,
        changed_at: context.at,
        deleted_at: None,
    }
}

fn live_reader<'a>(state: &'a State, context: &Context, id: Id<Reader>) -> Result<(&'a Reader, &'a Customer), Refusal> {
    let reader = state.readers.get(&id).ok_or(Refusal::NotFound)?;
    let customer = live_customer(state, context, reader.customer_id)?;
    if reader.deleted_at.is_some() {
        return Err(Refusal::ReaderDeleted);
    }
    Ok((reader, customer))
}

/// Edits a reader.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EditReader {
    /// The reader.
    pub id: Id<Reader>,
    /// Its customer, whose other readers and groups the rule must see.
    pub customer_id: Id<Customer>,
    /// New name.
    #[serde(default)]
    pub name: Option<Edit<String>>,
    /// New Reader ID.
    #[serde(default)]
    pub reader_id: Option<Edit<String>>,
    /// New MAC.
    #[serde(default)]
    pub mac: Option<Edit<Option<String>>>,
    /// New group.
    #[serde(default)]
    pub group_id: Option<Edit<Option<Id<ReaderGroup>>>>,
    /// Allow identification from app.
    #[serde(default)]
    pub allow_identification: Option<Edit<bool>>,
    /// One-tap access.
    #[serde(default)]
    pub one_tap: Option<Edit<Option<bool>>>,
    /// Signal range.
    #[serde(default)]
    pub signal_range: Option<Edit<SignalRange>>,
    /// One-tap access signal.
    #[serde(default)]
    pub one_tap_signal: Option<Edit<OneTapSignal>>,
}

impl Rule for EditReader {
    fn needs(&self) -> Vec<Need> {
        let mut needs = vec![Need::Reader(self.id)];
        let reader_id = self.reader_id.as_ref().map(|edit| edit.to.trim());
        let mac = self.mac.as_ref().and_then(|edit| tidy_mac(edit.to.as_deref()));
        if reader_id.is_some() || mac.is_some() {
            needs.push(Need::ReaderIdentity(self.customer_id, reader_id.unwrap_or_default().to_owned(), mac));
        }
        if self.group_id.is_some() {
            needs.push(Need::Groups(self.customer_id));
        }
        needs
    }

    fn decide(&self, state: &State, context: &Context) -> Result<Effects, Refusal> {
        let (reader, customer) = live_reader(state, context, self.id)?;
        if customer.id != self.customer_id {
            return Err(Refusal::NotFound);
        }
        let text = |edit: &Edit<String>| Edit { from: edit.from.trim().to_owned(), to: edit.to.trim().to_owned() };
        let mac = |edit: &Edit<Option<String>>| Edit {
            from: tidy_mac(edit.from.as_deref()),
            to: tidy_mac(edit.to.as_deref()),
        };
        let mut fields = reader.fields.clone();
        let mut merge = Merge::default();
        merge.field("name", &mut fields.name, &self.name.as_ref().map(text));
        merge.field("reader_id", &mut fields.reader_id, &self.reader_id.as_ref().map(text));
        merge.field("mac", &mut fields.mac, &self.mac.as_ref().map(mac));
        merge.field("group_id", &mut fields.group_id, &self.group_id);
        merge.field("allow_identification", &mut fields.allow_identification, &self.allow_identification);
        merge.field("one_tap", &mut fields.one_tap, &self.one_tap);
        merge.field("signal_range", &mut fields.signal_range, &self.signal_range);
        merge.field("one_tap_signal", &mut fields.one_tap_signal, &self.one_tap_signal);
        let changed = merge.finish()?;
        let mut check = Check::default();
        check_reader(&mut check, state, customer, reader.id, &fields);
        if self.group_id.is_some() {
            check_group(&mut check, state, customer, fields.group_id);
        }
        check.done()?;
        let mut draft = Draft::new(state, context);
        if changed {
            draft.put(Change::Reader(Reader { fields, changed_at: context.at, ..reader.clone() }));
        }
        draft.done()
    }
}

/// Deletes a reader. Phones keep seeing it until the change is published.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeleteReader {
    /// The reader.
    pub id: Id<Reader>,
}

impl Rule for DeleteReader {
    fn needs(&self) -> Vec<Need> {
        vec![Need::Reader(self.id)]
    }

    fn decide(&self, state: &State, context: &Context) -> Result<Effects, Refusal> {
        let (reader, _) = live_reader(state, context, self.id)?;
        let mut draft = Draft::new(state, context);
        draft.put(Change::Reader(deleted(reader, context)));
        draft.done()
    }
}

/// The row of a deleted reader. What phones were told stays until it is published.
fn deleted(reader: &Reader, context: &Context) -> Reader {
    Reader { changed_at: context.at, deleted_at: Some(context.at), ..reader.clone() }
}

/// One chosen row of an import file. Fields that the file lacks are `None` and change nothing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportRow {
    /// Id for the reader, if the row adds one.
    pub new_id: Id<Reader>,
    /// Name; required to add.
    pub name: Option<String>,
    /// Reader ID; required to add.
    pub reader_id: Option<String>,
    /// MAC in canonical form.
    pub mac: Option<String>,
    /// Name of the group; a group that does not exist (or groups switched off) is left out.
    pub group: Option<String>,
    /// Allow identification from app.
    pub allow_identification: Option<bool>,
    /// One-tap access.
    pub one_tap: Option<bool>,
    /// Signal range.
    pub signal_range: Option<SignalRange>,
    /// One-tap access signal.
    pub one_tap_signal: Option<OneTapSignal>,
    /// Fields this version does not know.
    #[serde(default)]
    pub extra: Map<String, Value>,
}

/// Imports the chosen rows of a file, in one mutation (manual, chapter 4.4).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportReaders {
    /// Id of the import.
    pub import_id: Id<ReaderImport>,
    /// The customer.
    pub customer_id: Id<Customer>,
    /// Name of the file, without its folder.
    pub file_name: String,
    /// Rows to add or to apply.
    pub rows: Vec<ImportRow>,
    /// Readers missing from the file that the person chose to delete.
    pub delete: Vec<Id<Reader>>,
    /// How many rows of the file were invalid and left out.
    pub invalid: u32,
}

/// Undoes an import: reverts what nobody touched since; the rest stays.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UndoReaderImport {
    /// The import.
    pub import_id: Id<ReaderImport>,
    /// Its customer, whose groups the rule must see.
    pub customer_id: Id<Customer>,
}

/// Makes reader changes visible to phones (*Sync changes / Confirm changes* of the manual).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublishReaders {
    /// The customer.
    pub customer_id: Id<Customer>,
}

impl Rule for PublishReaders {
    fn needs(&self) -> Vec<Need> {
        vec![Need::Customer(self.customer_id), Need::Readers(self.customer_id)]
    }

    fn decide(&self, state: &State, context: &Context) -> Result<Effects, Refusal> {
        let customer = live_customer(state, context, self.customer_id)?;
        let mut draft = Draft::new(state, context);
        let unpublished = |reader: &&Reader| reader.customer_id == customer.id && reader.is_unpublished();
        let mut any = false;
        for reader in state.readers.values().filter(unpublished) {
            any = true;
            let live = reader.deleted_at.is_none();
            draft.put(Change::Reader(Reader { published: live.then(|| reader.fields.clone()), ..reader.clone() }));
        }
        if !any {
            return Err(Refusal::NothingToDo);
        }
        draft.put(Change::Customer(Customer { published_at: Some(context.at), ..customer.clone() }));
        draft.done()
    }
}

#[cfg(test)]
mod tests {
    use super::canonical_mac;

    #[test]
    fn a_mac_may_be_typed_in_every_usual_way() {
        for text in [
            "00:1E:C0:25:EA:74",
            "00:1e:c0:25:ea:74",
            "00-1E-C0-25-EA-74",
            "001e.c025.ea74",
            "001EC0-25EA74",
            "00 1E C0 25 EA 74",
            " 001ec025ea74 ",
        ] {
            assert_eq!(canonical_mac(text).as_deref(), Some("00:1E:C0:25:EA:74"), "typed as {text:?}");
        }
        for text in [
            "",
            "00:1E:C0:25:EA",
            "00:1E:C0:25:EA:7",
            "00:1E:C0:25:EA:74:00",
            "00:1E-C0:25:EA:74",
            "0:01E:C0:25:EA:74",
            "00::1EC025EA74",
            "001EC025EA74:",
            "00:1E:C0:25:EA:7G",
            "garage",
            "001ec025ea74ff",
        ] {
            assert_eq!(canonical_mac(text), None, "typed as {text:?}");
        }
    }
}
