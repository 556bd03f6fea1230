-- Messages to key holders: a cloud sends them and says what became of them; this store shows it.

CREATE TABLE messages (
    rid INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    customer_id BLOB NOT NULL REFERENCES customers (id) DEFERRABLE INITIALLY DEFERRED,
    user_id BLOB NOT NULL CHECK (length(user_id) = 16),
    key_id BLOB NOT NULL CHECK (length(key_id) = 16),
    code_id BLOB NOT NULL CHECK (length(code_id) = 16),
    channel TEXT NOT NULL CHECK (channel IN ('email', 'sms')),
    purpose TEXT NOT NULL CHECK (purpose IN ('invitation', 'reminder')),
    recipient TEXT NOT NULL,
    language TEXT NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('queued', 'sent', 'refused', 'failed', 'void')),
    round INTEGER NOT NULL DEFAULT 0 CHECK (round >= 0),
    problem TEXT,
    detail TEXT NOT NULL DEFAULT '',
    asked_at INTEGER NOT NULL,
    status_at INTEGER NOT NULL
) STRICT;
CREATE INDEX messages_key ON messages (key_id);
CREATE INDEX messages_user ON messages (user_id);
CREATE INDEX messages_customer ON messages (customer_id);
CREATE INDEX messages_undelivered ON messages (status_at) WHERE status IN ('refused', 'failed');

-- By which ways the distributor's cloud sends.
ALTER TABLE distributors ADD COLUMN channels TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(channels));
