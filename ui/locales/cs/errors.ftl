# Jeden text pro každý kód, kterým jádro odpovídá: error-<kód>.
error-unknown = Něco se nepovedlo ({ $code }).
error-unexpected = V aplikaci se něco nepovedlo. Zkuste to znovu.
error-core-unreachable = Jádro aplikace neodpovídá.

# Pole formuláře
error-required = Vyplňte toto pole.
error-too-long = Nejvýše { $max } znaků.
error-control-character = Jen jeden řádek bez řídicích znaků.
error-bad-email = Tohle není e-mailová adresa.
error-bad-phone = Tohle není telefonní číslo s předvolbou země.
error-bad-web = Tohle není webová adresa.
error-bad-host = Tohle není jméno serveru.
error-needs-tls = Bez šifrování se používá jen poštovní server na tomto počítači.
error-digits-only = Jen číslice.
error-bad-distributor-code = Čtyři písmena nebo číslice, a ne „demo“.
error-distributor-code-taken = Tento kód distributora je obsazený.
error-bad-system-id = Osm znaků: čtyři distributora a čtyři instalace, například Alfa0001.
error-system-id-prefix = System ID musí začínat na { $prefix }.
error-system-id-taken = Toto System ID má jiný zákazník.
error-demo-value = Demo systém má pevné hodnoty.
error-system-type-fixed = Typ systému nelze změnit, jakmile byl vydán klíč.
error-bad-app-version = Taková verze aplikace neexistuje.
error-bad-time-zone = Tohle není časové pásmo.
error-email-taken = S tímto e-mailem se přihlašuje jiný účet.
error-password-rule = Alespoň 8 znaků, velké a malé písmeno a číslice nebo zvláštní znak.
error-wrong-password = Heslo není správné.
error-out-of-range = Číslo od { $min } do { $max }.
error-user-id-taken = Toto User ID patří nebo patřilo jinému klíči.
error-ends-before-start = Poslední den je před prvním.
error-in-the-past = Poslední den už minul.
error-taken-to-site = Počítač na místě drží kredity nebo User ID tohoto zákazníka.
error-no-such-group = Taková skupina neexistuje.
error-group-name-taken = Tento název má jiná skupina.
error-template-name-taken = Tento název už má jiná šablona.
error-bad-mac = Šest dvojic znaků 0–9 a A–F, například 00:1E:C0:25:EA:74.
error-mac-taken = Tuto MAC adresu má jiná čtečka zákazníka.
error-reader-id-taken = Toto Reader ID má jiná čtečka zákazníka.
error-not-a-step = Vyberte jeden ze stupňů.
error-channel-off = Tímto způsobem cloud zprávy neposílá.
error-needs-email = Textová zpráva jen oznamuje dopis; pošlete i ten.
error-does-not-match = Neshoduje se.
error-unknown-choice = Vyberte jednu z nabízených hodnot.
error-malformed = Tomuto nelze porozumět.

# Odmítnutí
error-invalid = Některá pole je potřeba opravit.
error-not-found = Už to neexistuje.
error-not-allowed = Vaše role to nedovoluje.
error-edit-conflict = Mezitím to změnil někdo jiný. Podívejte se na aktuální hodnoty a zkuste to znovu.
error-no-credit = Nedostatek kreditu: potřeba { $needed }, k dispozici { $available }.
error-demo-has-no-credit = Demo systémy fungují bez kreditu.
error-already-set-up = Tento počítač už je nastavený.
error-customer-deleted = Zákazník je smazaný. Nejprve ho obnovte.
error-customer-not-deleted = Zákazník není smazaný.
error-account-deleted = Účet je smazaný. Pokud je potřeba, vytvořte ho znovu.
error-account-ended = Tento účet byl smazán nebo vypršel.
error-computer-ended = Tento počítač byl ukončen nebo prohlášen za ztracený.
error-no-cloud = Tento počítač nepatří k žádnému cloudu: celá práce funguje zde a na místo není co brát.
error-lease-ended = Co bylo vzato na místo, už bylo vráceno, nebo byl počítač prohlášen za ztracený.
error-copy-void = Data tohoto počítače byla zkopírována a kopie už tento kredit nebo User ID použila. QR kód neplatí: vydejte klíč znovu se sítí a vytiskněte ho znovu.
error-already-decided = O tomhle už někdo rozhodl.
error-last-admin = Posledního správce distributora nelze smazat.
error-own-account = Vlastní účet smazat nelze.
error-user-deleted = Uživatel je smazaný a nelze ho obnovit.
error-device-deleted = Zařízení je smazané. Vytvořte nové.
error-key-state = Klíč je ve stavu, ve kterém to nelze udělat.
error-device-has-key = Zařízení už klíč má.
error-code-invalid = Kód nefunguje.
error-waiver-not-allowed = Kredit může prominout jen distributor.
error-import-stale = To, s čím se soubor porovnává, se od náhledu změnilo. Porovnejte ho znovu.
error-message-stale = Zpráva je na cestě, nebo ji mezitím znovu poslal někdo jiný.
error-nothing-to-do = Není co měnit.
error-already-undone = Už to bylo vráceno zpět.
error-id-taken = Akce má číslo, které už je obsazené. Proveďte ji znovu.
error-unknown-mutation = Cloud tuto akci ještě nezná ({ $name }, verze { $version }). Aktualizujte cloud a odešlete ji znovu.
error-reader-deleted = Čtečka je smazaná.
error-group-deleted = Skupina je smazaná.
error-groups-off = Skupiny čteček má tento zákazník vypnuté.
error-template-deleted = Šablona je smazaná.
error-template-stale = Šablona se od náhledu změnila. Podívejte se znovu.
error-bad-transfer = Takový pohyb kreditu nelze zadat ručně.

