import HTTPWire
import NIOCore
import Testing

@Suite("Request parser")
struct RequestParserTests {
    /// What a parser makes of bytes cut into pieces of `size`.
    private func parse(_ text: String, size: Int = .max, limits: RequestHead.Limits = .init()) throws -> [String] {
        var parser = RequestParser(limits: limits)
        var seen: [String] = []
        var body = ""
        let bytes = Array(text.utf8)
        for start in stride(from: 0, to: bytes.count, by: min(size, max(bytes.count, 1))) {
            parser.append(ByteBuffer(bytes: bytes[start..<min(start + min(size, bytes.count), bytes.count)]))
            while let event = try parser.next() {
                switch event {
                case .head(let head): seen.append("\(head.method) \(head.path) \(head.query ?? "-")")
                case .body(let slice): body += String(buffer: slice)
                case .end:
                    seen.append("end \(body)")
                    body = ""
                }
            }
        }
        return seen
    }

    @Test("takes requests apart at every split", arguments: 1...40)
    func splits(size: Int) throws {
        let text =
            "POST /v1/x?a=b HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nhello"
            + "\r\nPOST /c HTTP/1.1\r\nhost: h\r\ntransfer-encoding: Chunked\r\n\r\n3;x=y\r\nabc\r\nA\r\n0123456789\r\n0\r\nt: v\r\n\r\n"
            + "GET / HTTP/1.0\r\n\r\n"
        let expected = ["POST /v1/x a=b", "end hello", "POST /c -", "end abc0123456789", "GET / -", "end "]
        #expect(try parse(text, size: size) == expected)
    }

    @Test(
        "refuses what two readers could read differently",
        arguments: [
            "POST / HTTP/1.1\r\nhost: h\r\ncontent-length: 3\r\ntransfer-encoding: chunked\r\n\r\n",
            "POST / HTTP/1.1\r\nhost: h\r\ncontent-length: 3\r\ncontent-length: 3\r\n\r\n",
            "POST / HTTP/1.1\r\nhost: h\r\ncontent-length: 3, 3\r\n\r\n",
            "POST / HTTP/1.1\r\nhost: h\r\ncontent-length: +3\r\n\r\n",
            "POST / HTTP/1.1\r\nhost: h\r\ncontent-length: 0x3\r\n\r\n",
            "POST / HTTP/1.1\r\nhost: h\r\ncontent-length: \r\n\r\n",
            "POST / HTTP/1.1\r\nhost: h\r\ncontent-length: 99999999999999999999\r\n\r\n",
            "POST / HTTP/1.1\r\nhost: h\r\ntransfer-encoding: gzip, chunked\r\n\r\n",
            "POST / HTTP/1.1\r\nhost: h\r\ntransfer-encoding: chunked\r\ntransfer-encoding: chunked\r\n\r\n",
            "POST / HTTP/1.1\r\nhost: h\r\ntransfer-encoding: \u{0B}chunked\r\n\r\n",
            "POST / HTTP/1.1\r\nhost: h\r\ntransfer-encoding : chunked\r\n\r\n",
            "POST / HTTP/1.1\r\nhost: h\r\nx: a\r\n b\r\n\r\n", "POST / HTTP/1.1\nhost: h\n\n",
            "POST / HTTP/1.1\r\nhost: h\nx: y\r\n\r\n", "POST / HTTP/1.1\r\nhost: h\r\nx: a\rb\r\n\r\n",
            "POST / HTTP/1.1\r\nhost: h\r\nx: a\0b\r\n\r\n", "POST / HTTP/1.1\r\n\r\n",
            "POST / HTTP/1.1\r\nhost: h\r\nhost: i\r\n\r\n", "POST http://h/ HTTP/1.1\r\nhost: h\r\n\r\n",
            "POST * HTTP/1.1\r\nhost: h\r\n\r\n", "POST  / HTTP/1.1\r\nhost: h\r\n\r\n",
            "POST / HTTP/2.0\r\nhost: h\r\n\r\n",
            "POST / HTTP/1.1 \r\nhost: h\r\n\r\n", "POST /\r\n\r\n", "POST /# HTTP/1.1\r\nhost: h\r\n\r\n",
            "P(ST / HTTP/1.1\r\nhost: h\r\n\r\n", "POST /\u{80} HTTP/1.1\r\nhost: h\r\n\r\n",
            " POST / HTTP/1.1\r\nhost: h\r\n\r\n",
            "\r\n\nGET / HTTP/1.1\r\nhost: h\r\n\r\n", "POST / HTTP/1.1\r\nhost: h\r\n: v\r\n\r\n",
            "POST / HTTP/1.0\r\ntransfer-encoding: chunked\r\n\r\n",
        ]
    )
    func refuses(text: String) {
        #expect(throws: WireError.self) { try parse(text) }
        #expect(throws: WireError.self) { try parse(text, size: 1) }
    }

