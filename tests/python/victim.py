"""An app that is killed in the middle of a visit: python victim.py PHONE HOUSEHOLD PICTURE."""

import sys
import threading
import uuid
from pathlib import Path

import doorstep
from host import FileVault

folder, household, picture = Path(sys.argv[1]), uuid.UUID(sys.argv[2]), sys.argv[3]
core = doorstep.Doorstep.open(str(folder / "store"), FileVault(folder / "vault"))
visits = core.visits()
draft = visits.start(household)
draft.outcome = doorstep.VisitOutcome.NO_CHANGE
if not draft.facts:
    subject = doorstep.Subject.HOUSEHOLD(id=household)
    draft.facts = [doorstep.VisitFact(kind=doorstep.VisitKind.CARE_VISIT, subject=subject)]
draft.note = "说到一半"
visits.save(draft)
how = doorstep.PhotoDraft(
    kind=doorstep.EvidenceKind.PHOTO, reason="门牌", consent=doorstep.ConsentState.NOT_NEEDED
)
core.photos().take(draft.id, picture, how)
print("saved", draft.id, flush=True)
threading.Event().wait()  # for the kill
