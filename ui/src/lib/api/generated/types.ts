// Generated from the command list by `cargo xtask gen`; do not edit.

/**
 * One account.
 */
export type AccountRow = { 
/**
 * The account.
 */
id: string, 
/**
 * Login e-mail.
 */
email: string, 
/**
 * Role.
 */
role: Role, 
/**
 * Language of its screens.
 */
language: Language | null, 
/**
 * When it was created.
 */
created_at: string, 
/**
 * When the login expires.
 */
expires_at: string | null, 
/**
 * The last local day on which it opens.
 */
expires_on: string | null, 
/**
 * When it was deleted.
 */
deleted_at: string | null, 
/**
 * Whether it is the account that asks.
 */
own: boolean, 
/**
 * The customers given to an installer, by name.
 */
customers: Array<GivenCustomer>, };

/**
 * Whose accounts.
 */
export type AccountScope = { 
/**
 * The customer, or `None` for the distributor's own people.
 */
customer_id: string | null, };

/**
 * Accounts, in the order of their creation.
 */
export type Accounts = { 
/**
 * Accounts.
 */
accounts: Array<AccountRow>, };

/**
 * Who did something in the log.
 */
export type ActivityActor = { 
/**
 * The account.
 */
id: string, 
/**
 * Its login e-mail.
 */
email: string, };

/**
 * A page of the log, newest first.
 */
export type ActivityPage = { 
/**
 * Entries.
 */
rows: Array<ActivityRow>, 
/**
 * Accounts that may be filtered by.
 */
actors: Array<ActivityActor>, 
/**
 * Where the page stands.
 */
info: PageInfo, };

/**
 * One entry.
 */
export type ActivityRow = { 
/**
 * The mutation.
 */
id: string, 
/**
 * When the authority carried it out.
 */
at: string, 
/**
 * When it was done by the clock of the computer where it was done, if that is another time.
 */
at_there: string | null, 
/**
 * Name of the computer it was done on; `None` is this one.
 */
computer: string | null, 
/**
 * Name of the mutation, for example `key.issue`.
 */
name: string, 
/**
 * Login e-mail of who did it; `None` for set-up, the issuer and phones.
 */
email: string | null, 
/**
 * `account`, `issuer`, `phone` or `setup`.
 */
actor: string, 
/**
 * Name of the customer it happened in.
 */
customer_name: string | null, 
/**
 * Whom or what it was about, by the name it has now: a user, an account, a reader, a group; may be empty.
 */
subject: string, 
/**
 * User ID of the key it was about.
 */
user_id_number: number | null, 
/**
 * Whole credits that were moved.
 */
credit: number | null, 
/**
 * What changed.
 */
rows: Array<ChangedRow>, 
/**
 * How many rows changed in all.
 */
row_count: number, };

/**
 * A correction of how a file is read; what is `None` stays as it is.
 */
export type AdjustUserFileRequest = { 
/**
 * The preview.
 */
preview_id: string, 
/**
 * Encoding of a text file.
 */
encoding?: TextEncoding | null, 
/**
 * What separates its cells.
 */
delimiter?: Delimiter | null, 
/**
 * Sheet of a workbook.
 */
sheet?: string | null, 
/**
 * Whether the first line names the columns.
 */
header?: boolean | null, 
/**
 * One column, and what it is read as.
 */
column?: ColumnChoice | null, 
/**
 * Which number comes first in a day written with slashes.
 */
date_order?: DateOrder | null, 
/**
 * Calling code of phone numbers without a country.
 */
calling_code?: string | null, 
/**
 * Whether new users get a key.
 */
with_keys?: boolean | null, 
/**
 * Last day of keys whose line names none.
 */
valid_to?: LastDay | null, 
/**
 * Name to ask about the work by.
 */
job: string, };

/**
 * A link with its QR.
 */
export type AppLink = { 
/**
 * Address.
 */
url: string, 
/**
 * QR as SVG.
 */
svg: string, };

/**
 * Gives a template to a customer, as planned.
 */
export type ApplyTemplateRequest = { 
/**
 * The template.
 */
template_id: string, 
/**
 * The customer.
 */
customer_id: string, 
/**
 * Settings of the plan.
 */
edits: TemplateEdits, 
/**
 * Groups of the plan.
 */
groups: Array<string>, };

/**
 * Something of a customer that needs attention, with a count.
 */
export type Attention = { 
/**
 * The customer.
 */
customer_id: string, 
/**
 * Name.
 */
name: string, 
/**
 * How many.
 */
count: number, };

/**
 * What to do about a thing.
 */
export type AttentionAction = "discard" | "resend" | "mine" | "theirs";

/**
 * One thing that needs a person.
 */
export type AttentionItem = { 
/**
 * The mutation that was refused.
 */
id: string, 
/**
 * What was asked, as in the activity log.
 */
action: string, 
/**
 * When it was asked.
 */
at: string, 
/**
 * Whom or what it is about.
 */
about: string, 
/**
 * Why it was refused.
 */
failure: Failure, 
/**
 * Fields that differ, for an edit that met another one.
 */
conflicts: Array<FieldConflict>, 
/**
 * What was typed, where a form can take it once more.
 */
typed: Typed | null, 
/**
 * A handout may be out that opens nothing: it has to be printed anew.
 */
void_handout: boolean, };

/**
 * Deals with one thing of the inbox.
 */
export type AttentionRequest = { 
/**
 * The mutation.
 */
id: string, 
/**
 * What to do.
 */
action: AttentionAction, };

/**
 * One backup.
 */
export type Backup = { 
/**
 * Its name.
 */
name: string, 
/**
 * When it was made.
 */
at: string, 
/**
 * Bytes.
 */
size: number, };

/**
 * Backups, newest first.
 */
export type Backups = { 
/**
 * Backups.
 */
backups: Array<Backup>, };

/**
 * What is done with every key, or every user, of a selection.
 */
export type BulkAction = { "kind": "suspend" } | { "kind": "resume" } | { "kind": "delete" } | { "kind": "delete_users" } | { "kind": "reissue", 
/**
 * Whether the codes so far are lost and must stop working.
 */
lost: boolean, } | { "kind": "validity", 
/**
 * New first day; `None` leaves each its own.
 */
valid_from: string | null, 
/**
 * Whether the last day changes.
 */
change_to: boolean, 
/**
 * New last day; `None` is unlimited.
 */
valid_to: string | null, } | { "kind": "send", 
/**
 * Announce each letter by a text message, where the user has a number.
 */
sms: boolean, } | { "kind": "put_back", 
/**
 * Keys with the days they have and the days they are to have.
 */
rows: Array<KeyValidity>, };

/**
 * What an action did.
 */
export type BulkDone = { 
/**
 * Keys on which it was done.
 */
key_ids: Array<string>, 
/**
 * Users on which it was done.
 */
user_ids: Array<string>, 
/**
 * Rows on which it was refused.
 */
failed: Array<BulkFailure>, 
/**
 * For a change of validity: what takes it back.
 */
back: Array<KeyValidity>, };

/**
 * A row on which the action was refused; nothing of it was done.
 */
export type BulkFailure = { 
/**
 * The key.
 */
key_id: string | null, 
/**
 * The user.
 */
user_id: string | null, 
/**
 * The user's name.
 */
name: string, 
/**
 * User ID of the key.
 */
number: number | null, 
/**
 * Why.
 */
failure: Failure, };

/**
 * What sending letters would do.
 */
export type BulkLetters = { 
/**
 * Keys whose users have no e-mail address: they are left out.
 */
no_address: Array<BulkRow>, 
/**
 * Keys whose letter waits to be sent already: they are left out.
 */
on_the_way: number, 
/**
 * Keys to which a letter with this code was sent before: another one goes out.
 */
again: number, 
/**
 * Whether text messages can be sent.
 */
sms: boolean, 
/**
 * Users with a phone number, among those that get a letter.
 */
phones: number, };

/**
 * What an action would do.
 */
export type BulkPreview = { 
/**
 * Keys that the action would change.
 */
key_ids: Array<string>, 
/**
 * Users that the action would change.
 */
user_ids: Array<string>, 
/**
 * Customers that they belong to.
 */
customers: number, 
/**
 * Live keys that would be deleted along with their users.
 */
keys_of_users: number, 
/**
 * Keys whose code was printed, saved or sent already: what people hold in hand.
 */
handed_out: number, 
/**
 * What is left out.
 */
left_out: Array<LeftOut>, 
/**
 * Whole credits that it would cost.
 */
cost: number, 
/**
 * For sending letters: what that would do.
 */
letters: BulkLetters | null, };

/**
 * One action on a selection.
 */
export type BulkRequest = { 
/**
 * What to do.
 */
action: BulkAction, 
/**
 * Keys; for an action on keys.
 */
key_ids: Array<string>, 
/**
 * Users; for an action on users.
 */
user_ids: Array<string>, };

/**
 * A key of a selection, as people know it.
 */
export type BulkRow = { 
/**
 * The key.
 */
key_id: string, 
/**
 * Its user.
 */
user_id: string, 
/**
 * The user's name.
 */
name: string, 
/**
 * User ID.
 */
number: number, };

/**
 * Changes a password.
 */
export type ChangePasswordRequest = { 
/**
 * The account.
 */
account_id: string, 
/**
 * The current password, needed for one's own.
 */
current_password: string | null, 
/**
 * The new password.
 */
new_password: string, };

/**
 * Something changed after a commit: screens that show these nouns read again.
 */
export type Changed = { 
/**
 * Nouns: `distributor`, `customers`, `accounts`, `users`, `keys`, `readers`, `groups`, `imports`, `credit`, `activity`,
 * `backups`, `session`, `computers`, `quarantine`, `templates`.
 */
nouns: Array<string>, 
/**
 * The customer, if the change was in one.
 */
customer_id: string | null, };

/**
 * A row that was changed.
 */
export type ChangedRow = { 
/**
 * Noun.
 */
noun: string, 
/**
 * Row id.
 */
id: string, 
/**
 * Whether it was new.
 */
created: boolean, 
/**
 * Fields: before and after.
 */
fields: Record<string, [unknown, unknown]>, };

/**
 * By which way a message goes to a key holder.
 */
export type Channel = "email" | "sms";

/**
 * What is wrong so far.
 */
export type CheckResponse = { 
/**
 * Wrong fields.
 */
fields: Array<FieldError>, };

/**
 * Chooses lines, or leaves them out.
 */
export type ChooseUserRowsRequest = { 
/**
 * The preview.
 */
preview_id: string, 
/**
 * Lines; `None` means all that do `action`.
 */
rows: Array<number> | null, 
/**
 * For all lines that do this.
 */
action: UserRowAction | null, 
/**
 * Whether they are in.
 */
chosen: boolean, };

/**
 * Who is at an address.
 */
export type CloudProbe = { 
/**
 * The address as it is kept.
 */
address: string, 
/**
 * SHA-256 of the certificate where no public authority vouches for it: to be compared with the one that the office
 * server shows, before anything is sent.
 */
certificate: string | null, 
/**
 * Version of the cloud's program; empty while the certificate is not confirmed.
 */
version: string, };

/**
 * Where this computer stands with its cloud.
 */
export type CloudStage = "none" | "first" | "up_to_date" | "working" | "offline" | "trouble";

/**
 * What the chip in the top bar shows.
 */
export type CloudStatus = { 
/**
 * Where it stands.
 */
stage: CloudStage, 
/**
 * The cloud's address.
 */
address: string, 
/**
 * Changes that wait for the cloud.
 */
waiting: number, 
/**
 * When the oldest of them was made.
 */
waiting_since: string | null, 
/**
 * Things that need a person.
 */
attention: number, 
/**
 * When the cloud was last heard of.
 */
last_contact: string | null, 
/**
 * Rows of the first sync that came.
 */
received: number, 
/**
 * Rows of the first sync in all, as far as it is known.
 */
expected: number, 
/**
 * What was last wrong.
 */
problem: Failure | null, 
/**
 * Where this computer is moving to, if it has not arrived: until then nothing is changed here.
 */
moving: string | null, 
/**
 * `good`, `password_changed`, `account_ended`, `revoked`, `lost`.
 */
standing: string, 
/**
 * Rows that wait for the cloud, at most 2,000 of them.
 */
rows: Array<string>, };

/**
 * Why an activation code no longer opens anything.
 */
export type CodeEnd = "used" | "superseded" | "lost" | "key_deleted";

/**
 * An activation code without its secret.
 */
export type CodeView = { 
/**
 * The code's row.
 */
id: string, 
/**
 * Its first five characters.
 */
head: string, 
/**
 * When it was made.
 */
created_at: string, 
/**
 * When it expires.
 */
expires_at: string, 
/**
 * Why it ended.
 */
end: CodeEnd | null, 
/**
 * When it ended.
 */
ended_at: string | null, 
/**
 * Whether it would still activate the key.
 */
open: boolean, 
/**
 * How often a handout was printed or saved.
 */
handouts: number, };

/**
 * What a column is read as.
 */
export type ColumnChoice = { 
/**
 * The column, from 0.
 */
index: number, 
/**
 * What it holds; `None` is not read.
 */
field: UserColumn | null, };

/**
 * A computer.
 */
export type ComputerRequest = { 
/**
 * The computer.
 */
computer_id: string, };

/**
 * One computer.
 */
