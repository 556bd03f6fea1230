-- Messages to key holders. What one says and how it stands is a row like any other; here is who sends it next, and when.

-- How the cloud sends: its own settings under the id of zeros, a distributor's under the distributor's.
CREATE TABLE mail_settings (
    id UUID NOT NULL PRIMARY KEY,
    -- JSON, sealed as a whole.
    body TEXT NOT NULL CHECK (body <> '')
);

-- One entry per message that is still to be sent.
CREATE TABLE mail_queue (
    -- The message's row.
    id UUID NOT NULL PRIMARY KEY,
    distributor_id UUID NOT NULL REFERENCES distributors (id),
    round BIGINT NOT NULL CHECK (round >= 0),
    -- The letter that must be sent before it, if any.
    waits_for UUID,
    due_at BIGINT NOT NULL,
    attempts BIGINT NOT NULL DEFAULT 0 CHECK (attempts >= 0),
    -- Who is carrying it now, and until when nobody else may.
    claim UUID,
    claimed_until BIGINT NOT NULL DEFAULT 0
);
CREATE INDEX mail_queue_due ON mail_queue (due_at) WHERE waits_for IS NULL;
CREATE INDEX mail_queue_waiting ON mail_queue (waits_for) WHERE waits_for IS NOT NULL;

-- Codes that a letter was sent about: their holders are reminded before they end.
CREATE TABLE mail_reminders (
    code_id UUID NOT NULL PRIMARY KEY,
    distributor_id UUID NOT NULL REFERENCES distributors (id),
    expires_at BIGINT NOT NULL
);
CREATE INDEX mail_reminders_due ON mail_reminders (distributor_id, expires_at);
