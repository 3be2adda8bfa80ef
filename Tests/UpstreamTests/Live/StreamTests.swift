import HTTPWire
import NIOCore
import Synchronization
import Testing

@testable import Upstream

@Suite("Streamed answers", .timeLimit(.minutes(1)))
struct StreamTests {
    static let head = "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n"

    @Test("Each piece reaches the reader as it comes")
    func pieces() async throws {
        let gate = Gate()
        try await ScriptedServer.run { peer in
            _ = await peer.request()
            try await peer.write(Self.head)
            // The next chunk is sent when the reader has had the one before.
            for piece in ["a", "b", "c"] {
                try await peer.write("1\r\n\(piece)\r\n")
                await gate.wait(for: piece)
            }
            try await peer.write("0\r\n\r\n")
            await peer.untilClosed()
        } body: { server in
            try await LoopTest.run { test in
                let response = try await test.send(.post, to: server.endpoint())
                for piece in ["a", "b", "c"] {
                    #expect(try await response.body.next() == ByteBuffer(string: piece))
                    gate.open(piece)
                }
                #expect(try await response.body.next() == nil)
            }
        }
    }

    @Test("A reader who stops stops the peer, and nothing is lost when it goes on")
    func backPressure() async throws {
        let chunk = ByteBuffer(string: "10000\r\n" + String(repeating: "x", count: 65_536) + "\r\n")
        // More than the buffers of both kernels can take, which may be some forty megabytes.
        let chunks = 2048
        let written = Mutex(0)
        try await ScriptedServer.run { peer in
            _ = await peer.request()
            try await peer.write(Self.head)
            for _ in 0..<chunks {
                try await peer.write(chunk)
                written.withLock { $0 += 1 }
            }
            try await peer.write("0\r\n\r\n")
            await peer.untilClosed()
        } body: { server in
            try await LoopTest.run { test in
                let response = try await test.send(.post, to: server.endpoint())
                var total = try #require(try await response.body.next()).readableBytes
                // The peer stands still once the buffers of both kernels are full: no progress over many looks.
                var last = -1
                var unchanged = 0
                while unchanged < 20 {
                    try await Task.sleep(for: .milliseconds(10))
                    let now = written.withLock { $0 }
                    unchanged = now == last ? unchanged + 1 : 0
                    last = now
                }
                #expect(last < chunks)
                var largest = 0
                while let piece = try await response.body.next() {
                    total += piece.readableBytes
                    largest = max(largest, piece.readableBytes)
                }
                #expect(total == chunks * 65_536)
                #expect(largest <= ExchangeMachine.highWatermark + 32 * 1024)
            }
        }
    }

    @Test("A stream that is dropped closes its connection at once")
    func drop() async throws {
        let closed = Gate()
        try await ScriptedServer.run { peer in
            _ = await peer.request()
            try await peer.write(Self.head + "1\r\na\r\n")
            await peer.untilClosed()
            closed.open("closed")
        } body: { server in
            try await LoopTest.run { test in
                let endpoint = try server.endpoint()
                do {
                    let response = try await test.send(.post, to: endpoint)
                    _ = try await response.body.next()
                }
                await closed.wait(for: "closed")
            }
        }
    }

    @Test("Cancelling the task closes the connection at once", arguments: [true, false])
    func cancel(midStream: Bool) async throws {
        let steps = Gate()
        try await ScriptedServer.run { peer in
            _ = await peer.request()
            if midStream {
                try await peer.write(Self.head + "1\r\na\r\n")
            } else {
                steps.open("waiting")
            }
            await peer.untilClosed()
            steps.open("closed")
        } body: { server in
            try await LoopTest.run { test in
                let endpoint = try server.endpoint()
                await withTaskGroup(of: UpstreamError.Code?.self) { group in
                    group.addTask {
                        await code { () throws(UpstreamError) in
                            let response = try await test.send(.post, to: endpoint)
                            _ = try await response.body.next()
                            steps.open("waiting")
                            _ = try await response.body.next()
                        }
                    }
                    await steps.wait(for: "waiting")
                    group.cancelAll()
                    #expect(await group.next() == .some(.cancelled))
                    await steps.wait(for: "closed")
                }
            }
        }
    }

    @Test("An error answer whose short rest nobody reads does not cost the connection")
    func drain() async throws {
        try await ScriptedServer.run { peer in
            while await peer.request() != nil {
                try await peer.write("HTTP/1.1 429 Too Many\r\nx-number: \(peer.number)\r\ncontent-length: 5\r\n\r\n")
                try await peer.write("hello")
            }
        } body: { server in
            try await LoopTest.run { test in
                let endpoint = try server.endpoint(limits: UpstreamLimits(maxConnectionsPerLoop: 1))
                for _ in 0..<10 {
                    let response = try await test.send(.post, to: endpoint)
                    #expect(response.headers.first("x-number") == "0")
                }
            }
        }
    }
}
