# Stránka za QR kódem předávacího listu, pro člověka s telefonem v ruce.
phone-page-title = Váš mobilní klíč čeká na aktivaci
phone-page-switch = English
phone-page-code = Váš aktivační kód
phone-page-copy = Zkopírovat kód
phone-page-copied = Zkopírováno
phone-page-no-code = Aktivační kód je vytištěn na předávacím listu vedle QR kódu.
phone-page-with-app = S aplikací IMAporter Mobile Key
phone-page-open = Otevřete aplikaci. V Androidu klepněte na „Přejít ke stažení mobilních klíčů“, v iOS přejděte na Identifikátory a klepněte na +.
phone-page-scan = Naskenujte QR kód z předávacího listu znovu přímo v aplikaci, nebo zadejte aktivační kód.
phone-page-doors = U čtečky otevřete „Dostupné dveře“ a klepněte na ty s nejsilnějším signálem.
phone-page-without-app = Bez aplikace
phone-page-install = Nainstalujte si IMAporter Mobile Key z Google Play nebo App Store. Je zdarma.
phone-page-again = Pak se vraťte na tuto stránku, nebo naskenujte QR kód znovu přímo v aplikaci. Musíte být připojeni k internetu.
phone-page-once = Kód funguje jednou, v jednom telefonu, do data na předávacím listu. Tato stránka ho nikam neposílá.
