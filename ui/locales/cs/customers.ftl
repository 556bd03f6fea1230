# Zákazníci: tabulka, průvodce, nastavení zákazníka.
palette-group-distributor = Distributor
export-title = Uložit tabulku
export-csv = Export do CSV
export-more = Jiné formáty
export-xlsx = Excel (XLSX)
export-open = Otevřít
export-saved =
    { $count ->
        [one] { $name }: uložen { $shown } řádek
        [few] { $name }: uloženy { $shown } řádky
       *[other] { $name }: uloženo { $shown } řádků
    }
fact-none = neuvedeno
fact-yes = Ano
fact-no = Ne
fact-edit = Upravit

customers-create = Vytvořit zákazníka
customers-search = Hledat zákazníky
customers-file-name = zakaznici
customers-none = Zatím žádní zákazníci
customers-none-text = Zákazník je jeden instalovaný přístupový systém. Vytvořte prvního.
customers-none-waiting = žádné
customers-col-name = Název
customers-col-type = Typ systému
customers-col-system-id = System ID
customers-col-city = Město
customers-col-address = Adresa
customers-col-keys = Klíče
customers-col-waiting = Čekající
customers-col-credit = Kredit
customers-col-changed = Poslední změna
customers-col-created = Vytvořeno
customers-col-status = Stav
customers-col-action = Akce
customers-waiting =
    { $count ->
        [one] { $shown } čeká na aktivaci
        [few] { $shown } čekají na aktivaci
       *[other] { $shown } čeká na aktivaci
    }
customers-expired =
    { $count ->
        [one] { $shown } vypršel
        [few] { $shown } vypršely
       *[other] { $shown } vypršelo
    }
customers-unpublished =
    { $count ->
        [one] { $shown } nezveřejněná
        [few] { $shown } nezveřejněné
       *[other] { $shown } nezveřejněných
    }

system-type-importer = IMAporter
system-type-importer-hint = Instalovaný systém s vlastním System ID a System Key.
system-type-demo = IMAporter demo
system-type-demo-hint = Jen na zkoušení a předvádění: jeho hodnoty jsou veřejně známé a kredit nepotřebuje.

customer-name = Název zákazníka
customer-name-hint = Budova nebo firma, jak ji chcete vidět v seznamech.
customer-system-type = Typ systému
customer-system-id = System ID
customer-system-id-hint = { $code } a čtyři znaky instalace. Stejné ve všech čtečkách na místě.
customer-system-key = System Key
customer-system-key-hint = Přesně jako v projektu v ACS Config / Reader Config.
customer-demo-fixed = U demo systémů je pevně dané.
customer-demo-values = Demo systémy mají pevné System ID { $system_id } a System Key { $system_key }.
customer-time-zone = Časové pásmo
customer-time-zone-hint = Platnost klíčů začíná a končí podle hodin na tomto místě.

wizard-title = Nový zákazník
wizard-steps = Kroky nového zákazníka
wizard-step-system = Systém
wizard-step-contact = Kontakt
wizard-step-key = Mobilní klíč
wizard-step-finish = Dokončení
wizard-draft-saved = Koncept uložen
wizard-draft-resumed = Pokračujete ve svém konceptu
wizard-start-over = Začít znovu
wizard-started-over = Koncept byl zahozen
wizard-finish-now = rovnou dokončí
wizard-create = Vytvořit zákazníka
wizard-acs-title = Odkud tyto hodnoty vzít
wizard-acs-project = Zákazník odpovídá projektu v aplikaci ACS Config / Reader Config. Nejdřív vytvořte projekt a jeho hodnoty opište sem.
wizard-acs-system-id = páruje čtečky a klíče jednoho místa. Píše se jako { $code } (váš kód distributora) a čtyři znaky vaší vlastní řady; žádné dvě instalace ho nemají stejné.
wizard-acs-system-key = heslo správce projektu: páruje mobilní aplikaci se čtečkami. Obvykle má osm písmen a číslic.
wizard-acs-demo = Na zkoušení je demo systém se System ID demo0001 a System Key demo. Nikdy ho nepoužívejte v ostrém provozu: obě hodnoty jsou veřejně známé.
wizard-email-login = Stane se přihlašovacím jménem účtu.
wizard-email-contact = Jen kontakt, přihlásit se s ním nedá.
wizard-account = Účet
wizard-account-create = Vytvořit účet
wizard-account-create-hint = Zákazník se přihlásí tímto e-mailem a heslem.
wizard-account-none = Nevytvářet účet
wizard-account-none-hint = Můžete ho vytvořit později na kartě Účty.
wizard-password = Heslo účtu
wizard-password-again = Koncept heslo nikdy neuchovává, zadejte ho znovu.
wizard-credit = Kredit k převodu
wizard-credit-demo = Demo systém kredit nepotřebuje.
wizard-credit-trial =
    { $count ->
        [one] K tomu { $shown } kredit zdarma.
        [few] K tomu { $shown } kredity zdarma.
       *[other] K tomu { $shown } kreditů zdarma.
    }
