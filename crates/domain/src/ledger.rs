//! The ledger's mechanics: chained, append-only, double entry (design, section 5).

use crate::{
    Id,
    context::Context,
    rows::{Distributor, Key, LedgerAccount, Transfer, TransferKind},
    state::ChainHead,
};

/// Free credits of a new customer (manual, chapter 2.1.2).
pub const TRIAL_CREDITS: i64 = 5;

/// The most that one transfer may move. Far beyond any order, and far below where a number would lose precision
/// on its way to the screen.
pub const MAX_AMOUNT: i64 = 1_000_000;

/// One movement before it has its place in the chain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Posting {
    /// Why.
    pub kind: TransferKind,
    /// The account that gives.
    pub debit: LedgerAccount,
    /// The account that receives.
    pub credit: LedgerAccount,
    /// Whole credits, above zero.
    pub amount: i64,
    /// Purchase order number, reason, or empty.
    pub note: String,
    /// The key it pays for.
    pub key_id: Option<Id<Key>>,
    /// The entry it takes back.
    pub reverses: Option<Id<Transfer>>,
}

/// Gives a movement its place after `head`. `index` counts the entries of one mutation.
pub fn chain(
    head: &ChainHead,
    distributor: Id<Distributor>,
    context: &Context,
    index: u64,
    posting: Posting,
) -> Transfer {
    let mut transfer = Transfer {
        id: Id::<Transfer>::new(context.mutation_id).derive("transfer", index),
        distributor_id: distributor,
        seq: head.seq + 1,
        kind: posting.kind,
        debit: posting.debit,
        credit: posting.credit,
        amount: posting.amount,
        mutation_id: context.mutation_id,
        reverses: posting.reverses,
        key_id: posting.key_id,
        note: posting.note,
        at: context.at,
        prev_hash: head.hash.clone(),
        hash: String::new(),
    };
    transfer.hash = hash(&transfer);
    transfer
}

/// The hash of an entry: BLAKE3 over its fields and the hash before it, each with its length before it, so that no two
/// different entries read the same.
pub fn hash(transfer: &Transfer) -> String {
    let mut hasher = blake3::Hasher::new();
    let mut field = |bytes: &[u8]| {
        hasher.update(&(bytes.len() as u64).to_be_bytes());
        hasher.update(bytes);
    };
    field(transfer.id.uuid().as_bytes());
    field(transfer.distributor_id.uuid().as_bytes());
    field(&transfer.seq.to_be_bytes());
    field(kind_text(transfer.kind).as_bytes());
    field(transfer.debit.to_string().as_bytes());
    field(transfer.credit.to_string().as_bytes());
    field(&transfer.amount.to_be_bytes());
    field(transfer.mutation_id.as_bytes());
    field(transfer.reverses.map(|id| id.to_string()).unwrap_or_default().as_bytes());
    field(transfer.key_id.map(|id| id.to_string()).unwrap_or_default().as_bytes());
    field(transfer.note.as_bytes());
    field(&transfer.at.timestamp_millis().to_be_bytes());
    field(transfer.prev_hash.as_bytes());
    hasher.finalize().to_hex().to_string()
}

/// Whether `transfers`, in order, continue the chain after `head` without a gap or a change.
pub fn verify<'a>(head: &ChainHead, transfers: impl IntoIterator<Item = &'a Transfer>) -> bool {
    let mut head = head.clone();
    for transfer in transfers {
        if transfer.seq != head.seq + 1 || transfer.prev_hash != head.hash || transfer.hash != hash(transfer) {
            return false;
        }
        head = ChainHead { seq: transfer.seq, hash: transfer.hash.clone() };
    }
    true
}

/// The stable name of a kind, as stored and hashed.
pub const fn kind_text(kind: TransferKind) -> &'static str {
    match kind {
        TransferKind::Sale => "sale",
        TransferKind::Trial => "trial",
        TransferKind::Transfer => "transfer",
        TransferKind::Refund => "refund",
        TransferKind::Spend => "spend",
        TransferKind::SpendRefund => "spend_refund",
        TransferKind::Lease => "lease",
        TransferKind::LeaseReturn => "lease_return",
        TransferKind::Hold => "hold",
        TransferKind::Confirm => "confirm",
    }
}