export type ComputerRow = { 
/**
 * The computer.
 */
id: string, 
/**
 * Its name.
 */
name: string, 
/**
 * Whose it is: the login e-mail.
 */
account: string, 
/**
 * The customer of its account, for a customer's admin.
 */
customer: string | null, 
/**
 * The one that asks.
 */
this: boolean, 
/**
 * When it was added.
 */
enrolled_at: string, 
/**
 * When it was ended.
 */
revoked_at: string | null, 
/**
 * When it was declared lost.
 */
lost_at: string | null, 
/**
 * Its data turned out to be a copy of another computer's.
 */
copied: boolean, 
/**
 * When the cloud last heard of it; `None` where only the cloud knows.
 */
last_contact: string | null, 
/**
 * Changes that wait on it; `None` where only the cloud knows.
 */
waiting: number | null, 
/**
 * What it holds.
 */
leases: Array<HeldLease>, };

/**
 * The computers that the account may see, the one that asks first.
 */
export type Computers = { 
/**
 * Whether this computer belongs to a cloud. If not, it is its own authority and there are no others.
 */
joined: boolean, 
/**
 * The computers.
 */
computers: Array<ComputerRow>, };

/**
 * Contact data of a tenant. Only the e-mail address is ever required, and only for what sends e-mail.
 */
export type Contact = { 
/**
 * Street and house number.
 */
address: string, 
/**
 * Postal code.
 */
zip: string, 
/**
 * City.
 */
city: string, 
/**
 * Contact e-mail; changing it never touches a login (chapter 3.4.1).
 */
email: string, 
/**
 * Phone number in E.164 (`+420601234567`), or empty.
 */
phone: string, 
/**
 * Web address.
 */
web: string, };

/**
 * Creates an account.
 */
export type CreateAccountRequest = { 
/**
 * The customer, or `None` for the distributor's own people.
 */
customer_id: string | null, 
/**
 * Role.
 */
role: Role, 
/**
 * Login e-mail.
 */
email: string, 
/**
 * Password.
 */
password: string, 
/**
 * The last local day on which it opens; never expires when missing.
 */
expires_on: string | null, };

/**
 * Creates a customer.
 */
export type CreateCustomerRequest = { 
/**
 * Name.
 */
name: string, 
/**
 * System type.
 */
system_type: SystemType, 
/**
 * System ID.
 */
system_id: string, 
/**
 * System Key.
 */
system_key: string, 
/**
 * Contact.
 */
contact: Contact, 
/**
 * Password of the first account; `None` is *Do not create account*.
 */
password: string | null, 
/**
 * Key Name.
 */
key_name: string, 
/**
 * Prefix.
 */
key_prefix: string, 
/**
 * Default validity; `None` is unlimited.
 */
default_valid_to: string | null, 
/**
 * Paid credit to transfer at once.
 */
credit: number, 
/**
 * Purchase order number of that transfer.
 */
note: string, 
/**
 * One-tap identification.
 */
one_tap: boolean, 
/**
 * Automatic identification.
 */
automatic: boolean, 
/**
 * Reader groups.
 */
groups_enabled: boolean, 
/**
 * Names of reader groups to begin with.
 */
groups: Array<string>, 
/**
 * IANA time zone; the distributor's when empty.
 */
time_zone: string, };

/**
 * Creates a group.
 */
export type CreateGroupRequest = { 
/**
 * The customer.
 */
customer_id: string, 
/**
 * Name.
 */
name: string, };

/**
 * Creates a reader.
 */
export type CreateReaderRequest = { 
/**
 * The customer.
 */
customer_id: string, 
/**
 * Name.
 */
name: string, 
/**
 * Reader ID.
 */
reader_id: string, 
/**
 * MAC in any common writing.
 */
mac: string | null, 
/**
 * Group.
 */
group_id: string | null, 
/**
 * Allow identification from app.
 */
allow_identification: boolean, 
/**
 * One-tap access.
 */
one_tap: boolean | null, 
/**
 * Signal range.
 */
signal_range: SignalRange, 
/**
 * One-tap access signal.
 */
one_tap_signal: OneTapSignal, };

/**
 * Creates a template.
 */
export type CreateTemplateRequest = { 
/**
 * Name.
 */
name: string, 
/**
 * What it is for.
 */
note: string, 
/**
 * What it sets.
 */
fields: TemplateFields, };

/**
 * Creates a user.
 */
export type CreateUserRequest = { 
/**
 * The customer.
 */
customer_id: string, 
/**
 * What was entered.
 */
fields: UserFields, };

/**
 * A customer was created.
 */
export type CreatedCustomer = { 
/**
 * The customer.
 */
customer_id: string, };

/**
 * Spendable credit of a customer.
 */
export type CreditLeft = { 
/**
 * Paid credit.
 */
paid: number, 
/**
 * Trial credit.
 */
trial: number, 
/**
 * Demo systems are not limited by credit.
 */
unlimited: boolean, };

/**
 * Credit at a glance (manual, chapters 3.2.2 and 4.2.3).
 */
export type CreditOverview = { 
/**
 * What the distributor has; `None` for who may not see it.
 */
distributor: number | null, 
/**
 * What the customer has, when one was asked for.
 */
customer: CreditLeft | null, 
/**
 * Credit that came along from a computer that was its own issuer, until the issuer confirms it: of the customer, or of
 * everybody.
 */
unconfirmed: number, 
/**
 * Number of live customers, or of the customer's keys ever issued.
 */
count: number, 
/**
 * Customers with the most need first, for the distributor.
 */
customers: Array<CustomerCredit>, 
/**
 * What computers hold of the customer's credit, when one was asked for: it cannot be taken back meanwhile.
 */
on_site: Array<HeldLease>, };

/**
 * Whose credit.
 */
export type CreditScope = { 
/**
 * The customer, or `None` for the distributor.
 */
customer_id: string | null, };

/**
 * Credit of one customer.
 */
export type CustomerCredit = { 
/**
 * The customer.
 */
customer_id: string, 
/**
 * Name.
 */
name: string, 
/**
 * What it has.
 */
credit: CreditLeft, 
/**
 * Keys issued in the last 30 days.
 */
spent_30_days: number, 
/**
 * Days until it runs out at that pace; `None` if it does not.
 */
days_left: number | null, };

/**
 * One customer with all settings. The System Key is masked.
 */
export type CustomerDetail = { 
/**
 * The customer.
 */
id: string, 
/**
 * Name.
 */
name: string, 
/**
 * System type.
 */
system_type: SystemType, 
/**
 * System ID.
 */
system_id: string, 
/**
 * Length of the System Key, to draw the mask.
 */
system_key_length: number, 
/**
 * App id for Android.
 */
app_android: number | null, 
/**
 * App id for iOS.
 */
app_ios: number | null, 
/**
 * Contact.
 */
contact: Contact, 
/**
 * Key Name.
 */
key_name: string, 
/**
 * Prefix.
 */
key_prefix: string, 
/**
 * Default validity; `None` is unlimited.
 */
default_valid_to: string | null, 
/**
 * Allow duplicate key ID.
 */
allow_duplicate_user_id: boolean, 
/**
 * One-tap.
 */
one_tap: boolean, 
/**
 * Automatic.
 */
automatic: boolean, 
/**
 * Reader groups.
 */
groups_enabled: boolean, 
/**
 * Time zone.
 */
time_zone: string, 
/**
 * Whether a key was ever issued: the system type is fixed then.
 */
keys_issued: boolean, 
/**
 * Keys that are not deleted.
 */
keys: number, 
/**
 * Users that are not deleted.
 */
users: number, 
/**
 * Live readers.
 */
readers: number, 
/**
 * Credit.
 */
credit: CreditLeft, 
/**
 * When it was created.
 */
created_at: string, 
/**
 * When it was deleted.
 */
deleted_at: string | null, 
/**
 * When readers were last published.
 */
published_at: string | null, 
/**
 * Another customer that lives has the same System ID, because one of them was created without network.
 */
system_id_twice: boolean, 
/**
 * What computers hold of its credit and User IDs.
 */
on_site: Array<HeldLease>, 
/**
 * What the account that asks may do here.
 */
may: CustomerMay, };

/**
 * Changes of a customer's settings, each with the value the editor started from.
 */
export type CustomerEdits = { 
/**
 * Customer Name.
 */
name?: Edit<string> | null, 
/**
 * System type; fixed once a key was issued.
 */
system_type?: Edit<SystemType> | null, 
/**
 * System ID.
 */
system_id?: Edit<string> | null, 
/**
 * System Key.
 */
system_key?: Edit<string> | null, 
/**
 * App id for Android.
 */
app_android?: Edit<number | null> | null, 
/**
 * App id for iOS.
 */
app_ios?: Edit<number | null> | null, 
/**
 * Time zone.
 */
time_zone?: Edit<string> | null, 
/**
 * Street and house number.
 */
address?: Edit<string> | null, 
/**
 * Postal code.
 */
zip?: Edit<string> | null, 
/**
 * City.
 */
city?: Edit<string> | null, 
/**
 * Contact e-mail.
 */
email?: Edit<string> | null, 
/**
 * Phone.
 */
phone?: Edit<string> | null, 
/**
 * Web.
 */
web?: Edit<string> | null, 
/**
 * Key Name.
 */
key_name?: Edit<string> | null, 
/**
 * Mobile Key Prefix.
 */
key_prefix?: Edit<string> | null, 
/**
 * Default validity.
 */
default_valid_to?: Edit<string | null> | null, 
/**
 * Allow duplicate key ID: distributor admins only.
 */
allow_duplicate_user_id?: Edit<boolean> | null, 
/**
 * Using notification bar / widget.
 */
one_tap?: Edit<boolean> | null, 
/**
 * By lighting up display.
 */
automatic?: Edit<boolean> | null, 
/**
 * Reader groups.
 */
groups_enabled?: Edit<boolean> | null, };

/**
 * Which customers are shown.
 */
export type CustomerFilter = "active" | "deleted";

/**
 * What needs a customer now (manual, chapter 4.1.2).
 */
export type CustomerHome = { 
/**
 * Credit.
 */
credit: CreditLeft, 
/**
 * Whether that is as little as this computer's settings warn of.
 */
credit_low: boolean, 
/**
 * Users that are not deleted.
 */
users: number, 
/**
 * Keys by stage.
 */
stages: Stages, 
/**
 * Live readers.
 */
readers: number, 
/**
 * Reader changes that phones do not know.
 */
unpublished: number, 
/**
 * Codes that expire within three days.
 */
expiring: number, 
/**
 * Waiting keys that expire first.
 */
waiting: Array<WaitingKey>, 
/**
 * Where phones find the app for Android, as text and as SVG of the QR.
 */
android: AppLink, 
/**
 * Where phones find the app for iOS.
 */
ios: AppLink, };

/**
 * What an account may do in a customer.
 */
export type CustomerMay = { 
/**
 * Edit system settings.
 */
edit_system: boolean, 
/**
 * Switch *Allow duplicate key ID*.
 */
allow_duplicates: boolean, 
/**
 * Move credit.
 */
move_credit: boolean, 
/**
 * Delete and restore.
 */
delete: boolean, 
/**
 * Create and delete accounts.
 */
accounts: boolean, 
/**
 * Waive the credit of a phone swap.
 */
waive: boolean, };

/**
 * A page of customers.
 */
export type CustomerPage = { 
/**
 * Rows.
 */
rows: Array<CustomerRow>, 
/**
 * Where the page stands.
 */
info: PageInfo, };

/**
 * What the wizard starts with.
 */
export type CustomerPrefill = { 
/**
 * The distributor's code.
 */
code: string, 
/**
 * Next System ID in series.
 */
system_id: string, 
/**
 * Available credit; `None` for who may not move it.
 */
credit: number | null, 
/**
 * Trial credits that are added free of charge.
 */
trial: number, 
/**
 * Time zone.
 */
time_zone: string, 
/**
 * System ID of demo systems.
 */
demo_system_id: string, 
/**
 * System Key of demo systems.
 */
demo_system_key: string, };

/**
 * One customer.
 */
export type CustomerRequest = { 
/**
 * The customer.
 */
customer_id: string, };

/**
 * One row of the table.
 */
export type CustomerRow = { 
/**
 * The customer.
 */
id: string, 
/**
 * Name.
 */
name: string, 
/**
 * System type.
 */
system_type: SystemType, 
/**
 * System ID.
 */
system_id: string, 
/**
 * City.
 */
city: string, 
/**
 * Address in one line.
 */
address: string, 
/**
 * Keys that are not deleted.
 */
keys: number, 
/**
 * Keys waiting for activation.
 */
waiting: number, 
/**
 * Codes that expired unused.
 */
expired: number, 
/**
 * Reader changes that phones do not know.
 */
unpublished: number, 
/**
 * Credit.
 */
credit: CreditLeft, 
/**
 * When it was created.
 */
created_at: string, 
/**
 * When something in it last changed.
 */
changed_at: string, 
/**
 * When it was deleted.
 */
deleted_at: string | null, };

/**
 * Which number comes first in a day written with slashes.
 */
export type DateOrder = "day_first" | "month_first";

/**
 * Deletes an account.
 */
export type DeleteAccountRequest = { 
/**
 * The account.
 */
account_id: string, };

/**
 * Deletes a customer.
 */
export type DeleteCustomerRequest = { 
/**
 * The customer.
 */
customer_id: string, 
/**
 * Its name, typed.
 */
typed_name: string, 
/**
 * Whether to take unspent paid credit back.
 */
take_back: boolean, };

/**
 * What a deletion would do.
 */
export type DeletePreview = { 
/**
 * Name to type.
 */
name: string, 
/**
 * Users in it.
 */
users: number, 
/**
 * Keys in use.
 */
keys: number, 
/**
 * Readers.
 */
readers: number, 
/**
 * Credit left.
 */
credit: CreditLeft, 
/**
 * What computers hold of it: keys that they have not sent yet would be void.
 */
on_site: Array<HeldLease>, };

/**
 * What separates the cells of a line.
 */
export type Delimiter = "semicolon" | "comma" | "tab" | "pipe";

