import Gateway
import JSONText
import Routing
import Settings
import SimulatedProvider
import Testing

/// Every fault of ``FaultTable`` on every surface, whole and streamed, with another target behind it and without: what the
/// caller sees, how often each provider is asked, what is recorded.
///
/// Not here: clients that go away and a gateway that is stopped (`CallRecordTests`), which are no faults of a provider;
/// missing usage, budgets and an accounts' store that is down, which belong to the accounting; HTTP/2 towards providers,
/// which is not spoken.
@Suite("Fault table", .serialized, .timeLimit(.minutes(2)))
struct FaultTableTests {
    @Test("is followed", arguments: FaultTable.rows)
    func row(_ row: FaultRow) async throws {
        try await withThrowingDiscardingTaskGroup { group in
            for surface in row.surfaces {
                for stream in [false, true] {
                    guard let course = stream ? row.stream : row.whole else { continue }
                    for isPaired in [false, true] {
                        group.addTask { try await check(row, course, surface, stream: stream, isPaired: isPaired) }
                    }
                }
            }
        }
    }

    private func check(
        _ row: FaultRow,
        _ course: FaultRow.Course,
        _ surface: Surface,
        stream: Bool,
        isPaired: Bool
    ) async throws {
        let second = surface.provider == "openai" ? "claude" : "openai"
        let third = surface.provider == "gemini" ? "claude" : "gemini"
        let first = row.isTranslated ? third : surface.provider
        let comment = Comment("\(surface.name), \(stream ? "streamed" : "whole"), \(isPaired ? "paired" : "alone")")
        switch row.fault {
        case .simulated(let name):
            let place = ModelTarget(provider: first, model: "fault-\(name)")
            let models = [model(row, [place] + (isPaired ? [ModelTarget(provider: second, model: "echo")] : []))]
            try await GatewayFixture.with(models: models) { fixture in
                let letters = [first: "A", second: "B"]
                try await expect(course, surface, stream, isPaired, letters, fixture, comment)
                // What was asked of A and is not wanted any more does not go on there.
                let provider = try fixture.provider(first)
                #expect(await eventually { provider.statistics.inFlight == 0 } != nil, comment)
            }
        case .address(let address):
            try await check(row, course, address, surface, stream: stream, isPaired: isPaired, comment)
        }
    }

    private func check(
        _ row: FaultRow,
        _ course: FaultRow.Course,
        _ address: UnusableAddress,
        _ surface: Surface,
        stream: Bool,
        isPaired: Bool,
        _ comment: Comment
    ) async throws {
        let types = ["openai": ProviderType.openai, "claude": .anthropic, "gemini": .gemini]
        let type = try #require(types[surface.provider])
        let second = surface.provider == "openai" ? "claude" : "openai"
        let place = ModelTarget(provider: "nobody", model: "echo")
        let models = [model(row, [place] + (isPaired ? [ModelTarget(provider: second, model: "echo")] : []))]
        try await PlainServer.with { plain in
            try await address.with(plain: plain) { scheme, host, port in
                let nobody = ProviderConfiguration(
                    name: "nobody",
                    type: type,
                    endpoint: .remote(BaseURL(scheme: scheme, host: host, port: port)),
                    apiKey: Secret("sk-provider-secret"),
                    proxy: .direct
                )
                try await GatewayFixture.with(models: models, others: [nobody]) { fixture in
                    let letters = ["nobody": "A", second: "B"]
                    try await expect(course, surface, stream, isPaired, letters, fixture, comment)
                }
            }
        }
    }

    private func model(_ row: FaultRow, _ targets: [ModelTarget]) -> ModelConfiguration {
        ModelConfiguration(
            name: "chat",
            targets: targets.map { TargetConfiguration(.provider($0)) },
            retry: RetryPolicy(initialBackoff: .milliseconds(5), maximumBackoff: .milliseconds(50)),
            timeout: TimeoutConfiguration(
                // What comes slowly is given up by the time for the whole, what hangs by the others.
                firstByte: row.isHanging ? .milliseconds(400) : .seconds(20),
                idle: row.isHanging ? .milliseconds(400) : .seconds(20),
                total: .milliseconds(row.total)
            )
        )
    }

    private func expect(
        _ course: FaultRow.Course,
        _ surface: Surface,
        _ stream: Bool,
        _ isPaired: Bool,
        _ letters: [String: String],
        _ fixture: GatewayFixture,
        _ comment: Comment
    ) async throws {
        let answer = try await fixture.raw(surface.request("chat", stream: stream))
        let attempts = isPaired ? course.paired : course.alone
        let record = try #require(await fixture.records.only(), comment)
        #expect(record.course(letters) == attempts, comment)
        #expect(HTTPText.field("x-kanmon-attempts", answer) == "\(attempts.count)", comment)
        for (provider, letter) in letters where fixture.providers[provider] != nil {
            let calls = attempts.filter { $0.hasPrefix(letter) }.count
            #expect(try fixture.provider(provider).statistics.requests == calls, comment)
        }
        #expect(!answer.contains("127.0.0.1") && !answer.contains("sk-provider-secret"), comment)

        if attempts.last?.hasSuffix("answered") == true {
            #expect(HTTPText.status(answer) == 200, comment)
            #expect(record.ending == .answered, comment)
            if stream {
                #expect(try HTTPText.unchunked(answer).contains(surface.lastEvent), comment)
            } else if isPaired, course.isMended {
                #expect(try surface.text(HTTPText.json(answer)) == "Hello", comment)
            }
            return
        }
        guard case .failed = record.ending else {
            Issue.record("\(comment): ended as \(record.ending)")
            return
        }
        let status = surface.name == "Anthropic" ? course.anthropicStatus ?? course.status : course.status
        #expect(HTTPText.status(answer) == status, comment)
        if status == 200 {
            let body = try HTTPText.unchunked(answer)
            #expect(!body.contains(surface.terminal), comment)
            let last = try JSONValue(parsing: #require(HTTPText.events(body).last))
            #expect(surface.isError(last), comment)
        } else {
            #expect(try surface.isError(HTTPText.json(answer)), comment)
            #expect(HTTPText.field("retry-after", answer) == course.wait, comment)
            #expect(HTTPText.field("x-should-retry", answer) == "false", comment)
        }
    }
}

extension FaultRow {
    fileprivate var isHanging: Bool { testDescription.hasPrefix("hang") }
}
