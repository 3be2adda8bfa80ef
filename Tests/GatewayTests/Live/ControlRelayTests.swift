import Gateway
import Governance
import NIOCore
import Testing

/// Requests to the control plane on the gateway's own port.
struct ControlRelayTests {
    /// Says what it was asked, or whatever a test wants.
    private struct Echo: ControlHandler {
        var body: (@Sendable (ControlRequest) -> ControlAnswer.Body)?
        var status = 201

        func answer(_ request: ControlRequest) async -> ControlAnswer {
            let text = [
                request.method, request.path, request.query ?? "-", String(buffer: request.body),
                request.peer?.ipAddress ?? "nowhere", request.isSecure ? "secure" : "plain",
                request.fields.first { $0.name == "x-own" }?.value ?? "-",
            ].joined(separator: "|")
            return ControlAnswer(
                status: status,
                fields: [("x-answer", "yes"), ("bad name", "no"), ("x-split", "a\r\nb: c")],
                body: body?(request) ?? .whole(ByteBuffer(string: text))
            )
        }
    }

    @Test("have no length where there can be no body", arguments: [204, 304])
    func noBody(status: Int) async throws {
        try await GatewayFixture.with(control: Echo(body: { _ in .whole(ByteBuffer(string: "x")) }, status: status)) {
            let answer = try await $0.raw(request("DELETE", "/admin/v1/keys/k"))
            #expect(HTTPText.status(answer) == status)
            #expect(HTTPText.field("content-length", answer) == nil)
            #expect(answer.hasSuffix("\r\n\r\n"))
        }
    }

    private struct Broken: Error {}

    private func request(_ method: String, _ target: String, body: String = "", closes: Bool = true) -> String {
        "\(method) \(target) HTTP/1.1\r\nhost: h\r\nX-Own: Value\r\ncontent-length: \(body.utf8.count)\r\n"
            + (closes ? "connection: close\r\n" : "") + "\r\n" + body
    }

    @Test("are handed over whole and answered with what comes back")
    func whole() async throws {
        try await GatewayFixture.with(control: Echo()) { fixture in
            let answer = try await fixture.raw(request("PATCH", "/admin/v1/keys/a%2Fb?x=1&y", body: "{}"))
            #expect(HTTPText.status(answer) == 201)
            #expect(HTTPText.field("x-answer", answer) == "yes")
            #expect(HTTPText.field("x-request-id", answer) != nil)
            #expect(answer.hasSuffix("PATCH|/admin/v1/keys/a%2Fb|x=1&y|{}|127.0.0.1|plain|Value"))
            // No field of the control plane's can end the head or begin another field.
            #expect(!answer.contains("\nb: c"))
            #expect(!answer.contains("bad name"))
        }
    }

    @Test(
        "are those below /admin and /ui, and no others",
        arguments: [
            ("/admin", true), ("/admin/", true), ("/admin/v1", true), ("/ui", true), ("/ui/x.js", true),
            ("/administer", false),
            ("/uid", false), ("/", false), ("/v1/admin", false), ("/Admin", false), ("//admin", false),
        ]
    )
    func paths(path: String, isControl: Bool) async throws {
        #expect(ControlRequest.isControlPath(path) == isControl)
        try await GatewayFixture.with(control: Echo()) { fixture in
            let answer = try await fixture.raw(request("GET", path))
            #expect(HTTPText.status(answer) == (isControl ? 201 : 404))
        }
    }

    @Test(
        "are those of browsers for the first page too, which leads to the dashboard",
        arguments: [("GET", "text/html,*/*;q=0.8", 201), ("GET", "application/json", 404), ("POST", "text/html", 404)]
    )
    func frontDoor(method: String, accept: String, status: Int) async throws {
        try await GatewayFixture.with(control: Echo()) { fixture in
            let answer = try await fixture.raw(
                "\(method) / HTTP/1.1\r\nhost: h\r\naccept: \(accept)\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"
            )
            #expect(HTTPText.status(answer) == status)
        }
    }

    @Test(
        "may be a request to a model in the name of a key, which is served on the same connection",
        arguments: [true, false]
    )
    func call(stream: Bool) async throws {
        let body =
            "{\"model\":\"openai/echo\",\"stream\":\(stream),\"messages\":[{\"role\":\"user\",\"content\":\"the lock opens\"}]}"
        let echo = Echo { request in
            .call(ControlCall(keyID: request.query, body: ByteBuffer(string: body), tag: "playground"))
        }
        let ledger = LedgerLog()
        try await GatewayFixture.with(control: echo, ledger: ledger) { fixture in
            try await fixture.connected { connection in
                try await connection.send(request("POST", "/admin/v1/playground?file:test", closes: false))
                let answer = await connection.read(until: stream ? "\r\n0\r\n\r\n" : "}}")
                #expect(HTTPText.status(answer) == 200)
                #expect(answer.contains("lock"))
                #expect(answer.contains("data: [DONE]") == stream)
                #expect(HTTPText.field("x-kanmon-provider", answer) == "openai")
                connection.forget()
                try await connection.send(request("POST", "/admin/v1/playground?file:nobody"))
                #expect(HTTPText.status(await connection.rest()) == 401)
            }
        }
        let record = try #require(ledger.all.first)
        #expect(ledger.all.count == 1)
        #expect(record.keyName == "test" && record.tags == ["playground"] && record.surface == "openai-chat")
    }

    @Test("are unknown where there is no control plane")
    func none() async throws {
        try await GatewayFixture.with { fixture in
            let answer = try await fixture.raw(request("GET", "/admin/v1/keys"))
            #expect(HTTPText.status(answer) == 404)
        }
    }

    @Test("may be answered bit by bit, and the connection goes on behind it")
    func stream() async throws {
        let echo = Echo { _ in
            .stream { writer in
                for number in 1...500 {
                    try await writer.write(
                        ByteBuffer(string: "line \(number) " + String(repeating: "x", count: 2000) + "\n")
                    )
                }
            }
        }
        try await GatewayFixture.with(control: echo) { fixture in
            try await fixture.connected { connection in
                try await connection.send(request("GET", "/admin/v1/ledger", closes: false))
                let answer = await connection.read(until: "\r\n0\r\n\r\n")
                #expect(HTTPText.status(answer) == 201)
                #expect(answer.contains("line 1 x") && answer.contains("line 500 x"))
                connection.forget()
                try await connection.send(request("GET", "/healthz"))
                let next = await connection.rest()
                #expect(HTTPText.status(next) == 200)
            }
        }
    }

    @Test("that break off in the middle of an answer cut the connection, so that no part passes for the whole")
    func broken() async throws {
        let echo = Echo { _ in
            .stream { writer in
                try await writer.write(ByteBuffer(string: "the first half"))
                throw Broken()
            }
        }
        try await GatewayFixture.with(control: echo) { fixture in
            let answer = try await fixture.raw(request("GET", "/admin/v1/ledger"))
            #expect(answer.contains("the first half"))
            #expect(!answer.contains("\r\n0\r\n\r\n"))
        }
    }

    @Test("learn that the client has gone, and stop")
    func gone() async throws {
        let stopped = Flag()
        let echo = Echo { _ in
            .stream { writer in
                do {
                    while true { try await writer.write(ByteBuffer(string: String(repeating: "x", count: 60_000))) }
                } catch {
                    stopped.raise()
                    throw error
                }
            }
        }
        try await GatewayFixture.with(control: echo) { fixture in
            try await fixture.connected { connection in
                try await connection.send(request("GET", "/ui/endless"))
                _ = await connection.read(until: "xxxx")
            }
            #expect(await eventually { stopped.isRaised } != nil)
        }
    }
}
