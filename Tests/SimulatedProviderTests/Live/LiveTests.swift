import JSONText
import NIOCore
import NIOHTTP1
import NIOPosix
import Testing

@testable import SimulatedProvider

/// The faults and the bookkeeping over real sockets.
@Suite struct LiveTests {
    private static func stream(_ model: String, _ text: String = "hello there") -> JSONValue {
        Requests.openAI(text, model: model, ["stream": true])
    }

    @Test("a whole and a streamed answer, on one provider")
    func answers() async throws {
        try await withProvider { provider, address in
            let whole = try await LiveClient(address, Requests.chat, Requests.openAI("hi")).finished()
            #expect(whole.status == 200)
            #expect(whole.headers["content-length"].first == String(whole.body.readableBytes))
            let stream = try await LiveClient(address, Requests.chat, Self.stream("sim-1")).finished()
            #expect(stream.headers["transfer-encoding"] == ["chunked"])
            #expect(stream.text.hasSuffix("data: [DONE]\n\n"))
            #expect(try await eventually { provider.statistics.completed == 2 })
        }
    }

    @Test(
        "a hanging answer stays open until the client gives up, and that is counted",
        arguments: [
            "hang-before-headers", "hang-after-headers", "hang-mid-stream-after-1",
        ]
    )
    func hangs(fault: String) async throws {
        try await withProvider { provider, address in
            let client = try await LiveClient(address, Requests.chat, Self.stream("fault-\(fault)"))
            #expect(try await eventually { provider.statistics.inFlight == 1 })
            let received = await client.wait {
                switch fault {
                case "hang-before-headers": true
                case "hang-after-headers": $0.status == 200
                default: $0.text.contains("You ")
                }
            }
            #expect(!received.isComplete && !received.isClosed)
            #expect(provider.statistics.cancelledByClient == 0)
            try await client.close()
            #expect(try await eventually { provider.statistics.cancelledByClient == 1 })
            #expect(provider.statistics.inFlight == 0)
            #expect(try await eventually { provider.statistics.openConnections == 0 })
        }
    }

