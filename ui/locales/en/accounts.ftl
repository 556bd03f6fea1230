# Accounts and the distributor's own profile.
accounts-text = People who may log in and manage this customer. A deleted account stays in the list and cannot be renewed; create it again if it is needed.
accounts-none = Nobody can log in here yet
accounts-none-text = Create an account for the customer, or manage its keys yourself from its workspace.
account-col-email = Login e-mail
account-col-expires = Expires
account-expires = Login expires
account-never-expires = never
account-role = Role
account-language = Language
account-create = Create account
account-create-text = An administrator of this customer. Tell them the password when you hand over the installation.
account-create-again = Create again
account-add = Add account
account-created = { $email } can log in now
account-password = Password
account-confirm = Confirm
account-current-password = Current password
account-new-password = New password
account-change-password = Change password
account-change-password-other = You do not need to know the present password.
account-password-changed = The password of { $email } was changed
account-delete = Delete account
account-delete-title = Delete the account { $email }?
account-delete-text = Nobody can log in with it any more. What was done under this account stays in the activity log.
account-deleted = { $email } can no longer log in

profile-general = General
profile-billing = Payments & Billing
profile-account = Account
profile-general-text = Kept by the issuer. Ask there for a change.
profile-name = Account name
profile-code = Distributor code
profile-login = Login
profile-login-text = The login e-mail cannot be changed.

accounts-own-text = Your own people: admins see every customer, installers work in those you give them. A deleted account stays in the list and cannot be renewed; create it again if it is needed.
account-create-own-text = Tell them the password yourself; they can change it in their profile.
account-installer-hint = Works in the customers given to them; moves no credit.
account-admin-hint = Sees every customer, moves credit, manages accounts.
account-all-customers = all
account-customers-count =
    { $count ->
        [0] None given
        [one] { $count } customer
       *[other] { $count } customers
    }
account-give = Give customers
account-give-text = { $email } works in the customers ticked here, at once.
account-set-expiry = Set expiry
account-expires-hint = The last day on which it opens. Empty: never expires.
account-expires-soon = Expires soon
account-expiry-set = The login of { $email } expires on { $date }
account-expiry-removed = The login of { $email } does not expire
account-own-expires =
    { $days ->
        [0] Your login expires today. Ask your distributor to extend it.
        [one] Your login expires tomorrow ({ $date }). Ask your distributor to extend it.
       *[other] Your login expires in { $days } days, on { $date }. Ask your distributor to extend it.
    }
account-own-expires-admin =
    { $days ->
        [0] Your login expires today. Extend it under Accounts.
        [one] Your login expires tomorrow ({ $date }). Extend it under Accounts.
       *[other] Your login expires in { $days } days, on { $date }. Extend it under Accounts.
    }
