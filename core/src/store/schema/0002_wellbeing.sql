-- How it was on the day of a visit; NULL where nobody answered.
ALTER TABLE visit ADD COLUMN wellbeing TEXT;
