import Gateway
import NIOCore
import NIOSSL
import Routing
import Settings
import SimulatedProvider
import Testing

/// What is known of targets spares callers the waiting: health checks, breakers, and connections that are not what they
/// were.
@Suite("Health of targets", .serialized, .timeLimit(.minutes(2)))
struct TargetHealthTests {
    private let letters = ["stub": "A", "dead": "A", "claude": "B"]

    @Test("asks a target only while its health check is well")
    func healthCheck() async throws {
        let isSick = Flag()
        let isWellAgain = Flag()
        try await StubProvider.with { request in
            guard request.text.hasPrefix("GET /health ") else { return [.openAIAnswer] }
            let isWell = !isSick.isRaised || isWellAgain.isRaised
            return [.json("{}", status: isWell ? "200 OK" : "503 Service Unavailable")]
        } _: { stub in
            let check = HealthCheckConfiguration(
                path: "/health",
                interval: .milliseconds(20),
                timeout: .milliseconds(500)
            )
            let others = [GatewayFixture.provider("stub", port: stub.port, healthCheck: check)]
            let chat = ModelConfiguration(name: "chat", targets: [.to("stub/m"), .to("claude/echo")])
            try await GatewayFixture.with(models: [chat], others: others) { fixture in
                /// Waits until a check that began after this has been taken note of.
                func checked() async {
                    let known = stub.requests.count
                    #expect(await eventually { stub.requests.count >= known + 3 } != nil)
                }
                for (flag, course) in [(nil, "A answered"), (isSick, "B answered"), (isWellAgain, "A answered")] {
                    flag?.raise()
                    await checked()
                    let count = fixture.records.all.count
                    for (index, surface) in Surface.all.enumerated() {
                        let answer = try await fixture.raw(surface.request("chat", stream: false))
                        #expect(HTTPText.status(answer) == 200)
                        let record = try #require(await fixture.records.first(count + index + 1).last)
                        #expect(record.course(letters) == [course])
                        #expect(record.skipped.map(\.target) == (course == "B answered" ? ["stub/m"] : []))
                    }
                }
            }
        }
    }

    @Test("says when to come again where the only target is sick")
    func onlySick() async throws {
        let check = HealthCheckConfiguration(path: "/nowhere", interval: .milliseconds(20), timeout: .milliseconds(500))
        let special = ["openai": GatewayFixture.Special(healthCheck: check)]
        let chat = ModelConfiguration(name: "chat", targets: [.to("openai/echo")])
        try await GatewayFixture.with(models: [chat], special: special) { fixture in
            let openai = try fixture.provider("openai")
            #expect(await eventually { openai.statistics.completed >= 2 } != nil)
            try await fixture.settle()
            for surface in Surface.all {
                let answer = try await fixture.raw(surface.request("chat", stream: true))
                #expect(HTTPText.status(answer) == 503)
                #expect(HTTPText.field("retry-after", answer) == "1")
            }
            #expect(!openai.requests.contains { $0.method == "POST" })
        }
    }

    @Test("waits for a dead target once in each period for which its breaker is open")
    func deadTarget() async throws {
        try await ReservedPort.deaf { port in
            let chat = ModelConfiguration(
                name: "chat",
                targets: [.to("dead/m"), .to("claude/echo")],
                timeout: TimeoutConfiguration(connect: .milliseconds(200)),
                breaker: BreakerPolicy(failures: 1, openFor: .seconds(1))
            )
            let others = [GatewayFixture.provider("dead", port: port)]
            try await GatewayFixture.with(models: [chat], others: others) { fixture in
                let waited = ["A timeout next other-target", "B answered"]
                let begun = ContinuousClock.now
                var waits = 0
                var count = 0
                // Two periods and what is left of a third at most.
                while waits < 3, ContinuousClock.now - begun < .seconds(20) {
                    let before = ContinuousClock.now
                    let answer = try await fixture.raw(Surface.all[count % 3].request("chat", stream: count % 2 == 0))
                    let time = ContinuousClock.now - before
                    #expect(HTTPText.status(answer) == 200)
                    count += 1
                    let record = try #require(await fixture.records.first(count).last)
                    let course = record.course(letters)
                    if course == waited {
                        waits += 1
                        #expect(time >= .milliseconds(200) && time < .seconds(1), "\(time)")
                        // While its breaker is open nobody waits.
                        let next = try await fixture.raw(Surface.all[0].request("chat", stream: false))
                        count += 1
                        #expect(HTTPText.field("x-kanmon-attempts", next) == "1")
                    } else {
                        #expect(course == ["B answered"])
                        #expect(record.skipped.map(\.target) == ["dead/m"])
                    }
                }
                #expect(waits == 3)
                // One at the beginning, one at the end of each period, which grow.
                #expect(ContinuousClock.now - begun >= .seconds(1 + 2))
            }
        }
    }

