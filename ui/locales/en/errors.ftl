# One text for every code that the core answers with: error-<code>.
error-unknown = Something went wrong ({ $code }).
error-unexpected = Something went wrong in the application. Try it again.
error-core-unreachable = The application’s core does not answer.

# Fields of a form
error-required = Fill this in.
error-too-long = At most { $max } characters.
error-control-character = One line without special control characters, please.
error-bad-email = This is not an e-mail address.
error-bad-phone = This is not a phone number with its country code.
error-bad-web = This is not a web address.
error-bad-host = This is not the name of a server.
error-needs-tls = Without encryption only a server on this very computer is used.
error-unknown-placeholder = Nothing stands for {"{"}{ $name }{"}"}. There are {"{"}phone{"}"} and {"{"}text{"}"}.
error-missing-placeholder = {"{"}{ $name }{"}"} has to stand in the address or in the body.
error-bad-json = This is not JSON: a bracket, a comma or a quotation mark is in the wrong place.
error-bad-header = A header cannot hold this. A name is of letters, digits and hyphens, a value without letters such as č.
error-header-twice = There is a header of this name already.
error-digits-only = Digits only.
error-bad-distributor-code = Four letters or digits, and not “demo”.
error-distributor-code-taken = This distributor code is taken.
error-bad-system-id = Eight characters: four of the distributor and four of the installation, such as Alfa0001.
error-system-id-prefix = The System ID has to begin with { $prefix }.
error-system-id-taken = Another customer has this System ID.
error-demo-value = A demo system has fixed values.
error-system-type-fixed = The system type cannot change once a key was issued.
error-bad-app-version = There is no such app version.
error-bad-time-zone = This is not a time zone.
error-email-taken = Another account logs in with this e-mail.
error-password-rule = At least 8 characters, a capital and a small letter, and a digit or special character.
error-wrong-password = The password is wrong.
error-out-of-range = A number from { $min } to { $max }.
error-user-id-taken = This User ID belongs, or belonged, to another key.
error-ends-before-start = The last day is before the first.
error-in-the-past = The last day has already passed.
error-taken-to-site = A computer on site holds credit or User IDs of this customer.
error-no-such-group = There is no such group.
error-group-name-taken = Another group has this name.
error-template-name-taken = Another site template has this name.
error-bad-mac = Six pairs of 0–9 and A–F, such as 00:1E:C0:25:EA:74.
error-mac-taken = Another reader of this customer has this MAC address.
error-reader-id-taken = Another reader of this customer has this Reader ID.
error-not-a-step = Choose one of the steps.
error-channel-off = The cloud does not send messages this way.
error-needs-email = A text message only announces a letter; send that too.
error-does-not-match = It does not match.
error-unknown-choice = Choose one of the offered values.
error-malformed = This cannot be understood.

# Refusals
error-invalid = Some fields need a correction.
error-not-found = It no longer exists.
error-not-allowed = Your role does not allow this.
error-edit-conflict = Somebody else has changed this meanwhile. Look at the current values and try again.
error-no-credit = Not enough credit: { $needed } needed, { $available } available.
error-demo-has-no-credit = Demo systems work without credit.
error-already-set-up = This computer is already set up.
error-customer-deleted = The customer is deleted. Restore it first.
error-customer-not-deleted = The customer is not deleted.
error-account-deleted = The account is deleted. Create it again if it is needed.
error-account-ended = This account was deleted or has expired.
error-computer-ended = This computer was ended or declared lost.
error-letters-need-a-cloud = Letters are sent by a cloud, and this computer belongs to none. Join one in Settings, or make this computer the office server; until then print the handouts.
error-letters-are-off = The cloud cannot send e-mail yet: whoever runs it sets the mail server. That of an office server is set in Settings.
error-no-email-address = There is no e-mail address to send it to.
error-no-cloud = This computer belongs to no cloud: the whole job works here, and there is nothing to take to site.
error-lease-ended = What was taken to site has been given back already, or the computer was declared lost.
error-copy-void = The data of this computer were copied, and the copy has used this credit or User ID. The QR is void: issue the key again with network and print it anew.
error-already-decided = Somebody has decided about this already.
error-last-admin = The last administrator of the distributor cannot be deleted.
error-own-account = You cannot delete your own account.
error-user-deleted = The user is deleted and cannot be restored.
error-device-deleted = The device is deleted. Create a new one.
error-key-state = The key is in a state in which this cannot be done.
error-device-has-key = The device already has a key.
error-code-invalid = The code does not work.
error-waiver-not-allowed = Only a distributor may waive the credit.
error-import-stale = What the file is compared with has changed since the preview. Compare it again.
error-message-stale = The message is on its way, or somebody else has sent it again meanwhile.
error-nothing-to-do = There is nothing to change.
error-already-undone = It was undone already.
error-id-taken = This was done under a number that is taken already. Do it once more.
error-unknown-mutation = The cloud does not know this action yet ({ $name }, version { $version }). Update the cloud, then send it again.
error-reader-deleted = The reader is deleted.
error-group-deleted = The group is deleted.
error-groups-off = Reader groups are switched off for this customer.
error-template-deleted = The site template is deleted.
error-template-stale = The site template was changed since the preview. Look at it again.
error-bad-transfer = Such a movement of credit cannot be made by hand.

