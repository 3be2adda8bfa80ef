import NIOCore
import Synchronization
import Testing

@testable import Upstream

@Suite("Connection pools", .timeLimit(.minutes(1)))
struct PoolTests {
    @Test("Requests beyond the limit wait for a connection instead of opening one")
    func limit() async throws {
        let connections = Mutex(0)
        try await ScriptedServer.run { peer in
            connections.withLock { $0 += 1 }
            while await peer.request() != nil {
                try await peer.write("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nhi")
            }
        } body: { server in
            try await LoopTest.run { test in
                let endpoint = try server.endpoint(limits: UpstreamLimits(maxConnectionsPerLoop: 3))
                try await withThrowingTaskGroup(of: String.self) { group in
                    for _ in 0..<50 {
                        group.addTask { try await test.text(to: endpoint) }
                    }
                    for try await text in group {
                        #expect(text == "hi")
                    }
                }
            }
        }
        #expect((1...3).contains(connections.withLock { $0 }))
    }

    @Test("A full line refuses at once, and a long wait ends")
    func queue() async throws {
        try await ScriptedServer.run { peer in
            _ = await peer.request()
            await peer.untilClosed()
        } body: { server in
            try await LoopTest.run { test in
                let endpoint = try server.endpoint(
                    limits: UpstreamLimits(maxConnectionsPerLoop: 1, maxWaitingPerLoop: 1)
                )
                await withTaskGroup(of: UpstreamError.Code?.self) { group in
                    // The first takes the connection and keeps it, the second waits, the third is refused.
                    group.addTask {
                        await code { () throws(UpstreamError) in _ = try await test.text(to: endpoint) }
                    }
                    let patience = UpstreamTimeouts(connect: .milliseconds(100))
                    for _ in 0..<2 {
                        group.addTask {
                            await code { () throws(UpstreamError) in
                                _ = try await test.text(to: endpoint, timeouts: patience)
                            }
                        }
                    }
                    #expect(await group.next() == .some(.queueFull))
                    #expect(await group.next() == .some(.queueTimeout))
                    group.cancelAll()
                    #expect(await group.next() == .some(.cancelled))
                }
            }
        }
    }

    @Test("A connection that nobody uses is closed after its time")
    func reaping() async throws {
        let closed = Gate()
        try await ScriptedServer.run { peer in
            _ = await peer.request()
            try await peer.write("HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n")
            await peer.untilClosed()
            closed.open("closed")
        } body: { server in
            try await LoopTest.run { test in
                let limits = UpstreamLimits(idleKeepAlive: .milliseconds(30))
                let text = try await test.text(to: server.endpoint(limits: limits))
                #expect(text == "")
                await closed.wait(for: "closed")
            }
        }
    }

    @Test("The peer's own idle timeout is respected")
    func keepAliveHint() async throws {
        try await ScriptedServer.run { peer in
            while await peer.request() != nil {
                try await peer.write(
                    "HTTP/1.1 200 OK\r\ncontent-length: 1\r\nKeep-Alive: timeout=1, max=9\r\n\r\n\(peer.number)"
                )
            }
        } body: { server in
            try await LoopTest.run { test in
                let endpoint = try server.endpoint()
                for number in ["0", "1"] {
                    let text = try await test.text(to: endpoint)
                    #expect(text == number)
                }
            }
        }
    }

    @Test("Shutdown ends also where a connection is open only behind it")
    func shutdownWhileOpening() async throws {
        try await ScriptedServer.run { peer in
            await peer.untilClosed()
        } body: { server in
            for _ in 0..<100 {
                try await LoopTest.run { test in
                    let endpoint = try server.endpoint()
                    async let pending = code { () throws(UpstreamError) in _ = try await test.text(to: endpoint) }
                    await Task.yield()
                    await test.client.shutdown()
                    #expect(await pending == .shutDown)
                }
            }
        }
    }

    @Test("Shutdown fails what is under way and refuses what comes")
    func shutdown() async throws {
        let arrived = Gate()
        try await ScriptedServer.run { peer in
            _ = await peer.request()
            arrived.open("request")
            await peer.untilClosed()
        } body: { server in
            try await LoopTest.run { test in
                let endpoint = try server.endpoint()
                async let pending = code { () throws(UpstreamError) in _ = try await test.text(to: endpoint) }
                await arrived.wait(for: "request")
                await test.client.shutdown()
                #expect(await pending == .shutDown)
                let late = await code { () throws(UpstreamError) in _ = try await test.text(to: endpoint) }
                #expect(late == .shutDown)
            }
        }
    }
}
