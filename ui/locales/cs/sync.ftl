# Tento počítač a jeho cloud: štítek, jeho panel, připojení.
first-run-join = Připojit ke cloudu
first-run-join-text = Data jsou ve vaší kanceláři nebo u distributora; tento počítač pracuje s nimi, i bez sítě.

join-title = Připojit ke cloudu
join-text = Tento počítač dostane kopii všeho, co smí váš účet vidět, pracuje i bez sítě a sám se udržuje aktuální.
join-address = Adresa
join-address-hint = Jak jste ji dostali z kanceláře, například https://kancelar.example:8443.
join-certificate-text = Za tento server ručí jen on sám. Porovnejte otisk s tím, který ukazuje kancelářský server. Liší-li se, odpovídá někdo jiný.
join-certificate-same = Otisk je stejný
join-password = Heslo
join-code = Jednorázový kód
join-code-hint = Jen pokud jste ho dostali. Heslo účtu si pak zvolíte níže.
join-computer = Název tohoto počítače
join-computer-default = Počítač
join-computer-hint = Aby ho ostatní poznali v seznamu počítačů, například Notebook-2.
join-one-account = Data na tomto počítači budou patřit jen tomuto účtu. Ostatní se připojí na vlastních počítačích.
join-aside = Na tomto počítači jsou data. Odloží se do vlastní složky, nesmažou se.
join-aside-known = Odložit data tohoto počítače
join-rows = Stahují se data
join-rows-note = { $received } z { $expected } řádků
join-stop = Zatím zastavit
join-action = Připojit

sync-title = Synchronizace
sync-stage-none = Bez cloudu
sync-stage-first = První synchronizace
sync-stage-up-to-date = Aktuální
sync-stage-working = Synchronizuje se
sync-stage-offline = Bez sítě
sync-stage-trouble = Synchronizace stojí
sync-chip-waiting =
    { $count ->
        [one] { $shown } změna čeká
        [few] { $shown } změny čekají
        [many] { $shown } změny čeká
       *[other] { $shown } změn čeká
    }
sync-chip-attention =
    { $count ->
        [one] { $shown } věc vás potřebuje
        [few] { $shown } věci vás potřebují
        [many] { $shown } věci vás potřebuje
       *[other] { $shown } věcí vás potřebuje
    }
sync-last-contact = Poslední spojení
sync-never = Zatím žádné
sync-waiting = Dosud neodesláno
sync-changes =
    { $count ->
        [0] Nic
        [one] { $shown } změna
        [few] { $shown } změny
        [many] { $shown } změny
       *[other] { $shown } změn
    }
sync-since = od { $when }
sync-attention = Vyžaduje pozornost
sync-attention-none = Nic. Vše, co bylo odesláno, bylo přijato.
sync-waiting-list = Čeká na cloud
sync-waiting-none = Nic nečeká.
sync-more = a dalších { $shown }
sync-now = Synchronizovat
sync-field = Pole
sync-mine = Moje
sync-theirs = Jejich
sync-keep-theirs = Nechat jejich
sync-use-mine = Použít moje
sync-discard = Zahodit
sync-resend = Zkusit znovu
sync-fix = Opravit a odeslat znovu
sync-void-handout = Pokud byl QR kód předán, nic neotevře. Vydejte klíč znovu a vytiskněte ho.
sync-pending = Dosud nepotvrzeno
sync-password-changed = Vaše heslo bylo změněno na jiném počítači. Zadejte nové, aby otevíralo i tento počítač.
sync-password-enter = Zadat nové heslo
sync-password-title = Nové heslo
sync-password-text = Staré heslo otevírá tento počítač, dokud nezadáte nové.
sync-password-label = Nové heslo
sync-password-save = Používat i zde
sync-account-ended = Váš účet skončil. Co zde čeká, se ještě odešle; nic nového už udělat nelze.
sync-computer-ended = Tento počítač odebral správce. Co zde čeká, se odevzdá, potom se data z počítače smažou.

settings-cloud = Cloud
settings-cloud-text = Spolupráce s dalšími počítači: jeden cloud je udržuje ve stejném stavu.
settings-cloud-show = Ukázat, co se děje
settings-cloud-move-text = Vše, co zde bylo založeno, se přesune také a tento počítač s tím pracuje dál.
settings-cloud-join-text = Pro počítač, který má pracovat s daty kanceláře nebo distributora. Co je zde, se odloží stranou.

