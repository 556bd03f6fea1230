-- What the screens of credit and of the activity log ask for, however much there is of it.

-- A distributor's own movements stand between a hundred thousand of its customers'.
CREATE INDEX transfers_own ON transfers (distributor_id, seq) WHERE kind IN ('sale', 'trial', 'transfer', 'refund');
-- The pace at which each customer spends.
CREATE INDEX transfers_spent ON transfers (distributor_id, at, customer_id) WHERE kind = 'spend';

-- Who did something in a customer's log, without going over it.
CREATE TABLE audit_actors (
    customer_id BLOB NOT NULL CHECK (length(customer_id) = 16),
    account_id BLOB NOT NULL CHECK (length(account_id) = 16),
    PRIMARY KEY (customer_id, account_id)
) STRICT, WITHOUT ROWID;
INSERT INTO audit_actors (customer_id, account_id)
    SELECT DISTINCT c.customer_id, unhex(replace(a.actor ->> 'id', '-', ''))
    FROM audit_customers c JOIN audit a ON a.seq = c.seq WHERE a.actor ->> 'kind' = 'account';
