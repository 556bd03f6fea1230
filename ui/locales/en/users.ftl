# Users of a customer: the table and the card.
users-create = Create user
users-create-text = A user without a mobile key; the key can follow at any time.
users-add = Add user
users-created = { $name } was added
users-saved = { $name } was saved
users-full-name = Full Name
users-first-name = First name
users-last-name = Last name
users-title = Title
users-name-in-two = in two fields
users-name-in-one = in one field
users-email-hint = Needed only for sending by e-mail.
users-language-screens = Language of the screens
users-language-en = English
users-language-cs = Czech

users-col-name = Name
users-col-device = Device
users-col-status = Status
users-col-created = Created
users-col-language = Language
users-col-handouts = Handouts
users-no-email = no e-mail
users-no-contact = no e-mail or phone
users-more-keys =
    { $count ->
        [one] and one more key
       *[other] and { $count } more keys
    }
users-status-active = Active
users-status-deleted = Deleted
users-filter-user = User
users-filter-key = Mobile key
users-filter-group = Group
users-search = Search users
users-shortcut-search = Search users
users-shortcut-create = Create user
users-widened = Search and filters were widened so that { $name } is in the list.
users-widened-back = Take that back
users-bulk-print = Print handouts
users-none-with-key = None of the chosen users has a mobile key.
users-empty = No users yet
users-empty-text = A user and its mobile key are made in one step: name, Enter, print.

users-edit = Edit
users-edit-title = Edit user
users-more-actions = More actions with { $name }
users-add-device = Add device with key
users-delete = Delete user
users-delete-title = Delete the user { $name }?
users-delete-keys =
    { $count ->
        [one] { $shown } mobile key stops working when its phone synchronizes next.
       *[other] { $shown } mobile keys stop working when their phones synchronize next.
    }
users-delete-codes = Open activation codes stop working at once.
users-delete-listed = The user stays in the list but can never be restored. Coming back means a new user and another credit.
users-deleted = { $name } was deleted
users-deleted-note = Deleted { $date }. The record stays for reference and cannot be restored.
users-devices = Devices and keys
users-deleted-devices =
    { $count ->
        [one] One deleted device
       *[other] { $count } deleted devices
    }
users-no-device = No device yet
users-no-live-device = No device in use
users-no-device-text = A device with its mobile key is made in one step.
users-person = Person
users-activity-none = Nothing has happened here yet.
users-activity-all = Show all { $count }
users-activity-less = Show fewer
