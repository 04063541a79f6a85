"""Locates points in polygons with GEOS (shapely's STRtree), as the peer of benches/places.rs.

Usage: locate.py CELLS POINTS. CELLS holds one polygon a line as WKT, POINTS pairs of little-endian doubles
(longitude, latitude). Prints nanoseconds of processor time a point and how many points have an owner. Needs shapely from PyPI.
"""

import sys
import time

import numpy
import shapely


def main():
    cells = shapely.from_wkt(open(sys.argv[1], encoding="ascii").read().splitlines())
    points = shapely.points(numpy.fromfile(sys.argv[2], dtype="<f8").reshape(-1, 2))
    tree = shapely.STRtree(cells)
    shapely.prepare(cells)
    start = time.process_time()
    found = tree.query(points, predicate="intersects")
    took = time.process_time() - start
    print(took / len(points) * 1e9, len(numpy.unique(found[0])))


main()
