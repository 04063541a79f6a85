"""The main job of a phone, as an app drives it."""

import datetime
import json
import os
import queue
import signal
import subprocess
import sys
import uuid
from pathlib import Path

import pytest

import doorstep
from host import FileVault, drain, enrol
from conftest import SOCIAL_WORKER

PHOTO = doorstep.PhotoDraft(
    kind=doorstep.EvidenceKind.PHOTO, reason="门牌", consent=doorstep.ConsentState.NOT_NEEDED
)


def first_stop(core):
    return core.today().page(None, None, 1).stops[0]


def visited(core, household):
    """A visit up to the finish."""
    visits = core.visits()
    draft = visits.start(household)
    draft.outcome = doorstep.VisitOutcome.COMPLETED
    if not draft.facts:
        subject = doorstep.Subject.HOUSEHOLD(id=household)
        draft.facts = [doorstep.VisitFact(kind=doorstep.VisitKind.CARE_VISIT, subject=subject)]
    visits.save(draft)
    return draft


def test_a_day_from_the_qr_code_to_coverage(hub, phone, picture, tmp_path):
    core = phone.open()
    worker = hub.worker(SOCIAL_WORKER)
    confirmed = enrol(core, hub.qr(worker))
    assert confirmed.is_demo and confirmed.staff.role == doorstep.StaffRole.SOCIAL_WORKER
    done = drain(core.sync_session())
    assert isinstance(done, doorstep.HostTask.DONE) and done.summary.rows > 0

    stop = first_stop(core)
    assert isinstance(stop.household, uuid.UUID)
    assert isinstance(stop.duties[0].due, datetime.date)
    home = core.register().household(stop.household)
    assert any(duty.is_due_today and duty.title.zh and duty.legal_basis for duty in home.duties)

    visits = core.visits()
    draft = visited(core, stop.household)
    where = doorstep.Coordinate(lat=34.97, lon=109.0, datum=doorstep.Datum.GCJ02)
    draft.fix = visits.fix(
        doorstep.FixDraft(at=where, accuracy_m=8.0, accuracy_is_68_percent=True, age_ms=500)
    ).fix
    draft.needs = [doorstep.NeedDraft(kind=doorstep.NeedKind.REHAB)]
    visits.save(draft)
    told = visits.place_of(draft.id)
    assert told.why != doorstep.WhyUnknown.NO_FIX and told.sentence.zh.endswith("。")
    camera = tmp_path / "camera.jpg"
    camera.write_bytes(picture)
    core.photos().take(draft.id, str(camera), PHOTO)
    assert not camera.exists(), "the plain file goes once the photo is sealed"
    visits.change_household(
        draft.id, stop.household, doorstep.HouseholdChange.PHONE(value="138 0013 8000")
    )
    visit = visits.finish(draft.id)
    assert visits.finish(draft.id) == visit, "a second tap finishes nothing twice"

    assert core.register().household(stop.household).phone == "13800138000"
    assert core.outbox().unsent() > 0
    assert all(line.words.zh for line in core.outbox().records(None, 200))
    assert core.photos().outbox(None, 200)[0].state == doorstep.BlobState.WAITING

    done = drain(core.sync_session())
    assert isinstance(done, doorstep.HostTask.DONE), done
    assert done.summary.acknowledged > 0 and done.summary.uploads == 2, "thumbnail and working copy"
    assert core.outbox().unsent() == 0
    assert isinstance(drain(core.sync_session()), doorstep.HostTask.DONE)
    states = {line.state for line in core.outbox().records(None, 200)}
    assert states == {doorstep.ItemState.APPLIED}
    assert core.prove_journal().photos == 1

    report = core.coverage().count(doorstep.PeriodKind.YEAR, None)
    assert report.total().visited >= 1
    at_hub = {line["key"]: line for line in hub.coverage(report.period())["lines"]}
    for line in report.lines(0, 200):
        if line.area is None and line.category is None:
            there = at_hub[line.grid]
            assert (line.counts.due, line.counts.visited) == (there["due"], there["visited"])
    assert core.responsibility_list().of_grid(home.grid)
    core.shutdown()


