# Tisk předávacích listů.
file-saved = Uloženo jako { $name }
file-open = Otevřít

handouts-title =
    { $count ->
        [one] Předávací list
        [few] Předávací listy pro { $shown } klíče
       *[other] Předávací listy pro { $shown } klíčů
    }
handouts-title-for = Předávací list: { $name }
handouts-stock = Tisknout na
handouts-stock-a4 = Stránka A4
handouts-stock-a4-hint = Pro každý klíč jedna stránka s návodem
handouts-stock-card = Karta ID-1
handouts-stock-card-hint = 85,6 × 54 mm, jako platební karta
handouts-stock-l7160 = Štítky L7160
handouts-stock-l7160-hint = 21 na A4, 63,5 × 38,1 mm
handouts-stock-l7163 = Štítky L7163
handouts-stock-l7163-hint = 14 na A4, 99,1 × 38,1 mm
handouts-stock-l5160 = Štítky 5160
handouts-stock-l5160-hint = 30 na US Letter, 2 5/8 × 1 palec
handouts-start = První volný štítek
handouts-start-label = Začít štítkem { $position }
handouts-start-hint = Začíná se štítkem { $position } z { $positions }. Klepněte na štítek, nebo použijte šipky.
handouts-language = Jazyk
handouts-language-own = Příjemce
handouts-language-hint = Každému v jeho jazyce; kdo žádný nemá, dostane jazyk obrazovek.
handouts-printer = Tiskárna
handouts-printer-default = výchozí
handouts-through-viewer = Tisk otevře PDF ve vašem prohlížeči; tiskněte odtud ve skutečné velikosti.
handouts-calibration = Netrefuje se tisk do štítků?
handouts-calibration-text = Vytiskněte zkušební list ve skutečné velikosti, změřte, o kolik jsou rámečky posunuté, a zadejte to sem pro tento počítač.
handouts-test-sheet = Uložit zkušební list
handouts-test-sheet-save = Uložit zkušební list
handouts-test-sheet-name = Zkušební list
handouts-calibration-x = Doprava
handouts-calibration-y = Dolů
handouts-calibration-range = Mezi −{ $limit } a { $limit } mm
handouts-calibration-save = Uložit opravu
handouts-calibration-saved = Oprava je uložena v tomto počítači
handouts-preview-alt = Náhled strany { $page } z { $pages }
handouts-count =
    { $count ->
        [one] { $shown } předávací list
        [few] { $shown } předávací listy
       *[other] { $shown } předávacích listů
    }
handouts-skipped =
    { $count ->
        [one] { $shown } vynechán, nemá otevřený kód
        [few] { $shown } vynechány, nemají otevřený kód
       *[other] { $shown } vynecháno, nemají otevřený kód
    }
handouts-page = { $page } z { $pages }
handouts-previous-page = Předchozí strana
handouts-next-page = Další strana
handouts-bare-code = QR nese jen samotný kód, protože není nastavena veřejná adresa: načítá se v aplikaci, ne fotoaparátem.
handouts-link-code = QR nese adresu s kódem: načte se v aplikaci i fotoaparátem.
handouts-none = Není co tisknout
handouts-none-text = Žádný z vybraných klíčů nemá otevřený aktivační kód.
handouts-skip-customer = Přeskočit zákazníka
handouts-print = Vytisknout
handouts-save-pdf = Uložit PDF
handouts-save-png = Uložit PNG
handouts-printed =
    { $pages ->
        [one] Na tiskárnu odeslána { $shown } strana
        [few] Na tiskárnu odeslány { $shown } strany
       *[other] Na tiskárnu odesláno { $shown } stran
    }
handouts-opened = PDF je otevřeno ve vašem prohlížeči
handouts-opened-detail = Tiskněte odtud ve skutečné velikosti.
handouts-file-name = Mobilní klíč { $name }
handouts-file-names =
    { $count ->
        [one] Mobilní klíč
        [few] { $count } mobilní klíče
       *[other] { $count } mobilních klíčů
    }
handouts-expired =
    { $count ->
        [one] Aktivační kód { $shown } klíče propadl. Nový je zdarma.
       *[other] Aktivační kódy { $shown } klíčů propadly. Nové jsou zdarma.
    }
handouts-reissue =
    { $count ->
        [one] Vystavit nový kód
       *[other] Vystavit nové kódy
    }
handouts-reissuing = Vystavují se nové kódy
handouts-reissue-failed =
    { $count ->
        [one] Jeden kód se nepodařilo vystavit: { $reason }
        [few] { $count } kódy se nepodařilo vystavit: { $reason }
       *[other] { $count } kódů se nepodařilo vystavit: { $reason }
    }
