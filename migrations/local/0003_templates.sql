-- Site templates: settings that a distributor gives to many customers.
CREATE TABLE site_templates (
    rid INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    distributor_id BLOB NOT NULL REFERENCES distributors (id) DEFERRABLE INITIALLY DEFERRED,
    name TEXT NOT NULL CHECK (name <> ''),
    note TEXT NOT NULL DEFAULT '',
    -- What it sets, as JSON; a setting that is not in it stays as it is.
    fields TEXT NOT NULL CHECK (json_type(fields) = 'object'),
    created_at INTEGER NOT NULL,
    changed_at INTEGER NOT NULL,
    deleted_at INTEGER
) STRICT;
CREATE INDEX site_templates_distributor ON site_templates (distributor_id);

-- The activity log by time and by who did it, for its filters.
CREATE INDEX audit_at ON audit (at_here);
CREATE INDEX audit_action ON audit (action);

-- Keys that end on a day; most never do.
CREATE INDEX keys_valid_to ON keys (customer_id, valid_to) WHERE valid_to IS NOT NULL;