# The store on this computer
error-locked = The screens are locked. Unlock them first.
error-internal = Something went wrong inside the application. Nothing was changed. Try it again.
error-store-damaged = The data file on this computer is damaged. Nothing is overwritten; restore a backup.
error-store-disk-full = The disk is full. Nothing was saved. Make room and try again.
error-store-read-only = The data folder cannot be written to. Nothing was saved. Check the permissions of the folder.
error-store-newer-version = The data were written by a newer version of MobileAccess. Update this program; nothing was changed.
error-store-busy = Another program holds the data file. Close it, or wait a moment and try again.
error-store-not-found = What was asked for is no longer there.
error-store-exists = There are data in this folder already.
error-store-constraint = The data file refused the change, and nothing of it was saved. Please report this.
error-store-io = Reading or writing the disk failed. Nothing was saved. Check the disk and try again.
error-store-no-random-numbers = The system gives no random numbers, so no key can be made safely. Restart the computer.
error-store-moving = This computer is moving to a cloud. Finish that first; until then nothing can be changed here.
error-joined-already = This computer belongs to a cloud already.
error-move-unknown = The answer did not come, so it is not known whether everything has arrived. Try again: nothing is taken twice.
error-move-code-taken = The cloud has a distributor with this code already.
error-move-email-taken = One of the log-in e-mails of this computer is used at the cloud already.
error-move-twice = These data have moved to this cloud before.
error-move-refused = The cloud did not take the data: { $what }.
error-not-the-issuer = Credit is issued by whoever runs the cloud, not by this computer.
error-office-not-here = Only the application itself can be the office server, because it stays open.
error-office-key = The office server’s key does not fit its data. Restore a backup of this computer.
error-office-database = The office server’s data cannot be read or written.
error-office-network = The office server does not run.
error-office-port-taken = Another program uses port { $port }. Close it, or start the application again later.
error-office-server-here = This computer is the office server: everybody’s data are on it, so it cannot be ended here.
error-store-closed = The data were just locked. Unlock them and try again.
error-settings-unwritable = The settings could not be saved. Check that the data folder can be written to.

# Files
error-no-such-file = The file is no longer there.
error-file-too-large = The file is too large.
error-file-unreadable = The file cannot be read. Check that you may open it.
error-file-unwritable = The file could not be written. Choose another folder, or close the program that has it open.
error-disk-full = The disk is full. Nothing was saved.
error-reader-file-empty = The file is empty.
error-reader-file-too-large = The file is larger than { $max_mib } MiB.
error-reader-file-too-many-readers = The file holds more than { $max } readers.
error-reader-file-bad-encoding = The file is not readable text. Save it as UTF-8.
error-reader-file-not-json = The file is not JSON: line { $line }, column { $column }.
error-reader-file-truncated = The file ends in the middle. Copy it once more.
error-reader-file-too-deep = The file is nested deeper than { $max } levels.
error-reader-file-other-system = The file belongs to the System ID { $found }, not { $expected }.
error-reader-file-newer-version = The file has version { $version }; this program reads up to { $known }.
error-reader-file-no-readers = There are no readers in the file.

error-user-file-empty = The file is empty.
error-user-file-old-excel = This is an old Excel workbook. Save it as XLSX or CSV.
error-user-file-locked = The workbook has a password. Save it without one.
error-user-file-damaged = The file is damaged. Save it once more as XLSX or CSV.
error-user-file-not-a-table = The file is not a table.
error-user-file-too-many-rows = The file has more than { $max } lines.
error-user-file-too-large = The file is too large.
error-preview-gone = The preview is no longer there. Choose the file again.
error-cancelled = It was stopped. Nothing was changed.

# Keys and handouts
error-too-many-rows = A workbook cannot hold so many rows. Save the table as CSV.
error-too-many-at-once = At most { $max } rows in one request.
error-no-open-code = The key has no activation code that still works. Issue a new one, free of charge.
error-no-user-id-left = No User ID is free any more.

# Hosts
error-no-such-printer = This printer is not there. Choose another one.
error-print-failed = The printer’s queue did not take the job. Check the printer, or save a PDF and print that.
error-no-viewer = No program of this computer opens the file.
error-bad-request = The application asked in a way that its core does not understand. Please report this.
error-unknown-command = There is no such command.
error-wrong-surface = This can be done elsewhere only, for instance in the window or on the command line.

# Command line
error-no-data-folder = The system names no place for data. Name a folder with --profile.
error-email-needed = Say with --email which account acts.
error-password-needed = The password is needed: at the prompt of a terminal, or in the environment variable MOBILEACCESS_PASSWORD.
error-request-not-json = The request is not JSON: line { $line }, column { $column }.

# Cloud
error-no-network = The cloud cannot be reached. Changes wait here and are sent as soon as there is a network.
error-cloud-not-reached = Nobody answers at this address. Check it, and whether this computer has a network.
error-no-cloud-there = Something answers at this address, but it is not a MobileAccess cloud.
error-cloud-busy = The cloud is busy. It is asked again shortly.
error-bad-cloud-address = The cloud’s address cannot be used.
error-program-too-old = The cloud needs a newer version of this program. Nothing is lost; changes wait here.
error-cloud-too-old = The cloud’s program is older than this one. Changes wait here until it is updated.
error-no-key-pair = This computer’s key for the cloud is missing. Join the cloud again; changes that wait are kept.
error-first-sync-stopped = Stopped. Join again to go on where it was.
error-key-not-confirmed = The cloud has not confirmed this key yet, so its QR code might not work. Connect to the network and sync, or take credit to the site next time before you leave.
error-bad-answer = The cloud’s answer cannot be understood.
error-token-expired = The cloud does not know this computer’s log-in any more. Sync again.
error-too-many-requests = Too many attempts. Try again in a few minutes.
error-token-invalid = The cloud does not know this computer’s log-in any more. Sync again.
error-signature-invalid = The cloud does not know this computer. Join the cloud again; changes that wait are kept.
error-protocol-unknown = This program and the cloud are of too different versions. Changes wait here until one of them is updated.
error-tenant-suspended = The issuer has suspended this distributor. Nothing is lost; changes wait here.
error-demo-only = This is there in the demo only.
