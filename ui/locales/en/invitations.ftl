# Keys that wait for their first activation.
invitations-search = Search invitations
invitations-filter-state = Code
invitations-filter-mark = Only
invitations-state-waiting = Waiting
invitations-state-expiring = Expires within 3 days
invitations-state-expired = Code expired
invitations-mark-never-activated = Not activated for a month
invitations-mark-not-handed-out = Never printed or saved
invitations-col-name = User
invitations-col-customer = Customer
invitations-col-state = Code
invitations-col-issued = Issued
invitations-col-handouts = Handouts
invitations-col-codes = Codes
invitations-summary =
    { $customers ->
        [one] { $shown } keys wait at one customer
       *[other] { $shown } keys wait at { $customers } customers
    }
invitations-empty = Nobody is waiting
invitations-empty-text = Every key that was issued has been activated. New keys appear here until their phone activates them.
invitations-for-month = for over a month
invitations-not-handed-out = never printed or saved
invitations-groups = { $customer } ({ $position } of { $total })
invitations-mark-print-again = Print again
invitations-print-again = the handout has to be printed again
