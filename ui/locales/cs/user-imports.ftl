# Import uživatelů z tabulek.
user-import = Importovat uživatele
user-import-title = Import uživatelů
user-import-choose = Vybrat soubor
user-import-other = Vybrat jiný soubor
user-import-pick = Vyberte soubor s uživateli
user-import-start = Přeneste uživatele z tabulky
user-import-start-text = CSV nebo Excel (XLSX), v libovolném pořadí i kódování. Nejdřív uvidíte, co by se změnilo, a nikdo se nikdy nesmaže.
user-import-start-columns = Rozpoznané sloupce: { $columns }.
user-import-step-choose = Vyberte soubor, nebo ho přetáhněte do tohoto okna.
user-import-step-check = Zkontrolujte, jak byl pochopen, a opravte chybné řádky.
user-import-step-import = Importujte: vše najednou, na přání i s klíči pro nové uživatele.
user-import-step-print = Vytiskněte předávací listy nových klíčů.
user-import-drop = Pusťte soubor pro import uživatelů
user-import-drop-text = do { $customer }
user-import-back = Zpět na uživatele
user-import-nothing-changed = Nic se nezměnilo.
user-import-again = Porovnat znovu

user-import-stage-none = Pracuje se
user-import-stage-reading = Čte se { $file }
user-import-stage-comparing = Porovnává se s existujícími uživateli
user-import-stage-preparing = Připravují se změny
user-import-stage-writing = Zapisuje se
user-import-stage-finishing = Ukládá se natrvalo
user-import-cancelled = Import byl zastaven. Nic se nezměnilo.
user-import-progress = { $done } z { $total }

user-import-reading = Jak se soubor čte
user-import-encoding = Kódování
user-import-delimiter = Buňky odděluje
user-import-delimiter-semicolon = Středník ;
user-import-delimiter-comma = Čárka ,
user-import-delimiter-tab = Tabulátor
user-import-delimiter-pipe = Svislá čára |
user-import-sheet = List
user-import-header = První řádek pojmenovává sloupce
user-import-date-order = Data s lomítky
user-import-date-day-first = Nejdřív den (31/12/2026)
user-import-date-month-first = Nejdřív měsíc (12/31/2026)
user-import-country = Telefony bez předvolby
user-import-columns = Sloupce
user-import-column = Sloupec { $number }
user-import-column-of = Co obsahuje sloupec { $name }
user-import-ignore = Nečte se
user-import-samples = např. { $samples }
user-import-summary-csv = { $encoding }, { $delimiter }
user-import-summary-columns =
    { $count ->
        [one] čte se { $shown } sloupec
        [few] čtou se { $shown } sloupce
       *[other] čte se { $shown } sloupců
    }

user-import-keys = Vydat každému novému uživateli mobilní klíč
user-import-keys-hint = Klíče čekají na aktivaci, dokud se předávací list nedostane ke svému uživateli.
user-import-valid-to = Platí do, pokud soubor neuvádí den
user-import-cost =
    { $count ->
        [0] Žádné klíče, žádný kredit.
        [one] { $shown } klíč, { $shown } kredit; potom zbude { $left }.
        [few] { $shown } klíče, { $shown } kredity; potom zbude { $left }.
       *[other] { $shown } klíčů, { $shown } kreditů; potom zbude { $left }.
    }
user-import-cost-demo =
    { $count ->
        [one] { $shown } klíč. Demo systém: klíče nestojí kredit.
        [few] { $shown } klíče. Demo systém: klíče nestojí kredit.
       *[other] { $shown } klíčů. Demo systém: klíče nestojí kredit.
    }
user-import-missing =
    { $count ->
        [one] Chybí { $shown } kredit
        [few] Chybí { $shown } kredity
       *[other] Chybí { $shown } kreditů
    }
user-import-missing-text =
    { $available ->
       *[other] Klíče stojí { $cost } a k dispozici je { $available }. Vynechte řádky, importujte bez klíčů, nebo nejdřív převeďte kredit.
    }
user-import-key-columns = U uživatele, který už existuje, sloupce klíče (název, User ID, dny, skupiny) nic nemění.

user-import-tabs = Co by řádky udělaly
user-import-tab-add = Noví
user-import-tab-change = Změnění
user-import-tab-unchanged = Beze změny
user-import-tab-invalid = Neplatné
user-import-about-add = Každý z těchto řádků přidá uživatele. Zrušte zaškrtnutí u těch, kteří přijít nemají.
user-import-about-change = Tito uživatelé už existují a změnili by se. Co v souboru chybí, zůstane, jak je.
user-import-about-unchanged = Tito uživatelé už takoví jsou.
user-import-about-invalid = Tyto řádky nelze importovat. Opravte buňku zde; samotný soubor zůstane, jak je.
user-import-none-add = Žádný řádek nepřidává uživatele.
user-import-none-change = Žádný řádek nemění uživatele.
user-import-none-unchanged = Žádný řádek není beze změny.
user-import-none-invalid = Všechny řádky lze importovat.
user-import-line = Řádek
user-import-name = Jméno
user-import-details = Údaje
user-import-key = Klíč
user-import-changes = Změny
user-import-problems = Problém
user-import-in = Zařadit
user-import-search = Hledat v řádcích
user-import-repair = Opravit { $column } na řádku { $line }
user-import-repaired = opraveno
user-import-value-none = prázdné
user-import-save-invalid = Uložit neplatné řádky
user-import-save-invalid-name = neplatné řádky { $file }
user-import-leave-out-page = Vynechat vše
user-import-take-in-page = Zařadit vše

