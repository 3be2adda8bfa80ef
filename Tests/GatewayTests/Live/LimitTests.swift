import JSONText
import NIOCore
import NIOPosix
import Settings
import SimulatedProvider
import Synchronization
import Testing

/// The bounds that a listener keeps its clients to, and HTTP as it must be spoken.
@Suite("Limits", .serialized)
struct LimitTests {
    private static let health = "GET /healthz HTTP/1.1\r\nhost: h\r\n\r\n"
    private static let lastHealth = "GET /healthz HTTP/1.1\r\nhost: h\r\nconnection: close\r\n\r\n"

    // MARK: - Bodies

    @Test("refuses a body over the limit before it comes", arguments: Surface.all)
    func announcedTooLarge(surface: Surface) async throws {
        try await GatewayFixture.with(server: ServerConfiguration(maxBody: 1000)) { fixture in
            let answer = try await fixture.raw(
                "POST \(surface.path("m", false)) HTTP/1.1\r\nhost: h\r\nexpect: 100-continue\r\n"
                    + "content-length: 1001\r\n\r\n"
            )
            #expect(HTTPText.status(answer) == 413)
            #expect(HTTPText.field("connection", answer) == "close")
            #expect(try surface.isError(HTTPText.json(answer)))
        }
    }

    @Test("refuses a chunked body as soon as it is over the limit", arguments: Surface.all)
    func chunkedTooLarge(surface: Surface) async throws {
        try await GatewayFixture.with(server: ServerConfiguration(maxBody: 1000)) { fixture in
            let chunk = "1f4\r\n" + String(repeating: " ", count: 500) + "\r\n"
            // The last chunk never comes.
            let answer = try await fixture.raw(
                "POST \(surface.path("m", false)) HTTP/1.1\r\nhost: h\r\ntransfer-encoding: chunked\r\n\r\n"
                    + chunk + chunk + "1\r\nx\r\n"
            )
            #expect(HTTPText.status(answer) == 413)
            #expect(try surface.isError(HTTPText.json(answer)))
        }
    }

    @Test("takes a body that is just as long as allowed", arguments: [true, false])
    func justFits(chunked: Bool) async throws {
        try await GatewayFixture.with(server: ServerConfiguration(maxBody: 1000)) { fixture in
            let json = Surface.all[0].body("openai/echo", false, "Hello")
            let body = json + String(repeating: " ", count: 1000 - json.utf8.count)
            let framed = chunked ? "3E8;x=y\r\n\(body)\r\n0\r\ntrailer: t\r\n\r\n" : body
            let field = chunked ? "transfer-encoding: Chunked" : "content-length: 1000"
            let answer = try await fixture.raw(
                "POST /v1/chat/completions HTTP/1.1\r\nhost: h\r\n\(field)\r\nconnection: close\r\n\r\n" + framed
            )
            #expect(HTTPText.status(answer) == 200)
        }
    }

    @Test("answers a stranger before its body has come, and reads over what still comes")
    func stranger() async throws {
        try await GatewayFixture.with(server: ServerConfiguration(requireKeys: true)) { fixture in
            try await fixture.connected { connection in
                try await connection.send("POST /v1/messages HTTP/1.1\r\nhost: h\r\ncontent-length: 4000000\r\n\r\n")
                let answer = await connection.read(until: "authentication_error")
                #expect(HTTPText.status(answer) == 401)
                #expect(HTTPText.field("connection", answer) == "close")
            }
            #expect(try await HTTPText.status(fixture.raw(Self.lastHealth)) == 200)
        }
    }

    // MARK: - Heads

