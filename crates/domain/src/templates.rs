//! Site templates: key settings, access settings and reader groups that a distributor gives to many customers.
//!
//! Applying one is planned first ([`plan`]) and then asked for with what the plan said, so that nobody gets another result
//! than the one shown: what changed meanwhile is a conflict, and a template that says something else by now is refused.

use chrono::{Months, NaiveDate};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{
    Change, Context, Effects, FieldCode, Id, Need, Refusal, State,
    check::Check,
    customers::check_customer,
    edit::{Edit, Merge},
    effects::Draft,
    groups::NewGroup,
    mutation::Rule,
    rows::{Customer, Distributor, ReaderGroup, Role, SiteTemplate, TemplateFields, TemplateValidity},
    users::live_customer,
};

/// Groups that one template may name.
pub const MAX_GROUPS: usize = 100;
/// Months that a template's validity may span.
pub const MAX_MONTHS: u32 = 120;

/// Names of groups: each a line, none twice.
pub(crate) fn check_group_names<'n>(check: &mut Check, names: impl Iterator<Item = &'n str>) {
    let mut seen = std::collections::BTreeSet::new();
    for name in names {
        check.name("groups", name, 100);
        check.require(seen.insert(name.trim().to_lowercase()), "groups", FieldCode::GroupNameTaken);
    }
    let max = i64::try_from(MAX_GROUPS).unwrap_or(i64::MAX);
    check.require(seen.len() <= MAX_GROUPS, "groups", FieldCode::OutOfRange { min: 0, max });
}

fn check_fields(check: &mut Check, fields: &TemplateFields) {
    if let Some(name) = &fields.key_name {
        check.name("key_name", name, 100);
    }
    if let Some(prefix) = &fields.key_prefix {
        check.line("key_prefix", prefix, 9);
        check.require(prefix.bytes().all(|b| b.is_ascii_digit()), "key_prefix", FieldCode::DigitsOnly);
    }
    if let Some(TemplateValidity::Months { count }) = fields.validity {
        let range = FieldCode::OutOfRange { min: 1, max: i64::from(MAX_MONTHS) };
        check.require((1..=MAX_MONTHS).contains(&count), "validity", range);
    }
    check_group_names(check, fields.groups.iter().map(String::as_str));
}

fn trimmed(fields: &TemplateFields) -> TemplateFields {
    let text = |text: &Option<String>| text.as_ref().map(|text| text.trim().to_owned());
    TemplateFields {
        key_name: text(&fields.key_name),
        key_prefix: text(&fields.key_prefix),
        groups: fields.groups.iter().map(|name| name.trim().to_owned()).collect(),
        ..fields.clone()
    }
}

fn check_template(state: &State, template: &SiteTemplate) -> Result<(), Refusal> {
    let mut check = Check::default();
    check.name("name", &template.name, 100);
    check.line("note", &template.note, 200);
    check_fields(&mut check, &template.fields);
    let taken = state.templates.values().any(|other| {
        other.id != template.id
            && other.distributor_id == template.distributor_id
            && other.deleted_at.is_none()
            && other.name.to_lowercase() == template.name.to_lowercase()
    });
    check.require(!taken, "name", FieldCode::TemplateNameTaken);
    check.done()
}

/// The template, for an admin of its distributor.
fn own<'a>(state: &'a State, context: &Context, id: Id<SiteTemplate>) -> Result<&'a SiteTemplate, Refusal> {
    let template = state.templates.get(&id).ok_or(Refusal::NotFound)?;
    context.distributor_admin(template.distributor_id)?;
    Ok(template)
}

/// Creates a template.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CreateTemplate {
    /// Id of the new template.
    pub template_id: Id<SiteTemplate>,
    /// Its distributor.
    pub distributor_id: Id<Distributor>,
    /// Name.
    pub name: String,
    /// What it is for.
    pub note: String,
    /// What it sets.
    pub fields: TemplateFields,
}

impl Rule for CreateTemplate {
    fn needs(&self) -> Vec<Need> {
        vec![Need::Distributor(self.distributor_id), Need::Templates(self.distributor_id)]
    }

    fn decide(&self, state: &State, context: &Context) -> Result<Effects, Refusal> {
        context.distributor_admin(self.distributor_id)?;
        state.distributors.get(&self.distributor_id).ok_or(Refusal::NotFound)?;
        let template = SiteTemplate {
            id: self.template_id,
            distributor_id: self.distributor_id,
            name: self.name.trim().to_owned(),
            note: self.note.trim().to_owned(),
            fields: trimmed(&self.fields),
            created_at: context.at,
            changed_at: context.at,
            deleted_at: None,
        };
        check_template(state, &template)?;
        let mut draft = Draft::new(state, context);
        draft.put(Change::Template(template));
        draft.done()
    }
}

/// Changes a template. Customers that got it keep what they have.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EditTemplate {
    /// The template.
    pub template_id: Id<SiteTemplate>,
    /// Its distributor, whose other templates the rule must see.
    pub distributor_id: Id<Distributor>,
    /// New name.
    #[serde(default)]
    pub name: Option<Edit<String>>,
    /// New note.
    #[serde(default)]
    pub note: Option<Edit<String>>,
    /// What it sets.
    #[serde(default)]
    pub fields: Option<Edit<TemplateFields>>,
}

