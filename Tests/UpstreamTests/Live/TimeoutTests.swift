import NIOCore
import Testing

@testable import Upstream

@Suite("Timeouts", .timeLimit(.minutes(1)))
struct TimeoutTests {
    struct Hang: Sendable, CustomTestStringConvertible {
        let name: String
        /// What the peer sends before it falls silent.
        let answer: String
        var firstByte = UpstreamRequest.FirstByte.bodyByte
        var timeouts: UpstreamTimeouts
        let code: UpstreamError.Code
        var testDescription: String { name }
    }

    static let long = TimeAmount.hours(1)
    static let short = TimeAmount.milliseconds(60)

    @Test(
        "A peer that falls silent is given up by the timeout of its phase, and its connection closed",
        arguments: [
            Hang(
                name: "before the head",
                answer: "",
                timeouts: UpstreamTimeouts(firstByte: short, idle: long),
                code: .firstByteTimeout
            ),
            Hang(
                name: "after the head",
                answer: "HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\n",
                timeouts: UpstreamTimeouts(firstByte: short, idle: long),
                code: .firstByteTimeout
            ),
            Hang(
                name: "before the first content",
                answer: "HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nx",
                firstByte: .whenMarked,
                timeouts: UpstreamTimeouts(firstByte: short, idle: long),
                code: .firstByteTimeout
            ),
            Hang(
                name: "within the body",
                answer: "HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nx",
                timeouts: UpstreamTimeouts(firstByte: long, idle: short),
                code: .idleTimeout
            ),
            Hang(
                name: "for too long altogether",
                answer: "HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nx",
                timeouts: UpstreamTimeouts(firstByte: long, idle: long, total: short),
                code: .totalTimeout
            ),
        ]
    )
    func silence(_ hang: Hang) async throws {
        let closed = Gate()
        try await ScriptedServer.run { peer in
            // The connection is opened first, so that its time does not count.
            _ = await peer.request()
            try await peer.write("HTTP/1.1 204 No Content\r\n\r\n")
            _ = await peer.request()
            // On a busy machine the time may be over before the answer is written.
            if !hang.answer.isEmpty { try? await peer.write(hang.answer) }
            await peer.untilClosed()
            closed.open("closed")
        } body: { server in
            try await LoopTest.run { test in
                let endpoint = try server.endpoint()
                _ = try await test.text(.get, to: endpoint)
                var request = UpstreamRequest.post
                request.firstByte = hang.firstByte
                let sent = request
                let code = await code { () throws(UpstreamError) in
                    _ = try await test.text(sent, to: endpoint, timeouts: hang.timeouts)
                }
                #expect(code == hang.code)
                await closed.wait(for: "closed")
            }
        }
    }

    @Test("A slow drip resets the idle timeout but not the total one")
    func drip() async throws {
        try await ScriptedServer.run { peer in
            _ = await peer.request()
            try await peer.write("HTTP/1.1 204 No Content\r\n\r\n")
            _ = await peer.request()
            try await peer.write("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n")
            while true {
                try await peer.write("1\r\nx\r\n")
                try await Task.sleep(for: .milliseconds(5))
            }
        } body: { server in
            try await LoopTest.run { test in
                let timeouts = UpstreamTimeouts(firstByte: Self.long, idle: .seconds(20), total: .milliseconds(400))
                let endpoint = try server.endpoint()
                _ = try await test.text(.get, to: endpoint)
                var pieces = 0
                let code = await code { () throws(UpstreamError) in
                    let response = try await test.send(.post, to: endpoint, timeouts: timeouts)
                    while try await response.body.next() != nil { pieces += 1 }
                }
                #expect(code == .totalTimeout)
                #expect(pieces > 1)
            }
        }
    }

    @Test("A peer that accepts but does not shake hands is given up after the connect timeout")
    func connect() async throws {
        try await ScriptedServer.run { peer in
            await peer.untilClosed()
        } body: { server in
            try await LoopTest.run { test in
                let endpoint = try server.endpoint(scheme: .https)
                let code = await code { () throws(UpstreamError) in
                    _ = try await test.text(to: endpoint, timeouts: UpstreamTimeouts(connect: Self.short))
                }
                #expect(code == .connectTimeout)
            }
        }
    }
}
