# Readers: table, editor, import, publishing.
reader-more = More
reader-create = Create reader
reader-create-text = The values are in the Mobile Key app: open My Doors and tap the reader.
reader-add = Add reader
reader-create-another = Create another one after this
reader-import = Import
reader-search = Search name, Reader ID, MAC
reader-back = Back to readers
reader-edit = Edit
reader-edit-title = Reader { $name }
reader-edit-changed = Last changed { $at }
reader-actions = Actions for { $name }
reader-copy-id = Copy Reader ID
reader-copy-mac = Copy MAC address
reader-rail-unpublished = { $shown } to publish

reader-field-name = Reader name
reader-field-reader-id = Reader ID
reader-field-mac = MAC address
reader-field-group = Group
reader-field-allow-identification = Allow identification from app
reader-field-one-tap = One-tap access
reader-field-signal-range = Signal range
reader-field-one-tap-signal = One-tap access signal

reader-column-identification = Identification
reader-column-opening = Opening
reader-opening-app = In the app
reader-opening-one-tap = One-tap
reader-column-changed = Changed
reader-column-state = Status
reader-column-change = Change
reader-column-changes = Before → after
reader-column-details = Details
reader-column-problem = What is wrong, and what to do
reader-column-fate = What happens to it

reader-state-published = Published
reader-state-unpublished = Not published
reader-state-deleted = Deleted
reader-note-new = new
reader-note-changed = changed
reader-note-still-shown = phones still show it

reader-yes = Yes
reader-no = No
reader-value-none = none
reader-one-tap-as-customer = As the customer
reader-as-customer-short = as the customer
reader-no-group = No group

reader-display-mac = Display MAC
reader-display-mac-hint = The address is optional. This switch is for the table too and is remembered on this computer.
reader-name-hint = Every user of the app sees this name.
reader-group-hint = A key opens the readers of its groups.
reader-id-hint = Reader ID and MAC address stand in the Mobile Key app: hold the phone to the reader, then tap it on My Doors. Neither follows from the other.
reader-mac-hint = Any common writing: 00:1E:C0:25:EA:74, 001ec025ea74, 001E.C025.EA74.
reader-mac-kept = Will be kept as { $mac }.
reader-identification-hint = A user may open the door by tapping it in the app. Set for this reader, whatever holds for the customer.
reader-one-tap-hint = Opening without the app: from the notification bar or widget, or by lighting up the display. A setting here overrides the customer’s.
reader-signal-range-hint = From how far a phone may open: 10 % about 6 m, 40 % 4–5 m, 70 % 2–3 m, 100 % held to the reader. Where readers are close together, choose a short range, so that one phone does not reach two of them.
reader-one-tap-signal-hint = How strong a phone must be heard to open by lighting up the display or from a widget. The higher, the nearer.
reader-extra =
    { $count ->
        [one] One value from an import that this version does not use is kept: { $keys }.
       *[other] { $count } values from an import that this version does not use are kept: { $keys }.
    }
reader-leave-text = What you have typed about this reader is not saved yet.
reader-take-current = Load current values

reader-created = { $name } was added
reader-saved = { $name } was saved
reader-saved-detail = Phones learn of it when you publish.
reader-deleted = { $name } was deleted
reader-deleted-detail = Phones show it until you publish.

reader-delete = Delete reader
reader-delete-title = Delete the reader { $name }?
reader-delete-known = Phones show this door until you publish the change.
reader-delete-unknown = Phones do not know this door yet, so nothing changes for users.
reader-delete-keys = No mobile key is deleted; keys only lose this door.
reader-delete-extra =
    { $count ->
        [one] One further value from an import is lost with it.
       *[other] { $count } further values from an import are lost with it.
    }
reader-delete-undo = Right after deleting you can undo it: the reader is created again with the same settings. Later it can be added by hand or by import.

reader-empty = No readers yet
reader-empty-text = Import the .json file exported from the Mobile Key app, or drop it on this window. A single reader can be typed in.

reader-export-json = Export readers as .json
reader-export-name = readers { $customer }

# Publishing
reader-unpublished-bar =
    { $count ->
        [one] One change is not published.
       *[other] { $count } changes are not published.
    }
reader-unpublished-bar-text = Phones still work with the readers published last.
reader-publish-review = Review and publish
reader-publish-title = Publish reader changes
reader-publish =
    { $count ->
        [one] Publish one change
       *[other] Publish { $count } changes
    }
reader-publish-all = Publish the changes
reader-publish-text = This is what phones do not know yet. After publishing they learn it the next time they sync; users see the doors on My Doors.
reader-publish-deleted = The door disappears from phones.
reader-publish-nothing = Everything is published
reader-publish-nothing-text = Phones know every reader as it is here.
reader-published =
    { $count ->
        [one] One change published
       *[other] { $count } changes published
    }
reader-published-detail = Phones learn it the next time they sync.
reader-published-at = Last published { $at }
reader-published-never = Never published so far
reader-change-before = before
reader-change-after = after

