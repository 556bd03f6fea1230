# Výpisy, předávací protokoly a listy pro Reader Config.
papers-page = Strana { $page } z { $pages }
papers-signature = podpis, datum