    @Test(
        "refuses heads out of bounds or out of form",
        arguments: [
            ("GET /healthz?\(String(repeating: "a", count: 8300)) HTTP/1.1\r\nhost: h\r\n\r\n", 414),
            ("GET /healthz?\(String(repeating: "a", count: 70_000)) HTTP/1.1\r\nhost: h\r\n\r\n", 414),
            ("GET /healthz?\(String(repeating: "a", count: 70_000))", 414),
            ("GET /healthz HTTP/1.1\r\nhost: h\r\nx: \(String(repeating: "a", count: 70_000))\r\n\r\n", 431),
            ("GET /healthz HTTP/1.1\r\nhost: h\r\n\(String(repeating: "x: y\r\n", count: 200))\r\n", 431),
            ("GET /healthz HTTP/1.1\r\nhost: h\r\nx: \(String(repeating: "a", count: 70_000))", 431),
            ("GET /healthz HTTP/2.0\r\nhost: h\r\n\r\n", 505),
            ("GET /healthz HTTP/1.1\r\n\r\n", 400),
            ("GET /healthz HTTP/1.1\r\nhost: a\r\nhost: b\r\n\r\n", 400),
            ("GET http://h/healthz HTTP/1.1\r\nhost: h\r\n\r\n", 400),
            ("GET /healthz HTTP/1.1\nhost: h\n\n", 400),
            ("\u{16}\u{3}\u{1}\u{2}\u{0}\u{1}\r\n\r\n", 400),
            ("POST /v1/messages HTTP/1.1\r\nhost: h\r\ncontent-length: 1\r\ncontent-length: 1\r\n\r\na", 400),
            ("POST /v1/messages HTTP/1.1\r\nhost: h\r\ncontent-length: 1\r\ntransfer-encoding: chunked\r\n\r\na", 400),
            ("POST /v1/messages HTTP/1.1\r\nhost: h\r\ntransfer-encoding: gzip, chunked\r\n\r\n", 501),
            ("POST /v1/messages HTTP/1.1\r\nhost: h\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n", 400),
            ("POST /v1/messages HTTP/1.1\r\nhost: h\r\nexpect: a-miracle\r\ncontent-length: 1\r\n\r\n", 400),
        ]
    )
    func heads(request: String, status: Int) async throws {
        try await GatewayFixture.with { fixture in
            // A second request behind it must not be taken for one: where it starts is not known.
            let answer = try await fixture.raw(request + Self.health)
            #expect(HTTPText.status(answer) == status)
            #expect(HTTPText.field("connection", answer) == "close")
            #expect(answer.ranges(of: "HTTP/1.1 ").count == 1)
            #expect(try HTTPText.json(answer)["error"]?["message"]?.string?.isEmpty == false)
            #expect(try await HTTPText.status(fixture.raw(Self.lastHealth)) == 200)
        }
    }

    // MARK: - Time

    @Test("gives a head so long")
    func slowHead() async throws {
        try await GatewayFixture.with(server: ServerConfiguration(headerTimeout: .milliseconds(150))) { fixture in
            let answer = try await fixture.raw("GET /healthz HTTP/1.1\r\nhost:")
            #expect(HTTPText.status(answer) == 408)
            #expect(try HTTPText.json(answer)["error"]?["code"]?.string == "request_timeout")
        }
    }

    @Test("gives a pause in a body so long", arguments: Surface.all)
    func stalledBody(surface: Surface) async throws {
        try await GatewayFixture.with(server: ServerConfiguration(bodyTimeout: .milliseconds(150))) { fixture in
            let answer = try await fixture.raw(
                "POST \(surface.path("m", false)) HTTP/1.1\r\nhost: h\r\ncontent-length: 10\r\n\r\n{"
            )
            #expect(HTTPText.status(answer) == 408)
            #expect(HTTPText.field("connection", answer) == "close")
            #expect(try surface.isError(HTTPText.json(answer)))
        }
    }

    @Test("does not wait for a body that comes a byte at a time")
    func drippingBody() async throws {
        try await GatewayFixture.with(server: ServerConfiguration(bodyTimeout: .milliseconds(300))) { fixture in
            try await fixture.connected { connection in
                try await connection.send("POST /v1/messages HTTP/1.1\r\nhost: h\r\ncontent-length: 100000\r\n\r\n")
                let loop = MultiThreadedEventLoopGroup.singleton.any()
                let drip = loop.scheduleRepeatedAsyncTask(initialDelay: .zero, delay: .milliseconds(50)) { _ in
                    loop.makeFutureWithTask { try await connection.send(" ") }
                }
                defer { drip.cancel() }
                #expect(await connection.read(until: "\r\n\r\n").hasPrefix("HTTP/1.1 408 "))
            }
        }
    }

