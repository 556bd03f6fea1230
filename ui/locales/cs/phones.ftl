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
