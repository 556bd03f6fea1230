-- The local store: what one computer knows. Everything is STRICT, and what must never be is a CHECK.
--
-- Conventions: `rid` is a row's place in the file and in the search index, `id` its UUID (16 bytes);
-- times are milliseconds since 1970 in UTC, days are local days as YYYY-MM-DD; lists and objects are
-- JSON text. Nouns are never removed, only marked; foreign keys are checked at the commit.

PRAGMA user_version = 1;

-- ---------------------------------------------------------------- one row each

CREATE TABLE meta (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    -- Raised by every write transaction, so that another process sees that its caches are stale.
    revision INTEGER NOT NULL DEFAULT 0 CHECK (revision >= 0)
) STRICT;
INSERT INTO meta (id) VALUES (1);

-- ---------------------------------------------------------------- tenants

CREATE TABLE distributors (
    rid INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    name TEXT NOT NULL CHECK (name <> ''),
    code TEXT NOT NULL CHECK (length(code) = 4 AND lower(code) <> 'demo'),
    contact TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(contact)),
    time_zone TEXT NOT NULL CHECK (time_zone <> ''),
    created_at INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX distributors_code ON distributors (code COLLATE NOCASE);

CREATE TABLE customers (
    rid INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    distributor_id BLOB NOT NULL REFERENCES distributors (id) DEFERRABLE INITIALLY DEFERRED,
    name TEXT NOT NULL CHECK (name <> ''),
    system_type TEXT NOT NULL CHECK (system_type IN ('importer', 'demo')),
    system_id TEXT NOT NULL CHECK (length(system_id) = 8),
    system_key TEXT NOT NULL,
    app_android INTEGER CHECK (app_android > 0),
    app_ios INTEGER CHECK (app_ios > 0),
    contact TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(contact)),
    key_name TEXT NOT NULL DEFAULT '',
    key_prefix TEXT NOT NULL DEFAULT '',
    default_valid_to TEXT CHECK (length(default_valid_to) = 10),
    allow_duplicate_user_id INTEGER NOT NULL DEFAULT 0 CHECK (allow_duplicate_user_id IN (0, 1)),
    one_tap INTEGER NOT NULL DEFAULT 1 CHECK (one_tap IN (0, 1)),
    automatic INTEGER NOT NULL DEFAULT 1 CHECK (automatic IN (0, 1)),
    groups_enabled INTEGER NOT NULL DEFAULT 0 CHECK (groups_enabled IN (0, 1)),
    time_zone TEXT NOT NULL CHECK (time_zone <> ''),
    keys_issued INTEGER NOT NULL DEFAULT 0 CHECK (keys_issued IN (0, 1)),
    created_at INTEGER NOT NULL,
    deleted_at INTEGER,
    published_at INTEGER,
    CHECK ((system_type = 'demo') = (lower(system_id) = 'demo0001'))
) STRICT;
CREATE INDEX customers_system_id ON customers (system_id COLLATE NOCASE);
CREATE UNIQUE INDEX customers_live_system_id ON customers (system_id COLLATE NOCASE)
    WHERE deleted_at IS NULL AND system_type <> 'demo';
CREATE INDEX customers_distributor ON customers (distributor_id);