join-new-password = Nové heslo
move-title = Přesunout do cloudu
move-text = Tento počítač přestane pracovat sám: vše z něj přejde do cloudu a on pracuje dál jako jeden z jeho počítačů.
move-all = Přesunou se zákazníci, uživatelé, klíče, čtečky, kredit i celý záznam činnosti. Předané kódy platí dál.
move-credit = Kredit vydaný na tomto počítači čeká, až ho vydavatel cloudu potvrdí. Zkušební kredit lze utrácet hned.
move-others = Počítač pak patří jen vašemu účtu. Ostatní se přihlašují na vlastních počítačích.
move-code = Jednorázový kód
move-code-hint = Od toho, kdo cloud provozuje: vypíše ho mobileaccess-cloud move-code.
move-password = Vaše heslo
move-action = Přesunout
move-busy = Vše je na cestě. Může to trvat minutu.
move-done = Tento počítač teď pracuje s cloudem
move-unfinished = Tento počítač se přesouvá na { $address }. Dokud nedorazí, nelze zde nic měnit.
move-finish = Dokončit
move-stop = Zůstat zde
move-stop-title = Pracovat dál jen zde?
move-stop-text = Pokud cloud data přece jen převzal, bude mu chybět vše, co zde od teď uděláte. Zastavte přesun, jen když víte jistě, že nic nedorazilo.
move-go-on = Není známo, zda vše dorazilo na { $address }. Pokračovat je bezpečné: nic se nepřevezme dvakrát.

sync-quarantined =
    { $count ->
        [one] { $shown } věc, kterou doručil ztracený počítač, čeká na vaše rozhodnutí
        [few] { $shown } věci, které doručily ztracené počítače, čekají na vaše rozhodnutí
        [many] { $shown } věci, kterou doručily ztracené počítače, čeká na vaše rozhodnutí
       *[other] { $shown } věcí, které doručily ztracené počítače, čeká na vaše rozhodnutí
    }
site-offer = Síť je zpět. Abyste příště mohli předávat klíče i bez ní, vezměte si kredit a ID uživatelů na místo.
site-offer-later = Teď ne

settings-office = Kancelářský server
settings-office-text = Pro malou kancelář bez serveru: tento počítač uchovává data i pro ostatní.
office-turn-on = Udělat z tohoto počítače kancelářský server
office-turn-on-text = Ostatní dostávají data z tohoto počítače. Není k tomu třeba další program ani server.
office-step-data = Vaše data se přesunou do vlastního šifrovaného souboru serveru na tomto počítači. Kredit zůstává, jak je.
office-step-open = Ostatní jsou aktuální, dokud je tato aplikace otevřená a jednou jste se v ní přihlásili; zamčení nevadí. Bez ní pracují dál jako bez sítě.
office-step-others = Nikdo ze sítě dovnitř nesmí, dokud to nezapnete.
office-computer-default = Kancelář
office-is-on = Tento počítač je kancelářský server
office-elsewhere = Tento počítač už patří ke cloudu.
office-running = Běží
office-stopped = Neběží
office-lan = Pustit počítače ze sítě
office-lan-hint = Vše je šifrované; ostatní počítače jednou porovnají otisk.
office-address = Adresa pro ostatní počítače
office-no-network = Tento počítač není v žádné síti.
office-certificate = Otisk jeho certifikátu
office-note = Počítač přidáte v Počítačích: s jednorázovým kódem nikdo nemusí znát heslo.
office-mail = Dopisy
office-mail-none = Dopisy s mobilními klíči potřebují poštovní server, například od vašeho poskytovatele internetu.
office-mail-by = Dopisy odcházejí přes { $host } od { $from }.
office-mail-waiting =
    { $count ->
        [one] { $count } dopis čeká na odeslání.
        [few] { $count } dopisy čekají na odeslání.
        [many] { $count } dopisu čeká na odeslání.
       *[other] { $count } dopisů čeká na odeslání.
    }
