import HTTPWire
import NIOCore
import Testing

@Suite("Response parser")
struct ResponseParserTests {
    /// What a parser made of a message.
    struct Outcome: Equatable {
        var statuses: [Int] = []
        var body = ""
        var ended = false
        var excess = false
    }

    struct Valid: Sendable, CustomTestStringConvertible {
        let name: String
        let wire: String
        var isHead = false
        /// Whether the peer closes after the last byte.
        var closes = false
        var statuses = [200]
        let body: String
        var excess = false

        var testDescription: String { name }
    }

    static let valid: [Valid] = [
        Valid(name: "length", wire: "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello", body: "hello"),
        Valid(name: "no reason phrase", wire: "HTTP/1.1 200 \r\ncontent-length: 0\r\n\r\n", body: ""),
        Valid(name: "no space after the code", wire: "HTTP/1.1 200\r\ncontent-length: 0\r\n\r\n", body: ""),
        Valid(name: "HTTP/1.0 by length", wire: "HTTP/1.0 200 OK\r\ncontent-length: 2\r\n\r\nhi", body: "hi"),
        Valid(name: "until close", wire: "HTTP/1.1 200 OK\r\n\r\nall of it", closes: true, body: "all of it"),
        Valid(
            name: "chunked",
            wire:
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: Chunked\r\n\r\n5\r\nhello\r\nA;x=\"y\"\r\n, world!!!\r\n0\r\n\r\n",
            body: "hello, world!!!"
        ),
        Valid(
            name: "trailers",
            wire: "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n1\r\na\r\n00\r\nx-sum: 1\r\ny:\r\n\r\n",
            body: "a"
        ),
        Valid(
            name: "interim answers",
            wire:
                "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nlink: x\r\n\r\nHTTP/1.1 200 OK\r\ncontent-length: 1\r\n\r\na",
            statuses: [100, 103, 200],
            body: "a"
        ),
        Valid(name: "204", wire: "HTTP/1.1 204 No Content\r\n\r\n", statuses: [204], body: ""),
        Valid(name: "304 with length", wire: "HTTP/1.1 304 X\r\ncontent-length: 9\r\n\r\n", statuses: [304], body: ""),
        Valid(name: "answer to HEAD", wire: "HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n", isHead: true, body: ""),
        Valid(
            name: "odd but legal fields",
            wire: "HTTP/1.1 200 OK\r\nx-a:\t b \t\r\n!#$:\r\ncontent-length:1\r\n\r\na",
            body: "a"
        ),
        Valid(
            name: "bytes beyond the end",
            wire: "HTTP/1.1 200 OK\r\ncontent-length: 1\r\n\r\naHTTP/1.1 200 OK\r\n",
            body: "a",
            excess: true
        ),
    ]

    @Test("A sound message is read the same way wherever it is cut", arguments: valid)
    func cuts(_ message: Valid) throws {
        let bytes = Array(message.wire.utf8)
        let expected = Outcome(statuses: message.statuses, body: message.body, ended: true, excess: message.excess)
        var cuts = (0...bytes.count).map { [bytes[..<$0], bytes[$0...]] }
        cuts.append(bytes.map { [$0] })
        for pieces in cuts {
            #expect(try Self.parse(pieces, isHead: message.isHead, closes: message.closes) == expected)
        }
    }

