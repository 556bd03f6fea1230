# Settings of this computer.
settings-saved = Saved
settings-language = Language
settings-language-text = Of the screens and of what is written from them. Handouts follow their recipient.
settings-theme = Appearance
settings-theme-text = Only on this computer.
settings-auto-lock = Automatic lock
settings-auto-lock-text = When nobody has touched the application for a while.
settings-auto-lock-never = Never
settings-auto-lock-minutes =
    { $minutes ->
        [one] After 1 minute
       *[other] After { $minutes } minutes
    }
settings-recovery = Recovery code
settings-recovery-text = Opens the data when the password is forgotten.
settings-recovery-new = New recovery code
settings-recovery-ask = The present code stops working at once.
settings-recovery-make = Make a new code
settings-backups = Backups
settings-backups-text = Made every day, encrypted like the data themselves; the last seven are kept.
settings-backups-none = There is no backup yet.
settings-backup-create = Back up now
settings-backup-made = Backed up
settings-backup-restore = Restore
settings-backup-restore-title = Restore the backup of { $at }
settings-backup-restore-text = Everything done since then disappears from the screens. The present data are set aside, not deleted.
settings-backup-password = Your password of today
settings-backup-restore-action = Restore
settings-backup-restored = The backup is restored
settings-demo = Demo
settings-demo-text = The demo keeps its own data, apart from yours.
settings-demo-text-inside = You are in the demo now. It keeps its own data, apart from yours.
settings-demo-open = Open the demo
settings-demo-leave = Leave the demo
settings-demo-remove = Remove the demo
settings-demo-remove-title = Remove the demo?
settings-demo-remove-text = All demo data are deleted. Your own data stay untouched.
settings-demo-removed = The demo is removed
settings-version = MobileAccess { $version }

settings-printer = Printer
settings-printer-text = Corrects where your printer puts labels and cards. Kept on this computer.
settings-printer-stock = Test sheet for
settings-app = App links
settings-app-text = Where key holders find the Mobile Key app. The customer’s home screen shows them as QR codes, and handouts name them.
settings-app-android = Android (Google Play)
settings-app-ios = iPhone (App Store)
settings-credit = Credit warning
settings-credit-text = The home screens warn once no more credit than this is left. Remembered by this computer.
settings-credit-text-own = The home screen warns once no more credit than this is left. Remembered by this computer.
settings-credit-customer = Left with a customer
settings-credit-own = Left with you
settings-credit-left = Credit left