# Úložiště na tomto počítači
error-locked = Obrazovky jsou zamčené. Nejprve je odemkněte.
error-internal = Uvnitř aplikace se něco nepovedlo. Nic se nezměnilo. Zkuste to znovu.
error-store-damaged = Datový soubor na tomto počítači je poškozený. Nic se nepřepíše; obnovte zálohu.
error-store-disk-full = Disk je plný. Nic se neuložilo. Uvolněte místo a zkuste to znovu.
error-store-read-only = Do složky s daty nelze zapisovat. Nic se neuložilo. Zkontrolujte oprávnění složky.
error-store-newer-version = Data zapsala novější verze MobileAccess. Aktualizujte tento program; nic se nezměnilo.
error-store-busy = Datový soubor drží jiný program. Zavřete ho, nebo chvíli počkejte a zkuste to znovu.
error-store-not-found = Požadovaný záznam už neexistuje.
error-store-exists = V této složce už nějaká data jsou.
error-store-constraint = Datový soubor změnu odmítl a nic z ní se neuložilo. Nahlaste to prosím.
error-store-io = Čtení nebo zápis na disk se nezdařily. Nic se neuložilo. Zkontrolujte disk a zkuste to znovu.
error-store-no-random-numbers = Systém neposkytuje náhodná čísla, klíč proto nelze bezpečně vytvořit. Restartujte počítač.
error-store-moving = Tento počítač se přesouvá do cloudu. Nejdřív to dokončete; do té doby zde nelze nic měnit.
error-joined-already = Tento počítač už patří ke cloudu.
error-move-unknown = Odpověď nepřišla, takže není známo, zda vše dorazilo. Zkuste to znovu: nic se nepřevezme dvakrát.
error-move-code-taken = Cloud už má distributora s tímto kódem.
error-move-email-taken = Jeden z přihlašovacích e-mailů tohoto počítače se v cloudu už používá.
error-move-twice = Tato data se do tohoto cloudu už jednou přesunula.
error-move-refused = Cloud data nepřevzal: { $what }.
error-not-the-issuer = Kredit vydává provozovatel cloudu, ne tento počítač.
error-office-not-here = Kancelářským serverem může být jen samotná aplikace, protože zůstává otevřená.
error-office-key = Klíč kancelářského serveru nepatří k jeho datům. Obnovte zálohu tohoto počítače.
error-office-database = Data kancelářského serveru nelze číst nebo zapsat.
error-office-network = Kancelářský server neběží.
error-office-port-taken = Port { $port } používá jiný program. Ukončete ho, nebo spusťte aplikaci později znovu.
error-office-server-here = Tento počítač je kancelářský server: jsou na něm data všech, proto ho odsud nelze ukončit.
error-store-closed = Data byla právě zamčena. Odemkněte je a zkuste to znovu.
error-settings-unwritable = Nastavení se nepodařilo uložit. Zkontrolujte, zda lze do složky s daty zapisovat.

