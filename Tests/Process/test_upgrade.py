"""Changing to a new process on the same port: nobody is refused and nothing that runs is cut."""

import concurrent.futures
import contextlib
import http.client
import threading
import time

from documents import ask, document
from harness.process import eventually

#: Clients that open a new connection for each request.
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


def test_upgrades_under_load_refuse_nobody_and_cut_no_stream(start):
    gateway = start(extra=["--reuse-port"])
    port = gateway.port
    with Load(port) as load:
        for _ in range(4):
            streams = [
                gateway.stream("/v1/chat/completions", ask("chat", "write 40 tokens", stream=True)) for _ in range(4)
            ]
            for _, response in streams:
                assert response.read(1)
            # The port answers all the time: the new process is there when it says so itself.
            successor = start(port=port, extra=["--reuse-port"])
            eventually(lambda: "is listening on" in successor.output(), what="the new process listening")
            gateway.terminate()
            for connection, response in streams:
                with contextlib.closing(connection):
                    assert b"[DONE]" in response.read()
            gateway.stop()
            gateway = successor
        served = load.count
        eventually(lambda: load.count > served + 100, what="the last process serving")
    print(f"{load.count} connections, slowest {load.slowest:.3f} s")
    assert load.failures == [], f"{len(load.failures)} of {load.count}: {load.failures[:5]}"
    assert load.count > 1000
    gateway.stop()


def test_without_the_option_a_second_process_does_not_start(start):
    gateway = start()
    # The port answers, so that the second one looks ready; it is not there any more.
    second = start(port=gateway.port)
    assert second.process.wait(10) == 1
    assert "in use" in second.output()
    gateway.stop()
