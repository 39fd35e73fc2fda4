#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""usage: pingpong.py tcp|unix TRIPS: pingpong.c in Python."""
import socket
import sys
import time


def connect(kind):
    if kind == "unix":
        return socket.socketpair()
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    listener.listen(1)
    c = socket.socket()
    c.connect(listener.getsockname())
    s, _ = listener.accept()
    return c, s


def main():
    c, s = connect(sys.argv[1])
    trips = int(sys.argv[2])
    start = time.perf_counter()
    for _ in range(trips):
        c.send(b"x")
        s.recv(1)
        s.send(b"x")
        c.recv(1)
    print("%.9f" % (time.perf_counter() - start))


main()
