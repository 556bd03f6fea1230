# This computer and its cloud: the chip, its panel, joining.
first-run-join = Join a cloud
first-run-join-text = The data are with your office or distributor; this computer works along, also without a network.

join-title = Join a cloud
join-text = This computer gets a copy of everything your account may see, works without a network, and keeps itself up to date.
join-address = Address
join-address-hint = As your office gave it, for example https://office.example:8443.
join-certificate-text = This server vouches for itself. Compare the fingerprint with the one that the office server shows. If they differ, somebody else answers.
join-certificate-same = The fingerprint is the same
join-password = Password
join-code = One-time code
join-code-hint = Only if you were given one. You then choose the account’s password below.
join-computer = Name of this computer
join-computer-default = Computer
join-computer-hint = So that others know it in the list of computers, for example Laptop-2.
join-one-account = The data on this computer will belong to this account alone. Others join on computers of their own.
join-aside = There are data on this computer. They are set aside in their own folder and not deleted.
join-aside-known = Set the data of this computer aside
join-rows = Getting the data
join-rows-note = { $received } of { $expected } rows
join-stop = Stop for now
join-action = Join

sync-title = Sync
sync-stage-none = No cloud
sync-stage-first = First sync
sync-stage-up-to-date = Up to date
sync-stage-working = Syncing
sync-stage-offline = Offline
sync-stage-trouble = Sync is stopped
sync-chip-waiting =
    { $count ->
        [one] { $shown } change waits
       *[other] { $shown } changes wait
    }
sync-chip-attention =
    { $count ->
        [one] { $shown } thing needs you
       *[other] { $shown } things need you
    }
sync-last-contact = Last contact
sync-never = Not yet
sync-waiting = Not sent yet
sync-changes =
    { $count ->
        [0] Nothing
        [one] { $shown } change
       *[other] { $shown } changes
    }
sync-since = since { $when }
sync-attention = Needs attention
sync-attention-none = Nothing. Everything that was sent was accepted.
sync-waiting-list = Waiting for the cloud
sync-waiting-none = Nothing waits.
sync-more = and { $shown } more
sync-now = Sync now
sync-field = Field
sync-mine = Mine
sync-theirs = Theirs
sync-keep-theirs = Keep theirs
sync-use-mine = Use mine
sync-discard = Discard
sync-resend = Try again
sync-fix = Correct and send again
sync-void-handout = If the QR code was handed over, it opens nothing. Issue the key again and print it anew.
sync-pending = Not confirmed yet
sync-password-changed = Your password was changed on another computer. Enter the new one, so that it opens this computer too.
sync-password-enter = Enter the new password
sync-password-title = The new password
sync-password-text = The old password opens this computer until you enter the new one.
sync-password-label = New password
sync-password-save = Use it here too
sync-account-ended = Your account has ended. What waits here is still sent; nothing new can be done.
sync-computer-ended = This computer was removed by an administrator. What waits here is delivered, then the data on it are deleted.

settings-cloud = Cloud
settings-cloud-text = Work together with other computers: one cloud keeps them at the same state.
settings-cloud-show = Show what is going on
settings-cloud-move-text = Everything that was set up here goes along, and this computer works on with it.
settings-cloud-join-text = For a computer that is to work with data of an office or a distributor. What is here is set aside.

join-new-password = New password
move-title = Move to a cloud
move-text = This computer stops working by itself: everything on it goes to a cloud, and it works on as one of the cloud’s computers.
move-all = Customers, users, keys, readers, credit and the whole activity log go along. Codes that were handed over stay good.
move-credit = Credit that was issued on this computer waits until the cloud’s issuer confirms it. Trial credit can be spent at once.
move-others = This computer belongs to your account from then on. Other people log in on computers of their own.
move-code = One-time code
move-code-hint = From whoever runs the cloud: mobileaccess-cloud move-code prints one.
move-password = Your password
move-action = Move
move-busy = Everything is on its way. This may take a minute.
move-done = This computer works with the cloud now
move-unfinished = This computer is moving to { $address }. Until it has arrived, nothing can be changed here.
move-finish = Finish
move-stop = Stay here
move-stop-title = Go on working here alone?
move-stop-text = If the cloud has taken the data after all, what is done here from now on will be missing there. Only stop if you are sure that it did not arrive.
move-go-on = It is not known whether everything has arrived at { $address }. Going on is safe: nothing is taken twice.

sync-quarantined =
    { $count ->
        [one] { $shown } thing that a lost computer delivered waits for your decision
       *[other] { $shown } things that lost computers delivered wait for your decision
    }
site-offer = The network is back. To be able to hand over keys the next time, take credit and User IDs to site.
site-offer-later = Not now

