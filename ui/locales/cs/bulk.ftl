# Jedna akce nad mnoha klíči nebo uživateli najednou.
bulk-more = Další akce
bulk-suspend = Pozastavit
bulk-resume = Zrušit pozastavení
bulk-reissue = Nové kódy
bulk-validity = Změnit platnost
bulk-delete = Smazat klíče
bulk-delete-users = Smazat uživatele

bulk-title-suspend =
    { $count ->
        [one] Pozastavit { $shown } mobilní klíč?
        [few] Pozastavit { $shown } mobilní klíče?
       *[other] Pozastavit { $shown } mobilních klíčů?
    }
bulk-title-resume =
    { $count ->
        [one] Zrušit pozastavení { $shown } mobilního klíče?
       *[other] Zrušit pozastavení { $shown } mobilních klíčů?
    }
bulk-title-reissue =
    { $count ->
        [one] Vytvořit nový kód pro { $shown } klíč?
        [few] Vytvořit nové kódy pro { $shown } klíče?
       *[other] Vytvořit nové kódy pro { $shown } klíčů?
    }
bulk-title-validity =
    { $count ->
        [one] Změnit platnost { $shown } klíče
       *[other] Změnit platnost { $shown } klíčů
    }
bulk-title-delete =
    { $count ->
        [one] Smazat { $shown } mobilní klíč?
        [few] Smazat { $shown } mobilní klíče?
       *[other] Smazat { $shown } mobilních klíčů?
    }
bulk-title-delete-users =
    { $count ->
        [one] Smazat { $shown } uživatele?
        [few] Smazat { $shown } uživatele?
       *[other] Smazat { $shown } uživatelů?
    }
bulk-title-nothing = Není co provést
bulk-nothing = Akce se nehodí k žádnému z vybraných řádků.
bulk-customers =
    { $count ->
        [one] Všechny patří jednomu zákazníkovi.
        [few] Patří { $shown } zákazníkům.
       *[other] Patří { $shown } zákazníkům.
    }
bulk-free = Nestojí to žádný kredit.
bulk-about-suspend = Pozastavené klíče nic neotevřou, dokud pozastavení nezrušíte.
bulk-about-resume = Klíče budou znovu otevírat po příští synchronizaci telefonů.
bulk-about-reissue = Každý klíč dostane další kód s platností jeden měsíc; první použitý ukončí ostatní.
bulk-about-delete = Obnovení každého smazaného klíče stojí jeden kredit. Kredit těchto klíčů se nevrací.
bulk-about-delete-codes = Otevřené aktivační kódy přestanou ihned platit.
bulk-about-delete-users-keys =
    { $count ->
        [0] Nemají žádné platné klíče.
        [one] Smaže se s nimi { $shown } platný klíč.
        [few] Smažou se s nimi { $shown } platné klíče.
       *[other] Smaže se s nimi { $shown } platných klíčů.
    }
bulk-about-delete-users = Smazaní uživatelé zůstanou v seznamu, ale už je nelze obnovit.
bulk-no-undo = Tuto akci nelze vzít zpět.
bulk-can-undo = Akci lze potom vzít zpět.
bulk-handed-out =
    { $count ->
        [one] U { $shown } z nich už byl předávací list vytištěn nebo uložen.
       *[other] U { $shown } z nich už byly předávací listy vytištěny nebo uloženy.
    }
bulk-lost = Dosavadní kódy jsou ztracené
bulk-lost-hint = Ihned přestanou platit. Nechte vypnuté, pokud může být předávací list ještě na cestě.
bulk-valid-from = První den
bulk-valid-from-keep = zůstane, jak je
bulk-valid-to = Poslední den
bulk-change-to = Změnit poslední den
bulk-validity-none = Zvolte první den, poslední den, nebo oba.
bulk-left-out =
    { $count ->
        [one] { $shown } z vybraných řádků se vynechá:
        [few] { $shown } z vybraných řádků se vynechají:
       *[other] { $shown } z vybraných řádků se vynechá:
    }
bulk-left-out-stage = { $shown } × { $stage }
bulk-run-suspend = Pozastavit
bulk-run-resume = Zrušit pozastavení
bulk-run-reissue = Vytvořit nové kódy
bulk-run-validity = Změnit platnost
bulk-run-delete = Smazat
bulk-run-delete-users = Smazat uživatele

