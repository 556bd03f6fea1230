-- What the palette asks for while somebody types, answered from an index however many rows there are.

-- A beginning of up to eight letters is looked up and read row by row until enough is found; a longer one, and before this
-- any of more than three, is gathered from every word that begins so before the first row of it is known.
DROP TABLE search_users;
DROP TABLE search_customers;
DROP TABLE search_readers;
CREATE VIRTUAL TABLE search_users USING fts5 (
    words, content = '', contentless_delete = 1, tokenize = 'unicode61 remove_diacritics 2',
    prefix = '1 2 3 4 5 6 7 8', detail = 'none');
CREATE VIRTUAL TABLE search_customers USING fts5 (
    words, content = '', contentless_delete = 1, tokenize = 'unicode61 remove_diacritics 2',
    prefix = '1 2 3 4 5 6 7 8', detail = 'none');
CREATE VIRTUAL TABLE search_readers USING fts5 (
    words, content = '', contentless_delete = 1, tokenize = 'unicode61 remove_diacritics 2',
    prefix = '1 2 3 4 5 6 7 8', detail = 'none');
-- What is not indexed yet is found all the same; the index follows by and by.
INSERT INTO search_pending (noun, rid) SELECT 1, rid FROM users WHERE true ON CONFLICT DO NOTHING;
INSERT INTO search_pending (noun, rid) SELECT 2, rid FROM customers WHERE true ON CONFLICT DO NOTHING;
INSERT INTO search_pending (noun, rid) SELECT 3, rid FROM readers WHERE true ON CONFLICT DO NOTHING;
