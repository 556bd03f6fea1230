# The page behind the QR of a handout, for a person with a phone in hand.
phone-page-title = Your mobile key is ready to be activated
phone-page-switch = Česky
phone-page-code = Your activation code
phone-page-copy = Copy the code
phone-page-copied = Copied
phone-page-no-code = The activation code is printed on your handout, beside the QR code.
phone-page-with-app = With the IMAporter Mobile Key app
phone-page-open = Open the app. On Android tap “Go to mobile keys download”; on iOS go to Identifiers and tap +.
phone-page-scan = Scan the QR code of your handout again from within the app, or enter the activation code.
phone-page-doors = Near a reader, open “Available doors” and tap the one with the strongest signal.
phone-page-without-app = Without the app
phone-page-install = Install IMAporter Mobile Key from Google Play or the App Store. It is free of charge.
phone-page-again = Then come back to this page, or scan the QR code again from within the app. You need to be connected to the internet.
phone-page-once = The code works once, on one phone, until the date on your handout. This page sends it nowhere.
