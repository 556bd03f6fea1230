//! The one list of commands.

use crate::{
    Empty, accounts as acc, activity as act, backups as bak, bulk as blk, cloud as clo, command::commands,
    computers as com, credit as cre, customers as cus, files as fil, handouts as han, home as hom, invitations as inv,
    jobs as job, keys as key, messages as mes, office as off, papers as pap, phones as pho, readers as rea,
    search as sea, session as ses, templates as tem, user_imports as uim, users as usr,
};

commands! {
    // Session and computer
    /// What the window shows first: set-up, unlock, or the workspaces.
    "session.state" any SessionState(Empty) -> ses::SessionView,
    /// Sets up this computer with a distributor and its first admin.
    "session.set_up" any SetUp(ses::SetUpRequest) -> ses::SetUpResponse,
    /// Opens the store with an account's password.
    "session.unlock" any Unlock(ses::UnlockRequest) -> ses::SessionView,
    /// Opens the store with the recovery code and sets a new password.
    "session.recover" any Recover(ses::RecoverRequest) -> ses::SessionView,
    /// Makes a new recovery code; the old one stops working.
    "session.new_recovery_code" any NewRecoveryCode(ses::PasswordRequest) -> ses::SetUpResponse,
    /// Closes the store.
    "session.lock" any Lock(Empty) -> ses::SessionView,
    /// Notes that a person is there, so that the screens stay unlocked.
    "session.touch" window Touch(Empty) -> Empty,
    /// Answers the question whether the window may close.
    "session.quit" window Quit(ses::QuitRequest) -> Empty,
    /// What the others would miss if the program ended now.
    "session.ask_quit" any AskQuit(Empty) -> ses::Leaving,
    /// Creates the demo if needed and opens it.
    "session.open_demo" any OpenDemo(ses::OpenDemoRequest) -> ses::SessionView,
    /// Goes back from the demo to this computer's own data.
    "session.leave_demo" any LeaveDemo(Empty) -> ses::SessionView,
    /// Removes the demo and its data.
    "session.remove_demo" any RemoveDemo(Empty) -> ses::SessionView,
    /// Sets the language of one's screens.
    "session.set_language" any SetLanguage(ses::SetLanguageRequest) -> Empty,
    /// Settings of this computer.
    "settings.get" any GetSettings(Empty) -> ses::Settings,
    /// Changes settings of this computer.
    "settings.set" any SetSettings(ses::Settings) -> ses::Settings,
    /// Every workspace the account may choose.
    "workspaces.list" any ListWorkspaces(Empty) -> ses::Workspaces,
    /// Finds customers, users and readers by words, for the palette.
    "search.run" any Search(sea::SearchRequest) -> sea::SearchResponse,
    /// A draft of a form, kept in the encrypted store.
    "drafts.get" any GetDraft(ses::DraftName) -> ses::Draft,
    /// Keeps a draft; `null` removes it.
    "drafts.put" any PutDraft(ses::PutDraft) -> Empty,

    // Files and backups
    /// Lets the person choose a file to read. Window only: elsewhere a path is given instead.
    "files.pick_open" window PickOpen(fil::PickOpenRequest) -> fil::Picked,
    /// Lets the person choose where to save.
    "files.pick_save" window PickSave(fil::PickSaveRequest) -> fil::Picked,
    /// Shows a file that was saved in the system's viewer.
    "files.open_saved" window OpenSaved(fil::OpenSavedRequest) -> Empty,
    /// Backups of this computer, newest first.
    "backups.list" any ListBackups(Empty) -> bak::Backups,
    /// Makes a backup now.
    "backups.create" any CreateBackup(Empty) -> bak::Backups,
    /// Replaces the store by a backup; the present one is set aside.
    "backups.restore" any RestoreBackup(bak::RestoreBackupRequest) -> ses::SessionView,
    /// Computes everything derived again.
    "store.rebuild" cli Rebuild(Empty) -> bak::Report,
    /// Checks the store: file, derived data, ledger chain.
    "store.check" any CheckStore(Empty) -> bak::Report,

    // Cloud
    /// Where this computer stands with its cloud.
    "cloud.status" any CloudState(Empty) -> clo::CloudStatus,
    /// Who is at an address, before anything is sent there.
    "cloud.probe" any ProbeCloud(clo::ProbeRequest) -> clo::CloudProbe,
    /// Makes this computer a replica of one account of a cloud.
    "cloud.join" any JoinCloud(clo::JoinRequest) -> ses::SessionView,
    /// Stops the first sync; joining again goes on where it was.
    "cloud.stop_first_sync" any CancelFirstSync(Empty) -> Empty,
    /// Sends and gets everything now.
    "cloud.sync_now" any SyncNow(Empty) -> clo::CloudStatus,
    /// Changes that wait for the cloud.
    "cloud.waiting" any WaitingChanges(Empty) -> clo::Waiting,
    /// What needs a person: changes that the cloud refused.
    "cloud.attention" any AttentionInbox(Empty) -> clo::Inbox,
    /// Deals with one of them.
    "cloud.resolve" any ResolveAttention(clo::AttentionRequest) -> clo::Inbox,
    /// Takes over the password that was changed on another computer.
    "cloud.new_password" any ProveNewPassword(clo::NewPasswordRequest) -> clo::CloudStatus,
    /// Moves everything that was set up on this computer alone to a cloud.
    "cloud.move" any MoveToCloud(clo::MoveRequest) -> clo::CloudStatus,
    /// Goes on working here after a move whose answer did not come.
    "cloud.cancel_move" any CancelMove(Empty) -> clo::CloudStatus,
    /// The cloud in this program, for a small office.
    "office.get" any GetOffice(Empty) -> off::Office,
    /// Makes this computer the office server.
    "office.turn_on" any TurnOnOffice(off::TurnOnOfficeRequest) -> off::Office,
    /// Lets other computers of the network in, or keeps them out.
    "office.set_lan" any SetOfficeLan(off::OfficeLanRequest) -> off::Office,
    /// By which mail server the office server sends letters.
    "office.mail" any GetOfficeMail(Empty) -> off::OfficeMail,
    /// Sets its mail server; without a host, nothing is sent any more.
    "office.set_mail" any SetOfficeMail(off::SetOfficeMailRequest) -> off::OfficeMail,
    /// By which gateway the office server sends text messages.
    "office.sms" any GetOfficeSms(Empty) -> off::OfficeSms,
    /// Sets its gateway; without an address there is none any more.
    "office.set_sms" any SetOfficeSms(off::SetOfficeSmsRequest) -> off::OfficeSms,
    /// Sends a text message that tries the gateway out.
    "office.test_sms" any TestOfficeSms(off::TestOfficeSmsRequest) -> off::TestedSms,
    /// The back-ups of the office server.
    "office.backups" any ListOfficeBackups(Empty) -> off::OfficeBackups,
    /// Makes a back-up of the office server.
    "office.back_up" any BackUpOffice(Empty) -> off::OfficeBackups,
    /// Sets the office server back to a back-up; computers bring again what it has forgotten.
    "office.restore" any RestoreOffice(off::RestoreOfficeRequest) -> off::OfficeBackups,
    /// Every computer has brought what it had: phones activate and letters leave again.
    "office.end_recovery" any EndOfficeRecovery(Empty) -> off::OfficeBackups,

    // Messages to key holders
    /// Sends the invitation of a key's open code, for the first time or again.
    "messages.send" any SendMessage(mes::SendMessageRequest) -> usr::UserCard,
    /// Sends a test message to one's own address.
    "messages.test" any TestMessages(Empty) -> mes::TestedMessages,
    /// Messages that did not arrive.
    "messages.undelivered" any UndeliveredMessages(Empty) -> mes::UndeliveredMessages,

    // Computers and work without network
    /// The computers that the account may see, with what they hold.
    "computers.list" any ListComputers(Empty) -> com::Computers,
    /// Gives a computer another name.
    "computers.rename" any RenameComputer(com::RenameComputerRequest) -> com::Computers,
    /// Makes a one-time code with which an account's computer enrols.
    "computers.enrol_code" any MakeEnrolCode(com::EnrolCodeRequest) -> com::EnrolCode,
    /// Ends a computer: it delivers what it has not sent and wipes its data.
    "computers.revoke" any RevokeComputer(com::ComputerRequest) -> com::Computers,
    /// Declares a computer lost: its credit returns, its User IDs are burned, what it has not sent is void.
    "computers.declare_lost" any DeclareComputerLost(com::ComputerRequest) -> com::Computers,
    /// What this computer can do without network.
    "site.get" any GetSite(Empty) -> com::Site,
    /// Takes credit and User IDs to site.
    "site.take" any TakeToSite(com::TakeToSiteRequest) -> com::Site,
    /// Gives back what is left of them.
    "site.give_back" any GiveBack(com::GiveBackRequest) -> com::Site,
    /// Plans a trip, or none.
    "site.plan_trip" any PlanTrip(com::PlanTripRequest) -> com::Site,
    /// What lost computers delivered.
    "quarantine.list" any ListQuarantine(Empty) -> com::Quarantine,
    /// Accepts items, in order: each key for a fresh credit.
    "quarantine.accept" any AcceptQuarantine(com::QuarantineRequest) -> com::Quarantine,
    /// Discards items.
    "quarantine.discard" any DiscardQuarantine(com::QuarantineRequest) -> com::Quarantine,

    // Home
    /// What needs a distributor now.
    "home.distributor" any DistributorHome(Empty) -> hom::DistributorHome,
    /// What needs a customer now.
    "home.customer" any CustomerHome(crate::CustomerRequest) -> hom::CustomerHome,

    // Customers
    /// A page of customers.
    "customers.list" any ListCustomers(cus::ListCustomersRequest) -> cus::CustomerPage,
    /// One customer with all settings; secrets masked.
    "customers.get" any GetCustomer(crate::CustomerRequest) -> cus::CustomerDetail,
    /// What the wizard starts with.
    "customers.prefill" any PrefillCustomer(Empty) -> cus::CustomerPrefill,
    /// Checks the wizard's fields so far without doing anything.
    "customers.check" any CheckCustomer(cus::CreateCustomerRequest) -> cus::CheckResponse,
    /// Creates a customer.
    "customers.create" any CreateCustomer(cus::CreateCustomerRequest) -> cus::CreatedCustomer,
    /// Edits a customer.
    "customers.edit" any EditCustomer(cus::EditCustomerRequest) -> cus::CustomerDetail,
    /// What a deletion would do.
    "customers.delete_preview" any PreviewDeleteCustomer(crate::CustomerRequest) -> cus::DeletePreview,
    /// Deletes a customer.
    "customers.delete" any DeleteCustomer(cus::DeleteCustomerRequest) -> cus::CustomerDetail,
    /// Restores a customer.
    "customers.restore" any RestoreCustomer(crate::CustomerRequest) -> cus::CustomerDetail,
    /// The System Key in clear.
    "customers.reveal_system_key" any RevealSystemKey(crate::CustomerRequest) -> cus::SystemKey,
    /// Saves the filtered customers as CSV.
    "customers.export" any ExportCustomers(cus::ExportCustomersRequest) -> fil::Saved,

    // Site templates
    /// The distributor's site templates.
    "templates.list" any ListTemplates(Empty) -> tem::Templates,
    /// What a template made from a customer would set.
    "templates.draft" any DraftTemplate(crate::CustomerRequest) -> tem::TemplateDraft,
    /// Creates a template.
    "templates.create" any CreateTemplate(tem::CreateTemplateRequest) -> tem::Templates,
    /// Changes a template.
    "templates.edit" any EditTemplate(tem::EditTemplateRequest) -> tem::Templates,
    /// Deletes a template.
    "templates.delete" any DeleteTemplate(tem::TemplateRequest) -> tem::Templates,
    /// Restores a deleted template.
    "templates.restore" any RestoreTemplate(tem::TemplateRequest) -> tem::Templates,
    /// What a template would change in a customer.
    "templates.preview" any PreviewTemplate(tem::PreviewTemplateRequest) -> tem::TemplatePlan,
    /// Gives a template to a customer, as planned.
    "templates.apply" any ApplyTemplate(tem::ApplyTemplateRequest) -> cus::CustomerDetail,

    // Credit
    /// What a distributor has.
    "credit.overview" any CreditOverview(cre::CreditScope) -> cre::CreditOverview,
    /// A page of movements, seen from the distributor or from a customer.
    "credit.movements" any ListMovements(cre::ListMovementsRequest) -> cre::MovementPage,
    /// Saves the filtered movements as CSV.
    "credit.export" any ExportMovements(cre::ExportMovementsRequest) -> fil::Saved,
    /// Distributor to customer.
    "credit.transfer" any TransferCredit(cre::MoveCreditRequest) -> cre::CreditOverview,
    /// Customer back to distributor.
    "credit.refund" any RefundCredit(cre::MoveCreditRequest) -> cre::CreditOverview,
    /// The issuer sells credit. A command line only: nothing in the window mints credit.
    "issuer.sell_credit" cli SellCredit(cre::SellCreditRequest) -> cre::CreditOverview,
    /// The issuer changes the distributor's general settings.
    "issuer.edit_distributor" cli EditDistributor(cus::EditDistributorRequest) -> cus::DistributorDetail,
    /// The distributor's general settings, read-only for itself.
    "distributor.get" any GetDistributor(Empty) -> cus::DistributorDetail,
    /// Sets the address at which phones find the cloud; it stands in the QR codes that are printed from then on.
    "distributor.set_public_address" any SetPublicAddress(cus::PublicAddressRequest) -> cus::DistributorDetail,

    // Accounts
    /// Accounts of the distributor or of one customer.
    "accounts.list" any ListAccounts(acc::AccountScope) -> acc::Accounts,
    /// Saves them as a file.
    "accounts.export" any ExportAccounts(acc::ExportAccountsRequest) -> fil::Saved,
    /// Creates an account.
    "accounts.create" any CreateAccount(acc::CreateAccountRequest) -> acc::Accounts,
    /// Deletes an account.
    "accounts.delete" any DeleteAccount(acc::DeleteAccountRequest) -> acc::Accounts,
    /// Sets when a login expires.
    "accounts.set_expiry" any SetExpiry(acc::SetExpiryRequest) -> acc::Accounts,
    /// Gives a customer to an installer to work in.
    "accounts.give_customer" any GiveCustomer(acc::GiveCustomerRequest) -> acc::Accounts,
    /// Takes a customer from an installer.
    "accounts.take_customer" any TakeCustomer(acc::GiveCustomerRequest) -> acc::Accounts,
    /// Changes a password: one's own with the current one, another's as a distributor.
    "accounts.change_password" any ChangePassword(acc::ChangePasswordRequest) -> Empty,

    // Users
    /// A page of users with their latest key.
    "users.list" any ListUsers(usr::ListUsersRequest) -> usr::UserPage,
    /// Ids of all users that match the filters, for a selection.
    "users.matching" any MatchingUsers(usr::ListUsersRequest) -> usr::MatchingUsers,
    /// One user with devices, keys and next steps.
    "users.card" any UserCard(usr::UserRequest) -> usr::UserCard,
    /// Creates a user without a key.
    "users.create" any CreateUser(usr::CreateUserRequest) -> usr::UserCard,
    /// Edits a user.
    "users.edit" any EditUser(usr::EditUserRequest) -> usr::UserCard,
    /// Deletes a user.
    "users.delete" any DeleteUser(usr::UserRequest) -> usr::UserCard,
    /// Saves the filtered users as CSV.
    "users.export" any ExportUsers(usr::ExportUsersRequest) -> fil::Saved,

    // Users from spreadsheets
    /// Reads a file of users (CSV or XLSX) and shows what it would change.
    "user_imports.open" any OpenUserFile(uim::OpenUserFileRequest) -> uim::UserFileView,
    /// Corrects how it is read, or what new users get.
    "user_imports.adjust" any AdjustUserFile(uim::AdjustUserFileRequest) -> uim::UserFileView,
    /// A page of its lines.
    "user_imports.rows" any UserFileRows(uim::UserFileRowsRequest) -> uim::UserFileRows,
    /// Repairs a cell of the preview.
    "user_imports.repair" any RepairUserFile(uim::RepairUserFileRequest) -> uim::UserFileView,
    /// Chooses lines, or leaves them out.
    "user_imports.choose" any ChooseUserRows(uim::ChooseUserRowsRequest) -> uim::UserFileView,
    /// Saves lines of the preview with what is wrong with them.
    "user_imports.export_rows" any ExportUserRows(uim::ExportUserRowsRequest) -> fil::Saved,
    /// Carries out the chosen lines, all or none.
    "user_imports.run" any ImportUsers(uim::ImportUsersRequest) -> uim::UsersImported,
    /// Imports so far.
    "user_imports.list" any ListUserImports(crate::CustomerRequest) -> uim::UserImports,
    /// Saves them as a file.
    "user_imports.export" any ExportUserImports(uim::ExportUserImportsRequest) -> fil::Saved,
    /// What undoing an import would do.
    "user_imports.undo_preview" any PreviewUndoUserImport(uim::UserImportRequest) -> uim::UserUndo,
    /// Undoes an import as far as nobody touched its users.
    "user_imports.undo" any UndoUserImport(uim::UndoUserImportRequest) -> uim::UserUndo,
    /// How far long work is.
    "jobs.progress" any JobProgress(job::JobRequest) -> job::JobProgress,
    /// Stops long work, if it can still be stopped.
    "jobs.cancel" any CancelJob(job::JobRequest) -> Empty,

    // Keys
    /// What the key wizard starts with.
    "keys.prefill" any PrefillKey(key::PrefillKeyRequest) -> key::KeyPrefill,
    /// Issues a key, to a new user or an existing one.
    "keys.issue" any IssueKey(key::IssueKeyRequest) -> key::IssuedKey,
    /// Changes name, validity or groups.
    "keys.edit" any EditKey(key::EditKeyRequest) -> usr::UserCard,
    /// A further code, free of charge.
    "keys.reissue_code" any ReissueCode(key::ReissueCodeRequest) -> key::IssuedKey,
    /// Suspends a key.
    "keys.suspend" any SuspendKey(key::KeyRequest) -> usr::UserCard,
    /// Resumes a key.
    "keys.resume" any ResumeKey(key::KeyRequest) -> usr::UserCard,
    /// Deletes a key.
    "keys.delete" any DeleteKey(key::KeyRequest) -> usr::UserCard,
    /// Restores a deleted key for one credit.
    "keys.restore" any RestoreKey(key::KeyRequest) -> key::IssuedKey,
    /// A user's new phone.
    "keys.swap_phone" any SwapPhone(key::SwapPhoneRequest) -> key::IssuedKey,
    /// The open activation code of a key in clear.
    "keys.reveal_code" any RevealCode(key::KeyRequest) -> key::RevealedCode,

    // The demo's simulated phone
    /// The simulated phone scans a key's handout and activates it; one that holds the key already synchronises.
    "phones.try" any TryPhone(pho::SimulatedPhoneRequest) -> pho::SimulatedPhone,
    /// The user of the simulated phone deletes the key in it.
    "phones.delete_key" any DeleteKeyInPhone(pho::SimulatedPhoneRequest) -> pho::SimulatedPhone,

    // Many keys or users at once
    /// What an action on a selection would do, and what it would cost.
    "bulk.preview" any PreviewBulk(blk::BulkRequest) -> blk::BulkPreview,
    /// Does it; each row for itself, a refused one is left as it was.
    "bulk.run" any RunBulk(blk::BulkRequest) -> blk::BulkDone,

    // Invitations
    /// A page of keys that wait for their first activation, over all customers or in one.
    "invitations.list" any ListInvitations(inv::ListInvitationsRequest) -> inv::InvitationPage,
    /// All that match the filters, for a selection.
    "invitations.matching" any MatchInvitations(inv::ListInvitationsRequest) -> inv::MatchingInvitations,
    /// Saves the filtered invitations as a file.
    "invitations.export" any ExportInvitations(inv::ExportInvitationsRequest) -> fil::Saved,

    // Handouts
    /// One page of handouts as SVG, identical to print.
    "handouts.preview" any PreviewHandouts(han::PreviewRequest) -> han::Preview,
    /// Saves handouts as PDF.
    "handouts.save_pdf" any SavePdf(han::SaveRequest) -> fil::Saved,
    /// Saves one handout as PNG.
    "handouts.save_png" any SavePng(han::SaveRequest) -> fil::Saved,
    /// Printers of this computer.
    "handouts.printers" any ListPrinters(Empty) -> han::Printers,
    /// Sends handouts to a printer.
    "handouts.print" any PrintHandouts(han::PrintRequest) -> han::Printed,
    /// Sends a sheet that shows where the printer puts things.
    "handouts.test_sheet" any SaveTestSheet(han::TestSheetRequest) -> fil::Saved,

    // Papers
    /// One page of a statement, protocol or sheet as SVG, identical to print.
    "papers.preview" any PreviewPaper(pap::PreviewPaperRequest) -> pap::PaperPreview,
    /// Saves it as PDF.
    "papers.save_pdf" any SavePaper(pap::SavePaperRequest) -> fil::Saved,
    /// Sends it to a printer.
    "papers.print" any PrintPaper(pap::PrintPaperRequest) -> pap::PrintedPaper,
    /// Saves a statement as CSV.
    "papers.save_statement" any SaveStatement(pap::SaveStatementRequest) -> fil::Saved,

    // Readers
    /// A page of readers.
    "readers.list" any ListReaders(rea::ListReadersRequest) -> rea::ReaderPage,
    /// One reader, for its editor.
    "readers.get" any GetReader(rea::ReaderRequest) -> rea::ReaderRow,
    /// Creates a reader.
    "readers.create" any CreateReader(rea::CreateReaderRequest) -> rea::ReaderRow,
    /// Edits a reader.
    "readers.edit" any EditReader(rea::EditReaderRequest) -> rea::ReaderRow,
    /// Deletes a reader.
    "readers.delete" any DeleteReader(rea::ReaderRequest) -> Empty,
    /// Saves the filtered readers as CSV.
    "readers.export" any ExportReaders(rea::ExportReadersRequest) -> fil::Saved,
    /// Saves the readers as .json in our versioned format.
    "readers.export_json" any ExportReadersJson(rea::ExportReadersJsonRequest) -> fil::Saved,
    /// Reads a file and shows what it would change.
    "readers.import_preview" any PreviewImport(rea::PreviewImportRequest) -> rea::ImportPreview,
    /// Carries out the chosen rows of a preview.
    "readers.import" any ImportReaders(rea::ImportReadersRequest) -> rea::ImportDone,
    /// Imports so far.
    "readers.imports" any ListImports(crate::CustomerRequest) -> rea::Imports,
    /// Saves them as a file.
    "readers.export_imports" any ExportImports(rea::ExportImportsRequest) -> fil::Saved,
    /// Undoes an import.
    "readers.undo_import" any UndoImport(rea::UndoImportRequest) -> rea::UndoDone,
    /// Reader changes that phones do not know yet.
    "readers.unpublished" any Unpublished(crate::CustomerRequest) -> rea::Unpublished,
    /// Makes them visible to phones.
    "readers.publish" any PublishReaders(crate::CustomerRequest) -> rea::Unpublished,
    /// Reader groups with counts.
    "groups.list" any ListGroups(crate::CustomerRequest) -> rea::Groups,
    /// Creates a group.
    "groups.create" any CreateGroup(rea::CreateGroupRequest) -> rea::Groups,
    /// Renames a group.
    "groups.edit" any EditGroup(rea::EditGroupRequest) -> rea::Groups,
    /// Deletes a group.
    "groups.delete" any DeleteGroup(rea::GroupRequest) -> rea::Groups,

    // Activity
    /// Who changed what, newest first.
    "activity.list" any ListActivity(act::ListActivityRequest) -> act::ActivityPage,
    /// Saves them as a file.
    "activity.export" any ExportActivity(act::ExportActivityRequest) -> fil::Saved,
}
