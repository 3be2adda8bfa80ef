import NIOCore
import Testing

@testable import HTTPWire

@Suite("Grammar and fields of heads")
struct HeadTests {
    @Test("Exactly the characters of the grammar make a token")
    func tokens() {
        let allowed = Set("!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz".utf8)
        for byte in UInt8.min...UInt8.max {
            #expect(FieldGrammar.isToken(byte) == allowed.contains(byte))
        }
    }

    @Test("Fields are found whatever their case, in order, with repetitions")
    func headers() throws {
        let head = try ResponseHead(
            parsing: Array("HTTP/1.1 200 OK\r\nX-A: 1\r\nSet-Cookie: a\r\nset-cookie:  b \r\nempty:\r\n\r\n".utf8),
            isHead: false
        )
        #expect(head.fields.count == 4)
        #expect(head.fields.first("x-a") == "1")
        #expect(head.fields.first("x-b") == nil)
        #expect(head.fields.first(named: "x-a") == "1")
        #expect(head.fields.first(named: "x") == nil)
        #expect(head.fields.count(of: "set-cookie") == 2)
        #expect(head.fields.all("set-cookie") == ["a", "b"])
        #expect(head.fields.map { "\($0.name)=\($0.value)" } == ["x-a=1", "set-cookie=a", "set-cookie=b", "empty="])
    }

    @Test("Fields are gone through as bytes, and taken out by name")
    func bytes() throws {
        var fields = try ResponseHead(
            parsing: Array("HTTP/1.1 200 OK\r\nX-A: 1\r\nLink: a\r\nlink: b\r\n\r\n".utf8),
            isHead: false
        ).fields
        fields.remove("link")
        var seen: [String] = []
        fields.forEachBytes { name, value in
            seen.append(String(decoding: name, as: UTF8.self) + "=" + String(decoding: value, as: UTF8.self))
        }
        #expect(seen == ["x-a=1"])
    }

    @Test("A value ends at the byte that may not stand in it, wherever that is", arguments: 0..<20)
    func valueEnds(place: Int) {
        for byte in UInt8.min...UInt8.max {
            for filler: UInt8 in [0x09, 0x20, 0x21, 0x7E, 0x80, 0xFF] {
                var bytes = [UInt8](repeating: filler, count: 20)
                bytes[place] = byte
                for start in 0...20 {
                    let expected = bytes[start...].firstIndex { !FieldGrammar.isValue($0) } ?? 20
                    #expect(bytes.span.endOfValue(from: start) == expected)
                }
            }
        }
    }

    @Test("A line feed is found wherever it is, and nothing else for one", arguments: 0..<20)
    func lineFeeds(place: Int) {
        for byte in UInt8.min...UInt8.max {
            for filler: UInt8 in [0x00, 0x09, 0x0B, 0x8A, 0xFF] {
                var bytes = [UInt8](repeating: filler, count: 20)
                bytes[place] = byte
                for start in 0...20 {
                    let expected = bytes[start...].firstIndex(of: 0x0A) ?? 20
                    #expect(bytes.span.firstLineFeed(from: start) == expected)
                }
            }
        }
    }

    @Test("A head's end is found and its lines are counted, wherever it is cut", arguments: 0...37)
    func ends(cut: Int) throws {
        let text = "GET / HTTP/1.1\r\nhost: example\r\n\r\nrest"
        let end = text.utf8.count - 4
        var finder = HeadFinder()
        let first = try finder.end(in: ByteBuffer(bytes: text.utf8.prefix(cut)), limit: 100)
        #expect(first == (cut < end ? nil : end))
        if first == nil { #expect(try finder.end(in: ByteBuffer(string: text), limit: 100) == end) }
        #expect(finder.lines == 2)
    }

    @Test("A head may be exactly as long as the limit")
    func limit() throws {
        let head = ByteBuffer(string: "GET / HTTP/1.1\r\n\r\n")
        var finder = HeadFinder()
        #expect(try finder.end(in: head, limit: head.readableBytes) == head.readableBytes)
        var stricter = HeadFinder()
        let error = #expect(throws: WireError.self) { try stricter.end(in: head, limit: head.readableBytes - 1) }
        #expect(error?.kind == .headTooLarge)
    }

    @Test(
        "Whether a connection is kept follows from version and options",
        arguments: [
            ("1.1", "", true), ("1.0", "", false), ("1.1", "connection: close\r\n", false),
            ("1.0", "Connection: Keep-Alive\r\n", true), ("1.0", "connection: x, keep-alive ,y\r\n", true),
            ("1.0", "connection: keep-alive, close\r\n", false),
            ("1.1", "connection: x\r\nconnection:close\r\n", false),
            ("1.1", "connection: closed\r\n", true),
        ]
    )
    func persistence(version: String, fields: String, keepsAlive: Bool) throws {
        let response = try ResponseHead(
            parsing: Array("HTTP/\(version) 200 OK\r\ncontent-length: 0\r\n\(fields)\r\n".utf8),
            isHead: false
        )
        #expect(response.keepsAlive == keepsAlive)
        let request = try RequestHead(
            parsing: Array("GET / HTTP/\(version)\r\nhost: h\r\n\(fields)\r\n".utf8),
            limits: .init()
        )
        #expect(request.keepsAlive == keepsAlive)
    }

    @Test(
        "The peer's own idle timeout is read where it is a number",
        arguments: [
            ("timeout=5", 5), ("max=3, timeout=60", 60), ("Timeout=7 , max=1", 7), ("timeout=-1", nil), ("x", nil),
        ]
            as [(String, Int?)]
    )
    func keepAlive(value: String, seconds: Int?) throws {
        let head = try ResponseHead(
            parsing: Array("HTTP/1.1 200 OK\r\nkeep-alive: \(value)\r\n\r\n".utf8),
            isHead: false
        )
        #expect(head.keepAliveSeconds == seconds)
    }

    @Test(
        "A content coding is known, none or refused",
        arguments: [
            ("", .identity), ("content-encoding: identity\r\n", .identity), ("content-encoding: X-GZip\r\n", .gzip),
            ("content-encoding: deflate\r\n", .deflate), ("content-encoding: br\r\n", .unknown),
            ("content-encoding: gzip\r\ncontent-encoding: gzip\r\n", .unknown),
        ] as [(String, ContentCoding)]
    )
    func coding(fields: String, coding: ContentCoding) throws {
        let head = try ResponseHead(parsing: Array("HTTP/1.1 200 OK\r\n\(fields)\r\n".utf8), isHead: false)
        #expect(head.coding == coding)
    }
}