def test_a_finished_visit_is_corrected_and_the_hub_takes_the_later_one(enrolled):
    visits = enrolled.visits()
    stop = first_stop(enrolled)
    visit = visits.finish(visited(enrolled, stop.household).id)
    draft = visits.correct(visit)
    assert draft.corrects == visit and draft.outcome == doorstep.VisitOutcome.COMPLETED
    draft.outcome, draft.facts, draft.corrects = doorstep.VisitOutcome.NOT_HOME, [], None
    draft.next_step = visits.next_steps(stop.household)[0]
    visits.save(draft)
    later = visits.finish(draft.id)
    assert isinstance(drain(enrolled.sync_session()), doorstep.HostTask.DONE)
    assert {line.state for line in enrolled.outbox().records(None, 200)} == {doorstep.ItemState.APPLIED}
    known = {line.id: line for line in enrolled.register().household(stop.household).visits}
    assert known[visit].corrected_by == later
    with pytest.raises(doorstep.DoorstepError.Conflict):
        visits.correct(visit)


def test_a_killed_app_resumes_where_it_was(hub, enrolled, phone, picture, tmp_path):
    household = first_stop(enrolled).household
    enrolled.shutdown()
    camera = tmp_path / "camera.jpg"
    camera.write_bytes(picture)
    script = Path(__file__).with_name("victim.py")
    command = [sys.executable, str(script), str(phone.folder), str(household), str(camera)]
    victim = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    saved = victim.stdout.readline().split()
    assert saved and saved[0] == "saved", "the app died by itself"
    victim.send_signal(signal.SIGKILL)
    victim.wait(timeout=30)

    core = phone.open()
    [draft] = core.visits().drafts()
    assert str(draft.id) == saved[1]
    assert draft.note == "说到一半" and len(draft.photos) == 1
    core.visits().finish(draft.id)
    assert isinstance(drain(core.sync_session()), doorstep.HostTask.DONE)
    assert core.outbox().unsent() == 0
    core.shutdown()


def test_without_a_network_recording_goes_on_and_nothing_is_sent(enrolled):
    session = enrolled.sync_session()
    offline = doorstep.HostStatus(
        network=doorstep.Network.OFFLINE, battery_percent=80, is_charging=False, photos_may_cost=False
    )
    session.host_changed(offline)
    draft = visited(enrolled, first_stop(enrolled).household)
    enrolled.visits().finish(draft.id)
    held = drain(session)
    assert isinstance(held, doorstep.HostTask.HOLD)
    assert held.cause == doorstep.Cause.NO_NETWORK and "没有网络" in held.cause.label().zh
    assert enrolled.outbox().unsent() > 0

    session.host_changed(doorstep.HostStatus(
        network=doorstep.Network.UNMETERED, battery_percent=80, is_charging=True, photos_may_cost=False
    ))
    assert isinstance(drain(session), doorstep.HostTask.DONE)
    assert enrolled.outbox().unsent() == 0


def test_a_hub_with_another_key_is_no_hub(hub, phone):
    core = phone.open()
    ticket = json.loads(hub.qr(hub.worker(SOCIAL_WORKER)))
    ticket["spki"] = "00" * 32
    with pytest.raises(AssertionError, match="did not answer"):
        enrol(core, json.dumps(ticket))
    assert core.identity() is None
    core.shutdown()


def test_the_wrong_key_opens_nothing_and_harms_nothing(enrolled, phone, tmp_path):
    enrolled.shutdown()
    with pytest.raises(doorstep.DoorstepError.Locked) as caught:
        doorstep.Doorstep.open(phone.store, FileVault(tmp_path / "another vault"))
    assert caught.value.reason == doorstep.LockReason.WRONG_KEY
    assert "密钥" in caught.value.text().zh
    core = phone.open()
    assert core.identity() is not None
    core.shutdown()