    @Test(
        "refuses chunks that are not exact",
        arguments: [
            "3\r\nabcd\r\n", "3\nabc\r\n", "+3\r\nabc", "0x3\r\nabc", " 3\r\nabc", "3 \r\nabc", "\r\nabc", "g\r\n",
            "-1\r\n",
            "1000000000000000\r\n", "3;\u{0}\r\nabc", "3\r\nabc\n0", "0\r\nno colon\r\n\r\n", "0\r\n: x\r\n\r\n",
            "0\r\na b: x\r\n\r\n",
        ]
    )
    func refusesChunks(chunks: String) {
        let head = "POST / HTTP/1.1\r\nhost: h\r\ntransfer-encoding: chunked\r\n\r\n"
        #expect(throws: WireError.self) { try parse(head + chunks) }
        #expect(throws: WireError.self) { try parse(head + chunks, size: 1) }
    }

    @Test("bounds the head")
    func bounds() {
        let kind = { (text: String) -> WireError.Kind? in
            do { _ = try parse(text) } catch let error as WireError { return error.kind } catch {}
            return nil
        }
        let start = "POST / HTTP/1.1\r\nhost: h\r\n"
        #expect(kind(start + String(repeating: "a: b\r\n", count: 200) + "\r\n") == .headTooLarge)
        #expect(kind(start + "a: " + String(repeating: "b", count: 70_000)) == .headTooLarge)
        #expect(kind("POST /" + String(repeating: "a", count: 9000) + " HTTP/1.1\r\nhost: h\r\n\r\n") == .targetTooLong)
        #expect(kind("POST / HTTP/1.1\r\nhost: h\r\ntransfer-encoding: br\r\n\r\n") == .unsupportedCoding)
    }

    @Test(
        "tells a request line that is too long from fields that are, whatever the cuts, and before its end",
        arguments: [
            ("GET /" + String(repeating: "a", count: 8191) + " HTTP/1.1\r\nhost: h\r\n\r\n", nil),
            (String(repeating: "M", count: 32) + " /" + String(repeating: "a", count: 8191) + " HTTP/1.1\r\n", nil),
            ("GET /" + String(repeating: "a", count: 8192) + " HTTP/1.1\r\nhost: h\r\n\r\n", .targetTooLong),
            ("GET /" + String(repeating: "a", count: 8300), .targetTooLong),
            ("GET /" + String(repeating: "a", count: 100_000), .targetTooLong),
            ("\r\nGET /?" + String(repeating: "a", count: 100_000) + " HTTP/1.1\r\n\r\n", .targetTooLong),
            (String(repeating: "M", count: 9000), .targetTooLong),
            ("GET /" + String(repeating: "a", count: 9000) + "\nhost: h\n\n", .targetTooLong),
            ("GET / HTTP/1.1\r\n" + String(repeating: "a", count: 70_000), .headTooLarge),
        ] as [(String, WireError.Kind?)]
    )
    func requestLine(text: String, expected: WireError.Kind?) {
        for size in [1, 1000, Int.max] {
            var found: WireError.Kind?
            do { _ = try parse(text, size: size) } catch { found = (error as? WireError)?.kind }
            #expect(found == expected)
        }
    }

    @Test("survives any mutation of a request without a trap")
    func mutations() {
        let base = Array(
            "POST /v1 HTTP/1.1\r\nhost: h\r\ntransfer-encoding: chunked\r\n\r\n5;a=b\r\nhello\r\n0\r\n\r\n".utf8
        )
        var generator = SystemRandomNumberGenerator()
        for _ in 0..<20_000 {
            var bytes = base
            for _ in 0..<Int.random(in: 1...4, using: &generator) {
                let index = Int.random(in: 0..<bytes.count, using: &generator)
                switch Int.random(in: 0...2, using: &generator) {
                case 0: bytes[index] = UInt8.random(in: 0...255, using: &generator)
                case 1: bytes.remove(at: index)
                default: bytes.insert(UInt8.random(in: 0...255, using: &generator), at: index)
                }
            }
            var parser = RequestParser()
            parser.append(ByteBuffer(bytes: bytes))
            var end = 0
            do { while let event = try parser.next() { if case .end = event { end += 1 } } } catch {}
            #expect(end <= 3)
        }
    }
}
