# Words used on more than one screen.
common-loading = Loading
common-optional = optional
common-cancel = Cancel
common-close = Close
common-save = Save
common-undo = Undo
common-try-again = Try again
common-open-list = Show the choices
common-nothing-found = Nothing found
common-load-failed = This could not be loaded
common-clear = Clear
common-copy = Copy
common-copied = Copied
common-back = Back
common-continue = Continue
common-unlimited = Unlimited
common-email = E-mail
common-phone = Phone

password-show = Show the password
password-hide = Hide the password
password-caps-lock = Caps Lock is on.
password-rule-length = At least 8 characters
password-rule-upper = One capital letter
password-rule-lower = One small letter
password-rule-digit-or-special = One digit or special character
password-rule-met = met
password-rule-missing = missing

stepper-less = Less
stepper-more = More

date-set-empty = Set to { $label }
date-open-calendar = Open the calendar
date-previous-month = Previous month
date-next-month = Next month

phone-country = Country code

status-waiting = Waiting
status-active = Active
status-suspended = Suspended
status-expired = Expired
status-deleted = Deleted
status-deleted-by-admin = Deleted by admin
status-deleted-by-user = Deleted by user
status-deleted-with-user = Deleted with its user
status-unauthenticated = Unauthenticated
status-unpublished = Not published
status-pending = Pending
status-attention = Needs attention
status-demo = Demo

confirm-type-name = Type “{ $name }” to confirm

filter-all = all
filter-any-of = { $name }: { $values }
filter-remove = Remove the filter { $name }
filter-hidden =
    { $count ->
        [one] { $shown } hidden by filters
       *[other] { $shown } hidden by filters
    }
filter-show-all = show all
filter-search = Search

table-select-row = Select { $name }
table-select-page = Select all on this page
table-selected = { $selected } of { $total } selected
table-select-all-matching = Select all { $total } matching
table-all-matching-selected = All { $total } matching are selected
table-clear-selection = Clear selection
table-empty = Nothing here yet
table-no-result = Nothing matches
table-no-result-text = No row fits the search and the filters.
table-clear-filters = Show all
table-range = { $from }–{ $to } of { $total }
table-page-size = Rows on a page
table-previous = Previous page
table-next = Next page
table-first = First page
table-last = Last page
table-density = Density
table-density-comfortable = Comfortable
table-density-compact = Compact
table-columns = Columns
table-options = Table options
table-loading = Loading rows

secret-reveal = Show
secret-hide = Hide
secret-masked = hidden
secret-copied = Copied. The clipboard is cleared in 30 seconds.

copy-failed = The clipboard is not available.

range-scale = Signal range
range-reach-10 = 6 m
range-reach-40 = 4–5 m
range-reach-70 = 2–3 m
range-reach-100 = 0.1 m
range-value = { $percent } %, { $reach }

credit-both = { $paid } paid and { $trial } trial credits

steps-done = done
steps-current = current
steps-todo = to do
steps-problem = needs a correction