def test_bad_input_names_the_field_and_the_reason(enrolled, tmp_path):
    visits, register = enrolled.visits(), enrolled.register()
    household = first_stop(enrolled).household
    draft = visits.start(household)
    with pytest.raises(doorstep.DoorstepError.InvalidInput) as caught:
        visits.finish(draft.id)
    assert caught.value.field == "outcome" and caught.value.text().zh
    with pytest.raises(doorstep.DoorstepError.InvalidInput) as caught:
        visits.change_household(draft.id, household, doorstep.HouseholdChange.PHONE(value="12"))
    assert caught.value.field == "phone" and "12" not in caught.value.text().en
    resident = doorstep.ResidentDraft(name="演示", identity="110105194912310021")
    with pytest.raises(doorstep.DoorstepError.InvalidInput) as caught:
        register.add_resident(household, resident)
    assert caught.value.field == "identity"
    def reading(lat, lon):
        at = doorstep.Coordinate(lat=lat, lon=lon, datum=doorstep.Datum.WGS84)
        return doorstep.FixDraft(at=at, accuracy_m=None, accuracy_is_68_percent=False, age_ms=0)

    with pytest.raises(doorstep.DoorstepError.InvalidInput):
        visits.fix(reading(91.0, 0.0))
    empty = visits.fix(reading(0.0, 0.0))
    assert empty.fix is None and empty.fault.zh, "a receiver's empty answer is no fix, and that is said"
    vague = visits.fix(reading(34.0, 108.0))
    assert vague.fix.why_no_accuracy == doorstep.UnknownAccuracy.NOT_GIVEN and vague.fault.en
    torn = tmp_path / "torn.jpg"
    torn.write_bytes(b"\xff\xd8\xff\xe0")
    with pytest.raises(doorstep.DoorstepError.InvalidInput) as caught:
        enrolled.photos().take(draft.id, str(torn), PHOTO)
    assert caught.value.field == "photo" and torn.exists()
    with pytest.raises(doorstep.DoorstepError.NotFound) as caught:
        register.household(uuid.UUID(int=7))
    assert caught.value.what == doorstep.Thing.HOUSEHOLD and "household" in caught.value.text().en


def test_a_revoked_phone_wipes_itself(hub, enrolled, phone):
    hub.revoke(str(enrolled.identity().device))
    assert isinstance(drain(enrolled.sync_session()), doorstep.HostTask.WIPED)
    with pytest.raises(doorstep.DoorstepError.Locked):
        enrolled.today().page(None, None, 10)
    again = phone.open()
    assert again.identity() is None, "nothing is left of the store"
    again.shutdown()


def test_a_hub_of_a_newer_protocol_holds_the_exchange_and_recording_goes_on(enrolled):
    session = enrolled.sync_session()
    session.begin()
    task = session.next_task()
    newer = doorstep.HttpAnswer(status=426, headers={"Doorstep-Protocol": "2"}, body=b"")
    session.answered(task.task, newer)
    held = session.next_task()
    assert isinstance(held, doorstep.HostTask.HOLD) and held.cause == doorstep.Cause.UPGRADE_NEEDED
    assert enrolled.identity().state == doorstep.DeviceState.UPGRADE_NEEDED
    draft = visited(enrolled, first_stop(enrolled).household)
    enrolled.visits().finish(draft.id)
    assert enrolled.outbox().unsent() > 0


def test_a_full_disk_never_says_saved(hub, tmp_path):
    disk = os.environ.get("DOORSTEP_SMALL_DISK")
    if not disk:
        assert not os.environ.get("CI"), "CI must lend a small disk (DOORSTEP_SMALL_DISK)"
        pytest.skip("no small disk: set DOORSTEP_SMALL_DISK to a folder on a file system of a few MiB")
    from conftest import Phone

    phone = Phone(Path(disk) / f"python-{uuid.uuid4()}")
    core = phone.open()
    enrol(core, hub.qr(hub.worker(SOCIAL_WORKER)))
    assert isinstance(drain(core.sync_session()), doorstep.HostTask.DONE)
    visits = core.visits()
    draft = visits.start(first_stop(core).household)
    filler = Path(disk) / "filler"
    saved = None
    with pytest.raises(doorstep.DoorstepError.StorageFull) as caught:
        for round_ in range(200):
            fill(filler)
            draft.note = f"第{round_}次" + "满" * 4_000
            visits.save(draft)
            saved = draft.note
    assert "未保存" in caught.value.text().zh
    assert visits.drafts()[0].note == saved, "what was called saved is there, what was not is not"
    begun = Path(disk) / "begun"
    tries = [(core.diagnostics, begun), (core.outbox().export_rejected, begun), (doorstep.Doorstep.in_memory, disk)]
    for write, place in tries:
        fill(filler)
        with pytest.raises(doorstep.DoorstepError.StorageFull):
            write(str(place))
        assert not begun.exists() and not list(Path(disk).glob("doorstep-sample-*")), "half a file helps nobody"
    filler.unlink()
    draft.note = "有空间了"
    visits.save(draft)
    assert visits.drafts()[0].note == "有空间了"
    core.shutdown()


