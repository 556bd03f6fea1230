//! Computers become replicas, and prove that they are: hello, enrol, token, fork, password.

use chrono::{DateTime, Duration, SubsecRound as _, Utc};
use mobileaccess_domain::replicas::{EnrolReplica, ForkReplica};
use mobileaccess_domain::rows::{Account, Distributor, Replica, Role};
use mobileaccess_domain::{Actor, Context, Id, Mutation, Need};
use mobileaccess_wire::sync::{
    ChainPlace, EnrolRequest, Enrolled, ForkRequest, Hello, MadeCode, PROTOCOL, Secret, Token, TokenRequest,
    token_message,
};
use uuid::Uuid;
use zeroize::Zeroizing;

use crate::batch::Batch;
use crate::cloud::{Cloud, Session, actor_of, has_ended, history};
use crate::db::Tx;
use crate::error::{Denied, Result};
use crate::load::{Tenant, load, load_stored};
use crate::passwords;
use crate::rows::LookUp;
use crate::secrets::{Entropy, from_hex, to_hex};

/// How long a token is good.
const TOKEN_LIFE: Duration = Duration::hours(1);
/// How long a challenge is good.
const CHALLENGE_LIFE: Duration = Duration::minutes(5);
/// So many wrong secrets of one account are answered at once.
pub(crate) const FREE: i64 = 5;
/// How long a one-time code is good.
const CODE_LIFE: Duration = Duration::days(7);

/// A new computer.
struct Newcomer<'a> {
    account: &'a Account,
    public_key: &'a str,
    name: &'a str,
    app_version: &'a str,
    outbox: &'a ChainPlace,
    copied_from: Option<Id<Replica>>,
}

