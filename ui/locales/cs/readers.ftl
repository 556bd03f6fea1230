# Čtečky: tabulka, úprava, import, zveřejnění.
reader-more = Další
reader-create = Vytvořit čtečku
reader-create-text = Údaje najdete v aplikaci Mobile Key: otevřete Moje dveře a klepněte na čtečku.
reader-add = Přidat čtečku
reader-create-another = Pak vytvořit další
reader-import = Importovat
reader-search = Hledat název, Reader ID, MAC
reader-back = Zpět na čtečky
reader-edit = Upravit
reader-edit-title = Čtečka { $name }
reader-edit-changed = Naposledy změněno { $at }
reader-actions = Akce pro { $name }
reader-copy-id = Kopírovat Reader ID
reader-copy-mac = Kopírovat MAC adresu
reader-rail-unpublished = { $shown } ke zveřejnění

reader-field-name = Název čtečky
reader-field-reader-id = Reader ID
reader-field-mac = MAC adresa
reader-field-group = Skupina
reader-field-allow-identification = Povolit identifikaci z aplikace
reader-field-one-tap = One-tap přístup
reader-field-signal-range = Dosah signálu
reader-field-one-tap-signal = Signál pro one-tap přístup

reader-column-identification = Identifikace
reader-column-opening = Otevírání
reader-opening-app = V aplikaci
reader-opening-one-tap = One-tap
reader-column-changed = Změněno
reader-column-state = Stav
reader-column-change = Změna
reader-column-changes = Před → po
reader-column-details = Podrobnosti
reader-column-problem = Co je špatně a co s tím
reader-column-fate = Co se s ní stane

reader-state-published = Zveřejněno
reader-state-unpublished = Nezveřejněno
reader-state-deleted = Smazáno
reader-note-new = nová
reader-note-changed = změněná
reader-note-still-shown = telefony ji ještě ukazují

reader-yes = Ano
reader-no = Ne
reader-value-none = není
reader-one-tap-as-customer = Podle zákazníka
reader-as-customer-short = podle zákazníka
reader-no-group = Bez skupiny

reader-display-mac = Zobrazit MAC
reader-display-mac-hint = Adresa je nepovinná. Přepínač platí i pro tabulku a na tomto počítači se pamatuje.
reader-name-hint = Tento název vidí všichni uživatelé aplikace.
reader-group-hint = Klíč otevírá čtečky svých skupin.
reader-id-hint = Reader ID a MAC adresu zjistíte v aplikaci Mobile Key: přiložte telefon ke čtečce a pak na ni v záložce Moje dveře klepněte. Jedno z druhého se odvodit nedá.
reader-mac-hint = V jakémkoli běžném zápisu: 00:1E:C0:25:EA:74, 001ec025ea74, 001E.C025.EA74.
reader-mac-kept = Uloží se jako { $mac }.
reader-identification-hint = Uživatel smí dveře otevřít klepnutím v aplikaci. Nastavení této čtečky má přednost před nastavením zákazníka.
reader-one-tap-hint = Otevírání bez aplikace: z lišty oznámení nebo widgetu, případně rozsvícením displeje. Nastavení zde má přednost před nastavením zákazníka.
reader-signal-range-hint = Z jaké dálky smí telefon otevřít: 10 % asi 6 m, 40 % 4–5 m, 70 % 2–3 m, 100 % s telefonem u čtečky. Kde jsou čtečky blízko sebe, zvolte krátký dosah, aby telefon nedosáhl na dvě najednou.
reader-one-tap-signal-hint = Jak silný musí být signál telefonu, aby šlo otevřít rozsvícením displeje nebo z widgetu. Čím více, tím blíž.
reader-extra =
    { $count ->
        [one] Zůstává zachován jeden údaj z importu, který tato verze nepoužívá: { $keys }.
        [few] Zůstávají zachovány { $count } údaje z importu, které tato verze nepoužívá: { $keys }.
       *[other] Zůstává zachováno { $count } údajů z importu, které tato verze nepoužívá: { $keys }.
    }
