-- The cloud's database on embedded SQLite. `migrations/cloud/postgres` holds the same tables; only the types differ.
--
-- The cloud decides with the same rules as the desktop, so it need not have a table for every noun: a row is a JSON document,
-- found by its id, by look-up keys, or by scope and revision. Times are milliseconds since 1970 in UTC, ids 16 bytes.

CREATE TABLE meta (
    id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
    -- Another one after every restore from a backup.
    history_id BLOB NOT NULL CHECK (length(history_id) = 16),
    -- 1 while the operator is still ending a restore: nothing activates and no mail leaves.
    recovering INTEGER NOT NULL DEFAULT 0 CHECK (recovering IN (0, 1)),
    -- Shows whether the key file beside the database is the right one.
    key_check BLOB NOT NULL CHECK (length(key_check) = 32)
) STRICT;

-- The row that every write of a tenant locks first. Revisions, the ledger's chain and the activity log's chain are taken from it.
CREATE TABLE distributors (
    id BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    code TEXT NOT NULL UNIQUE CHECK (code = lower(code) AND length(code) = 4),
    revision INTEGER NOT NULL DEFAULT 0 CHECK (revision >= 0),
    ledger_seq INTEGER NOT NULL DEFAULT 0 CHECK (ledger_seq >= 0),
    ledger_hash TEXT NOT NULL CHECK (length(ledger_hash) = 64),
    audit_seq INTEGER NOT NULL DEFAULT 0 CHECK (audit_seq >= 0),
    audit_hash TEXT NOT NULL CHECK (length(audit_hash) = 64),
    suspended_at INTEGER
) STRICT;

-- Every row, ledger entry and activity entry as it is sent, secrets sealed.
CREATE TABLE rows (
    rid INTEGER PRIMARY KEY,
    id BLOB NOT NULL CHECK (length(id) = 16),
    noun TEXT NOT NULL CHECK (noun <> ''),
    distributor_id BLOB NOT NULL REFERENCES distributors (id),
    scope TEXT NOT NULL,
    revision INTEGER NOT NULL CHECK (revision >= 1),
    body TEXT NOT NULL,
    UNIQUE (id, noun)
) STRICT;
CREATE UNIQUE INDEX rows_scope ON rows (scope, revision);

-- By what else a row is found: a keyed hash of the kind of look-up and its value.
CREATE TABLE row_keys (
    key BLOB NOT NULL CHECK (length(key) = 16),
    id BLOB NOT NULL CHECK (length(id) = 16),
    noun TEXT NOT NULL,
    PRIMARY KEY (key, id, noun)
) STRICT, WITHOUT ROWID;

-- What is not in a scope any more.
CREATE TABLE gone (
    scope TEXT NOT NULL,
    revision INTEGER NOT NULL CHECK (revision >= 1),
    noun TEXT NOT NULL,
    id BLOB NOT NULL CHECK (length(id) = 16),
    PRIMARY KEY (scope, revision)
) STRICT, WITHOUT ROWID;

-- Per scope: how far it is, how many rows it has, and the (masked) sum of their hashes.
CREATE TABLE scopes (
    scope TEXT NOT NULL PRIMARY KEY,
    distributor_id BLOB NOT NULL REFERENCES distributors (id),
    revision INTEGER NOT NULL CHECK (revision >= 0),
    count INTEGER NOT NULL CHECK (count >= 0),
    hash BLOB NOT NULL CHECK (length(hash) = 32)
) STRICT;
CREATE INDEX scopes_distributor ON scopes (distributor_id);

-- The ledger's skeleton: what must hold whatever the program does. The entries themselves are in `rows`.
CREATE TABLE transfers (
    distributor_id BLOB NOT NULL REFERENCES distributors (id),
    seq INTEGER NOT NULL CHECK (seq >= 1),
    id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    debit TEXT NOT NULL,
    credit TEXT NOT NULL CHECK (credit <> debit),
    amount INTEGER NOT NULL CHECK (amount > 0),
    reverses BLOB UNIQUE CHECK (length(reverses) = 16),
    PRIMARY KEY (distributor_id, seq)
) STRICT, WITHOUT ROWID;

