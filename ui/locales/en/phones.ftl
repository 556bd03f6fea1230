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
