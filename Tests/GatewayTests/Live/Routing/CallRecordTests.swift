import Gateway
import Governance
import ModelAPI
import Routing
import Settings
import SimulatedProvider
import Telemetry
import Testing

/// What is remembered of calls whose end was not their own: the caller went away, or the gateway was stopped.
@Suite("Records of calls", .serialized, .timeLimit(.minutes(2)))
struct CallRecordTests {
    private let letters = ["openai": "A", "claude": "B"]

    @Test(
        "tell of a caller that went away, once, and hold it against nobody",
        arguments: Surface.all,
        ["fault-hang-before-headers", "fault-hang-mid-stream"]
    )
    func clientGone(surface: Surface, fault: String) async throws {
        let chat = ModelConfiguration(
            name: "chat",
            targets: [.to("openai/\(fault)"), .to("claude/echo")],
            breaker: .init(failures: 1)
        )
        try await GatewayFixture.with(models: [chat]) { fixture in
            let openai = try fixture.provider("openai")
            for count in 1...2 {
                try await fixture.connected { connection in
                    try await connection.send(surface.request("chat", stream: true, closes: false))
                    if fault.hasSuffix("stream") {
                        _ = await connection.read(until: "data: ")
                    } else {
                        #expect(await eventually { openai.statistics.inFlight == 1 } != nil)
                    }
                }
                let record = try #require(await fixture.records.first(count).last)
                #expect(record.ending == .clientGone)
                #expect(record.course(letters) == ["A abandoned"])
                #expect(record.attempts.first?.ended != nil)
                #expect((record.attempts.first?.answered != nil) == fault.hasSuffix("stream"))
                #expect(await eventually { openai.statistics.inFlight == 0 } != nil)
            }
            #expect(fixture.records.all.count == 2)
            #expect(try fixture.provider("claude").statistics.requests == 0)
        }
    }

    @Test("tell of a gateway that was stopped", arguments: Surface.all, [true, false])
    func drained(surface: Surface, stream: Bool) async throws {
        let fault = stream ? "fault-hang-mid-stream" : "fault-hang-before-headers"
        let chat = ModelConfiguration(name: "chat", targets: [.to("openai/\(fault)"), .to("claude/echo")])
        let server = ServerConfiguration(drainTimeout: .milliseconds(200))
        try await GatewayFixture.with(server: server, models: [chat]) { fixture in
            let openai = try fixture.provider("openai")
            try await fixture.connected { connection in
                try await connection.send(surface.request("chat", stream: stream, closes: false))
                #expect(await eventually { openai.statistics.inFlight == 1 } != nil)
                if stream { _ = await connection.read(until: "data: ") }
                await fixture.gateway.drain()
                let answer = await connection.rest()
                #expect(stream ? !answer.contains(surface.terminal) : HTTPText.status(answer) != 200)
            }
            let record = try #require(await fixture.records.only())
            #expect(record.ending == .failed(.overloaded))
            #expect(record.course(letters) == ["A abandoned"])
            #expect(try fixture.provider("claude").statistics.requests == 0)
        }
    }

