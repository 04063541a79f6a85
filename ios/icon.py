#!/usr/bin/env python3
"""Draws the app's icon, the open door of Android's: run again only where the motif changes."""
import struct
import zlib
from pathlib import Path

SIDE = 1024
FINE = 4  # rows and columns of samples in a pixel
GROUND, DOOR = (0x0B, 0x5C, 0x4A), (0xFF, 0xFF, 0xFF)

# Outlines of android/app/src/main/res/drawable/ic_door.xml, in its units; even and odd decides what lies inside.
FRAME = [(38, 30), (70, 30), (70, 78), (76, 78), (76, 82), (32, 82), (32, 78), (38, 78)]
OPENING = [(42, 34), (42, 78), (46, 78), (62, 72), (62, 40), (46, 34)]
HANDLE = [(56, 54), (59, 54), (59, 60), (56, 60)]
# Of 108 units launchers show the middle 72.
LEFT, SHOWN = 18, 72


def spans(y):
    """From where to where the door lies in a row."""
    crossings = []
    for ring in (FRAME, OPENING, HANDLE):
        for (x1, y1), (x2, y2) in zip(ring, ring[1:] + ring[:1]):
            if (y1 > y) != (y2 > y):
                crossings.append(x1 + (y - y1) / (y2 - y1) * (x2 - x1))
    crossings.sort()
    return list(zip(crossings[::2], crossings[1::2]))


def row(line):
    covered = [0] * SIDE
    for fine in range(FINE):
        y = LEFT + (line + (fine + 0.5) / FINE) * SHOWN / SIDE
        for start, end in spans(y):
            first, last = ((x - LEFT) * SIDE * FINE / SHOWN for x in (start, end))
            for sample in range(round(first), round(last)):
                covered[sample // FINE] += 1
    whole = FINE * FINE
    mix = lambda c, i: (GROUND[i] * (whole - c) + DOOR[i] * c + whole // 2) // whole
    return b"\0" + bytes(mix(c, i) for c in covered for i in range(3))


def chunk(name, data):
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


head = chunk(b"IHDR", struct.pack(">IIBBBBB", SIDE, SIDE, 8, 2, 0, 0, 0))
body = chunk(b"IDAT", zlib.compress(b"".join(row(line) for line in range(SIDE)), 9))
icon = Path(__file__).parent / "App/Resources/Assets.xcassets/AppIcon.appiconset/icon.png"
icon.write_bytes(b"\x89PNG\r\n\x1a\n" + head + body + chunk(b"IEND", b""))
