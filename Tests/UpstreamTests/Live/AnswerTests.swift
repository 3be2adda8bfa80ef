import HTTPWire
import NIOCore
import NIOHTTP1
import Testing

@testable import Upstream

@Suite("Whole answers", .timeLimit(.minutes(1)))
struct AnswerTests {
    @Test("A request arrives as it was made and its answer comes back")
    func exchange() async throws {
        try await ScriptedServer.run { peer in
            let request = try #require(await peer.request())
            let port = peer.channel.localAddress?.port ?? 0
            #expect(
                request.head == """
                    POST /v1/chat/completions HTTP/1.1\r
                    host: 127.0.0.1:\(port)\r
                    accept-encoding: identity\r
                    authorization: Bearer sk-1\r
                    x-request-id: r1\r
                    content-length: 13\r
                    \r\n
                    """
            )
            #expect(String(buffer: request.body) == #"{"model":"m"}"#)
            try await peer.write("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 5\r\n\r\nhello")
            await peer.untilClosed()
        } body: { server in
            try await LoopTest.run { test in
                var request = UpstreamRequest.post
                request.headers = try HeaderBlock([("authorization", "Bearer sk-1")])
                request.extraHeaders = [("x-request-id", "r1")]
                let response = try await test.send(request, to: server.endpoint())
                #expect(response.status == 200)
                #expect(response.headers.first("content-type") == "application/json")
                #expect(try await response.body.next().map { String(buffer: $0) } == "hello")
                #expect(try await response.body.next() == nil)
                #expect(!response.wasRetried)
            }
        }
    }

    @Test("A body of several megabytes goes out and comes back unharmed")
    func largeBody() async throws {
        let size = 3 * 1024 * 1024 + 17
        var body = ByteBuffer()
        for index in 0..<size {
            body.writeInteger(UInt8(truncatingIfNeeded: index &* 31 >> 3))
        }
        let sent = body
        try await ScriptedServer.run { peer in
            while let request = await peer.request() {
                try await peer.write("HTTP/1.1 200 OK\r\ncontent-length: \(request.body.readableBytes)\r\n\r\n")
                try await peer.write(request.body)
            }
        } body: { server in
            try await LoopTest.run { test in
                let endpoint = try server.endpoint()
                for _ in 0..<2 {
                    let request = UpstreamRequest(target: "/", body: sent)
                    let received = try await test.send(request, to: endpoint).body.collect(upTo: size)
                    #expect(received == sent)
                }
            }
        }
    }

    @Test("One connection serves one request after another")
    func reuse() async throws {
        try await ScriptedServer.run { peer in
            while await peer.request() != nil {
                try await peer.write("HTTP/1.1 200 OK\r\ncontent-length: 1\r\n\r\n\(peer.number)")
            }
        } body: { server in
            try await LoopTest.run { test in
                let endpoint = try server.endpoint()
                for _ in 0..<20 {
                    let text = try await test.text(to: endpoint)
                    #expect(text == "0")
                }
            }
        }
    }

    @Test(
        "Every way to frame a body is understood",
        arguments: [
            "HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nhello",
            "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n2\r\nhe\r\n3\r\nllo\r\n0\r\n\r\n",
            "HTTP/1.1 200 OK\r\n\r\nhello",
            "HTTP/1.0 200 OK\r\n\r\nhello",
            "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nhello",
        ]
    )
    func framings(_ answer: String) async throws {
        try await ScriptedServer.run { peer in
            _ = await peer.request()
            try await peer.write(answer)
        } body: { server in
            try await LoopTest.run { test in
                let text = try await test.text(to: server.endpoint())
                #expect(text == "hello")
            }
        }
    }

    @Test("Answers without a body end at once")
    func noBody() async throws {
        try await ScriptedServer.run { peer in
            while let request = await peer.request() {
                let status = request.head.hasPrefix("HEAD") ? "200 OK" : "304 Not Modified"
                try await peer.write("HTTP/1.1 \(status)\r\ncontent-length: 10\r\n\r\n")
            }
        } body: { server in
            try await LoopTest.run { test in
                let endpoint = try server.endpoint()
                for method in [HTTPMethod.HEAD, .GET] {
                    let response = try await test.send(UpstreamRequest(method: method, target: "/"), to: endpoint)
                    #expect(try await response.body.next() == nil)
                }
            }
        }
    }

    @Test("A redirect is an answer like any other")
    func redirect() async throws {
        try await ScriptedServer.run { peer in
            _ = await peer.request()
            try await peer.write("HTTP/1.1 302 Found\r\nlocation: http://127.0.0.1:1/\r\ncontent-length: 0\r\n\r\n")
            await peer.untilClosed()
        } body: { server in
            try await LoopTest.run { test in
                let response = try await test.send(.post, to: server.endpoint())
                #expect(response.status == 302)
            }
        }
    }

    @Test("An answer longer than the caller wants is refused and its connection closed")
    func tooLarge() async throws {
        try await ScriptedServer.run { peer in
            _ = await peer.request()
            try await peer.write("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\nhello\r\n")
            await peer.untilClosed()
        } body: { server in
            try await LoopTest.run { test in
                let response = try await test.send(.post, to: server.endpoint())
                let code = await code { () throws(UpstreamError) in _ = try await response.body.collect(upTo: 4) }
                #expect(code == .bodyTooLarge)
            }
        }
    }
}
