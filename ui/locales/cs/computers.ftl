customer-delete-on-site = { $held }. Klíče, které z toho byly vydány a ještě nebyly odeslány, přestanou platit.
customer-id-twice = System ID použité dvakrát
customer-id-twice-text = Stejné System ID má i jiný zákazník, protože jeden z nich vznikl bez sítě. Podívejte se na čtečky na místě a změňte to, které je chybné.
key-away = Síť není a z tohoto zákazníka nebylo nic vzato na místo
key-away-text = Klíč lze zadat už teď. Jeho QR kód se ukáže, až bude síť a cloud ho potvrdí; předtím není co předat. Pro příště: vezměte si kredity a User ID na místo, než odjedete.
key-from-site = Bez sítě: klíč se hradí z toho, co si tento počítač vzal na místo. Jeho QR kód funguje.
# Počítače, které patří ke cloudu, a co drží pro práci bez sítě.
computers-title = Všechny počítače
computers-text = Všechny počítače, na kterých se s těmito daty pracuje, a co si vzaly na místo.
computers-alone = Tento počítač pracuje sám
computers-alone-text = Nepatří k žádnému cloudu, takže není co brát na místo: celá práce funguje přímo zde, se sítí i bez ní.
computer-this = tento počítač
computer-copied = jeho data jsou kopií jiného počítače
computer-since = od { $date }
computer-contact = Naposledy ve spojení { $time }
computer-contact-unknown = Poslední spojení zná cloud
computer-waiting =
    { $count ->
        [one] { $shown } změna čeká
        [few] { $shown } změny čekají
       *[other] { $shown } změn čeká
    }
computer-actions = Akce pro { $name }
computer-rename = Přejmenovat
computer-name = Název počítače
computer-revoke = Ukončit tento počítač
computer-revoke-title = Ukončit { $name }?
computer-revoke-text = Při příštím spojení odešle, co ještě neodeslal, vrátí, co drží, a odstraní svá data. Nic z toho, co bylo předáno, se neztratí.
computer-was-revoked = Počítač { $name } byl ukončen
computer-revoked = Ukončen { $date }
computer-lost = Ztracen { $date }
computer-declare-lost = Prohlásit za ztracený
computer-lost-title = Prohlásit { $name } za ztracený?
computer-lost-text = Pro počítač, který byl ukraden nebo se už nevrátí. Nelze to vzít zpět.
computer-lost-nothing = Nedrží žádné kredity ani User ID
computer-lost-credit = Jeho nevyužité kredity se hned vrátí zákazníkům
computer-lost-numbers = Jeho User ID se už nikdy nepřidělí
computer-lost-keys = Klíče, které ještě neodeslal, neplatí: jejich QR kódy nebudou fungovat
computer-was-lost = Počítač { $name } byl prohlášen za ztracený

site-title = Vzato na místo na tomto počítači
site-text = Kredity a User ID, které může využít jen tento počítač: vydá s nimi klíče i bez sítě a jejich QR kódy fungují.
site-take = Vzít na místo
site-take-title = Vzít na místo
site-take-text = Vyberte, co může tento počítač využít bez sítě. Zůstává to zákazníkovo a vrátí se, až to vrátíte.
site-taken =
    { $count ->
        [one] Vzato na místo pro { $shown } zákazníka
        [few] Vzato na místo pro { $shown } zákazníky
       *[other] Vzato na místo pro { $shown } zákazníků
    }
site-give-back = Vrátit
site-give-back-all = Vrátit vše
site-given-back = Vráceno
site-nothing = Nic není vzato. Před cestou na místo bez sítě si vezměte kredity a User ID zákazníků, které navštívíte.
site-held-credit =
    { $count ->
        [one] { $shown } z { $of } kreditů
        [few] { $shown } z { $of } kreditů
       *[other] { $shown } z { $of } kreditů
    }
site-numbers = User ID { $ranges } (nepoužitých { $left })
site-held-on =
    { $count ->
        [one] { $shown } z { $of } kreditů je na počítači { $computer }, nepoužitých User ID: { $left }
        [few] { $shown } z { $of } kreditů jsou na počítači { $computer }, nepoužitých User ID: { $left }
       *[other] { $shown } z { $of } kreditů je na počítači { $computer }, nepoužitých User ID: { $left }
    }
site-waiting = čeká na cloud
site-until-sync = vrátí se při první synchronizaci
site-away-held = Síť není. Klíče těchto zákazníků se hradí z toho, co je zde, a jejich QR kódy fungují hned.
site-away-none = Síť není a nic nebylo vzato na místo. Klíče lze zadat už teď; jejich QR kódy se ukážou, až je cloud potvrdí. Zákazníka lze založit i zde, přinese si vlastních pět zkušebních kreditů.
site-trip = Příští cesta
site-trip-none = Žádná naplánovaná
site-trip-hint = Den předem připomeneme, abyste si vzali, co potřebujete.
site-trip-near = Cesta se blíží a nic ještě není vzato
site-trip-near-text = Vezměte si kredity a User ID na místo, dokud je síť.
site-find = Najít zákazníka
site-no-customers = Zatím není žádný zákazník, jehož kredity by šlo vzít.
site-customer-hint =
    { $count ->
        [one] { $id } · { $shown } kredit
        [few] { $id } · { $shown } kredity
       *[other] { $id } · { $shown } kreditů
    }
site-credits = Kredity
site-of = z { $available }
site-user-ids = User ID
site-user-ids-hint = Nejbližší volná
site-choose = Vyberte zákazníka.

quarantine-title = Ze ztracených počítačů
quarantine-text = Co počítač odevzdal poté, co byl prohlášen za ztracený. Přijatý klíč stojí nový kredit; nejdřív přijměte, co je první.
quarantine-accept = Přijmout
quarantine-accept-all = Přijmout vše
quarantine-discard = Zahodit
computer-renamed = Počítač se teď jmenuje { $name }

computer-add = Přidat počítač
computer-add-text = S jednorázovým kódem může někdo pracovat na dalším počítači; heslo si zvolí tam.
computer-add-account = Účet
computer-add-make = Vytvořit kód
computer-add-how = Na druhém počítači: spusťte aplikaci, zvolte „Připojit ke cloudu“ a zadejte toto.
computer-add-until = Kód platí jednou, do { $time }. Ukáže se jen zde.