/**
 * Life of a device: `unauthenticated -> active -> deleted`, never backwards.
 */
export type DeviceStatus = "unauthenticated" | "active" | "deleted";

/**
 * A device on the user card.
 */
export type DeviceView = { 
/**
 * The device.
 */
id: string, 
/**
 * Name.
 */
name: string, 
/**
 * Status.
 */
status: DeviceStatus, 
/**
 * The phone's system.
 */
platform: Platform | null, 
/**
 * The phone's model.
 */
model: string, 
/**
 * When it was created.
 */
created_at: string, 
/**
 * When it was activated.
 */
activated_at: string | null, 
/**
 * When it was deleted.
 */
deleted_at: string | null, 
/**
 * Its keys, the live one first.
 */
keys: Array<KeyView>, };

/**
 * The distributor's general settings.
 */
export type DistributorDetail = { 
/**
 * The distributor.
 */
id: string, 
/**
 * Name.
 */
name: string, 
/**
 * Code.
 */
code: string, 
/**
 * Contact.
 */
contact: Contact, 
/**
 * Time zone.
 */
time_zone: string, 
/**
 * When it was set up.
 */
created_at: string, 
/**
 * Where phones find the cloud: what stands in QR codes before the code. Empty, and they hold the bare code.
 */
public_address: string, };

/**
 * What needs a distributor now (manual, chapter 2; design, places).
 */
export type DistributorHome = { 
/**
 * Available credit; `None` for who may not see it.
 */
credit: number | null, 
/**
 * Whether that is as little as this computer's settings warn of.
 */
credit_low: boolean, 
/**
 * Live customers.
 */
customers: number, 
/**
 * Codes that expire within three days, by customer.
 */
expiring: Array<Attention>, 
/**
 * Codes that expired unused, by customer.
 */
expired: Array<Attention>, 
/**
 * Customers with little credit.
 */
low_credit: Array<LowCredit>, 
/**
 * Customers with reader changes that phones do not know.
 */
unpublished: Array<Attention>, 
/**
 * Last movements.
 */
movements: Array<Movement>, 
/**
 * Keys of all customers by stage.
 */
stages: Stages, };

/**
 * The distributor in short.
 */
export type DistributorName = { 
/**
 * The distributor.
 */
id: string, 
/**
 * Name.
 */
name: string, 
/**
 * Code.
 */
code: string, 
/**
 * Time zone of the office.
 */
time_zone: string, };

/**
 * A draft.
 */
export type Draft = { 
/**
 * Its content; `null` if there is none.
 */
value: unknown, };

/**
 * Name of a draft.
 */
export type DraftName = { 
/**
 * Name, for example `customer-wizard`.
 */
name: string, };

/**
 * A change of one field: what it was when the editor opened, and what it is to be.
 */
export type Edit<T> = { 
/**
 * The value the editor started from.
 */
from: T, 
/**
 * The value wanted.
 */
to: T, };

/**
 * Edits a customer.
 */
export type EditCustomerRequest = { 
/**
 * The customer.
 */
customer_id: string, 
/**
 * What changes.
 */
edits: CustomerEdits, };

/**
 * The issuer changes the distributor's general settings.
 */
export type EditDistributorRequest = { 
/**
 * New name.
 */
name: Edit<string> | null, 
/**
 * New contact.
 */
contact: Edit<Contact> | null, };

/**
 * Renames a group.
 */
export type EditGroupRequest = { 
/**
 * The group.
 */
group_id: string, 
/**
 * New name.
 */
name: Edit<string>, };

/**
 * Edits a key.
 */
export type EditKeyRequest = { 
/**
 * The key.
 */
key_id: string, 
/**
 * Key Name.
 */
name?: Edit<string> | null, 
/**
 * First day.
 */
valid_from?: Edit<string> | null, 
/**
 * Last day.
 */
valid_to?: Edit<string | null> | null, 
/**
 * Groups.
 */
group_ids?: Edit<Array<string>> | null, };

/**
 * Edits a reader.
 */
export type EditReaderRequest = { 
/**
 * The reader.
 */
id: string, 
/**
 * Name.
 */
name?: Edit<string> | null, 
/**
 * Reader ID.
 */
reader_id?: Edit<string> | null, 
/**
 * MAC.
 */
mac?: Edit<string | null> | null, 
/**
 * Group.
 */
group_id?: Edit<string | null> | null, 
/**
 * Allow identification from app.
 */
allow_identification?: Edit<boolean> | null, 
/**
 * One-tap access.
 */
one_tap?: Edit<boolean | null> | null, 
/**
 * Signal range.
 */
signal_range?: Edit<SignalRange> | null, 
/**
 * One-tap access signal.
 */
one_tap_signal?: Edit<OneTapSignal> | null, };

/**
 * Changes a template.
 */
export type EditTemplateRequest = { 
/**
 * The template.
 */
template_id: string, 
/**
 * New name.
 */
name: Edit<string> | null, 
/**
 * New note.
 */
note: Edit<string> | null, 
/**
 * What it sets.
 */
fields: Edit<TemplateFields> | null, };

/**
 * Edits a user.
 */
export type EditUserRequest = { 
/**
 * The user.
 */
user_id: string, 
/**
 * Title.
 */
title?: Edit<string> | null, 
/**
 * First name.
 */
first_name?: Edit<string> | null, 
/**
 * Last name.
 */
last_name?: Edit<string> | null, 
/**
 * E-mail.
 */
email?: Edit<string> | null, 
/**
 * Phone.
 */
phone?: Edit<string> | null, 
/**
 * Language of handouts.
 */
language?: Edit<Language | null> | null, };

/**
 * Nothing to say.
 */
export type Empty = Record<symbol, never>;

/**
 * What is typed on another computer to work there with an account.
 */
export type EnrolCode = { 
/**
 * The cloud's address, with the fingerprint of its certificate where no public authority vouches for it.
 */
address: string, 
/**
 * Login e-mail of the account.
 */
email: string, 
/**
 * The code; good once.
 */
code: string, 
/**
 * Until when.
 */
expires_at: string, };

/**
 * Makes a one-time code for an account.
 */
export type EnrolCodeRequest = { 
/**
 * The account.
 */
account_id: string, };

/**
 * Saves accounts as a file.
 */
export type ExportAccountsRequest = { 
/**
 * The customer, or `None` for the distributor's own people.
 */
customer_id: string | null, 
/**
 * Language.
 */
language: Language, 
/**
 * Where to.
 */
file: string, 
/**
 * As what; CSV if nothing is said.
 */
format?: SheetFormat | null, };

/**
 * Saves the log as a file.
 */
export type ExportActivityRequest = { 
/**
 * Only this customer; the whole distributor when `None`.
 */
customer_id: string | null, 
/**
 * Only entries that touched this row.
 */
record: string | null, 
/**
 * As in the list.
 */
search?: string | null, 
/**
 * As in the list.
 */
nouns?: Array<string> | null, 
/**
 * As in the list.
 */
account_id?: string | null, 
/**
 * As in the list.
 */
from?: string | null, 
/**
 * As in the list.
 */
to?: string | null, 
/**
 * Language.
 */
language: Language, 
/**
 * Where to.
 */
file: string, 
/**
 * As what; CSV if nothing is said.
 */
format?: SheetFormat | null, };

/**
 * Saves customers as CSV.
 */
export type ExportCustomersRequest = { 
/**
 * What to save.
 */
list: ListCustomersRequest, 
/**
 * Where to.
 */
file: string, 
/**
 * As what; CSV if nothing is said.
 */
format?: SheetFormat | null, };

/**
 * Saves the history of imports as a file.
 */
export type ExportImportsRequest = { 
/**
 * The customer.
 */
customer_id: string, 
/**
 * Language.
 */
language: Language, 
/**
 * Where to.
 */
file: string, 
/**
 * As what; CSV if nothing is said.
 */
format?: SheetFormat | null, };

/**
 * Saves invitations as a file.
 */
export type ExportInvitationsRequest = { 
/**
 * What to save.
 */
list: ListInvitationsRequest, 
/**
 * Where to.
 */
file: string, 
/**
 * As what; CSV if nothing is said.
 */
format?: SheetFormat | null, };

/**
 * Saves movements as CSV.
 */
export type ExportMovementsRequest = { 
/**
 * What to save.
 */
list: ListMovementsRequest, 
/**
 * Where to.
 */
file: string, 
/**
 * As what; CSV if nothing is said.
 */
format?: SheetFormat | null, };

/**
 * Saves readers as .json.
 */
export type ExportReadersJsonRequest = { 
/**
 * The customer.
 */
customer_id: string, 
/**
 * Where to.
 */
file: string, };

/**
 * Saves readers as CSV.
 */
export type ExportReadersRequest = { 
/**
 * What to save.
 */
list: ListReadersRequest, 
/**
 * Where to.
 */
file: string, 
/**
 * As what; CSV if nothing is said.
 */
format?: SheetFormat | null, };

/**
 * Saves the history of imports as a file.
 */
export type ExportUserImportsRequest = { 
/**
 * The customer.
 */
customer_id: string, 
/**
 * Language.
 */
language: Language, 
/**
 * Where to.
 */
file: string, 
/**
 * As what; CSV if nothing is said.
 */
format?: SheetFormat | null, };

/**
 * Saves the lines that cannot be imported, with the reasons.
 */
export type ExportUserRowsRequest = { 
/**
 * The preview.
 */
preview_id: string, 
/**
 * Lines that do this.
 */
action: UserRowAction, 
/**
 * Language of the reasons.
 */
language: Language, 
/**
 * Where to.
 */
file: string, 
/**
 * As what; CSV if nothing is said.
 */
format?: SheetFormat | null, };

/**
 * Saves users as CSV.
 */
export type ExportUsersRequest = { 
/**
 * What to save.
 */
list: ListUsersRequest, 
/**
 * Where to.
 */
file: string, 
/**
 * As what; CSV if nothing is said.
 */
format?: SheetFormat | null, };

/**
 * Why a command was not carried out: a stable code, from which the text is made in the UI's language.
 */
export type Failure = { 
/**
 * Stable code, for example `no_credit` or `wrong_password`.
 */
code: string, 
/**
 * Values for the text.
 */
args: { [key in string]: JsonValue }, 
/**
 * What is wrong with which field of the request, for `invalid`.
 */
fields: Array<FieldError>, };

/**
 * One field that would change.
 */
export type FieldChange = { 
/**
 * Field.
 */
field: string, 
/**
 * Before.
 */
before: unknown, 
/**
 * After.
 */
after: unknown, };

/**
 * A field that somebody else changed meanwhile.
 */
export type FieldConflict = { 
/**
 * Name of the field.
 */
field: string, 
/**
 * What it was changed to here.
 */
mine: string, 
/**
 * What it is now.
 */
theirs: string, };

/**
 * A field of a form and what is wrong with it.
 */
export type FieldError = { 
/**
 * Name of the field in the request, for example `system_id` or `contact.email`.
 */
field: string, } & ({ "code": "required" } | { "code": "too_long", 
/**
 * The most characters allowed.
 */
max: number, } | { "code": "control_character" } | { "code": "bad_email" } | { "code": "bad_phone" } | { "code": "bad_web" } | { "code": "digits_only" } | { "code": "bad_distributor_code" } | { "code": "distributor_code_taken" } | { "code": "bad_system_id" } | { "code": "system_id_prefix", 
/**
 * The distributor's code.
 */
prefix: string, } | { "code": "system_id_taken" } | { "code": "demo_value" } | { "code": "system_type_fixed" } | { "code": "taken_to_site" } | { "code": "bad_app_version" } | { "code": "bad_time_zone" } | { "code": "email_taken" } | { "code": "password_rule" } | { "code": "wrong_password" } | { "code": "out_of_range", 
/**
 * Lowest.
 */
min: number, 
/**
 * Highest.
 */
max: number, } | { "code": "user_id_taken" } | { "code": "ends_before_start" } | { "code": "in_the_past" } | { "code": "no_such_group" } | { "code": "group_name_taken" } | { "code": "template_name_taken" } | { "code": "bad_mac" } | { "code": "mac_taken" } | { "code": "reader_id_taken" } | { "code": "not_a_step" } | { "code": "does_not_match" } | { "code": "channel_off" } | { "code": "needs_email" } | { "code": "bad_host" } | { "code": "needs_tls" } | { "code": "unknown_placeholder", 
/**
 * What is in braces.
 */
name: string, } | { "code": "missing_placeholder", 
/**
 * What is to be in braces.
 */
name: string, } | { "code": "bad_json" } | { "code": "bad_header" } | { "code": "header_twice" } | { "code": "unknown_choice" } | { "code": "malformed" });

/**
 * A cell of a line that is read.
 */
export type FileCell = { 
/**
 * Its column, from 0.
 */
index: number, 
/**
 * What the column is read as.
 */
field: UserColumn, 
/**
 * What stands there.
 */
value: string, };

/**
 * A column of the file.
 */
export type FileColumn = { 
/**
 * What the first line calls it; empty without one.
 */
name: string, 
/**
 * What it is read as; `None` is not read.
 */
field: UserColumn | null, 
/**
 * The first things that stand in it.
 */
samples: Array<string>, };

/**
 * What a file is for.
 */
export type FileKind = "readers_json" | "pdf" | "png" | "csv" | "xlsx" | "users_table";

/**
 * *Give back*.
 */
export type GiveBackRequest = { 
/**
 * The leases; all of this computer's if it is empty.
 */
lease_ids: Array<string>, };

/**
 * A customer that is given to an installer, or taken away.
 */
export type GiveCustomerRequest = { 
/**
 * The installer's account.
 */
account_id: string, 
/**
 * The customer.
 */
customer_id: string, };

/**
 * A customer given to an installer.
 */
