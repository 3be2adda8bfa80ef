import Foundation
import Governance
import Synchronization
import Testing

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Records are kept before answers leave, those of one turn of an event loop together.
@Suite("Records and answers", .serialized)
struct LedgerTurnTests {
    private struct DiskIsFull: Error {}

    private static func request(stream: Bool, closes: Bool = true) -> String {
        let messages = "[{\"role\":\"user\",\"content\":\"Hello\"}]"
        let body = "{\"model\":\"openai/echo\",\"stream\":\(stream),\"messages\":\(messages)}"
        return "POST /v1/chat/completions HTTP/1.1\r\nhost: h\r\nauthorization: Bearer \(GatewayFixture.key)\r\n"
            + "content-length: \(body.utf8.count)\r\n\(closes ? "connection: close\r\n" : "")\r\n\(body)"
    }

    @Test("an answer's end leaves behind its record", arguments: [true, false], [true, false])
    func order(stream: Bool, closes: Bool) async throws {
        let isKept = Atomic(false)
        let ledger = LedgerLog {
            usleep(50_000)
            isKept.store(true, ordering: .sequentiallyConsistent)
        }
        try await GatewayFixture.with(ledger: ledger) { fixture in
            try await fixture.connected { connection in
                try await connection.send(Self.request(stream: stream, closes: closes))
                let answer = await connection.read(until: stream ? "\r\n0\r\n\r\n" : "}}")
                let hasBeenKept = isKept.load(ordering: .sequentiallyConsistent)
                #expect(hasBeenKept)
                #expect(HTTPText.status(answer) == 200)
                #expect(answer.contains("data: [DONE]") == stream)
            }
        }
        #expect(ledger.all.map(\.status) == [200])
    }

    @Test("many at once are all kept, once each, and several with one call")
    func many() async throws {
        let ledger = LedgerLog { usleep(5000) }
        try await GatewayFixture.with(ledger: ledger) { fixture in
            try await withThrowingTaskGroup(of: Int?.self) { group in
                for index in 0..<60 {
                    group.addTask {
                        let stream = index.isMultiple(of: 3)
                        return try await fixture.connected { connection in
                            // A connection that closes behind its answer does not wait for others.
                            try await connection.send(Self.request(stream: stream, closes: index.isMultiple(of: 5)))
                            return HTTPText.status(await connection.read(until: stream ? "\r\n0\r\n\r\n" : "}}"))
                        }
                    }
                }
                for try await status in group { #expect(status == 200) }
            }
        }
        #expect(ledger.all.count == 60 && Set(ledger.all.map(\.entry)).count == 60)
        #expect(ledger.batches.reduce(0, +) == 60 && ledger.batches.count < 60)
    }

    @Test("answers go out where their records are lost", arguments: [true, false])
    func lost(stream: Bool) async throws {
        let ledger = LedgerLog { throw DiskIsFull() }
        try await GatewayFixture.with(ledger: ledger) { fixture in
            for _ in 0..<2 {
                let answer = try await fixture.raw(Self.request(stream: stream))
                #expect(HTTPText.status(answer) == 200)
            }
        }
        #expect(ledger.all.isEmpty)
    }

    @Test("requests that stand behind each other on a connection are answered in their order")
    func pipelined() async throws {
        let ledger = LedgerLog()
        try await GatewayFixture.with(ledger: ledger) { fixture in
            let all = (0..<4).map { Self.request(stream: $0 == 1, closes: $0 == 3) }.joined()
            let answer = try await fixture.raw(all)
            #expect(answer.components(separatedBy: "HTTP/1.1 200 OK").count == 5)
            #expect(answer.components(separatedBy: "data: [DONE]").count == 2)
        }
        #expect(ledger.all.count == 4)
    }
}
