-- A store that belongs to a cloud: which one, how far it has come, and which rows it has from where.

-- At most one row; none while this computer is its own authority.
CREATE TABLE sync_state (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    address TEXT NOT NULL CHECK (address <> ''),
    -- SHA-256 of the certificate that was pinned at enrolment; NULL where the public roots vouch for it.
    certificate TEXT CHECK (length(certificate) = 64),
    replica_id BLOB NOT NULL CHECK (length(replica_id) = 16),
    history_id BLOB NOT NULL CHECK (length(history_id) = 16),
    distributor_id BLOB NOT NULL CHECK (length(distributor_id) = 16),
    account_id BLOB NOT NULL CHECK (length(account_id) = 16),
    -- Private half of the key pair; NULL where the system's keychain holds it.
    private_key BLOB CHECK (length(private_key) = 32),
    -- Places in the outbox: where it stood at enrolment, up to where the cloud has decided, and up to where a pull has shown
    -- what came of it.
    base_seq INTEGER NOT NULL CHECK (base_seq >= 0),
    sent_seq INTEGER NOT NULL CHECK (sent_seq >= base_seq),
    acked_seq INTEGER NOT NULL CHECK (acked_seq >= base_seq AND acked_seq <= sent_seq),
    last_contact INTEGER,
    standing TEXT NOT NULL DEFAULT 'good',
    -- 1 until the first pull, which takes the place of whatever rows there were.
    fresh INTEGER NOT NULL DEFAULT 1 CHECK (fresh IN (0, 1)),
    -- Whether the whole ledger is here. Without it the balances of distributor and issuer cannot be known.
    ledger INTEGER NOT NULL DEFAULT 0 CHECK (ledger IN (0, 1)),
    -- 1 within the transaction of a pull: rows are written as they come, and derived values once at its end.
    applying INTEGER NOT NULL DEFAULT 0 CHECK (applying IN (0, 1))
) STRICT;

-- The scopes that are here, and up to which revision.
CREATE TABLE sync_scopes (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE CHECK (name <> ''),
    -- NULL: what is here is to be thrown away and taken anew.
    revision INTEGER CHECK (revision >= 0),
    count INTEGER NOT NULL CHECK (count >= 0),
    sum TEXT NOT NULL CHECK (length(sum) = 64),
    -- Whether it was taken anew already because the sums differed, so that it is done once and not for ever.
    retaken INTEGER NOT NULL DEFAULT 0 CHECK (retaken IN (0, 1))
) STRICT;

-- Every row that the cloud sent, with its scope and the hash that stands in the scope's sum.
CREATE TABLE sync_rows (
    row_id BLOB NOT NULL CHECK (length(row_id) = 16),
    noun TEXT NOT NULL,
    scope INTEGER NOT NULL,
    hash BLOB NOT NULL CHECK (length(hash) = 32),
    PRIMARY KEY (row_id, noun)
) STRICT, WITHOUT ROWID;