export type GivenCustomer = { 
/**
 * The customer.
 */
id: string, 
/**
 * Its name.
 */
name: string, 
/**
 * Its System ID.
 */
system_id: string, 
/**
 * Whether it is deleted.
 */
deleted: boolean, };

/**
 * One group.
 */
export type GroupRequest = { 
/**
 * The group.
 */
group_id: string, };

/**
 * A group.
 */
export type GroupRow = { 
/**
 * The group.
 */
id: string, 
/**
 * Name.
 */
name: string, 
/**
 * Live readers in it.
 */
readers: number, 
/**
 * Live keys that open it.
 */
keys: number, };

/**
 * Groups by name.
 */
export type Groups = { 
/**
 * Whether the customer has them switched on.
 */
enabled: boolean, 
/**
 * Groups.
 */
groups: Array<GroupRow>, };

/**
 * Which handouts, and how.
 */
export type HandoutJob = { 
/**
 * The customer.
 */
customer_id: string, 
/**
 * Keys; those without an open code are skipped.
 */
key_ids: Array<string>, 
/**
 * Stock.
 */
stock: Stock, 
/**
 * First free label of a part-used sheet, from 1.
 */
start_position: number, 
/**
 * Language for everybody; `None` takes each recipient's own, else `fallback_language`.
 */
language: Language | null, 
/**
 * Language for recipients that have none.
 */
fallback_language: Language, };

/**
 * What a person adds to a protocol.
 */
export type Handover = { 
/**
 * Who hands over.
 */
handed_by: string, 
/**
 * Who takes over.
 */
taken_by: string, 
/**
 * The day.
 */
day: string, 
/**
 * Remarks, defects, what was agreed; several lines.
 */
remarks: string, 
/**
 * Whether every user is listed; only their number otherwise.
 */
list_users: boolean, };

/**
 * What a computer holds of one customer.
 */
export type HeldLease = { 
/**
 * The lease.
 */
lease_id: string, 
/**
 * The computer.
 */
computer_id: string, 
/**
 * Its name.
 */
computer: string, 
/**
 * The customer.
 */
customer_id: string, 
/**
 * Its name.
 */
customer: string, 
/**
 * Paid credits that the authority knows to be unspent.
 */
paid: number, 
/**
 * Trial credits that the authority knows to be unspent.
 */
trial: number, 
/**
 * What the customer has in all: with it and on computers.
 */
of: number, 
/**
 * User IDs, used ones included.
 */
numbers: Array<NumberRange>, 
/**
 * How many of them no key has.
 */
numbers_left: number, 
/**
 * When it was taken.
 */
taken_at: string, 
/**
 * It came with a customer that was created without network, and goes back at the first sync.
 */
until_sync: boolean, 
/**
 * The cloud has not confirmed it yet.
 */
waiting: boolean, };

/**
 * One record found.
 */
export type Hit = { 
/**
 * Kind.
 */
kind: HitKind, 
/**
 * Row id.
 */
id: string, 
/**
 * Its customer.
 */
customer_id: string, 
/**
 * Name of its customer.
 */
customer_name: string, 
/**
 * Name of the record.
 */
title: string, 
/**
 * A second line, for example e-mail, MAC or System ID.
 */
subtitle: string, 
/**
 * Whether it is deleted.
 */
deleted: boolean, };

/**
 * What was found.
 */
export type HitKind = "customer" | "user" | "reader";

/**
 * What a row of a file would do.
 */
export type ImportAction = "add" | "change" | "unchanged" | "invalid" | "missing";

/**
 * An import was carried out.
 */
export type ImportDone = { 
/**
 * The import.
 */
import_id: string, 
/**
 * Added.
 */
added: number, 
/**
 * Changed.
 */
changed: number, 
/**
 * Deleted.
 */
deleted: number, 
/**
 * Changes now waiting to be published.
 */
unpublished: number, };

/**
 * What a file would change.
 */
export type ImportPreview = { 
/**
 * Handle for the import.
 */
preview_id: string, 
/**
 * Name of the file.
 */
file_name: string, 
/**
 * Rows: added, changed, invalid, missing, unchanged.
 */
rows: Array<PreviewRow>, 
/**
 * Added.
 */
added: number, 
/**
 * Changed.
 */
changed: number, 
/**
 * Unchanged.
 */
unchanged: number, 
/**
 * Missing.
 */
missing: number, 
/**
 * Invalid.
 */
invalid: number, 
/**
 * How the keys were understood.
 */
understood: Array<UnderstoodKey>, 
/**
 * Whether the file is of our own format.
 */
own_format: boolean, };

/**
 * Carries out a preview.
 */
export type ImportReadersRequest = { 
/**
 * The preview.
 */
preview_id: string, 
/**
 * Rows left out, by their index.
 */
skip: Array<number>, 
/**
 * Missing readers to delete, by their index.
 */
delete: Array<number>, };

/**
 * One import of the past.
 */
export type ImportRow = { 
/**
 * The import.
 */
id: string, 
/**
 * Name of the file.
 */
file_name: string, 
/**
 * When.
 */
at: string, 
/**
 * Added.
 */
added: number, 
/**
 * Changed.
 */
changed: number, 
/**
 * Deleted.
 */
deleted: number, 
/**
 * Invalid rows that were left out.
 */
invalid: number, 
/**
 * When it was undone.
 */
undone_at: string | null, };

/**
 * Carries out a preview.
 */
export type ImportUsersRequest = { 
/**
 * The preview.
 */
preview_id: string, 
/**
 * Name to ask about the work by.
 */
job: string, };

/**
 * Imports, latest first.
 */
export type Imports = { 
/**
 * Imports.
 */
imports: Array<ImportRow>, };

/**
 * The inbox.
 */
export type Inbox = { 
/**
 * Newest first, at most 200.
 */
items: Array<AttentionItem>, 
/**
 * What lost computers delivered and nobody has decided about; only for the distributor's admins.
 */
quarantined: number, 
/**
 * Customers that were created without network and have the same System ID.
 */
twice: Array<SystemIdTwice>, };

/**
 * Invitations by state and mark, over all that the account may see, whatever is searched or filtered.
 */
export type InvitationCounts = { 
/**
 * Waiting.
 */
waiting: number, 
/**
 * About to expire.
 */
expiring: number, 
/**
 * Expired.
 */
expired: number, 
/**
 * Issued a month ago or longer.
 */
never_activated: number, 
/**
 * Never printed or saved.
 */
not_handed_out: number, 
/**
 * To be printed again.
 */
print_again: number, 
/**
 * Customers that have any.
 */
customers: number, };

/**
 * What else may be said of an invitation.
 */
export type InvitationMark = "never_activated" | "not_handed_out" | "print_again";

/**
 * A page of invitations.
 */
export type InvitationPage = { 
/**
 * Rows.
 */
rows: Array<InvitationRow>, 
/**
 * Where the page stands.
 */
info: PageInfo, 
/**
 * Counts.
 */
counts: InvitationCounts, };

/**
 * One invitation.
 */
export type InvitationRow = { 
/**
 * The key.
 */
key_id: string, 
/**
 * Its user.
 */
user_id: string, 
/**
 * Its customer.
 */
customer_id: string, 
/**
 * The customer's name.
 */
customer_name: string, 
/**
 * Full name of the user.
 */
name: string, 
/**
 * E-mail.
 */
email: string, 
/**
 * Phone.
 */
phone: string, 
/**
 * Name of the device.
 */
device_name: string, 
/**
 * User ID.
 */
number: number, 
/**
 * How it stands.
 */
state: InvitationState, 
/**
 * When the key was issued.
 */
issued_at: string, 
/**
 * When its newest code was made.
 */
code_created_at: string | null, 
/**
 * Until when a code opens it, or opened it; `None` when every code was ended.
 */
expires_at: string | null, 
/**
 * Last day of the key's validity.
 */
valid_to: string | null, 
/**
 * How many codes were made for it.
 */
codes: number, 
/**
 * How often a handout was printed or saved.
 */
handouts: number, 
/**
 * Whether it was issued a month ago or longer.
 */
never_activated: boolean, 
/**
 * Whether its handout is to be printed again.
 */
print_again: boolean, 
/**
 * The letter with its newest code that was sent, if any.
 */
letter: MessageView | null, };

/**
 * How an invitation stands.
 */
export type InvitationState = "waiting" | "expiring" | "expired";

/**
 * A customer that matching invitations belong to.
 */
export type InvitingCustomer = { 
/**
 * The customer.
 */
id: string, 
/**
 * Name.
 */
name: string, };

/**
 * Issues a key.
 */
export type IssueKeyRequest = { 
/**
 * The customer.
 */
customer_id: string, 
/**
 * Whom for.
 */
holder: KeyHolder, 
/**
 * Device name.
 */
device_name: string, 
/**
 * Key Name.
 */
key_name: string, 
/**
 * User ID.
 */
number: number, 
/**
 * First day.
 */
valid_from: string, 
/**
 * Last day; `None` is unlimited.
 */
valid_to: string | null, 
/**
 * Reader groups.
 */
group_ids: Array<string>, 
/**
 * Where the code is to be sent.
 */
send?: Array<SendTo>, };

/**
 * A key was issued or its code made anew.
 */
export type IssuedKey = { 
/**
 * The user.
 */
user_id: string, 
/**
 * Full name.
 */
user_name: string, 
/**
 * The key.
 */
key_id: string, 
/**
 * The code's row; `None` if the key arrives by sync.
 */
code_id: string | null, 
/**
 * When the code expires.
 */
code_expires_at: string | null, 
/**
 * Where a letter with the code goes; empty if none does.
 */
letter_to: string, 
/**
 * User ID.
 */
number: number, 
/**
 * Credit after.
 */
credit: CreditLeft, };

/**
 * How far long work is.
 */
export type JobProgress = { 
/**
 * What it does.
 */
stage: JobStage, 
/**
 * How much of this stage is done.
 */
done: number, 
/**
 * How much there is; 0 while that is not known.
 */
total: number, };

/**
 * Names long work.
 */
export type JobRequest = { 
/**
 * The name its command was given.
 */
job: string, };

/**
 * What long work does at the moment.
 */
export type JobStage = "none" | "reading" | "comparing" | "preparing" | "writing" | "finishing";

/**
 * *Join a cloud*.
 */
export type JoinRequest = { 
/**
 * The address.
 */
address: string, 
/**
 * The fingerprint that the person has compared.
 */
certificate: string | null, 
/**
 * Login e-mail.
 */
email: string, 
/**
 * Password of the account.
 */
password: string, 
/**
 * A one-time code in place of the password's proof, for an account that must not send its password here.
 */
code: string, 
/**
 * Name of this computer in lists.
 */
computer: string, 
/**
 * Language of the screens.
 */
language: Language, 
/**
 * Whether what is on this computer is set aside. Without it, joining is refused where there is something.
 */
set_aside: boolean, };

export type JsonValue = number | string | boolean | Array<JsonValue> | { [key in string]: JsonValue } | null;

/**
 * A user that an undo leaves as it is.
 */
export type KeptUser = { 
/**
 * The user.
 */
user_id: string, 
/**
 * Name.
 */
name: string, 
/**
 * Why.
 */
why: UserKeptWhy, };

/**
 * What may be done with a key now; the screen offers nothing else.
 */
export type KeyActions = { 
/**
 * Print or save its handout.
 */
handout: boolean, 
/**
 * Send its code by e-mail.
 */
send: boolean, 
/**
 * Make a further code.
 */
reissue: boolean, 
/**
 * Suspend.
 */
suspend: boolean, 
/**
 * Resume.
 */
resume: boolean, 
/**
 * Delete.
 */
delete: boolean, 
/**
 * Restore for one credit.
 */
restore: boolean, 
/**
 * Move to a new phone.
 */
swap: boolean, 
/**
 * Change validity, name, groups.
 */
edit: boolean, };

/**
 * Whom the key is for.
 */
export type KeyHolder = { "kind": "new", 
/**
 * What was entered. Give either the names or `full_name`.
 */
fields: UserFields, 
/**
 * Name in one field; split at its last space.
 */
full_name: string | null, } | { "kind": "existing", 
/**
 * The user.
 */
user_id: string, };

/**
 * What the key wizard starts with (manual, chapters 2.1.4 and 4.3.2).
 */
export type KeyPrefill = { 
/**
 * Next device name in series, for example `Device017`.
 */
device_name: string, 
/**
 * Key Name of the customer.
 */
key_name: string, 
/**
 * Next free User ID.
 */
number: number, 
/**
 * Today, in the customer's time zone.
 */
valid_from: string, 
/**
 * Default validity; `None` is unlimited.
 */
valid_to: string | null, 
/**
 * Credit before.
 */
credit: CreditLeft, 
/**
 * Whether groups are switched on.
 */
groups_enabled: boolean, 
/**
 * Whether duplicates are allowed.
 */
allow_duplicate_user_id: boolean, 
/**
 * It is spent from what this computer took to site: there is no network, and the QR works at once.
 */
from_site: boolean, 
/**
 * There is no network. Unless it is from site, the QR is shown only once the cloud has confirmed the key.
 */
away: boolean, 
/**
 * By which ways the code can be sent.
 */
ways: MessageWays, 
/**
 * E-mail address of the user that is there already; may be empty.
 */
email: string, 
/**
 * Phone number of the user that is there already; may be empty.
 */
phone: string, };

/**
 * One key.
 */
export type KeyRequest = { 
/**
 * The key.
 */
key_id: string, };

/**
 * Where a key stands, in the words of the screens.
 */
export type KeyStage = "none" | "waiting" | "arriving" | "expired" | "active" | "suspended" | "deleted_by_admin" | "deleted_by_user" | "deleted";

