# The distributor's home.
home-title = What needs you today
home-welcome = Welcome
home-nothing = Nothing needs you now
home-nothing-text = No code is about to expire, no customer runs out of credit, all readers are published.
home-show = Show
home-reissue = Show and renew
home-publish = Review and publish
home-and-more =
    { $count ->
        [one] and { $shown } more
       *[other] and { $shown } more
    }
home-expiring =
    { $count ->
        [one] { $shown } activation code expires within 3 days
       *[other] { $shown } activation codes expire within 3 days
    }
home-expired =
    { $count ->
        [one] { $shown } activation code expired unused
       *[other] { $shown } activation codes expired unused
    }
home-expired-free = A new code is free.
home-credit-none = { $name } has no credit left
home-credit-none-text = No new mobile key can be created there.
home-credit-low = { $name } has little credit left
home-credit-days =
    { $count ->
        [one] { $name } runs out of credit in about a day
       *[other] { $name } runs out of credit in about { $shown } days
    }
home-credit-left =
    { $count ->
        [one] { $shown } credit left.
       *[other] { $shown } credits left.
    }
home-credit-trial-left =
    { $count ->
        [one] { $shown } credit left, from the trial credits.
       *[other] { $shown } credits left, all of them trial credits.
    }
home-unpublished =
    { $count ->
        [one] { $name } has { $shown } reader change not yet on phones
       *[other] { $name } has { $shown } reader changes not yet on phones
    }
home-unpublished-text = Phones learn about it when you publish.
home-all-customers =
    { $count ->
        [one] Show the customer
       *[other] Show all { $shown } customers
    }
home-credit-more = Movements and forecast
home-movements = Last movements
home-keys = Mobile keys

first-steps-text = Five steps lead to the first mobile key in somebody’s hand.
first-steps-set-up = Set up this computer
first-steps-set-up-text = { $name }, code { $code }.
first-steps-customer = Create a customer
first-steps-customer-text = One for each installed system, with the same System ID and System Key as its project in ACS Config / Reader Config.
first-steps-credit = Get credit
first-steps-credit-text = Credit is sold by the issuer and appears here by itself. Each new customer gets 5 credits free of charge, enough to begin.
first-steps-credit-have =
    { $count ->
        [one] You have { $shown } credit to give to customers.
       *[other] You have { $shown } credits to give to customers.
    }
first-steps-readers = Add its readers
first-steps-readers-text = Import the file that was exported on site, or type them in.
first-steps-key = Create a mobile key
first-steps-key-text = Name the user, then print, save or send the QR code.
home-own-credit-none = Your credit is used up
home-own-credit-low =
    { $count ->
        [one] Your credit is running out: { $shown } credit is left
       *[other] Your credit is running out: { $shown } credits are left
    }
home-own-credit-text = Without credit of your own nothing can be transferred to customers. IMA sells more.
home-inbox-text = Changes that were refused, and messages that did not arrive.
