-- What the screens of credit ask for, however many keys were paid for.

-- A distributor's own movements stand between a hundred thousand of its customers'.
CREATE INDEX transfers_own ON transfers (distributor_id, seq) WHERE kind IN ('sale', 'trial', 'transfer', 'refund');
-- The pace at which each customer spends.
CREATE INDEX transfers_spent ON transfers (distributor_id, at, customer_id) WHERE kind = 'spend';
