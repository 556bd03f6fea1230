//! Distributors: set-up of a computer, and what the issuer may change (manual, chapters 3.1 and 3.2.1).

use serde::{Deserialize, Serialize};

use crate::{
    Change, Context, Effects, FieldCode, Id, Language, Need, Refusal, State,
    accounts::new_account,
    check::Check,
    context::Actor,
    edit::{Edit, Merge},
    effects::Draft,
    mutation::Rule,
    rows::{Account, Contact, Distributor, Role},
};

/// Sets up a distributor and its first admin on a computer that has nothing yet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SetUpDistributor {
    /// Id of the new distributor.
    pub distributor_id: Id<Distributor>,
    /// Name.
    pub name: String,
    /// Four letters or digits.
    pub code: String,
    /// IANA time zone of the office.
    pub time_zone: String,
    /// Id of the first admin's account.
    pub account_id: Id<Account>,
    /// Login e-mail of the first admin.
    pub email: String,
    /// argon2id hash in PHC text.
    pub password_hash: String,
    /// Language of the first admin's screens.
    pub language: Language,
}

/// Whether a text can be a distributor code: four ASCII letters or digits, and not `demo`, which belongs to nobody.
pub fn is_distributor_code(code: &str) -> bool {
    code.len() == 4 && code.bytes().all(|b| b.is_ascii_alphanumeric()) && !code.eq_ignore_ascii_case("demo")
}

impl Rule for SetUpDistributor {
    fn needs(&self) -> Vec<Need> {
        vec![Need::DistributorCode(self.code.clone()), Need::AccountEmail(self.email.clone())]
    }

    fn decide(&self, state: &State, context: &Context) -> Result<Effects, Refusal> {
        if context.actor != Actor::Setup {
            return Err(Refusal::NotAllowed);
        }
        let mut check = Check::default();
        check.name("name", &self.name, 200);
        check.require(is_distributor_code(&self.code), "code", FieldCode::BadDistributorCode);
        let taken = state.distributors.values().any(|other| other.code.eq_ignore_ascii_case(&self.code));
        check.require(!taken, "code", FieldCode::DistributorCodeTaken);
        check.time_zone("time_zone", &self.time_zone);
        let mut draft = Draft::new(state, context);
        draft.put(Change::Distributor(Distributor {
            id: self.distributor_id,
            name: self.name.trim().to_owned(),
            code: self.code.clone(),
            contact: Contact { email: self.email.trim().to_owned(), ..Contact::default() },
            time_zone: self.time_zone.clone(),
            created_at: context.at,
        }));
        let account = new_account(state, &mut check, self.account_id, &self.email, &self.password_hash);
        check.done()?;
        draft.put(Change::Account(Account {
            distributor_id: self.distributor_id,
            role: Role::DistributorAdmin,
            language: Some(self.language),
            created_at: context.at,
            ..account
        }));
        draft.done()
    }
}

/// The issuer changes a distributor's general settings; a distributor only reads them (manual, chapter 3.2.1).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EditDistributor {
    /// The distributor.
    pub distributor_id: Id<Distributor>,
    /// New name.
    #[serde(default)]
    pub name: Option<Edit<String>>,
    /// New contact.
    #[serde(default)]
    pub contact: Option<Edit<Contact>>,
}

impl Rule for EditDistributor {
    fn needs(&self) -> Vec<Need> {
        vec![Need::Distributor(self.distributor_id)]
    }

    fn decide(&self, state: &State, context: &Context) -> Result<Effects, Refusal> {
        if context.actor != Actor::Issuer {
            return Err(Refusal::NotAllowed);
        }
        let mut distributor = state.distributors.get(&self.distributor_id).ok_or(Refusal::NotFound)?.clone();
        let mut merge = Merge::default();
        merge.field("name", &mut distributor.name, &self.name);
        merge.field("contact", &mut distributor.contact, &self.contact);
        let changed = merge.finish()?;
        let mut check = Check::default();
        check.name("name", &distributor.name, 200);
        crate::customers::check_contact(&mut check, &distributor.contact);
        check.done()?;
        let mut draft = Draft::new(state, context);
        if changed {
            draft.put(Change::Distributor(distributor));
        }
        draft.done()
    }
}
