//! The one list of mutations: every state change in the product is one of these.

use serde::{Deserialize, Deserializer, Serialize};

use crate::{Context, Effects, Need, Refusal, State};

/// What each mutation brings: the rows it must see, and the rule.
pub(crate) trait Rule {
    /// The rows that [`Rule::decide`] looks at.
    fn needs(&self) -> Vec<Need>;
    /// The rule. Pure: the same state, mutation and context give the same answer on every machine.
    fn decide(&self, state: &State, context: &Context) -> Result<Effects, Refusal>;
}

macro_rules! mutations {
    ($($(#[$doc:meta])* $name:literal $version:literal $variant:ident ( $path:path )),+ $(,)?) => {
        /// One user action, the unit of sync. Serialised as its name with version, and its arguments.
        #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(tag = "name", content = "args")]
        pub enum Mutation {
            $($(#[$doc])* #[serde(rename = $name)] $variant($path)),+
        }

        impl Mutation {
            /// Every name, in the order of the list.
            pub const NAMES: &[&str] = &[$($name),+];

            /// Its stable name.
            pub fn name(&self) -> &'static str {
                match self { $(Self::$variant(_) => $name),+ }
            }

            /// Version of its arguments.
            pub fn version(&self) -> u32 {
                match self { $(Self::$variant(_) => $version),+ }
            }

            /// Reads the arguments of the mutation of this name, without a copy of them; `None` for a name that is not in the
            /// list.
            pub fn read<'de, D: Deserializer<'de>>(name: &str, args: D) -> Option<Result<Self, D::Error>> {
                match name {
                    $($name => Some(Deserialize::deserialize(args).map(Self::$variant)),)+
                    _ => None,
                }
            }

            /// The rows that [`decide`] must be given for it.
            pub fn needs(&self) -> Vec<Need> {
                match self { $(Self::$variant(args) => args.needs()),+ }
            }
        }

        /// Decides a mutation: what it does, or why not. The desktop runs this for the optimistic result, the cloud for the
        /// final one.
        ///
        /// # Errors
        /// The [`Refusal`] of the rule that said no; nothing is done then.
        pub fn decide(state: &State, mutation: &Mutation, context: &Context) -> Result<Effects, Refusal> {
            match mutation { $(Mutation::$variant(args) => args.decide(state, context)),+ }
        }

        $(impl From<$path> for Mutation {
            fn from(args: $path) -> Self { Self::$variant(args) }
        })+
    };
}

mutations! {
    /// Set up a distributor on a computer that has nothing yet.
    "distributor.set_up" 1 SetUpDistributor(crate::distributors::SetUpDistributor),
    /// The issuer changes a distributor's general settings.
    "distributor.edit" 1 EditDistributor(crate::distributors::EditDistributor),
    /// Where phones find the distributor's cloud.
    "distributor.set_public_address" 1 SetPublicAddress(crate::distributors::SetPublicAddress),
    /// The issuer sells credit to a distributor.
    "credit.sell" 1 SellCredit(crate::credit::SellCredit),
    /// Distributor to customer.
    "credit.transfer" 1 TransferCredit(crate::credit::TransferCredit),
    /// Customer back to distributor.
    "credit.refund" 1 RefundCredit(crate::credit::RefundCredit),
    /// The four-step wizard of chapter 3.3.
    "customer.create" 1 CreateCustomer(crate::customers::CreateCustomer),
    /// General, contact, key and access settings.
    "customer.edit" 1 EditCustomer(crate::customers::EditCustomer),
    /// Delete a customer.
    "customer.delete" 1 DeleteCustomer(crate::customers::DeleteCustomer),
    /// Restore a deleted customer.
    "customer.restore" 1 RestoreCustomer(crate::customers::RestoreCustomer),
    /// Create a login.
    "account.create" 1 CreateAccount(crate::accounts::CreateAccount),
    /// Delete a login.
    "account.delete" 1 DeleteAccount(crate::accounts::DeleteAccount),
    /// Change a password.
    "account.change_password" 1 ChangePassword(crate::accounts::ChangePassword),
    /// Change when a login expires.
    "account.set_expiry" 1 SetAccountExpiry(crate::accounts::SetAccountExpiry),
    /// Change the language of an account's screens.
    "account.set_language" 1 SetAccountLanguage(crate::accounts::SetAccountLanguage),
    /// Give a customer to an installer.
    "account.assign" 1 AssignCustomer(crate::accounts::AssignCustomer),
    /// Take a customer from an installer.
    "account.unassign" 1 UnassignCustomer(crate::accounts::UnassignCustomer),
    /// Create a user without a key.
    "user.create" 1 CreateUser(crate::users::CreateUser),
    /// Edit a user.
    "user.edit" 1 EditUser(crate::users::EditUser),
    /// Delete a user with its devices and keys.
    "user.delete" 1 DeleteUser(crate::users::DeleteUser),
    /// Import the chosen lines of a file of users, with keys for the new ones.
    "user.import" 1 ImportUsers(crate::users::ImportUsers),
    /// Undo an import as far as nobody touched its users since.
    "user.undo_import" 1 UndoUserImport(crate::users::UndoUserImport),
    /// Create a device with a mobile key, for a new user or an existing one.
    "key.issue" 1 IssueKey(crate::keys::IssueKey),
    /// Change validity, name or groups of a key.
    "key.edit" 1 EditKey(crate::keys::EditKey),
    /// Make a further activation code for a waiting key.
    "key.reissue_code" 1 ReissueCode(crate::keys::ReissueCode),
    /// Suspend an active key.
    "key.suspend" 1 SuspendKey(crate::keys::SuspendKey),
    /// Resume a suspended key.
    "key.resume" 1 ResumeKey(crate::keys::ResumeKey),
    /// Delete a key.
    "key.delete" 1 DeleteKey(crate::keys::DeleteKey),
    /// Restore a deleted key for one credit.
    "key.restore" 1 RestoreKey(crate::keys::RestoreKey),
    /// A user's new phone takes over the old one's User ID.
    "key.swap_phone" 1 SwapPhone(crate::keys::SwapPhone),
    /// A handout was printed or saved.
    "key.record_handouts" 1 RecordHandouts(crate::keys::RecordHandouts),
    /// Send a code's invitation, or send it again.
    "message.send" 1 SendMessage(crate::messages::SendMessage),
    /// The cloud notes what became of a message.
    "message.report" 1 ReportMessage(crate::messages::ReportMessage),
    /// The cloud reminds the holder of a code that ends soon.
    "message.remind" 1 RemindHolder(crate::messages::RemindHolder),
    /// Whoever runs the cloud says by which ways it sends.
    "distributor.set_channels" 1 SetChannels(crate::messages::SetChannels),
    /// A phone activates a key.
    "phone.activate" 1 ActivateKey(crate::phones::ActivateKey),
    /// A phone synchronises.
    "phone.sync" 1 SyncPhone(crate::phones::SyncPhone),
    /// A user deletes the key in the phone.
    "phone.delete_key" 1 DeleteKeyByUser(crate::phones::DeleteKeyByUser),
    /// A phone shows its receipt to a restored cloud.
    "phone.present_receipt" 1 PresentReceipt(crate::phones::PresentReceipt),
    /// A computer enrols.
    "replica.enrol" 1 EnrolReplica(crate::replicas::EnrolReplica),
    /// Rename a computer.
    "replica.rename" 1 RenameReplica(crate::replicas::RenameReplica),
    /// End a computer.
    "replica.revoke" 1 RevokeReplica(crate::replicas::RevokeReplica),
    /// Declare a computer lost.
    "replica.declare_lost" 1 DeclareReplicaLost(crate::replicas::DeclareReplicaLost),
    /// A computer's store turned out to be a copy.
    "replica.forked" 1 ForkReplica(crate::replicas::ForkReplica),
    /// Take credit and User IDs to site.
    "lease.take" 1 TakeLeases(crate::leases::TakeLeases),
    /// Give back what is left of them.
    "lease.give_back" 1 GiveBackLeases(crate::leases::GiveBackLeases),
    /// A lost computer delivers what it did.
    "quarantine.deliver" 1 DeliverToQuarantine(crate::quarantine::DeliverToQuarantine),
    /// Accept what a lost computer delivered.
    "quarantine.accept" 1 AcceptQuarantined(crate::quarantine::AcceptQuarantined),
    /// Discard what a lost computer delivered.
    "quarantine.discard" 1 DiscardQuarantined(crate::quarantine::DiscardQuarantined),
    /// Hold credit that a computer minted as its own issuer.
    "credit.hold" 1 HoldCredit(crate::unconfirmed::HoldCredit),
    /// The issuer confirms held credit.
    "credit.confirm" 1 ConfirmCredit(crate::unconfirmed::ConfirmCredit),
    /// Create a reader by hand.
    "reader.create" 1 CreateReader(crate::readers::CreateReader),
    /// Edit a reader.
    "reader.edit" 1 EditReader(crate::readers::EditReader),
    /// Delete a reader.
    "reader.delete" 1 DeleteReader(crate::readers::DeleteReader),
    /// Import the chosen rows of a reader file.
    "reader.import" 1 ImportReaders(crate::readers::ImportReaders),
    /// Undo an import as far as nobody touched its readers since.
    "reader.undo_import" 1 UndoReaderImport(crate::readers::UndoReaderImport),
    /// Make reader changes visible to phones.
    "reader.publish" 1 PublishReaders(crate::readers::PublishReaders),
    /// Create a reader group.
    "group.create" 1 CreateGroup(crate::groups::CreateGroup),
    /// Rename a reader group.
    "group.edit" 1 EditGroup(crate::groups::EditGroup),
    /// Delete a reader group.
    "group.delete" 1 DeleteGroup(crate::groups::DeleteGroup),
    /// Create a site template.
    "template.create" 1 CreateTemplate(crate::templates::CreateTemplate),
    /// Change a site template.
    "template.edit" 1 EditTemplate(crate::templates::EditTemplate),
    /// Delete a site template.
    "template.delete" 1 DeleteTemplate(crate::templates::DeleteTemplate),
    /// Restore a deleted site template.
    "template.restore" 1 RestoreTemplate(crate::templates::RestoreTemplate),
    /// Give a site template to a customer.
    "template.apply" 1 ApplyTemplate(crate::templates::ApplyTemplate),
}
