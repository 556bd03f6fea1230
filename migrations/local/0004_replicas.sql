-- Computers that belong to a cloud, and what they may do without network.

CREATE TABLE replicas (
    rid INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    distributor_id BLOB NOT NULL REFERENCES distributors (id) DEFERRABLE INITIALLY DEFERRED,
    customer_id BLOB REFERENCES customers (id) DEFERRABLE INITIALLY DEFERRED,
    account_id BLOB NOT NULL CHECK (length(account_id) = 16),
    name TEXT NOT NULL CHECK (name <> ''),
    public_key TEXT NOT NULL CHECK (length(public_key) = 64),
    copied_from BLOB CHECK (length(copied_from) = 16),
    enrolled_at INTEGER NOT NULL,
    revoked_at INTEGER,
    lost_at INTEGER
) STRICT;
CREATE INDEX replicas_distributor ON replicas (distributor_id);

CREATE TABLE leases (
    rid INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    customer_id BLOB NOT NULL REFERENCES customers (id) DEFERRABLE INITIALLY DEFERRED,
    replica_id BLOB NOT NULL CHECK (length(replica_id) = 16),
    numbers TEXT NOT NULL CHECK (json_type(numbers) = 'array'),
    taken_at INTEGER NOT NULL,
    ended_at INTEGER,
    end_reason TEXT CHECK (end_reason IN ('returned', 'lost')),
    CHECK ((ended_at IS NULL) = (end_reason IS NULL))
) STRICT;
CREATE INDEX leases_customer ON leases (customer_id);
CREATE INDEX leases_replica ON leases (replica_id);
