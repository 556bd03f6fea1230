-- Activation codes that a phone has used up, by their rows. The first insert of a code wins, whatever else happens at the
-- same moment; everybody after it is told that there is no such code.
CREATE TABLE used_codes (
    code_id BLOB NOT NULL PRIMARY KEY CHECK (length(code_id) = 16),
    used_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
