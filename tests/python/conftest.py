"""One hub for all tests; a phone of its own for each."""

import uuid
from pathlib import Path

import pytest

import doorstep
from host import FileVault, drain, enrol
from hub import Hub

SOCIAL_WORKER = "社会工作者"


@pytest.fixture(scope="session")
def hub(tmp_path_factory):
    hub = Hub(tmp_path_factory.mktemp("county"))
    yield hub
    hub.stop()


class Phone:
    """A phone's folder and vault; opened and opened again."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.vault = FileVault(folder / "vault")

    @property
    def store(self) -> str:
        return str(self.folder / "store")

    def open(self, **host) -> doorstep.Doorstep:
        return doorstep.Doorstep.open(self.store, self.vault, **host)


@pytest.fixture
def phone(tmp_path) -> Phone:
    return Phone(tmp_path / f"phone-{uuid.uuid4()}")


@pytest.fixture
def enrolled(hub, phone):
    """A social worker's phone with everything it may hold."""
    core = phone.open()
    enrol(core, hub.qr(hub.worker(SOCIAL_WORKER)))
    assert isinstance(drain(core.sync_session()), doorstep.HostTask.DONE)
    yield core
    core.shutdown()


@pytest.fixture(scope="session")
def picture() -> bytes:
    """A small whole JPEG."""
    return Path(__file__).with_name("picture.jpg").read_bytes()
