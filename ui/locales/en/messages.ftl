# Letters and text messages to key holders, which the cloud sends.
messages-send-email = Send the QR by e-mail
messages-send-email-to = To { $to }, with the steps for the phone.
messages-send-email-none = There is no e-mail address to send it to.
messages-send-sms = Announce it by text message
messages-send-sms-to = To { $to }: the QR is in the mailbox. The code is not in it.
messages-send-sms-none = There is no phone number to send it to.
messages-off = The cloud cannot send e-mail yet: whoever runs it sets the mail server.

messages-email = E-mail
messages-sms = Text message
messages-reminder = Reminder
messages-queued = Waits to be sent to { $to }
messages-delayed = Not sent to { $to } yet: { $problem } It is tried again by itself.
messages-sent = Sent { $date } to { $to }
messages-refused = The mail server does not know { $to }.
messages-refused-todo = Correct the address and send it again, or print the handout.
messages-failed = Not sent to { $to }: { $problem }
messages-failed-todo = Send it again, or print the handout.
messages-void = Not sent: it would have been of no use any more.
messages-said = The server said: { $detail }

messages-problem-unreachable = the mail server cannot be reached.
messages-problem-tls = the connection to the mail server could not be made safe.
messages-problem-login = the mail server does not let the cloud in.
messages-problem-recipient-refused = the mail server does not know the address.
messages-problem-rejected = the mail server does not take the message.
messages-problem-try-later = the mail server asks to wait.
messages-problem-bad-settings = the cloud’s mail settings do not work.
messages-problem-channel-off = the cloud does not send such messages.
messages-problem-bad-address = the address cannot be right.

messages-action-send = Send by e-mail
messages-action-again = Send again
messages-dialog-title = Send the mobile key to { $name }
messages-dialog-text = The letter holds the QR, the activation code and the steps for the phone.
messages-dialog-address = E-mail address
messages-dialog-submit = Send
messages-asked = The letter to { $to } is on its way
messages-done-queued = A letter goes to { $to }.

messages-undelivered = Messages that did not arrive
messages-open-user = Open the card of { $name }

messages-test = Send a test message
messages-test-text = Letters with mobile keys are sent by the cloud. A test message goes to your own address.
messages-test-done = The mail server took a test message to { $to }.
messages-test-failed = The test message to { $to } was not sent: { $problem }