reader-leave-text = Co jste o této čtečce napsali, ještě není uložené.
reader-take-current = Načíst aktuální hodnoty

reader-created = Čtečka { $name } byla přidána
reader-saved = Čtečka { $name } byla uložena
reader-saved-detail = Telefony se to dozví, až změny zveřejníte.
reader-deleted = Čtečka { $name } byla smazána
reader-deleted-detail = Telefony ji ukazují, dokud změnu nezveřejníte.

reader-delete = Smazat čtečku
reader-delete-title = Smazat čtečku { $name }?
reader-delete-known = Telefony tyto dveře ukazují, dokud změnu nezveřejníte.
reader-delete-unknown = Telefony tyto dveře ještě neznají, pro uživatele se nic nezmění.
reader-delete-keys = Žádný mobilní klíč se nesmaže, klíče jen přijdou o tyto dveře.
reader-delete-extra =
    { $count ->
        [one] Ztratí se s ní jeden další údaj z importu.
        [few] Ztratí se s ní { $count } další údaje z importu.
       *[other] Ztratí se s ní { $count } dalších údajů z importu.
    }
reader-delete-undo = Hned po smazání to můžete vrátit zpět: čtečka se vytvoří znovu se stejným nastavením. Později ji lze přidat ručně nebo importem.

reader-empty = Zatím žádné čtečky
reader-empty-text = Importujte soubor .json z aplikace Mobile Key, nebo ho přetáhněte do tohoto okna. Jednotlivou čtečku lze zadat ručně.

reader-export-json = Exportovat čtečky do .json
reader-export-name = ctecky { $customer }

# Zveřejnění
reader-unpublished-bar =
    { $count ->
        [one] Jedna změna není zveřejněná.
        [few] { $count } změny nejsou zveřejněné.
       *[other] { $count } změn není zveřejněno.
    }
reader-unpublished-bar-text = Telefony dál pracují s naposledy zveřejněnými čtečkami.
reader-publish-review = Zkontrolovat a zveřejnit
reader-publish-title = Zveřejnění změn čteček
reader-publish =
    { $count ->
        [one] Zveřejnit jednu změnu
        [few] Zveřejnit { $count } změny
       *[other] Zveřejnit { $count } změn
    }
reader-publish-all = Zveřejnit změny
reader-publish-text = Tohle telefony ještě neznají. Po zveřejnění se to dozví při příští synchronizaci a uživatelé uvidí dveře v záložce Moje dveře.
reader-publish-deleted = Dveře z telefonů zmizí.
reader-publish-nothing = Vše je zveřejněno
reader-publish-nothing-text = Telefony znají každou čtečku tak, jak je zde.
reader-published =
    { $count ->
        [one] Zveřejněna jedna změna
        [few] Zveřejněny { $count } změny
       *[other] Zveřejněno { $count } změn
    }
reader-published-detail = Telefony se to dozví při příští synchronizaci.
reader-published-at = Naposledy zveřejněno { $at }
reader-published-never = Dosud nezveřejněno
reader-change-before = před
reader-change-after = po

reader-action-add = Přidáno
reader-action-change = Změněno
reader-action-missing = Chybí
reader-action-invalid = Neplatné
reader-action-unchanged = Beze změny
reader-action-deleted = Smazáno

# Import
reader-drop-title = Sem pusťte soubor se čtečkami
reader-drop-text = Importuje se k zákazníkovi { $customer }. Každou změnu uvidíte dřív, než se cokoli uloží.
reader-import-pick = Vyberte soubor se čtečkami
reader-import-title = Import čteček
reader-import-other = Vybrat jiný soubor
reader-import-choose = Vybrat soubor
reader-import-start = Soubor .json z aplikace Mobile Key
reader-import-start-text = Vyberte soubor nebo ho přetáhněte do tohoto okna. Nic se neuloží, dokud neuvidíte, co by se změnilo.
reader-import-step-export = V telefonu s Androidem otevřete Moje dveře a vpravo nahoře zvolte Export do souboru. Předtím telefon jednou přiložte ke každé čtečce, aby byla v seznamu.
reader-import-step-copy = Soubor .json zkopírujte do tohoto počítače.
reader-import-step-choose = Zde ho vyberte, prohlédněte si náhled a importujte.
reader-import-step-publish = Změny zveřejněte, aby se o nich telefony dozvěděly.
reader-import-reading = Čte se { $file }
reader-import-own-format = Soubor ve formátu MobileAccess
reader-import-understood =
    { $count ->
        [one] Soubor z jiného programu. Rozpoznán byl jeden klíč
        [few] Soubor z jiného programu. Rozpoznány byly { $count } klíče
       *[other] Soubor z jiného programu. Rozpoznáno bylo { $count } klíčů
    }
