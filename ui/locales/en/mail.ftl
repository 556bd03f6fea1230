# E-mails and text messages to key holders, written by the cloud.

mail-greeting = Dear { $name },
mail-key-subject = Your mobile key for { $site }
mail-key-intro = attached please find a mobile key for your phone. It opens the doors of { $site }. The following steps guide you through the process:
mail-reminder-subject = Your mobile key for { $site } is still waiting
mail-reminder-intro = your mobile key for { $site } was not activated yet. Its activation code works until { $until }. The following steps guide you through the process:
mail-step-app = Install the app IMAporter Mobile Key from { $link } and open it.
mail-step-check = At its first start the app checks your phone and shows a green or a red smiley (Android only).
mail-step-load = Tap GO TO MOBILE KEYS DOWNLOAD (Android), or go to Identifiers and tap + (iPhone).
mail-step-scan = Stay connected to the internet and load the QR code below, which is also attached. You can type the activation code instead.
mail-step-open = At a reader, go to Available doors and tap the reader with the strongest signal.
mail-code-until = The QR code and the activation code work until { $until }.
mail-link = Open the key on this phone
mail-qr-alt = QR code of the mobile key
mail-file = mobile-key.png
mail-closing = We hope you will enjoy your mobile key.
mail-test-subject = MobileAccess: test message
mail-test-text = This message shows that MobileAccess can send e-mail for { $sender }. There is nothing to do.
mail-sms-notice = A mobile key for { $site } was sent to your e-mail.
mail-sms-test = Test message of MobileAccess from { $sender }. There is nothing to do.