    @Test(
        "A message that two parties could understand differently is refused",
        arguments: [
            "\r\nHTTP/1.1 200 OK\r\n\r\n",
            "HTTP/1.1 200 OK\ncontent-length: 0\n\n",
            "HTTP/1.1 200 OK\r\ncontent-length: 0\n\r\n",
            "HTTP/1.1  200 OK\r\ncontent-length: 0\r\n\r\n",
            "HTTP/1.1 20 OK\r\ncontent-length: 0\r\n\r\n",
            "HTTP/1.1 2000 OK\r\ncontent-length: 0\r\n\r\n",
            "HTTP/1.1 099 OK\r\ncontent-length: 0\r\n\r\n",
            "HTTP/1.1 600 OK\r\ncontent-length: 0\r\n\r\n",
            "HTTP/1.1 200 O\u{0}K\r\ncontent-length: 0\r\n\r\n",
            "ICY 200 OK\r\ncontent-length: 0\r\n\r\n",
            "HTTP/1.1 200 OK\r\ncontent-length: 1\r\ncontent-length: 1\r\n\r\na",
            "HTTP/1.1 200 OK\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\na",
            "HTTP/1.1 200 OK\r\ncontent-length: 1, 1\r\n\r\na",
            "HTTP/1.1 200 OK\r\ncontent-length: +1\r\n\r\na",
            "HTTP/1.1 200 OK\r\ncontent-length: -1\r\n\r\na",
            "HTTP/1.1 200 OK\r\ncontent-length: 0x1\r\n\r\na",
            "HTTP/1.1 200 OK\r\ncontent-length:\r\n\r\n",
            "HTTP/1.1 200 OK\r\ncontent-length: 18446744073709551617\r\n\r\na",
            "HTTP/1.1 200 OK\r\ncontent-length : 1\r\n\r\na",
            "HTTP/1.1 200 OK\r\nx: a\r\n folded\r\ncontent-length: 0\r\n\r\n",
            "HTTP/1.1 200 OK\r\n: a\r\ncontent-length: 0\r\n\r\n",
            "HTTP/1.1 200 OK\r\nx\u{e9}: a\r\ncontent-length: 0\r\n\r\n",
            "HTTP/1.1 200 OK\r\nx: a\u{0}b\r\ncontent-length: 0\r\n\r\n",
            "HTTP/1.1 200 OK\r\nx: a\rb\r\ncontent-length: 0\r\n\r\n",
            "HTTP/1.1 200 OK\r\nx\r\ncontent-length: 0\r\n\r\n",
            "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\ncontent-length: 1\r\n\r\n1\r\na\r\n0\r\n\r\n",
            "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n",
            "HTTP/1.0 200 OK\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n",
            "HTTP/1.1 304 X\r\ntransfer-encoding: chunked\r\ncontent-length: 1\r\n\r\n",
            "HTTP/1.0 204 X\r\ntransfer-encoding: chunked\r\n\r\n",
            "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n\r\n0\r\n\r\n",
            "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n+1\r\na\r\n0\r\n\r\n",
            "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n0x1\r\na\r\n0\r\n\r\n",
            "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n 1\r\na\r\n0\r\n\r\n",
            "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n1 \r\na\r\n0\r\n\r\n",
            "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n1\na\r\n0\r\n\r\n",
            "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n1;a\nb\r\na\r\n0\r\n\r\n",
            "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n1\r\nab\r\n0\r\n\r\n",
            "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n1\r\na\n0\r\n\r\n",
            "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFF\r\n",
            "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n10000000000000000\r\n",
            "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n0\r\nx y: 1\r\n\r\n",
            "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n0\r\nx\r\n\r\n",
            "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n0\r\nx: 1\n\r\n",
        ]
    )
    func refused(_ wire: String) {
        Self.expect(.malformed, from: wire)
    }

    @Test(
        "A version or a transfer coding that is not known is refused as such",
        arguments: [
            ("HTTP/2 200 OK\r\ncontent-length: 0\r\n\r\n", WireError.Kind.unsupportedVersion),
            ("HTTP/1.2 200 OK\r\ncontent-length: 0\r\n\r\n", .unsupportedVersion),
            ("HTTP/1.1 200 OK\r\ntransfer-encoding: gzip, chunked\r\n\r\n0\r\n\r\n", .unsupportedCoding),
            ("HTTP/1.1 200 OK\r\ntransfer-encoding: xchunked\r\n\r\n0\r\n\r\n", .unsupportedCoding),
            ("HTTP/1.1 200 OK\r\ntransfer-encoding: identity\r\n\r\n0\r\n\r\n", .unsupportedCoding),
        ]
    )
    func unsupported(wire: String, kind: WireError.Kind) {
        Self.expect(kind, from: wire)
    }

    private static func expect(_ kind: WireError.Kind, from wire: String) {
        let bytes = Array(wire.utf8)
        for pieces in [[bytes[...]], bytes.map { [$0] }] {
            let error = #expect(throws: WireError.self) { try parse(pieces) }
            #expect(error?.kind == kind)
        }
    }

