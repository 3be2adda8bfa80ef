import NIOCore
import NIOHTTP1
import NIOPosix
import Synchronization
import Testing

@testable import Upstream

@Suite("Faults of the peer", .timeLimit(.minutes(1)))
struct FaultTests {
    struct Fault: Sendable, CustomTestStringConvertible {
        let name: String
        let answer: String
        var resets = false
        let code: UpstreamError.Code
        var testDescription: String { name }
    }

    @Test(
        "A broken answer is an error with its own code, never a short answer",
        arguments: [
            Fault(name: "close before an answer", answer: "", code: .connectionClosed),
            Fault(name: "reset before an answer", answer: "", resets: true, code: .connectionClosed),
            Fault(name: "close within the head", answer: "HTTP/1.1 200 OK\r\ncont", code: .connectionClosed),
            Fault(
                name: "close within a body of known length",
                answer: "HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nhel",
                code: .truncatedBody
            ),
            Fault(
                name: "close between chunks",
                answer: "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n3\r\nhel\r\n",
                code: .truncatedBody
            ),
            Fault(
                name: "close before the empty line after the last chunk",
                answer: "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n3\r\nhel\r\n0\r\n",
                code: .truncatedBody
            ),
            Fault(
                name: "reset within a body that ends with the connection",
                answer: "HTTP/1.1 200 OK\r\n\r\nhel",
                resets: true,
                code: .truncatedBody
            ),
            Fault(name: "not HTTP", answer: "SSH-2.0-OpenSSH_9.2\r\n\r\n", code: .invalidResponse),
            Fault(
                name: "upgrade",
                answer: "HTTP/1.1 101 Switching Protocols\r\nupgrade: h2c\r\n\r\n",
                code: .invalidResponse
            ),
            Fault(
                name: "endless head",
                answer: "HTTP/1.1 200 OK\r\nx: " + String(repeating: "a", count: 70_000),
                code: .responseHeadTooLarge
            ),
        ]
    )
    func broken(_ fault: Fault) async throws {
        let read = Gate()
        try await ScriptedServer.run { peer in
            _ = await peer.request()
            if !fault.answer.isEmpty {
                try await peer.write(fault.answer)
            }
            if fault.resets {
                // What has been written must have been read before, or the reset would overtake it.
                if !fault.answer.isEmpty {
                    await read.wait(for: "first piece")
                }
                try await peer.reset()
            }
        } body: { server in
            try await LoopTest.run { test in
                let endpoint = try server.endpoint()
                let code = await code { () throws(UpstreamError) in
                    let response = try await test.send(.post, to: endpoint)
                    while try await response.body.next() != nil {
                        read.open("first piece")
                    }
                }
                #expect(code == fault.code)
            }
        }
    }

    @Test("A kept connection that dies before an answer is replaced once, at once")
    func reuseDeath() async throws {
        try await ScriptedServer.run { peer in
            _ = await peer.request()
            try await peer.write("HTTP/1.1 200 OK\r\ncontent-length: 1\r\n\r\n\(peer.number)")
            if peer.number == 0 {
                // Read the second request, then close without a byte of answer.
                _ = await peer.request()
            } else {
                await peer.untilClosed()
            }
        } body: { server in
            try await LoopTest.run { test in
                let endpoint = try server.endpoint()
                let text = try await test.text(to: endpoint)
                #expect(text == "0")
                let response = try await test.send(.post, to: endpoint)
                #expect(response.wasRetried)
                #expect(try await response.body.collect(upTo: 10) == ByteBuffer(string: "1"))
            }
        }
    }

    @Test("A fresh connection that dies is not replaced: the provider may have seen the request")
    func freshDeath() async throws {
        let connections = Mutex(0)
        try await ScriptedServer.run { peer in
            connections.withLock { $0 += 1 }
            _ = await peer.request()
        } body: { server in
            try await LoopTest.run { test in
                do throws(UpstreamError) {
                    _ = try await test.text(to: server.endpoint())
                    Issue.record("no error")
                } catch {
                    #expect(error.code == .connectionClosed)
                    #expect(error.requestWasSent)
                }
            }
        }
        #expect(connections.withLock { $0 } == 1)
    }

