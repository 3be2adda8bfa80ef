/// What a server of mail answers to a command (RFC 5321 §4.2).
struct SMTPReply: Hashable, Sendable {
    /// Three digits.
    var code: Int
    /// The text of each line.
    var lines: [String]

    /// The text for people: one line, printable, not too long.
    var text: String {
        let all = lines.joined(separator: " ").unicodeScalars.prefix(200)
        return String(String.UnicodeScalarView(all.map { $0.value < 0x20 || $0.value == 0x7F ? " " : $0 }))
    }
}