impl Rule for EditTemplate {
    fn needs(&self) -> Vec<Need> {
        vec![Need::Template(self.template_id), Need::Templates(self.distributor_id)]
    }

    fn decide(&self, state: &State, context: &Context) -> Result<Effects, Refusal> {
        let mut template = own(state, context, self.template_id)?.clone();
        if template.distributor_id != self.distributor_id {
            return Err(Refusal::NotFound);
        }
        if template.deleted_at.is_some() {
            return Err(Refusal::TemplateDeleted);
        }
        let mut merge = Merge::default();
        merge.field("name", &mut template.name, &self.name);
        merge.field("note", &mut template.note, &self.note);
        merge.field("fields", &mut template.fields, &self.fields);
        let changed = merge.finish()?;
        template.name = template.name.trim().to_owned();
        template.note = template.note.trim().to_owned();
        template.fields = trimmed(&template.fields);
        check_template(state, &template)?;
        let mut draft = Draft::new(state, context);
        if changed {
            draft.put(Change::Template(SiteTemplate { changed_at: context.at, ..template }));
        }
        draft.done()
    }
}

/// Deletes a template; what it gave to customers stays.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeleteTemplate {
    /// The template.
    pub template_id: Id<SiteTemplate>,
}

impl Rule for DeleteTemplate {
    fn needs(&self) -> Vec<Need> {
        vec![Need::Template(self.template_id)]
    }

    fn decide(&self, state: &State, context: &Context) -> Result<Effects, Refusal> {
        let template = own(state, context, self.template_id)?;
        if template.deleted_at.is_some() {
            return Err(Refusal::TemplateDeleted);
        }
        let mut draft = Draft::new(state, context);
        let gone = SiteTemplate { changed_at: context.at, deleted_at: Some(context.at), ..template.clone() };
        draft.put(Change::Template(gone));
        draft.done()
    }
}

/// Takes the deletion of a template back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RestoreTemplate {
    /// The template.
    pub template_id: Id<SiteTemplate>,
    /// Its distributor, whose other templates the rule must see.
    pub distributor_id: Id<Distributor>,
}

impl Rule for RestoreTemplate {
    fn needs(&self) -> Vec<Need> {
        vec![Need::Template(self.template_id), Need::Templates(self.distributor_id)]
    }

    fn decide(&self, state: &State, context: &Context) -> Result<Effects, Refusal> {
        let template = own(state, context, self.template_id)?;
        if template.distributor_id != self.distributor_id {
            return Err(Refusal::NotFound);
        }
        if template.deleted_at.is_none() {
            return Err(Refusal::NothingToDo);
        }
        let back = SiteTemplate { changed_at: context.at, deleted_at: None, ..template.clone() };
        check_template(state, &back)?;
        let mut draft = Draft::new(state, context);
        draft.put(Change::Template(back));
        draft.done()
    }
}

/// The settings of a customer that a template can change, each with the value it started from.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct TemplateEdits {
    /// Key Name.
    #[ts(optional = nullable)]
    pub key_name: Option<Edit<String>>,
    /// Mobile Key Prefix.
    #[ts(optional = nullable)]
    pub key_prefix: Option<Edit<String>>,
    /// Default validity.
    #[ts(optional = nullable, type = "Edit<string | null> | null")]
    pub default_valid_to: Option<Edit<Option<NaiveDate>>>,
    /// Using notification bar / widget.
    #[ts(optional = nullable)]
    pub one_tap: Option<Edit<bool>>,
    /// By lighting up display.
    #[ts(optional = nullable)]
    pub automatic: Option<Edit<bool>>,
    /// Reader groups.
    #[ts(optional = nullable)]
    pub groups_enabled: Option<Edit<bool>>,
}

/// What a template would change in a customer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// Settings that would change.
    pub edits: TemplateEdits,
    /// Groups that would be created, by their names.
    pub groups: Vec<String>,
    /// Groups of the template that stay out because reader groups are switched off.
    pub left_out: Vec<String>,
}

impl Plan {
    /// Whether nothing would change.
    pub fn is_empty(&self) -> bool {
        self.edits == TemplateEdits::default() && self.groups.is_empty()
    }
}

/// The last day that a template's validity means on a day.
pub fn last_day(validity: TemplateValidity, today: NaiveDate) -> Option<NaiveDate> {
    match validity {
        TemplateValidity::Unlimited => None,
        TemplateValidity::Months { count } => today.checked_add_months(Months::new(count)),
        TemplateValidity::Until { day } => Some(day),
    }
}

fn edit<T: Clone + PartialEq>(from: &T, to: Option<T>) -> Option<Edit<T>> {
    to.filter(|to| to != from).map(|to| Edit { from: from.clone(), to })
}

