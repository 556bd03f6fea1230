# The activity log: one sentence for every kind of change.
activity-none = Nothing has happened yet
activity-none-text = Every change is listed here with who made it and when.
activity-user-id = User ID { $id }
activity-credits =
    { $count ->
        [one] { $shown } credit
       *[other] { $shown } credits
    }
activity-records =
    { $count ->
        [one] { $shown } record
       *[other] { $shown } records
    }
activity-by-account = an account
activity-by-issuer = Issuer
activity-by-phone = Phone
activity-by-setup = Set-up

activity-distributor-set-up = Set up this computer
activity-distributor-edit = Changed the distributor
activity-credit-sell = Bought credit
activity-credit-transfer = Transferred credit
activity-credit-refund = Took credit back
activity-customer-create = Created the customer
activity-customer-edit = Changed the customer’s settings
activity-customer-delete = Deleted the customer
activity-customer-restore = Restored the customer
activity-account-create = Created an account
activity-account-delete = Deleted an account
activity-account-change-password = Changed a password
activity-account-set-language = Changed the language
activity-account-set-expiry = Changed when a login expires
activity-account-assign = Gave a customer to an installer
activity-account-unassign = Took a customer from an installer
activity-user-create = Created a user
activity-user-edit = Changed a user
activity-user-delete = Deleted a user
activity-key-issue = Created a mobile key
activity-key-edit = Changed a mobile key
activity-key-reissue-code = Made a new activation code
activity-key-suspend = Suspended a mobile key
activity-key-resume = Resumed a mobile key
activity-key-delete = Deleted a mobile key
activity-key-restore = Restored a mobile key
activity-key-swap-phone = Moved a mobile key to a new phone
activity-key-record-handouts = Printed or saved a handout
activity-phone-activate = Activated a mobile key
activity-phone-sync = Synchronised a phone
activity-phone-delete-key = Deleted a mobile key in the phone
activity-reader-create = Created a reader
activity-reader-edit = Changed a reader
activity-reader-delete = Deleted a reader
activity-reader-import = Imported readers
activity-reader-undo-import = Undid an import of readers
activity-reader-publish = Published the readers
activity-group-create = Created a reader group
activity-group-edit = Renamed a reader group
activity-group-delete = Deleted a reader group
activity-replica-enrol = Added a computer
activity-replica-rename = Renamed a computer
activity-replica-revoke = Ended a computer
activity-replica-declare-lost = Declared a computer lost
activity-replica-forked = Found that a computer’s data were copied
activity-lease-take = Took credit and User IDs to site
activity-lease-give-back = Gave credit and User IDs back
activity-quarantine-deliver = A lost computer delivered something
activity-quarantine-accept = Accepted what a lost computer delivered
activity-quarantine-discard = Discarded what a lost computer delivered
activity-credit-hold = Held credit until the issuer confirms it
activity-credit-confirm = Confirmed credit

activity-field-name = Name
activity-field-system-type = System type
activity-field-system-id = System ID
activity-field-system-key = System Key
activity-field-app-android = Mobile app, Android
activity-field-app-ios = Mobile app, iOS
activity-field-address = Address
activity-field-zip = ZIP code
activity-field-city = City
activity-field-email = E-mail
activity-field-phone = Phone
activity-field-web = Web
activity-field-key-name = Key name
activity-field-key-prefix = Prefix
activity-field-default-valid-to = Default validity
activity-field-allow-duplicate-user-id = Allow duplicate key ID
activity-field-one-tap = One-tap identification
activity-field-automatic = Automatic identification
activity-field-groups-enabled = Reader groups
activity-field-time-zone = Time zone
activity-field-language = Language
activity-field-expires-at = Expires
activity-field-title = Title
activity-field-first-name = First name
activity-field-last-name = Last name
activity-field-valid-from = Valid from
activity-field-valid-to = Valid to
activity-field-number = User ID
activity-field-status = Status
activity-field-reader-id = Reader ID
activity-field-mac = MAC
activity-field-allow-identification = Identification from app
activity-field-signal-range = Signal range
activity-field-one-tap-signal = One-tap signal
activity-field-model = Phone model

activity-value-importer = IMAporter
activity-value-demo = IMAporter demo
activity-value-waiting = Waiting
activity-value-active = Active
activity-value-suspended = Suspended
activity-value-deleted = Deleted
activity-value-deleted-by-admin = Deleted by admin
activity-value-deleted-by-user = Deleted by user
activity-value-deleted-with-user = Deleted with its user
activity-value-unauthenticated = Unauthenticated
activity-value-en = English
activity-value-cs = Czech
activity-user-import = Imported users
activity-user-undo-import = Undid an import of users
