/// Puts a server's replies together from its bytes.
struct SMTPReplyParser {
    /// The longest line; RFC 5321 §4.5.3.1.5 allows 512 bytes.
    private static let longestLine = 2048
    /// The most lines of one reply.
    private static let mostLines = 128

    private var line: [UInt8] = []
    private var lines: [String] = []
    private var code: Int?

    /// Whether something stands here that is no whole reply yet.
    var isEmpty: Bool { line.isEmpty && lines.isEmpty }

    /// Takes bytes.
    /// - Returns: the replies that are whole.
    /// - Throws: ``MessagingError/Code/unexpected`` where they are no replies.
    mutating func take(_ bytes: some Sequence<UInt8>) throws(MessagingError) -> [SMTPReply] {
        var replies: [SMTPReply] = []
        for byte in bytes {
            guard byte == UInt8(ascii: "\n") else {
                line.append(byte)
                guard line.count <= Self.longestLine else { throw Self.unexpected }
                continue
            }
            if line.last == UInt8(ascii: "\r") { line.removeLast() }
            if let reply = try endLine() { replies.append(reply) }
        }
        return replies
    }

    private mutating func endLine() throws(MessagingError) -> SMTPReply? {
        defer { line.removeAll(keepingCapacity: true) }
        let digits = line.prefix(3)
        guard digits.count == 3, digits.allSatisfy({ (0x30...0x39).contains($0) }),
            (0x32...0x35).contains(line[0])
        else { throw Self.unexpected }
        let number = digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }
        guard code == nil || code == number, lines.count < Self.mostLines else { throw Self.unexpected }
        code = number
        let mark = line.count > 3 ? line[3] : UInt8(ascii: " ")
        lines.append(String(decoding: line.dropFirst(4), as: UTF8.self))
        switch mark {
        case UInt8(ascii: "-"): return nil
        case UInt8(ascii: " "):
            defer {
                lines = []
                code = nil
            }
            return SMTPReply(code: number, lines: lines)
        default: throw Self.unexpected
        }
    }

    private static let unexpected = MessagingError(.unexpected, "the server does not speak SMTP")
}
