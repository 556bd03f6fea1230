-- Imports of users from spreadsheets, kept for history and undo.

CREATE TABLE user_imports (
    rid INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    customer_id BLOB NOT NULL REFERENCES customers (id) DEFERRABLE INITIALLY DEFERRED,
    file_name TEXT NOT NULL DEFAULT '',
    -- JSON, compressed when long.
    changes BLOB NOT NULL,
    -- What the list of imports shows of `changes`, so that it need not unpack forty thousand of them.
    added INTEGER NOT NULL DEFAULT 0 CHECK (added >= 0),
    changed INTEGER NOT NULL DEFAULT 0 CHECK (changed >= 0),
    keys INTEGER NOT NULL DEFAULT 0 CHECK (keys >= 0),
    unchanged INTEGER NOT NULL DEFAULT 0 CHECK (unchanged >= 0),
    invalid INTEGER NOT NULL DEFAULT 0 CHECK (invalid >= 0),
    created_at INTEGER NOT NULL,
    undone_at INTEGER
) STRICT;
CREATE INDEX user_imports_customer ON user_imports (customer_id);
