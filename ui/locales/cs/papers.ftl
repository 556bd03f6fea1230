# Výpisy, předávací protokoly a listy pro Reader Config: co stojí na stránkách.
papers-page = Strana { $page } z { $pages }
papers-signature = podpis, datum
papers-foot = Vytvořeno v aplikaci MobileAccess { $when }, { $who }
papers-period = { $from } – { $to }
papers-unlimited = Bez omezení
papers-no-readers = Žádné čtečky.
papers-no-users = Žádní uživatelé.
papers-no-movements = V tomto období nejsou žádné pohyby.

papers-statement-title = Výpis kreditu
papers-statement-file = vypis
papers-opening = Počáteční zůstatek, { $day }
papers-closing = Konečný zůstatek, { $day }
papers-csv-opening = Počáteční zůstatek
papers-csv-closing = Konečný zůstatek
papers-csv-paid-after = Zaplacený kredit poté
papers-csv-trial-after = Zkušební kredit poté
papers-change = Změna za období
papers-and-trial =
    { $count ->
        [one] a { $count } zkušební kredit
        [few] a { $count } zkušební kredity
       *[other] a { $count } zkušebních kreditů
    }
papers-and-trial-change = a { $shown } zkušebního kreditu
papers-balance = { $paid } + { $trial } zkuš.
papers-summary = Souhrn
papers-movements = Pohyby
papers-free-credit = Kredit zákazníků zdarma
papers-col-what = Popis
papers-col-note = Číslo objednávky, poznámka
papers-col-paid = Zaplacený
papers-col-trial = Zkušební
papers-sum-trial = Kredity zdarma při založení
papers-sum-added = Kredit přidaný distributorem
papers-sum-taken = Kredit vzatý zpět distributorem
papers-sum-keys = Mobilní klíče
papers-sum-key-refunds = Kredit vrácený za klíče
papers-sum-bought = Kredit koupený od vydavatele
papers-sum-given = Kredit převedený zákazníkům
papers-sum-back = Kredit vzatý zpět od zákazníků
papers-sum-held = Pozdrženo do potvrzení vydavatelem
papers-sum-confirmed = Potvrzeno vydavatelem
papers-statement-note = Jeden kredit je jeden mobilní klíč. Zaplacený kredit se čerpá před zkušebním, zkušební nelze převést. Dny jsou dny v místě instalace.
papers-statement-note-distributor = Jeden kredit je jeden mobilní klíč. Kredity zdarma pro nové zákazníky jsou uvedeny a na zůstatku distributora nic nemění.

papers-handover-title = Předávací protokol
papers-handover-file = predani
papers-handover-installer = Předávající firma
papers-handover-handed-by = Předal
papers-handover-taken-by = Převzal
papers-handover-contact = Kontakt
papers-handover-system = Přístupový systém
papers-handover-system-key = System Key
papers-handover-masked = { $mask } (na protokol se nikdy netiskne)
papers-handover-key-name = Název klíče
papers-handover-prefix = Prefix mobilního klíče
papers-handover-validity = Výchozí platnost
papers-handover-one-tap = Lišta oznámení / widget
papers-handover-automatic = Rozsvícením displeje
papers-handover-groups = Skupiny čteček
papers-handover-duplicates = Duplicitní User ID
papers-handover-published = Čtečky zveřejněny
papers-handover-access = Uživatelé, mobilní klíče a kredit
papers-handover-accounts = Správci
papers-handover-credit = Kredit
papers-handover-users = Uživatelé
papers-handover-user-list = Seznam uživatelů
papers-handover-remarks = Poznámky
papers-handover-confirm = Potvrzení
papers-handover-confirm-text = Popsaný systém byl předán funkční. Správci bylo předvedeno, jak zakládat uživatele, předávat mobilní klíče a jak je pozastavit nebo smazat.
papers-readers = Čtečky ({ $count })
papers-col-identification = Z aplikace
papers-col-one-tap = Jedním dotykem
papers-col-one-tap-signal = Signál
papers-as-system = podle systému
papers-range-10 = 10 % (6 m)
papers-range-40 = 40 % (4–5 m)
papers-range-70 = 70 % (2–3 m)
papers-range-100 = 100 % (0,1 m)
papers-unpublished =
    { $count ->
        [one] { $count } změna čteček není zveřejněna: telefony ji ještě neznají.
        [few] { $count } změny čteček nejsou zveřejněny: telefony je ještě neznají.
       *[other] { $count } změn čteček není zveřejněno: telefony je ještě neznají.
    }

