# E-maily a textové zprávy držitelům klíčů, píše je cloud.

mail-greeting = Dobrý den, { $name },
mail-key-subject = Váš mobilní klíč: { $site }
mail-key-intro = v příloze najdete mobilní klíč do telefonu. Otevírá dveře objektu { $site }. Postupujte podle těchto kroků:
mail-reminder-subject = Váš mobilní klíč stále čeká: { $site }
mail-reminder-intro = váš mobilní klíč do objektu { $site } ještě nebyl aktivován. Aktivační kód platí do { $until }. Postupujte podle těchto kroků:
mail-step-app = Nainstalujte si aplikaci IMAporter Mobile Key z { $link } a spusťte ji.
mail-step-check = Při prvním spuštění aplikace ověří váš telefon a ukáže zelený nebo červený obličej (jen Android).
mail-step-load = Klepněte na PŘEJÍT KE STAŽENÍ MOBILNÍCH KLÍČŮ (Android), nebo otevřete Identifikátory a klepněte na + (iPhone).
mail-step-scan = Zůstaňte připojeni k internetu a načtěte QR kód níže, je i v příloze. Místo něj můžete opsat aktivační kód.
mail-step-open = U čtečky otevřete Dostupné dveře a klepněte na čtečku s nejsilnějším signálem.
mail-code-until = QR kód i aktivační kód platí do { $until }.
mail-link = Otevřít klíč v tomto telefonu
mail-qr-alt = QR kód mobilního klíče
mail-file = mobilni-klic.png
mail-closing = Věříme, že vám bude mobilní klíč dobře sloužit.
mail-test-subject = MobileAccess: zkušební zpráva
mail-test-text = Tato zpráva ukazuje, že MobileAccess umí posílat e-maily za { $sender }. Není třeba nic dělat.
mail-sms-notice = Mobilní klíč do objektu { $site } jsme poslali na váš e-mail.
mail-sms-test = Zkušební zpráva MobileAccess od { $sender }. Nemusíte nic dělat.