settings-office = Office server
settings-office-text = For a small office without a server: this computer keeps the data for the others.
office-turn-on = Make this computer the office server
office-turn-on-text = The others get their data from this computer. No further program and no server are needed.
office-step-data = Your data move into the server’s own encrypted file on this computer. Credit stays as it is.
office-step-open = The others are up to date while this application is open and you have logged in once; locking it does not matter. Without it they work on as without a network.
office-step-others = Nobody of the network is let in until you switch that on.
office-computer-default = Office
office-is-on = This computer is the office server
office-elsewhere = This computer belongs to a cloud already.
office-running = Running
office-stopped = Not running
office-lan = Let computers of the network in
office-lan-hint = Everything is encrypted; other computers compare the fingerprint once.
office-address = Address for other computers
office-no-network = This computer is in no network.
office-certificate = Fingerprint of its certificate
office-note = Add a computer under Computers: with a one-time code nobody has to know a password.
office-mail = Letters
office-mail-none = Letters with mobile keys need a mail server, for example that of your internet provider.
office-mail-by = Letters leave by { $host }, from { $from }.
office-mail-waiting =
    { $count ->
        [one] { $count } letter waits to be sent.
       *[other] { $count } letters wait to be sent.
    }
office-mail-set = Set the mail server
office-mail-change = Change the mail server
office-mail-text = Your provider or whoever looks after your e-mail knows these values.
office-mail-from = Sender
office-mail-from-hint = An address, or a name with an address: Alfa Locks <keys@alfa.example>
office-mail-security = Security of the connection
office-mail-security-none = None
office-mail-host = Mail server
office-mail-port = Port
office-mail-user = User name
office-mail-password = Password
office-mail-password-kept = Leave it empty to keep the one there is.
office-mail-reminder = Remind so many days before a code ends
office-mail-reminder-hint = 0: no reminder.
office-mail-saved = Saved. Send yourself a test message.
office-mail-off = Send nothing any more
office-mail-is-off = No letters leave by { $host } any more
office-sms = Text messages
office-sms-none = A text message can announce each letter. That needs an HTTP gateway, as providers of text messages have them.
office-sms-by = Text messages leave by { $server }.
office-sms-kept-off = The gateway { $server } is kept, and switched off.
office-sms-needs-letters = A text message announces a letter: set the mail server too.
office-sms-set = Set the SMS gateway
office-sms-change = Change the SMS gateway
office-sms-text = Your provider of text messages describes these values under “HTTP API”.
office-sms-on = Send text messages
office-sms-on-hint = Switched off, the gateway is kept.
office-sms-url = Address
office-sms-url-hint = It begins with https://. Empty and switched off: there is no gateway any more.
office-sms-headers = Headers
office-sms-headers-hint = Here belong keys and passwords. What is saved is shown to nobody.
office-sms-header-name = Name
office-sms-header-value = Value
office-sms-header-kept = Leave it empty to keep the one there is.
office-sms-header-add = Add a header
office-sms-header-remove = Remove the header { $name }
office-sms-kind = Content type of the body
office-sms-kind-form = Fields of a form
office-sms-kind-text = Plain text
office-sms-body = Body
office-sms-body-hint = Empty: the gateway is asked by GET, with everything in the address.
office-sms-placeholders = In the address and in the body are replaced:
office-sms-placeholder-phone = the number with + and its country code
office-sms-placeholder-text = the text of the message
office-sms-saved = Saved. Try it with a test message.
office-sms-gone = There is no SMS gateway any more
office-sms-test = Send a test text message
office-sms-test-text = It goes out at once. Your provider may charge for it.
office-sms-test-send = Send
office-sms-test-done = The gateway took a text message to { $to } (answer { $status }).
office-sms-test-failed = The text message to { $to } was not sent: { $problem }
office-sms-status = Answer { $status }
office-sms-said = The gateway said: { $detail }
office-sms-problem-unreachable = the gateway cannot be reached.
office-sms-problem-tls = the connection to the gateway could not be made safe.
office-sms-problem-login = the gateway does not let you in. Look at the key in the headers.
office-sms-problem-rejected = the gateway does not take the message.
office-sms-problem-try-later = the gateway asks to wait.
office-sms-problem-bad-settings = the address is not the right one.
office-backups = Backups of the office server
office-backups-none = There is none yet. One is made every day; the last seven are kept.
office-backup-restore-title = Set the office server back to { $at }?
office-backup-restore-text = The computers bring again what the server does not know then. Until you say that all of them have, no phone activates and no letter leaves. What is there now is set aside, not deleted.
office-backup-restored = The office server was set back
office-recovering = The office server was set back to a backup. Let every computer connect, so that it brings what the server does not know. Until then no phone activates and no letter leaves.
office-end-recovery = All computers have connected
office-recovered = Phones activate and letters leave again

quit-held = Taken to site, and nobody else can spend it meanwhile: { $customer } ({ $credit })
quit-serves = This computer is the office server. Others cannot sync while the application is closed; they work on as without a network.