reader-import-unknown =
    { $count ->
        [one] jeden klíč není známý a zůstane, jak je
        [few] { $count } klíče nejsou známé a zůstanou, jak jsou
       *[other] { $count } klíčů není známo a zůstane, jak jsou
    }
reader-import-kept-as-is = zůstane, jak je
reader-import-groups = Co by soubor změnil
reader-import-line = Řádek
reader-import-tab-add = Přidané
reader-import-tab-change = Změněné
reader-import-tab-missing = Chybějící
reader-import-tab-invalid = Neplatné
reader-import-tab-unchanged = Beze změny
reader-import-about-add = Čtečky, které jsou v souboru a tady ne. Které nechcete, odškrtněte.
reader-import-about-change = Čtečky s odlišnými hodnotami. Co soubor neuvádí, zůstane, jak je.
reader-import-about-missing = Čtečky, které jsou tady a v souboru ne. Zůstanou; zaškrtněte ty, které chcete smazat.
reader-import-about-invalid = Tyto řádky se vynechají. Vše ostatní lze importovat bez nich.
reader-import-about-unchanged = Čtečky, které jsou tady přesně takto.
reader-import-none-add = V souboru není žádná nová čtečka.
reader-import-none-change = Žádná čtečka by se nezměnila.
reader-import-none-missing = V souboru jsou všechny čtečky tohoto zákazníka.
reader-import-none-invalid = Všechny řádky lze přečíst.
reader-import-none-unchanged = Žádný řádek není stejný jako zde.
reader-fate-keep = Zůstane
reader-fate-delete = Bude smazána
reader-import-same = Není co importovat
reader-import-same-text =
    { $count ->
        [one] Jediná čtečka ze souboru tu už přesně taková je.
        [few] Všechny { $count } čtečky ze souboru tu už přesně takové jsou.
       *[other] Všech { $count } čteček ze souboru tu už přesně takových je.
    }
reader-import-will-add = Přidat: { $count }
reader-import-will-change = Změnit: { $count }
reader-import-will-delete = Smazat: { $count }
reader-import-nothing = K importu není nic vybráno.
reader-import-atomic = Vše najednou, nebo vůbec; lze to vrátit zpět.
reader-import-commit =
    { $count ->
        [one] Importovat jednu změnu
        [few] Importovat { $count } změny
       *[other] Importovat { $count } změn
    }
reader-import-again = Načíst soubor znovu
reader-import-done = Čtečky byly importovány
reader-import-count-added = přidáno { $count }
reader-import-count-changed = změněno { $count }
reader-import-count-deleted = smazáno { $count }
reader-import-unpublished =
    { $count ->
        [one] Jedna změna čeká na zveřejnění. Do té doby ji telefony neznají.
        [few] Na zveřejnění čekají { $count } změny. Do té doby je telefony neznají.
       *[other] Na zveřejnění čeká { $count } změn. Do té doby je telefony neznají.
    }
reader-import-all-published = Na zveřejnění nic nečeká.
reader-import-show = Zobrazit čtečky

reader-imports-title = Historie importů
reader-imports-none = Zatím nebylo nic importováno
reader-imports-none-text = Každý import je zde uveden a lze ho vrátit zpět.
reader-import-when = Kdy
reader-import-file = Soubor
reader-import-undone = Vráceno { $at }
reader-undo = Vrátit import zpět
reader-undo-title = Vrátit zpět import souboru { $file }?
reader-undo-added =
    { $count ->
        [one] Jedna čtečka, kterou přidal, se smaže.
        [few] { $count } čtečky, které přidal, se smažou.
       *[other] { $count } čteček, které přidal, se smaže.
    }
