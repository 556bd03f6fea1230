# Setting up, unlocking.
first-run-title = Welcome to MobileAccess
first-run-text = Mobile keys for doors with BLE readers. Everything stays on this computer, encrypted.
first-run-setup = Set up this computer
first-run-setup-text = For a distributor’s real work: customers, credit, keys.
first-run-demo = Explore the demo
first-run-demo-text = A distributor with five customers. Nothing is real, and it can be removed at any time.
first-run-demo-busy = Preparing the demo
first-run-setup-title = Set up this computer
first-run-distributor-name = Distributor name
first-run-distributor-code = Distributor code
first-run-distributor-code-hint = Four letters or digits from the distributor agreement. Every System ID begins with it.
first-run-email-hint = Your login. It cannot be changed later.
first-run-password = Password
first-run-password-repeat = Password again
first-run-password-note = The password opens the encrypted file on this computer. Nobody can look it up for you.
first-run-create = Set up
first-run-recovery-title = Keep this recovery code
first-run-recovery-text = If the password is forgotten, only this code opens the file. It is shown once. Print it or write it down, and do not keep it on this computer.
first-run-recovery-saved = I have put the code away safely
first-run-recovery-done = Start working

unlock-title = Unlock
unlock-text = The data on this computer are encrypted.
unlock-password = Password
unlock-action = Unlock
unlock-recovery = I have forgotten the password
unlock-recovery-title = Open with the recovery code
unlock-recovery-text = Type the code from the day this computer was set up and choose a new password.
unlock-recovery-code = Recovery code
unlock-recovery-email = Account e-mail
unlock-new-password = New password
unlock-recovery-action = Open and change the password
unlock-with-password = Use the password instead
unlock-demo = Open the demo instead
unlock-leave-demo = Leave the demo and open this computer’s own data

broken-title = The data cannot be opened