CREATE TABLE balances (
    distributor_id BLOB NOT NULL REFERENCES distributors (id),
    account TEXT NOT NULL,
    -- The customer whose account it is.
    customer_id BLOB CHECK (length(customer_id) = 16),
    amount INTEGER NOT NULL CHECK (account = 'issuer' OR amount >= 0),
    PRIMARY KEY (distributor_id, account)
) STRICT, WITHOUT ROWID;
CREATE INDEX balances_customer ON balances (customer_id) WHERE customer_id IS NOT NULL;

-- What the cloud alone knows of a computer. Its row is in `rows`.
CREATE TABLE replicas_auth (
    id BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    distributor_id BLOB NOT NULL REFERENCES distributors (id),
    account_id BLOB NOT NULL CHECK (length(account_id) = 16),
    public_key TEXT NOT NULL CHECK (length(public_key) = 64),
    token_hash BLOB UNIQUE CHECK (length(token_hash) = 32),
    token_ends_at INTEGER NOT NULL DEFAULT 0,
    -- Where its outbox stood when it enrolled, and where the cloud is now.
    start_seq INTEGER NOT NULL CHECK (start_seq >= 0),
    start_hash TEXT NOT NULL CHECK (length(start_hash) = 64),
    last_seq INTEGER NOT NULL CHECK (last_seq >= start_seq),
    last_hash TEXT NOT NULL CHECK (length(last_hash) = 64),
    acked_seq INTEGER NOT NULL DEFAULT 0,
    last_contact_at INTEGER NOT NULL,
    -- The last time that nothing waited on the computer: what comes later was made later.
    clear_at INTEGER NOT NULL,
    pending INTEGER NOT NULL DEFAULT 0 CHECK (pending >= 0),
    app_version TEXT NOT NULL DEFAULT '',
    -- Which password its account last proved here (a keyed hash of the stored hash).
    password_seen BLOB NOT NULL CHECK (length(password_seen) = 32)
) STRICT;
CREATE INDEX replicas_auth_account ON replicas_auth (account_id);
CREATE INDEX replicas_auth_distributor ON replicas_auth (distributor_id);

-- What became of every mutation that a computer pushed; a repeated push gets the same answer.
CREATE TABLE outcomes (
    replica_id BLOB NOT NULL REFERENCES replicas_auth (id),
    seq INTEGER NOT NULL CHECK (seq >= 1),
    mutation_id BLOB NOT NULL CHECK (length(mutation_id) = 16),
    -- The place's hash in the computer's chain.
    hash TEXT NOT NULL CHECK (length(hash) = 64),
    refusal TEXT,
    PRIMARY KEY (replica_id, seq)
) STRICT, WITHOUT ROWID;

-- Every mutation that was ever decided, whoever sent it.
CREATE TABLE mutations (
    id BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    distributor_id BLOB NOT NULL REFERENCES distributors (id),
    -- Of name, version and arguments.
    content_hash BLOB NOT NULL CHECK (length(content_hash) = 32),
    refusal TEXT
) STRICT, WITHOUT ROWID;

-- One-time codes with which an account enrols a computer without its password.
CREATE TABLE enrol_codes (
    hash BLOB NOT NULL PRIMARY KEY CHECK (length(hash) = 32),
    account_id BLOB NOT NULL CHECK (length(account_id) = 16),
    expires_at INTEGER NOT NULL,
    used_at INTEGER
) STRICT, WITHOUT ROWID;

-- Failed attempts, to slow down guessing.
CREATE TABLE attempts (
    what BLOB NOT NULL PRIMARY KEY CHECK (length(what) = 16),
    failures INTEGER NOT NULL CHECK (failures >= 1),
    last_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