-- Refusals that a person has dealt with, and how.
CREATE TABLE sync_handled (
    mutation_id BLOB NOT NULL PRIMARY KEY CHECK (length(mutation_id) = 16),
    how TEXT NOT NULL CHECK (how IN ('discarded', 'resent', 'theirs', 'mine')),
    at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX mutations_refused ON mutations (seq) WHERE status = 'refused';

-- An installer's store knows who has which customer, but not all of those customers.
CREATE TABLE assignments_new (
    rid INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    account_id BLOB NOT NULL REFERENCES accounts (id) DEFERRABLE INITIALLY DEFERRED,
    customer_id BLOB NOT NULL CHECK (length(customer_id) = 16),
    created_at INTEGER NOT NULL,
    deleted_at INTEGER
) STRICT;
INSERT INTO assignments_new SELECT rid, id, account_id, customer_id, created_at, deleted_at FROM assignments;
DROP TABLE assignments;
ALTER TABLE assignments_new RENAME TO assignments;
CREATE UNIQUE INDEX assignments_live ON assignments (account_id, customer_id) WHERE deleted_at IS NULL;
CREATE INDEX assignments_customer ON assignments (customer_id);

-- A replica has those ledger entries that are for its account, with gaps between them.
DROP TRIGGER transfers_chained;
CREATE TRIGGER transfers_chained BEFORE INSERT ON transfers WHEN NOT EXISTS (SELECT 1 FROM sync_state) BEGIN
    SELECT RAISE(ABORT, 'a transfer must follow the last one of its chain')
    WHERE NEW.seq <> 1 + coalesce((SELECT max(seq) FROM transfers WHERE distributor_id = NEW.distributor_id), 0)
       OR NEW.prev_hash <> coalesce(
              (SELECT hash FROM transfers WHERE distributor_id = NEW.distributor_id ORDER BY seq DESC LIMIT 1),
              '0000000000000000000000000000000000000000000000000000000000000000');
END;
DROP TRIGGER transfers_counted;
CREATE TRIGGER transfers_counted AFTER INSERT ON transfers
WHEN NOT EXISTS (SELECT 1 FROM sync_state WHERE applying = 1) BEGIN
    INSERT INTO balances (distributor_id, account, amount)
        SELECT NEW.distributor_id, account, 0 FROM (SELECT NEW.debit AS account UNION ALL SELECT NEW.credit)
        WHERE account NOT IN ('issuer', 'distributor') OR NOT EXISTS (SELECT 1 FROM sync_state WHERE ledger = 0)
        ON CONFLICT DO NOTHING;
    UPDATE balances SET amount = amount - NEW.amount WHERE distributor_id = NEW.distributor_id AND account = NEW.debit;
    UPDATE balances SET amount = amount + NEW.amount WHERE distributor_id = NEW.distributor_id AND account = NEW.credit;
END;
DROP TRIGGER transfers_kept;
CREATE TRIGGER transfers_kept BEFORE DELETE ON transfers
WHEN OLD.confirmed = 1 AND NOT EXISTS (SELECT 1 FROM sync_state WHERE applying = 1) BEGIN
    SELECT RAISE(ABORT, 'a confirmed transfer is never removed');
END;
DROP TRIGGER transfers_taken_back;
CREATE TRIGGER transfers_taken_back AFTER DELETE ON transfers
WHEN NOT EXISTS (SELECT 1 FROM sync_state WHERE applying = 1) BEGIN
    UPDATE balances SET amount = amount - OLD.amount WHERE distributor_id = OLD.distributor_id AND account = OLD.credit;
    UPDATE balances SET amount = amount + OLD.amount WHERE distributor_id = OLD.distributor_id AND account = OLD.debit;
END;

-- The same for the activity log.
DROP TRIGGER audit_chained;
CREATE TRIGGER audit_chained BEFORE INSERT ON audit WHEN NOT EXISTS (SELECT 1 FROM sync_state) BEGIN
    SELECT RAISE(ABORT, 'an audit entry must follow the last one')
    WHERE NEW.seq <> 1 + coalesce((SELECT max(seq) FROM audit), 0)
       OR NEW.prev_hash <> coalesce((SELECT hash FROM audit ORDER BY seq DESC LIMIT 1),
              '0000000000000000000000000000000000000000000000000000000000000000');
END;
DROP TRIGGER audit_kept;
CREATE TRIGGER audit_kept BEFORE DELETE ON audit WHEN NOT EXISTS (SELECT 1 FROM sync_state WHERE applying = 1) BEGIN
    SELECT RAISE(ABORT, 'the audit is never changed');
END;

-- A cloud that was restored from a backup decides again what it has forgotten: such a mutation waits once more.
DROP TRIGGER mutations_settled;
CREATE TRIGGER mutations_settled BEFORE UPDATE ON mutations
WHEN OLD.seq <> NEW.seq OR OLD.id <> NEW.id OR OLD.content <> NEW.content OR OLD.hash <> NEW.hash
  OR (OLD.status <> 'pending' AND (NEW.status <> 'pending' OR NOT EXISTS (SELECT 1 FROM sync_state))) BEGIN
    SELECT RAISE(ABORT, 'a mutation has one outcome');
END;
