# Reader groups.
group-text = A mobile key opens the readers of its groups. A reader belongs to one group or to none; a key may have several.
group-name = Group name
group-name-hint = For example Garage, Block B, Roof.
group-keys = Mobile keys
group-create = Create group
group-created = Group { $name } was created
group-rename = Rename
group-rename-title = Rename group { $name }
group-renamed = The group is now called { $name }
group-show-readers = Show its readers
group-actions = Actions for { $name }
group-delete = Delete group
group-delete-title = Delete the group { $name }?
group-delete-readers =
    { $count ->
        [0] No reader is in it.
        [one] One reader stays without a group.
       *[other] { $count } readers stay without a group.
    }
group-delete-keys =
    { $count ->
        [0] No mobile key has it.
        [one] One mobile key loses the doors of this group.
       *[other] { $count } mobile keys lose the doors of this group.
    }
group-delete-publish = Phones learn of the readers’ change when you publish.
group-delete-forever = It cannot be undone; a new group of the same name starts empty.
group-deleted = Group { $name } was deleted
group-empty = No groups yet
group-empty-text = Create a group, then choose it in its readers and mobile keys.
group-off = Reader groups are switched off here
group-off-text = Every mobile key opens all published readers. Your distributor can switch groups on if some people are to open only some doors.
group-off-text-distributor = Every mobile key opens all published readers. If some people are to open only some doors, switch groups on in the customer’s mobile key settings.
group-off-settings = Open mobile key settings