/**
 * Life of a key: `waiting -> active <-> suspended -> deleted …`; deleted wins and nothing goes backwards.
 */
export type KeyStatus = "waiting" | "active" | "suspended" | "deleted_by_admin" | "deleted_by_user" | "deleted";

/**
 * A change of one key's validity.
 */
export type KeyValidity = { 
/**
 * The key.
 */
key_id: string, 
/**
 * First day.
 */
valid_from: Edit<string>, 
/**
 * Last day.
 */
valid_to: Edit<string | null>, };

/**
 * A key on the user card.
 */
export type KeyView = { 
/**
 * The key.
 */
id: string, 
/**
 * Key Name.
 */
name: string, 
/**
 * User ID.
 */
number: number, 
/**
 * First day.
 */
valid_from: string, 
/**
 * Last day.
 */
valid_to: string | null, 
/**
 * Groups.
 */
group_ids: Array<string>, 
/**
 * Status as stored.
 */
status: KeyStatus, 
/**
 * Where it stands.
 */
stage: KeyStage, 
/**
 * When the status last changed.
 */
status_at: string, 
/**
 * When it was issued.
 */
created_at: string, 
/**
 * When it was activated.
 */
activated_at: string | null, 
/**
 * When the phone last synchronised; `None` is shown as N/A.
 */
synchronized_at: string | null, 
/**
 * Whether the demo's simulated phone may scan its handout, or holds it.
 */
simulated: SimulatedUse, 
/**
 * Whether the phone is known to have what the status says.
 */
confirmed: boolean, 
/**
 * The code that matters: the open one that ends last, else the latest.
 */
code: CodeView | null, 
/**
 * How many other open codes there are.
 */
other_open_codes: number, 
/**
 * Published doors it opens.
 */
doors: number, 
/**
 * What may be done now.
 */
actions: KeyActions, 
/**
 * Messages about that code.
 */
messages: Array<MessageView>, };

/**
 * A language of screens, handouts and files (manual, chapters 3.1.1 and 4.1.1).
 */
export type Language = "en" | "cs";

/**
 * A last day of validity.
 */
export type LastDay = { 
/**
 * The day; `None` is unlimited.
 */
day: string | null, };

/**
 * What others would miss if the program ended now.
 */
export type Leaving = { 
/**
 * Changes that the cloud has not got yet.
 */
waiting: number, 
/**
 * What this computer holds for work without network.
 */
held: Array<HeldLease>, 
/**
 * There is no network.
 */
away: boolean, 
/**
 * Other computers get their data from this program.
 */
serves: boolean, };

/**
 * Keys that an action leaves out, by where they stand.
 */
export type LeftOut = { 
/**
 * Where they stand.
 */
stage: KeyStage, 
/**
 * How many.
 */
count: number, };

/**
 * A page of the log.
 */
export type ListActivityRequest = { 
/**
 * Only this customer; the whole distributor when `None`.
 */
customer_id: string | null, 
/**
 * Only entries that touched this row.
 */
record: string | null, 
/**
 * Words that must all be found: in what was done, whom or what it was about, who did it, or a value.
 */
search?: string | null, 
/**
 * Only mutations about these nouns, for example `key`; all if there are none.
 */
nouns?: Array<string> | null, 
/**
 * Only what this account did.
 */
account_id?: string | null, 
/**
 * Only from this day on, local to the customer or the office.
 */
from?: string | null, 
/**
 * Only to the end of this day.
 */
to?: string | null, 
/**
 * Language of the words that say what was done.
 */
language?: Language | null, 
/**
 * Page, from 0.
 */
page: number, 
/**
 * Rows per page.
 */
page_size: number, };

/**
 * A page of customers.
 */
export type ListCustomersRequest = { 
/**
 * Page; sorts by `name`, `system_id`, `system_type`, `city`, `keys`, `credit`, `waiting`, `changed_at`, `created_at`.
 */
page: Page, 
/**
 * Shown ones; empty shows all.
 */
status: Array<CustomerFilter>, };

/**
 * A page of invitations.
 */
export type ListInvitationsRequest = { 
/**
 * Only this customer's; `None` takes all customers of the acting account.
 */
customer_id: string | null, 
/**
 * Page; sorts by `name`, `customer`, `email`, `phone`, `number`, `issued_at`, `expires_at`, `handouts`, `codes`.
 */
page: Page, 
/**
 * Shown states; empty shows all.
 */
state: Array<InvitationState>, 
/**
 * Shown only with all of these marks.
 */
marks: Array<InvitationMark>, };

/**
 * A page of movements, newest first unless sorted otherwise.
 */
export type ListMovementsRequest = { 
/**
 * The customer, or `None` for the distributor.
 */
customer_id: string | null, 
/**
 * Page; sorts by `at`, `kind`, `amount`.
 */
page: Page, };

/**
 * A page of readers.
 */
export type ListReadersRequest = { 
/**
 * The customer.
 */
customer_id: string, 
/**
 * Page; sorts by `name`, `reader_id`, `mac`, `group`, `signal_range`, `changed_at`.
 */
page: Page, 
/**
 * Shown ones; empty shows all that are not deleted, and deleted ones not yet published.
 */
status: Array<ReaderFilter>, 
/**
 * Only this group.
 */
group_id: string | null, };

/**
 * A page of users.
 */
export type ListUsersRequest = { 
/**
 * The customer.
 */
customer_id: string, 
/**
 * Page; sorts by `name`, `email`, `phone`, `device`, `number`, `stage`, `created_at`, `valid_to`.
 */
page: Page, 
/**
 * Shown users; empty shows all.
 */
user_status: Array<UserStatus>, 
/**
 * Shown keys; empty shows all.
 */
key_stage: Array<KeyStage>, 
/**
 * Only users whose key opens this group.
 */
group_id: string | null, };

/**
 * A customer that runs out of credit.
 */
export type LowCredit = { 
/**
 * The customer.
 */
customer_id: string, 
/**
 * Name.
 */
name: string, 
/**
 * What it has.
 */
credit: CreditLeft, 
/**
 * Days until it runs out at the pace of the last 30 days; `None` if it has nothing or no pace is known.
 */
days_left: number | null, };

/**
 * How the connection to a mail server is made safe.
 */
export type MailSecurity = "start_tls" | "tls" | "none";

/**
 * An invitation that matches.
 */
export type MatchingInvitation = { 
/**
 * The key.
 */
key_id: string, 
/**
 * Its customer.
 */
customer_id: string, };

/**
 * All invitations that match, in the order of the table.
 */
export type MatchingInvitations = { 
/**
 * Invitations.
 */
invitations: Array<MatchingInvitation>, 
/**
 * Their customers, by name.
 */
customers: Array<InvitingCustomer>, };

/**
 * A user that matches, with the key that its row shows.
 */
export type MatchingUser = { 
/**
 * The user.
 */
id: string, 
/**
 * The key of its row.
 */
key_id: string | null, };

/**
 * All users that match.
 */
export type MatchingUsers = { 
/**
 * Users, in the order of the table.
 */
users: Array<MatchingUser>, };

/**
 * Why a message did not leave.
 */
export type MessageProblem = "unreachable" | "tls" | "login" | "recipient_refused" | "rejected" | "try_later" | "bad_settings" | "channel_off" | "bad_address";

/**
 * What a message is about.
 */
export type MessagePurpose = "invitation" | "reminder";

/**
 * Where a message stands.
 */
export type MessageStatus = "queued" | "sent" | "refused" | "failed" | "void";

/**
 * A message and what became of it.
 */
export type MessageView = { 
/**
 * The message.
 */
id: string, 
/**
 * The code in it.
 */
code_id: string, 
/**
 * By which way it goes.
 */
channel: Channel, 
/**
 * What it is about.
 */
purpose: MessagePurpose, 
/**
 * Where to.
 */
to: string, 
/**
 * Where it stands.
 */
status: MessageStatus, 
/**
 * How often it was sent again.
 */
round: number, 
/**
 * Why it did not leave (yet).
 */
problem: MessageProblem | null, 
/**
 * What the server said about it; may be empty.
 */
detail: string, 
/**
 * When it was asked for.
 */
asked_at: string, 
/**
 * When its status last changed.
 */
status_at: string, };

/**
 * By which ways the cloud sends.
 */
export type MessageWays = { 
/**
 * Whether this computer belongs to a cloud; without one nothing is sent.
 */
cloud: boolean, 
/**
 * Letters.
 */
email: boolean, 
/**
 * Text messages that announce a letter.
 */
sms: boolean, };

/**
 * Moves credit.
 */
export type MoveCreditRequest = { 
/**
 * The customer.
 */
customer_id: string, 
/**
 * Whole credits.
 */
amount: number, 
/**
 * Purchase order number or other note.
 */
note: string, };

/**
 * *Move to a cloud*: everything that was set up on this computer alone goes along.
 */
export type MoveRequest = { 
/**
 * The address.
 */
address: string, 
/**
 * The fingerprint that the person has compared.
 */
certificate: string | null, 
/**
 * The issuer's one-time code.
 */
code: string, 
/**
 * The password of whoever moves.
 */
password: string, 
/**
 * Name of this computer in lists.
 */
computer: string, };

/**
 * One movement.
 */
export type Movement = { 
/**
 * The ledger entry.
 */
id: string, 
/**
 * When.
 */
at: string, 
/**
 * Type.
 */
kind: MovementType, 
/**
 * Amount with the sign seen from this side; trial lines show 5 to the distributor but count 0.
 */
amount: number, 
/**
 * Whether it changed the balance of this side.
 */
counts: boolean, 
/**
 * Balance of this side after it.
 */
balance: number, 
/**
 * The customer, seen from the distributor.
 */
customer_id: string | null, 
/**
 * Its name.
 */
customer_name: string | null, 
/**
 * User ID of the key that was paid for.
 */
user_id_number: number | null, 
/**
 * Trial credit.
 */
trial: boolean, 
/**
 * `Paid` or `Refunded` in the manual's status column.
 */
refunded: boolean, 
/**
 * Purchase order number or other note.
 */
note: string, 
/**
 * Who moved it.
 */
email: string | null, };

/**
 * A page of movements.
 */
export type MovementPage = { 
/**
 * Rows.
 */
rows: Array<Movement>, 
/**
 * Where the page stands.
 */
info: PageInfo, };

/**
 * The manual's words for a movement, by the side it is seen from.
 */
export type MovementType = "purchase_credit" | "transfer" | "refunding" | "adding" | "purchase" | "trial" | "key_refund";

/**
 * The password that the account has now.
 */
export type NewPasswordRequest = { 
/**
 * The password.
 */
password: string, };

/**
 * User IDs from `first` to `last`, both included.
 */
export type NumberRange = { 
/**
 * The lowest.
 */
first: UserId, 
/**
 * The highest; not below `first`.
 */
last: UserId, };

/**
 * The server in this program, as its settings show it.
 */
export type Office = { 
/**
 * This computer is an office server.
 */
on: boolean, 
/**
 * It belongs to a cloud, its own or another one.
 */
joined: boolean, 
/**
 * The server answers.
 */
running: boolean, 
/**
 * Where this computer itself finds it; empty while it does not run.
 */
address: string, 
/**
 * Other computers of the network are let in.
 */
lan: boolean, 
/**
 * Where they find it, as far as it is known.
 */
lan_address: string | null, 
/**
 * SHA-256 of its certificate, to be compared on other computers.
 */
certificate: string | null, 
/**
 * Why it does not run as it should.
 */
problem: Failure | null, };

/**
 * The back-ups of the office server.
 */
export type OfficeBackups = { 
/**
 * Newest first.
 */
backups: Array<Backup>, 
/**
 * Set back to a back-up: phones and letters wait until the computers have brought what it does not know.
 */
recovering: boolean, };

/**
 * Lets other computers of the network in, or keeps them out.
 */
export type OfficeLanRequest = { 
/**
 * Let them in.
 */
lan: boolean, };

/**
 * By which mail server the office server sends letters; the password never leaves the core.
 */
export type OfficeMail = { 
/**
 * Sender, as `Name <address>` or an address.
 */
from: string, 
/**
 * Host name of the mail server; empty while nothing is sent.
 */
host: string, 
/**
 * Its port.
 */
port: number, 
/**
 * Security of the connection.
 */
security: MailSecurity, 
/**
 * User name; empty for a server that asks for none.
 */
username: string, 
/**
 * A password is kept.
 */
has_password: boolean, 
/**
 * So many days before a code ends its holder is reminded; 0 is never.
 */
reminder_days: number, 
/**
 * Letters that wait to be sent.
 */
waiting: number, };

/**
 * By which gateway the office server sends text messages; values of headers never leave the core.
 */
export type OfficeSms = { 
/**
 * It is used.
 */
on: boolean, 
/**
 * Letters leave. Without them there is nothing that a text message could announce.
 */
letters: boolean, 
/**
 * Address with its placeholders; empty while there is no gateway.
 */
url: string, 
/**
 * Names of the headers, each of which has a value.
 */
headers: Array<string>, 
/**
 * Body with its placeholders; empty for a gateway that is asked by GET.
 */
body: string, 
/**
 * What the body is.
 */
body_kind: SmsBody, };

/**
 * Signal needed for one-tap access (manual, chapter 4.4).
 */
export type OneTapSignal = number;

/**
 * Opens the demo.
 */
export type OpenDemoRequest = { 
/**
 * Language of the screens.
 */
language: Language, };

/**
 * Shows a saved file in the system's viewer.
 */
export type OpenSavedRequest = { 
/**
 * The handle it was saved under.
 */
file: string, };

/**
 * Reads a file of users.
 */
export type OpenUserFileRequest = { 
/**
 * The customer.
 */
customer_id: string, 
/**
 * The file.
 */
file: string, 
/**
 * Name to ask about the work by.
 */
job: string, };