reader-action-add = Added
reader-action-change = Changed
reader-action-missing = Missing
reader-action-invalid = Invalid
reader-action-unchanged = Unchanged
reader-action-deleted = Deleted

# Import
reader-drop-title = Drop the reader file here
reader-drop-text = It is imported into { $customer }. You see every change before anything is saved.
reader-import-pick = Choose a reader file
reader-import-title = Import readers
reader-import-other = Choose another file
reader-import-choose = Choose a file
reader-import-start = A .json file from the Mobile Key app
reader-import-start-text = Choose the file or drop it on this window. Nothing is saved before you have seen what it would change.
reader-import-step-export = On the Android phone open My Doors and choose Export into File in the top right corner. Hold the phone to each reader once before, so that it is in the list.
reader-import-step-copy = Copy the .json file to this computer.
reader-import-step-choose = Choose it here, look at the preview and import.
reader-import-step-publish = Publish the changes, so that phones learn of them.
reader-import-reading = Reading { $file }
reader-import-own-format = A file in the MobileAccess format
reader-import-understood =
    { $count ->
        [one] A file of another program. One key was understood
       *[other] A file of another program. { $count } keys were understood
    }
reader-import-unknown =
    { $count ->
        [one] one key is not known and is kept as it is
       *[other] { $count } keys are not known and are kept as they are
    }
reader-import-kept-as-is = kept as it is
reader-import-groups = What the file would change
reader-import-line = Row
reader-import-tab-add = Added
reader-import-tab-change = Changed
reader-import-tab-missing = Missing
reader-import-tab-invalid = Invalid
reader-import-tab-unchanged = Unchanged
reader-import-about-add = Readers that are in the file and not here. Untick what you do not want.
reader-import-about-change = Readers whose values differ. What the file does not mention stays as it is.
reader-import-about-missing = Readers that are here and not in the file. They are kept; tick those you want to delete.
reader-import-about-invalid = These rows are left out. Everything else can be imported without them.
reader-import-about-unchanged = Readers that are here exactly so.
reader-import-none-add = No new reader in the file.
reader-import-none-change = No reader would change.
reader-import-none-missing = Every reader of this customer is in the file.
reader-import-none-invalid = Every row can be read.
reader-import-none-unchanged = No row is the same as here.
reader-fate-keep = Stays
reader-fate-delete = Will be deleted
reader-import-same = There is nothing to import
reader-import-same-text =
    { $count ->
        [one] The one reader of the file is here already, exactly so.
       *[other] All { $count } readers of the file are here already, exactly so.
    }
reader-import-will-add =
    { $count ->
        [one] 1 to add
       *[other] { $count } to add
    }
reader-import-will-change =
    { $count ->
        [one] 1 to change
       *[other] { $count } to change
    }
reader-import-will-delete =
    { $count ->
        [one] 1 to delete
       *[other] { $count } to delete
    }
reader-import-nothing = Nothing is chosen to import.
reader-import-atomic = All at once or not at all; can be undone.
reader-import-commit =
    { $count ->
        [one] Import one change
       *[other] Import { $count } changes
    }
reader-import-again = Read the file again
reader-import-done = The readers were imported
reader-import-count-added =
    { $count ->
        [one] 1 added
       *[other] { $count } added
    }
reader-import-count-changed =
    { $count ->
        [one] 1 changed
       *[other] { $count } changed
    }
reader-import-count-deleted =
    { $count ->
        [one] 1 deleted
       *[other] { $count } deleted
    }
reader-import-unpublished =
    { $count ->
        [one] One change waits to be published. Phones do not know it until then.
       *[other] { $count } changes wait to be published. Phones do not know them until then.
    }
reader-import-all-published = Nothing waits to be published.
reader-import-show = Show readers

reader-imports-title = Import history
reader-imports-none = Nothing was imported yet
reader-imports-none-text = Every import is listed here and can be undone.
reader-import-when = When
reader-import-file = File
reader-import-undone = Undone { $at }
reader-undo = Undo the import
reader-undo-title = Undo the import of { $file }?
reader-undo-added =
    { $count ->
        [one] One reader that it added is deleted.
       *[other] { $count } readers that it added are deleted.
    }
reader-undo-changed =
    { $count ->
        [one] One reader that it changed gets its values back.
       *[other] { $count } readers that it changed get their values back.
    }
reader-undo-deleted =
    { $count ->
        [one] One reader that it deleted comes back.
       *[other] { $count } readers that it deleted come back.
    }
reader-undo-kept = What somebody changed since then stays as it is; you will see which.
reader-undo-done =
    { $count ->
        [0] The import was undone
        [one] The import was undone: one reader put back
       *[other] The import was undone: { $count } readers put back
    }
reader-undo-kept-title =
    { $count ->
        [one] One reader stays as it is
       *[other] { $count } readers stay as they are
    }
reader-undo-kept-text = Changed after the import, so undoing left this alone.