reader-undo-changed =
    { $count ->
        [one] Jedné čtečce, kterou změnil, se vrátí původní hodnoty.
        [few] { $count } čtečkám, které změnil, se vrátí původní hodnoty.
       *[other] { $count } čtečkám, které změnil, se vrátí původní hodnoty.
    }
reader-undo-deleted =
    { $count ->
        [one] Jedna čtečka, kterou smazal, se vrátí.
        [few] { $count } čtečky, které smazal, se vrátí.
       *[other] { $count } čteček, které smazal, se vrátí.
    }
reader-undo-kept = Co mezitím někdo změnil, zůstane, jak je; uvidíte, co to bylo.
reader-undo-done =
    { $count ->
        [0] Import byl vrácen zpět
        [one] Import byl vrácen zpět: jedna čtečka
        [few] Import byl vrácen zpět: { $count } čtečky
       *[other] Import byl vrácen zpět: { $count } čteček
    }
reader-undo-kept-title =
    { $count ->
        [one] Jedna čtečka zůstala, jak byla
        [few] { $count } čtečky zůstaly, jak byly
       *[other] { $count } čteček zůstalo, jak byly
    }
reader-undo-kept-text = Po importu se zde něco změnilo, proto to vrácení nechalo být.

# Proč nelze přečíst celý soubor
reader-file-nothing-changed = Nic se nezměnilo.
reader-file-empty = Soubor je prázdný
reader-file-empty-help = Exportujte čtečky z aplikace znovu a zkopírujte celý soubor.
reader-file-too-large = Soubor je příliš velký
reader-file-too-large-help = Přečíst lze nejvýše { $max_mib } MiB. Export čteček bývá mnohem menší; ověřte, že jste vybrali správný soubor.
reader-file-too-many-readers = V souboru je příliš mnoho čteček
reader-file-too-many-readers-help = Najednou lze importovat nejvýše { $max } čteček. Soubor rozdělte.
reader-file-bad-encoding = Soubor není čitelný text
reader-file-bad-encoding-help = Uložte ho v kódování UTF-8, nebo ho z aplikace exportujte znovu.
reader-file-not-json = Tohle není soubor .json
reader-file-not-json-help = První nečitelné místo je na řádku { $line } ve sloupci { $column }. Vyberte soubor, který exportovala aplikace; tabulku ani textový dokument přečíst nelze.
reader-file-truncated = Soubor uprostřed končí
reader-file-truncated-help = Nejspíš se nezkopíroval celý. Zkopírujte ho z telefonu znovu.
reader-file-too-deep = Soubor je zanořený příliš hluboko
reader-file-too-deep-help = Více než { $max } úrovní v sobě nemá žádný export čteček. Ověřte, že jste vybrali správný soubor.
reader-file-other-system = Soubor patří jinému systému
reader-file-other-system-help = Uvádí System ID { $found }, tento zákazník má { $expected }. Přejděte ke správnému zákazníkovi, nebo vyberte soubor exportovaný zde.
reader-file-newer-version = Soubor vytvořila novější verze
reader-file-newer-version-help = Má verzi formátu { $version }, tento program čte nejvýše { $known }. Aktualizujte program a zkuste to znovu.
reader-file-no-readers = V souboru nejsou žádné čtečky
reader-file-no-readers-help = Přiložte telefon ke čtečkám, aby byly v záložce Moje dveře, a exportujte znovu.
reader-file-gone = Soubor už tam není
reader-file-gone-help = Mohl být přesunut či smazán, nebo byl na disku, který je odpojený. Vyberte ho znovu.
reader-file-unreadable = Soubor nelze otevřít
reader-file-unreadable-help = Zkontrolujte, zda ho smíte číst a zda ho nedrží jiný program.

