import NIOCore
import Testing

@testable import Upstream

@Suite("Whole answers", .timeLimit(.minutes(1)))
struct AnswerTests {
    @Test("A request arrives as it was made and its answer comes back")
    func exchange() async throws {
        try await ScriptedServer.run { peer in
            let request = try #require(try await peer.request())
            #expect(
                request.head
                    == "POST /v1/chat/completions HTTP/1.1\r\nhost: 127.0.0.1:\(peer.channel.localAddress?.port ?? 0)\r\n"
                    + "accept-encoding: identity\r\nauthorization: Bearer sk-1\r\nx-request-id: r1\r\ncontent-length: 13\r\n\r\n"
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

    @Test("One connection serves one request after another")
    func reuse() async throws {
        try await ScriptedServer.run { peer in
            while try await peer.request() != nil {
                try await peer.write("HTTP/1.1 200 OK\r\ncontent-length: 1\r\n\r\n\(peer.number)")
            }
        } body: { server in
            try await LoopTest.run { test in
                let endpoint = try server.endpoint()
                for _ in 0..<20 {
                    #expect(try await test.text(to: endpoint) == "0")
                }
            }
        }
    }
}
