# Home of a customer's workspace.
customer-home-unpublished =
    { $count ->
        [one] { $shown } reader change is not on phones yet.
       *[other] { $shown } reader changes are not on phones yet.
    }
customer-home-publish = Review and publish
customer-home-keys = Mobile keys
customer-home-users =
    { $count ->
        [one] { $shown } user
       *[other] { $shown } users
    }
customer-home-waiting = Waiting for activation
customer-home-waiting-none = No activation code is waiting to be used.
customer-home-waiting-all = Show all { $shown }
customer-home-movements = Movements
customer-home-trial = trial
customer-home-credit-keys =
    { $count ->
        [one] Enough for { $shown } more mobile key.
       *[other] Enough for { $shown } more mobile keys.
    }
customer-home-credit-none = No new mobile key can be created.
customer-home-apps = The phone app
customer-home-apps-text = A user scans the code of their phone to install IMAporter Mobile Key.
customer-home-app-qr = QR code of the app for { $name }
customer-home-app-copy = Copy the link for { $name }
customer-credit-ask = One credit is one mobile key. Ask { $distributor } for more.
customer-home-waiting-soon =
    { $count ->
        [one] { $shown } expires within 3 days
       *[other] { $shown } expire within 3 days
    }
customer-home-credit-low =
    { $count ->
        [one] Credit is running out: { $shown } is left
       *[other] Credit is running out: { $shown } are left
    }
customer-home-credit-out = There is no credit left
customer-home-credit-low-transfer = One credit is one mobile key. Transfer more before it runs out.
