# Rámec kolem všech obrazovek.
shell-places = Místa
shell-skip = Přeskočit na obsah
shell-notes = Oznámení
shell-no-page = Taková stránka neexistuje
shell-no-page-text = Adresa je chybná, nebo to, kam vedla, už není.
shell-go-home = Přejít na přehled

place-home = Přehled
place-customers = Zákazníci
place-invitations = Pozvánky
place-credit = Kredit
place-accounts = Účty
place-computers = Počítače
place-activity = Aktivita
place-profile = Můj profil
place-settings = Nastavení
place-users = Uživatelé
place-readers = Čtečky
place-groups = Skupiny čteček

workspace-switch = změnit pracovní prostor
workspace-distributor = Distributor · { $code }
workspace-customer = Zákazník · { $code }
workspace-customer-as-distributor = { $code } · jako distributor
workspace-find = Najít zákazníka
workspace-no-customers = Zatím žádní zákazníci
workspace-choose = Vyberte pracovní prostor
workspace-choose-text = Váš vlastní je už vybraný. Chcete-li pracovat u zákazníka, vyberte jeho.
workspace-select = Vybrat prostor
workspace-change = Změnit pracoviště
workspace-change-text = Zůstanete přihlášeni.

language-switch = Jazyk

account-menu = Účet
role-distributor-admin = Správce distributora
role-installer = Instalační technik
role-customer-admin = Správce zákazníka
theme-heading = Vzhled
theme-light = Světlý
theme-dark = Tmavý
theme-system = Podle systému
session-lock = Zamknout
session-log-out = Odhlásit se

demo-banner = Demo: nic tu není skutečné a žádný kód neotevře dveře.
demo-banner-customer = Demo systém: jeho System ID a System Key jsou veřejně známé.

palette-title = Hledání a akce
palette-hint = Napište jméno, místo nebo akci
palette-placeholder-distributor = Hledat zákazníky, uživatele, čtečky, akce
palette-placeholder-customer = Hledat uživatele, čtečky, akce
palette-group-places = Přejít na
palette-group-workspaces = Pracovní prostory
palette-work-in = Pracovat v { $name }

shortcut-sheet = Klávesové zkratky
shortcut-group-anywhere = Kdekoli
shortcut-group-page = Na této stránce
shortcut-group-go = Přejít na
shortcut-group-table = V tabulkách
shortcut-palette = Hledání a akce
shortcut-escape = Zavřít, co je navrchu
shortcut-table-move = Pohyb
shortcut-table-select = Vybrat
shortcut-table-extend = Rozšířit výběr
shortcut-table-open = Otevřít

leave-title = Odejít bez uložení?
leave-text = Co jste na této stránce napsali, ještě není uložené.
leave-discard = Zahodit změny
quit-title = Zavřít MobileAccess?
quit-text = Něco ještě není hotové:
quit-typed = Co jste na této stránce napsali, není uložené.
quit-waiting =
    { $count ->
        [one] { $shown } změna se ještě nedostala do cloudu. Odešle se, až MobileAccess znovu poběží.
        [few] { $shown } změny se ještě nedostaly do cloudu. Odešlou se, až MobileAccess znovu poběží.
       *[other] { $shown } změn se ještě nedostalo do cloudu. Odešlou se, až MobileAccess znovu poběží.
    }
quit-unpublished =
    { $count ->
        [one] { $name }: { $shown } změna čteček není zveřejněná, telefony o ní nevědí
        [few] { $name }: { $shown } změny čteček nejsou zveřejněné, telefony o nich nevědí
       *[other] { $name }: { $shown } změn čteček není zveřejněno, telefony o nich nevědí
    }
quit-anyway = Přesto zavřít
file-writing = Zapisuje se soubor
file-writing-rows = { $done } z { $total }
file-writing-stop = Zastavit
file-writing-stopped = Zápis je zastaven, soubor nevznikl.
