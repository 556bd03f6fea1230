# Credit: overview, movements, transfers.
credit-available = Available credit
credit-one-is-one-key = One credit is one mobile key.
credit-from-issuer = Credit is sold by the issuer; ask for more there. It appears here by itself.
credit-customers =
    { $count ->
        [one] { $shown } customer
       *[other] { $shown } customers
    }
credit-unlimited = unlimited
credit-forecast = Credit of customers
credit-movements = Movements
credit-file-name = credit
credit-file-name-of = credit-{ $name }
credit-col-spent = Keys in 30 days
credit-col-forecast = At this pace
credit-never-runs-out = needs no credit
credit-used-up = used up
credit-no-pace = no keys lately
credit-lasts-days =
    { $count ->
        [0] lasts less than a day
        [one] lasts about { $shown } day
       *[other] lasts about { $shown } days
    }
credit-of-which-trial =
    { $count ->
        [one] { $paid } paid + { $shown } trial credit
       *[other] { $paid } paid + { $shown } trial credits
    }
credit-transfer = Transfer credit
credit-transfer-short = Transfer
credit-transfer-to = Transfer credit to { $name }
credit-transfer-title = Transfer credit
credit-transfer-text = From your available credit to a customer.
credit-take-back = Take back
credit-refund-title = Take credit back
credit-refund-text = Paid credit that the customer has not spent. Trial credits stay.
credit-customer = Customer
credit-choose-customer = Choose a customer
credit-amount = Credits
credit-of-mine = of { $available } available; { $left } stay with you
credit-of-theirs = of { $available } paid; { $left } stay with the customer
credit-note = Note
credit-note-hint = For example a purchase order number
credit-now = now
credit-then = then
credit-yours = Your available credit
credit-none-left = You have no credit to transfer
credit-none-left-text = Credit is sold by the issuer; ask for more there.
credit-nothing-to-take = There is nothing to take back
credit-nothing-to-take-text = The customer has no unspent paid credit.
credit-transfer-n =
    { $count ->
        [one] Transfer { $shown } credit
       *[other] Transfer { $shown } credits
    }
credit-take-back-n =
    { $count ->
        [one] Take { $shown } credit back
       *[other] Take { $shown } credits back
    }
credit-moved-to =
    { $count ->
        [one] { $shown } credit transferred to { $name }
       *[other] { $shown } credits transferred to { $name }
    }
credit-moved-back =
    { $count ->
        [one] { $shown } credit taken back from { $name }
       *[other] { $shown } credits taken back from { $name }
    }

movement-col-at = Date and time
movement-col-type = Type
movement-col-amount = Amount
movement-col-balance = Balance
movement-col-description = Description
movement-col-status = Status
movement-col-who = Account
movement-none = No movements yet
movement-none-demo = Demo systems work without credit
movement-none-demo-text = Their keys cost nothing and are not on the ledger.
movement-paid = Paid
movement-refunded = Refunded
movement-free = Free of charge
movement-does-not-count = Does not change your available credit
movement-purchase-credit = Purchase credit
movement-transfer = Transfer
movement-refunding = Refunding
movement-adding = Adding
movement-purchase = Purchase
movement-trial = Trial credit
movement-key-refund = Key refund
movement-text-purchase-credit = Credit purchased
movement-text-transfer = Credit transferred to { $name }
movement-text-adding = Credit added
movement-text-refunding = Credit refunded
movement-text-refunding-from = Credit refunded from { $name }
movement-text-trial = Free of charge credits
movement-text-trial-of = Free of charge credits of { $name }
movement-text-purchase = User ID: { $number }
movement-text-purchase-trial = User ID: { $number }, trial credit
movement-text-key-refund = Credit of User ID { $number } returned
credit-undone = Taken back

credit-unconfirmed =
    { $count ->
        [one] { $shown } credit waits until the issuer confirms it
       *[other] { $shown } credits wait until the issuer confirms them
    }
