# The print centre.
file-saved = Saved as { $name }
file-open = Open

handouts-title =
    { $count ->
        [one] Handout
       *[other] Handouts for { $shown } keys
    }
handouts-title-for = Handout for { $name }
handouts-stock = Print on
handouts-stock-a4 = A4 page
handouts-stock-a4-hint = One page for each key, with instructions
handouts-stock-card = ID-1 card
handouts-stock-card-hint = 85.6 × 54 mm, as a bank card
handouts-stock-l7160 = Labels L7160
handouts-stock-l7160-hint = 21 on A4, 63.5 × 38.1 mm
handouts-stock-l7163 = Labels L7163
handouts-stock-l7163-hint = 14 on A4, 99.1 × 38.1 mm
handouts-stock-l5160 = Labels 5160
handouts-stock-l5160-hint = 30 on US Letter, 2 5/8 × 1 in
handouts-start = First free label
handouts-start-label = Start at label { $position }
handouts-start-hint = Starts at { $position } of { $positions }. Click a label, or use the arrow keys.
handouts-language = Language
handouts-language-own = Recipient’s
handouts-language-hint = Each recipient’s own; without one, that of the screens.
handouts-printer = Printer
handouts-printer-default = default
handouts-through-viewer = Print opens the PDF in your viewer; print it from there at actual size.
handouts-calibration = Labels printed out of place?
handouts-calibration-text = Print the test sheet at actual size, measure how far the frames are off, and enter it here for this computer.
handouts-test-sheet = Save test sheet
handouts-test-sheet-save = Save test sheet
handouts-test-sheet-name = Test sheet
handouts-calibration-x = To the right
handouts-calibration-y = Down
handouts-calibration-range = Between −{ $limit } and { $limit } mm
handouts-calibration-save = Save correction
handouts-calibration-saved = The correction is saved on this computer
handouts-preview-alt = Preview of page { $page } of { $pages }
handouts-count =
    { $count ->
        [one] { $shown } handout
       *[other] { $shown } handouts
    }
handouts-skipped =
    { $count ->
        [one] { $shown } skipped, without an open code
       *[other] { $shown } skipped, without an open code
    }
handouts-page = { $page } of { $pages }
handouts-previous-page = Previous page
handouts-next-page = Next page
handouts-bare-code = The QR holds only the code, because no public address is set: it is scanned in the app, not with the camera.
handouts-link-code = The QR holds an address with the code: it can be scanned in the app or with the camera.
handouts-none = Nothing to print
handouts-none-text = None of the chosen keys has an open activation code.
handouts-skip-customer = Skip this customer
handouts-print = Print
handouts-save-pdf = Save PDF
handouts-save-png = Save PNG
handouts-printed =
    { $pages ->
        [one] { $shown } page sent to the printer
       *[other] { $shown } pages sent to the printer
    }
handouts-opened = The PDF is open in your viewer
handouts-opened-detail = Print it from there at actual size.
handouts-file-name = Mobile key { $name }
handouts-file-names =
    { $count ->
        [one] Mobile key
       *[other] { $count } mobile keys
    }
handouts-expired =
    { $count ->
        [one] The activation code of { $shown } key has expired. A new one is free of charge.
       *[other] The activation codes of { $shown } keys have expired. New ones are free of charge.
    }
handouts-reissue =
    { $count ->
        [one] Re-issue code
       *[other] Re-issue codes
    }
handouts-reissuing = Making new codes
handouts-reissue-failed =
    { $count ->
        [one] One code could not be made: { $reason }
       *[other] { $count } codes could not be made: { $reason }
    }
