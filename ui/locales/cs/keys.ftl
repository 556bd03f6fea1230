# Mobilní klíče: průvodce, co se s klíčem stalo a co se s ním dá udělat.
keys-create = Vytvořit mobilní klíč
keys-create-device-for = Nové zařízení a mobilní klíč pro: { $name }
keys-palette = Akce
keys-palette-words = nový uživatel přidat klíč průvodce
keys-device-name = Název zařízení
keys-key-name = Název klíče
keys-user-id = User ID
keys-user-id-hint = Další volné číslo, podle něj čtečky klíč poznají. Raději ho neměňte.
keys-user-id-duplicates = U tohoto zákazníka se čísla smějí opakovat. Raději je neměňte.
keys-valid-from = Platí od
keys-valid-to = Platí do
keys-groups = Skupiny čteček
keys-groups-hint = Klíč otevírá zveřejněné čtečky těchto skupin.
keys-groups-none = Není vybrána žádná skupina: klíč neotevře žádné dveře.
keys-handout-language = Jazyk předávacího listu

keys-cost =
    { $left ->
        [0] 1 kredit, pak už nezbude žádný
        [one] 1 kredit, pak zbude { $shown }
        [few] 1 kredit, pak zbudou { $shown }
       *[other] 1 kredit, pak zbude { $shown }
    }
keys-cost-demo = Demo systém: klíče nestojí žádný kredit.
keys-no-credit = Nezbývá žádný kredit
keys-no-credit-ask = Mobilní klíč stojí jeden kredit. O další požádejte svého distributora: { $distributor }. Uživatele lze zatím zakládat i bez klíče.
keys-no-credit-transfer = Mobilní klíč stojí jeden kredit. Nejprve na tohoto zákazníka nějaký převeďte.
keys-transfer-credit = Převést kredit
keys-credit-left =
    { $left ->
        [0] Nezbývá žádný kredit.
        [one] Zbývá { $shown } kredit.
        [few] Zbývají { $shown } kredity.
       *[other] Zbývá { $shown } kreditů.
    }

keys-ready = Mobilní klíč je připraven
keys-done = Mobilní klíč pro uživatele { $name } je připraven
keys-done-until = aktivovat do { $date }
keys-done-arrives = Nový kód není potřeba: klíč dorazí při příští synchronizaci telefonu.
keys-print = Vytisknout
keys-save-pdf = Uložit PDF
keys-copy-code = Kopírovat kód
keys-show-qr = Zobrazit QR
keys-hide-qr = Skrýt QR
keys-qr-alt = Předávací karta s QR kódem, { $name }
keys-create-another = Vytvořit další
keys-open-user = Otevřít kartu uživatele

keys-stage-none = Bez klíče
keys-stage-waiting = Čeká
keys-stage-arriving = Na cestě
keys-stage-expired = Propadlý
keys-stage-active = Aktivní
keys-stage-suspended = Pozastavený
keys-stage-deleted-by-admin = Smazal správce
keys-stage-deleted-by-user = Smazal uživatel
keys-stage-deleted = Smazaný s uživatelem
keys-status-waiting = Čeká na aktivaci uživatelem
keys-status-arriving = Čeká na synchronizaci telefonu
keys-status-expired = Aktivační kód propadl

keys-note-expires-days =
    { $days ->
        [one] propadne za { $days } den
        [few] propadne za { $days } dny
       *[other] propadne za { $days } dní
    }
keys-note-expires-hours =
    { $hours ->
        [one] propadne za hodinu
        [few] propadne za { $hours } hodiny
       *[other] propadne za { $hours } hodin
    }
keys-note-expired = propadl { $date }
keys-note-since = od { $date }
keys-note-arriving = přijde s příští synchronizací
keys-note-code-unused = kód nebyl použit
keys-note-validity-over = platnost skončila { $date }
keys-note-valid-until = platí do { $date }

keys-next-waiting = Předejte QR kód; uživatel ho načte v aplikaci.
keys-next-arriving = Není co předávat: klíč přijde s příští synchronizací telefonu.
keys-next-expired = Kód nikdo nepoužil. Vystavte zdarma nový.
keys-next-suspended = Dokud ho neobnovíte, neotevře žádné dveře. Telefon se to dozví při příští synchronizaci.
keys-next-deleted = Lze ho obnovit za jeden kredit.
keys-next-validity-over = Jeho platnost skončila. Prodlužte ji, aby zase otevíral dveře.