wizard-credit-plus =
    { $count ->
        [one] +{ $shown } kredit zdarma
        [few] +{ $shown } kredity zdarma
       *[other] +{ $shown } kreditů zdarma
    }
wizard-created-title = { $name }: hotovo
created-text = Zákazník { $name } byl vytvořen.
created-next = Co dál?
created-import = Importovat čtečky
created-import-text = Ze souboru vyexportovaného na místě.
created-key = Vytvořit mobilní klíč
created-key-text = Zadejte uživatele a předejte mu QR kód.
created-work-text = Otevře vlastní prostředí zákazníka.
created-detail = Otevřít nastavení
created-detail-text = Systém, kontakt, vyúčtování a účty.
created-another = Vytvořit dalšího zákazníka
created-another-text = S dalším System ID vaší řady.

contact-address = Adresa
contact-address-hint = Ulice a číslo domu
contact-zip = PSČ
contact-city = Město
contact-web = Web
contact-email-hint = Jeho změna nemění přihlášení žádného účtu.

customer-tab-general = Obecné
customer-tab-mobile-key = Mobilní klíč
customer-tab-billing = Vyúčtování
customer-tab-accounts = Účty
customer-tab-activity = Aktivita
customer-work-in = Pracovat u tohoto zákazníka
customer-system = Nastavení systému
customer-contact = Kontakt
customer-inside = U tohoto zákazníka
customer-users = Uživatelé
customer-keys = Používané mobilní klíče
customer-readers = Čtečky
customer-published = Čtečky naposledy zveřejněny
customer-never-published = nikdy
customer-app-android = Verze mobilní aplikace, Android
customer-app-ios = Verze mobilní aplikace, iOS
customer-app-none = Nenastaveno
customer-deleted-at = Smazáno
customer-saved = Zákazník { $name } byl uložen
customer-contact-saved = Kontakt byl uložen
customer-edit-system = Upravit nastavení systému
customer-edit-contact = Upravit kontakt
customer-type-fixed = Nelze změnit, protože už byl vydán mobilní klíč.
customer-retype = System ID a System Key
customer-retype-text = Obě pole jsou záměrně prázdná. Zadejte je znovu přesně podle projektu v ACS Config / Reader Config, i když se nemění.
customer-now = Nyní { $value }
customer-change-system = Změnit System ID / System Key
customer-breaks-title = Klíče a čtečky si přestanou rozumět, dokud nebudou mít všude nové hodnoty.
customer-breaks-keys =
    { $count ->
        [0] Zatím se nepoužívá žádný mobilní klíč.
        [one] { $shown } mobilní klíč nic neotevře, dokud se jeho telefon nesynchronizuje.
        [few] { $shown } mobilní klíče nic neotevřou, dokud se jejich telefony nesynchronizují.
       *[other] { $shown } mobilních klíčů nic neotevře, dokud se jejich telefony nesynchronizují.
    }
customer-breaks-readers =
    { $count ->
        [0] Zatím není zadaná žádná čtečka.
        [one] { $shown } čtečku je třeba na místě znovu nastavit s novými hodnotami.
        [few] { $shown } čtečky je třeba na místě znovu nastavit s novými hodnotami.
       *[other] { $shown } čteček je třeba na místě znovu nastavit s novými hodnotami.
    }
customer-breaks-understood = Rozumím, čtečky dostanou stejné hodnoty.
customer-deleted-on = Smazáno { $date }
customer-deleted-text = Nic se tu nedá měnit. System ID { $system_id } zůstává obsazené.
customer-deleted-frozen =
    { $count ->
        [one] Nic se tu nedá měnit, { $count } zaplacený kredit je zmrazený. System ID { $system_id } zůstává obsazené.
        [few] Nic se tu nedá měnit, { $count } zaplacené kredity jsou zmrazené. System ID { $system_id } zůstává obsazené.
       *[other] Nic se tu nedá měnit, { $count } zaplacených kreditů je zmrazeno. System ID { $system_id } zůstává obsazené.
    }
