# Files of users: columns, and what is wrong with a line. Read by the core as well.
user-file-column-title = Title
user-file-column-first-name = First name
user-file-column-last-name = Last name
user-file-column-full-name = Full name
user-file-column-email = E-mail
user-file-column-phone = Phone
user-file-column-language = Language
user-file-column-key-name = Key Name
user-file-column-number = User ID
user-file-column-valid-from = Valid from
user-file-column-valid-to = Valid to
user-file-column-groups = Reader groups

user-row-missing-name = The name is missing.
user-row-bad-value = { $column }: “{ $value }” cannot be understood.
user-row-too-long = { $column }: at most { $max } characters.
user-row-control-character = { $column }: one line without special control characters, please.
user-row-duplicate-in-file = The same person as line { $row }.
user-row-two-matches = The e-mail belongs to { $by_email }, but the phone to { $by_phone }.
user-row-several-matches = { $count } users fit by { $column }; nothing tells which one is meant.
user-row-user-id-taken = The User ID { $number } belongs, or belonged, to another key.
user-row-user-id-twice = Line { $row } has the User ID { $number } too.
user-row-ends-before-start = The last day is before the first.
user-row-ends-in-the-past = The last day has already passed.
user-row-no-such-group = There is no reader group “{ $name }”.
