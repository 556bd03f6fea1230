# One action on many keys or users at once.
bulk-more = More actions
bulk-suspend = Suspend
bulk-resume = Resume
bulk-reissue = New codes
bulk-validity = Change validity
bulk-delete = Delete keys
bulk-delete-users = Delete users

bulk-title-suspend =
    { $count ->
        [one] Suspend { $shown } mobile key?
       *[other] Suspend { $shown } mobile keys?
    }
bulk-title-resume =
    { $count ->
        [one] Resume { $shown } mobile key?
       *[other] Resume { $shown } mobile keys?
    }
bulk-title-reissue =
    { $count ->
        [one] Make a new code for { $shown } key?
       *[other] Make new codes for { $shown } keys?
    }
bulk-title-validity =
    { $count ->
        [one] Change the validity of { $shown } key
       *[other] Change the validity of { $shown } keys
    }
bulk-title-delete =
    { $count ->
        [one] Delete { $shown } mobile key?
       *[other] Delete { $shown } mobile keys?
    }
bulk-title-delete-users =
    { $count ->
        [one] Delete { $shown } user?
       *[other] Delete { $shown } users?
    }
bulk-title-nothing = Nothing to do
bulk-nothing = The action fits none of the chosen rows.
bulk-customers =
    { $count ->
        [one] All of them belong to one customer.
       *[other] They belong to { $shown } customers.
    }
bulk-free = It costs no credit.
bulk-about-suspend = Suspended keys open nothing until they are resumed.
bulk-about-resume = The keys open their doors again with the phones’ next sync.
bulk-about-reissue = Each key gets a further code, valid for one month; the first one used ends the others.
bulk-about-delete = Restoring a deleted key costs one credit each. The credit of these keys is not given back.
bulk-about-delete-codes = Open activation codes stop working at once.
bulk-about-delete-users-keys =
    { $count ->
        [0] They have no live keys.
        [one] { $shown } live key is deleted with them.
       *[other] { $shown } live keys are deleted with them.
    }
bulk-about-delete-users = Deleted users stay listed but can never be restored.
bulk-no-undo = This cannot be undone.
bulk-can-undo = It can be undone afterwards.
bulk-handed-out =
    { $count ->
        [one] The handout of { $shown } of them was printed or saved already.
       *[other] The handouts of { $shown } of them were printed or saved already.
    }
bulk-lost = The codes so far are lost
bulk-lost-hint = They stop working at once. Leave this off when the handout may still be on its way.
bulk-valid-from = First day
bulk-valid-from-keep = stays as it is
bulk-valid-to = Last day
bulk-change-to = Change the last day
bulk-validity-none = Choose a first day, a last day, or both.
bulk-left-out =
    { $count ->
        [one] { $shown } of the chosen rows is left out:
       *[other] { $shown } of the chosen rows are left out:
    }
bulk-left-out-stage = { $shown } × { $stage }
bulk-run-suspend = Suspend
bulk-run-resume = Resume
bulk-run-reissue = Make new codes
bulk-run-validity = Change validity
bulk-run-delete = Delete
bulk-run-delete-users = Delete users

bulk-running = { $done } of { $total }
bulk-stop = Stop
bulk-stopping = Stopping after this step
bulk-progress = Progress
bulk-done-suspend =
    { $count ->
        [one] { $shown } key was suspended
       *[other] { $shown } keys were suspended
    }
bulk-done-resume =
    { $count ->
        [one] { $shown } key was resumed
       *[other] { $shown } keys were resumed
    }
bulk-done-reissue =
    { $count ->
        [one] { $shown } key has a new code
       *[other] { $shown } keys have new codes
    }
bulk-done-validity =
    { $count ->
        [one] The validity of { $shown } key was changed
       *[other] The validity of { $shown } keys was changed
    }
bulk-done-delete =
    { $count ->
        [one] { $shown } key was deleted
       *[other] { $shown } keys were deleted
    }
bulk-done-delete-users =
    { $count ->
        [one] { $shown } user was deleted
       *[other] { $shown } users were deleted
    }
bulk-done-put-back =
    { $count ->
        [one] { $shown } key has its validity back
       *[other] { $shown } keys have their validity back
    }
bulk-stopped =
    { $count ->
        [one] Stopped: { $shown } row was not touched.
       *[other] Stopped: { $shown } rows were not touched.
    }
bulk-failed =
    { $count ->
        [one] { $shown } row was refused and left as it was
       *[other] { $shown } rows were refused and left as they were
    }
bulk-failed-name = User
bulk-failed-why = Reason
bulk-failed-gone = no longer there
bulk-failed-copy = Copy the list
bulk-copied = The list is on the clipboard
bulk-print = Print handouts

# Letters with the codes of a selection.
bulk-send = Send by e-mail
bulk-title-send =
    { $count ->
        [one] Send { $shown } mobile key by e-mail?
       *[other] Send { $shown } mobile keys by e-mail?
    }
bulk-about-send = Each user gets a letter with the QR, the activation code and the steps for the phone.
bulk-about-send-again =
    { $count ->
        [one] { $shown } of them was sent before; another letter goes out.
       *[other] { $shown } of them were sent before; another letter goes out.
    }
bulk-send-sms-hint =
    { $count ->
        [one] { $shown } user has a phone number. The message does not hold the code.
       *[other] { $shown } users have a phone number. The message does not hold the code.
    }
bulk-no-address =
    { $count ->
        [one] { $shown } user has no e-mail address and is left out:
       *[other] { $shown } users have no e-mail address and are left out:
    }
bulk-on-the-way =
    { $count ->
        [one] { $shown } letter is on its way already.
       *[other] { $shown } letters are on their way already.
    }
bulk-run-send = Send
bulk-done-send =
    { $count ->
        [one] { $shown } letter is on its way
       *[other] { $shown } letters are on their way
    }