CREATE TABLE accounts (
    rid INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    distributor_id BLOB NOT NULL REFERENCES distributors (id) DEFERRABLE INITIALLY DEFERRED,
    customer_id BLOB REFERENCES customers (id) DEFERRABLE INITIALLY DEFERRED,
    role TEXT NOT NULL CHECK (role IN ('distributor_admin', 'installer', 'customer_admin')),
    email TEXT NOT NULL CHECK (email <> ''),
    -- The address in lower case (of every script, which SQLite's own lower() is not).
    email_key TEXT NOT NULL CHECK (email_key <> ''),
    password_hash TEXT NOT NULL,
    language TEXT CHECK (language IN ('en', 'cs')),
    created_at INTEGER NOT NULL,
    expires_at INTEGER,
    deleted_at INTEGER,
    CHECK ((role = 'customer_admin') = (customer_id IS NOT NULL))
) STRICT;
CREATE INDEX accounts_email ON accounts (email_key);
CREATE UNIQUE INDEX accounts_live_email ON accounts (email_key) WHERE deleted_at IS NULL;
CREATE INDEX accounts_distributor ON accounts (distributor_id);
CREATE INDEX accounts_customer ON accounts (customer_id) WHERE customer_id IS NOT NULL;

CREATE TABLE assignments (
    rid INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    account_id BLOB NOT NULL REFERENCES accounts (id) DEFERRABLE INITIALLY DEFERRED,
    customer_id BLOB NOT NULL REFERENCES customers (id) DEFERRABLE INITIALLY DEFERRED,
    created_at INTEGER NOT NULL,
    deleted_at INTEGER
) STRICT;
CREATE UNIQUE INDEX assignments_live ON assignments (account_id, customer_id) WHERE deleted_at IS NULL;
CREATE INDEX assignments_customer ON assignments (customer_id);

-- Which key slot of this computer's profile belongs to an account. Never leaves the computer.
CREATE TABLE local_slots (
    account_id BLOB NOT NULL PRIMARY KEY REFERENCES accounts (id) DEFERRABLE INITIALLY DEFERRED,
    slot_id BLOB NOT NULL UNIQUE CHECK (length(slot_id) = 16)
) STRICT, WITHOUT ROWID;

-- ---------------------------------------------------------------- users, devices, keys, codes

CREATE TABLE users (
    rid INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    customer_id BLOB NOT NULL REFERENCES customers (id) DEFERRABLE INITIALLY DEFERRED,
    title TEXT NOT NULL DEFAULT '',
    first_name TEXT NOT NULL CHECK (first_name <> ''),
    last_name TEXT NOT NULL DEFAULT '',
    email TEXT NOT NULL DEFAULT '',
    phone TEXT NOT NULL DEFAULT '',
    language TEXT CHECK (language IN ('en', 'cs')),
    created_at INTEGER NOT NULL,
    deleted_at INTEGER
) STRICT;
CREATE INDEX users_customer ON users (customer_id);

CREATE TABLE devices (
    rid INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    customer_id BLOB NOT NULL REFERENCES customers (id) DEFERRABLE INITIALLY DEFERRED,
    user_id BLOB NOT NULL REFERENCES users (id) DEFERRABLE INITIALLY DEFERRED,
    name TEXT NOT NULL DEFAULT '',
    status TEXT NOT NULL CHECK (status IN ('unauthenticated', 'active', 'deleted')),
    platform TEXT CHECK (platform IN ('android', 'ios')),
    model TEXT NOT NULL DEFAULT '',
    created_at INTEGER NOT NULL,
    activated_at INTEGER,
    deleted_at INTEGER,
    CHECK ((status = 'deleted') = (deleted_at IS NOT NULL))
) STRICT;
CREATE INDEX devices_user ON devices (user_id);
CREATE INDEX devices_customer ON devices (customer_id);

CREATE TABLE keys (
    rid INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    customer_id BLOB NOT NULL REFERENCES customers (id) DEFERRABLE INITIALLY DEFERRED,
    user_id BLOB NOT NULL REFERENCES users (id) DEFERRABLE INITIALLY DEFERRED,
    device_id BLOB NOT NULL REFERENCES devices (id) DEFERRABLE INITIALLY DEFERRED,
    name TEXT NOT NULL DEFAULT '',
    -- The User ID that readers see.
    number INTEGER NOT NULL CHECK (number BETWEEN 1 AND 4294967295),
    valid_from TEXT NOT NULL CHECK (length(valid_from) = 10),
    valid_to TEXT CHECK (length(valid_to) = 10),
    group_ids TEXT NOT NULL DEFAULT '[]' CHECK (json_type(group_ids) = 'array'),
    status TEXT NOT NULL
        CHECK (status IN ('waiting', 'active', 'suspended', 'deleted_by_admin', 'deleted_by_user', 'deleted')),
    replaces BLOB REFERENCES keys (id) DEFERRABLE INITIALLY DEFERRED,
    created_at INTEGER NOT NULL,
    status_at INTEGER NOT NULL,
    activated_at INTEGER,
    synchronized_at INTEGER,
    CHECK (valid_to >= valid_from)
) STRICT;
CREATE INDEX keys_number ON keys (customer_id, number);
CREATE INDEX keys_status ON keys (customer_id, status);
CREATE INDEX keys_user ON keys (user_id);
CREATE INDEX keys_device ON keys (device_id);
CREATE INDEX keys_replaces ON keys (replaces) WHERE replaces IS NOT NULL;

CREATE TABLE activation_codes (
    rid INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    customer_id BLOB NOT NULL REFERENCES customers (id) DEFERRABLE INITIALLY DEFERRED,
    key_id BLOB NOT NULL REFERENCES keys (id) DEFERRABLE INITIALLY DEFERRED,
    code TEXT NOT NULL UNIQUE CHECK (length(code) = 20),
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL CHECK (expires_at > created_at),
    ended_at INTEGER,
    end_reason TEXT CHECK (end_reason IN ('used', 'superseded', 'lost', 'key_deleted')),
    handouts INTEGER NOT NULL DEFAULT 0 CHECK (handouts >= 0),
    CHECK ((ended_at IS NULL) = (end_reason IS NULL))
) STRICT;
CREATE INDEX activation_codes_key ON activation_codes (key_id);
CREATE INDEX activation_codes_customer ON activation_codes (customer_id);

-- ---------------------------------------------------------------- readers, groups, imports

CREATE TABLE reader_groups (
    rid INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    customer_id BLOB NOT NULL REFERENCES customers (id) DEFERRABLE INITIALLY DEFERRED,
    name TEXT NOT NULL CHECK (name <> ''),
    created_at INTEGER NOT NULL,
    deleted_at INTEGER
) STRICT;
CREATE INDEX reader_groups_customer ON reader_groups (customer_id);

CREATE TABLE readers (
    rid INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    customer_id BLOB NOT NULL REFERENCES customers (id) DEFERRABLE INITIALLY DEFERRED,
    name TEXT NOT NULL CHECK (name <> ''),
    reader_id TEXT NOT NULL CHECK (reader_id <> ''),
    mac TEXT CHECK (length(mac) = 17),
    group_id BLOB REFERENCES reader_groups (id) DEFERRABLE INITIALLY DEFERRED,
    allow_identification INTEGER NOT NULL CHECK (allow_identification IN (0, 1)),
    one_tap INTEGER CHECK (one_tap IN (0, 1)),
    signal_range INTEGER NOT NULL CHECK (signal_range IN (10, 40, 70, 100)),
    one_tap_signal INTEGER NOT NULL CHECK (one_tap_signal IN (40, 55, 70)),
    -- Fields of an import file that this version does not know.
    extra TEXT NOT NULL DEFAULT '{}' CHECK (json_type(extra) = 'object'),
    -- What phones were last told; 'same' says exactly what is set here.
    published TEXT CHECK (published = 'same' OR json_type(published) = 'object'),
    created_at INTEGER NOT NULL,
    changed_at INTEGER NOT NULL,
    deleted_at INTEGER
) STRICT;
CREATE INDEX readers_reader_id ON readers (customer_id, reader_id);
CREATE INDEX readers_mac ON readers (customer_id, mac) WHERE mac IS NOT NULL;
CREATE INDEX readers_unpublished ON readers (customer_id)
    WHERE (deleted_at IS NULL AND published IS NOT 'same') OR (deleted_at IS NOT NULL AND published IS NOT NULL);
CREATE INDEX readers_group ON readers (group_id) WHERE group_id IS NOT NULL;

CREATE TABLE reader_imports (
    rid INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    customer_id BLOB NOT NULL REFERENCES customers (id) DEFERRABLE INITIALLY DEFERRED,
    file_name TEXT NOT NULL DEFAULT '',
    -- JSON, compressed when long.
    changes BLOB NOT NULL,
    unchanged INTEGER NOT NULL DEFAULT 0 CHECK (unchanged >= 0),
    invalid INTEGER NOT NULL DEFAULT 0 CHECK (invalid >= 0),
    created_at INTEGER NOT NULL,
    undone_at INTEGER
) STRICT;
CREATE INDEX reader_imports_customer ON reader_imports (customer_id);

-- ---------------------------------------------------------------- ledger

CREATE TABLE transfers (
    rid INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    distributor_id BLOB NOT NULL REFERENCES distributors (id) DEFERRABLE INITIALLY DEFERRED,
    seq INTEGER NOT NULL CHECK (seq >= 1),
    kind TEXT NOT NULL
        CHECK (kind IN ('sale', 'trial', 'transfer', 'refund', 'spend', 'spend_refund', 'lease', 'lease_return')),
    debit TEXT NOT NULL,
    credit TEXT NOT NULL CHECK (credit <> debit),
    -- The customer whose account is on either side, for the list on its Billing tab.
    customer_id BLOB REFERENCES customers (id) DEFERRABLE INITIALLY DEFERRED,
    amount INTEGER NOT NULL CHECK (amount > 0),
    mutation_id BLOB NOT NULL CHECK (length(mutation_id) = 16),
    reverses BLOB REFERENCES transfers (id) DEFERRABLE INITIALLY DEFERRED,
    key_id BLOB REFERENCES keys (id) DEFERRABLE INITIALLY DEFERRED,
    note TEXT NOT NULL DEFAULT '',
    at INTEGER NOT NULL,
    prev_hash TEXT NOT NULL CHECK (length(prev_hash) = 64),
    hash TEXT NOT NULL CHECK (length(hash) = 64),
    -- 0 while the authority has not confirmed it; only such an entry can be taken back.
    confirmed INTEGER NOT NULL DEFAULT 1 CHECK (confirmed IN (0, 1)),
    UNIQUE (distributor_id, seq)
) STRICT;
CREATE INDEX transfers_customer ON transfers (customer_id, seq) WHERE customer_id IS NOT NULL;
CREATE INDEX transfers_key ON transfers (key_id) WHERE key_id IS NOT NULL;
CREATE UNIQUE INDEX transfers_reverses ON transfers (reverses) WHERE reverses IS NOT NULL;
CREATE INDEX transfers_unconfirmed ON transfers (distributor_id, seq) WHERE confirmed = 0;

-- Derived from transfers by the triggers below; `rebuild` makes it anew.
CREATE TABLE balances (
    distributor_id BLOB NOT NULL,
    account TEXT NOT NULL,
    amount INTEGER NOT NULL CHECK (account = 'issuer' OR amount >= 0),
    PRIMARY KEY (distributor_id, account)
) STRICT, WITHOUT ROWID;

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

-- ---------------------------------------------------------------- mutations, before-images, audit

-- Every state change, in order: the outbox, and what makes a repeated request harmless.
CREATE TABLE mutations (
    seq INTEGER PRIMARY KEY CHECK (seq >= 1),
    id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    name TEXT NOT NULL CHECK (name <> ''),
    version INTEGER NOT NULL CHECK (version >= 1),
    -- Name and arguments as one JSON object, compressed when long.
    content BLOB NOT NULL,
    actor TEXT NOT NULL CHECK (json_valid(actor)),
    client_time INTEGER NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('pending', 'accepted', 'refused')),
    -- The refusal of the authority, if it refused.
    outcome TEXT CHECK (json_valid(outcome)),
    prev_hash TEXT NOT NULL CHECK (length(prev_hash) = 64),
    hash TEXT NOT NULL CHECK (length(hash) = 64),
    CHECK ((status = 'refused') = (outcome IS NOT NULL))
) STRICT;
CREATE INDEX mutations_pending ON mutations (seq) WHERE status = 'pending';
CREATE TRIGGER mutations_dense BEFORE INSERT ON mutations BEGIN
    SELECT RAISE(ABORT, 'a mutation must follow the last one')
    WHERE NEW.seq <> 1 + coalesce((SELECT max(seq) FROM mutations), 0)
       OR NEW.prev_hash <> coalesce((SELECT hash FROM mutations ORDER BY seq DESC LIMIT 1),
              '0000000000000000000000000000000000000000000000000000000000000000');