/**
 * Which page of a table, in which order. Paging, sorting and searching happen in the core.
 */
export type Page = { 
/**
 * Words that must all begin a word of the row, without regard to case and accents. Empty finds everything.
 */
search: string, 
/**
 * Column to sort by; the table's own default when empty or unknown.
 */
sort: string, 
/**
 * Whether to sort downwards.
 */
descending: boolean, 
/**
 * Page, from 0. A page past the end is the last one.
 */
page: number, 
/**
 * Rows per page, 1 to 500.
 */
page_size: number, 
/**
 * Language whose alphabet sorts names.
 */
language: Language, };

/**
 * Where a page stands in its table.
 */
export type PageInfo = { 
/**
 * Page, from 0.
 */
page: number, 
/**
 * Rows per page.
 */
page_size: number, 
/**
 * Rows that match search and filters.
 */
total: number, 
/**
 * Rows that match the search but are hidden by the filters.
 */
hidden_by_filters: number, 
/**
 * All rows of the table.
 */
all: number, };

/**
 * Which paper.
 */
export type Paper = { "kind": "statement", 
/**
 * The customer, or `None` for the distributor.
 */
customer_id: string | null, 
/**
 * First day.
 */
from: string, 
/**
 * Last day.
 */
to: string, } | { "kind": "handover", 
/**
 * The customer.
 */
customer_id: string, 
/**
 * What a person adds.
 */
handover: Handover, } | { "kind": "reader_config", 
/**
 * The customer.
 */
customer_id: string, 
/**
 * Whether the System Key stands on it in clear.
 */
show_key: boolean, };

/**
 * A paper in a language.
 */
export type PaperJob = { 
/**
 * Which.
 */
paper: Paper, 
/**
 * In which language.
 */
language: Language, };

/**
 * One page of a paper as SVG.
 */
export type PaperPreview = { 
/**
 * SVG, identical to print.
 */
svg: string, 
/**
 * Pages in all.
 */
pages: number, 
/**
 * Name for a file, without its ending.
 */
name: string, };

/**
 * One's own password, asked again.
 */
export type PasswordRequest = { 
/**
 * Password.
 */
password: string, };

/**
 * Lets the person choose a file to read.
 */
export type PickOpenRequest = { 
/**
 * What for.
 */
kind: FileKind, 
/**
 * Title of the dialog, in the person's language.
 */
title: string, };

/**
 * Lets the person choose where to save.
 */
export type PickSaveRequest = { 
/**
 * What for.
 */
kind: FileKind, 
/**
 * Title of the dialog.
 */
title: string, 
/**
 * Suggested name.
 */
name: string, };

/**
 * What was chosen; both `None` if the dialog was cancelled.
 */
export type Picked = { 
/**
 * Handle for further commands.
 */
file: string | null, 
/**
 * Name without folder, to show.
 */
name: string | null, };

/**
 * Plans a trip, or none.
 */
export type PlanTripRequest = { 
/**
 * The day.
 */
day: string | null, };

/**
 * The key that a line would bring.
 */
export type PlannedKey = { 
/**
 * User ID.
 */
number: number, 
/**
 * Key Name.
 */
name: string, 
/**
 * First day.
 */
valid_from: string, 
/**
 * Last day.
 */
valid_to: string | null, };

/**
 * The phone's system.
 */
export type Platform = "android" | "ios";

/**
 * What the key wizard starts with.
 */
export type PrefillKeyRequest = { 
/**
 * The customer.
 */
customer_id: string, 
/**
 * The user, if there is one already.
 */
user_id: string | null, };

/**
 * One page as SVG.
 */
export type Preview = { 
/**
 * SVG, identical to print.
 */
svg: string, 
/**
 * Pages in all.
 */
pages: number, 
/**
 * Handouts in all.
 */
handouts: number, 
/**
 * Keys without an open code.
 */
skipped: number, 
/**
 * Those of them that still wait for activation: a new code, free of charge, gives them a handout.
 */
expired: Array<string>, 
/**
 * Whether the QR holds only the bare code because no public address is set.
 */
bare_code: boolean, 
/**
 * Labels on a sheet; 1 for pages and cards.
 */
positions: number, };

/**
 * Reads a file.
 */
export type PreviewImportRequest = { 
/**
 * The customer.
 */
customer_id: string, 
/**
 * Handle of the file.
 */
file: string, };

/**
 * One page of a paper.
 */
export type PreviewPaperRequest = { 
/**
 * The paper.
 */
job: PaperJob, 
/**
 * Page, from 0; one past the end is the last.
 */
page: number, };

/**
 * One page of a job.
 */
export type PreviewRequest = { 
/**
 * The job.
 */
job: HandoutJob, 
/**
 * Page, from 0.
 */
page: number, };

/**
 * One row of the preview.
 */
export type PreviewRow = { 
/**
 * Number in the preview; the choice is made by it.
 */
index: number, 
/**
 * Row of the file, from 1; `None` for missing readers.
 */
line: number | null, 
/**
 * What it would do.
 */
action: ImportAction, 
/**
 * The reader it matches.
 */
reader: string | null, 
/**
 * Name.
 */
name: string, 
/**
 * Reader ID.
 */
reader_id: string, 
/**
 * MAC.
 */
mac: string | null, 
/**
 * Fields that would change.
 */
changes: Array<FieldChange>, 
/**
 * What is wrong.
 */
problems: Array<RowProblem>, };

/**
 * A template and a customer it may be given to.
 */
export type PreviewTemplateRequest = { 
/**
 * The template.
 */
template_id: string, 
/**
 * The customer.
 */
customer_id: string, };

/**
 * Prints a paper.
 */
export type PrintPaperRequest = { 
/**
 * The paper.
 */
job: PaperJob, 
/**
 * The printer; `None` takes the default.
 */
printer: string | null, };

/**
 * Prints a job.
 */
export type PrintRequest = { 
/**
 * The job.
 */
job: HandoutJob, 
/**
 * The printer; `None` takes the default.
 */
printer: string | null, };

/**
 * A job was sent.
 */
export type Printed = { 
/**
 * Pages sent.
 */
pages: number, 
/**
 * Keys without an open code.
 */
skipped: number, };

/**
 * A paper was sent.
 */
export type PrintedPaper = { 
/**
 * Pages sent.
 */
pages: number, };

/**
 * A printer.
 */
export type Printer = { 
/**
 * Name for the system.
 */
name: string, 
/**
 * Whether it is the default.
 */
default: boolean, };

/**
 * Printers of this computer.
 */
export type Printers = { 
/**
 * Printers.
 */
printers: Array<Printer>, 
/**
 * Whether printing means opening the PDF in the system's viewer, because no printers can be listed here.
 */
through_viewer: boolean, };

/**
 * Asks who is at an address.
 */
export type ProbeRequest = { 
/**
 * `https://cloud.example`, or with the fingerprint of the certificate after `#`.
 */
address: string, };

/**
 * Which data is open.
 */
export type ProfileKind = "main" | "demo";

/**
 * An admin says where phones find the cloud.
 */
export type PublicAddressRequest = { 
/**
 * The address, `https://keys.example.com`; empty for bare codes.
 */
address: Edit<string>, };

/**
 * Keeps a draft.
 */
export type PutDraft = { 
/**
 * Name.
 */
name: string, 
/**
 * Its content; `null` removes it.
 */
value: unknown, };

/**
 * What waits for a decision, computer by computer in the order in which it was done there.
 */
export type Quarantine = { 
/**
 * The items.
 */
items: Array<QuarantineRow>, };

/**
 * Items to decide about, in order.
 */
export type QuarantineRequest = { 
/**
 * The items.
 */
item_ids: Array<string>, };

/**
 * One thing that a lost computer delivered.
 */
export type QuarantineRow = { 
/**
 * The item.
 */
id: string, 
/**
 * The computer.
 */
computer: string, 
/**
 * Whose it was: the login e-mail.
 */
account: string, 
/**
 * What was done, as in the activity log.
 */
action: string, 
/**
 * The customer, where it is about one.
 */
customer: string | null, 
/**
 * Whom it is about.
 */
about: string, 
/**
 * The User ID of a key.
 */
user_id_number: number | null, 
/**
 * When it was done there.
 */
made_at: string, };

/**
 * Whether the window may close, asked when somebody wants to close it.
 */
export type QuitRequest = { 
/**
 * It may. Otherwise it stays, and the next wish to close it is asked about again.
 */
quit: boolean, };

/**
 * Where a reader stands.
 */
export type ReaderFilter = "published" | "unpublished" | "deleted";

/**
 * A page of readers.
 */
export type ReaderPage = { 
/**
 * Rows.
 */
rows: Array<ReaderRow>, 
/**
 * Where the page stands.
 */
info: PageInfo, 
/**
 * Changes that phones do not know, over all readers.
 */
unpublished: number, };

/**
 * One reader.
 */
export type ReaderRequest = { 
/**
 * The reader.
 */
id: string, };

/**
 * One row of the table, and everything its editor needs.
 */
export type ReaderRow = { 
/**
 * The reader.
 */
id: string, 
/**
 * Name.
 */
name: string, 
/**
 * Reader ID.
 */
reader_id: string, 
/**
 * MAC.
 */
mac: string | null, 
/**
 * Group.
 */
group_id: string | null, 
/**
 * Its name.
 */
group_name: string | null, 
/**
 * Allow identification from app.
 */
allow_identification: boolean, 
/**
 * One-tap access; `None` follows the customer.
 */
one_tap: boolean | null, 
/**
 * What follows from it and the customer.
 */
one_tap_effective: boolean, 
/**
 * Signal range.
 */
signal_range: SignalRange, 
/**
 * One-tap access signal.
 */
one_tap_signal: OneTapSignal, 
/**
 * Fields of an import that this version does not know.
 */
extra: Record<string, unknown>, 
/**
 * Whether phones know something else.
 */
unpublished: boolean, 
/**
 * Whether phones know it at all.
 */
known: boolean, 
/**
 * When it last changed.
 */
changed_at: string, 
/**
 * When it was deleted.
 */
deleted_at: string | null, };

/**
 * Opens the store with the recovery code.
 */
export type RecoverRequest = { 
/**
 * The recovery code; spaces, dashes and case do not matter.
 */
recovery_code: string, 
/**
 * Login e-mail of a distributor admin.
 */
email: string, 
/**
 * New password.
 */
new_password: string, };

/**
 * A further code.
 */
export type ReissueCodeRequest = { 
/**
 * The key.
 */
key_id: string, 
/**
 * Whether the codes so far are lost and must stop working.
 */
lost: boolean, 
/**
 * Where the new one is to be sent.
 */
send?: Array<SendTo>, };

/**
 * Another name for a computer.
 */
export type RenameComputerRequest = { 
/**
 * The computer.
 */
computer_id: string, 
/**
 * Its name.
 */
name: Edit<string>, };

/**
 * Repairs a cell of the preview; the file itself stays as it is.
 */
export type RepairUserFileRequest = { 
/**
 * The preview.
 */
preview_id: string, 
/**
 * The line.
 */
row: number, 
/**
 * The column, from 0.
 */
column: number, 
/**
 * What is to stand there.
 */
value: string, };

/**
 * What a check or rebuild found.
 */
export type Report = { 
/**
 * Whether all is well.
 */
ok: boolean, 
/**
 * Stable codes of what was found.
 */
findings: Array<string>, };

/**
 * Restores a backup.
 */
export type RestoreBackupRequest = { 
/**
 * Its name.
 */
name: string, 
/**
 * Login e-mail, asked again.
 */
email: string, 
/**
 * Password, asked again.
 */
password: string, };

/**
 * Sets the office server back to a back-up.
 */
export type RestoreOfficeRequest = { 
/**
 * Its name.
 */
name: string, 
/**
 * The password of whoever does it.
 */
password: string, };

/**
 * A code in clear.
 */
export type RevealedCode = { 
/**
 * 20 characters.
 */
code: string, 
/**
 * When it expires.
 */
expires_at: string, 
/**
 * Language of the user's handout.
 */
language: Language | null, };

/**
 * What an account may do (design, section 4).
 */
export type Role = "distributor_admin" | "installer" | "customer_admin";

/**
 * Something wrong with a row.
 */
export type RowProblem = { 
/**
 * Stable code.
 */
code: string, 
/**
 * Values for the text.
 */
args: Record<string, unknown>, };

/**
 * Saves a paper.
 */
export type SavePaperRequest = { 
/**
 * The paper.
 */
job: PaperJob, 
/**
 * Where to.
 */
file: string, };

/**
 * Saves a job.
 */
export type SaveRequest = { 
/**
 * The job.
 */
job: HandoutJob, 
/**
 * Where to.
 */
file: string, };

/**
 * Saves a statement as CSV.
 */
export type SaveStatementRequest = { 
/**
 * The customer, or `None` for the distributor.
 */
customer_id: string | null, 
/**
 * First day.
 */
from: string, 
/**
 * Last day.
 */
to: string, 
/**
 * In which language.
 */
language: Language, 
/**
 * Where to.
 */
file: string, };

/**
 * A file was written.
 */
export type Saved = { 
/**
 * Name without folder.
 */
name: string, 
/**
 * Folder, to show.
 */
folder: string, 
/**
 * Rows or pages in it.
 */
count: number, 
/**
 * Records that were left out, for example keys without an open code.
 */
skipped: number, };

/**
 * Finds records by words.
 */
export type SearchRequest = { 
/**
 * Words; each must begin a word of the record.
 */
text: string, 
/**
 * Only within this customer.
 */
customer_id: string | null, 
/**
 * The most hits per kind, 1 to 50.
 */
limit: number, };

