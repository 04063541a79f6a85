"""What a call costs from Python, on the phone of a whole township. DOORSTEP_BENCH=1 runs it and prints the table."""

import os
import statistics
import threading
import time
import uuid

import pytest

import doorstep
from host import drain, enrol
from hub import Hub

pytestmark = pytest.mark.skipif("DOORSTEP_BENCH" not in os.environ, reason="a bench: set DOORSTEP_BENCH=1")


def microseconds(call, rounds: int) -> float:
    """The median cost of one call."""
    costs = []
    for _ in range(rounds):
        start = time.perf_counter_ns()
        call()
        costs.append((time.perf_counter_ns() - start) / 1_000)
    return statistics.median(costs)


@pytest.fixture
def township(tmp_path):
    hub = Hub(tmp_path, scale="1")
    yield hub
    hub.stop()


def test_call_costs(township, phone, picture, tmp_path, capsys):
    heard = threading.Event()

    class Listener(doorstep.ChangeListener):
        def changed(self, areas):
            heard.set()

    core = phone.open(listener=Listener())
    enrol(core, township.qr(township.worker("督导")))
    drain(core.sync_session())
    report = core.coverage().count(doorstep.PeriodKind.YEAR, None)
    register, today, visits, photos = core.register(), core.today(), core.visits(), core.photos()

    def error():
        with pytest.raises(doorstep.DoorstepError.NotFound):
            register.household(uuid.UUID(int=7))

    page = report.lines(0, 200)
    draft = visits.start(today.page(None, None, 1).stops[0].household)
    how = doorstep.PhotoDraft(
        kind=doorstep.EvidenceKind.PHOTO, reason="门牌", consent=doorstep.ConsentState.NOT_NEEDED
    )

    def photo():
        camera = tmp_path / "camera.jpg"
        camera.write_bytes(picture)
        photos.take(draft.id, str(camera), how)

    def callback():
        heard.clear()
        visits.save(draft)
        assert heard.wait(30)

    lines = [
        ("no-op", microseconds(report.silent_phones, 5_000)),
        ("string", microseconds(report.period, 5_000)),
        ("error", microseconds(error, 500)),
        (f"page of {len(page)} figures", microseconds(lambda: report.lines(0, 200), 200)),
        (f"page of {len(today.page(None, None, 200).stops)} stops", microseconds(lambda: today.page(None, None, 200), 50)),
        ("photo by path", microseconds(photo, 20)),
        ("save and hear of it", microseconds(callback, 50)),
    ]
    core.shutdown()
    lines.append((f"cold open, {township.homes()} homes", microseconds(lambda: phone.open().shutdown(), 10)))
    with capsys.disabled():
        print()
        for name, cost in lines:
            print(f"  {name:28} {cost:12.1f} µs")
