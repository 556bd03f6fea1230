# Mobile keys: the wizard, what became of a key, and what can be done with it.
keys-create = Create mobile key
keys-create-device-for = New device and mobile key for { $name }
keys-palette = Actions
keys-palette-words = new user add key wizard
keys-device-name = Device name
keys-key-name = Key Name
keys-user-id = User ID
keys-user-id-hint = The next free number; readers know it. Better left as it is.
keys-user-id-duplicates = Numbers may repeat at this customer. Better left as it is.
keys-valid-from = Valid from
keys-valid-to = Valid to
keys-groups = Reader groups
keys-groups-hint = The key opens the published readers of these groups.
keys-groups-none = No group is chosen: the key opens no door.
keys-handout-language = Language of the handout

keys-cost =
    { $left ->
        [0] 1 credit, none left after it
       *[other] 1 credit, { $shown } left after it
    }
keys-cost-demo = Demo system: keys cost no credit.
keys-no-credit = No credit left
keys-no-credit-ask = A mobile key costs one credit. Ask { $distributor } for more; users can still be created without a key.
keys-no-credit-transfer = A mobile key costs one credit. Transfer some to this customer first.
keys-transfer-credit = Transfer credit
keys-credit-left =
    { $left ->
        [0] No credit left.
        [one] { $shown } credit left.
       *[other] { $shown } credits left.
    }

keys-ready = Mobile key ready
keys-done = The mobile key of { $name } is ready
keys-done-until = activate by { $date }
keys-done-arrives = No new code is needed: the key arrives when the phone synchronizes next.
keys-print = Print
keys-save-pdf = Save PDF
keys-copy-code = Copy code
keys-show-qr = Show QR
keys-hide-qr = Hide QR
keys-qr-alt = Handout card of { $name } with the QR code
keys-create-another = Create another
keys-open-user = Open the user’s card

keys-stage-none = No key
keys-stage-waiting = Waiting
keys-stage-arriving = Arriving
keys-stage-expired = Expired
keys-stage-active = Active
keys-stage-suspended = Suspended
keys-stage-deleted-by-admin = Deleted by admin
keys-stage-deleted-by-user = Deleted by user
keys-stage-deleted = Deleted with user
keys-status-waiting = Waiting for user activation
keys-status-arriving = Waiting for the phone to synchronize
keys-status-expired = Activation code expired

keys-note-expires-days =
    { $days ->
        [one] expires in { $days } day
       *[other] expires in { $days } days
    }
keys-note-expires-hours =
    { $hours ->
        [one] expires in an hour
       *[other] expires in { $hours } hours
    }
keys-note-expired = expired { $date }
keys-note-since = since { $date }
keys-note-arriving = comes with the next sync
keys-note-code-unused = code never used
keys-note-validity-over = validity ended { $date }
keys-note-valid-until = valid until { $date }

keys-next-waiting = Hand over the QR code; the user scans it in the app.
keys-next-arriving = Nothing to hand over: the key comes with the phone’s next synchronization.
keys-next-expired = The code was never used. Re-issue it free of charge.
keys-next-suspended = Opens no door until it is resumed. The phone learns of it at its next synchronization.
keys-next-deleted = It can be restored for one credit.
keys-next-validity-over = Its validity is over. Extend it to let it open doors again.

keys-activation-code = Activation code
keys-code-valid-to = Code valid to
keys-code-expired = { $date }, expired
keys-code-others =
    { $count ->
        [one] one more code is open
       *[other] { $count } more codes are open
    }
keys-valid = Key valid
keys-valid-range = { $from } – { $to }
keys-valid-from-only = from { $from }, unlimited
keys-synchronization = Synchronization
keys-unconfirmed = The phone has not confirmed this yet.
keys-unconfirmed-deleted = Deleted; the phone has not confirmed yet.
keys-not-available = N/A
keys-doors = Doors
keys-doors-count =
    { $count ->
        [0] none published yet
        [one] { $shown } published door
       *[other] { $shown } published doors
    }
keys-handouts-made = Handouts
keys-handouts-made-count =
    { $count ->
        [0] not printed or saved yet
        [one] printed or saved once
       *[other] printed or saved { $count } times
    }
keys-created-at = Issued
keys-deleted-at = Deleted

keys-more-actions = More actions with the key { $name }
keys-action-handout = Print handout
keys-action-reissue = Re-issue code
keys-action-suspend = Suspend
keys-action-resume = Resume
keys-action-delete = Delete key
keys-action-restore = Restore
keys-action-restore-cost = costs 1 credit
keys-action-swap = New phone
keys-action-edit = Edit key
keys-free = free

keys-suspended = The key of { $name } is suspended
keys-resumed = The key of { $name } works again
keys-deleted = The key of { $name } is deleted
keys-saved = The key is saved

keys-edit-title = Edit mobile key
keys-edit-note = The phone takes the change over at its next synchronization.

keys-reissue-title = Re-issue the activation code
keys-reissue-text = A new code for the same key is free of charge and valid for one month.
keys-reissue-choice = What about the code so far?
keys-reissue-keep = It may still be used
keys-reissue-keep-hint = The code used first ends all the others.
keys-reissue-lost = It is lost
keys-reissue-lost-hint = The old code stops working at once. Printed or sent handouts become void.
keys-reissue-submit = Make a new code

keys-delete-title = Delete the mobile key of { $name }?
keys-delete-effect-doors = User ID { $number } no longer opens any door once the phone has synchronized.
keys-delete-effect-waiting = The activation code stops working at once; handouts already given out become void.
keys-delete-effect-listed = The key stays listed and can be restored for one credit.
keys-delete-suspend-instead = To stop it for a while only, suspend it instead.

keys-restore-title = Restore the mobile key of { $name }?
keys-restore-text = It comes back with the same User ID { $number }.
keys-restore-device = The device is still active: the key arrives with its next synchronization, without a new code.
keys-restore-code = It gets a new activation code, valid for one month.
keys-restore-submit = Restore for 1 credit
keys-restore-submit-demo = Restore

keys-swap-title = New phone for { $name }
keys-swap-text = One step: the old device is deleted, and the key goes to the new one with the same User ID { $number } and a new activation code.
keys-swap-old = Old device
keys-swap-new = Name of the new device
keys-swap-payment = Credit
keys-swap-charge = Charge 1 credit
keys-swap-charge-left =
    { $left ->
        [0] none left after it
       *[other] { $shown } left after it
    }
keys-swap-none = no credit left
keys-swap-waive = Waive the credit
keys-swap-waive-hint = The ledger names you and the reason.
keys-swap-reason = Reason
keys-swap-submit = Move the key
