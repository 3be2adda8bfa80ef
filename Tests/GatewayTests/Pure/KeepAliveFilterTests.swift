import Testing

@testable import Gateway

/// What of a stream says something, however its bytes are cut.
@Suite("Keep-alives of streams")
struct KeepAliveFilterTests {
    private static func take(_ filter: inout KeepAliveFilter, _ text: String) -> Bool {
        take(&filter, Array(text.utf8))
    }

    private static func take(_ filter: inout KeepAliveFilter, _ bytes: [UInt8]) -> Bool { filter.take(bytes.span) }

    private static let event = "event: content_block_delta\ndata: {\"type\":\"content_block_delta\"}\n\n"

    static let silent = [
        ": comment\n\n", ":\n", "\n\n", "\r\n\r\n", ": a\r\n\r\n", "event: ping\ndata: {\"type\": \"ping\"}\n\n",
        "event:ping\r\ndata:{\"type\":\"ping\"}\r\n\r\n", "data: {\"type\": \"ping\"}\n\n", "event: ping\ndata: {}\n\n",
        ": data: {\"choices\":[]}\n\n", ": a\n\n: b\n\nevent: ping\ndata: {\"type\":\"ping\"}\n\n", ": ping\r\r",
    ]

    @Test("is told from what only keeps the connection, in one piece and byte by byte", arguments: silent)
    func silence(text: String) {
        var filter = KeepAliveFilter()
        #expect(!Self.take(&filter, text))
        #expect(!Self.take(&filter, text))
        #expect(Self.take(&filter, Self.event))
        #expect(!Self.take(&filter, text))
        filter = KeepAliveFilter()
        for byte in Array(text.utf8) { #expect(!Self.take(&filter, [byte]), "\(text)") }
        #expect(Self.take(&filter, Self.event))
    }

    @Test(
        "is found, wherever it stands",
        arguments: [
            event, "data: {}\n\n", "data: [DONE]\n\n", "data: {\"type\": \"pin\"}\n\n", "event: pingpong\ndata: {}\n\n",
            "event: ping2\n\n", "id: 5\n\n", ": a\n\n" + event, "event: ping\ndata: {}\n\n" + event, "data: x", "e\n",
        ]
    )
    func life(text: String) {
        var filter = KeepAliveFilter()
        #expect(Self.take(&filter, text))
        filter = KeepAliveFilter()
        var found = false
        for byte in Array(text.utf8) where Self.take(&filter, [byte]) { found = true }
        #expect(found)
    }

    @Test("is every piece of an event that comes in pieces, and nothing behind its end")
    func pieces() {
        let text = Self.event + ": comment\n\n" + Self.event
        let bytes = Array(text.utf8)
        let comment = Self.event.utf8.count..<(Self.event.utf8.count + ": comment\n\n".utf8.count)
        for size in [1, 2, 3, 5, 7, 16] {
            var filter = KeepAliveFilter()
            // The first bytes of a line may still become a ping's.
            var undecided = 0
            for start in stride(from: 0, to: bytes.count, by: size) {
                let piece = start..<min(start + size, bytes.count)
                let isLife = Self.take(&filter, Array(bytes[piece]))
                if comment.contains(piece.lowerBound), comment.contains(piece.upperBound - 1) {
                    #expect(!isLife, "\(size) \(piece)")
                } else if !isLife {
                    undecided += piece.count
                }
            }
            #expect(undecided < 4 * 24, "\(size)")
        }
    }

    @Test("is not hidden by a long event that ends in the middle of a comment")
    func ends() {
        var filter = KeepAliveFilter()
        #expect(Self.take(&filter, Self.event + ": com"))
        #expect(!Self.take(&filter, "ment\n\n: more"))
        #expect(!Self.take(&filter, "\n\nevent: pi"))
        #expect(!Self.take(&filter, "ng\ndata: {\"type\": \"ping\"}\n\n"))
        #expect(Self.take(&filter, "data: {\"choices\":"))
        #expect(Self.take(&filter, "[]"))
        #expect(Self.take(&filter, "}\n\nevent: ping\n"))
        #expect(!Self.take(&filter, "data: {\"type\": \"ping\"}\n\n"))
    }
}