user-import-will-add =
    { $count ->
        [one] { $shown } nový uživatel
        [few] { $shown } noví uživatelé
       *[other] { $shown } nových uživatelů
    }
user-import-will-change =
    { $count ->
        [one] { $shown } změněný
        [few] { $shown } změnění
       *[other] { $shown } změněných
    }
user-import-nothing = Není co importovat
user-import-atomic = Všechno, nebo nic. Lze to vzít zpět.
user-import-commit =
    { $count ->
        [one] Importovat { $shown } uživatele
        [few] Importovat { $shown } uživatele
       *[other] Importovat { $shown } uživatelů
    }

user-import-done = Uživatelé byli importováni
user-import-done-added =
    { $count ->
        [one] { $shown } uživatel přidán
        [few] { $shown } uživatelé přidáni
       *[other] { $shown } uživatelů přidáno
    }
user-import-done-changed =
    { $count ->
        [one] { $shown } uživatel změněn
        [few] { $shown } uživatelé změněni
       *[other] { $shown } uživatelů změněno
    }
user-import-done-keys =
    { $count ->
        [0] Žádné klíče nebyly vydány.
        [one] { $shown } klíč čeká na aktivaci. Vytiskněte jeho předávací list, nebo ho uložte jako PDF.
        [few] { $shown } klíče čekají na aktivaci. Vytiskněte jejich předávací listy, nebo je uložte jako PDF.
       *[other] { $shown } klíčů čeká na aktivaci. Vytiskněte jejich předávací listy, nebo je uložte jako PDF.
    }
user-import-print =
    { $count ->
        [one] Vytisknout předávací list
        [few] Vytisknout { $shown } předávací listy
       *[other] Vytisknout { $shown } předávacích listů
    }
user-import-show = Zobrazit uživatele
user-import-undo = Vzít import zpět

user-imports-title = Importy uživatelů
user-imports-none = Zatím žádné importy
user-imports-none-text = Zde se vypisují importy uživatelů z tabulek a každý z nich lze vzít zpět.
user-imports-when = Kdy
user-imports-file = Soubor
user-imports-added = Přidáno
user-imports-changed = Změněno
user-imports-keys = Klíče
user-imports-invalid = Neplatné
user-imports-undo = Vzít zpět
user-imports-undone = vzato zpět { $at }

user-undo-title = Vzít zpět import { $file }?
user-undo-deleted =
    { $count ->
        [0] Žádný uživatel se nesmaže.
        [one] Smaže se { $shown } uživatel, kterého přidal.
        [few] Smažou se { $shown } uživatelé, které přidal.
       *[other] Smaže se { $shown } uživatelů, které přidal.
    }
user-undo-refunded =
    { $count ->
        [0] Žádný kredit se nevrátí.
        [one] Smaže se s nimi { $shown } klíč a jeho kredit se vrátí.
        [few] Smažou se s nimi { $shown } klíče a jejich kredit se vrátí.
       *[other] Smaže se s nimi { $shown } klíčů a jejich kredit se vrátí.
    }
user-undo-reverted =
    { $count ->
        [0] Žádný uživatel se nevrátí k předchozím údajům.
        [one] { $shown } uživatel se vrátí k předchozím údajům.
        [few] { $shown } uživatelé se vrátí k předchozím údajům.
       *[other] { $shown } uživatelů se vrátí k předchozím údajům.
    }
user-undo-numbers = User ID smazaných klíčů se znovu nevydávají.
user-undo-kept =
    { $count ->
        [one] { $shown } uživatel zůstane, jak je:
        [few] { $shown } uživatelé zůstanou, jak jsou:
       *[other] { $shown } uživatelů zůstane, jak jsou:
    }
user-undo-kept-touched-since = mezitím změněn nebo smazán
user-undo-kept-key-in-use = klíč se používá
user-undo-kept-handed-out = předávací list byl vytištěn nebo uložen
user-undo-kept-more = a další: { $shown }
user-undo-nothing = Všechno se mezitím změnilo: není co vzít zpět.
user-undo-action = Vzít import zpět
user-undo-done =
    { $count ->
        [one] Vzato zpět: { $shown } uživatel
        [few] Vzato zpět: { $shown } uživatelé
       *[other] Vzato zpět: { $shown } uživatelů
    }

user-file-empty = Soubor je prázdný
user-file-empty-help = Ověřte, že byl uložen správný soubor nebo správný list.
user-file-old-excel = Toto je starý sešit Excelu (.xls)
user-file-old-excel-help = Uložte ho jako XLSX nebo CSV a vyberte ten soubor.
user-file-locked = Sešit je chráněn heslem
user-file-locked-help = Uložte ho bez hesla a vyberte znovu.
user-file-damaged = Soubor je poškozený
user-file-damaged-help = Otevřete ho v programu, ze kterého pochází, a uložte znovu jako XLSX nebo CSV.
user-file-not-a-table = Toto není tabulka
user-file-not-a-table-help = Vyberte soubor CSV nebo XLSX s jednou osobou na řádku.
user-file-too-many-rows = Soubor má příliš mnoho řádků
user-file-too-many-rows-help = Do jednoho importu se vejde nejvýše { $max } řádků. Soubor rozdělte.
user-file-too-large = Soubor je příliš velký
user-file-too-large-help = Nejvýše 64 MiB. Odstraňte obrázky a nepotřebné listy.
user-file-gone = Soubor už tam není
user-file-gone-help = Byl přesunut, přejmenován nebo smazán, nebo byl disk odpojen.
user-file-unreadable = Soubor nelze přečíst
user-file-unreadable-help = Ověřte, že ho smíte otevřít, a zavřete programy, které ho drží.
