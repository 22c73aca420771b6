"""Of both scripts: the order from the benchmark, the word to it, and what was used since the warm-up."""

import json
import os
import resource
import sys
import time

import pika


def read_order():
    return json.loads(sys.argv[1])


def parameters(url):
    found = pika.URLParameters(url)
    found.heartbeat = 0
    return found


def wait_for_go():
    print("ready", flush=True)
    sys.stdin.readline()


class Counter:
    """Tells the benchmark what the documents after the warm-up took."""

    def __init__(self, warm_up, documents):
        self.wanted = warm_up + documents
        self.warm_up = warm_up
        self.done = 0
        self.start = None

    def add(self, count):
        """True when all are done."""
        self.done += count
        if self.start is None and self.done >= self.warm_up:
            self.start = (self.done, time.monotonic(), cpu_seconds())
        if self.done < self.wanted:
            return False
        done, at, cpu = self.start
        result = {
            "documents": self.done - done,
            "seconds": time.monotonic() - at,
            "cpuSeconds": cpu_seconds() - cpu,
        }
        print(json.dumps(result), flush=True)
        return True


def cpu_seconds():
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def make_box(directory, name):
    box = os.path.join(directory, name)
    os.makedirs(box, exist_ok=True)
    return box
