-- Activation codes that a phone has used up, by their rows. The first insert of a code wins, whatever else happens at the
-- same moment; everybody after it is told that there is no such code.
CREATE TABLE used_codes (
    code_id UUID NOT NULL PRIMARY KEY,
    used_at BIGINT NOT NULL
);