/**
 * Records found, best first within each kind.
 */
export type SearchResponse = { 
/**
 * Hits.
 */
hits: Array<Hit>, };

/**
 * The issuer sells credit to this computer's distributor.
 */
export type SellCreditRequest = { 
/**
 * Whole credits.
 */
amount: number, 
/**
 * Purchase order number.
 */
note: string, };

/**
 * Sends the invitation of a key's open code, for the first time or again.
 */
export type SendMessageRequest = { 
/**
 * The key.
 */
key_id: string, 
/**
 * Where to.
 */
recipient: SendTo, 
/**
 * The round that was shown; 0 for the first time.
 */
round: number, };

/**
 * Where a new code is to be sent.
 */
export type SendTo = { 
/**
 * By which way.
 */
channel: Channel, 
/**
 * E-mail address or phone number.
 */
to: string, };

/**
 * Who works.
 */
export type SessionAccount = { 
/**
 * The account.
 */
id: string, 
/**
 * Login e-mail.
 */
email: string, 
/**
 * Role.
 */
role: Role, 
/**
 * The customer of a customer admin.
 */
customer_id: string | null, 
/**
 * When the login expires.
 */
expires_at: string | null, 
/**
 * The last local day on which it opens.
 */
expires_on: string | null, 
/**
 * Local days left until it expires; 0 on the last one.
 */
days_left: number | null, };

/**
 * What the window shows first.
 */
export type SessionView = { 
/**
 * Where this computer stands.
 */
stage: Stage, 
/**
 * Which data is open.
 */
profile: ProfileKind, 
/**
 * Whether a demo exists on this computer.
 */
has_demo: boolean, 
/**
 * Whether this computer has data of its own.
 */
has_main: boolean, 
/**
 * Who works, when unlocked.
 */
account: SessionAccount | null, 
/**
 * The distributor, when unlocked.
 */
distributor: DistributorName | null, 
/**
 * Version of the program.
 */
version: string, 
/**
 * Why the store cannot be opened.
 */
problem: Failure | null, 
/**
 * Language the screens were last used in on this computer.
 */
language: Language, 
/**
 * `light`, `dark` or `system`.
 */
theme: string, };

/**
 * Sets when a login expires.
 */
export type SetExpiryRequest = { 
/**
 * The account.
 */
account_id: string, 
/**
 * The last local day on which it opens, before and after; `null` is never.
 */
expires_on: Edit<string | null>, };

/**
 * Language of one's screens.
 */
export type SetLanguageRequest = { 
/**
 * The language.
 */
language: Language, };

/**
 * Sets the mail server.
 */
export type SetOfficeMailRequest = { 
/**
 * Sender, as `Name <address>` or an address.
 */
from: string, 
/**
 * Host name of the mail server; empty: nothing is sent any more.
 */
host: string, 
/**
 * Its port.
 */
port: number, 
/**
 * Security of the connection.
 */
security: MailSecurity, 
/**
 * User name; empty for a server that asks for none.
 */
username: string, 
/**
 * A new password; `None` keeps the one that is kept, unless it is for another server.
 */
password: string | null, 
/**
 * So many days before a code ends its holder is reminded, at most 27; 0 is never.
 */
reminder_days: number, };

/**
 * Sets the gateway for text messages.
 */
export type SetOfficeSmsRequest = { 
/**
 * Use it.
 */
on: boolean, 
/**
 * Address; `{phone}` and `{text}` are replaced. Empty: there is no gateway any more.
 */
url: string, 
/**
 * Headers.
 */
headers: Array<SetSmsHeader>, 
/**
 * Body; `{phone}` and `{text}` are replaced. Empty: the gateway is asked by GET.
 */
body: string, 
/**
 * What the body is.
 */
body_kind: SmsBody, };

/**
 * A header for the gateway.
 */
export type SetSmsHeader = { 
/**
 * Its name.
 */
name: string, 
/**
 * A new value; `None` keeps the one that is kept, unless it is for another server.
 */
value: string | null, };

/**
 * *Set up this computer*.
 */
export type SetUpRequest = { 
/**
 * Distributor's name.
 */
name: string, 
/**
 * Distributor's code, four letters or digits.
 */
code: string, 
/**
 * Login e-mail of the first admin.
 */
email: string, 
/**
 * Password.
 */
password: string, 
/**
 * IANA time zone; the computer's own when empty.
 */
time_zone: string, 
/**
 * Language of the screens.
 */
language: Language, };

/**
 * What set-up answers, once.
 */
export type SetUpResponse = { 
/**
 * Opens the store when every password is forgotten. Shown once, kept nowhere.
 */
recovery_code: string, };

/**
 * Settings of this computer.
 */
export type Settings = { 
/**
 * Minutes without a person until the screens lock; 0 is never.
 */
auto_lock_minutes: number, 
/**
 * `light`, `dark` or `system`.
 */
theme: string, 
/**
 * Language of the screens before somebody logs in.
 */
language: Language, 
/**
 * Where phones find the app for Android.
 */
android_link: string, 
/**
 * Where phones find the app for iOS.
 */
ios_link: string, 
/**
 * Credit of a customer is said to be low when there is no more of it than this.
 */
low_credit_customer: number, 
/**
 * The same of the distributor's own credit.
 */
low_credit_own: number, 
/**
 * Printer calibration to the right, in mm.
 */
calibration_x_mm: number, 
/**
 * Printer calibration downwards, in mm.
 */
calibration_y_mm: number, };

/**
 * How a table is saved.
 */
export type SheetFormat = "csv" | "xlsx";

/**
 * Signal range: how strong a phone must be heard (manual, chapter 4.4). The shown distances are 6 m, 4-5 m,
 * 2-3 m and 0.1 m.
 */
export type SignalRange = number;

/**
 * A door on the simulated phone.
 */
export type SimulatedDoor = { 
/**
 * The reader.
 */
id: string, 
/**
 * Name.
 */
name: string, 
/**
 * Reader ID.
 */
reader_id: string, 
/**
 * Whether the key may be presented from the app.
 */
identification: boolean, 
/**
 * Whether one tap opens it.
 */
one_tap: boolean, };

/**
 * A key on the simulated phone.
 */
export type SimulatedKey = { 
/**
 * The key.
 */
key_id: string, 
/**
 * Name.
 */
name: string, 
/**
 * User ID.
 */
number: number, 
/**
 * The site.
 */
customer_name: string, 
/**
 * Whether it is suspended.
 */
suspended: boolean, 
/**
 * Whether it opens its doors now.
 */
opens: boolean, 
/**
 * First day.
 */
valid_from: string, 
/**
 * Last day.
 */
valid_to: string | null, 
/**
 * *My Doors*.
 */
doors: Array<SimulatedDoor>, };

/**
 * The demo's simulated phone, as its user sees it.
 */
export type SimulatedPhone = { 
/**
 * Name of the device that it is.
 */
device_name: string, 
/**
 * Whether the device was deleted: the user needs a new code.
 */
device_deleted: boolean, 
/**
 * What the QR held that it scanned: whether the address of a cloud stood in it.
 */
scanned_address: string | null, 
/**
 * Keys that it holds.
 */
keys: Array<SimulatedKey>, };

/**
 * What is asked of the demo's simulated phone, by a key that it holds or is to scan.
 */
export type SimulatedPhoneRequest = { 
/**
 * The key.
 */
key_id: string, };

/**
 * What the demo's simulated phone can do with a key.
 */
export type SimulatedUse = "no" | "scan" | "open";

/**
 * What this computer can do without network.
 */
export type Site = { 
/**
 * Whether it belongs to a cloud. If not, the whole job works here anyway.
 */
joined: boolean, 
/**
 * Whether the cloud cannot be reached just now.
 */
away: boolean, 
/**
 * What it holds.
 */
held: Array<HeldLease>, 
/**
 * What can be taken.
 */
customers: Array<SiteCustomer>, 
/**
 * The day of the next trip, if one is planned.
 */
trip: string | null, 
/**
 * The trip is today or tomorrow, or was planned for a day that has passed, and nothing is taken.
 */
trip_near: boolean, };

/**
 * A customer whose credit and User IDs can be taken to site.
 */
export type SiteCustomer = { 
/**
 * The customer.
 */
customer_id: string, 
/**
 * Its name.
 */
name: string, 
/**
 * Its System ID.
 */
system_id: string, 
/**
 * Paid credit that is free.
 */
paid: number, 
/**
 * Trial credit that is free.
 */
trial: number, };

/**
 * What the body of a request to an SMS gateway is.
 */
export type SmsBody = "form" | "json" | "text" | "xml";

/**
 * Where this computer stands.
 */
export type Stage = "first_run" | "locked" | "unlocked" | "broken";

/**
 * Keys by stage.
 */
export type Stages = { 
/**
 * Waiting.
 */
waiting: number, 
/**
 * Waiting for a sync.
 */
arriving: number, 
/**
 * Expired.
 */
expired: number, 
/**
 * Active.
 */
active: number, 
/**
 * Suspended.
 */
suspended: number, };

/**
 * What is printed on.
 */
export type Stock = "a4" | "card" | "l7160" | "l7163" | "l5160";

/**
 * A user's new phone.
 */
export type SwapPhoneRequest = { 
/**
 * The key whose User ID moves.
 */
key_id: string, 
/**
 * Name of the new device.
 */
device_name: string, 
/**
 * Why the credit is waived; `None` charges it.
 */
waiver: string | null, };

/**
 * A customer whose System ID another one has too.
 */
export type SystemIdTwice = { 
/**
 * The customer.
 */
customer_id: string, 
/**
 * Its name.
 */
name: string, 
/**
 * The System ID.
 */
system_id: string, };

/**
 * The System Key in clear.
 */
export type SystemKey = { 
/**
 * The System Key.
 */
system_key: string, };

/**
 * What kind of access control system a customer has (manual, chapter 3.3.1).
 */
export type SystemType = "importer" | "demo";

/**
 * What to take of one customer.
 */
export type TakeOne = { 
/**
 * The customer.
 */
customer_id: string, 
/**
 * Paid credits.
 */
paid: number, 
/**
 * Trial credits.
 */
trial: number, 
/**
 * How many User IDs: the next that are free.
 */
numbers: number, };

/**
 * *Take to site*.
 */
export type TakeToSiteRequest = { 
/**
 * What to take.
 */
customers: Array<TakeOne>, };

/**
 * A template.
 */
export type Template = { 
/**
 * The template.
 */
id: string, 
/**
 * Name.
 */
name: string, 
/**
 * What it is for.
 */
note: string, 
/**
 * What it sets.
 */
fields: TemplateFields, 
/**
 * When it was created.
 */
created_at: string, 
/**
 * When it was last changed.
 */
changed_at: string, };

/**
 * What a template made from a customer would set.
 */
export type TemplateDraft = { 
/**
 * A name to begin with.
 */
name: string, 
/**
 * The customer's own settings and groups.
 */
fields: TemplateFields, };

/**
 * The settings of a customer that a template can change, each with the value it started from.
 */
export type TemplateEdits = { 
/**
 * Key Name.
 */
key_name?: Edit<string> | null, 
/**
 * Mobile Key Prefix.
 */
key_prefix?: Edit<string> | null, 
/**
 * Default validity.
 */
default_valid_to?: Edit<string | null> | null, 
/**
 * Using notification bar / widget.
 */
one_tap?: Edit<boolean> | null, 
/**
 * By lighting up display.
 */
automatic?: Edit<boolean> | null, 
/**
 * Reader groups.
 */
groups_enabled?: Edit<boolean> | null, };

/**
 * What a template sets. `None` leaves a setting as it is.
 */
export type TemplateFields = { 
/**
 * Key Name.
 */
key_name: string | null, 
/**
 * Mobile Key Prefix.
 */
key_prefix: string | null, 
/**
 * Default validity.
 */
validity: TemplateValidity | null, 
/**
 * Using notification bar / widget.
 */
one_tap: boolean | null, 
/**
 * By lighting up display.
 */
automatic: boolean | null, 
/**
 * Reader groups switched on or off.
 */
groups_enabled: boolean | null, 
/**
 * Names of reader groups that a site gets where it has none of that name.
 */
groups: Array<string>, };

/**
 * What a template would change in a customer.
 */
export type TemplatePlan = { 
/**
 * Settings that would change; send them back to apply exactly this.
 */
edits: TemplateEdits, 
/**
 * Groups that would be created.
 */
groups: Array<string>, 
/**
 * Groups that stay out because reader groups are switched off.
 */
left_out: Array<string>, 
/**
 * Whether the customer has all of it already.
 */
nothing: boolean, };

/**
 * One template.
 */
export type TemplateRequest = { 
/**
 * The template.
 */
template_id: string, };

/**
 * How long new keys are valid by default, as a template says it.
 */
export type TemplateValidity = { "kind": "unlimited" } | { "kind": "months", 
/**
 * 1 to 120.
 */
count: number, } | { "kind": "until", 
/**
 * The last day.
 */
day: string, };

/**
 * The distributor's templates, by name.
 */
export type Templates = { 
/**
 * Templates.
 */
templates: Array<Template>, 
/**
 * Whether the account that asks may create, change and delete them.
 */
may_edit: boolean, };

/**
 * Tries the gateway out.
 */
export type TestOfficeSmsRequest = { 
/**
 * Number that gets a text message, with + and its country.
 */
phone: string, };

/**
 * Saves a calibration sheet.
 */
export type TestSheetRequest = { 
/**
 * Stock.
 */
stock: Stock, 
/**
 * Where to.
 */
file: string, };

/**
 * What came of a test message.
 */
export type TestedMessages = { 
/**
 * Where it was sent.
 */
to: string, 
/**
 * Why it could not be sent; `None` if the server took it.
 */
problem: MessageProblem | null, 
/**
 * What the server said; may be empty.
 */
detail: string, };

