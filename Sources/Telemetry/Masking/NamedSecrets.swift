/// Finds secrets that have no form but a name in front of them: `authorization: …`, `cookie: …`, `?key=…`, `password=…`.
enum NamedSecrets {
    /// How a kind of secret is named, and where it ends.
    private enum Kind {
        /// A header field whose whole value is secret, up to the end of the line or of the text in quotes.
        case field(String)
        /// A single value, up to the next space or separator.
        case value

        var placeholder: String {
            switch self {
            case .field(let kind): "[masked:\(kind)]"
            case .value: "[masked:parameter]"
            }
        }
    }

    private static let fields: [String: Kind] = [
        "authorization": .field("authorization"), "proxy-authorization": .field("authorization"),
        "cookie": .field("cookie"), "set-cookie": .field("cookie"),
        "x-api-key": .value, "x-goog-api-key": .value, "api-key": .value, "api_key": .value, "apikey": .value,
        "password": .value, "passwd": .value, "client_secret": .value, "secret_access_key": .value,
        "secretaccesskey": .value, "access_token": .value, "refresh_token": .value, "session_token": .value,
        "private_key": .value,
    ]
    private static let parameters: Set<String> = [
        "api_key", "api-key", "apikey", "token", "access_token", "refresh_token", "id_token", "session_token",
        "password", "passwd", "secret", "client_secret", "secret_access_key", "signature", "x-amz-signature",
        "x-amz-credential", "x-amz-security-token", "x-goog-signature", "auth", "authorization", "credential",
        "private_key",
    ]
    /// Words too common to count outside of a query.
    private static let queryParameters: Set<String> = ["key", "sig", "code"]
    private static let longestName = 24

    /// Whether it is worth a look: every name has one of two signs behind it.
    static func mayBeIn(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        text.contains { $0 == UInt8(ascii: "=") || $0 == UInt8(ascii: ":") }
    }

    /// - Returns: the text with placeholders; `nil` where there is nothing to hide.
    static func hidden(in text: [UInt8]) -> [UInt8]? {
        var out: [UInt8] = []
        var rest = 0
        var index = 0
        while index < text.count {
            defer { index += 1 }
            let sign = text[index]
            guard sign == UInt8(ascii: "=") || sign == UInt8(ascii: ":"), index >= rest,
                let kind = kind(text, before: index)
            else { continue }
            let value = value(text, behind: index, kind)
            guard !value.isEmpty else { continue }
            out += text[rest..<value.lowerBound]
            out += Array(kind.placeholder.utf8)
            rest = value.upperBound
            index = max(index, rest - 1)
        }
        return rest == 0 ? nil : out + text[rest...]
    }

    /// What the name in front of a sign says.
    private static func kind(_ text: [UInt8], before sign: Int) -> Kind? {
        let isField = text[sign] == UInt8(ascii: ":")
        var end = sign
        while end > 0, isField ? text[end - 1].isBetweenNameAndSign : text[end - 1] == UInt8(ascii: " ") { end -= 1 }
        var start = end
        while start > 0, end - start <= longestName, text[start - 1].isNameLetter { start -= 1 }
        guard start < end, end - start <= longestName else { return nil }
        let name = String(decoding: text[start..<end], as: UTF8.self).lowercased()
        if isField { return fields[name] }
        if parameters.contains(name) { return .value }
        let isQuery = start > 0 && (text[start - 1] == UInt8(ascii: "?") || text[start - 1] == UInt8(ascii: "&"))
        return isQuery && queryParameters.contains(name) ? .value : nil
    }

    private static func value(_ text: [UInt8], behind sign: Int, _ kind: Kind) -> Range<Int> {
        var start = sign + 1
        var quote: UInt8?
        while start < text.count, text[start].isBetweenSignAndValue {
            if text[start] == UInt8(ascii: "\"") || text[start] == UInt8(ascii: "'") { quote = text[start] }
            start += 1
        }
        var end = start
        while end < text.count {
            let byte = text[end]
            if byte == quote || byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") { break }
            if quote != nil, byte == UInt8(ascii: "\\") { break }
            if quote == nil, case .value = kind, byte.endsValue { break }
            end += 1
        }
        return start..<end
    }
}

extension UInt8 {
    fileprivate var isNameLetter: Bool {
        switch self {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"):
            true
        default: false
        }
    }

    /// What may stand between a field's name and its colon: JSON's quotes, also those inside of a string.
    fileprivate var isBetweenNameAndSign: Bool {
        self == UInt8(ascii: "\"") || self == UInt8(ascii: "'") || self == UInt8(ascii: "\\")
            || self == UInt8(ascii: " ")
    }

    fileprivate var isBetweenSignAndValue: Bool { isBetweenNameAndSign || self == UInt8(ascii: "\t") }

    fileprivate var endsValue: Bool {
        switch self {
        case UInt8(ascii: "&"), UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\""), UInt8(ascii: "'"),
            UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: ")"),
            UInt8(ascii: "}"), UInt8(ascii: "]"), UInt8(ascii: "#"), UInt8(ascii: "\\"):
            true
        default: false
        }
    }
}