    @Test(
        "Everything that could grow without end has a limit",
        arguments: [
            Endless(name: "line", head: "HTTP/1.1 200 OK\r\nx: ", part: "aaaaaaaaaa", kind: .headTooLarge),
            Endless(name: "head", head: "HTTP/1.1 200 OK\r\n", part: "x: aaaaaaaaaa\r\n", kind: .headTooLarge),
            Endless(
                name: "fields",
                head: "HTTP/1.1 200 OK\r\n",
                part: "x: a\r\n",
                times: 300,
                end: "\r\n",
                kind: .headTooLarge
            ),
            Endless(name: "chunk size", head: chunkedHead + "1;", part: "a", kind: .malformed),
            Endless(name: "chunk extensions", head: chunkedHead, part: "1;aaaaaaaa\r\na\r\n", kind: .malformed),
            Endless(name: "trailers", head: chunkedHead + "0\r\n", part: "x: aaaaaaaaaa\r\n", kind: .malformed),
            Endless(name: "trailer", head: chunkedHead + "0\r\nx: ", part: "aaaaaaaaaa", kind: .malformed),
        ]
    )
    func limits(_ message: Endless) {
        let wire = message.head + String(repeating: message.part, count: message.times) + message.end
        let error = #expect(throws: WireError.self) { try Self.parse([Array(wire.utf8)]) }
        #expect(error?.kind == message.kind)
    }

    /// A message with a part that is repeated far too often.
    struct Endless: Sendable, CustomTestStringConvertible {
        let name: String
        let head: String
        let part: String
        var times = 10_000
        var end = ""
        let kind: WireError.Kind
        var testDescription: String { name }
    }

    static let chunkedHead = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n"

    @Test("An end before the end is noticed")
    func truncation() throws {
        for message in Self.valid where !message.closes && !message.excess {
            let bytes = Array(message.wire.utf8)
            for end in 0..<bytes.count {
                let outcome = try Self.parse([bytes[..<end]], isHead: message.isHead, closes: true)
                #expect(!outcome.ended, "\(message.name) cut at \(end)")
            }
        }
    }

    @Test("Damaged messages never trap, never hang and never invent bytes", arguments: 0..<20)
    func damage(seed: Int) {
        var random = SplitMix(state: UInt64(seed))
        for _ in 0..<500 {
            var bytes = Array(Self.valid[Int.random(in: 0..<Self.valid.count, using: &random)].wire.utf8)
            for _ in 0..<Int.random(in: 1...4, using: &random) where !bytes.isEmpty {
                let place = Int.random(in: 0..<bytes.count, using: &random)
                switch Int.random(in: 0..<4, using: &random) {
                case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
                case 1: bytes.remove(at: place)
                case 2:
                    bytes.insert([0x0D, 0x0A, 0x30, 0x3A, 0x20, 0x00].randomElement(using: &random) ?? 0, at: place)
                default: bytes.removeSubrange(place...)
                }
            }
            let cut = bytes.isEmpty ? 0 : Int.random(in: 0...bytes.count, using: &random)
            let outcome = try? Self.parse([bytes[..<cut], bytes[cut...]], closes: true)
            #expect((outcome?.body.utf8.count ?? 0) <= bytes.count * 3)
        }
    }

    /// Feeds the pieces one by one.
    static func parse(
        _ pieces: [some Sequence<UInt8>],
        isHead: Bool = false,
        closes: Bool = false
    ) throws(WireError) -> Outcome {
        var parser = ResponseParser(isHead: isHead, maxHeadBytes: 65_536)
        var outcome = Outcome()
        for piece in pieces {
            parser.append(ByteBuffer(bytes: piece))
            while let event = try parser.next() {
                switch event {
                case .head(let head): outcome.statuses.append(head.status)
                case .body(let bytes): outcome.body += String(buffer: bytes)
                case .end: outcome.ended = true
                }
            }
        }
        if closes && !outcome.ended {
            outcome.ended = parser.inputEnded()
        }
        outcome.excess = parser.hasExcess
        return outcome
    }
}
