import NIOCore
import Testing

@testable import Upstream

@Suite("Names that can no longer be resolved", .timeLimit(.minutes(1)))
struct StaleAddressTests {
    /// One answer per connection, so that each request has to open one.
    static let answer: @Sendable (Peer) async throws -> Void = { peer in
        guard await peer.request() != nil else { return }
        try await peer.write("HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: 2\r\n\r\nhi")
    }

    static func expectAnswer(
        _ test: LoopTest,
        _ endpoint: UpstreamEndpoint,
        timeouts: UpstreamTimeouts = UpstreamTimeouts()
    ) async throws {
        let text = try await test.text(to: endpoint, timeouts: timeouts)
        #expect(text == "hi")
    }

    @Test("Where resolution fails, the address that was good before is used", arguments: [false, true])
    func failure(isProxied: Bool) async throws {
        let resolver = FailingResolver(.addresses(v4: ["127.0.0.1"]))
        try await ScriptedServer.run { peer in
            if isProxied {
                guard await peer.request() != nil else { return }
                try await peer.write("HTTP/1.1 200 OK\r\n\r\n")
            }
            try await Self.answer(peer)
        } body: { server in
            let proxy = isProxied ? try UpstreamProxy(url: "http://proxy.test:\(server.port)") : nil
            let endpoint = try server.endpoint(host: "provider.test", proxy: proxy)
            try await LoopTest.run(resolver: resolver) { test in
                try await Self.expectAnswer(test, endpoint)
                resolver.now(.failure)
                try await Self.expectAnswer(test, endpoint)
                try await Self.expectAnswer(test, endpoint)
            }
        }
    }

    @Test("A resolver that says nothing is not waited for as long as a connection may take")
    func silence() async throws {
        let resolver = FailingResolver(.addresses(v4: ["127.0.0.1"]))
        try await ScriptedServer.run(script: Self.answer) { server in
            let endpoint = try server.endpoint(host: "provider.test")
            try await LoopTest.run(resolver: resolver, staleDelay: .milliseconds(20)) { test in
                try await Self.expectAnswer(test, endpoint)
                resolver.now(.silence)
                // Without a known address this would never end.
                let timeouts = UpstreamTimeouts(connect: .hours(1), total: .hours(1))
                try await Self.expectAnswer(test, endpoint, timeouts: timeouts)
                resolver.cancelQueries()
            }
        }
    }

    @Test("An answer that resolution does give is the one that counts")
    func fresh() async throws {
        let resolver = FailingResolver(.addresses(v4: ["127.0.0.1"]))
        try await ScriptedServer.run(script: Self.answer) { server in
            let endpoint = try server.endpoint(host: "provider.test")
            try await LoopTest.run(resolver: resolver) { test in
                try await Self.expectAnswer(test, endpoint)
                // The server has moved to where nothing listens.
                resolver.now(.addresses(v4: ["127.0.0.2"]))
                let code = await code { () throws(UpstreamError) in _ = try await test.text(to: endpoint) }
                #expect(code == .connectFailed)
            }
        }
    }

    @Test("Another server's address is no help, and neither is one that was never reached")
    func unknown() async throws {
        let resolver = FailingResolver(.addresses(v4: ["127.0.0.1"]))
        try await ScriptedServer.run(script: Self.answer) { server in
            let first = try server.endpoint(host: "provider.test")
            let second = try server.endpoint(host: "other.test")
            try await LoopTest.run(resolver: resolver) { test in
                try await Self.expectAnswer(test, first)
                resolver.now(.addresses(v4: ["127.0.0.2"]))
                let unreached = await code { () throws(UpstreamError) in _ = try await test.text(to: second) }
                #expect(unreached == .connectFailed)
                resolver.now(.failure)
                let unresolved = await code { () throws(UpstreamError) in _ = try await test.text(to: second) }
                #expect(unresolved == .resolveFailed)
            }
        }
    }

    @Test("A known address that is gone too leaves the failure what it was")
    func gone() async throws {
        let resolver = FailingResolver(.addresses(v4: ["127.0.0.1"]))
        try await LoopTest.run(resolver: resolver) { test in
            let endpoint = try await ScriptedServer.run(script: Self.answer) { server in
                let endpoint = try server.endpoint(host: "provider.test")
                try await Self.expectAnswer(test, endpoint)
                return endpoint
            }
            resolver.now(.failure)
            let code = await code { () throws(UpstreamError) in _ = try await test.text(to: endpoint) }
            #expect(code == .resolveFailed)
        }
    }
}
