"""Clients that open a new connection for each request, for as long as a port changes hands."""

import concurrent.futures
import contextlib
import http.client
import threading
import time

from harness.process import eventually

#: How many ask at the same time.
CLIENTS = 12


class Load:
    """Clients that ask without a pause; whatever goes wrong is kept."""

    def __init__(self, port):
        self.port = port
        self.count = 0
        self.slowest = 0.0
        self.failures = []
        self.stopped = threading.Event()
        self.lock = threading.Lock()
        self.pool = concurrent.futures.ThreadPoolExecutor(CLIENTS)

    def __enter__(self):
        self.workers = [self.pool.submit(self.run) for _ in range(CLIENTS)]
        return self

    def __exit__(self, *_):
        self.stopped.set()
        for worker in self.workers:
            worker.result()
        self.pool.shutdown()

    def run(self):
        while not self.stopped.is_set():
            began = time.monotonic()
            connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
            failure = None
            try:
                with contextlib.closing(connection):
                    connection.request("GET", "/v1/models")
                    answer = connection.getresponse()
                    answer.read()
                    if answer.status != 200:
                        failure = answer.status
            except OSError as error:
                failure = repr(error)
            except http.client.HTTPException as error:
                failure = repr(error)
            with self.lock:
                self.count += 1
                self.slowest = max(self.slowest, time.monotonic() - began)
                if failure:
                    self.failures.append(failure)

    def goes_on(self):
        """Waits until the clients have been served some more."""
        served = self.count
        eventually(lambda: self.count > served + 100, seconds=20, what="the clients being served")

    def check(self):
        """Nobody was refused, and there was somebody to be."""
        assert self.failures == [], f"{len(self.failures)} of {self.count}: {self.failures[:5]}"
        assert self.count > 100
