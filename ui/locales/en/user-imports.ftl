# Import of users from spreadsheets.
user-import = Import users
user-import-title = Import of users
user-import-choose = Choose a file
user-import-other = Choose another file
user-import-pick = Choose a file with users
user-import-start = Bring users from a spreadsheet
user-import-start-text = CSV or Excel (XLSX), in whatever order and encoding. You see what would change before anything does, and nobody is ever deleted.
user-import-start-columns = Columns that are understood: { $columns }.
user-import-step-choose = Choose the file, or drop it on this window.
user-import-step-check = Check how it was understood and repair lines that are wrong.
user-import-step-import = Import: all at once, with keys for the new users if you wish.
user-import-step-print = Print the handouts of the new keys.
user-import-drop = Drop the file to import users
user-import-drop-text = into { $customer }
user-import-back = Back to users
user-import-nothing-changed = Nothing was changed.
user-import-again = Compare again

user-import-stage-none = Working
user-import-stage-reading = Reading { $file }
user-import-stage-comparing = Comparing with the users there are
user-import-stage-preparing = Preparing the changes
user-import-stage-writing = Writing
user-import-stage-finishing = Making it durable
user-import-cancelled = The import was stopped. Nothing was changed.
user-import-progress = { $done } of { $total }

user-import-reading = How the file is read
user-import-encoding = Encoding
user-import-delimiter = Cells are separated by
user-import-delimiter-semicolon = Semicolon ;
user-import-delimiter-comma = Comma ,
user-import-delimiter-tab = Tabulator
user-import-delimiter-pipe = Vertical bar |
user-import-sheet = Sheet
user-import-header = The first line names the columns
user-import-date-order = Days with slashes
user-import-date-day-first = Day first (31/12/2026)
user-import-date-month-first = Month first (12/31/2026)
user-import-country = Phones without a country
user-import-columns = Columns
user-import-column = Column { $number }
user-import-column-of = What the column { $name } holds
user-import-ignore = Not read
user-import-samples = such as { $samples }
user-import-summary-csv = { $encoding }, { $delimiter }
user-import-summary-columns =
    { $count ->
        [one] { $shown } column is read
       *[other] { $shown } columns are read
    }

user-import-keys = Issue a mobile key to each new user
user-import-keys-hint = Keys wait for activation until the handout reaches their user.
user-import-valid-to = Valid to, where the file names no day
user-import-cost =
    { $count ->
        [0] No keys, no credit.
        [one] { $shown } key, { $shown } credit; { $left } left after it.
       *[other] { $shown } keys, { $shown } credits; { $left } left after it.
    }
user-import-cost-demo =
    { $count ->
        [one] { $shown } key. Demo system: keys cost no credit.
       *[other] { $shown } keys. Demo system: keys cost no credit.
    }
user-import-missing =
    { $count ->
        [one] { $shown } credit is missing
       *[other] { $shown } credits are missing
    }
user-import-missing-text =
    { $available ->
        [one] The keys cost { $cost } credits and there is { $available }. Leave lines out, import without keys, or transfer credit first.
       *[other] The keys cost { $cost } credits and there are { $available }. Leave lines out, import without keys, or transfer credit first.
    }
user-import-key-columns = For a user who is there already the columns of the key (name, User ID, days, groups) change nothing.

user-import-tabs = What the lines would do
user-import-tab-add = New
user-import-tab-change = Changed
user-import-tab-unchanged = Unchanged
user-import-tab-invalid = Invalid
user-import-about-add = These lines add a user each. Take the tick away from those that shall not come in.
user-import-about-change = These users are there already and would be changed. What the file lacks stays as it is.
user-import-about-unchanged = These users are like that already.
user-import-about-invalid = These lines cannot be imported. Repair a cell here; the file itself stays as it is.
user-import-none-add = No line adds a user.
user-import-none-change = No line changes a user.
user-import-none-unchanged = No line is the same already.
user-import-none-invalid = Every line can be imported.
user-import-line = Line
user-import-name = Name
user-import-details = Details
user-import-key = Key
user-import-changes = Changes
user-import-problems = Problem
user-import-in = In
user-import-search = Search lines
user-import-repair = Repair { $column } in line { $line }
user-import-repaired = repaired
user-import-value-none = empty
user-import-save-invalid = Save the invalid lines
user-import-save-invalid-name = invalid lines of { $file }
user-import-leave-out-page = Leave all out
user-import-take-in-page = Take all in