keys-activation-code = Aktivační kód
keys-code-valid-to = Kód platí do
keys-code-expired = { $date }, propadl
keys-code-others =
    { $count ->
        [one] otevřený je ještě jeden další kód
        [few] otevřené jsou ještě { $count } další kódy
       *[other] otevřeno je ještě { $count } dalších kódů
    }
keys-valid = Platnost klíče
keys-valid-range = { $from } – { $to }
keys-valid-from-only = od { $from }, neomezeně
keys-synchronization = Synchronizace
keys-unconfirmed = Telefon to zatím nepotvrdil.
keys-unconfirmed-deleted = Smazáno; telefon to zatím nepotvrdil.
keys-not-available = –
keys-doors = Dveře
keys-doors-count =
    { $count ->
        [0] zatím žádné zveřejněné
        [one] { $shown } zveřejněné
        [few] { $shown } zveřejněné
       *[other] { $shown } zveřejněných
    }
keys-handouts-made = Předávací list
keys-handouts-made-count =
    { $count ->
        [0] zatím nevytištěn ani neuložen
        [one] vytištěn nebo uložen jednou
       *[other] vytištěn nebo uložen { $count }×
    }
keys-created-at = Vystaven
keys-deleted-at = Smazán

keys-more-actions = Další akce s klíčem { $name }
keys-action-handout = Vytisknout list
keys-action-reissue = Vystavit nový kód
keys-action-suspend = Pozastavit
keys-action-resume = Zrušit pozastavení
keys-action-delete = Smazat klíč
keys-action-restore = Obnovit
keys-action-restore-cost = stojí 1 kredit
keys-action-swap = Nový telefon
keys-action-edit = Upravit klíč
keys-free = zdarma

keys-suspended = Klíč uživatele { $name } je pozastaven
keys-resumed = Klíč uživatele { $name } zase funguje
keys-deleted = Klíč uživatele { $name } je smazán
keys-saved = Klíč je uložen

keys-edit-title = Upravit mobilní klíč
keys-edit-note = Telefon změnu převezme při příští synchronizaci.

keys-reissue-title = Vystavit nový aktivační kód
keys-reissue-text = Nový kód ke stejnému klíči je zdarma a platí jeden měsíc.
keys-reissue-choice = Co s dosavadním kódem?
keys-reissue-keep = Smí se ještě použít
keys-reissue-keep-hint = Kód, který se použije jako první, ukončí všechny ostatní.
keys-reissue-lost = Ztratil se
keys-reissue-lost-hint = Starý kód okamžitě přestane platit. Vytištěné i odeslané předávací listy pozbudou platnosti.
keys-reissue-submit = Vystavit nový kód

keys-delete-title = Smazat mobilní klíč uživatele { $name }?
keys-delete-effect-doors = User ID { $number } po synchronizaci telefonu neotevře žádné dveře.
keys-delete-effect-waiting = Aktivační kód okamžitě přestane platit; už předané listy pozbudou platnosti.
keys-delete-effect-listed = Klíč zůstane v seznamu a lze ho obnovit za jeden kredit.
keys-delete-suspend-instead = Má-li přestat fungovat jen na čas, raději ho pozastavte.

keys-restore-title = Obnovit mobilní klíč uživatele { $name }?
keys-restore-text = Vrátí se se stejným User ID { $number }.
keys-restore-device = Zařízení je stále aktivní: klíč přijde s jeho příští synchronizací, bez nového kódu.
keys-restore-code = Dostane nový aktivační kód s platností jeden měsíc.
keys-restore-submit = Obnovit za 1 kredit
keys-restore-submit-demo = Obnovit

keys-swap-title = Nový telefon: { $name }
keys-swap-text = V jednom kroku se staré zařízení smaže a klíč přejde na nové se stejným User ID { $number } a novým aktivačním kódem.
keys-swap-old = Staré zařízení
keys-swap-new = Název nového zařízení
keys-swap-payment = Kredit
keys-swap-charge = Strhnout 1 kredit
keys-swap-charge-left =
    { $left ->
        [0] pak už nezbude žádný
        [one] pak zbude { $shown }
        [few] pak zbudou { $shown }
       *[other] pak zbude { $shown }
    }
keys-swap-none = nezbývá žádný kredit
keys-swap-waive = Kredit prominout
keys-swap-waive-hint = Pohyb kreditu ponese vaše jméno a důvod.
keys-swap-reason = Důvod
keys-swap-submit = Přenést klíč
