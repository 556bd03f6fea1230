-- The cloud's database on PostgreSQL. `migrations/cloud/sqlite` holds the same tables; only the types differ.
--
-- The cloud decides with the same rules as the desktop, so it need not have a table for every noun: a row is a JSON document,
-- found by its id, by look-up keys, or by scope and revision. Times are milliseconds since 1970 in UTC, ids 16 bytes.

CREATE TABLE meta (
    id BIGINT NOT NULL PRIMARY KEY CHECK (id = 1),
    -- Another one after every restore from a backup.
    history_id UUID NOT NULL,
    -- 1 while the operator is still ending a restore: nothing activates and no mail leaves.
    recovering BIGINT NOT NULL DEFAULT 0 CHECK (recovering IN (0, 1)),
    -- Shows whether the key file beside the database is the right one.
    key_check BYTEA NOT NULL CHECK (length(key_check) = 32)
);

-- The row that every write of a tenant locks first. Revisions, the ledger's chain and the activity log's chain are taken from it.
CREATE TABLE distributors (
    id UUID NOT NULL PRIMARY KEY,
    code TEXT NOT NULL UNIQUE CHECK (code = lower(code) AND length(code) = 4),
    revision BIGINT NOT NULL DEFAULT 0 CHECK (revision >= 0),
    ledger_seq BIGINT NOT NULL DEFAULT 0 CHECK (ledger_seq >= 0),
    ledger_hash TEXT NOT NULL CHECK (length(ledger_hash) = 64),
    audit_seq BIGINT NOT NULL DEFAULT 0 CHECK (audit_seq >= 0),
    audit_hash TEXT NOT NULL CHECK (length(audit_hash) = 64),
    suspended_at BIGINT
);

-- Every row, ledger entry and activity entry as it is sent, secrets sealed.
CREATE TABLE rows (
    rid BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    id UUID NOT NULL,
    noun TEXT NOT NULL CHECK (noun <> ''),
    distributor_id UUID NOT NULL REFERENCES distributors (id),
    scope TEXT NOT NULL,
    revision BIGINT NOT NULL CHECK (revision >= 1),
    body TEXT NOT NULL,
    UNIQUE (id, noun)
);
CREATE UNIQUE INDEX rows_scope ON rows (scope, revision);

-- By what else a row is found: a keyed hash of the kind of look-up and its value.
CREATE TABLE row_keys (
    key UUID NOT NULL,
    id UUID NOT NULL,
    noun TEXT NOT NULL,
    PRIMARY KEY (key, id, noun)
);

-- What is not in a scope any more.
CREATE TABLE gone (
    scope TEXT NOT NULL,
    revision BIGINT NOT NULL CHECK (revision >= 1),
    noun TEXT NOT NULL,
    id UUID NOT NULL,
    PRIMARY KEY (scope, revision)
);

-- Per scope: how far it is, how many rows it has, and the (masked) sum of their hashes.
CREATE TABLE scopes (
    scope TEXT NOT NULL PRIMARY KEY,
    distributor_id UUID NOT NULL REFERENCES distributors (id),
    revision BIGINT NOT NULL CHECK (revision >= 0),
    count BIGINT NOT NULL CHECK (count >= 0),
    hash BYTEA NOT NULL CHECK (length(hash) = 32)
);
CREATE INDEX scopes_distributor ON scopes (distributor_id);

-- The ledger's skeleton: what must hold whatever the program does. The entries themselves are in `rows`.
CREATE TABLE transfers (
    distributor_id UUID NOT NULL REFERENCES distributors (id),
    seq BIGINT NOT NULL CHECK (seq >= 1),
    id UUID NOT NULL UNIQUE,
    debit TEXT NOT NULL,
    credit TEXT NOT NULL CHECK (credit <> debit),
    amount BIGINT NOT NULL CHECK (amount > 0),
    reverses UUID UNIQUE,
    PRIMARY KEY (distributor_id, seq)
);

CREATE TABLE balances (
    distributor_id UUID NOT NULL REFERENCES distributors (id),
    account TEXT NOT NULL,
    -- The customer whose account it is.
    customer_id UUID,
    amount BIGINT NOT NULL CHECK (account = 'issuer' OR amount >= 0),
    PRIMARY KEY (distributor_id, account)
);
CREATE INDEX balances_customer ON balances (customer_id) WHERE customer_id IS NOT NULL;

-- What the cloud alone knows of a computer. Its row is in `rows`.
CREATE TABLE replicas_auth (
    id UUID NOT NULL PRIMARY KEY,
    distributor_id UUID NOT NULL REFERENCES distributors (id),
    account_id UUID NOT NULL,
    public_key TEXT NOT NULL CHECK (length(public_key) = 64),
    token_hash BYTEA UNIQUE CHECK (length(token_hash) = 32),
    token_ends_at BIGINT NOT NULL DEFAULT 0,
    -- Where its outbox stood when it enrolled, and where the cloud is now.
    start_seq BIGINT NOT NULL CHECK (start_seq >= 0),
    start_hash TEXT NOT NULL CHECK (length(start_hash) = 64),
    last_seq BIGINT NOT NULL CHECK (last_seq >= start_seq),
    last_hash TEXT NOT NULL CHECK (length(last_hash) = 64),
    acked_seq BIGINT NOT NULL DEFAULT 0,
    last_contact_at BIGINT NOT NULL,
    -- The last time that nothing waited on the computer: what comes later was made later.
    clear_at BIGINT NOT NULL,
    pending BIGINT NOT NULL DEFAULT 0 CHECK (pending >= 0),
    app_version TEXT NOT NULL DEFAULT '',
    -- Which password its account last proved here (a keyed hash of the stored hash).
    password_seen BYTEA NOT NULL CHECK (length(password_seen) = 32)
);
CREATE INDEX replicas_auth_account ON replicas_auth (account_id);
CREATE INDEX replicas_auth_distributor ON replicas_auth (distributor_id);

-- What became of every mutation that a computer pushed; a repeated push gets the same answer.
CREATE TABLE outcomes (
    replica_id UUID NOT NULL REFERENCES replicas_auth (id),
    seq BIGINT NOT NULL CHECK (seq >= 1),
    mutation_id UUID NOT NULL,
    -- The place's hash in the computer's chain.
    hash TEXT NOT NULL CHECK (length(hash) = 64),
    refusal TEXT,
    PRIMARY KEY (replica_id, seq)
);

-- Every mutation that was ever decided, whoever sent it.
CREATE TABLE mutations (
    id UUID NOT NULL PRIMARY KEY,
    distributor_id UUID NOT NULL REFERENCES distributors (id),
    -- Of name, version and arguments.
    content_hash BYTEA NOT NULL CHECK (length(content_hash) = 32),
    refusal TEXT
);

-- One-time codes with which an account enrols a computer without its password.
CREATE TABLE enrol_codes (
    hash BYTEA NOT NULL PRIMARY KEY CHECK (length(hash) = 32),
    account_id UUID NOT NULL,
    expires_at BIGINT NOT NULL,
    used_at BIGINT
);

-- Failed attempts, to slow down guessing.
CREATE TABLE attempts (
    what UUID NOT NULL PRIMARY KEY,
    failures BIGINT NOT NULL CHECK (failures >= 1),
    last_at BIGINT NOT NULL
);
