# Kredit: přehled, pohyby, převody.
credit-available = Dostupný kredit
credit-one-is-one-key = Jeden kredit je jeden mobilní klíč.
credit-from-issuer = Kredit prodává vydavatel, o další požádejte u něj. Objeví se tu sám.
credit-customers =
    { $count ->
        [one] { $shown } zákazník
        [few] { $shown } zákazníci
       *[other] { $shown } zákazníků
    }
credit-unlimited = bez omezení
credit-forecast = Kredit zákazníků
credit-movements = Pohyby
credit-file-name = kredit
credit-file-name-of = kredit-{ $name }
credit-col-spent = Klíče za 30 dní
credit-col-forecast = Tímto tempem
credit-never-runs-out = kredit nepotřebuje
credit-used-up = vyčerpán
credit-no-pace = v poslední době bez klíčů
credit-lasts-days =
    { $count ->
        [0] vydrží méně než den
        [one] vydrží asi { $shown } den
        [few] vydrží asi { $shown } dny
       *[other] vydrží asi { $shown } dní
    }
credit-of-which-trial =
    { $count ->
        [one] zaplaceno { $paid }, zkušební { $shown }
        [few] zaplaceno { $paid }, zkušební { $shown }
       *[other] zaplaceno { $paid }, zkušebních { $shown }
    }
credit-transfer = Převést kredit
credit-transfer-short = Převést
credit-transfer-to = Převést kredit: { $name }
credit-transfer-title = Převod kreditu
credit-transfer-text = Z vašeho dostupného kreditu zákazníkovi.
credit-take-back = Vzít zpět
credit-refund-title = Vrácení kreditu
credit-refund-text = Zaplacený kredit, který zákazník neutratil. Zkušební mu zůstane.
credit-customer = Zákazník
credit-choose-customer = Vyberte zákazníka
credit-amount = Počet kreditů
credit-of-mine = z { $available } dostupných; vám zbude { $left }
credit-of-theirs = z { $available } zaplacených; zákazníkovi zbude { $left }
credit-note = Poznámka
credit-note-hint = Například číslo objednávky
credit-now = nyní
credit-then = poté
credit-yours = Váš dostupný kredit
credit-none-left = Nemáte kredit k převodu
credit-none-left-text = Kredit prodává vydavatel, o další požádejte u něj.
credit-nothing-to-take = Není co vzít zpět
credit-nothing-to-take-text = Zákazník nemá žádný nevyužitý zaplacený kredit.
credit-transfer-n =
    { $count ->
        [one] Převést { $shown } kredit
        [few] Převést { $shown } kredity
       *[other] Převést { $shown } kreditů
    }
credit-take-back-n =
    { $count ->
        [one] Vzít zpět { $shown } kredit
        [few] Vzít zpět { $shown } kredity
       *[other] Vzít zpět { $shown } kreditů
    }
credit-moved-to =
    { $count ->
        [one] { $name }: převeden { $shown } kredit
        [few] { $name }: převedeny { $shown } kredity
       *[other] { $name }: převedeno { $shown } kreditů
    }
credit-moved-back =
    { $count ->
        [one] { $name }: vrácen { $shown } kredit
        [few] { $name }: vráceny { $shown } kredity
       *[other] { $name }: vráceno { $shown } kreditů
    }

movement-col-at = Datum a čas
movement-col-type = Typ
movement-col-amount = Částka
movement-col-balance = Zůstatek
movement-col-description = Popis
movement-col-status = Stav
movement-col-who = Účet
movement-none = Zatím žádné pohyby
movement-none-demo = Demo systémy fungují bez kreditu
movement-none-demo-text = Jejich klíče nic nestojí a v účetní knize nejsou.
movement-paid = Zaplaceno
movement-refunded = Vráceno
movement-free = Zdarma
movement-does-not-count = Váš dostupný kredit nemění
movement-purchase-credit = Nákup kreditu
movement-transfer = Převod
movement-refunding = Vrácení
movement-adding = Přidání
movement-purchase = Nákup
movement-trial = Zkušební kredit
movement-key-refund = Vrácení za klíč
movement-text-purchase-credit = Nakoupený kredit
movement-text-transfer = Kredit převeden: { $name }
movement-text-adding = Kredit přidán
movement-text-refunding = Kredit vrácen
movement-text-refunding-from = Kredit vrácen od: { $name }
movement-text-trial = Kredity zdarma
movement-text-trial-of = Kredity zdarma: { $name }
movement-text-purchase = User ID: { $number }
movement-text-purchase-trial = User ID: { $number }, zkušební kredit
movement-text-key-refund = Kredit za User ID { $number } vrácen
credit-undone = Vráceno zpět

credit-unconfirmed =
    { $count ->
        [one] { $shown } kredit čeká na potvrzení vydavatele
        [few] { $shown } kredity čekají na potvrzení vydavatele
        [many] { $shown } kreditu čeká na potvrzení vydavatele
       *[other] { $shown } kreditů čeká na potvrzení vydavatele
    }
