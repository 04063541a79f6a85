-- Words that are being typed into a form other than a visit, so that a killed app resumes where it was.
CREATE TABLE typed (
    form TEXT NOT NULL,
    field TEXT NOT NULL,
    words TEXT NOT NULL,
    PRIMARY KEY (form, field)
) STRICT, WITHOUT ROWID;