customer-restore = Obnovit zákazníka
customer-restored = Zákazník { $name } byl obnoven
customer-delete = Smazat zákazníka
customer-delete-title = Smazat zákazníka { $name }?
customer-delete-text = Později ho můžete obnovit. Do té doby:
customer-delete-users =
    { $count ->
        [0] Žádného uživatele se to nedotkne.
        [one] { $shown } uživatele nepůjde spravovat.
        [few] { $shown } uživatele nepůjde spravovat.
       *[other] { $shown } uživatelů nepůjde spravovat.
    }
customer-delete-keys =
    { $count ->
        [0] Žádný mobilní klíč se nepoužívá.
        [one] { $shown } používaný mobilní klíč přestane fungovat.
        [few] { $shown } používané mobilní klíče přestanou fungovat.
       *[other] { $shown } používaných mobilních klíčů přestane fungovat.
    }
customer-delete-readers =
    { $count ->
        [0] Nemá žádné čtečky.
        [one] { $shown } čtečka zmizí z telefonů.
        [few] { $shown } čtečky zmizí z telefonů.
       *[other] { $shown } čteček zmizí z telefonů.
    }
customer-delete-id = Jeho System ID zůstane obsazené a zkušební kredity zůstanou u něj.
customer-delete-take-back =
    { $count ->
        [one] Vzít zpět { $shown } nevyužitý zaplacený kredit
        [few] Vzít zpět { $shown } nevyužité zaplacené kredity
       *[other] Vzít zpět { $shown } nevyužitých zaplacených kreditů
    }
customer-delete-take-back-hint = Vrátí se mezi vaše dostupné kredity.
customer-delete-freeze-hint = Zůstane u zákazníka zmrazený, dokud ho neobnovíte.
customer-was-deleted = Zákazník { $name } byl smazán
customer-keys-issued = Mobilní klíče
customer-keys-in-use =
    { $count ->
        [one] { $shown } se používá
        [few] { $shown } se používají
       *[other] { $shown } se používá
    }

key-settings = Nastavení mobilních klíčů
key-settings-edit = Upravit nastavení mobilních klíčů
key-settings-saved = Nastavení mobilních klíčů bylo uloženo
key-name = Název klíče
key-name-hint = Vidí ho uživatelé v telefonu. Pojmenujte místo nebo firmu.
key-prefix = Prefix
key-prefix-hint = 2–3 číslice, aby se čísla nekryla s kartami DESFire.
key-prefix-unusual = Lze použít, doporučují se ale 2 nebo 3 číslice.
key-default-validity = Výchozí platnost
key-default-validity-hint = Nabídne se každému novému klíči; každý může mít jinou.
key-allow-duplicates = Povolit duplicitní ID klíče
key-allow-duplicates-hint = Více klíčů může mít stejné User ID. Nedoporučuje se.
key-duplicates-on = User ID se nekontrolují: systém takové klíče nerozliší.
key-duplicates-title = Povolit duplicitní ID klíčů?
key-duplicates-text = Kvůli bezpečnosti přístupového systému se to nedoporučuje.
key-duplicates-unchecked = U nových mobilních klíčů se přestane hlídat, zda je User ID jedinečné.
key-duplicates-keys =
    { $count ->
        [0] Klíče se stejným User ID nelze v systému rozlišit.
        [one] Nový klíč může dostat stejné User ID jako { $shown } používaný klíč.
        [few] Nový klíč může dostat stejné User ID jako některý ze { $shown } používaných klíčů.
       *[other] Nový klíč může dostat stejné User ID jako některý z { $shown } používaných klíčů.
    }
key-duplicates-allow = Povolit duplicity
access-title = Globální mobilní přístup
access-text = Pro všechny čtečky, které nemají vlastní nastavení.
access-one-tap = Identifikace jedním klepnutím
access-one-tap-hint = Otevírá z oznamovací lišty nebo widgetu.
access-automatic = Automatická identifikace
access-automatic-hint = Otevírá po rozsvícení displeje v blízkosti čtečky.
access-groups = Skupiny čteček
access-groups-hint = Klíč otevírá jen čtečky svých skupin, ne všechny.
setting-on = { $name }: zapnuto
setting-off = { $name }: vypnuto
customer-breaks-list-keys = Mobilní klíče
customer-breaks-list-readers = Čtečky
customer-breaks-more =
    { $count ->
        [one] a { $shown } další
        [few] a { $shown } další
       *[other] a { $shown } dalších
    }
customer-breaks-cost = Kredit se nestrhává: klíče zůstávají a nové hodnoty převezmou, až se jejich telefony synchronizují.