def fill(filler: Path) -> None:
    """Leaves no byte free."""
    with open(filler, "ab", buffering=0) as file:
        for size in (65_536, 4_096, 1):
            try:
                while file.write(b"0" * size) == size:
                    pass
            except OSError:
                pass


def test_listeners_and_logs_hear_of_it_and_may_throw_or_call_back(hub, phone):
    areas, lines, answers = queue.Queue(), queue.Queue(), queue.Queue()

    class Listener(doorstep.ChangeListener):
        def changed(self, areas_):
            for area in areas_:
                areas.put(area)
            answers.put(core.identity())  # re-entrant
            raise ValueError("张三")  # and rude

    class Sink(doorstep.LogSink):
        def write(self, lines_):
            for line in lines_:
                lines.put(line)
            raise doorstep.HostError.Failed("no room")

    core = phone.open(log=Sink(), listener=Listener())
    enrol(core, hub.qr(hub.worker(SOCIAL_WORKER)))
    drain(core.sync_session())
    heard = {areas.get(timeout=30) for _ in range(5)}
    assert doorstep.Area.TODAY in heard
    answers.get(timeout=30)
    with pytest.raises(doorstep.DoorstepError.NotFound):
        core.register().household(uuid.UUID(int=7))
    hows = set()
    while "not-found/household" not in hows:
        hows.add(lines.get(timeout=30).how)
    core.shutdown()


def test_a_vault_that_throws_delays_the_exchange_and_loses_nothing(hub, enrolled, phone):
    enrolled.shutdown()

    class Locked(FileVault):
        def sign(self, message):
            raise RuntimeError("locked: 张三")

    core = doorstep.Doorstep.open(phone.store, Locked(phone.folder / "vault"))
    core.visits().finish(visited(core, first_stop(core).household).id)
    held = drain(core.sync_session())
    assert isinstance(held, doorstep.HostTask.HOLD) and held.cause == doorstep.Cause.KEY_LOCKED
    core.shutdown()
    core = phone.open()
    assert isinstance(drain(core.sync_session()), doorstep.HostTask.DONE)
    assert core.outbox().unsent() == 0
    core.shutdown()


def test_a_preview_needs_neither_hub_nor_keys(tmp_path):
    core = doorstep.Doorstep.in_memory(str(tmp_path))
    assert core.identity().is_demo
    page = core.today().page(None, None, 2)
    assert len(page.stops) == 2 and page.next
    rest = core.today().page(None, page.next, 200)
    assert rest.stops and not {stop.household for stop in rest.stops} & {s.household for s in page.stops}
    found = core.register().search("wxl", None, 10)
    assert found.hits[0].title == "王秀兰"
    core.shutdown()


def test_diagnostics_tell_much_and_nothing_of_people(tmp_path):
    core = doorstep.Doorstep.in_memory(str(tmp_path))
    bundle = core.diagnostics(str(tmp_path / "diagnostics.json"))
    told = json.loads(Path(bundle.path).read_text(encoding="utf-8"))
    assert told["records"]["unsent"] > 0 and told["visits_in_progress"] == 1
    for stop in core.today().page(None, None, 200).stops:
        home = core.register().household(stop.household)
        private = [home.greeting, home.address, home.phone, *(one.name for one in home.residents)]
        assert not [word for word in private if word and word in bundle.json]
    assert bundle.json.isascii(), "no word of Chinese, so no word that anybody wrote"
    core.shutdown()