user-import-will-add =
    { $count ->
        [one] { $shown } new user
       *[other] { $shown } new users
    }
user-import-will-change =
    { $count ->
        [one] { $shown } changed
       *[other] { $shown } changed
    }
user-import-nothing = Nothing to import
user-import-atomic = All of it, or nothing. It can be undone.
user-import-commit =
    { $count ->
        [one] Import { $shown } user
       *[other] Import { $shown } users
    }

user-import-done = The users were imported
user-import-done-added =
    { $count ->
        [one] { $shown } user added
       *[other] { $shown } users added
    }
user-import-done-changed =
    { $count ->
        [one] { $shown } user changed
       *[other] { $shown } users changed
    }
user-import-done-keys =
    { $count ->
        [0] No keys were issued.
        [one] { $shown } key waits for activation. Print its handout, or save it as PDF.
       *[other] { $shown } keys wait for activation. Print their handouts, or save them as PDF.
    }
user-import-print =
    { $count ->
        [one] Print the handout
       *[other] Print { $shown } handouts
    }
user-import-show = Show users
user-import-undo = Undo this import

user-imports-title = Imports of users
user-imports-none = No imports yet
user-imports-none-text = Users that are brought from a spreadsheet are listed here, and each import can be undone.
user-imports-when = When
user-imports-file = File
user-imports-added = Added
user-imports-changed = Changed
user-imports-keys = Keys
user-imports-invalid = Invalid
user-imports-undo = Undo
user-imports-undone = undone { $at }

user-undo-title = Undo the import of { $file }?
user-undo-deleted =
    { $count ->
        [0] No user is deleted.
        [one] { $shown } user that it added is deleted.
       *[other] { $shown } users that it added are deleted.
    }
user-undo-refunded =
    { $count ->
        [0] No credit comes back.
        [one] { $shown } key goes with them, and its credit comes back.
       *[other] { $shown } keys go with them, and their credits come back.
    }
user-undo-reverted =
    { $count ->
        [0] No user goes back to what it was.
        [one] { $shown } user goes back to what it was.
       *[other] { $shown } users go back to what they were.
    }
user-undo-numbers = User IDs of deleted keys are not given out again.
user-undo-kept =
    { $count ->
        [one] { $shown } user stays as it is:
       *[other] { $shown } users stay as they are:
    }
user-undo-kept-touched-since = changed or deleted since
user-undo-kept-key-in-use = the key is in use
user-undo-kept-handed-out = the handout was printed or saved
user-undo-kept-more = and { $shown } more
user-undo-nothing = Everything was touched since: there is nothing left to undo.
user-undo-action = Undo import
user-undo-done =
    { $count ->
        [one] Undone: { $shown } user
       *[other] Undone: { $shown } users
    }

user-file-empty = The file is empty
user-file-empty-help = Look whether the right file, or the right sheet, was saved.
user-file-old-excel = This is an old Excel workbook (.xls)
user-file-old-excel-help = Save it as XLSX or CSV and choose that file.
user-file-locked = The workbook has a password
user-file-locked-help = Save it without a password and choose it again.
user-file-damaged = The file is damaged
user-file-damaged-help = Open it in the program it came from, and save it once more as XLSX or CSV.
user-file-not-a-table = This is not a table
user-file-not-a-table-help = Choose a CSV or XLSX file with one person on each line.
user-file-too-many-rows = The file has too many lines
user-file-too-many-rows-help = At most { $max } lines fit into one import. Split the file.
user-file-too-large = The file is too large
user-file-too-large-help = At most 64 MiB. Take out pictures and sheets that are not needed.
user-file-gone = The file is no longer there
user-file-gone-help = It was moved, renamed or deleted, or the drive was taken out.
user-file-unreadable = The file cannot be read
user-file-unreadable-help = Check that you may open it, and close programs that hold it.
