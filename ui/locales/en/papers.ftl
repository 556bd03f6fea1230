# Statements, handover protocols and Reader Config sheets: what stands on the pages.
papers-page = Page { $page } of { $pages }
papers-signature = signature, date
papers-foot = Made with MobileAccess on { $when } by { $who }
papers-period = { $from } – { $to }
papers-unlimited = Unlimited
papers-no-readers = No readers.
papers-no-users = No users.
papers-no-movements = No movements in this period.

papers-statement-title = Statement of credit
papers-statement-file = statement
papers-opening = Opening balance, { $day }
papers-closing = Closing balance, { $day }
papers-csv-opening = Opening balance
papers-csv-closing = Closing balance
papers-csv-paid-after = Paid credit after
papers-csv-trial-after = Trial credit after
papers-change = Change in the period
papers-and-trial =
    { $count ->
        [one] and { $count } trial credit
       *[other] and { $count } trial credits
    }
papers-and-trial-change = and { $shown } of trial credit
papers-balance = { $paid } + { $trial } trial
papers-summary = Summary
papers-movements = Movements
papers-free-credit = Free credit of customers
papers-col-what = Description
papers-col-note = PO number, note
papers-col-paid = Paid
papers-col-trial = Trial
papers-sum-trial = Free credits at creation
papers-sum-added = Credit added by the distributor
papers-sum-taken = Credit taken back by the distributor
papers-sum-keys = Mobile keys
papers-sum-key-refunds = Credit of keys given back
papers-sum-bought = Credit bought from the issuer
papers-sum-given = Credit transferred to customers
papers-sum-back = Credit taken back from customers
papers-sum-held = Held until the issuer confirms it
papers-sum-confirmed = Confirmed by the issuer
papers-statement-note = One credit is one mobile key. Paid credit is spent before trial credit; trial credit cannot be transferred. Days are those of the site.
papers-statement-note-distributor = One credit is one mobile key. The free credits of new customers are listed and change nothing in the distributor’s balance.

papers-handover-title = Handover protocol
papers-handover-file = handover
papers-handover-installer = Handed over by company
papers-handover-handed-by = Handed over by
papers-handover-taken-by = Taken over by
papers-handover-contact = Contact
papers-handover-system = Access control system
papers-handover-system-key = System Key
papers-handover-masked = { $mask } (never printed on a protocol)
papers-handover-key-name = Key Name
papers-handover-prefix = Mobile Key Prefix
papers-handover-validity = Default validity
papers-handover-one-tap = Notification bar / widget
papers-handover-automatic = By lighting up display
papers-handover-groups = Reader groups
papers-handover-duplicates = Duplicate key IDs
papers-handover-published = Readers published
papers-handover-access = Users, mobile keys and credit
papers-handover-accounts = Administrators
papers-handover-credit = Credit
papers-handover-users = Users
papers-handover-user-list = List of users
papers-handover-remarks = Remarks
papers-handover-confirm = Confirmation
papers-handover-confirm-text = The system described above was handed over in working order. The administrator was shown how to create users, hand over mobile keys and suspend or delete them.
papers-readers = Readers ({ $count })
papers-col-identification = From app
papers-col-one-tap = One-tap
papers-col-one-tap-signal = One-tap signal
papers-as-system = as the system
papers-range-10 = 10 % (6 m)
papers-range-40 = 40 % (4–5 m)
papers-range-70 = 70 % (2–3 m)
papers-range-100 = 100 % (0.1 m)
papers-unpublished =
    { $count ->
        [one] { $count } change of readers is not published: phones do not know it yet.
       *[other] { $count } changes of readers are not published: phones do not know them yet.
    }

papers-config-title = Reader Config sheet
papers-config-file = reader-config
papers-config-project = Project settings
papers-config-name = Project Name
papers-config-system-id = System ID
papers-config-system-key = System key
papers-config-password = Admin Password
papers-config-password-text = as set in Reader Config; not kept here
papers-config-demo = These values of the demo system are publicly known. They are for tests and demonstrations only.
papers-config-secret = This sheet shows the System Key, the pairing secret between phones and readers. Keep it locked away and destroy it when the readers are configured.
papers-config-masked = The System Key is masked on this sheet. It is shown on the customer’s General tab, or printed here on request.
papers-config-steps = How to configure the readers
papers-config-step-1 = 1. Create a new project in ACS Config / Reader Config and give it the Project Name above.
papers-config-step-2 = 2. Type the System ID exactly as it stands here: the case of letters counts. It is the same for all readers on the site.
papers-config-step-3 = 3. Type the System key exactly as it was entered in MobileAccess. With another key no mobile key opens.
papers-config-step-4 = 4. Write the project to every reader, then tick the reader in the list below.
papers-config-done = Configured

# The same on the screens.
papers-title = Papers
papers-title-text = To print, or to save as PDF
papers-open = Open
papers-language = Language of the paper
papers-pages =
    { $count ->
        [one] { $shown } page
       *[other] { $shown } pages
    }
papers-statement = Statement
papers-statement-hint = Opening and closing balance, movements, purchase orders
papers-statement-of = Statement of credit: { $name }
papers-statement-text = Whole days, from the opening to the closing balance. Paid and trial credit are kept apart.
papers-period-label = Period
papers-period-this-month = This month
papers-period-last-month = Last month
papers-period-this-quarter = This quarter
papers-period-last-quarter = Last quarter
papers-period-this-year = This year
papers-period-last-year = Last year
papers-period-custom = Days of my choice
papers-from = From
papers-to = To
papers-handover = Handover protocol
papers-handover-hint = What was installed, with lines to sign on
papers-handover-of = Handover protocol: { $name }
papers-handover-day = Day of handover
papers-handover-list-users = List every user
papers-handover-list-users-hint =
    { $count ->
        [one] Instead of their number only: { $shown } user
       *[other] Instead of their number only: { $shown } users
    }
papers-handover-text = Secrets are never printed on a protocol.
papers-config = Reader Config sheet
papers-config-hint = System ID and System Key, as the reader configurator wants them
papers-config-of = Reader Config sheet: { $name }
papers-config-show = System Key on the paper
papers-config-show-hint = Off, it is masked in print too
papers-config-show-warning = Whoever has this paper can configure readers of this system. Keep it locked away.
