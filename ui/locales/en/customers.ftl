# Customers: the table, the wizard, a customer's settings.
palette-group-distributor = Distributor
export-title = Save the table
export-csv = Export CSV
export-more = Other formats
export-xlsx = Excel (XLSX)
export-open = Open
export-saved =
    { $count ->
        [one] { $name }: { $shown } row saved
       *[other] { $name }: { $shown } rows saved
    }
fact-none = none
fact-yes = Yes
fact-no = No
fact-edit = Edit

customers-create = Create customer
customers-search = Search customers
customers-file-name = customers
customers-none = No customers yet
customers-none-text = A customer is one installed access control system. Create the first one.
customers-none-waiting = none
customers-col-name = Name
customers-col-type = System type
customers-col-system-id = System ID
customers-col-city = City
customers-col-address = Address
customers-col-keys = Keys
customers-col-waiting = Waiting
customers-col-credit = Credit
customers-col-changed = Last change
customers-col-created = Created
customers-col-status = Status
customers-col-action = Actions
customers-waiting =
    { $count ->
        [one] { $shown } waits for activation
       *[other] { $shown } wait for activation
    }
customers-expired =
    { $count ->
        [one] { $shown } expired
       *[other] { $shown } expired
    }
customers-unpublished =
    { $count ->
        [one] { $shown } unpublished
       *[other] { $shown } unpublished
    }

system-type-importer = IMAporter
system-type-importer-hint = An installed system with a System ID and a System Key of its own.
system-type-demo = IMAporter demo
system-type-demo-hint = For testing and showing only: its values are publicly known, and it needs no credit.

customer-name = Customer name
customer-name-hint = The building or the company, as you want to see it in lists.
customer-system-type = System type
customer-system-id = System ID
customer-system-id-hint = { $code } and four characters of the installation. The same in every reader on the site.
customer-system-key = System Key
customer-system-key-hint = Exactly as in the project in ACS Config / Reader Config.
customer-demo-fixed = Fixed for demo systems.
customer-demo-values = Demo systems have the fixed System ID { $system_id } and System Key { $system_key }.
customer-time-zone = Time zone
customer-time-zone-hint = Validity of keys begins and ends by the clock of this place.

wizard-title = New customer
wizard-steps = Steps of the new customer
wizard-step-system = System
wizard-step-contact = Contact
wizard-step-key = Mobile key
wizard-step-finish = Finish
wizard-draft-saved = Draft saved
wizard-draft-resumed = Continuing your draft
wizard-start-over = Start over
wizard-started-over = The draft was thrown away
wizard-finish-now = to finish now
wizard-create = Create customer
wizard-acs-title = Where these values come from
wizard-acs-project = The customer mirrors a project in the ACS Config / Reader Config application. Create that project first and copy its values here.
wizard-acs-system-id = pairs readers and keys of one site. It is written as { $code } (your distributor code) and four characters of your own series, and no two installations share one.
wizard-acs-system-key = the administrator password of the project: it pairs the mobile application with the readers. Eight letters and digits are usual.
wizard-acs-demo = For tests there is the demo system with the System ID demo0001 and the System Key demo. Never use it for live operation: both are publicly known.
wizard-email-login = It becomes the login of the account.
wizard-email-contact = Only a contact; nobody can log in with it.
wizard-account = Account
wizard-account-create = Create account
wizard-account-create-hint = The customer logs in with the e-mail and this password.
wizard-account-none = Do not create account
wizard-account-none-hint = You can create one later, under Accounts.
wizard-password = Password of the account
wizard-password-again = A draft never keeps the password: type it again.
wizard-credit = Credit to transfer now
wizard-credit-demo = A demo system needs no credit.
wizard-credit-trial =
    { $count ->
        [one] { $shown } free of charge credit is added on top.
       *[other] { $shown } free of charge credits are added on top.
    }
wizard-credit-plus =
    { $count ->
        [one] +{ $shown } free of charge credit
       *[other] +{ $shown } free of charge credits
    }
wizard-created-title = { $name } is ready
created-text = { $name } was created.
created-next = What next?
created-import = Import its readers
created-import-text = From the file that was exported on site.
created-key = Create a mobile key
created-key-text = Name the user and hand over the QR code.
created-work-text = Opens the customer’s own workspace.
created-detail = Open its settings
created-detail-text = System, contact, billing and accounts.
created-another = Create another customer
created-another-text = With the next System ID of your series.

contact-address = Address
contact-address-hint = Street and house number
contact-zip = ZIP code
contact-city = City
contact-web = Web
contact-email-hint = Changing it does not change the login of any account.

