# Handouts: the page, card or label with a key's QR. Printed by Rust, previewed in the window.

handout-title = Your mobile key
handout-site = Site
handout-key = Mobile key
handout-user-id = User ID
handout-valid = Valid
handout-valid-from-to = { $from } – { $to }
handout-valid-from = from { $from }
handout-valid-line-from = Valid from { $from }
handout-valid-line-from-to = Valid { $from } – { $to }
handout-code = Activation code
handout-activate-by = Activate by { $when }

handout-step-app = Get the app
handout-step-app-text = Install IMAporter Mobile Key from Google Play or the App Store and open it. It checks by itself whether your phone will work.
handout-step-app-text-link = Install IMAporter Mobile Key from { $link } and open it. It checks by itself whether your phone will work.
handout-step-load = Load the key
handout-step-load-text = Stay connected to the internet. Go to mobile keys download (Android) or to Identifiers and tap + (iPhone), then scan the QR code or type the activation code.
handout-step-open = Open a door
handout-step-open-text = Stand at the reader, go to Available doors and tap the door with the strongest signal.
handout-step-app-short = Install IMAporter Mobile{"\u00A0"}Key
handout-step-load-short = Scan this code in the app
handout-step-open-short = Tap the door at the reader
handout-once = The code works once, for one phone. Keep it to yourself until then.

handout-demo = DEMO
handout-demo-note = Demo system: this key opens no real door.

handout-void = VOID
handout-void-expired = This code has expired. Ask for a new one.
handout-void-used = This code has already been used.
handout-void-superseded = Another code of this key was used. This one no longer works.
handout-void-lost = This code was reported lost and no longer works.
handout-void-key-deleted = This key was deleted. The code no longer works.

# Name of the job in a printer's queue.
handout-print-title = Mobile key handouts

handout-test-title = Calibration sheet: { $stock }
handout-test-text = Print at actual size (100 %), never "fit to page". Hold the sheet behind a blank sheet against the light. If the frames sit off the labels, measure by how much and enter it as the horizontal and vertical correction.
handout-test-correction = Correction now: { $x } mm to the right, { $y } mm down.
handout-test-length = This line is { $length } mm long.

handout-stock-a4-page = A4 page
handout-stock-card = Card 85.60 × 53.98 mm
handout-stock-l7160 = Labels L7160 (3 × 7, 63.5 × 38.1 mm)
handout-stock-l7163 = Labels L7163 (2 × 7, 99.1 × 38.1 mm)
handout-stock-l5160 = Labels 5160 (3 × 10, 2 5/8 × 1 in)
handout-stock-label-89x36 = Label printer 89 × 36 mm
handout-stock-label-62x29 = Label printer 62 × 29 mm
handout-stock-label-62 = Label printer 62 mm, continuous
