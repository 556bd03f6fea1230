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
join-code-hint = Only if you were given one. The password above is then a new one, for this computer.
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
