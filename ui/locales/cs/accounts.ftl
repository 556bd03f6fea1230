# Účty a vlastní profil distributora.
accounts-text = Lidé, kteří se mohou přihlásit a spravovat tohoto zákazníka. Smazaný účet v seznamu zůstává a nedá se obnovit; podle potřeby ho vytvořte znovu.
accounts-none = Nikdo se sem zatím nemůže přihlásit
accounts-none-text = Vytvořte zákazníkovi účet, nebo jeho klíče spravujte sami v jeho prostředí.
account-col-email = Přihlašovací e-mail
account-col-expires = Platí do
account-expires = Přihlášení platí do
account-never-expires = bez omezení
account-role = Role
account-language = Jazyk
account-create = Vytvořit účet
account-create-text = Správce tohoto zákazníka. Heslo mu sdělte při předání instalace.
account-create-again = Vytvořit znovu
account-add = Přidat účet
account-created = { $email } se nyní může přihlásit
account-password = Heslo
account-confirm = Heslo znovu
account-current-password = Současné heslo
account-new-password = Nové heslo
account-change-password = Změnit heslo
account-change-password-other = Dosavadní heslo není třeba znát.
account-password-changed = Heslo účtu { $email } bylo změněno
account-delete = Smazat účet
account-delete-title = Smazat účet { $email }?
account-delete-text = Nikdo se s ním už nepřihlásí. Co se pod ním udělalo, zůstává v aktivitě.
account-deleted = { $email } se už nepřihlásí

profile-general = Obecné
profile-billing = Platby a vyúčtování
profile-account = Účet
profile-general-text = Spravuje je vydavatel. O změnu požádejte u něj.
profile-name = Název účtu
profile-code = Kód distributora
profile-login = Přihlášení
profile-login-text = Přihlašovací e-mail nelze změnit.

accounts-own-text = Vaši vlastní lidé: správci vidí všechny zákazníky, technici pracují u těch, které jim přidělíte. Smazaný účet v seznamu zůstává a nedá se obnovit; podle potřeby ho vytvořte znovu.
account-create-own-text = Heslo sdělte sami; každý si ho může změnit ve svém profilu.
account-installer-hint = Pracuje u přidělených zákazníků; kredit nepřevádí.
account-admin-hint = Vidí všechny zákazníky, převádí kredit, spravuje účty.
account-all-customers = všichni
account-customers-count =
    { $count ->
        [0] Žádný zákazník
        [one] { $count } zákazník
        [few] { $count } zákazníci
        [many] { $count } zákazníka
       *[other] { $count } zákazníků
    }
account-give = Přidělit zákazníky
account-give-text = { $email } pracuje u zákazníků, kteří jsou zde zaškrtnuti, a to hned.
account-set-expiry = Nastavit platnost
account-expires-hint = Poslední den, kdy se lze přihlásit. Prázdné: bez omezení.
account-expires-soon = Brzy skončí
account-expiry-set = Přihlášení { $email } platí do { $date }
account-expiry-removed = Přihlášení { $email } platí bez omezení
account-own-expires =
    { $days ->
        [0] Vaše přihlášení dnes končí. O prodloužení požádejte svého distributora.
        [one] Vaše přihlášení končí zítra ({ $date }). O prodloužení požádejte svého distributora.
        [few] Vaše přihlášení končí za { $days } dny, { $date }. O prodloužení požádejte svého distributora.
        [many] Vaše přihlášení končí za { $days } dne, { $date }. O prodloužení požádejte svého distributora.
       *[other] Vaše přihlášení končí za { $days } dní, { $date }. O prodloužení požádejte svého distributora.
    }
account-own-expires-admin =
    { $days ->
        [0] Vaše přihlášení dnes končí. Prodlužte je v Účtech.
        [one] Vaše přihlášení končí zítra ({ $date }). Prodlužte je v Účtech.
        [few] Vaše přihlášení končí za { $days } dny, { $date }. Prodlužte je v Účtech.
        [many] Vaše přihlášení končí za { $days } dne, { $date }. Prodlužte je v Účtech.
       *[other] Vaše přihlášení končí za { $days } dní, { $date }. Prodlužte je v Účtech.
    }
