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
    rows::{Account, Channels, Contact, Distributor, Role},
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
            public_address: String::new(),
            channels: Channels::default(),
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

/// A public address as it is kept: without blanks around it and without a slash at its end.
pub fn tidy_address(address: &str) -> &str {
    address.trim().trim_end_matches('/')
}

/// Whether a text can be the address at which phones find a cloud: `https://`, a host, perhaps a port and a path. Plain
/// `http://` is for trying things out on this very computer only.
pub fn is_public_address(address: &str) -> bool {
    let (rest, local) = match (address.strip_prefix("https://"), address.strip_prefix("http://")) {
        (Some(rest), _) => (rest, false),
        (None, Some(rest)) => (rest, true),
        (None, None) => return false,
    };
    let plain = |c: char| c.is_ascii_alphanumeric() || "-._~:/[]".contains(c);
    let authority = rest.split('/').next().unwrap_or_default();
    let (host, port) = match authority.rsplit_once(':') {
        Some((host, port)) if !port.ends_with(']') => (host, Some(port)),
        _ => (authority, None),
    };
    let is_local = matches!(host, "localhost" | "127.0.0.1" | "[::1]");
    !host.is_empty()
        && rest.chars().all(plain)
        && rest.len() <= 150
        && port.is_none_or(|port| port.parse::<u16>().is_ok())
        && (!local || is_local)
}

/// What stands in the QR of a handout: the page behind it with the code after `#`, which no browser sends to a server; or
/// the bare code where there is no public address.
pub fn qr_content(public_address: &str, code: &str) -> String {
    if public_address.is_empty() { code.to_owned() } else { format!("{public_address}/k#{code}") }
}

/// An admin or the issuer says where phones find the distributor's cloud; every handout of every computer carries it from then
/// on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SetPublicAddress {
    /// The distributor.
    pub distributor_id: Id<Distributor>,
    /// The address; empty prints bare codes.
    pub address: Edit<String>,
}

impl Rule for SetPublicAddress {
    fn needs(&self) -> Vec<Need> {
        vec![Need::Distributor(self.distributor_id)]
    }

    fn decide(&self, state: &State, context: &Context) -> Result<Effects, Refusal> {
        let distributor = state.distributors.get(&self.distributor_id).ok_or(Refusal::NotFound)?;
        // Whoever runs the cloud knows best where it is.
        if context.actor != Actor::Issuer {
            context.distributor_admin(distributor.id)?;
        }
        let mut distributor = distributor.clone();
        let mut merge = Merge::default();
        merge.field("address", &mut distributor.public_address, &Some(self.address.clone()));
        let changed = merge.finish()?;
        distributor.public_address = tidy_address(&distributor.public_address).to_owned();
        let fine = distributor.public_address.is_empty() || is_public_address(&distributor.public_address);
        let mut check = Check::default();
        check.require(fine, "address", FieldCode::BadWeb);
        check.done()?;
        let mut draft = Draft::new(state, context);
        if changed {
            draft.put(Change::Distributor(distributor));
        }
        draft.done()
    }
}