customer-tab-general = General
customer-tab-mobile-key = Mobile key
customer-tab-billing = Billing
customer-tab-accounts = Accounts
customer-tab-activity = Activity
customer-work-in = Work in this customer
customer-system = System settings
customer-contact = Contact
customer-inside = In this customer
customer-users = Users
customer-keys = Mobile keys in use
customer-readers = Readers
customer-published = Readers last published
customer-never-published = never
customer-app-android = Mobile app version, Android
customer-app-ios = Mobile app version, iOS
customer-app-none = Not set
customer-deleted-at = Deleted
customer-saved = { $name } was saved
customer-contact-saved = The contact was saved
customer-edit-system = Edit system settings
customer-edit-contact = Edit contact
customer-type-fixed = Fixed, because a mobile key was issued already.
customer-retype = System ID and System Key
customer-retype-text = Both fields were emptied on purpose. Type them again exactly as in the project in ACS Config / Reader Config, even if they stay the same.
customer-now = Now { $value }
customer-change-system = Change System ID / System Key
customer-breaks-title = This separates keys and readers until both have the new values.
customer-breaks-keys =
    { $count ->
        [0] No mobile key is in use yet.
        [one] { $shown } mobile key opens nothing until its phone has synchronised.
       *[other] { $shown } mobile keys open nothing until their phones have synchronised.
    }
customer-breaks-readers =
    { $count ->
        [0] No reader is registered yet.
        [one] { $shown } reader has to be configured again on site with the new values.
       *[other] { $shown } readers have to be configured again on site with the new values.
    }
customer-breaks-understood = I understand, the readers get the same values.
customer-deleted-on = Deleted on { $date }
customer-deleted-text = Nothing in it can be changed. The System ID { $system_id } stays taken.
customer-deleted-frozen =
    { $count ->
        [one] Nothing in it can be changed, { $count } paid credit is frozen. The System ID { $system_id } stays taken.
       *[other] Nothing in it can be changed, { $count } paid credits are frozen. The System ID { $system_id } stays taken.
    }
customer-restore = Restore customer
customer-restored = { $name } was restored
customer-delete = Delete customer
customer-delete-title = Delete { $name }?
customer-delete-text = You can restore it later. Until then:
customer-delete-users =
    { $count ->
        [0] No user is affected.
        [one] { $shown } user can no longer be managed.
       *[other] { $shown } users can no longer be managed.
    }
customer-delete-keys =
    { $count ->
        [0] No mobile key is in use.
        [one] { $shown } mobile key in use stops working.
       *[other] { $shown } mobile keys in use stop working.
    }
customer-delete-readers =
    { $count ->
        [0] It has no readers.
        [one] { $shown } reader disappears from phones.
       *[other] { $shown } readers disappear from phones.
    }
customer-delete-id = Its System ID stays taken and its trial credits stay with it.
customer-delete-take-back =
    { $count ->
        [one] Take { $shown } unspent paid credit back
       *[other] Take { $shown } unspent paid credits back
    }
customer-delete-take-back-hint = It returns to your available credit.
customer-delete-freeze-hint = It stays frozen with the customer until it is restored.
customer-was-deleted = { $name } was deleted
customer-keys-issued = Mobile keys
customer-keys-in-use =
    { $count ->
        [one] { $shown } in use
       *[other] { $shown } in use
    }

key-settings = Mobile key settings
key-settings-edit = Edit mobile key settings
key-settings-saved = The mobile key settings were saved
key-name = Key name
key-name-hint = What users see in their phone. Name the site or the company.
key-prefix = Prefix
key-prefix-hint = 2–3 digits keep clear of DESFire card numbers.
key-prefix-unusual = Works too, but 2 or 3 digits are recommended.
key-default-validity = Default validity
key-default-validity-hint = Offered for every new key; each key can have another.
key-allow-duplicates = Allow duplicate key ID
key-allow-duplicates-hint = Several keys may have the same User ID. Not recommended.
key-duplicates-on = User IDs are not checked: the system cannot tell such keys apart.
key-duplicates-title = Allow duplicate key IDs?
key-duplicates-text = For the safety of the access control system this is not recommended.
key-duplicates-unchecked = New mobile keys are no longer checked for a unique User ID.
key-duplicates-keys =
    { $count ->
        [0] Keys that share a User ID cannot be told apart in the system.
        [one] A new key may get the same User ID as the { $shown } key in use.
       *[other] A new key may get the same User ID as one of the { $shown } keys in use.
    }
key-duplicates-allow = Allow duplicates
access-title = Global mobile access
access-text = For all readers that have no setting of their own.
access-one-tap = One-tap identification
access-one-tap-hint = Opens from the notification bar or the widget.
access-automatic = Automatic identification
access-automatic-hint = Opens when the display lights up near a reader.
access-groups = Reader groups
access-groups-hint = A key opens the readers of its groups only, instead of all of them.
setting-on = { $name }: on
setting-off = { $name }: off
customer-breaks-list-keys = Mobile keys
customer-breaks-list-readers = Readers
customer-breaks-more =
    { $count ->
        [one] and { $shown } more
       *[other] and { $shown } more
    }
customer-breaks-cost = No credit is charged: the keys stay, and take the new values when their phones synchronise.
