# Soubory s uživateli: sloupce a co je na řádku špatně. Čte je i jádro.
user-file-column-title = Titul
user-file-column-first-name = Jméno
user-file-column-last-name = Příjmení
user-file-column-full-name = Celé jméno
user-file-column-email = E-mail
user-file-column-phone = Telefon
user-file-column-language = Jazyk
user-file-column-key-name = Název klíče
user-file-column-number = User ID
user-file-column-valid-from = Platí od
user-file-column-valid-to = Platí do
user-file-column-groups = Skupiny čteček

user-row-missing-name = Chybí jméno.
user-row-bad-value = { $column }: „{ $value }“ nelze rozpoznat.
user-row-too-long = { $column }: nejvýše { $max } znaků.
user-row-control-character = { $column }: jen jeden řádek bez řídicích znaků.
user-row-duplicate-in-file = Stejná osoba jako na řádku { $row }.
user-row-two-matches = E-mail patří uživateli { $by_email }, ale telefon uživateli { $by_phone }.
user-row-several-matches = Podle údaje { $column } odpovídá více uživatelů ({ $count }); nelze poznat, o kterého jde.
user-row-user-id-taken = User ID { $number } patří nebo patřilo jinému klíči.
user-row-user-id-twice = User ID { $number } má i řádek { $row }.
user-row-ends-before-start = Poslední den je před prvním.
user-row-ends-in-the-past = Poslední den už uplynul.
user-row-no-such-group = Skupina čteček „{ $name }“ neexistuje.