    @Test("closes a connection without a request behind its time")
    func idle() async throws {
        try await GatewayFixture.with(server: ServerConfiguration(idleTimeout: .milliseconds(150))) { fixture in
            try await fixture.connected { connection in #expect(await connection.rest() == "") }
            #expect(try await fixture.raw(Self.health).contains("ok"))
        }
    }

    @Test("closes on a client that stops reading its answer")
    func notReading() async throws {
        try await GatewayFixture.with(server: ServerConfiguration(bodyTimeout: .milliseconds(200))) { fixture in
            let provider = try fixture.provider("openai")
            try await fixture.connected { connection in
                try await connection.send(Surface.all[0].request("openai/fault-huge-answer-64", stream: true))
                _ = await connection.read(until: "\r\n\r\n")
                try await connection.setReading(false)
                #expect(await eventually { provider.statistics.cancelledByClient == 1 } != nil)
            }
        }
    }

    // MARK: - Connections

    @Test("admits so many connections and no more, until one closes")
    func connections() async throws {
        try await GatewayFixture.with(server: ServerConfiguration(maxConnections: 2)) { fixture in
            try await fixture.connected { first in
                try await first.send(Self.health)
                _ = await first.read(until: "ok")
                try await fixture.connected { second in
                    try await second.send(Self.health)
                    _ = await second.read(until: "ok")
                    try await fixture.connected { third in #expect(await third.rest() == "") }
                    first.forget()
                    try await first.send(Self.health)
                    #expect(await first.read(until: "ok").contains("200"))
                }
                // The place is free as soon as the gateway has seen the close.
                let isAdmitted = try await retrying { try await fixture.raw(Self.lastHealth).contains("ok") }
                #expect(isAdmitted)
            }
        }
    }

    private func retrying(_ attempt: () async throws -> Bool) async throws -> Bool {
        for _ in 1...1000 {
            // A connection that is not admitted may be closed before anything could be sent on it.
            do { if try await attempt() { return true } } catch is ChannelError {} catch is IOError {}
        }
        return false
    }

    @Test("answers requests that were sent ahead in their order")
    func pipelined() async throws {
        let options = SimulatedProvider.Options(timeToFirstToken: .milliseconds(100))
        try await GatewayFixture.with(options: options) { fixture in
            let requests = [
                Surface.all[0].request("openai/echo", stream: false, fields: ["x-request-id: 1"], closes: false),
                Self.health,
                Surface.all[1].request("claude/echo", stream: true, fields: ["x-request-id: 2"], closes: false),
                "\r\nGET /v1/models HTTP/1.1\r\nhost: h\r\nx-request-id: 3\r\n\r\n",
                Self.lastHealth,
                "GET /v1/models HTTP/1.1\r\nhost: h\r\nx-request-id: 4\r\n\r\n",
            ]
            let answer = try await fixture.raw(requests.joined())
            let marks = ["x-request-id: 1\r\n", "\"ok\"", "x-request-id: 2\r\n", "message_stop", "x-request-id: 3\r\n"]
            let places = marks.compactMap { answer.firstRange(of: $0)?.lowerBound }
            #expect(places.count == marks.count && places == places.sorted())
            #expect(answer.ranges(of: "HTTP/1.1 200 OK\r\n").count == 5)
            #expect(!answer.contains("x-request-id: 4\r\n"), "what stands behind a close is not answered")
        }
    }

    @Test("does not read ahead without bound")
    func pipelinedWithoutBound() async throws {
        try await GatewayFixture.with { fixture in
            try await fixture.connected { connection in
                let stream = Surface.all[0].request("openai/fault-hang-mid-stream", stream: true, closes: false)
                try await connection.send(stream)
                _ = await connection.read(until: "data: ")
                // More than sockets hold: the write does not complete while the gateway does not read.
                let isSwallowed = Mark()
                let flood = Task {
                    try await connection.send(String(repeating: Self.health, count: 1_000_000))
                    isSwallowed.set()
                }
                #expect(await eventually(within: .milliseconds(500)) { isSwallowed.isSet } == nil)
                // The provider's side ends first: what the gateway does not read hides the client's close from it.
                try await fixture.provider("openai").shutdown()
                try await connection.close()
                await #expect(throws: (any Error).self) { try await flood.value }
            }
        }
    }

    @Test("goes on reading where it had stopped, and answers everything")
    func pipelinedBeyondBound() async throws {
        let options = SimulatedProvider.Options(timeToFirstToken: .milliseconds(200))
        try await GatewayFixture.with(options: options) { fixture in
            let count = 5000
            let slow = Surface.all[0].request("openai/echo", stream: false, closes: false)
            let answer = try await fixture.raw(slow + String(repeating: Self.health, count: count) + Self.lastHealth)
            #expect(answer.ranges(of: "{\"status\":\"ok\"}").count == count + 1)
        }
    }

    @Test("takes requests however they are cut")
    func bytewise() async throws {
        try await GatewayFixture.with { fixture in
            try await fixture.connected { connection in
                for byte in Surface.all[0].request("openai/echo", stream: false) {
                    try await connection.send(String(byte))
                }
                #expect(try await Surface.all[0].text(HTTPText.json(connection.rest())) == "Hello")
            }
        }
    }

    // MARK: - Older and rarer HTTP

    @Test("answers HTTP/1.0 with a length and closes, unless asked not to")
    func oldHTTP() async throws {
        try await GatewayFixture.with { fixture in
            let once = try await fixture.raw("GET /healthz HTTP/1.0\r\n\r\n")
            #expect(once.hasSuffix("\r\n\r\n{\"status\":\"ok\"}"))
            #expect(HTTPText.field("connection", once) == "close")
            let kept = "GET /healthz HTTP/1.0\r\nconnection: keep-alive\r\n\r\n"
            let twice = try await fixture.raw(kept + "GET /healthz HTTP/1.0\r\n\r\n")
            #expect(twice.ranges(of: "{\"status\":\"ok\"}").count == 2)
            #expect(HTTPText.field("connection", twice) == "keep-alive")
        }
    }

    @Test("streams to HTTP/1.0 until the connection ends", arguments: Surface.all)
    func oldStream(surface: Surface) async throws {
        try await GatewayFixture.with { fixture in
            let request = surface.request(
                "openai/echo",
                stream: true,
                fields: ["connection: keep-alive"],
                closes: false
            )
            let answer = try await fixture.raw(request.replacingOccurrences("HTTP/1.1", with: "HTTP/1.0"))
            #expect(HTTPText.field("transfer-encoding", answer) == nil)
            #expect(HTTPText.field("content-length", answer) == nil)
            #expect(HTTPText.field("connection", answer) == "close")
            #expect(try HTTPText.body(answer).contains(surface.lastEvent))
        }
    }

    @Test("answers HEAD with the length and without the body", arguments: ["/healthz", "/v1/models", "/nowhere"])
    func head(path: String) async throws {
        try await GatewayFixture.with { fixture in
            let got = try await fixture.raw("GET \(path) HTTP/1.1\r\nhost: h\r\nconnection: close\r\n\r\n")
            let answer = try await fixture.raw("HEAD \(path) HTTP/1.1\r\nhost: h\r\n\r\n" + Self.lastHealth)
            #expect(HTTPText.status(answer) == HTTPText.status(got))
            #expect(HTTPText.field("content-length", answer) == HTTPText.field("content-length", got))
            let rest = try HTTPText.body(answer)
            #expect(rest.hasPrefix("HTTP/1.1 200 OK\r\n"), "the next answer follows directly: \(rest.prefix(50))")
        }
    }

    @Test("asks for a body that waits to be asked for, and only then")
    func expectation() async throws {
        try await GatewayFixture.with { fixture in
            let request = Surface.all[0].request("openai/echo", stream: false, fields: ["expect: 100-Continue"])
            let end = try #require(request.firstRange(of: "\r\n\r\n")).upperBound
            try await fixture.connected { connection in
                try await connection.send(String(request[..<end]))
                #expect(await connection.read(until: "\r\n\r\n") == "HTTP/1.1 100 Continue\r\n\r\n")
                connection.forget()
                try await connection.send(String(request[end...]))
                #expect(await HTTPText.status(connection.rest()) == 200)
            }
            // With the body at hand nobody needs to be asked.
            #expect(try await HTTPText.status(fixture.raw(request)) == 200)
            let refused = try await fixture.raw(
                "POST /nowhere HTTP/1.1\r\nhost: h\r\nexpect: 100-continue\r\ncontent-length: 5\r\n\r\n"
            )
            #expect(HTTPText.status(refused) == 404)
        }
    }
}

/// Whether something has happened yet.
private final class Mark: Sendable {
    private let state = Atomic(false)

    var isSet: Bool { state.load(ordering: .acquiring) }

    func set() { state.store(true, ordering: .releasing) }
}
