# Uživatelé zákazníka: tabulka a karta.
users-create = Vytvořit uživatele
users-create-text = Uživatel bez mobilního klíče; klíč může kdykoli dostat později.
users-add = Přidat uživatele
users-created = Uživatel { $name } je přidán
users-saved = Uživatel { $name } je uložen
users-full-name = Celé jméno
users-first-name = Jméno
users-last-name = Příjmení
users-title = Titul
users-name-in-two = do dvou polí
users-name-in-one = do jednoho pole
users-email-hint = Potřeba jen k odeslání e-mailem.
users-language-screens = Jazyk obrazovek
users-language-en = Angličtina
users-language-cs = Čeština

users-col-name = Jméno
users-col-device = Zařízení
users-col-status = Stav
users-col-created = Vytvořen
users-col-language = Jazyk
users-col-handouts = Předáno
users-no-email = bez e-mailu
users-no-contact = bez e-mailu i telefonu
users-more-keys =
    { $count ->
        [one] a ještě jeden klíč
        [few] a ještě { $count } klíče
       *[other] a ještě { $count } klíčů
    }
users-status-active = Aktivní
users-status-deleted = Smazaný
users-filter-user = Uživatel
users-filter-key = Mobilní klíč
users-filter-group = Skupina
users-search = Hledat uživatele
users-shortcut-search = Hledat uživatele
users-shortcut-create = Vytvořit uživatele
users-widened = Hledání a filtry byly rozšířeny, aby byl v seznamu vidět uživatel { $name }.
users-widened-back = Vrátit zpět
users-bulk-print = Vytisknout předávací listy
users-none-with-key = Žádný z vybraných uživatelů nemá mobilní klíč.
users-empty = Zatím žádní uživatelé
users-empty-text = Uživatel i jeho mobilní klíč vzniknou v jednom kroku: jméno, Enter, tisk.

users-edit = Upravit
users-edit-title = Upravit uživatele
users-more-actions = Další akce: { $name }
users-add-device = Přidat zařízení s klíčem
users-delete = Smazat uživatele
users-delete-title = Smazat uživatele { $name }?
users-delete-keys =
    { $count ->
        [one] { $shown } mobilní klíč přestane fungovat při příští synchronizaci telefonu.
        [few] { $shown } mobilní klíče přestanou fungovat při příští synchronizaci telefonů.
       *[other] { $shown } mobilních klíčů přestane fungovat při příští synchronizaci telefonů.
    }
users-delete-codes = Otevřené aktivační kódy okamžitě přestanou platit.
users-delete-listed = Uživatel zůstane v seznamu, ale nelze ho nikdy obnovit. Návrat znamená nového uživatele a další kredit.
users-deleted = Uživatel { $name } je smazán
users-deleted-note = Smazáno { $date }. Záznam zůstává pro přehled a nelze ho obnovit.
users-devices = Zařízení a klíče
users-deleted-devices =
    { $count ->
        [one] Jedno smazané zařízení
        [few] { $count } smazaná zařízení
       *[other] { $count } smazaných zařízení
    }
users-no-device = Zatím žádné zařízení
users-no-live-device = Žádné používané zařízení
users-no-device-text = Zařízení i jeho mobilní klíč vzniknou v jednom kroku.
users-person = Osoba
users-activity-none = Zatím se tu nic nestalo.
users-activity-all = Zobrazit všech { $count }
users-activity-less = Zobrazit méně
