import Gateway
import JSONText
import NIOCore
import Settings
import SimulatedProvider
import Testing

/// Another configuration, while requests come.
@Suite("Reload", .serialized)
struct ReloadTests {
    private static let openAI = Surface.all[0]

    /// One public model with one target.
    private static func model(_ target: String, name: String = "chat") -> [ModelConfiguration] {
        [ModelConfiguration(name: name, targets: [ModelTarget(target)].compactMap(\.self))]
    }

    private static let readiness = "GET /readyz HTTP/1.1\r\nhost: h\r\nconnection: close\r\n\r\n"

    /// What `/readyz` says of the configuration.
    private func configuration(_ fixture: GatewayFixture) async throws -> JSONValue {
        let answer = try await fixture.raw(Self.readiness)
        #expect(HTTPText.status(answer) == 200)
        let json = try HTTPText.json(answer)
        #expect(json["status"]?.string == "ok")
        return try #require(json["configuration"])
    }

    @Test("counts reloads that succeed and fail for Prometheus")
    func metrics() async throws {
        try await GatewayFixture.with(models: Self.model("openai/m")) { fixture in
            let request = "GET /metrics HTTP/1.1\r\nhost: h\r\nconnection: close\r\n\r\n"
            func lines() async throws -> Set<Substring> {
                let answer = try await fixture.raw(request)
                #expect(HTTPText.status(answer) == 200)
                #expect(HTTPText.field("content-type", answer) == "text/plain; version=0.0.4; charset=utf-8")
                return Set(answer.split(separator: "\n", omittingEmptySubsequences: true))
            }
            #expect(try await lines().contains("kanmon_config_generation 1"))
            try await fixture.gateway.reload(fixture.configuration(models: Self.model("claude/m")))
            fixture.gateway.reloadFailed("line 3: \"no\" such thing")
            fixture.gateway.reloadFailed("line 4")
            #expect(
                try await lines().isSuperset(of: [
                    #"kanmon_config_reloads_total{result="success"} 1"#,
                    #"kanmon_config_reloads_total{result="failure"} 2"#,
                    "kanmon_config_last_reload_successful 0", "kanmon_config_generation 2",
                ])
            )
            try await fixture.gateway.reload(fixture.configuration(models: Self.model("openai/m")))
            #expect(try await lines().contains("kanmon_config_last_reload_successful 1"))
        }
    }

    @Test("lets a stream finish on the configuration it began with, and begins the next on the new one")
    func streams() async throws {
        let options = SimulatedProvider.Options(tokensPerSecond: 40)
        try await GatewayFixture.with(models: Self.model("openai/m"), options: options) { fixture in
            try await fixture.connected { connection in
                let request = Self.openAI.request("chat", stream: true, prompt: "write 20 tokens", closes: false)
                try await connection.send(request)
                let first = await connection.read(until: "data: ")
                #expect(HTTPText.field("x-kanmon-provider", first) == "openai")

                // Neither the provider nor the model is left.
                let providers = fixture.configuration.providers.filter { $0.name != "openai" }
                try await fixture.gateway.reload(
                    fixture.configuration(providers: providers, models: Self.model("claude/m"))
                )
                let next = try await fixture.raw(Self.openAI.request("chat", stream: false))
                #expect(HTTPText.field("x-kanmon-provider", next) == "claude")
                let gone = try await fixture.raw(Self.openAI.request("openai/m", stream: false))
                #expect(HTTPText.status(gone) == 404)

                let answer = await connection.read(until: Self.openAI.lastEvent)
                #expect(answer.contains(Self.openAI.lastEvent))
                // The connection stays; its next request is one of the new configuration.
                connection.forget()
                try await connection.send(Self.openAI.request("chat", stream: false))
                #expect(await HTTPText.field("x-kanmon-provider", connection.rest()) == "claude")
            }
        }
    }

    @Test("treats a request whose body is still on its way by one configuration in all stages")
    func halfRequest() async throws {
        let server = ServerConfiguration(requireKeys: true)
        try await GatewayFixture.with(server: server, models: Self.model("openai/m")) { fixture in
            try await fixture.connected { connection in
                let field = "authorization: Bearer \(GatewayFixture.key)"
                let request = Self.openAI.request("chat", stream: false, fields: [field, "expect: 100-continue"])
                let head = try #require(request.firstRange(of: "\r\n\r\n"))
                try await connection.send(String(request[..<head.upperBound]))
                _ = await connection.read(until: "100 Continue\r\n\r\n")
                connection.forget()

                let key = GatewayKey(name: "other", key: Secret("sk-km-other-0123456789abcdef"))
                let small = ServerConfiguration(listen: server.listen, maxBody: 8, requireKeys: true)
                try await fixture.gateway.reload(
                    fixture.configuration(server: small, models: Self.model("claude/m"), keys: [key])
                )
                try await connection.send(String(request[head.upperBound...]))
                let answer = await connection.rest()
                #expect(HTTPText.status(answer) == 200)
                #expect(HTTPText.field("x-kanmon-provider", answer) == "openai")

                let refused = try await fixture.raw(Self.openAI.request("chat", stream: false, fields: [field]))
                #expect(HTTPText.status(refused) == 401)
                let tooLarge = try await fixture.raw(
                    Self.openAI.request("chat", stream: false, fields: ["authorization: Bearer \(key.key.reveal())"])
                )
                #expect(HTTPText.status(tooLarge) == 413)
            }
        }
    }

    @Test("serves every request while configurations change as fast as they can")
    func storm() async throws {
        try await GatewayFixture.with(models: Self.model("openai/m")) { fixture in
            let done = Flag()
            try await withThrowingTaskGroup { tasks in
                for _ in 0..<4 {
                    tasks.addTask {
                        var count = 0
                        while !done.isRaised || count == 0 {
                            let answer = try await fixture.raw(Self.openAI.request("chat", stream: count % 2 == 0))
                            #expect(HTTPText.status(answer) == 200)
                            count += 1
                        }
                    }
                }
                let providers = fixture.configuration.providers
                for round in 0..<40 {
                    let name = ["openai", "claude", "gemini"][round % 3]
                    try await fixture.gateway.reload(
                        fixture.configuration(
                            providers: providers.filter { $0.name == name },
                            models: Self.model("\(name)/m")
                        )
                    )
                }
                done.raise()
                try await tasks.waitForAll()
            }
            let state = fixture.gateway.reloadStatus.state
            #expect(state.generation == 41)
            #expect(state.succeeded == 40)
            #expect(state.failed == 0)
        }
    }

    @Test("keeps the configuration in use where the new one cannot be used, and says so")
    func refused() async throws {
        try await GatewayFixture.with(models: Self.model("openai/m")) { fixture in
            let simulated = ProviderConfiguration(
                name: "absent",
                type: .simulated,
                endpoint: .simulated(SimulatedProviderConfiguration())
            )
            await #expect {
                try await fixture.gateway.reload(fixture.configuration(providers: [simulated], models: []))
            } throws: { ($0 as? GatewayError)?.code == .configuration }
            fixture.gateway.reloadFailed("kanmon.yaml:3:1: retry: unknown field")

            let answer = try await fixture.raw(Self.openAI.request("chat", stream: false))
            #expect(HTTPText.field("x-kanmon-provider", answer) == "openai")
            let broken = try await configuration(fixture)
            #expect(broken["generation"]?.number?.int == 1)
            #expect(broken["last_error"]?.string == "kanmon.yaml:3:1: retry: unknown field")
            #expect(broken["failed_at"]?.string?.hasSuffix("Z") == true)
            #expect(fixture.gateway.reloadStatus.state.failed == 2)

            try await fixture.gateway.reload(fixture.configuration(models: Self.model("claude/m")))
            let sound = try await configuration(fixture)
            #expect(sound["generation"]?.number?.int == 2)
            #expect(sound["last_error"] == nil)
            #expect(sound["loaded_at"]?.string?.utf8.count == "2026-01-02T03:04:05Z".utf8.count)
        }
    }

    @Test("tells when the last request with the configuration before has ended, and not earlier")
    func released() async throws {
        try await GatewayFixture.with(models: Self.model("openai/fault-hang-mid-stream")) { fixture in
            let released = Flag()
            try await fixture.connected { connection in
                try await connection.send(Self.openAI.request("chat", stream: true, closes: false))
                _ = await connection.read(until: "data: ")
                try await fixture.gateway.reload(fixture.configuration(models: Self.model("claude/m"))) {
                    released.raise()
                }
                let next = try await fixture.raw(Self.openAI.request("chat", stream: false))
                #expect(HTTPText.status(next) == 200)
                #expect(!released.isRaised)
            }
            #expect(await eventually { released.isRaised } != nil)
        }
    }

    @Test("keeps connections to providers that stay as they are, and closes those to the others")
    func connections() async throws {
        try await GatewayFixture.with { fixture in
            let kept = try fixture.provider("openai")
            let removed = try fixture.provider("claude")
            let changed = try fixture.provider("gemini")
            for name in ["openai", "claude", "gemini"] {
                let answer = try await fixture.raw(Self.openAI.request("\(name)/m", stream: false))
                #expect(HTTPText.status(answer) == 200)
            }
            let providers = fixture.configuration.providers.compactMap { provider -> ProviderConfiguration? in
                switch provider.name {
                // Another key goes in another header field, over the same connections.
                case "openai": Self.copy(provider, key: "sk-provider-secret-renewed")
                case "gemini": Self.copy(provider, maxConnections: 7)
                default: nil
                }
            }
            try await fixture.gateway.reload(fixture.configuration(providers: providers))
            #expect(await eventually { removed.statistics.openConnections == 0 } != nil)
            #expect(await eventually { changed.statistics.openConnections == 0 } != nil)
            let answer = try await fixture.raw(Self.openAI.request("openai/m", stream: false))
            #expect(HTTPText.status(answer) == 200)
            #expect(kept.statistics.acceptedConnections == 1)
            #expect(kept.statistics.openConnections == 1)
            let header = kept.requests.last?.headers.first { $0.name.lowercased() == "authorization" }
            #expect(header?.value == "Bearer sk-provider-secret-renewed")
        }
    }

    private static func copy(
        _ provider: ProviderConfiguration,
        key: String = "sk-provider-secret",
        maxConnections: Int = 1024
    ) -> ProviderConfiguration {
        ProviderConfiguration(
            name: provider.name,
            type: provider.type,
            endpoint: provider.endpoint,
            apiKey: Secret(key),
            proxy: provider.proxy,
            maxConnections: maxConnections
        )
    }

    @Test("shows new connections a renewed certificate, and leaves the open ones alone")
    func certificate() async throws {
        try await TestCertificate.with { first, firstClient in
            try await TestCertificate.with { second, secondClient in
                try await GatewayFixture.with(server: ServerConfiguration(tls: first)) { fixture in
                    let health = "GET /healthz HTTP/1.1\r\nhost: h\r\n\r\n"
                    try await fixture.connected(tls: firstClient) { old in
                        try await old.send(health)
                        #expect(await old.read(until: "ok\"}").hasSuffix("ok\"}"))
                        let server = ServerConfiguration(listen: fixture.configuration.server.listen, tls: second)
                        try await fixture.gateway.reload(fixture.configuration(server: server))
                        old.forget()
                        try await old.send(health)
                        #expect(await old.read(until: "ok\"}").hasSuffix("ok\"}"))
                        try await fixture.connected(tls: secondClient) { new in
                            try await new.send(health)
                            #expect(await new.read(until: "ok\"}").hasSuffix("ok\"}"))
                        }
                        // Who trusts the first certificate alone is not answered any more.
                        try await fixture.connected(tls: firstClient) { new in
                            try? await new.send(health)
                            #expect(await new.rest() == "")
                        }
                        // A certificate that cannot be read changes nothing.
                        let lost = TLSIdentity(certificate: "/nowhere/certificate.pem", key: "/nowhere/key.pem")
                        await #expect(throws: GatewayError.self) {
                            try await fixture.gateway.reload(
                                fixture.configuration(server: ServerConfiguration(tls: lost))
                            )
                        }
                        // Nor does a configuration without any: plain HTTP is another listener.
                        try await fixture.gateway.reload(fixture.configuration(server: ServerConfiguration()))
                        try await fixture.connected(tls: secondClient) { new in
                            try await new.send(health)
                            #expect(await new.read(until: "ok\"}").hasSuffix("ok\"}"))
                        }
                    }
                }
            }
        }
    }

    @Test("is refused behind the end")
    func ended() async throws {
        try await GatewayFixture.with { fixture in
            await fixture.gateway.drain()
            await #expect { try await fixture.gateway.reload(fixture.configuration) } throws: {
                ($0 as? GatewayError)?.code == .notRunning
            }
        }
    }
}
