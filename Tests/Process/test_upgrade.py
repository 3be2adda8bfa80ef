"""Changing to a new process on the same port: nobody is refused and nothing that runs is cut."""

import contextlib

from documents import ask, document
from harness.process import eventually
from load import Load

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
        load.goes_on()
    print(f"{load.count} connections, slowest {load.slowest:.3f} s")
    load.check()
    gateway.stop()


def test_without_the_option_a_second_process_does_not_start(start):
    gateway = start()
    # The port answers, so that the second one looks ready; it is not there any more.
    second = start(port=gateway.port)
    assert second.process.wait(10) == 1
    assert "in use" in second.output()
    gateway.stop()