papers-config-title = List pro Reader Config
papers-config-file = reader-config
papers-config-project = Nastavení projektu
papers-config-name = Název projektu
papers-config-system-id = System ID
papers-config-system-key = System Key
papers-config-password = Heslo správce
papers-config-password-text = podle nastavení v Reader Config; zde se neuchovává
papers-config-demo = Tyto hodnoty demo systému jsou veřejně známé. Slouží jen ke zkouškám a předvádění.
papers-config-secret = List ukazuje System Key, párovací tajemství mezi telefony a čtečkami. Uchovejte ho pod zámkem a po nastavení čteček ho skartujte.
papers-config-masked = System Key je na tomto listu skrytý. Zobrazí se na kartě Obecné u zákazníka, nebo se na vyžádání vytiskne zde.
papers-config-steps = Jak nastavit čtečky
papers-config-step-1 = 1. V ACS Config / Reader Config založte nový projekt a pojmenujte ho podle názvu výše.
papers-config-step-2 = 2. System ID opište přesně: na velikosti písmen záleží. Pro všechny čtečky na místě je stejné.
papers-config-step-3 = 3. System Key zadejte přesně tak, jak byl zadán v MobileAccess. S jiným klíčem žádný mobilní klíč neotevře.
papers-config-step-4 = 4. Projekt zapište do každé čtečky a čtečku pak odškrtněte v seznamu níže.
papers-config-done = Nastaveno

# Totéž na obrazovkách.
papers-title = Dokumenty
papers-title-text = K tisku nebo uložení do PDF
papers-open = Otevřít
papers-language = Jazyk dokumentu
papers-pages =
    { $count ->
        [one] { $shown } strana
        [few] { $shown } strany
       *[other] { $shown } stran
    }
papers-statement = Výpis
papers-statement-hint = Počáteční a konečný zůstatek, pohyby, čísla objednávek
papers-statement-of = Výpis kreditu: { $name }
papers-statement-text = Celé dny, od počátečního ke konečnému zůstatku. Zaplacený a zkušební kredit jsou zvlášť.
papers-period-label = Období
papers-period-this-month = Tento měsíc
papers-period-last-month = Minulý měsíc
papers-period-this-quarter = Toto čtvrtletí
papers-period-last-quarter = Minulé čtvrtletí
papers-period-this-year = Letošní rok
papers-period-last-year = Loňský rok
papers-period-custom = Vlastní dny
papers-from = Od
papers-to = Do
papers-handover = Předávací protokol
papers-handover-hint = Co bylo instalováno, s místem pro podpisy
papers-handover-of = Předávací protokol: { $name }
papers-handover-day = Den předání
papers-handover-list-users = Vypsat všechny uživatele
papers-handover-list-users-hint =
    { $count ->
        [one] Místo pouhého počtu: { $shown } uživatel
        [few] Místo pouhého počtu: { $shown } uživatelé
       *[other] Místo pouhého počtu: { $shown } uživatelů
    }
papers-handover-text = Tajné údaje se na protokol nikdy netisknou.
papers-config = List pro Reader Config
papers-config-hint = System ID a System Key tak, jak je chce konfigurátor čteček
papers-config-of = List pro Reader Config: { $name }
papers-config-show = System Key na papíře
papers-config-show-hint = Jinak je skrytý i v tisku
papers-config-show-warning = Kdo má tento papír, může nastavovat čtečky tohoto systému. Uchovejte ho pod zámkem.
