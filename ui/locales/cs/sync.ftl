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
join-code-hint = Jen pokud jste ho dostali. Heslo výše je pak nové, pro tento počítač.
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