    @Test("lets one request alone find out whether a dead target is back")
    func oneProbe() async throws {
        try await ReservedPort.deaf { port in
            let chat = ModelConfiguration(
                name: "chat",
                targets: [.to("dead/m"), .to("claude/echo")],
                timeout: TimeoutConfiguration(connect: .seconds(1)),
                breaker: BreakerPolicy(failures: 1, openFor: .milliseconds(1))
            )
            let others = [GatewayFixture.provider("dead", port: port)]
            try await GatewayFixture.with(models: [chat], others: others) { fixture in
                _ = try await fixture.raw(Surface.all[0].request("chat", stream: false))
                try await withThrowingDiscardingTaskGroup { group in
                    for _ in 0..<10 {
                        group.addTask {
                            let answer = try await fixture.raw(Surface.all[0].request("chat", stream: false))
                            #expect(HTTPText.status(answer) == 200)
                        }
                    }
                }
                let attempts = await fixture.records.first(11).dropFirst().flatMap { $0.course(letters) }
                #expect(attempts.filter { $0.hasPrefix("A") }.count <= 1)
                #expect(attempts.filter { $0 == "B answered" }.count == 10)
            }
        }
    }

    @Test("sends a request again where a kept connection turns out to be closed, without the caller's noticing")
    func closedConnection() async throws {
        try await StubProvider.with { request in
            // A second request on a connection finds it closed.
            request.indexOnConnection == 0 ? [.openAIAnswer] : [.close]
        } _: { stub in
            let chat = ModelConfiguration(name: "chat", targets: [.to("stub/m"), .to("claude/echo")])
            let others = [GatewayFixture.provider("stub", port: stub.port)]
            try await GatewayFixture.with(models: [chat], others: others) { fixture in
                for (index, surface) in Surface.all.enumerated() {
                    let answer = try await fixture.raw(surface.request("chat", stream: false))
                    #expect(HTTPText.status(answer) == 200)
                    let record = try #require(await fixture.records.first(index + 1).last)
                    #expect(record.course(letters) == ["A answered"])
                }
                #expect(stub.requests.count > Surface.all.count)
            }
        }
    }

    @Test("does not speak to a provider whose certificate nobody vouches for")
    func unknownCertificate() async throws {
        try await TestCertificate.with { identity, _ in
            let certificates = try NIOSSLCertificate.fromPEMFile(identity.certificate)
            let context = try NIOSSLContext(
                configuration: .makeServerConfiguration(
                    certificateChain: certificates.map { .certificate($0) },
                    privateKey: .privateKey(NIOSSLPrivateKey(file: identity.key, format: .pem))
                )
            )
            try await StubProvider.with(tls: context) { _ in
                [.openAIAnswer]
            } _: { stub in
                func provider(_ name: String, _ tls: ProviderTLS) -> ProviderConfiguration {
                    GatewayFixture.provider(name, port: stub.port, scheme: .https, host: "localhost", tls: tls)
                }
                let others = [
                    provider("stub", ProviderTLS()), provider("trusted", ProviderTLS(ca: identity.certificate)),
                ]
                let chat = ModelConfiguration(name: "chat", targets: [.to("stub/m"), .to("claude/echo")])
                try await GatewayFixture.with(models: [chat], others: others) { fixture in
                    let answer = try await fixture.raw(Surface.all[0].request("chat", stream: false))
                    #expect(HTTPText.status(answer) == 200)
                    let course = ["A tls next other-target", "B answered"]
                    #expect(await fixture.records.only()?.course(letters) == course)
                    #expect(stub.requests.isEmpty)
                    let trusted = try await fixture.raw(Surface.all[0].request("trusted/m", stream: false))
                    #expect(HTTPText.status(trusted) == 200)
                }
            }
        }
    }
}