impl Cloud {
    /// Says who is there, with a challenge to be signed.
    ///
    /// # Errors
    /// Faults of the database.
    pub async fn hello(&self, at: DateTime<Utc>, entropy: &Entropy) -> Result<Hello> {
        let history = self.history().await?;
        // The challenge proves itself: any process of this cloud knows it again.
        let mut content = at.timestamp_millis().to_be_bytes().to_vec();
        content.extend(entropy.bytes::<16>("challenge"));
        let proof = self.keys().challenge_proof(&content);
        Ok(Hello {
            product: "mobileaccess-cloud".to_owned(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            protocol: PROTOCOL,
            protocol_oldest: PROTOCOL,
            history_id: history.id,
            recovering: history.recovering,
            challenge: to_hex(&content) + &to_hex(&proof),
            at,
        })
    }

    pub(crate) fn challenge_is_ours(&self, at: DateTime<Utc>, challenge: &str) -> bool {
        let Some(bytes) = from_hex::<40>(challenge) else { return false };
        let (content, proof) = bytes.split_at(24);
        let made = content.first_chunk::<8>().map(|bytes| i64::from_be_bytes(*bytes));
        let age = made.and_then(DateTime::from_timestamp_millis).map(|made| at - made);
        self.keys().challenge_proof(content) == *proof
            && age.is_some_and(|age| age >= -CHALLENGE_LIFE && age <= CHALLENGE_LIFE)
    }

    /// Makes a computer a replica of an account, for its password or a one-time code.
    ///
    /// # Errors
    /// [`Denied`]: wrong password, too many attempts, a tenant that is suspended, a request that makes no sense.
    pub async fn enrol(&self, at: DateTime<Utc>, entropy: &Entropy, request: &EnrolRequest) -> Result<Enrolled> {
        let at = at.trunc_subsecs(3);
        if request.protocol != PROTOCOL {
            return Err(Denied::Protocol.into());
        }
        check_newcomer(&request.public_key, &request.computer, &request.outbox)?;
        let email = request.email.trim().to_lowercase();
        self.slow_down(at, &email, FREE).await?;
        let account = match self.prove(at, &email, &request.secret).await? {
            Some(account) => account,
            None => {
                self.note_failure(at, &email).await?;
                return Err(Denied::WrongPassword.into());
            }
        };
        if has_ended(&account, at) {
            return Err(Denied::AccountEnded.into());
        }
        let mut tx = self.db().write().await?;
        if self.is_code(&request.secret) && !self.use_code(&mut tx, at, &request.secret, account.id).await? {
            return Err(Denied::WrongPassword.into());
        }
        let newcomer = Newcomer {
            account: &account,
            public_key: &request.public_key,
            name: request.computer.trim(),
            app_version: &request.app_version,
            outbox: &request.outbox,
            copied_from: None,
        };
        let enrolled = self.admit(&mut tx, at, entropy, &newcomer).await?;
        let text = "DELETE FROM attempts WHERE what = $1";
        tx.execute(text, vec![self.keys().look_up("attempt", email.as_bytes()).into()]).await?;
        tx.commit().await?;
        self.poke(account.distributor_id);
        Ok(enrolled)
    }

    /// A further token, for whoever holds the key pair. Computers that were ended or lost get one too: they deliver what they
    /// have not sent.
    ///
    /// # Errors
    /// [`Denied::Signature`] when challenge or signature are wrong, or there is no such computer.
    pub async fn token(&self, at: DateTime<Utc>, entropy: &Entropy, request: &TokenRequest) -> Result<Token> {
        if !self.challenge_is_ours(at, &request.challenge) {
            return Err(Denied::Signature.into());
        }
        let mut tx = self.db().write().await?;
        let text = "SELECT public_key FROM replicas_auth WHERE id = $1";
        let row = tx.fetch_one(text, vec![request.replica_id.into()]).await?.ok_or(Denied::Signature)?;
        let message = token_message(request.replica_id, &request.challenge);
        if !signed(row.str(0)?, &message, &request.signature) {
            return Err(Denied::Signature.into());
        }
        let token = self.new_token(&mut tx, at, entropy, request.replica_id).await?;
        tx.commit().await?;
        Ok(token)
    }

    /// A store that turned out to be a copy becomes a computer of its own.
    ///
    /// # Errors
    /// [`Denied::BadRequest`] for a request that makes no sense.
    pub async fn fork(
        &self,
        at: DateTime<Utc>,
        entropy: &Entropy,
        session: &Session,
        request: &ForkRequest,
    ) -> Result<Enrolled> {
        let at = at.trunc_subsecs(3);
        check_newcomer(&request.public_key, &request.computer, &request.outbox)?;
        let mut tx = self.db().write().await?;
        let text = "SELECT app_version FROM replicas_auth WHERE id = $1";
        let app_version = tx.fetch_one(text, vec![session.replica.into()]).await?.ok_or(Denied::Token)?.text(0)?;
        let tenant = Tenant::look(&mut tx, session.distributor).await?;
        let state = load(&mut tx, self.keys(), &tenant, vec![Need::Account(session.account)]).await?;
        let account = state.accounts.get(&session.account).ok_or(Denied::Token)?;
        let newcomer = Newcomer {
            account,
            public_key: &request.public_key,
            name: request.computer.trim(),
            app_version: &app_version,
            outbox: &request.outbox,
            copied_from: Some(session.replica),
        };
        let enrolled = self.admit(&mut tx, at, entropy, &newcomer).await?;
        tx.commit().await?;
        self.poke(session.distributor);
        Ok(enrolled)
    }

    /// The computer proves the account's new password, after it was changed elsewhere.
    ///
    /// # Errors
    /// [`Denied::WrongPassword`], [`Denied::TooManyRequests`], [`Denied::Suspended`].
    pub async fn prove_password(&self, at: DateTime<Utc>, session: &Session, secret: &Secret) -> Result<()> {
        let who = session.account.to_string();
        self.slow_down(at, &who, FREE).await?;
        let mut tx = self.db().read().await?;
        let tenant = Tenant::look(&mut tx, session.distributor).await?;
        if tenant.suspended {
            return Err(Denied::Suspended.into());
        }
        let state = load(&mut tx, self.keys(), &tenant, vec![Need::Account(session.account)]).await?;
        tx.roll_back().await?;
        let account = state.accounts.get(&session.account).ok_or(Denied::Token)?;
        if !passwords::verify(&secret.0, &account.password_hash).await {
            self.note_failure(at, &who).await?;
            return Err(Denied::WrongPassword.into());
        }
        let seen = self.keys().hash("password", account.password_hash.as_bytes());
        let mut tx = self.db().write().await?;
        let text = "UPDATE replicas_auth SET password_seen = $2 WHERE id = $1";
        tx.execute(text, vec![session.replica.into(), seen.into()]).await?;
        tx.commit().await
    }

    /// Makes a one-time code with which an account enrols a computer.
    ///
    /// # Errors
    /// Faults of the database.
    pub async fn make_enrol_code(&self, at: DateTime<Utc>, entropy: &Entropy, account: Id<Account>) -> Result<Secret> {
        self.make_code(at, entropy, account.uuid(), CODE_LIFE).await
    }

    /// The same for an admin of the distributor, from its own computer.
    ///
    /// # Errors
    /// [`Denied::NotAllowed`] for every other role and for whoever was ended; [`Denied::NotFound`] for an account that is not
    /// live or not of this distributor.
    pub async fn make_enrol_code_as(
        &self,
        at: DateTime<Utc>,
        entropy: &Entropy,
        session: &Session,
        account: Id<Account>,
    ) -> Result<MadeCode> {
        let mut tx = self.db().read().await?;
        let tenant = Tenant::look(&mut tx, session.distributor).await?;
        if tenant.suspended {
            return Err(Denied::Suspended.into());
        }
        let needs = vec![Need::Account(session.account), Need::Account(account), Need::Replica(session.replica)];
        let state = load(&mut tx, self.keys(), &tenant, needs).await?;
        tx.roll_back().await?;
        let live = state.replicas.get(&session.replica).is_some_and(Replica::is_live);
        let actor = actor_of(&state, session.account, at)?;
        if !live || actor.ended || actor.role != Role::DistributorAdmin {
            return Err(Denied::NotAllowed.into());
        }
        let known = state.accounts.get(&account).filter(|row| row.distributor_id == session.distributor);
        let known = known.filter(|row| !has_ended(row, at)).ok_or(Denied::NotFound)?;
        let code = self.make_enrol_code(at, entropy, known.id).await?;
        Ok(MadeCode { code, expires_at: at + CODE_LIFE })
    }

    /// The same for whoever has this login e-mail.
    ///
    /// # Errors
    /// [`Denied::NotFound`]; faults of the database.
    pub async fn make_enrol_code_for(&self, at: DateTime<Utc>, entropy: &Entropy, email: &str) -> Result<Secret> {
        let mut tx = self.db().read().await?;
        let found = self.accounts_with_email(&mut tx, email).await?;
        tx.roll_back().await?;
        let live = found.into_iter().find(|account| account.deleted_at.is_none()).ok_or(Denied::NotFound)?;
        self.make_enrol_code(at, entropy, live.id).await
    }

    /// Makes a one-time code for an account, or for none.
    pub(crate) async fn make_code(
        &self,
        at: DateTime<Utc>,
        entropy: &Entropy,
        account: Uuid,
        life: Duration,
    ) -> Result<Secret> {
        // 32 signs without those that are mistaken for another; 120 bits.
        const SIGNS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
        let bytes = Zeroizing::new(entropy.bytes::<24>("enrol code"));
        let sign = |byte: &u8| char::from(SIGNS[usize::from(byte % 32)]);
        let code = format!("{CODE_PREFIX}{}", bytes.iter().map(sign).collect::<String>());
        let mut tx = self.db().write().await?;
        let hash = self.keys().hash("enrol code", code.as_bytes());
        let text = "INSERT INTO enrol_codes (hash, account_id, expires_at) VALUES ($1, $2, $3)";
        tx.execute(text, vec![hash.into(), account.into(), (at + life).into()]).await?;
        tx.commit().await?;
        Ok(Secret(code))
    }

    /// The account that e-mail and secret belong to.
    async fn prove(&self, at: DateTime<Utc>, email: &str, secret: &Secret) -> Result<Option<Account>> {
        let mut tx = self.db().read().await?;
        let found = self.accounts_with_email(&mut tx, email).await?;
        let live = found.into_iter().find(|account| account.deleted_at.is_none());
        if self.is_code(secret) {
            let Some(account) = live else { return Ok(None) };
            let hash = self.keys().hash("enrol code", secret.0.trim().to_uppercase().as_bytes());
            let text = "SELECT account_id, expires_at, used_at FROM enrol_codes WHERE hash = $1";
            let row = tx.fetch_one(text, vec![hash.into()]).await?;
            let good = match row {
                Some(row) => row.id(0)? == account.id.uuid() && row.time(1)? > at && row.opt_int(2)?.is_none(),
                None => false,
            };
            return Ok(good.then_some(account));
        }
        tx.roll_back().await?;
        // As long for an address that nobody has: how long it took tells nothing.
        let hash = live.as_ref().map_or(passwords::NOBODYS, |account| account.password_hash.as_str());
        let right = passwords::verify(&secret.0, hash).await;
        Ok(live.filter(|_| right))
    }

    /// Every account with this login e-mail, of any tenant.
    pub(crate) async fn accounts_with_email(&self, tx: &mut Tx, email: &str) -> Result<Vec<Account>> {
        let key = LookUp::Email(email).key(self.keys());
        let text = "SELECT r.id, r.body FROM row_keys k JOIN rows r ON r.id = k.id AND r.noun = k.noun \
                    WHERE k.noun = 'account' AND k.key = $1";
        let mut accounts = Vec::new();
        for row in tx.fetch(text, vec![key.into()]).await? {
            let body = crate::rows::opened(self.keys(), "account", row.id(0)?, row.str(1)?)?;
            accounts.push(serde_json::from_str(&body)?);
        }
        Ok(accounts)
    }

    fn is_code(&self, secret: &Secret) -> bool {
        secret.0.trim().to_uppercase().starts_with(CODE_PREFIX)
    }

    /// Uses a one-time code up; says whether it was good.
    pub(crate) async fn use_code(
        &self,
        tx: &mut Tx,
        at: DateTime<Utc>,
        secret: &Secret,
        account: Id<Account>,
    ) -> Result<bool> {
        let hash = self.keys().hash("enrol code", secret.0.trim().to_uppercase().as_bytes());
        let text = "UPDATE enrol_codes SET used_at = $3 WHERE hash = $1 AND account_id = $2 AND used_at IS NULL \
                    AND expires_at > $3";
        Ok(tx.execute(text, vec![hash.into(), account.into(), at.into()]).await? == 1)
    }

    /// Writes the new computer and what the cloud alone knows of it.
    async fn admit(
        &self,
        tx: &mut Tx,
        at: DateTime<Utc>,
        entropy: &Entropy,
        newcomer: &Newcomer<'_>,
    ) -> Result<Enrolled> {
        let account = newcomer.account;
        let tenant = Tenant::lock(tx, account.distributor_id).await?;
        if tenant.suspended {
            return Err(Denied::Suspended.into());
        }
        let replica_id: Id<Replica> = Id::new(entropy.uuid("replica"));
        let (name, public_key) = (newcomer.name.to_owned(), newcomer.public_key.to_owned());
        let mutation = match newcomer.copied_from {
            None => Mutation::from(EnrolReplica { replica_id, account_id: account.id, name, public_key }),
            Some(copy_of) => ForkReplica { replica_id, copy_of, name, public_key }.into(),
        };
        let mut needs = mutation.needs();
        needs.push(Need::Account(account.id));
        let loaded = load_stored(tx, self.keys(), &tenant, needs).await?;
        let context = Context {
            mutation_id: entropy.uuid("mutation"),
            actor: Actor::Account(actor_of(&loaded.state, account.id, at)?),
            at,
            made_at: at,
            replica: Some(replica_id),
        };
        let mut batch = Batch::new(self.keys(), tenant, loaded);
        if batch.decide(&mutation, &context).is_err() {
            return Err(Denied::BadRequest("this computer cannot be enrolled").into());
        }
        crate::issuer::finish(batch.write(tx).await?)?;
        let seen = self.keys().hash("password", account.password_hash.as_bytes());
        tx.execute(
            "INSERT INTO replicas_auth (id, distributor_id, account_id, public_key, start_seq, start_hash, last_seq, \
             last_hash, last_contact_at, clear_at, app_version, password_seen) \
             VALUES ($1, $2, $3, $4, $5, $6, $5, $6, $7, $7, $8, $9)",
            vec![
                replica_id.into(),
                account.distributor_id.into(),
                account.id.into(),
                newcomer.public_key.into(),
                newcomer.outbox.seq.into(),
                newcomer.outbox.hash.clone().into(),
                at.into(),
                newcomer.app_version.chars().take(50).collect::<String>().into(),
                seen.into(),
            ],
        )
        .await?;
        Ok(Enrolled {
            replica_id,
            history_id: history(tx).await?.id,
            distributor_id: account.distributor_id,
            account_id: account.id,
            role: account.role,
            customer_id: account.customer_id,
            token: self.new_token(tx, at, entropy, replica_id).await?,
        })
    }

    async fn new_token(
        &self,
        tx: &mut Tx,
        at: DateTime<Utc>,
        entropy: &Entropy,
        replica: Id<Replica>,
    ) -> Result<Token> {
        let secret = Secret(to_hex(&*Zeroizing::new(entropy.bytes::<32>("token"))));
        let expires_at = at + TOKEN_LIFE;
        let hash = self.keys().hash("token", secret.0.as_bytes());
        let text = "UPDATE replicas_auth SET token_hash = $2, token_ends_at = $3 WHERE id = $1";
        tx.execute(text, vec![replica.into(), hash.into(), expires_at.into()]).await?;
        Ok(Token { secret, expires_at })
    }

    /// Refuses while there were too many failures of late: after those that are free, one more attempt per doubling wait, up to
    /// a quarter of an hour.
    pub(crate) async fn slow_down(&self, at: DateTime<Utc>, what: &str, free: i64) -> Result<()> {
        let key: Uuid = self.keys().look_up("attempt", what.as_bytes());
        let mut tx = self.db().read().await?;
        let row = tx.fetch_one("SELECT failures, last_at FROM attempts WHERE what = $1", vec![key.into()]).await?;
        let Some(row) = row else { return Ok(()) };
        wait(at, row.int(0)?, row.time(1)?, free)
    }

    /// Counts a failed attempt. After a day without any the count begins anew.
    pub(crate) async fn note_failure(&self, at: DateTime<Utc>, what: &str) -> Result<()> {
        let key: Uuid = self.keys().look_up("attempt", what.as_bytes());
        let mut tx = self.db().write().await?;
        tx.execute(
            "INSERT INTO attempts (what, failures, last_at) VALUES ($1, 1, $2) ON CONFLICT (what) DO UPDATE SET \
             failures = CASE WHEN attempts.last_at < $3 THEN 1 ELSE attempts.failures + 1 END, last_at = $2",
            vec![key.into(), at.into(), (at - Duration::days(1)).into()],
        )
        .await?;
        tx.commit().await
    }
}

/// How long there is to wait after so many failures, the last of them then.
pub(crate) fn wait(at: DateTime<Utc>, failures: i64, last_at: DateTime<Utc>, free: i64) -> Result<()> {
    if failures < free {
        return Ok(());
    }
    let wait = Duration::seconds(15 << (failures - free).min(6)).min(Duration::minutes(15));
    let left = last_at + wait - at;
    if left <= Duration::zero() {
        return Ok(());
    }
    Err(Denied::TooManyRequests { seconds: left.num_seconds().unsigned_abs() + 1 }.into())
}

/// What every one-time code begins with. No password of the rule's can: it has no small letter.
const CODE_PREFIX: &str = "MA-";

fn check_newcomer(public_key: &str, name: &str, outbox: &ChainPlace) -> Result<()> {
    let lower_hex = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte));
    if public_key.len() != 64 || !lower_hex(public_key) {
        return Err(Denied::BadRequest("the public key is not of 32 bytes").into());
    }
    let name = name.trim();
    if name.is_empty() || name.chars().count() > 100 || name.chars().any(char::is_control) {
        return Err(Denied::BadRequest("a computer needs a name of one line").into());
    }
    if outbox.hash.len() != 64 || !lower_hex(&outbox.hash) || i64::try_from(outbox.seq).is_err() {
        return Err(Denied::BadRequest("the place in the outbox is none").into());
    }
    Ok(())
}

/// Whether a signature is that of a key pair over a message.
pub(crate) fn signed(public_key: &str, message: &[u8], signature: &str) -> bool {
    let (Some(key), Some(signature)) = (from_hex::<32>(public_key), from_hex::<64>(signature)) else { return false };
    ed25519_dalek::VerifyingKey::from_bytes(&key)
        .is_ok_and(|key| key.verify_strict(message, &ed25519_dalek::Signature::from_bytes(&signature)).is_ok())
}

/// A distributor that the issuer made, and its first admin's way in.
#[derive(Debug)]
pub struct NewDistributor {
    /// The distributor.
    pub distributor: Id<Distributor>,
    /// Its first admin.
    pub account: Id<Account>,
    /// With this the first admin enrols a computer and sets a password.
    pub code: Secret,
}
