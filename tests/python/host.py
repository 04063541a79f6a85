"""What an app lends the core, in Python: a key vault in a file and urllib that trusts one key."""

import hashlib
import http.client
import os
import ssl
import urllib.error
import urllib.request
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

import doorstep

#: An exchange needs far fewer tasks; one that needs more runs in circles.
MOST_TASKS = 2_000


class FileVault(doorstep.KeyVault):
    """Keys in a folder. A phone keeps them in hardware."""

    def __init__(self, folder: Path):
        folder.mkdir(parents=True, exist_ok=True)
        self._database = folder / "database.key"
        self._device = folder / "device.pem"
        if not self._database.exists():
            self._database.write_bytes(os.urandom(32))
            key = ec.generate_private_key(ec.SECP256R1())
            form = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8)
            self._device.write_bytes(key.private_bytes(*form, serialization.NoEncryption()))

    def _key(self) -> ec.EllipticCurvePrivateKey:
        return serialization.load_pem_private_key(self._device.read_bytes(), None)

    def database_key(self) -> bytes:
        return self._database.read_bytes()

    def public_key(self) -> bytes:
        form = (serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
        return self._key().public_key().public_bytes(*form)

    def sign(self, message: bytes) -> bytes:
        return self._key().sign(message, ec.ECDSA(hashes.SHA256()))


def _spki_sha256(certificate: bytes) -> bytes:
    key = x509.load_der_x509_certificate(certificate).public_key()
    form = (serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    return hashlib.sha256(key.public_bytes(*form)).digest()


class _Pinned(urllib.request.HTTPSHandler):
    """HTTPS to the one server that has the key; no authority is asked."""

    def __init__(self, spki: bytes):
        super().__init__()
        self._spki = spki

    def https_open(self, request):
        spki = self._spki
        context = ssl.create_default_context()
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE

        class Connection(http.client.HTTPSConnection):
            def connect(self):
                super().connect()
                if _spki_sha256(self.sock.getpeercert(binary_form=True)) != spki:
                    self.close()
                    raise ssl.SSLError("the server has another key")

        return self.do_open(Connection, request, context=context)


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None


def send(request: doorstep.HttpRequest, body: bytes | None = None) -> doorstep.HttpAnswer | None:
    """Performs a request; none when no answer came."""
    opener = urllib.request.build_opener(
        urllib.request.ProxyHandler({}), _Pinned(request.spki_sha256), _NoRedirect()
    )
    data = body if body is not None else (request.body.encode() if request.body is not None else None)
    http_request = urllib.request.Request(
        request.url, data=data, headers=request.headers, method=request.method.name
    )
    try:
        with opener.open(http_request, timeout=30) as response:
            return doorstep.HttpAnswer(
                status=response.status, headers=dict(response.headers), body=response.read()
            )
    except urllib.error.HTTPError as error:
        return doorstep.HttpAnswer(status=error.code, headers=dict(error.headers), body=error.read())
    except (urllib.error.URLError, OSError, http.client.HTTPException):
        return None


def drain(session: doorstep.SyncSession) -> doorstep.HostTask:
    """Performs tasks until the exchange ends, holds or waits; answers with that last task."""
    session.begin()
    for _ in range(MOST_TASKS):
        task = session.next_task()
        if isinstance(task, doorstep.HostTask.REQUEST):
            answer = send(task.request)
        elif isinstance(task, doorstep.HostTask.UPLOAD):
            with open(task.file, "rb") as file:
                file.seek(task.offset)
                answer = send(task.request, file.read())
        else:
            return task
        if answer is None:
            session.no_answer(task.task)
        else:
            session.answered(task.task, answer)
    raise AssertionError("the exchange runs in circles")


def enrol(phone: doorstep.Doorstep, qr: str) -> doorstep.EnrolledView:
    """Enrols with the text of a QR."""
    enrolment = phone.read_enrolment(qr)
    answer = send(enrolment.request())
    assert answer is not None, "the hub did not answer"
    return enrolment.finish(answer)
