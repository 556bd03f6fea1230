# Dopisy a textové zprávy držitelům klíčů, které odesílá cloud.
messages-send-email = Poslat QR e-mailem
messages-send-email-to = Na { $to }, s postupem pro telefon.
messages-send-email-none = Není zadán e-mail, na který by se dal poslat.
messages-send-sms = Oznámit textovou zprávou
messages-send-sms-to = Na { $to }: QR je v e-mailu. Kód v ní není.
messages-send-sms-none = Není zadáno telefonní číslo.
messages-off = Cloud zatím neumí posílat e-maily: poštovní server nastaví ten, kdo cloud provozuje.

messages-email = E-mail
messages-sms = Textová zpráva
messages-reminder = Připomenutí
messages-queued = Čeká na odeslání na { $to }
messages-delayed = Na { $to } zatím neodesláno: { $problem } Zkusí se to znovu samo.
messages-sent = Odesláno { $date } na { $to }
messages-refused = Poštovní server adresu { $to } nezná.
messages-refused-todo = Opravte adresu a pošlete znovu, nebo vytiskněte kartu.
messages-failed = Na { $to } neodesláno: { $problem }
messages-failed-todo = Pošlete znovu, nebo vytiskněte kartu.
messages-void = Neodesláno: už by to k ničemu nebylo.
messages-said = Odpověď serveru: { $detail }

messages-problem-unreachable = poštovní server neodpovídá.
messages-problem-tls = spojení s poštovním serverem se nepodařilo zabezpečit.
messages-problem-login = poštovní server cloud nepřihlásil.
messages-problem-recipient-refused = poštovní server adresu nezná.
messages-problem-rejected = poštovní server zprávu nepřijal.
messages-problem-try-later = poštovní server žádá o strpení.
messages-problem-bad-settings = poštovní nastavení cloudu nefunguje.
messages-problem-channel-off = cloud takové zprávy neposílá.
messages-problem-bad-address = adresa nemůže být správná.

messages-action-send = Poslat e-mailem
messages-action-again = Poslat znovu
messages-dialog-title = Poslat mobilní klíč: { $name }
messages-dialog-text = V dopise je QR, aktivační kód a postup pro telefon.
messages-dialog-address = E-mailová adresa
messages-dialog-submit = Poslat
messages-asked = Dopis na { $to } je na cestě
messages-done-queued = Na { $to } odchází dopis.

messages-undelivered = Zprávy, které nedorazily
messages-open-user = Otevřít kartu: { $name }

messages-test = Poslat zkušební zprávu
messages-test-text = Dopisy s mobilními klíči posílá cloud. Zkušební zpráva přijde na vaši vlastní adresu.
messages-test-done = Poštovní server přijal zkušební zprávu na { $to }.
messages-test-failed = Zkušební zpráva na { $to } neodešla: { $problem }
