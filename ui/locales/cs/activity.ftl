# Aktivita: jedna věta pro každý druh změny.
activity-none = Zatím se nic nestalo
activity-none-text = Najdete tu každou změnu, kdo ji udělal a kdy.
activity-user-id = User ID { $id }
activity-credits =
    { $count ->
        [one] { $shown } kredit
        [few] { $shown } kredity
       *[other] { $shown } kreditů
    }
activity-records =
    { $count ->
        [one] { $shown } záznam
        [few] { $shown } záznamy
       *[other] { $shown } záznamů
    }
activity-by-account = účet
activity-by-issuer = Vydavatel
activity-by-phone = Telefon
activity-by-setup = Prvotní nastavení

activity-distributor-set-up = Nastavení tohoto počítače
activity-distributor-edit = Změna údajů distributora
activity-distributor-set-public-address = Změna adresy pro telefony
activity-credit-sell = Nákup kreditu
activity-credit-transfer = Převod kreditu
activity-credit-refund = Vrácení kreditu
activity-customer-create = Vytvoření zákazníka
activity-customer-edit = Změna nastavení zákazníka
activity-customer-delete = Smazání zákazníka
activity-customer-restore = Obnovení zákazníka
activity-account-create = Vytvoření účtu
activity-account-delete = Smazání účtu
activity-account-change-password = Změna hesla
activity-account-set-language = Změna jazyka
activity-account-set-expiry = Změna platnosti přihlášení
activity-account-assign = Přidělení zákazníka technikovi
activity-account-unassign = Odebrání zákazníka technikovi
activity-user-create = Vytvoření uživatele
activity-user-edit = Změna uživatele
activity-user-delete = Smazání uživatele
activity-key-issue = Vytvoření mobilního klíče
activity-key-edit = Změna mobilního klíče
activity-key-reissue-code = Nový aktivační kód
activity-key-suspend = Pozastavení mobilního klíče
activity-key-resume = Obnovení pozastaveného klíče
activity-key-delete = Smazání mobilního klíče
activity-key-restore = Obnovení smazaného klíče
activity-key-swap-phone = Přesun mobilního klíče do nového telefonu
activity-key-record-handouts = Tisk nebo uložení lístku
activity-phone-activate = Aktivace mobilního klíče
activity-phone-sync = Synchronizace telefonu
activity-phone-present-receipt = Telefon předložil doklad o aktivaci
activity-phone-delete-key = Smazání mobilního klíče v telefonu
activity-reader-create = Vytvoření čtečky
activity-reader-edit = Změna čtečky
activity-reader-delete = Smazání čtečky
activity-reader-import = Import čteček
activity-reader-undo-import = Vrácení importu čteček
activity-reader-publish = Zveřejnění čteček
activity-group-create = Vytvoření skupiny čteček
activity-group-edit = Přejmenování skupiny čteček
activity-group-delete = Smazání skupiny čteček
activity-replica-enrol = Přidání počítače
activity-replica-rename = Přejmenování počítače
activity-replica-revoke = Ukončení počítače
activity-replica-declare-lost = Prohlášení počítače za ztracený
activity-replica-forked = Zjištění, že data počítače byla zkopírována
activity-lease-take = Převzetí kreditů a User ID na místo
activity-lease-give-back = Vrácení kreditů a User ID
activity-quarantine-deliver = Odevzdání od ztraceného počítače
activity-quarantine-accept = Přijetí toho, co ztracený počítač odevzdal
activity-quarantine-discard = Zahození toho, co ztracený počítač odevzdal
activity-credit-hold = Pozdržení kreditů, než je vydavatel potvrdí
activity-credit-confirm = Potvrzení kreditů
activity-template-create = Vytvořena šablona instalace
activity-template-edit = Změněna šablona instalace
activity-template-delete = Smazána šablona instalace
activity-template-restore = Obnovena šablona instalace
activity-template-apply = Použita šablona instalace

activity-field-name = Název
activity-field-system-type = Typ systému
activity-field-system-id = System ID
activity-field-system-key = System Key
activity-field-app-android = Mobilní aplikace, Android
activity-field-app-ios = Mobilní aplikace, iOS
activity-field-address = Adresa
activity-field-zip = PSČ
activity-field-city = Město
activity-field-email = E-mail
activity-field-phone = Telefon
activity-field-web = Web
activity-field-key-name = Název klíče
activity-field-key-prefix = Prefix
activity-field-default-valid-to = Výchozí platnost
activity-field-allow-duplicate-user-id = Povolit duplicitní ID klíče
activity-field-one-tap = Identifikace jedním klepnutím
activity-field-automatic = Automatická identifikace
activity-field-groups-enabled = Skupiny čteček
activity-field-time-zone = Časové pásmo
activity-field-language = Jazyk
activity-field-expires-at = Platí do
activity-field-title = Titul
activity-field-first-name = Jméno
activity-field-last-name = Příjmení
activity-field-valid-from = Platí od
activity-field-valid-to = Platí do
activity-field-number = User ID
activity-field-status = Stav
activity-field-reader-id = Reader ID
activity-field-mac = MAC
activity-field-allow-identification = Identifikace z aplikace
activity-field-signal-range = Dosah signálu
activity-field-one-tap-signal = Signál pro jedno klepnutí
activity-field-public-address = Adresa pro telefony
activity-field-model = Model telefonu

activity-value-importer = IMAporter
activity-value-demo = IMAporter demo
activity-value-waiting = Čeká
activity-value-active = Aktivní
activity-value-suspended = Pozastaven
activity-value-deleted = Smazán
activity-value-deleted-by-admin = Smazán správcem
activity-value-deleted-by-user = Smazán uživatelem
activity-value-deleted-with-user = Smazán s uživatelem
activity-value-unauthenticated = Neověřeno
activity-value-en = angličtina
activity-value-cs = čeština
activity-user-import = Import uživatelů
activity-user-undo-import = Vzetí importu uživatelů zpět

activity-search = Hledat v záznamu
activity-filter-what = Týká se
activity-filter-who = Kdo
activity-any-day = kterýkoli den
activity-clear = Ukázat vše
activity-found = { $shown } z { $all }
activity-none-found = Nic neodpovídá
activity-none-found-text = Žádný záznam nemá tato slova, v těchto dnech, od tohoto účtu.
activity-on-computer = na počítači { $name }
activity-other-computer = jiném
activity-at-there = v { $when } podle jeho hodin
activity-noun-user = Uživatelé
activity-noun-key = Mobilní klíče
activity-noun-reader = Čtečky
activity-noun-group = Skupiny čteček
activity-noun-customer = Zákazníci
activity-noun-credit = Kredit
activity-noun-account = Účty
activity-noun-template = Šablony instalací
activity-noun-phone = Telefony
activity-of-record = Historie
