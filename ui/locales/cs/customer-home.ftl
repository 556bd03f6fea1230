# Přehled pracovního prostoru zákazníka.
customer-home-unpublished =
    { $count ->
        [one] { $shown } změna čteček ještě není v telefonech.
        [few] { $shown } změny čteček ještě nejsou v telefonech.
       *[other] { $shown } změn čteček ještě není v telefonech.
    }
customer-home-publish = Zkontrolovat a zveřejnit
customer-home-keys = Mobilní klíče
customer-home-users =
    { $count ->
        [one] { $shown } uživatel
        [few] { $shown } uživatelé
       *[other] { $shown } uživatelů
    }
customer-home-waiting = Čekají na aktivaci
customer-home-waiting-none = Žádný aktivační kód nečeká na použití.
customer-home-waiting-all = Zobrazit všechny ({ $shown })
customer-home-movements = Pohyby
customer-home-trial = zkušební
customer-home-credit-keys =
    { $count ->
        [one] Stačí ještě na { $shown } mobilní klíč.
        [few] Stačí ještě na { $shown } mobilní klíče.
       *[other] Stačí ještě na { $shown } mobilních klíčů.
    }
customer-home-credit-none = Nový mobilní klíč teď vytvořit nelze.
customer-home-apps = Aplikace do telefonu
customer-home-apps-text = Uživatel načte kód pro svůj telefon a nainstaluje si IMAporter Mobile Key.
customer-home-app-qr = QR kód aplikace pro { $name }
customer-home-app-copy = Kopírovat odkaz pro { $name }
customer-credit-ask = Jeden kredit je jeden mobilní klíč. O další požádejte svého distributora: { $distributor }.
customer-home-waiting-soon =
    { $count ->
        [one] { $shown } vyprší do 3 dnů
        [few] { $shown } vyprší do 3 dnů
       *[other] { $shown } vyprší do 3 dnů
    }
customer-home-credit-low =
    { $count ->
        [one] Dochází kredit: zbývá { $shown }
        [few] Dochází kredit: zbývají { $shown }
       *[other] Dochází kredit: zbývá { $shown }
    }
customer-home-credit-out = Kredit je vyčerpán
customer-home-credit-low-transfer = Jeden kredit je jeden mobilní klíč. Převeďte další, než dojde.
