# První spuštění a odemknutí.
first-run-title = Vítejte v MobileAccess
first-run-text = Mobilní klíče ke dveřím s BLE čtečkami. Vše zůstává zašifrované na tomto počítači.
first-run-setup = Nastavit tento počítač
first-run-setup-text = Pro skutečnou práci distributora: zákazníci, kredit, klíče.
first-run-demo = Prohlédnout si demo
first-run-demo-text = Distributor s pěti zákazníky. Nic není skutečné a kdykoli to lze odstranit.
first-run-demo-busy = Demo se připravuje
first-run-setup-title = Nastavení tohoto počítače
first-run-distributor-name = Název distributora
first-run-distributor-code = Kód distributora
first-run-distributor-code-hint = Čtyři písmena nebo číslice z distributorské smlouvy. Začíná jím každé System ID.
first-run-email-hint = Vaše přihlašovací jméno. Později ho nelze změnit.
first-run-password = Heslo
first-run-password-repeat = Heslo znovu
first-run-password-note = Heslo otevírá zašifrovaný soubor na tomto počítači. Nikdo vám ho nedohledá.
first-run-create = Nastavit
first-run-recovery-title = Uschovejte si kód pro obnovu
first-run-recovery-text = Zapomenete-li heslo, otevře soubor jen tento kód. Zobrazí se jednou. Vytiskněte si ho nebo opište a neukládejte ho na tomto počítači.
first-run-recovery-saved = Kód mám bezpečně uložený
first-run-recovery-done = Začít pracovat

unlock-title = Odemknout
unlock-text = Data na tomto počítači jsou zašifrovaná.
unlock-password = Heslo
unlock-action = Odemknout
unlock-recovery = Heslo si nepamatuji
unlock-recovery-title = Otevřít kódem pro obnovu
unlock-recovery-text = Opište kód ze dne, kdy byl tento počítač nastaven, a zvolte nové heslo.
unlock-recovery-code = Kód pro obnovu
unlock-recovery-email = E-mail účtu
unlock-new-password = Nové heslo
unlock-recovery-action = Otevřít a změnit heslo
unlock-with-password = Použít heslo
unlock-demo = Otevřít místo toho demo
unlock-leave-demo = Opustit demo a otevřít vlastní data počítače

broken-title = Data nelze otevřít