    @Test("A kept connection that the peer closes meanwhile is not used")
    func closedWhileIdle() async throws {
        try await ScriptedServer.run { peer in
            _ = await peer.request()
            try await peer.write("HTTP/1.1 200 OK\r\ncontent-length: 1\r\nconnection: close\r\n\r\n\(peer.number)")
        } body: { server in
            try await LoopTest.run { test in
                let endpoint = try server.endpoint()
                for number in 0..<5 {
                    let response = try await test.send(.post, to: endpoint)
                    #expect(!response.wasRetried)
                    #expect(String(buffer: try await response.body.collect(upTo: 10)) == "\(number)")
                }
            }
        }
    }

    @Test("A port where nobody listens is reported as such, without the host's name")
    func refused() async throws {
        let listener = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .bind(host: "127.0.0.1", port: 0).get()
        let port = try #require(listener.localAddress?.port)
        try await listener.close()
        try await LoopTest.run { test in
            let endpoint = try UpstreamEndpoint(
                origin: UpstreamOrigin(scheme: .http, host: "127.0.0.1", port: port)
            )
            do throws(UpstreamError) {
                _ = try await test.text(to: endpoint)
                Issue.record("no error")
            } catch {
                #expect(error.code == .connectFailed)
                #expect(!error.requestWasSent)
                #expect(!"\(error)".contains("127.0.0.1"))
            }
        }
    }

    @Test("A name without addresses cannot be resolved")
    func unresolved() async throws {
        try await LoopTest.run(resolver: FixedResolver(v4: [], v6: [])) { test in
            let endpoint = try UpstreamEndpoint(origin: UpstreamOrigin(scheme: .http, host: "nowhere.test"))
            let code = await code { () throws(UpstreamError) in _ = try await test.text(to: endpoint) }
            #expect(code == .resolveFailed)
        }
    }

    @Test("Of several addresses the one that answers is used")
    func happyEyeballs() async throws {
        try await ScriptedServer.run { peer in
            _ = await peer.request()
            try await peer.write("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nhi")
        } body: { server in
            // Nothing listens on the IPv6 address, which is tried first.
            let resolver = FixedResolver(v4: ["127.0.0.1"], v6: ["::1"])
            try await LoopTest.run(resolver: resolver) { test in
                let text = try await test.text(to: server.endpoint(host: "provider.test"))
                #expect(text == "hi")
            }
        }
    }

    @Test(
        "What could break out of its place in a request is refused before anything is sent",
        arguments: [
            UpstreamRequest(target: "/a b"),
            UpstreamRequest(target: "/a\r\nx: y"),
            UpstreamRequest(target: "http://other/"),
            UpstreamRequest(target: ""),
            UpstreamRequest(target: "/\u{e9}"),
            UpstreamRequest(method: .init(rawValue: "GET /x"), target: "/"),
            UpstreamRequest(target: "/", extraHeaders: [("x", "a\r\ny: b")]),
            UpstreamRequest(target: "/", extraHeaders: [("x", "a\u{0}")]),
            UpstreamRequest(target: "/", extraHeaders: [("x ", "a")]),
            UpstreamRequest(target: "/", extraHeaders: [("", "a")]),
            UpstreamRequest(target: "/", extraHeaders: [("Content-Length", "1")]),
            UpstreamRequest(target: "/", extraHeaders: [("transfer-encoding", "chunked")]),
            UpstreamRequest(target: "/", extraHeaders: [("Host", "other")]),
        ]
    )
    func injection(_ request: UpstreamRequest) async throws {
        try await ScriptedServer.run { _ in
            Issue.record("something was sent")
        } body: { server in
            try await LoopTest.run { test in
                let endpoint = try server.endpoint()
                let code = await code { () throws(UpstreamError) in _ = try await test.text(request, to: endpoint) }
                #expect(code == .invalidRequest)
            }
        }
    }
}
