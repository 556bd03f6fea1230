# Šablony instalací.
template-place = Šablony instalací
template-one = Šablona instalace
template-text = Nastavení, která dáte zákazníkům najednou: v průvodci, nebo později na kartě Mobilní klíč. Změna šablony nemění zákazníky, kteří ji už dostali.
template-none = Zatím žádné šablony
template-none-text = Šablona drží nastavení klíčů, přístupu a skupiny čteček. Vytvořte ji zde, nebo ze zákazníka, který je dobře nastavený.
template-create = Vytvořit šablonu
template-edit-title = Změna šablony { $name }
template-edit = Změnit: { $name }
template-delete = Smazat: { $name }
template-dialog-text = Co necháte prázdné, zůstane u zákazníka, jak je.
template-name = Název
template-note = Poznámka
template-leave = ponechat, jak je
template-on = Zapnuto
template-off = Vypnuto
template-validity-months = Počet měsíců
template-validity-until = Do určitého dne
template-month-count = Měsíců
template-day = Poslední den
template-months =
    { $count ->
        [one] { $shown } měsíc ode dne použití
        [few] { $shown } měsíce ode dne použití
       *[other] { $shown } měsíců ode dne použití
    }
template-until = Do { $day }
template-groups-hint = Jeden název na řádek. Zákazník dostane ty, které ještě nemá.
template-created = Šablona { $name } vytvořena
template-saved = Šablona { $name } uložena
template-deleted = Šablona { $name } smazána
template-changed = Změněno { $day }
template-sets-nothing = Zatím nic nenastavuje
template-apply = Použít šablonu
template-apply-to = Použít šablonu: { $customer }
template-applied = Šablona { $name } použita: { $customer }
template-changes = Co se změní
template-nothing = Zákazník už všechno z toho má. Nic by se nezměnilo.
template-keys-stay = Vydané klíče si ponechají název i platnost.
template-new-groups =
    { $count ->
        [one] Nová skupina
        [few] { $shown } nové skupiny
       *[other] { $shown } nových skupin
    }
template-left-out = Skupiny čteček jsou vypnuté, proto se nevytvoří: { $groups }
template-save-as = Uložit jako šablonu
template-start-from = Začít ze šablony
template-start-none = žádná
template-started = Nastavení šablony jsou vyplněná; změňte, co je jinak.