office-mail-set = Nastavit poštovní server
office-mail-change = Změnit poštovní server
office-mail-text = Tyto údaje zná váš poskytovatel nebo ten, kdo se stará o vaši poštu.
office-mail-from = Odesílatel
office-mail-from-hint = Adresa, nebo jméno s adresou: Alfa Locks <klice@alfa.example>
office-mail-security = Zabezpečení spojení
office-mail-security-none = Žádné
office-mail-host = Poštovní server
office-mail-port = Port
office-mail-user = Uživatelské jméno
office-mail-password = Heslo
office-mail-password-kept = Necháte-li prázdné, platí dosavadní.
office-mail-reminder = Kolik dní před koncem kódu připomenout
office-mail-reminder-hint = 0: nepřipomínat.
office-mail-saved = Uloženo. Pošlete si zkušební zprávu.
office-mail-off = Už nic neposílat
office-mail-is-off = Přes { $host } už dopisy neodcházejí
office-sms = Textové zprávy
office-sms-none = Každý dopis může oznámit textová zpráva. K tomu je potřeba HTTP brána, jakou mají poskytovatelé textových zpráv.
office-sms-by = Textové zprávy odcházejí přes { $server }.
office-sms-kept-off = Brána { $server } zůstává uložená a je vypnutá.
office-sms-needs-letters = Textová zpráva oznamuje dopis: nastavte i poštovní server.
office-sms-set = Nastavit SMS bránu
office-sms-change = Změnit SMS bránu
office-sms-text = Tyto údaje popisuje váš poskytovatel textových zpráv pod „HTTP API“.
office-sms-on = Posílat textové zprávy
office-sms-on-hint = Vypnutá brána zůstane uložená.
office-sms-url = Adresa
office-sms-url-hint = Začíná na https://. Prázdná a vypnutá: žádná brána už nebude.
office-sms-headers = Hlavičky
office-sms-headers-hint = Sem patří klíče a hesla. Co je uložené, už nikdo neuvidí.
office-sms-header-name = Název
office-sms-header-value = Hodnota
office-sms-header-kept = Necháte-li prázdné, platí dosavadní.
office-sms-header-add = Přidat hlavičku
office-sms-header-remove = Odebrat hlavičku { $name }
office-sms-kind = Typ obsahu těla
office-sms-kind-form = Pole formuláře
office-sms-kind-text = Prostý text
office-sms-body = Tělo
office-sms-body-hint = Prázdné: brána se volá metodou GET a vše je v adrese.
office-sms-placeholders = V adrese a v těle se dosadí:
office-sms-placeholder-phone = číslo s + a předvolbou země
office-sms-placeholder-text = text zprávy
office-sms-saved = Uloženo. Vyzkoušejte zkušební zprávou.
office-sms-gone = Žádná SMS brána už není nastavená
office-sms-test = Poslat zkušební SMS
office-sms-test-text = Odejde hned. Poskytovatel si za ni může účtovat.
office-sms-test-send = Poslat
office-sms-test-done = Brána přijala textovou zprávu na { $to } (odpověď { $status }).
office-sms-test-failed = Textová zpráva na { $to } neodešla: { $problem }
office-sms-status = Odpověď { $status }
office-sms-said = Brána odpověděla: { $detail }
office-sms-problem-unreachable = brána neodpovídá.
office-sms-problem-tls = spojení s bránou se nepodařilo zabezpečit.
office-sms-problem-login = brána vás nepřihlásila. Zkontrolujte klíč v hlavičkách.
office-sms-problem-rejected = brána zprávu nepřijala.
office-sms-problem-try-later = brána žádá o strpení.
office-sms-problem-bad-settings = adresa není správná.
office-backups = Zálohy kancelářského serveru
office-backups-none = Zatím žádná není. Vzniká každý den; uchovává se posledních sedm.
office-backup-restore-title = Vrátit kancelářský server do { $at }?
office-backup-restore-text = Počítače znovu přinesou, co pak server nebude znát. Dokud nepotvrdíte, že se připojily všechny, neaktivuje se žádný telefon a neodejde žádný dopis. Co je na serveru teď, se odloží stranou, nesmaže se.
office-backup-restored = Kancelářský server byl vrácen
office-recovering = Kancelářský server byl vrácen do zálohy. Nechte připojit všechny počítače, aby přinesly, co server nezná. Do té doby se neaktivuje žádný telefon a neodejde žádný dopis.
office-end-recovery = Všechny počítače se připojily
office-recovered = Telefony se zase aktivují a dopisy odcházejí

quit-held = Vzato na místo a nikdo jiný to zatím nemůže utratit: { $customer } ({ $credit })
quit-serves = Tento počítač je kancelářský server. Dokud je aplikace zavřená, ostatní se nesynchronizují; pracují dál jako bez sítě.
