# Úvodní obrazovka distributora.
home-title = Co dnes potřebuje vaši pozornost
home-welcome = Vítejte
home-nothing = Teď není co řešit
home-nothing-text = Žádný kód brzy nevyprší, žádnému zákazníkovi nedochází kredit a všechny čtečky jsou zveřejněné.
home-show = Zobrazit
home-reissue = Zobrazit a obnovit
home-publish = Zkontrolovat a zveřejnit
home-and-more =
    { $count ->
        [one] a { $shown } další
        [few] a { $shown } další
       *[other] a { $shown } dalších
    }
home-expiring =
    { $count ->
        [one] Do 3 dnů vyprší { $shown } aktivační kód
        [few] Do 3 dnů vyprší { $shown } aktivační kódy
       *[other] Do 3 dnů vyprší { $shown } aktivačních kódů
    }
home-expired =
    { $count ->
        [one] { $shown } aktivační kód vypršel nevyužitý
        [few] { $shown } aktivační kódy vypršely nevyužité
       *[other] { $shown } aktivačních kódů vypršelo nevyužitých
    }
home-expired-free = Nový kód je zdarma.
home-credit-none = { $name }: kredit je vyčerpán
home-credit-none-text = Nelze tam vytvořit žádný nový mobilní klíč.
home-credit-low = { $name }: zbývá málo kreditu
home-credit-days =
    { $count ->
        [one] { $name }: kredit dojde asi za { $shown } den
        [few] { $name }: kredit dojde asi za { $shown } dny
       *[other] { $name }: kredit dojde asi za { $shown } dní
    }
home-credit-left =
    { $count ->
        [one] Zbývá { $shown } kredit.
        [few] Zbývají { $shown } kredity.
       *[other] Zbývá { $shown } kreditů.
    }
home-credit-trial-left =
    { $count ->
        [one] Zbývá { $shown } kredit, a to zkušební.
        [few] Zbývají { $shown } kredity, všechny zkušební.
       *[other] Zbývá { $shown } kreditů, všechny zkušební.
    }
home-unpublished =
    { $count ->
        [one] { $name }: { $shown } změna čteček ještě není v telefonech
        [few] { $name }: { $shown } změny čteček ještě nejsou v telefonech
       *[other] { $name }: { $shown } změn čteček ještě není v telefonech
    }
home-unpublished-text = Telefony se o tom dozvědí, až změny zveřejníte.
home-all-customers =
    { $count ->
        [one] Zobrazit zákazníka
        [few] Zobrazit všechny { $shown } zákazníky
       *[other] Zobrazit všech { $shown } zákazníků
    }
home-credit-more = Pohyby a výhled
home-movements = Poslední pohyby
home-keys = Mobilní klíče

first-steps-text = K prvnímu mobilnímu klíči v cizích rukou vede pět kroků.
first-steps-set-up = Nastavit tento počítač
first-steps-set-up-text = { $name }, kód { $code }.
first-steps-customer = Vytvořit zákazníka
first-steps-customer-text = Jednoho pro každý instalovaný systém, se stejným System ID a System Key, jaké má jeho projekt v ACS Config / Reader Config.
first-steps-credit = Získat kredit
first-steps-credit-text = Kredit prodává vydavatel a objeví se tu sám. Každý nový zákazník dostane 5 kreditů zdarma, to na začátek stačí.
first-steps-credit-have =
    { $count ->
        [one] Máte { $shown } kredit, který můžete převést zákazníkům.
        [few] Máte { $shown } kredity, které můžete převést zákazníkům.
       *[other] Máte { $shown } kreditů, které můžete převést zákazníkům.
    }
first-steps-readers = Přidat jeho čtečky
first-steps-readers-text = Importujte soubor vyexportovaný na místě, nebo je zadejte ručně.
first-steps-key = Vytvořit mobilní klíč
first-steps-key-text = Zadejte uživatele a QR kód vytiskněte, uložte nebo pošlete.
home-own-credit-none = Váš kredit je vyčerpán
home-own-credit-low =
    { $count ->
        [one] Dochází vám kredit: zbývá { $shown } kredit
        [few] Dochází vám kredit: zbývají { $shown } kredity
       *[other] Dochází vám kredit: zbývá { $shown } kreditů
    }
home-own-credit-text = Bez vlastního kreditu nelze nic převést zákazníkům. Další prodává IMA.
home-inbox-text = Odmítnuté změny a zprávy, které nedorazily.
