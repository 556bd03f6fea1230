# Simulovaný telefon v ukázce.
phones-try = Vyzkoušet se simulovaným telefonem
phones-open = Otevřít simulovaný telefon
phones-title = Telefon – { $name }
phones-text = Simulovaný telefon naskenoval předávací list. O tom, co udělá, rozhodují stejná pravidla jako u skutečného telefonu, a karta uživatele to hned ukáže.
phones-doors = Moje dveře
phones-no-doors = Pro tento klíč zatím nejsou zveřejněné žádné dveře.
phones-one-tap = jedním klepnutím
phones-key-opens = Otevírá dveře
phones-key-closed = Teď neotevírá žádné dveře
phones-key-suspended = Pozastavený
phones-delete = Smazat klíč v telefonu
phones-sync = Synchronizovat
phones-empty = V tomto telefonu není žádný klíč.
phones-device-deleted = Toto zařízení bylo smazáno. Jeho uživatel potřebuje nový kód.

# Kde telefony najdou cloud.
address-title = Adresa v QR kódech
address-text = Telefon, který naskenuje předávací list, aktivuje klíč na této adrese. Samotný kód stojí za znakem # a do záznamů žádného webového serveru se nedostane.
address-label = Adresa cloudu pro telefony
address-none = Žádná: QR kódy obsahují jen aktivační kód a telefony se obracejí na cloud, pro který jsou nastavené.
address-hint = Například https://klice.example.cz. Nechte prázdné, mají-li QR kódy obsahovat jen kód.
address-edit = Upravit adresu
address-saved = Uloženo. Nové předávací listy ponesou novou adresu.
address-warning = Dříve vytištěné předávací listy mají dál starou adresu.
address-print-again =
    { $count ->
        [one] { $count } předávací list je třeba vytisknout znovu
        [few] { $count } předávací listy je třeba vytisknout znovu
        [many] { $count } předávacího listu je třeba vytisknout znovu
       *[other] { $count } předávacích listů je třeba vytisknout znovu
    }
