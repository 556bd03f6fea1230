# Statements, handover protocols and Reader Config sheets.
papers-page = Page { $page } of { $pages }
papers-signature = signature, date
