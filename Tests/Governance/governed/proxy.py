"""An HTTP proxy that opens tunnels, whatever the name, to this machine."""

import contextlib
import socket
import socketserver
import threading


class Tunnels:
    """Where tunnels were asked for, as `host:port`, and with which credentials."""

    def __init__(self):
        self.asked = []
        self.port = None

    @property
    def url(self):
        return f"http://user:canary-proxy-word@127.0.0.1:{self.port}"


@contextlib.contextmanager
def tunnelling():
    """Runs a proxy."""
    tunnels = Tunnels()

    class Handler(socketserver.StreamRequestHandler):
        def handle(self):
            method, target, _ = self.rfile.readline().decode().split(" ", 2)
            fields = {}
            while line := self.rfile.readline().strip():
                name, _, value = line.decode().partition(":")
                fields[name.strip().lower()] = value.strip()
            assert method == "CONNECT", f"{method} {target} came to the proxy"
            tunnels.asked.append((target, fields.get("proxy-authorization")))
            with socket.create_connection(("127.0.0.1", int(target.rpartition(":")[2])), timeout=10) as far:
                self.wfile.write(b"HTTP/1.1 200 OK\r\n\r\n")
                back = threading.Thread(target=self.relay, args=(far, self.connection), daemon=True)
                back.start()
                self.relay(self.connection, far)
                back.join(10)

        @staticmethod
        def relay(source, sink):
            with contextlib.suppress(OSError):
                while piece := source.recv(65536):
                    sink.sendall(piece)
            with contextlib.suppress(OSError):
                sink.shutdown(socket.SHUT_WR)

    class Server(socketserver.ThreadingTCPServer):
        allow_reuse_address = daemon_threads = True

    with Server(("127.0.0.1", 0), Handler) as server:
        tunnels.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        try:
            yield tunnels
        finally:
            server.shutdown()
            thread.join()
