//! One action on many keys or users: what it would do, then piece by piece what it did.

use chrono::NaiveDate;
use mobileaccess_domain::{
    Edit, Id,
    rows::{Key, User},
};

use crate::{Failure, dto, users::KeyStage};

dto! {
    /// What is done with every key, or every user, of a selection.
    #[serde(tag = "kind", rename_all = "snake_case")]
    pub enum BulkAction {
        /// Suspend active keys.
        Suspend,
        /// Resume suspended keys.
        Resume,
        /// Delete keys.
        Delete,
        /// Delete users with their devices and keys.
        DeleteUsers,
        /// Make a further code for waiting keys, free of charge.
        Reissue {
            /// Whether the codes so far are lost and must stop working.
            lost: bool,
        },
        /// Change the days on which keys are valid.
        Validity {
            /// New first day; `None` leaves each its own.
            valid_from: Option<NaiveDate>,
            /// Whether the last day changes.
            change_to: bool,
            /// New last day; `None` is unlimited.
            valid_to: Option<NaiveDate>,
        },
        /// Send the codes of waiting keys to their users by e-mail.
        Send {
            /// Announce each letter by a text message, where the user has a number.
            sms: bool,
        },
        /// Takes a change of validity back, as far as nobody has changed it since.
        PutBack {
            /// Keys with the days they have and the days they are to have.
            rows: Vec<KeyValidity>,
        },
    }

    /// A change of one key's validity.
    pub struct KeyValidity {
        /// The key.
        pub key_id: Id<Key>,
        /// First day.
        pub valid_from: Edit<NaiveDate>,
        /// Last day.
        pub valid_to: Edit<Option<NaiveDate>>,
    }

    /// One action on a selection.
    pub struct BulkRequest {
        /// What to do.
        pub action: BulkAction,
        /// Keys; for an action on keys.
        #[serde(default)]
        pub key_ids: Vec<Id<Key>>,
        /// Users; for an action on users.
        #[serde(default)]
        pub user_ids: Vec<Id<User>>,
    }

    /// Keys that an action leaves out, by where they stand.
    #[derive(Copy)]
    pub struct LeftOut {
        /// Where they stand.
        pub stage: KeyStage,
        /// How many.
        pub count: u32,
    }

    /// A key of a selection, as people know it.
    pub struct BulkRow {
        /// The key.
        pub key_id: Id<Key>,
        /// Its user.
        pub user_id: Id<User>,
        /// The user's name.
        pub name: String,
        /// User ID.
        pub number: u32,
    }

    /// What sending letters would do.
    #[derive(Default)]
    pub struct BulkLetters {
        /// Keys whose users have no e-mail address: they are left out.
        pub no_address: Vec<BulkRow>,
        /// Keys whose letter waits to be sent already: they are left out.
        pub on_the_way: u32,
        /// Keys to which a letter with this code was sent before: another one goes out.
        pub again: u32,
        /// Whether text messages can be sent.
        pub sms: bool,
        /// Users with a phone number, among those that get a letter.
        pub phones: u32,
    }

    /// What an action would do.
    pub struct BulkPreview {
        /// Keys that the action would change.
        pub key_ids: Vec<Id<Key>>,
        /// Users that the action would change.
        pub user_ids: Vec<Id<User>>,
        /// Customers that they belong to.
        pub customers: u32,
        /// Live keys that would be deleted along with their users.
        pub keys_of_users: u32,
        /// Keys whose code was printed, saved or sent already: what people hold in hand.
        pub handed_out: u32,
        /// What is left out.
        pub left_out: Vec<LeftOut>,
        /// Whole credits that it would cost.
        pub cost: u32,
        /// For sending letters: what that would do.
        pub letters: Option<BulkLetters>,
    }

    /// A row on which the action was refused; nothing of it was done.
    pub struct BulkFailure {
        /// The key.
        pub key_id: Option<Id<Key>>,
        /// The user.
        pub user_id: Option<Id<User>>,
        /// The user's name.
        pub name: String,
        /// User ID of the key.
        pub number: Option<u32>,
        /// Why.
        pub failure: Failure,
    }

    /// What an action did.
    pub struct BulkDone {
        /// Keys on which it was done.
        pub key_ids: Vec<Id<Key>>,
        /// Users on which it was done.
        pub user_ids: Vec<Id<User>>,
        /// Rows on which it was refused.
        pub failed: Vec<BulkFailure>,
        /// For a change of validity: what takes it back.
        pub back: Vec<KeyValidity>,
    }
}
