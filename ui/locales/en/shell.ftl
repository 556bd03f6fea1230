# The frame around every screen.
shell-places = Places
shell-skip = Skip to the content
shell-notes = Notes
shell-no-page = There is no such page
shell-no-page-text = The address is wrong, or what it led to is gone.
shell-go-home = Go home

place-home = Home
place-customers = Customers
place-invitations = Invitations
place-credit = Credit
place-accounts = Accounts
place-computers = Computers
place-activity = Activity
place-profile = My profile
place-settings = Settings
place-users = Users
place-readers = Readers
place-groups = Reader groups

workspace-switch = change workspace
workspace-distributor = Distributor · { $code }
workspace-customer = Customer · { $code }
workspace-customer-as-distributor = { $code } · as distributor
workspace-find = Find a customer
workspace-no-customers = No customers yet
workspace-choose = Choose a workspace
workspace-choose-text = Your own is chosen already. Choose a customer to work in its place.
workspace-select = Select workspace
workspace-change = Change workplace
workspace-change-text = You stay logged in.

language-switch = Language

account-menu = Account
role-distributor-admin = Distributor admin
role-installer = Installer
role-customer-admin = Customer admin
theme-heading = Appearance
theme-light = Light
theme-dark = Dark
theme-system = As the system
session-lock = Lock
session-log-out = Log out

demo-banner = Demo: nothing here is real and no code opens a door.
demo-banner-customer = Demo system: its System ID and System Key are publicly known.

palette-title = Search and actions
palette-hint = Type a name, a place or an action
palette-placeholder-distributor = Search customers, users, readers, actions
palette-placeholder-customer = Search users, readers, actions
palette-group-places = Go to
palette-group-workspaces = Workspaces
palette-work-in = Work in { $name }

shortcut-sheet = Keyboard shortcuts
shortcut-group-anywhere = Anywhere
shortcut-group-page = On this page
shortcut-group-go = Go to
shortcut-group-table = In tables
shortcut-palette = Search and actions
shortcut-escape = Close what is on top
shortcut-table-move = Move
shortcut-table-select = Select
shortcut-table-extend = Extend the selection
shortcut-table-open = Open

leave-title = Leave without saving?
leave-text = What you have typed on this page is not saved yet.
leave-discard = Discard changes
quit-title = Close MobileAccess?
quit-text = Something is not finished yet:
quit-typed = What you typed on this page is not saved.
quit-waiting =
    { $count ->
        [one] { $shown } change has not reached the cloud. It is sent when MobileAccess runs again.
       *[other] { $shown } changes have not reached the cloud. They are sent when MobileAccess runs again.
    }
quit-unpublished =
    { $count ->
        [one] { $name }: { $shown } reader change is not published, phones do not know it
       *[other] { $name }: { $shown } reader changes are not published, phones do not know them
    }
quit-anyway = Close anyway
file-writing = Writing the file
file-writing-rows = { $done } of { $total }
file-writing-stop = Stop
file-writing-stopped = Writing was stopped. There is no file.
