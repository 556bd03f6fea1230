customer-delete-on-site = { $held }. Keys that were issued from it and not sent yet become void.
customer-id-twice = System ID used twice
customer-id-twice-text = Another customer has this System ID too, because one of them was created without network. Look at the readers on site, and change the one that is wrong.
key-away = There is no network, and nothing of this customer was taken to site
key-away-text = The key can be entered now. Its QR code is shown once the network is back and the cloud has confirmed it; nothing can be handed over before. For the next time: take credit and User IDs to site before you leave.
key-from-site = Without network: this key is spent from what this computer took to site. Its QR code works.
# Computers that belong to a cloud, and what they hold to work without network.
computers-title = All computers
computers-text = Every computer on which somebody works with these data, and what it has taken to site.
computers-alone = This computer works by itself
computers-alone-text = It belongs to no cloud, so there is nothing to take to site: the whole job works right here, with network and without.
computer-this = this computer
computer-copied = its data were copied from another computer
computer-since = since { $date }
computer-contact = Last contact { $time }
computer-contact-unknown = The cloud knows its last contact
computer-waiting =
    { $count ->
        [one] { $shown } change waits
       *[other] { $shown } changes wait
    }
computer-actions = Actions for { $name }
computer-rename = Rename
computer-name = Name of the computer
computer-revoke = End this computer
computer-revoke-title = End { $name }?
computer-revoke-text = At its next contact it sends what it has not sent yet, gives back what it holds, and removes its data. Nothing that was handed over is lost.
computer-was-revoked = { $name } was ended
computer-revoked = Ended { $date }
computer-lost = Lost { $date }
computer-declare-lost = Declare lost
computer-lost-title = Declare { $name } lost?
computer-lost-text = For a computer that was stolen or will not come back. This cannot be undone.
computer-lost-nothing = It holds no credit and no User IDs
computer-lost-credit = Its unspent credit returns to the customers at once
computer-lost-numbers = Its User IDs are never given again
computer-lost-keys = Keys that it has not sent yet are void: their QR codes will not work
computer-was-lost = { $name } was declared lost

site-title = Taken to site on this computer
site-text = Credit and User IDs that only this computer can spend: with them it issues keys without network, and their QR codes work.
site-take = Take to site
site-take-title = Take to site
site-take-text = Choose what this computer may spend without network. It stays the customer’s, and comes back when you give it back.
site-taken =
    { $count ->
        [one] Taken to site for { $shown } customer
       *[other] Taken to site for { $shown } customers
    }
site-give-back = Give back
site-give-back-all = Give everything back
site-given-back = Given back
site-nothing = Nothing is taken. Before a trip to a place without network, take credit and User IDs of the customers you will visit.
site-held-credit =
    { $count ->
        [one] { $shown } of { $of } credits
       *[other] { $shown } of { $of } credits
    }
site-numbers = User IDs { $ranges } ({ $left } unused)
site-held-on =
    { $count ->
        [one] { $shown } of { $of } credits is on { $computer }, with { $left } unused User IDs
       *[other] { $shown } of { $of } credits are on { $computer }, with { $left } unused User IDs
    }
site-waiting = waits for the cloud
site-until-sync = comes back at the first sync
site-away-held = There is no network. Keys of these customers are spent from what is here, and their QR codes work at once.
site-away-none = There is no network, and nothing was taken to site. Keys can be entered now; their QR codes are shown once the cloud has confirmed them. Customers can be created here, and bring their own five trial credits.
site-trip = Next trip
site-trip-none = None planned
site-trip-hint = The day before, you are reminded to take what you need.
site-trip-near = A trip is near, and nothing is taken yet
site-trip-near-text = Take credit and User IDs to site while there is network.
site-find = Find a customer
site-no-customers = There is no customer yet whose credit could be taken.
site-customer-hint =
    { $count ->
        [one] { $id } · { $shown } credit
       *[other] { $id } · { $shown } credits
    }
site-credits = Credits
site-of = of { $available }
site-user-ids = User IDs
site-user-ids-hint = The next that are free
site-choose = Choose a customer.

quarantine-title = From lost computers
quarantine-text = What a computer delivered after it was declared lost. A key that you accept costs a fresh credit; accept what comes first first.
quarantine-accept = Accept
quarantine-accept-all = Accept all
quarantine-discard = Discard
computer-renamed = The computer is now called { $name }

computer-add = Add a computer
computer-add-text = A one-time code lets somebody work on another computer; the password is chosen there.
computer-add-account = Account
computer-add-make = Make a code
computer-add-how = On the other computer: start the application, choose “Join a cloud”, and type this.
computer-add-until = The code is good once, until { $time }. It is shown only here.
