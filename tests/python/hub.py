"""A live hub in a process of its own, filled with the invented township."""

import csv
import json
import os
import socket
import subprocess
import time
import urllib.error
import urllib.request
from pathlib import Path

BINARY = os.environ.get("DOORSTEP_BIN", "doorstep")


class Hub:
    """Starts with the fixture and ends with it."""

    def __init__(self, folder: Path, scale: str = "0.02"):
        self.folder = folder / "hub"
        self.lists = folder / "lists"
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.url = f"https://127.0.0.1:{self.port}"
        self.run("init", "--name", "演示县", "--demo", "--url", self.url, "--listen", f"127.0.0.1:{self.port}")
        self.run("sample", str(self.lists), "--scale", scale)
        lists = self.lists
        self.run("import", "grids", str(lists / "grids.geojson"))
        self.run("import", "staff", str(lists / "staff.csv"))
        self.run("import", "responsibilities", str(lists / "responsibilities.csv"))
        self.run("import", "rules", str(lists / "rules.toml"))
        self.run("import", "households", str(lists / "households.csv"), "--residents", str(lists / "residents.csv"))
        self.process = None
        self.start()

    def run(self, *args: str) -> str:
        command = [BINARY, "--folder", str(self.folder), *args]
        done = subprocess.run(command, capture_output=True, text=True, timeout=600)
        assert done.returncode == 0, f"doorstep {' '.join(args)}: {done.stderr}"
        return done.stdout

    def start(self) -> None:
        command = [BINARY, "--folder", str(self.folder), "serve", "--log", "warn"]
        self.process = subprocess.Popen(command)
        for _ in range(300):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            assert self.process.poll() is None, "the hub ended by itself"
            time.sleep(0.05)  # a process of its own obeys no clock of ours
        raise AssertionError("the hub does not listen")

    def homes(self) -> int:
        """How many households the township has."""
        with open(self.lists / "households.csv", encoding="utf-8-sig", newline="") as file:
            return sum(1 for _ in csv.DictReader(file))

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(timeout=30)

    def worker(self, role: str) -> str:
        """The number of the first worker of this role who answers for a grid."""
        with open(self.lists / "responsibilities.csv", encoding="utf-8-sig", newline="") as file:
            busy = {cell for row in csv.reader(file) for cell in row}
        with open(self.lists / "staff.csv", encoding="utf-8-sig", newline="") as file:
            for row in csv.reader(file):
                if role in row and row[0] in busy:
                    return row[0]
        raise AssertionError(f"no {role} in the sample")

    def qr(self, worker: str) -> str:
        return json.dumps(json.loads(self.run("--json", "enrol", worker)))

    def revoke(self, device: str) -> None:
        self.run("revoke", device, "--now")

    def coverage(self, period: str) -> dict:
        return json.loads(self.run("--json", "coverage", "--period", period))