def test_a_stamped_photo_and_a_heic_leave_in_a_bundle_that_the_hub_verifies(hub, enrolled, picture, tmp_path):
    photos = enrolled.photos()
    stop = first_stop(enrolled)
    draft = visited(enrolled, stop.household)
    now = datetime.datetime(2026, 6, 3, 1, 0, 0, tzinfo=datetime.timezone.utc)
    words = doorstep.StampWords(taken=now, worker="W-017", household="HH-7")
    assert photos.stamp_lines(words) == ["2026-06-03 09:00:00", "走访人 W-017  户 HH-7"]

    def how(look):
        stamp = doorstep.PhotoStamp(words=words, look=look)
        return doorstep.PhotoDraft(
            kind=doorstep.EvidenceKind.PHOTO, reason="门牌", consent=doorstep.ConsentState.NOT_NEEDED, stamp=stamp
        )

    camera = tmp_path / "camera.jpg"
    camera.write_bytes(picture)
    torn = doorstep.StampLook.PIXELS(width=40, height=10, rgba=b"\xff")
    with pytest.raises(doorstep.DoorstepError.InvalidInput) as caught:
        photos.take(draft.id, str(camera), how(torn))
    assert caught.value.field == "stamp" and camera.exists()
    photos.take(draft.id, str(camera), how(doorstep.StampLook.SMALL_FONT()))

    heic = tmp_path / "camera.heic"
    heic.write_bytes((Path(__file__).parents[2] / "core/tests/assets/photos/drawn.heic").read_bytes())
    drawn = doorstep.StampLook.PIXELS(width=40, height=10, rgba=b"\xff" * 1_600)
    with pytest.raises(doorstep.DoorstepError.InvalidInput) as caught:
        photos.take(draft.id, str(heic), how(drawn))
    assert caught.value.field == "photo" and heic.exists()
    pixels = doorstep.PhotoPixels(width=64, height=48, rgba=b"\x78" * 64 * 48 * 4, orientation=1)
    photos.take_decoded(draft.id, str(heic), pixels, how(drawn))
    assert not heic.exists()

    bundle = tmp_path / "evidence.bundle"
    whom = doorstep.BundleFor(recipient="县民政局", keep_days=30, is_opened=True)
    visit = enrolled.visits().finish(draft.id)
    for what in [doorstep.BundleOf.VISIT(id=visit), doorstep.BundleOf.HOUSEHOLD(id=stop.household)]:
        assert photos.export_bundle(what, whom, str(bundle)) == 6
        found = json.loads(hub.run("--json", "verify", str(bundle)))
        assert [photo["verdict"]["image"]["code"] for photo in found["photos"]] == ["ImageWhole"] * 2, found
    with pytest.raises(doorstep.DoorstepError.NotFound) as caught:
        photos.export_bundle(doorstep.BundleOf.VISIT(id=uuid.UUID(int=7)), whom, str(bundle))
    assert caught.value.what == doorstep.Thing.PHOTO


def test_a_copy_of_a_photo_is_given_away_and_tells_nothing(enrolled, picture, tmp_path):
    secret = b"GPS 34.97,109.0"
    comment = b"\xff\xfe" + (len(secret) + 2).to_bytes(2, "big") + secret
    camera, copy = tmp_path / "camera.jpg", tmp_path / "photo-001.jpg"
    camera.write_bytes(picture[:2] + comment + picture[2:])
    photos = enrolled.photos()
    draft = visited(enrolled, first_stop(enrolled).household)
    photo = photos.take(draft.id, str(camera), PHOTO).photo
    with pytest.raises(doorstep.DoorstepError.NotFound) as caught:
        photos.share(photo, str(copy))
    assert caught.value.what == doorstep.Thing.PHOTO and not copy.exists(), "not recorded yet"
    enrolled.visits().finish(draft.id)
    assert photos.share(photo, str(copy)) == copy.stat().st_size
    shared = copy.read_bytes()
    assert shared.startswith(b"\xff\xd8") and secret not in shared
    assert shared == picture, "the picture as it was, without what was said beside it"


def test_a_page_goes_on_where_the_last_one_ended_and_shows_no_address(enrolled):
    today, stops, after = enrolled.today(), [], None
    while True:
        page = today.page(None, after, 7)
        stops += page.stops
        after = page.next
        if after is None:
            break
        assert "村" not in repr(after) + str(after)
    ids = [stop.household for stop in stops]
    assert ids == [stop.household for stop in today.page(None, None, 200).stops] and len(set(ids)) == len(ids)
