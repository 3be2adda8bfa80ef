import Gateway
import Settings
import SimulatedProvider
import Testing

/// What `/metrics` says of requests that were served.
@Suite("Metrics", .serialized)
struct MetricsLiveTests {
    private static let openAI = Surface.all[0]

    private static func model(_ target: String) -> [ModelConfiguration] {
        [ModelConfiguration(name: "chat", targets: [ModelTarget(target)].compactMap(\.self))]
    }

    private func lines(_ fixture: GatewayFixture, accept: String = "*/*") async throws -> Set<String> {
        let request = "GET /metrics HTTP/1.1\r\nhost: h\r\naccept: \(accept)\r\nconnection: close\r\n\r\n"
        let answer = try await fixture.raw(request)
        #expect(HTTPText.status(answer) == 200)
        return Set(answer.split(separator: "\n").map(String.init))
    }

    private func ask(_ fixture: GatewayFixture, _ model: String, stream: Bool = false) async throws {
        _ = try await fixture.raw(Self.openAI.request(model, stream: stream, prompt: "write 5 tokens"))
    }

    @Test(
        "counts requests under the target that answered, and those that reached nobody under none; a reload changes no count"
    )
    func requests() async throws {
        try await GatewayFixture.with(models: Self.model("openai/m")) { fixture in
            for _ in 0..<3 { try await ask(fixture, "chat") }
            try await ask(fixture, "claude/x", stream: true)
            let unknown = "GET /nothing HTTP/1.1\r\nhost: h\r\nconnection: close\r\n\r\n"
            _ = try await fixture.raw(unknown)
            let empty = "POST /v1/messages HTTP/1.1\r\nhost: h\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"
            _ = try await fixture.raw(empty)
            _ = try await fixture.raw("nonsense\r\n\r\n")
            let expected: Set<String> = [
                #"kanmon_requests_total{surface="openai-chat",provider="openai",model="m",status="200"} 3"#,
                #"kanmon_requests_total{surface="openai-chat",provider="claude",model="x",status="200"} 1"#,
                #"kanmon_requests_total{surface="anthropic-messages",status="400"} 1"#,
                #"kanmon_requests_total{surface="none",status="404"} 1"#,
                #"kanmon_requests_total{surface="none",status="400"} 1"#,
                #"kanmon_request_seconds_count{surface="openai-chat",provider="openai",model="m"} 3"#,
                #"kanmon_time_to_first_token_seconds_count{provider="claude",model="x"} 1"#,
                #"kanmon_overhead_seconds_count{surface="openai-chat"} 4"#,
                #"kanmon_attempts_total{provider="openai",model="m",reason="answered"} 3"#,
                "kanmon_requests_in_flight 0", "kanmon_open_streams 0",
            ]
            let before = try await lines(fixture)
            #expect(before.isSuperset(of: expected), "\(expected.subtracting(before))")
            try await fixture.gateway.reload(fixture.configuration(models: Self.model("gemini/g")))
            let after = try await lines(fixture)
            #expect(after.isSuperset(of: expected), "\(expected.subtracting(after))")
            #expect(after.contains(#"kanmon_target_available{provider="gemini",model="g"} 1"#))
            #expect(!after.contains(#"kanmon_target_available{provider="openai",model="m"} 1"#))
        }
    }

    @Test("counts tries by how they ended, and where requests went on")
    func attempts() async throws {
        let model = ModelConfiguration(
            name: "chat",
            targets: ["openai/fault-status-503", "claude/m"].compactMap { ModelTarget($0) }
        )
        try await GatewayFixture.with(models: [model]) { fixture in
            try await ask(fixture, "chat")
            let lines = try await lines(fixture)
            let failed = lines.filter { $0.hasPrefix(#"kanmon_attempts_total{provider="openai""#) }
            #expect(failed.allSatisfy { $0.contains(#"reason="503""#) } && !failed.isEmpty, "\(failed)")
            #expect(lines.contains(#"kanmon_attempts_total{provider="claude",model="m",reason="answered"} 1"#))
            #expect(lines.contains(#"kanmon_fallbacks_total{provider="openai",model="fault-status-503"} 1"#))
            #expect(lines.contains(#"kanmon_fallbacks_total{provider="claude",model="m"} 0"#))
        }
    }

    @Test("shows streams while they are open, and what the gateway added of them is not how long they took")
    func streams() async throws {
        let options = SimulatedProvider.Options(tokensPerSecond: 50)
        try await GatewayFixture.with(models: Self.model("openai/m"), options: options) { fixture in
            try await fixture.connected { connection in
                try await connection.send(Self.openAI.request("chat", stream: true, prompt: "write 40 tokens"))
                _ = await connection.read(until: "data:")
                let during = try await lines(fixture)
                #expect(during.isSuperset(of: ["kanmon_open_streams 1", "kanmon_requests_in_flight 1"]))
                _ = await connection.read(until: "[DONE]")
            }
            let after = try await lines(fixture)
            #expect(after.isSuperset(of: ["kanmon_open_streams 0", "kanmon_requests_in_flight 0"]))
            let slow = after.first { $0.hasPrefix(#"kanmon_overhead_seconds_bucket{surface="openai-chat",le="0.2"}"#) }
            #expect(slow?.hasSuffix(" 1") == true, "\(slow ?? "")")
            #expect(after.contains { $0.hasPrefix("kanmon_inter_token_gap_seconds_count") && !$0.hasSuffix(" 0") })
        }
    }

    @Test("speaks OpenMetrics to those who prefer it")
    func openMetrics() async throws {
        try await GatewayFixture.with(models: Self.model("openai/m")) { fixture in
            let trace = "0af7651916cd43dd8448eb211c80319c"
            for flags in ["01", "00"] {
                // The one that is not recorded is none to be looked up.
                let id = flags == "01" ? trace : String(trace.reversed())
                let field = "traceparent: 00-\(id)-b7ad6b7169203331-\(flags)"
                let request = Self.openAI.request("chat", stream: true, prompt: "write 5 tokens", fields: [field])
                _ = try await fixture.raw(request)
            }
            let lines = try await lines(fixture, accept: "application/openmetrics-text; version=1.0.0, */*;q=0.1")
            let exemplars = lines.filter { $0.contains(" # {") }
            #expect(exemplars.count { $0.hasPrefix("kanmon_request_seconds_bucket") } == 1)
            #expect(exemplars.count { $0.hasPrefix("kanmon_time_to_first_token_seconds_bucket") } == 1)
            #expect(exemplars.allSatisfy { $0.contains("trace_id=\"\(trace)\"") }, "\(exemplars)")
            #expect(lines.contains("# EOF"))
            #expect(lines.contains("# TYPE kanmon_config_reloads counter"))
        }
    }
}
