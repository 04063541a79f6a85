-- Whom its grid's lead asked to call at a household; NULL where nobody was asked.
ALTER TABLE household ADD COLUMN handed_over TEXT;
