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
    copied_to TEXT NOT NULL DEFAULT '[]' CHECK (json_type(copied_to) = 'array'),
    duplicates INTEGER NOT NULL DEFAULT 0 CHECK (duplicates IN (0, 1)),
    until_sync INTEGER NOT NULL DEFAULT 0 CHECK (until_sync IN (0, 1)),
    taken_at INTEGER NOT NULL,
    ended_at INTEGER,
    end_reason TEXT CHECK (end_reason IN ('returned', 'lost')),
    CHECK ((ended_at IS NULL) = (end_reason IS NULL))
) STRICT;
CREATE INDEX leases_customer ON leases (customer_id);
CREATE INDEX leases_replica ON leases (replica_id);

-- What lost computers delivered: it waits for the distributor.
CREATE TABLE quarantine (
    rid INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    distributor_id BLOB NOT NULL REFERENCES distributors (id) DEFERRABLE INITIALLY DEFERRED,
    replica_id BLOB NOT NULL CHECK (length(replica_id) = 16),
    account_id BLOB NOT NULL CHECK (length(account_id) = 16),
    seq INTEGER NOT NULL CHECK (seq >= 1),
    mutation TEXT NOT NULL CHECK (json_valid(mutation)),
    made_at INTEGER NOT NULL,
    delivered_at INTEGER NOT NULL,
    ended_at INTEGER,
    end_reason TEXT CHECK (end_reason IN ('accepted', 'discarded')),
    CHECK ((ended_at IS NULL) = (end_reason IS NULL))
) STRICT;
CREATE INDEX quarantine_waiting ON quarantine (distributor_id) WHERE ended_at IS NULL;

-- Two customers that were created without network may have typed the same System ID: both are kept and marked.
ALTER TABLE customers ADD COLUMN system_id_twice INTEGER NOT NULL DEFAULT 0 CHECK (system_id_twice IN (0, 1));
DROP INDEX customers_live_system_id;
CREATE INDEX customers_twice ON customers (distributor_id) WHERE system_id_twice = 1;

-- The ledger learns two kinds. A table's checks cannot be changed, so it moves into one that is the same but for them; its
-- reference to itself goes along when it takes the old name.
CREATE TABLE transfers_wider (
    rid INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    distributor_id BLOB NOT NULL REFERENCES distributors (id) DEFERRABLE INITIALLY DEFERRED,
    seq INTEGER NOT NULL CHECK (seq >= 1),
    kind TEXT NOT NULL
        CHECK (kind IN ('sale', 'trial', 'transfer', 'refund', 'spend', 'spend_refund', 'lease', 'lease_return',
            'hold', 'confirm')),
    debit TEXT NOT NULL,
    credit TEXT NOT NULL CHECK (credit <> debit),
    -- The customer whose account is on either side, for the list on its Billing tab.
    customer_id BLOB REFERENCES customers (id) DEFERRABLE INITIALLY DEFERRED,
    amount INTEGER NOT NULL CHECK (amount > 0),
    mutation_id BLOB NOT NULL CHECK (length(mutation_id) = 16),
    reverses BLOB REFERENCES transfers_wider (id) DEFERRABLE INITIALLY DEFERRED,
    key_id BLOB REFERENCES keys (id) DEFERRABLE INITIALLY DEFERRED,
    note TEXT NOT NULL DEFAULT '',
    at INTEGER NOT NULL,
    prev_hash TEXT NOT NULL CHECK (length(prev_hash) = 64),
    hash TEXT NOT NULL CHECK (length(hash) = 64),
    -- 0 while the authority has not confirmed it; only such an entry can be taken back.
    confirmed INTEGER NOT NULL DEFAULT 1 CHECK (confirmed IN (0, 1)),
    UNIQUE (distributor_id, seq)
) STRICT;
INSERT INTO transfers_wider (rid, id, distributor_id, seq, kind, debit, credit, customer_id, amount, mutation_id, reverses,
        key_id, note, at, prev_hash, hash, confirmed)
    SELECT rid, id, distributor_id, seq, kind, debit, credit, customer_id, amount, mutation_id, reverses,
        key_id, note, at, prev_hash, hash, confirmed FROM transfers ORDER BY rid;
DROP TABLE transfers;
ALTER TABLE transfers_wider RENAME TO transfers;
CREATE INDEX transfers_customer ON transfers (customer_id, seq) WHERE customer_id IS NOT NULL;
CREATE INDEX transfers_key ON transfers (key_id) WHERE key_id IS NOT NULL;
CREATE UNIQUE INDEX transfers_reverses ON transfers (reverses) WHERE reverses IS NOT NULL;
CREATE INDEX transfers_unconfirmed ON transfers (distributor_id, seq) WHERE confirmed = 0;
CREATE TRIGGER transfers_chained BEFORE INSERT ON transfers BEGIN
    SELECT RAISE(ABORT, 'a transfer must follow the last one of its chain')
    WHERE NEW.seq <> 1 + coalesce((SELECT max(seq) FROM transfers WHERE distributor_id = NEW.distributor_id), 0)
       OR NEW.prev_hash <> coalesce(
              (SELECT hash FROM transfers WHERE distributor_id = NEW.distributor_id ORDER BY seq DESC LIMIT 1),
              '0000000000000000000000000000000000000000000000000000000000000000');
END;
CREATE TRIGGER transfers_counted AFTER INSERT ON transfers BEGIN
    INSERT INTO balances (distributor_id, account, amount)
        VALUES (NEW.distributor_id, NEW.debit, 0), (NEW.distributor_id, NEW.credit, 0) ON CONFLICT DO NOTHING;
    UPDATE balances SET amount = amount - NEW.amount WHERE distributor_id = NEW.distributor_id AND account = NEW.debit;
    UPDATE balances SET amount = amount + NEW.amount WHERE distributor_id = NEW.distributor_id AND account = NEW.credit;
END;
CREATE TRIGGER transfers_unchanged BEFORE UPDATE ON transfers BEGIN
    SELECT RAISE(ABORT, 'a transfer is never changed');
END;
CREATE TRIGGER transfers_kept BEFORE DELETE ON transfers WHEN OLD.confirmed = 1 BEGIN
    SELECT RAISE(ABORT, 'a confirmed transfer is never removed');
END;
CREATE TRIGGER transfers_taken_back AFTER DELETE ON transfers BEGIN
    UPDATE balances SET amount = amount - OLD.amount WHERE distributor_id = OLD.distributor_id AND account = OLD.credit;
    UPDATE balances SET amount = amount + OLD.amount WHERE distributor_id = OLD.distributor_id AND account = OLD.debit;
END;
