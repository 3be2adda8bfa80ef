#if canImport(FoundationEssentials)
internal import FoundationEssentials
#else
internal import Foundation
#endif

/// A mail: plain text, and the same in HTML where there is any.
public struct MailMessage: Hashable, Sendable {
    /// Whom it is from.
    public var from: MailAddress
    /// Who gets it.
    public var to: [MailAddress]
    /// What it is about.
    public var subject: String
    /// Its text.
    public var text: String
    /// The same in HTML.
    public var html: String?
    /// What makes it the same mail when it is sent again: letters, digits, `-`, `_` and `.`.
    public var id: String
    /// When it was written, in seconds since 1970 UTC.
    public var date: Int64

    /// A mail.
    public init(
        from: MailAddress,
        to: [MailAddress],
        subject: String,
        text: String,
        html: String? = nil,
        id: String,
        date: Int64
    ) {
        self.from = from
        self.to = to
        self.subject = subject
        self.text = text
        self.html = html
        self.id = id
        self.date = date
    }

    /// The mail as it is sent (RFC 5322, RFC 2045 to 2047): lines of at most 78 bytes of ASCII, ended by CR LF.
    public var bytes: [UInt8] {
        var lines = [
            "From: \(from.text)",
            "To: " + to.map(\.text).joined(separator: ",\r\n "),
            "Subject: \(EncodedWords.encode(subject))",
            "Date: \(MailDate.text(date))",
            "Message-ID: <\(name)@\(from.domain)>",
            // Nobody's holiday answers this (RFC 3834 §5).
            "Auto-Submitted: auto-generated",
            "MIME-Version: 1.0",
        ]
        guard let html else {
            lines += Self.part("text/plain", text)
            return Array((lines.joined(separator: "\r\n") + "\r\n").utf8)
        }
        // Stands in no line of base64.
        let boundary = "=_kanmon.\(name.prefix(40))"
        lines += ["Content-Type: multipart/alternative;\r\n boundary=\"\(boundary)\"", ""]
        for (type, content) in [("text/plain", text), ("text/html", html)] {
            lines.append("--\(boundary)")
            lines += Self.part(type, content)
        }
        lines.append("--\(boundary)--")
        return Array((lines.joined(separator: "\r\n") + "\r\n").utf8)
    }

    /// The id without what a field cannot carry.
    private var name: String {
        let allowed = id.unicodeScalars.filter { scalar in
            scalar.isASCII
                && (scalar.properties.isAlphabetic || ("0"..."9").contains(scalar)
                    || "-_.".unicodeScalars.contains(scalar))
        }
        return String(String.UnicodeScalarView(allowed.prefix(128)))
    }

    private static func part(_ type: String, _ content: String) -> [String] {
        let text = content.replacing("\r\n", with: "\n").replacing("\n", with: "\r\n")
        let digits = Array(Data(text.utf8).base64EncodedString().utf8)
        let body = stride(from: 0, to: digits.count, by: 76).map { start in
            String(decoding: digits[start..<min(start + 76, digits.count)], as: UTF8.self)
        }
        return ["Content-Type: \(type); charset=utf-8", "Content-Transfer-Encoding: base64", ""] + body
    }
}