END;
CREATE TRIGGER mutations_settled BEFORE UPDATE ON mutations
WHEN OLD.status <> 'pending' OR OLD.seq <> NEW.seq OR OLD.id <> NEW.id OR OLD.content <> NEW.content OR OLD.hash <> NEW.hash BEGIN
    SELECT RAISE(ABORT, 'a mutation has one outcome');
END;
CREATE TRIGGER mutations_kept BEFORE DELETE ON mutations BEGIN
    SELECT RAISE(ABORT, 'a mutation is never removed');
END;

-- Rows as the authority last confirmed them, written when a pending mutation first touches one.
CREATE TABLE before_images (
    noun TEXT NOT NULL,
    row_id BLOB NOT NULL CHECK (length(row_id) = 16),
    -- JSON of the row; NULL when there was none.
    image TEXT CHECK (json_valid(image)),
    first_seq INTEGER NOT NULL REFERENCES mutations (seq) DEFERRABLE INITIALLY DEFERRED,
    PRIMARY KEY (noun, row_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE audit (
    seq INTEGER PRIMARY KEY CHECK (seq >= 1),
    mutation_id BLOB NOT NULL CHECK (length(mutation_id) = 16),
    -- When the computer says it was, and when the authority heard of it.
    at_there INTEGER NOT NULL,
    at_here INTEGER NOT NULL,
    -- The computer; NULL is this one.
    replica_id BLOB CHECK (length(replica_id) = 16),
    actor TEXT NOT NULL CHECK (json_valid(actor)),
    action TEXT NOT NULL CHECK (action <> ''),
    -- What changed from what to what.
    content TEXT NOT NULL CHECK (json_valid(content)),
    prev_hash TEXT NOT NULL CHECK (length(prev_hash) = 64),
    hash TEXT NOT NULL CHECK (length(hash) = 64)
) STRICT;
-- The customers whose log shows an entry.
CREATE TABLE audit_customers (
    customer_id BLOB NOT NULL CHECK (length(customer_id) = 16),
    seq INTEGER NOT NULL REFERENCES audit (seq) DEFERRABLE INITIALLY DEFERRED,
    PRIMARY KEY (customer_id, seq)
) STRICT, WITHOUT ROWID;
-- The rows whose log shows an entry.
CREATE TABLE audit_rows (
    row_id BLOB NOT NULL CHECK (length(row_id) = 16),
    seq INTEGER NOT NULL REFERENCES audit (seq) DEFERRABLE INITIALLY DEFERRED,
    PRIMARY KEY (row_id, seq)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER audit_chained BEFORE INSERT ON audit BEGIN
    SELECT RAISE(ABORT, 'an audit entry must follow the last one')
    WHERE NEW.seq <> 1 + coalesce((SELECT max(seq) FROM audit), 0)
       OR NEW.prev_hash <> coalesce((SELECT hash FROM audit ORDER BY seq DESC LIMIT 1),
              '0000000000000000000000000000000000000000000000000000000000000000');
END;
CREATE TRIGGER audit_unchanged BEFORE UPDATE ON audit BEGIN
    SELECT RAISE(ABORT, 'the audit is never changed');
END;
CREATE TRIGGER audit_kept BEFORE DELETE ON audit BEGIN
    SELECT RAISE(ABORT, 'the audit is never changed');
END;

-- ---------------------------------------------------------------- what stays on this computer

CREATE TABLE drafts (
    account_id BLOB NOT NULL CHECK (length(account_id) = 16),
    name TEXT NOT NULL CHECK (name <> ''),
    content TEXT NOT NULL CHECK (json_valid(content)),
    changed_at INTEGER NOT NULL,
    PRIMARY KEY (account_id, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE settings (
    name TEXT NOT NULL PRIMARY KEY CHECK (name <> ''),
    value TEXT NOT NULL CHECK (json_valid(value))
) STRICT, WITHOUT ROWID;

-- ---------------------------------------------------------------- search

-- Words of users, customers and readers, without diacritics and case, by prefixes of 1 to 3 letters.
-- Only the index is kept; the rows are found by `rid`.
CREATE VIRTUAL TABLE search_users USING fts5 (
    words, content = '', contentless_delete = 1, tokenize = 'unicode61 remove_diacritics 2', prefix = '1 2 3', detail = 'none');
CREATE VIRTUAL TABLE search_customers USING fts5 (
    words, content = '', contentless_delete = 1, tokenize = 'unicode61 remove_diacritics 2', prefix = '1 2 3', detail = 'none');
CREATE VIRTUAL TABLE search_readers USING fts5 (
    words, content = '', contentless_delete = 1, tokenize = 'unicode61 remove_diacritics 2', prefix = '1 2 3', detail = 'none');

-- Rows whose words are not indexed yet. Filled by the triggers, emptied before a search, so that an
-- import of ten thousand readers does not wait for the index.
CREATE TABLE search_pending (
    noun INTEGER NOT NULL CHECK (noun IN (1, 2, 3)), -- 1 users, 2 customers, 3 readers
    rid INTEGER NOT NULL,
    PRIMARY KEY (noun, rid)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER users_added AFTER INSERT ON users BEGIN
    INSERT INTO search_pending (noun, rid) VALUES (1, NEW.rid) ON CONFLICT DO NOTHING;
END;
CREATE TRIGGER users_renamed AFTER UPDATE ON users
WHEN (OLD.title, OLD.first_name, OLD.last_name, OLD.email, OLD.phone) IS NOT (NEW.title, NEW.first_name, NEW.last_name, NEW.email, NEW.phone) BEGIN
    INSERT INTO search_pending (noun, rid) VALUES (1, NEW.rid) ON CONFLICT DO NOTHING;
END;
CREATE TRIGGER users_removed AFTER DELETE ON users BEGIN
    INSERT INTO search_pending (noun, rid) VALUES (1, OLD.rid) ON CONFLICT DO NOTHING;
END;
CREATE TRIGGER customers_added AFTER INSERT ON customers BEGIN
    INSERT INTO search_pending (noun, rid) VALUES (2, NEW.rid) ON CONFLICT DO NOTHING;
END;
CREATE TRIGGER customers_renamed AFTER UPDATE ON customers
WHEN (OLD.name, OLD.system_id, OLD.contact) IS NOT (NEW.name, NEW.system_id, NEW.contact) BEGIN
    INSERT INTO search_pending (noun, rid) VALUES (2, NEW.rid) ON CONFLICT DO NOTHING;
END;
CREATE TRIGGER customers_removed AFTER DELETE ON customers BEGIN
    INSERT INTO search_pending (noun, rid) VALUES (2, OLD.rid) ON CONFLICT DO NOTHING;
END;
CREATE TRIGGER readers_added AFTER INSERT ON readers BEGIN
    INSERT INTO search_pending (noun, rid) VALUES (3, NEW.rid) ON CONFLICT DO NOTHING;
END;
CREATE TRIGGER readers_renamed AFTER UPDATE ON readers
WHEN (OLD.name, OLD.reader_id, OLD.mac) IS NOT (NEW.name, NEW.reader_id, NEW.mac) BEGIN
    INSERT INTO search_pending (noun, rid) VALUES (3, NEW.rid) ON CONFLICT DO NOTHING;
END;
CREATE TRIGGER readers_removed AFTER DELETE ON readers BEGIN
    INSERT INTO search_pending (noun, rid) VALUES (3, OLD.rid) ON CONFLICT DO NOTHING;
END;
