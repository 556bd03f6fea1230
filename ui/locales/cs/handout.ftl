# Lístky: stránka, karta nebo štítek s QR kódem klíče. Tiskne je Rust, okno ukazuje jejich náhled.

handout-title = Váš mobilní klíč
handout-site = Objekt
handout-key = Mobilní klíč
handout-user-id = ID uživatele
handout-valid = Platnost
handout-valid-from-to = { $from } – { $to }
handout-valid-from = od { $from }
handout-valid-line-from = Platí od { $from }
handout-valid-line-from-to = Platí { $from } – { $to }
handout-code = Aktivační kód
handout-activate-by = Aktivujte do { $when }

handout-step-app = Stáhněte si aplikaci
handout-step-app-text = Nainstalujte si IMAporter Mobile Key z Google Play nebo App Store a aplikaci spusťte. Sama ověří, zda je váš telefon vhodný.
handout-step-app-text-link = Nainstalujte si IMAporter Mobile Key z { $link } a aplikaci spusťte. Sama ověří, zda je váš telefon vhodný.
handout-step-load = Nahrajte klíč
handout-step-load-text = Zůstaňte připojeni k internetu. Přejděte ke stažení mobilních klíčů (Android) nebo otevřete Identifikátory a klepněte na + (iPhone). Pak naskenujte QR kód nebo opište aktivační kód.
handout-step-open = Otevřete dveře
handout-step-open-text = Postavte se ke čtečce, otevřete Dostupné dveře a klepněte na ty s nejsilnějším signálem.
handout-step-app-short = Nainstalujte IMAporter Mobile{"\u00A0"}Key
handout-step-load-short = Naskenujte tento kód v aplikaci
handout-step-open-short = U čtečky klepněte na dveře
handout-once = Kód platí jednou a pro jediný telefon. Do aktivace ho nikomu neukazujte.

handout-demo = DEMO
handout-demo-note = Ukázkový systém: klíč neotevírá žádné skutečné dveře.

handout-void = NEPLATNÉ
handout-void-expired = Platnost kódu vypršela. Požádejte o nový.
handout-void-used = Tento kód už byl použit.
handout-void-superseded = Klíč byl aktivován jiným kódem. Tento už neplatí.
handout-void-lost = Kód byl nahlášen jako ztracený a už neplatí.
handout-void-key-deleted = Klíč byl smazán. Kód už neplatí.

# Název úlohy ve frontě tiskárny.
handout-print-title = Lístky s mobilními klíči

handout-test-title = Kalibrační list: { $stock }
handout-test-text = Tiskněte ve skutečné velikosti (100 %), nikdy „přizpůsobit stránce“. Přiložte list zezadu k prázdnému archu a podívejte se proti světlu. Pokud rámečky nesedí na štítky, změřte odchylku a zadejte ji jako vodorovnou a svislou korekci.
handout-test-correction = Současná korekce: { $x } mm doprava, { $y } mm dolů.
handout-test-length = Tato čára měří { $length } mm.

handout-stock-a4-page = Stránka A4
handout-stock-card = Karta 85,60 × 53,98 mm
handout-stock-l7160 = Štítky L7160 (3 × 7, 63,5 × 38,1 mm)
handout-stock-l7163 = Štítky L7163 (2 × 7, 99,1 × 38,1 mm)
handout-stock-l5160 = Štítky 5160 (3 × 10, 2 5/8 × 1 palec)
handout-stock-label-89x36 = Tiskárna štítků 89 × 36 mm
handout-stock-label-62x29 = Tiskárna štítků 62 × 29 mm
handout-stock-label-62 = Tiskárna štítků 62 mm, nekonečný pás
