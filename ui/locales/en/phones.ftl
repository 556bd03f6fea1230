# The demo's simulated phone.
phones-try = Try with a simulated phone
phones-open = Open the simulated phone
phones-title = Phone of { $name }
phones-text = A simulated phone scanned the handout. What it does is decided by the same rules as a real phone, and the user card shows it at once.
phones-doors = My Doors
phones-no-doors = No doors are published for this key yet.
phones-one-tap = one tap
phones-key-opens = Opens doors
phones-key-closed = Opens no doors now
phones-key-suspended = Suspended
phones-delete = Delete the key in the phone
phones-sync = Synchronize
phones-empty = No key on this phone.
phones-device-deleted = This device was deleted. Its user needs a new code.

# Where phones find the cloud.
address-title = Address in QR codes
address-text = A phone that scans a handout activates its key here. The code itself stands after # and reaches no web server’s log.
address-label = Address of the cloud for phones
address-none = None: QR codes hold the bare activation code, and phones ask the cloud that they are set up for.
address-hint = For example https://keys.example.com. Leave it empty for bare codes.
address-edit = Edit address
address-saved = Saved. New handouts carry the new address.
address-warning = Handouts that were printed before keep the old address.
address-print-again =
    { $count ->
        [one] { $count } handout has to be printed again
       *[other] { $count } handouts have to be printed again
    }
