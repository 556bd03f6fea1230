# Slova, která se objevují na více obrazovkách.
common-loading = Načítá se
common-optional = nepovinné
common-cancel = Zrušit
common-close = Zavřít
common-save = Uložit
common-undo = Vrátit zpět
common-try-again = Zkusit znovu
common-open-list = Zobrazit možnosti
common-nothing-found = Nic nenalezeno
common-load-failed = Načtení se nezdařilo
common-clear = Vymazat
common-copy = Kopírovat
common-copied = Zkopírováno
common-back = Zpět
common-continue = Pokračovat
common-unlimited = Neomezeně
common-email = E-mail
common-phone = Telefon

password-show = Zobrazit heslo
password-hide = Skrýt heslo
password-caps-lock = Je zapnutý Caps Lock.
password-rule-length = Alespoň 8 znaků
password-rule-upper = Jedno velké písmeno
password-rule-lower = Jedno malé písmeno
password-rule-digit-or-special = Jedna číslice nebo zvláštní znak
password-rule-met = splněno
password-rule-missing = chybí

stepper-less = Méně
stepper-more = Více

date-set-empty = Nastavit { $label }
date-open-calendar = Otevřít kalendář
date-previous-month = Předchozí měsíc
date-next-month = Další měsíc

phone-country = Předvolba země

status-waiting = Čeká
status-active = Aktivní
status-suspended = Pozastavený
status-expired = Propadlý
status-deleted = Smazaný
status-deleted-by-admin = Smazal správce
status-deleted-by-user = Smazal uživatel
status-deleted-with-user = Smazaný s uživatelem
status-unauthenticated = Neověřené
status-unpublished = Nezveřejněno
status-pending = Čeká na odeslání
status-attention = Vyžaduje pozornost
status-demo = Demo

confirm-type-name = Pro potvrzení napište „{ $name }“

filter-all = vše
filter-any-of = { $name }: { $values }
filter-remove = Odebrat filtr { $name }
filter-hidden =
    { $count ->
        [one] { $shown } skryl filtr
        [few] { $shown } skryly filtry
       *[other] { $shown } skryly filtry
    }
filter-show-all = zobrazit vše
filter-search = Hledat

table-select-row = Vybrat { $name }
table-select-page = Vybrat vše na této stránce
table-selected = Vybráno { $selected } z { $total }
table-select-all-matching = Vybrat všech { $total } vyhovujících
table-all-matching-selected = Vybráno všech { $total } vyhovujících
table-clear-selection = Zrušit výběr
table-empty = Zatím tu nic není
table-no-result = Nic neodpovídá
table-no-result-text = Hledání a filtrům neodpovídá žádný řádek.
table-clear-filters = Zobrazit vše
table-range = { $from }–{ $to } z { $total }
table-page-size = Řádků na stránce
table-previous = Předchozí stránka
table-next = Další stránka
table-first = První stránka
table-last = Poslední stránka
table-density = Hustota
table-density-comfortable = Vzdušná
table-density-compact = Úsporná
table-columns = Sloupce
table-options = Možnosti tabulky
table-loading = Načítají se řádky

secret-reveal = Zobrazit
secret-hide = Skrýt
secret-masked = skryto
secret-copied = Zkopírováno. Schránka se za 30 sekund vymaže.

copy-failed = Schránka není dostupná.

range-scale = Dosah signálu
range-reach-10 = 6 m
range-reach-40 = 4–5 m
range-reach-70 = 2–3 m
range-reach-100 = 0,1 m
range-value = { $percent } %, { $reach }

credit-both = { $paid } placených a { $trial } zkušebních kreditů

steps-done = hotovo
steps-current = právě zde
steps-todo = zbývá
steps-problem = vyžaduje opravu