# Why a file as a whole cannot be read
reader-file-nothing-changed = Nothing was changed.
reader-file-empty = The file is empty
reader-file-empty-help = Export the readers from the app once more and copy the whole file.
reader-file-too-large = The file is too large
reader-file-too-large-help = At most { $max_mib } MiB can be read. An export of readers is much smaller; check that you have chosen the right file.
reader-file-too-many-readers = There are too many readers in the file
reader-file-too-many-readers-help = At most { $max } readers can be imported at once. Split the file.
reader-file-bad-encoding = The file is not readable text
reader-file-bad-encoding-help = Save it as UTF-8, or export it from the app once more.
reader-file-not-json = This is not a .json file
reader-file-not-json-help = The first thing that cannot be read is in line { $line }, column { $column }. Choose the file that the app exported; a table or a text document cannot be read.
reader-file-truncated = The file ends in the middle
reader-file-truncated-help = It was probably not copied completely. Copy it from the phone once more.
reader-file-too-deep = The file is nested too deeply
reader-file-too-deep-help = More than { $max } levels within each other are not an export of readers. Check that you have chosen the right file.
reader-file-other-system = The file belongs to another system
reader-file-other-system-help = It carries System ID { $found }; this customer has { $expected }. Change to the right customer, or choose the file exported here.
reader-file-newer-version = The file was made by a newer version
reader-file-newer-version-help = It has format version { $version }; this program reads up to { $known }. Update the program and try again.
reader-file-no-readers = There are no readers in the file
reader-file-no-readers-help = Hold the phone to the readers so that they are on My Doors, then export again.
reader-file-gone = The file is no longer there
reader-file-gone-help = It may have been moved, deleted, or was on a stick that is gone. Choose it again.
reader-file-unreadable = The file cannot be opened
reader-file-unreadable-help = Check that you may read it and that no other program holds it.

# What is wrong with one row of a file
reader-problem-other = This row cannot be read ({ $code }).
reader-problem-not-a-reader = This entry is not a reader.
reader-problem-not-a-reader-help = An entry has to hold fields such as name and Reader ID. Export the file once more, or leave the row out.
reader-problem-missing-name = The name is missing.
reader-problem-missing-name-help = Give the reader a name in the app and export again, or create it here by hand.
reader-problem-missing-reader-id = The Reader ID is missing.
reader-problem-missing-reader-id-help = Hold the phone to the reader so that the app reads it, then export again.
reader-problem-bad-mac = “{ $value }” is not a MAC address.
reader-problem-bad-mac-help = A MAC address has six pairs of 0–9 and A–F, such as 00:1E:C0:25:EA:74. Correct it in the file or create the reader here by hand.
reader-problem-not-a-step =
    { $field ->
        [one_tap_signal] The one-tap access signal “{ $value }” is not one of the steps.
       *[other] The signal range “{ $value }” is not one of the steps.
    }
reader-problem-not-a-step-help =
    { $field ->
        [one_tap_signal] It can be 40, 55 or 70 %. Correct it in the file, or create the reader here by hand.
       *[other] It can be 10, 40, 70 or 100 %. Correct it in the file, or create the reader here by hand.
    }
reader-problem-wrong-type =
    { $field ->
        [name] “{ $value }” cannot be a name.
        [reader_id] “{ $value }” cannot be a Reader ID.
        [mac] “{ $value }” cannot be a MAC address.
        [group] “{ $value }” cannot be a group.
        [allow_identification] Identification from app is “{ $value }”; it should be yes or no.
        [one_tap] One-tap access is “{ $value }”; it should be yes or no.
        [signal_range] The signal range “{ $value }” is not a number.
       *[one_tap_signal] The one-tap access signal “{ $value }” is not a number.
    }
reader-problem-wrong-type-help = Correct the value in the file, or create the reader here by hand.
reader-problem-too-long =
    { $field ->
        [name] The name is longer than { $max } characters.
        [reader_id] The Reader ID is longer than { $max } characters.
       *[other] A value is longer than { $max } characters.
    }
reader-problem-too-long-help = Shorten it in the app or in the file.
reader-problem-control-character =
    { $field ->
        [name] There is a line break or another control character in the name.
        [reader_id] There is a line break or another control character in the Reader ID.
       *[other] There is a line break or another control character in a value.
    }
reader-problem-control-character-help = Remove it in the app or in the file.
reader-problem-duplicate-in-file = The same reader is in row { $row } already.
reader-problem-duplicate-in-file-help = Both rows have the same MAC address or Reader ID. Row { $row } is imported, this one is not; remove the wrong one from the file if it is the other way round.
reader-problem-two-matches = The MAC address belongs to { $by_mac }, the Reader ID to { $by_reader_id }.
reader-problem-two-matches-help = These are two different readers here. Look in the app which of the two it is and correct the other one, then import again.
reader-problem-group-left-out = The group “{ $group }” does not exist here and is left out.
reader-leave-unpublished =
    { $count ->
        [one] { $name }: { $shown } reader change is not published
       *[other] { $name }: { $shown } reader changes are not published
    }
reader-leave-unpublished-text = Phones learn of changed readers only once they are published.
reader-leave-unpublished-leave = Leave anyway