bulk-running = { $done } z { $total }
bulk-stop = Zastavit
bulk-stopping = Zastaví se po tomto kroku
bulk-progress = Průběh
bulk-done-suspend =
    { $count ->
        [one] { $shown } klíč byl pozastaven
        [few] { $shown } klíče byly pozastaveny
       *[other] { $shown } klíčů bylo pozastaveno
    }
bulk-done-resume =
    { $count ->
        [one] { $shown } klíč zase funguje
        [few] { $shown } klíče zase fungují
       *[other] { $shown } klíčů zase funguje
    }
bulk-done-reissue =
    { $count ->
        [one] { $shown } klíč má nový kód
        [few] { $shown } klíče mají nové kódy
       *[other] { $shown } klíčů má nové kódy
    }
bulk-done-validity =
    { $count ->
        [one] Platnost { $shown } klíče byla změněna
       *[other] Platnost { $shown } klíčů byla změněna
    }
bulk-done-delete =
    { $count ->
        [one] { $shown } klíč byl smazán
        [few] { $shown } klíče byly smazány
       *[other] { $shown } klíčů bylo smazáno
    }
bulk-done-delete-users =
    { $count ->
        [one] { $shown } uživatel byl smazán
        [few] { $shown } uživatelé byli smazáni
       *[other] { $shown } uživatelů bylo smazáno
    }
bulk-done-put-back =
    { $count ->
        [one] { $shown } klíč má zpět svou platnost
        [few] { $shown } klíče mají zpět svou platnost
       *[other] { $shown } klíčů má zpět svou platnost
    }
bulk-stopped =
    { $count ->
        [one] Zastaveno: { $shown } řádek zůstal beze změny.
        [few] Zastaveno: { $shown } řádky zůstaly beze změny.
       *[other] Zastaveno: { $shown } řádků zůstalo beze změny.
    }
bulk-failed =
    { $count ->
        [one] { $shown } řádek byl odmítnut a zůstal, jak byl
        [few] { $shown } řádky byly odmítnuty a zůstaly, jak byly
       *[other] { $shown } řádků bylo odmítnuto a zůstalo, jak bylo
    }
bulk-failed-name = Uživatel
bulk-failed-why = Důvod
bulk-failed-gone = už neexistuje
bulk-failed-copy = Kopírovat seznam
bulk-copied = Seznam je ve schránce
bulk-print = Tisk předávacích listů

# Dopisy s kódy vybraných klíčů.
bulk-send = Poslat e-mailem
bulk-title-send =
    { $count ->
        [one] Poslat { $shown } mobilní klíč e-mailem?
        [few] Poslat { $shown } mobilní klíče e-mailem?
       *[other] Poslat { $shown } mobilních klíčů e-mailem?
    }
bulk-about-send = Každý uživatel dostane dopis s QR, aktivačním kódem a postupem pro telefon.
bulk-about-send-again =
    { $count ->
        [one] { $shown } z nich už byl poslán; odejde další dopis.
        [few] { $shown } z nich už byly poslány; odejde další dopis.
       *[other] { $shown } z nich už bylo posláno; odejde další dopis.
    }
bulk-send-sms-hint =
    { $count ->
        [one] Telefonní číslo má { $shown } uživatel. Kód ve zprávě není.
        [few] Telefonní číslo mají { $shown } uživatelé. Kód ve zprávě není.
       *[other] Telefonní číslo má { $shown } uživatelů. Kód ve zprávě není.
    }
bulk-no-address =
    { $count ->
        [one] { $shown } uživatel nemá e-mail a vynechá se:
        [few] { $shown } uživatelé nemají e-mail a vynechají se:
       *[other] { $shown } uživatelů nemá e-mail a vynechá se:
    }
bulk-on-the-way =
    { $count ->
        [one] { $shown } dopis už je na cestě.
        [few] { $shown } dopisy už jsou na cestě.
       *[other] { $shown } dopisů už je na cestě.
    }
bulk-run-send = Poslat
bulk-done-send =
    { $count ->
        [one] { $shown } dopis je na cestě
        [few] { $shown } dopisy jsou na cestě
       *[other] { $shown } dopisů je na cestě
    }
