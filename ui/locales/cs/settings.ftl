# Nastavení tohoto počítače.
settings-saved = Uloženo
settings-language = Jazyk
settings-language-text = Obrazovek i toho, co z nich vzniká. Předávací listy se řídí příjemcem.
settings-theme = Vzhled
settings-theme-text = Jen na tomto počítači.
settings-auto-lock = Automatické zamčení
settings-auto-lock-text = Když se aplikace chvíli nikdo nedotkne.
settings-auto-lock-never = Nikdy
settings-auto-lock-minutes =
    { $minutes ->
        [one] Po 1 minutě
       *[other] Po { $minutes } minutách
    }
settings-recovery = Kód pro obnovu
settings-recovery-text = Otevře data, když heslo zapomenete.
settings-recovery-new = Nový kód pro obnovu
settings-recovery-ask = Dosavadní kód tím ihned přestane platit.
settings-recovery-make = Vytvořit nový kód
settings-backups = Zálohy
settings-backups-text = Vznikají každý den, zašifrované stejně jako data; uchovává se posledních sedm.
settings-backups-none = Zatím žádná záloha.
settings-backup-create = Zálohovat nyní
settings-backup-made = Zálohováno
settings-backup-restore = Obnovit
settings-backup-restore-title = Obnovit zálohu z { $at }
settings-backup-restore-text = Vše, co se od té doby udělalo, z obrazovek zmizí. Současná data se odloží stranou, nesmažou se.
settings-backup-password = Vaše dnešní heslo
settings-backup-restore-action = Obnovit
settings-backup-restored = Záloha je obnovena
settings-demo = Demo
settings-demo-text = Demo má svá vlastní data, oddělená od vašich.
settings-demo-text-inside = Právě jste v demu. Má svá vlastní data, oddělená od vašich.
settings-demo-open = Otevřít demo
settings-demo-leave = Opustit demo
settings-demo-remove = Odstranit demo
settings-demo-remove-title = Odstranit demo?
settings-demo-remove-text = Všechna data dema se smažou. Vaše vlastní data zůstanou nedotčená.
settings-demo-removed = Demo je odstraněno
settings-version = MobileAccess { $version }

settings-printer = Tiskárna
settings-printer-text = Opraví, kam vaše tiskárna umisťuje štítky a karty. Pamatuje si to tento počítač.
settings-printer-stock = Zkušební list pro
settings-app = Odkazy na aplikaci
settings-app-text = Kde držitelé klíčů najdou aplikaci Mobile Key. Přehled zákazníka je ukazuje jako QR kódy a lístky je uvádějí.
settings-app-android = Android (Google Play)
settings-app-ios = iPhone (App Store)
settings-credit = Varování o kreditu
settings-credit-text = Přehledy varují, jakmile kreditu nezbývá víc než tolik. Pamatuje si to tento počítač.
settings-credit-text-own = Přehled varuje, jakmile kreditu nezbývá víc než tolik. Pamatuje si to tento počítač.
settings-credit-customer = Zbývá zákazníkovi
settings-credit-own = Zbývá vám
settings-credit-left = Zbývající kredit
