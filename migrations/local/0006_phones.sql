-- Phones that really activate: the key pair a device is bound to, what its phone says that it has, and where it finds the cloud.

ALTER TABLE devices ADD COLUMN public_key TEXT CHECK (length(public_key) = 64);
ALTER TABLE keys ADD COLUMN on_phone TEXT CHECK (on_phone IN ('active', 'suspended', 'nothing'));
-- What was activated before is taken for told as far as its phone synchronised since.
UPDATE keys SET on_phone = CASE
    WHEN synchronized_at < status_at THEN 'active'
    WHEN status = 'suspended' THEN 'suspended'
    WHEN status = 'active' THEN 'active'
    ELSE 'nothing' END
WHERE activated_at IS NOT NULL AND status <> 'waiting';
ALTER TABLE activation_codes ADD COLUMN handout_address TEXT NOT NULL DEFAULT '';
ALTER TABLE distributors ADD COLUMN public_address TEXT NOT NULL DEFAULT '';