# Soubory
error-no-such-file = Soubor už neexistuje.
error-file-too-large = Soubor je příliš velký.
error-file-unreadable = Soubor nelze přečíst. Zkontrolujte, zda ho smíte otevřít.
error-file-unwritable = Soubor se nepodařilo zapsat. Zvolte jinou složku, nebo zavřete program, který ho má otevřený.
error-disk-full = Disk je plný. Nic se neuložilo.
error-reader-file-empty = Soubor je prázdný.
error-reader-file-too-large = Soubor je větší než { $max_mib } MiB.
error-reader-file-too-many-readers = Soubor obsahuje více než { $max } čteček.
error-reader-file-bad-encoding = Soubor není čitelný text. Uložte ho v kódování UTF-8.
error-reader-file-not-json = Soubor není JSON: řádek { $line }, sloupec { $column }.
error-reader-file-truncated = Soubor uprostřed končí. Zkopírujte ho znovu.
error-reader-file-too-deep = Soubor je zanořený hlouběji než { $max } úrovní.
error-reader-file-other-system = Soubor patří k System ID { $found }, ne { $expected }.
error-reader-file-newer-version = Soubor má verzi { $version }, tento program čte nejvýše { $known }.
error-reader-file-no-readers = V souboru nejsou žádné čtečky.
error-user-file-empty = Soubor je prázdný.
error-user-file-old-excel = Toto je starý sešit Excelu. Uložte ho jako XLSX nebo CSV.
error-user-file-locked = Sešit je chráněn heslem. Uložte ho bez hesla.
error-user-file-damaged = Soubor je poškozený. Uložte ho znovu jako XLSX nebo CSV.
error-user-file-not-a-table = Soubor není tabulka.
error-user-file-too-many-rows = Soubor má více než { $max } řádků.
error-user-file-too-large = Soubor je příliš velký.
error-preview-gone = Náhled už není k dispozici. Vyberte soubor znovu.
error-cancelled = Bylo to zastaveno. Nic se nezměnilo.

# Klíče a lístky
error-too-many-rows = Sešit tolik řádků nepojme. Uložte tabulku jako CSV.
error-too-many-at-once = Nejvýše { $max } řádků v jednom požadavku.
error-no-open-code = Klíč nemá žádný platný aktivační kód. Vydejte nový, je zdarma.
error-no-user-id-left = Žádné User ID už není volné.

# Hostitelé
error-no-such-printer = Tato tiskárna tu není. Vyberte jinou.
error-print-failed = Tiskovou úlohu se nepodařilo předat tiskárně. Zkontrolujte ji, nebo uložte PDF a vytiskněte to.
error-no-viewer = Žádný program v tomto počítači soubor neotevře.
error-bad-request = Aplikace se zeptala způsobem, kterému její jádro nerozumí. Nahlaste to prosím.
error-unknown-command = Takový příkaz neexistuje.
error-wrong-surface = Tohle lze udělat jen jinde, například v okně nebo v příkazové řádce.

# Příkazová řádka
error-no-data-folder = Systém neurčuje místo pro data. Uveďte složku pomocí --profile.
error-email-needed = Uveďte pomocí --email, který účet jedná.
error-password-needed = Je potřeba heslo: zadejte je v terminálu, nebo je uložte do proměnné prostředí MOBILEACCESS_PASSWORD.
error-request-not-json = Požadavek není JSON: řádek { $line }, sloupec { $column }.

# Cloud
error-no-network = Cloud není dostupný. Změny zde čekají a odešlou se, jakmile bude síť.
error-cloud-not-reached = Na této adrese nikdo neodpovídá. Zkontrolujte ji a také připojení počítače k síti.
error-no-cloud-there = Na této adrese něco odpovídá, ale není to cloud MobileAccess.
error-cloud-busy = Cloud je zaneprázdněn. Za chvíli se zeptáme znovu.
error-bad-cloud-address = Adresu cloudu nelze použít.
error-program-too-old = Cloud vyžaduje novější verzi tohoto programu. Nic se neztratilo, změny zde čekají.
error-cloud-too-old = Program cloudu je starší než tento. Změny zde čekají, než bude aktualizován.
error-no-key-pair = Chybí klíč tohoto počítače pro cloud. Připojte se ke cloudu znovu; čekající změny zůstanou.
error-first-sync-stopped = Zastaveno. Připojte se znovu a bude se pokračovat.
error-key-not-confirmed = Cloud tento klíč ještě nepotvrdil, jeho QR kód by nemusel fungovat. Připojte se k síti a synchronizujte, nebo si příště před odjezdem vezměte kredity s sebou.
error-bad-answer = Odpovědi cloudu nelze rozumět.
error-token-expired = Cloud už přihlášení tohoto počítače nezná. Synchronizujte znovu.
error-too-many-requests = Příliš mnoho pokusů. Zkuste to za několik minut.
error-token-invalid = Cloud už přihlášení tohoto počítače nezná. Synchronizujte znovu.
error-signature-invalid = Cloud tento počítač nezná. Připojte se ke cloudu znovu; čekající změny zůstanou.
error-protocol-unknown = Verze tohoto programu a cloudu se příliš liší. Změny zde čekají, než bude jeden z nich aktualizován.
error-tenant-suspended = Vydavatel tohoto distributora pozastavil. Nic se neztratilo, změny zde čekají.
error-demo-only = Toto je jen v ukázce.