    @Test(
        "cut connections show as such",
        arguments: [
            "truncated-body", "reset", "reset-mid-stream",
        ],
        [true, false]
    )
    func cut(fault: String, streams: Bool) async throws {
        try await withProvider { provider, address in
            let model = "fault-\(fault)"
            let body = streams ? Self.stream(model) : Requests.openAI("hello there", model: model)
            let received = try await LiveClient(address, Requests.chat, body).finished()
            #expect(received.isClosed && !received.isComplete)
            #expect(received.status == (fault == "reset" ? nil : 200))
            // A clean end lets the peer's parser see the missing rest; a reset is an error of the socket.
            #expect(received.hasError)
            if fault != "reset" { #expect(received.body.readableBytes > 0) }
            #expect(provider.statistics.cutShort == 1)
            #expect(provider.statistics.cancelledByClient == 0)
        }
    }

    @Test(
        "faults that are complete answers",
        arguments: [
            ("status-503", 503, "server_error"), ("invalid-json", 200, "{\"id\": \"broken\""),
            ("html-200", 200, "<html>"),
            ("no-terminal", 200, "You "), ("error-mid-stream", 200, "server_error"), ("invalid-sse", 200, "[DONE]"),
            ("redirect", 307, ""), ("odd-stream", 200, ": keep-alive 0\r\n"), ("slow-drip-0ms", 200, "[DONE]"),
            ("insufficient-quota", 429, "insufficient_quota"), ("context-length", 400, "context_length_exceeded"),
            ("huge-event-2", 200, "[DONE]"), ("nonsense", 400, "Unknown fault"),
        ]
    )
    func complete(fault: String, status: Int, words: String) async throws {
        try await withProvider { _, address in
            let client = try await LiveClient(address, Requests.chat, Self.stream("fault-\(fault)"))
            let received = await client.finished()
            #expect(received.isComplete && !received.hasError)
            #expect(received.status == status)
            #expect(received.text.contains(words))
        }
    }

    @Test(
        "large answers arrive whole under back-pressure",
        arguments: ["huge-answer-8", "gzip-bomb-512"],
        [true, false]
    )
    func large(fault: String, streams: Bool) async throws {
        try await withProvider { _, address in
            let model = "fault-\(fault)"
            let body = streams ? Self.stream(model) : Requests.openAI("hello", model: model)
            let received = try await LiveClient(address, Requests.chat, body).finished()
            #expect(received.isComplete)
            #expect(received.body.readableBytes > 3 * 1_048_576)
        }
    }

    @Test("a connection is used again, also after a fault that leaves it whole")
    func keepAlive() async throws {
        try await withProvider { provider, address in
            let client = try await LiveClient(address, Requests.chat, Requests.openAI("x", model: "fault-status-500"))
            #expect(await client.finished().status == 500)
            #expect(provider.statistics.openConnections == 1)
            let closing = try await LiveClient(
                address,
                Requests.chat,
                Requests.openAI("x"),
                headers: [("connection", "close")]
            )
            #expect(await closing.wait { $0.isClosed }.isComplete)
        }
    }

    @Test("requests are kept with all headers, read and cleared over HTTP, and bounded in number")
    func journal() async throws {
        try await withProvider(.init(recordedRequests: 2)) { provider, address in
            for text in ["one", "two", "three"] {
                _ = try await LiveClient(
                    address,
                    Requests.chat + "?q=\(text)",
                    Requests.openAI(text),
                    headers: [("Authorization", "Bearer secret-\(text)")]
                ).finished()
            }
            #expect(provider.requests.map(\.target) == [Requests.chat + "?q=two", Requests.chat + "?q=three"])
            #expect(provider.requests.last?.header("authorization") == "Bearer secret-three")
            #expect(provider.requests.last?.body == Requests.openAI("three").bytes)

            let listed = try await LiveClient(address, "/sim/requests", nil, method: .GET).finished()
            let value = try JSONValue(parsing: listed.text)
            #expect(value["requests"]?.array?.count == 2)
            #expect(value["requests"]?[0]?["body"]?.string == Requests.openAI("two").text)
            _ = try await LiveClient(address, "/sim/requests", nil, method: .DELETE).finished()
            #expect(provider.requests.isEmpty)
            let counts = try await LiveClient(address, "/sim/stats", nil, method: .GET).finished()
            #expect(try JSONValue(parsing: counts.text)["requests"] == 3)
        }
    }

    @Test("a fault for the first requests only lets a retry through")
    func firstOnly() async throws {
        try await withProvider { _, address in
            let body = Requests.openAI("x", model: "fault-status-503-first-2@retry")
            var statuses: [Int?] = []
            for _ in 0..<3 { statuses.append(try await LiveClient(address, Requests.chat, body).finished().status) }
            #expect(statuses == [503, 503, 200])
        }
    }

    @Test("a redirect's target shows whether credentials followed")
    func redirect() async throws {
        try await withProvider { provider, address in
            let client = try await LiveClient(address, Requests.chat, Requests.openAI("x", model: "fault-redirect"))
            #expect(await client.finished().headers["location"] == ["http://localhost/sim/redirect-target"])
            _ = try await LiveClient(address, "/sim/redirect-target", [:]).finished()
            #expect(provider.requests.last?.target == "/sim/redirect-target")
        }
    }

    @Test("a required key is asked for in each dialect's own way")
    func keys() async throws {
        try await withProvider(.init(requiredKey: "right")) { _, address in
            let gemini = "/v1beta/models/m:generateContent"
            let cases: [(String, JSONValue, [(String, String)], Int)] = [
                (Requests.chat, Requests.openAI("x"), [("authorization", "Bearer right")], 200),
                (Requests.chat, Requests.openAI("x"), [("authorization", "Bearer wrong")], 401),
                (Requests.chat, Requests.openAI("x"), [], 401),
                (Requests.messages, Requests.anthropic("x"), [("x-api-key", "right")], 200),
                (Requests.messages, Requests.anthropic("x"), [("authorization", "Bearer right")], 200),
                (Requests.messages, Requests.anthropic("x"), [("x-api-key", "wrong")], 401),
                (gemini, Requests.gemini("x"), [("x-goog-api-key", "right")], 200),
                (gemini + "?key=right", Requests.gemini("x"), [], 200),
                (gemini, Requests.gemini("x"), [("x-goog-api-key", "wrong")], 400),
                (gemini, Requests.gemini("x"), [], 403),
            ]
            for (target, body, headers, status) in cases {
                let received = try await LiveClient(address, target, body, headers: headers).finished()
                #expect(received.status == status, "\(target) \(headers)")
                #expect(!received.text.contains("wrong"))
            }
        }
    }

    @Test("both shapes of the model list")
    func models() async throws {
        try await withProvider { _, address in
            func list(_ target: String, _ headers: [(String, String)] = []) async throws -> JSONValue {
                let client = try await LiveClient(address, target, nil, method: .GET, headers: headers)
                return try JSONValue(parsing: await client.finished().text)
            }
            let openAI = try await list("/v1/models")
            #expect(openAI["object"] == "list")
            let anthropic = try await list("/v1/models", [("anthropic-version", "2023-06-01")])
            #expect(anthropic["has_more"] == false)
            let gemini = try await list("/v1beta/models")
            #expect(gemini["models"]?[0]?["name"] == "models/sim-1")
            let one = try await list("/v1/models/echo")
            #expect(one["id"] == "echo")
        }
    }

    @Test("a body beyond the limit is 413, one that is no JSON 400")
    func bodies() async throws {
        try await withProvider(.init(maximumBodyBytes: 1000)) { _, address in
            let large = Requests.openAI(String(repeating: "x", count: 2000))
            for (body, status) in [(large, 413), ("text", 400), (nil, 400)] as [(JSONValue?, Int)] {
                let received = try await LiveClient(address, Requests.chat, body).finished()
                #expect(received.status == status)
            }
        }
    }

    @Test("a provider starts once and stops while answers hang")
    func lifetime() async throws {
        let provider = SimulatedProvider()
        let address = try await provider.start(on: MultiThreadedEventLoopGroup.singleton)
        await #expect(throws: SimulatedProviderError.alreadyStarted) {
            try await provider.start(on: MultiThreadedEventLoopGroup.singleton)
        }
        let client = try await LiveClient(address, Requests.chat, Self.stream("fault-hang-after-headers"))
        #expect(await client.wait { $0.status != nil }.status == 200)
        try await provider.shutdown()
        #expect(await client.wait { $0.isClosed }.isClosed)
        try await provider.shutdown()
    }

    @Test("many slow streams run at once on few threads")
    func many() async throws {
        try await withProvider(.init(timeToFirstToken: .milliseconds(50), tokensPerSecond: 200)) { provider, address in
            let texts = try await withThrowingTaskGroup(of: LiveClient.Received.self) { group in
                for index in 0..<200 {
                    group.addTask {
                        try await LiveClient(address, Requests.chat, Self.stream("echo", "stream \(index)")).finished()
                    }
                }
                return try await group.reduce(into: [String]()) { $0.append($1.text) }
            }
            #expect(texts.allSatisfy { $0.hasSuffix("data: [DONE]\n\n") })
            #expect(try await eventually { provider.statistics.completed == 200 })
            #expect(provider.statistics.inFlight == 0)
        }
    }
}
