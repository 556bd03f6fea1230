# Site templates.
template-place = Site templates
template-one = Site template
template-text = Settings that you give to customers at once: in the wizard, or later on the customer’s Mobile key tab. Changing a template does not change customers that got it.
template-none = No site templates yet
template-none-text = A template holds key settings, access settings and reader groups. Make one here, or from a customer that is set up well.
template-create = Create template
template-edit-title = Change template { $name }
template-edit = Change { $name }
template-delete = Delete { $name }
template-dialog-text = What you leave empty stays as it is at the customer.
template-name = Name
template-note = Note
template-leave = leave as it is
template-on = On
template-off = Off
template-validity-months = Months from then on
template-validity-until = To a day
template-month-count = Months
template-day = Last day
template-months =
    { $count ->
        [one] { $shown } month from the day it is applied
       *[other] { $shown } months from the day it is applied
    }
template-until = To { $day }
template-groups-hint = One name on each line. A customer gets those that it does not have.
template-created = Template { $name } created
template-saved = Template { $name } saved
template-deleted = Template { $name } deleted
template-changed = Changed { $day }
template-sets-nothing = Sets nothing yet
template-apply = Apply template
template-apply-to = Apply a template: { $customer }
template-applied = Template { $name } applied: { $customer }
template-changes = What changes
template-nothing = The customer has all of this already. Nothing would change.
template-keys-stay = Keys that were issued keep their name and validity.
template-new-groups =
    { $count ->
        [one] New group
       *[other] { $shown } new groups
    }
template-left-out = Reader groups are switched off, so these are not created: { $groups }
template-save-as = Save as template
template-start-from = Start from a template
template-start-none = none
template-started = Settings of the template are filled in; change what differs.