/**
 * What the gateway answered.
 */
export type TestedSms = { 
/**
 * The number.
 */
to: string, 
/**
 * Status of HTTP; `None` if there was no answer.
 */
status: number | null, 
/**
 * Why it was not sent; `None` if the gateway took it.
 */
problem: MessageProblem | null, 
/**
 * What the gateway said, or why there was no answer; may be empty.
 */
detail: string, };

/**
 * How the bytes of a text file become letters.
 */
export type TextEncoding = "utf-8" | "utf-16le" | "utf-16be" | "windows-1250" | "windows-1252" | "iso-8859-2";

/**
 * Makes this computer the office server.
 */
export type TurnOnOfficeRequest = { 
/**
 * The password of whoever does it.
 */
password: string, 
/**
 * Name of this computer in lists.
 */
computer: string, };

/**
 * What was typed into a form whose mutation was refused, so that it can be corrected and sent again.
 */
export type Typed = { 
/**
 * The customer.
 */
customer_id: string, 
/**
 * The user that was to get one more device, if it still is one.
 */
user_id: string | null, 
/**
 * Its name.
 */
user_name: string, 
/**
 * A user that was to be new.
 */
fields: UserFields | null, 
/**
 * The key; none where only a user was created.
 */
key: TypedKey | null, };

/**
 * What was typed for a key that was refused.
 */
export type TypedKey = { 
/**
 * Name of the device.
 */
device_name: string, 
/**
 * Key Name.
 */
key_name: string, 
/**
 * First day.
 */
valid_from: string, 
/**
 * Last day.
 */
valid_to: string | null, 
/**
 * Reader groups.
 */
group_ids: Array<string>, };

/**
 * A message that did not arrive.
 */
export type UndeliveredMessage = { 
/**
 * The message.
 */
message: MessageView, 
/**
 * Whom it is for.
 */
user_id: string, 
/**
 * Their name.
 */
user_name: string, 
/**
 * Their customer.
 */
customer_id: string, 
/**
 * Its name.
 */
customer_name: string, };

/**
 * Messages that did not arrive and whose codes nobody has used.
 */
export type UndeliveredMessages = { 
/**
 * Latest first, at most 200.
 */
items: Array<UndeliveredMessage>, };

/**
 * How a key of the file was understood.
 */
export type UnderstoodKey = { 
/**
 * The key in the file.
 */
key: string, 
/**
 * The field it was taken for; `None` if unknown and kept.
 */
field: string | null, };

/**
 * An import was undone.
 */
export type UndoDone = { 
/**
 * Readers put back.
 */
reverted: number, 
/**
 * Names of readers that somebody touched since, and that stayed.
 */
kept: Array<string>, };

/**
 * Undoes an import.
 */
export type UndoImportRequest = { 
/**
 * The import.
 */
import_id: string, };

/**
 * Takes an import back.
 */
export type UndoUserImportRequest = { 
/**
 * The import.
 */
import_id: string, 
/**
 * A name under which to ask how far it is, and to stop it.
 */
job: string, };

/**
 * Opens the store.
 */
export type UnlockRequest = { 
/**
 * Login e-mail.
 */
email: string, 
/**
 * Password.
 */
password: string, };

/**
 * Changes that phones do not know.
 */
export type Unpublished = { 
/**
 * Changes.
 */
rows: Array<UnpublishedRow>, 
/**
 * When readers were last published.
 */
published_at: string | null, };

/**
 * One change that phones do not know.
 */
export type UnpublishedRow = { 
/**
 * The reader.
 */
reader: string, 
/**
 * Name.
 */
name: string, 
/**
 * Added, changed or (as `missing`) deleted.
 */
action: ImportAction, 
/**
 * Fields.
 */
changes: Array<FieldChange>, };

/**
 * The user card (manual, chapters 4.3.1 to 4.3.3).
 */
export type UserCard = { 
/**
 * The user.
 */
id: string, 
/**
 * Its customer.
 */
customer_id: string, 
/**
 * What was entered.
 */
fields: UserFields, 
/**
 * Full name.
 */
name: string, 
/**
 * Status.
 */
status: UserStatus, 
/**
 * When the user was created.
 */
created_at: string, 
/**
 * When the user was deleted.
 */
deleted_at: string | null, 
/**
 * Devices, live ones first, then latest first.
 */
devices: Array<DeviceView>, 
/**
 * Credit of the customer, for what costs some.
 */
credit: CreditLeft, 
/**
 * Time zone of the customer.
 */
time_zone: string, 
/**
 * Whether the account may waive the credit of a phone swap.
 */
may_waive: boolean, 
/**
 * By which ways a code can be sent.
 */
ways: MessageWays, };

/**
 * What a column of a table of users holds.
 */
export type UserColumn = "title" | "first_name" | "last_name" | "full_name" | "email" | "phone" | "language" | "key_name" | "number" | "valid_from" | "valid_to" | "groups";

/**
 * What a person enters of a user.
 */
export type UserFields = { 
/**
 * Title before the name, may be empty.
 */
title: string, 
/**
 * First name, required.
 */
first_name: string, 
/**
 * Last name, may be empty.
 */
last_name: string, 
/**
 * E-mail, may be empty.
 */
email: string, 
/**
 * Phone in E.164, may be empty.
 */
phone: string, 
/**
 * Language of this user's handouts.
 */
language: Language | null, };

/**
 * How many lines do what.
 */
export type UserFileCounts = { 
/**
 * Lines that add a user.
 */
added: number, 
/**
 * Lines that change a user.
 */
changed: number, 
/**
 * Lines that change nothing.
 */
unchanged: number, 
/**
 * Lines that cannot be imported.
 */
invalid: number, };

/**
 * One line.
 */
export type UserFileRow = { 
/**
 * Its place in the file, for choosing and repairing.
 */
index: number, 
/**
 * Its number in the file, as an editor or a spreadsheet shows it.
 */
line: number, 
/**
 * What it would do.
 */
action: UserRowAction, 
/**
 * Whether it is in.
 */
chosen: boolean, 
/**
 * The person.
 */
name: string, 
/**
 * The user it matches.
 */
user_id: string | null, 
/**
 * What stands in it.
 */
cells: Array<FileCell>, 
/**
 * Fields that would change.
 */
changes: Array<FieldChange>, 
/**
 * The key it would bring.
 */
key: PlannedKey | null, 
/**
 * What is wrong.
 */
problems: Array<RowProblem>, 
/**
 * Whether cells of it were repaired here.
 */
repaired: boolean, };

/**
 * A page of lines.
 */
export type UserFileRows = { 
/**
 * Lines.
 */
rows: Array<UserFileRow>, 
/**
 * Where the page stands.
 */
info: PageInfo, };

/**
 * A page of lines.
 */
export type UserFileRowsRequest = { 
/**
 * The preview.
 */
preview_id: string, 
/**
 * Lines that do this.
 */
action: UserRowAction, 
/**
 * Words that must all be in the line, without regard to case and accents.
 */
search: string, 
/**
 * Page, from 0.
 */
page: number, 
/**
 * Lines per page, 1 to 500.
 */
page_size: number, };

/**
 * What a file of users would do.
 */
export type UserFileView = { 
/**
 * Handle for further commands.
 */
preview_id: string, 
/**
 * The customer.
 */
customer_id: string, 
/**
 * Name of the file.
 */
file_name: string, 
/**
 * Encoding of a text file; `None` for a workbook.
 */
encoding: TextEncoding | null, 
/**
 * What separates the cells of a text file; `None` for a workbook.
 */
delimiter: Delimiter | null, 
/**
 * Sheets of a workbook.
 */
sheets: Array<string>, 
/**
 * The sheet that is read.
 */
sheet: string | null, 
/**
 * Whether the first line names the columns.
 */
header: boolean, 
/**
 * The columns.
 */
columns: Array<FileColumn>, 
/**
 * Which number comes first in a day written with slashes.
 */
date_order: DateOrder, 
/**
 * Calling code of phone numbers without a country.
 */
calling_code: string, 
/**
 * How many lines do what.
 */
counts: UserFileCounts, 
/**
 * Lines that add a user and are chosen.
 */
chosen_added: number, 
/**
 * Lines that change a user and are chosen.
 */
chosen_changed: number, 
/**
 * Whether new users get a key.
 */
with_keys: boolean, 
/**
 * Last day of keys whose line names none; `None` is unlimited.
 */
valid_to: string | null, 
/**
 * Keys that would be issued.
 */
keys: number, 
/**
 * Whole credits that they cost.
 */
cost: number, 
/**
 * Credit before.
 */
credit: CreditLeft, 
/**
 * Credits that are missing for it.
 */
missing_credit: number, 
/**
 * Whether the customer has groups switched on.
 */
groups_enabled: boolean, };

/**
 * The *User ID*: the number that door readers see, positive and of 32 bits, shown as `17 (0x11)`.
 */
export type UserId = number;

/**
 * Names an import.
 */
export type UserImportRequest = { 
/**
 * The import.
 */
import_id: string, };

/**
 * One import of the past.
 */
export type UserImportRow = { 
/**
 * The import.
 */
id: string, 
/**
 * Name of the file.
 */
file_name: string, 
/**
 * When.
 */
at: string, 
/**
 * Added.
 */
added: number, 
/**
 * Changed.
 */
changed: number, 
/**
 * Keys that were issued.
 */
keys: number, 
/**
 * Invalid lines that were left out.
 */
invalid: number, 
/**
 * When it was undone.
 */
undone_at: string | null, };

/**
 * Imports, latest first.
 */
export type UserImports = { 
/**
 * Imports.
 */
imports: Array<UserImportRow>, };

/**
 * Why undoing an import leaves a user as it is.
 */
export type UserKeptWhy = "touched_since" | "key_in_use" | "handed_out";

/**
 * A page of users.
 */
export type UserPage = { 
/**
 * Rows.
 */
rows: Array<UserRow>, 
/**
 * Where the page stands.
 */
info: PageInfo, 
/**
 * Keys by stage, over all users of the customer.
 */
stages: Stages, };

/**
 * One user.
 */
export type UserRequest = { 
/**
 * The user.
 */
user_id: string, };

/**
 * One row: a user with the key that matters most (a live one, else the latest).
 */
export type UserRow = { 
/**
 * The user.
 */
id: string, 
/**
 * Full name.
 */
name: string, 
/**
 * E-mail.
 */
email: string, 
/**
 * Phone.
 */
phone: string, 
/**
 * Status.
 */
status: UserStatus, 
/**
 * When the user was created.
 */
created_at: string, 
/**
 * Name of the device.
 */
device_name: string | null, 
/**
 * Status of the device.
 */
device_status: DeviceStatus | null, 
/**
 * The key.
 */
key_id: string | null, 
/**
 * User ID.
 */
number: number | null, 
/**
 * Where the key stands.
 */
stage: KeyStage, 
/**
 * When the stage began, for example activated since.
 */
stage_at: string | null, 
/**
 * When the open code expires, for a waiting key; when it expired, for an expired one.
 */
code_expires_at: string | null, 
/**
 * Last day of validity.
 */
valid_to: string | null, 
/**
 * How many further live keys the user has.
 */
more_keys: number, 
/**
 * How often the handout was printed or saved.
 */
handouts: number, };

/**
 * What becomes of a line.
 */
export type UserRowAction = "add" | "change" | "unchanged" | "invalid";

/**
 * Whether a user is there or was removed (manual, chapter 4.3.3).
 */
export type UserStatus = "active" | "deleted";

/**
 * What undoing an import would do, or did.
 */
export type UserUndo = { 
/**
 * Users that the import added and that go.
 */
deleted: number, 
/**
 * Keys that go with them and whose credit comes back.
 */
refunded: number, 
/**
 * Users that go back to what they were.
 */
reverted: number, 
/**
 * Users that stay as they are; the first thousand of them.
 */
kept: Array<KeptUser>, 
/**
 * How many stay in all.
 */
kept_count: number, };

/**
 * Users were imported.
 */
export type UsersImported = { 
/**
 * The import.
 */
import_id: string, 
/**
 * Added.
 */
added: number, 
/**
 * Changed.
 */
changed: number, 
/**
 * Keys that were issued, in the order of the file, for their handouts.
 */
key_ids: Array<string>, 
/**
 * Credit after.
 */
credit: CreditLeft, };

/**
 * What waits for the cloud.
 */
export type Waiting = { 
/**
 * Oldest first, at most 200.
 */
changes: Array<WaitingChange>, 
/**
 * All of them.
 */
total: number, };

/**
 * One change that waits.
 */
export type WaitingChange = { 
/**
 * Its id.
 */
id: string, 
/**
 * What was done, as in the activity log.
 */
action: string, 
/**
 * When.
 */
at: string, 
/**
 * Whom or what it is about.
 */
about: string, };

/**
 * A key that waits.
 */
export type WaitingKey = { 
/**
 * The user.
 */
user_id: string, 
/**
 * Name.
 */
name: string, 
/**
 * When its last open code expires.
 */
expires_at: string, };

/**
 * One workspace that can be chosen.
 */
export type Workspace = { 
/**
 * The customer, or `None` for the distributor itself.
 */
customer_id: string | null, 
/**
 * Name.
 */
name: string, 
/**
 * System ID, or the distributor's code.
 */
code: string, 
/**
 * System type of a customer.
 */
system_type: SystemType | null, 
/**
 * Whether the customer is deleted.
 */
deleted: boolean, };

/**
 * Every workspace of the account.
 */
export type Workspaces = { 
/**
 * The distributor first, if the account may work in it, then customers by name.
 */
workspaces: Array<Workspace>, };