/// What a template would change in a customer with these live groups, on a day of the customer's.
pub fn plan<'g>(
    fields: &TemplateFields,
    customer: &Customer,
    groups: impl Iterator<Item = &'g ReaderGroup>,
    today: NaiveDate,
) -> Plan {
    let known: Vec<String> = groups.map(|group| group.name.to_lowercase()).collect();
    let missing: Vec<String> =
        fields.groups.iter().filter(|name| !known.contains(&name.to_lowercase())).cloned().collect();
    let on = fields.groups_enabled.unwrap_or(customer.groups_enabled);
    let (groups, left_out) = if on { (missing, Vec::new()) } else { (Vec::new(), missing) };
    let edits = TemplateEdits {
        key_name: edit(&customer.key_name, fields.key_name.clone()),
        key_prefix: edit(&customer.key_prefix, fields.key_prefix.clone()),
        default_valid_to: edit(&customer.default_valid_to, fields.validity.map(|validity| last_day(validity, today))),
        one_tap: edit(&customer.one_tap, fields.one_tap),
        automatic: edit(&customer.automatic, fields.automatic),
        groups_enabled: edit(&customer.groups_enabled, fields.groups_enabled),
    };
    Plan { edits, groups, left_out }
}

/// Gives a template to a customer, as planned.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ApplyTemplate {
    /// The template.
    pub template_id: Id<SiteTemplate>,
    /// The customer.
    pub customer_id: Id<Customer>,
    /// Settings that change.
    pub edits: TemplateEdits,
    /// Groups that are created.
    pub groups: Vec<NewGroup>,
}

impl ApplyTemplate {
    /// Whether a template says what was planned. Months are counted from the day of the plan, which only the plan knows.
    fn agrees(&self, fields: &TemplateFields) -> bool {
        fn says<T: PartialEq>(edit: &Option<Edit<T>>, field: Option<&T>) -> bool {
            edit.as_ref().is_none_or(|edit| field == Some(&edit.to))
        }
        let edits = &self.edits;
        let validity = match (&edits.default_valid_to, fields.validity) {
            (None, _) => true,
            (Some(edit), Some(TemplateValidity::Months { .. })) => edit.to.is_some(),
            (Some(edit), Some(TemplateValidity::Unlimited)) => edit.to.is_none(),
            (Some(edit), Some(TemplateValidity::Until { day })) => edit.to == Some(day),
            (Some(_), None) => false,
        };
        validity
            && says(&edits.key_name, fields.key_name.as_ref())
            && says(&edits.key_prefix, fields.key_prefix.as_ref())
            && says(&edits.one_tap, fields.one_tap.as_ref())
            && says(&edits.automatic, fields.automatic.as_ref())
            && says(&edits.groups_enabled, fields.groups_enabled.as_ref())
            && self.groups.iter().all(|group| fields.groups.contains(&group.name))
    }
}

impl Rule for ApplyTemplate {
    fn needs(&self) -> Vec<Need> {
        vec![Need::Template(self.template_id), Need::Customer(self.customer_id), Need::Groups(self.customer_id)]
    }

    fn decide(&self, state: &State, context: &Context) -> Result<Effects, Refusal> {
        let before = live_customer(state, context, self.customer_id)?;
        if context.account()?.role == Role::CustomerAdmin {
            return Err(Refusal::NotAllowed);
        }
        let template = state.templates.get(&self.template_id).ok_or(Refusal::NotFound)?;
        if template.distributor_id != before.distributor_id {
            return Err(Refusal::NotFound);
        }
        if template.deleted_at.is_some() {
            return Err(Refusal::TemplateDeleted);
        }
        if !self.agrees(&template.fields) {
            return Err(Refusal::TemplateStale);
        }
        let distributor = state.distributors.get(&before.distributor_id).ok_or(Refusal::NotFound)?;
        let edits = &self.edits;
        let mut customer = before.clone();
        let mut merge = Merge::default();
        merge.field("key_name", &mut customer.key_name, &edits.key_name);
        merge.field("key_prefix", &mut customer.key_prefix, &edits.key_prefix);
        merge.field("default_valid_to", &mut customer.default_valid_to, &edits.default_valid_to);
        merge.field("one_tap", &mut customer.one_tap, &edits.one_tap);
        merge.field("automatic", &mut customer.automatic, &edits.automatic);
        merge.field("groups_enabled", &mut customer.groups_enabled, &edits.groups_enabled);
        let changed = merge.finish()?;
        let mut check = Check::default();
        check_customer(&mut check, state, distributor, &customer, Some(before), false);
        check_group_names(&mut check, self.groups.iter().map(|group| group.name.as_str()));
        check.done()?;
        if !self.groups.is_empty() && !customer.groups_enabled {
            return Err(Refusal::GroupsOff);
        }
        let mut draft = Draft::new(state, context);
        if changed {
            draft.put(Change::Customer(customer));
        }
        for group in &self.groups {
            // One that somebody created meanwhile is what was wanted.
            let there = state.groups.values().any(|other| {
                other.customer_id == self.customer_id
                    && other.deleted_at.is_none()
                    && other.name.to_lowercase() == group.name.to_lowercase()
            });
            if !there {
                draft.put(Change::Group(group.row(self.customer_id, context.at)));
            }
        }
        draft.done()
    }
}
