# Skupiny čteček.
group-text = Mobilní klíč otevírá čtečky svých skupin. Čtečka patří do jedné skupiny nebo do žádné; klíč jich může mít několik.
group-name = Název skupiny
group-name-hint = Například Garáž, Vchod B, Střecha.
group-keys = Mobilní klíče
group-create = Vytvořit skupinu
group-created = Skupina { $name } byla vytvořena
group-rename = Přejmenovat
group-rename-title = Přejmenování skupiny { $name }
group-renamed = Skupina se nyní jmenuje { $name }
group-show-readers = Zobrazit její čtečky
group-actions = Akce pro { $name }
group-delete = Smazat skupinu
group-delete-title = Smazat skupinu { $name }?
group-delete-readers =
    { $count ->
        [0] Není v ní žádná čtečka.
        [one] Jedna čtečka zůstane bez skupiny.
        [few] { $count } čtečky zůstanou bez skupiny.
       *[other] { $count } čteček zůstane bez skupiny.
    }
group-delete-keys =
    { $count ->
        [0] Nemá ji žádný mobilní klíč.
        [one] Jeden mobilní klíč přijde o dveře této skupiny.
        [few] { $count } mobilní klíče přijdou o dveře této skupiny.
       *[other] { $count } mobilních klíčů přijde o dveře této skupiny.
    }
group-delete-publish = Telefony se o změně čteček dozví, až ji zveřejníte.
group-delete-forever = Nelze to vrátit zpět; nová skupina stejného názvu bude prázdná.
group-deleted = Skupina { $name } byla smazána
group-empty = Zatím žádné skupiny
group-empty-text = Vytvořte skupinu a pak ji zvolte u čteček a mobilních klíčů.
group-off = Skupiny čteček jsou zde vypnuté
group-off-text = Každý mobilní klíč otevírá všechny zveřejněné čtečky. Mají-li někteří lidé otevírat jen některé dveře, může skupiny zapnout váš distributor.
group-off-text-distributor = Každý mobilní klíč otevírá všechny zveřejněné čtečky. Mají-li někteří lidé otevírat jen některé dveře, zapněte skupiny v nastavení mobilních klíčů zákazníka.
group-off-settings = Otevřít nastavení mobilních klíčů