    @Test("tell of calls that were refused before anybody was asked, of counts, and of nothing else")
    func withoutAttempts() async throws {
        let server = ServerConfiguration(maxBody: 500, requireKeys: true)
        let chat = ModelConfiguration(name: "chat", targets: [.to("openai/echo")])
        let hello = #"[{"role":"user","content":"Hello"}]"#
        let cases: [(path: String, body: String, model: String, RequestRecord.Ending)] = [
            ("/v1/chat/completions", #"{"model":"nobody","messages":\#(hello)}"#, "nobody", .failed(.modelNotFound)),
            ("/v1/chat/completions", #"{"model":"other","messages":\#(hello)}"#, "other", .failed(.modelNotAllowed)),
            ("/v1/chat/completions", #"{"model":"chat","n":-1}"#, "", .failed(.invalidRequest)),
            ("/v1/messages", "no JSON", "", .failed(.invalidRequest)),
            ("/v1beta/models/chat:generateContent", "no JSON", "chat", .failed(.invalidRequest)),
            ("/v1/chat/completions", String(repeating: "x", count: 501), "", .failed(.bodyTooLarge)),
            ("/v1/messages/count_tokens", #"{"model":"chat","messages":\#(hello)}"#, "chat", .answered),
            ("/v1/messages/count_tokens", #"{"model":"chat","messages":3}"#, "chat", .failed(.invalidRequest)),
        ]
        try await GatewayFixture.with(
            server: server,
            models: [chat],
            keys: [
                GatewayKey(
                    name: "bot",
                    key: Secret(GatewayFixture.key),
                    models: [ModelPattern("chat"), ModelPattern("nobody")]
                )
            ]
        ) { fixture in
            let fields = ["x-api-key: \(GatewayFixture.key)"]
            for (index, (path, body, model, ending)) in cases.enumerated() {
                _ = try await fixture.raw(
                    GatewayFixture.request(path, body, fields: fields + ["x-request-id: \(index)"])
                )
                let record = try #require(await fixture.records.first(index + 1).last)
                #expect(record.id == "\(index)")
                #expect(record.ledger.modelAsked == model)
                #expect(record.ledger.keyName == "bot")
                #expect(record.ending == ending)
                #expect(record.attempts.isEmpty && record.skipped.isEmpty && record.ledger.usage == nil)
                #expect(!record.isStream && record.duration > .zero)
                #expect((record.errorCode == nil) == (ending == .answered))
                #expect(
                    record.ledger.attempts.isEmpty
                        && record.ledger.outcome == (ending == .answered ? .answered : .failed)
                )
            }
            // Strangers, lists and probes are no calls.
            _ = try await fixture.raw(GatewayFixture.request("/v1/chat/completions", "{}"))
            _ = try await fixture.raw(GatewayFixture.request("/v1/models", "", method: "GET", fields: fields))
            try await fixture.settle()
            #expect(fixture.records.all.count == cases.count)
        }
    }

    @Test("name the stages as the documents do")
    func stages() {
        #expect(StageTiming.Stage.allCases.map(\.rawValue) == SpanFields.stages.map(\.name.description))
    }

    @Test("tell what was asked, by whom, how long it took and what was used", arguments: Surface.all, [true, false])
    func facts(surface: Surface, stream: Bool) async throws {
        try await GatewayFixture.with(
            models: [ModelConfiguration(name: "chat", targets: [.to("openai/fault-status-502"), .to("claude/echo")])],
            teams: [TeamConfiguration(name: "dev")],
            keys: [GatewayKey(name: "bot", key: Secret(GatewayFixture.key), team: "dev")]
        ) { fixture in
            let fields = ["x-api-key: \(GatewayFixture.key)", "x-request-id: the-id"]
            let answer = try await fixture.raw(surface.request("chat", stream: stream, fields: fields))
            #expect(HTTPText.status(answer) == 200)
            let record = try #require(await fixture.records.only())
            #expect(record.id == "the-id")
            #expect(record.ledger.modelAsked == "chat")
            #expect(record.ledger.keyName == "bot" && record.ledger.team == "dev")
            #expect(record.isStream == stream)
            #expect(record.ending == .answered)
            #expect(record.course(letters) == ["A 502 next other-target", "B answered"])
            #expect((record.ledger.usage?.output ?? 0) > 0)
            // Everything in its order, and nothing of the credentials.
            let moments = record.attempts.flatMap { [$0.started, $0.answered, $0.ended].compactMap(\.self) }
            #expect(moments == moments.sorted() && moments.last.map { $0 <= record.duration } == true)
            #expect(record.attempts.map(\.credential) == ["key-1", "key-1"])
            #expect(!"\(record)".contains("sk-"))
            // The ledger's line is there without a ledger, and the stages have no gaps.
            #expect(record.ledger.attempts.count == 2 && record.ledger.status == 200)
            #expect(record.ledger.keyName == "bot")
            #expect(
                record.stages.map(\.stage) == [
                    .identify, .receive, .read, .admit, .cache, .plan, .attempt, .reply, .settle,
                ]
            )
            #expect(record.stages.first?.start == .zero && record.stages.last?.end == record.duration)
            #expect(
                zip(record.stages, record.stages.dropFirst()).allSatisfy { $0.end == $1.start && $0.start <= $0.end }
            )
            #expect(record.errorCode == nil)
        }
    }
}