# Co je špatně s jedním řádkem souboru
reader-problem-other = Tento řádek nelze přečíst ({ $code }).
reader-problem-not-a-reader = Tato položka není čtečka.
reader-problem-not-a-reader-help = Položka musí obsahovat údaje jako název a Reader ID. Exportujte soubor znovu, nebo řádek vynechte.
reader-problem-missing-name = Chybí název.
reader-problem-missing-name-help = Pojmenujte čtečku v aplikaci a exportujte znovu, nebo ji zde vytvořte ručně.
reader-problem-missing-reader-id = Chybí Reader ID.
reader-problem-missing-reader-id-help = Přiložte telefon ke čtečce, aby ji aplikace načetla, a exportujte znovu.
reader-problem-bad-mac = „{ $value }“ není MAC adresa.
reader-problem-bad-mac-help = MAC adresa má šest dvojic znaků 0–9 a A–F, například 00:1E:C0:25:EA:74. Opravte ji v souboru, nebo čtečku zde vytvořte ručně.
reader-problem-not-a-step =
    { $field ->
        [one_tap_signal] Signál pro one-tap přístup „{ $value }“ není jedním ze stupňů.
       *[other] Dosah signálu „{ $value }“ není jedním ze stupňů.
    }
reader-problem-not-a-step-help =
    { $field ->
        [one_tap_signal] Může být 40, 55 nebo 70 %. Opravte ho v souboru, nebo čtečku zde vytvořte ručně.
       *[other] Může být 10, 40, 70 nebo 100 %. Opravte ho v souboru, nebo čtečku zde vytvořte ručně.
    }
reader-problem-wrong-type =
    { $field ->
        [name] „{ $value }“ nemůže být název.
        [reader_id] „{ $value }“ nemůže být Reader ID.
        [mac] „{ $value }“ nemůže být MAC adresa.
        [group] „{ $value }“ nemůže být skupina.
        [allow_identification] Identifikace z aplikace je „{ $value }“; má být ano nebo ne.
        [one_tap] One-tap přístup je „{ $value }“; má být ano nebo ne.
        [signal_range] Dosah signálu „{ $value }“ není číslo.
       *[one_tap_signal] Signál pro one-tap přístup „{ $value }“ není číslo.
    }
reader-problem-wrong-type-help = Opravte hodnotu v souboru, nebo čtečku zde vytvořte ručně.
reader-problem-too-long =
    { $field ->
        [name] Název je delší než { $max } znaků.
        [reader_id] Reader ID je delší než { $max } znaků.
       *[other] Hodnota je delší než { $max } znaků.
    }
reader-problem-too-long-help = Zkraťte ji v aplikaci nebo v souboru.
reader-problem-control-character =
    { $field ->
        [name] V názvu je konec řádku nebo jiný řídicí znak.
        [reader_id] V Reader ID je konec řádku nebo jiný řídicí znak.
       *[other] V hodnotě je konec řádku nebo jiný řídicí znak.
    }
reader-problem-control-character-help = Odstraňte ho v aplikaci nebo v souboru.
reader-problem-duplicate-in-file = Stejná čtečka je už na řádku { $row }.
reader-problem-duplicate-in-file-help = Oba řádky mají stejnou MAC adresu nebo Reader ID. Importuje se řádek { $row }, tento ne; má-li to být naopak, odstraňte ze souboru ten chybný.
reader-problem-two-matches = MAC adresa patří čtečce { $by_mac }, Reader ID čtečce { $by_reader_id }.
reader-problem-two-matches-help = To jsou zde dvě různé čtečky. Podívejte se v aplikaci, o kterou jde, druhou opravte a importujte znovu.
reader-problem-group-left-out = Skupina „{ $group }“ zde neexistuje a vynechá se.
reader-leave-unpublished =
    { $count ->
        [one] { $name }: { $shown } změna čteček není zveřejněná
        [few] { $name }: { $shown } změny čteček nejsou zveřejněné
       *[other] { $name }: { $shown } změn čteček není zveřejněno
    }
reader-leave-unpublished-text = Telefony se o změnách čteček dozvědí, až je zveřejníte.
reader-leave-unpublished-leave = Přesto odejít
