# Klíče, které čekají na první aktivaci.
invitations-search = Hledat v pozvánkách
invitations-filter-state = Kód
invitations-filter-mark = Jen
invitations-state-waiting = Čeká
invitations-state-expiring = Vyprší do 3 dnů
invitations-state-expired = Kód vypršel
invitations-mark-never-activated = Neaktivováno déle než měsíc
invitations-mark-not-handed-out = Nikdy nevytištěno ani neuloženo
invitations-col-name = Uživatel
invitations-col-customer = Zákazník
invitations-col-state = Kód
invitations-col-issued = Vydáno
invitations-col-handouts = Předávací listy
invitations-col-codes = Kódy
invitations-summary =
    { $customers ->
        [one] Klíče čekající u jednoho zákazníka: { $shown }
       *[other] Klíče čekající u { $customers } zákazníků: { $shown }
    }
invitations-empty = Nikdo nečeká
invitations-empty-text = Všechny vydané klíče jsou aktivované. Nové klíče se tu objeví, dokud je telefon neaktivuje.
invitations-for-month = déle než měsíc
invitations-not-handed-out = nevytištěno ani neuloženo
invitations-groups = { $customer } ({ $position } z { $total })
invitations-mark-print-again = Vytisknout znovu
invitations-print-again = předávací list je třeba vytisknout znovu
