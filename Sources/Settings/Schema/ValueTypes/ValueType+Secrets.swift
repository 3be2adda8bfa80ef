extension ValueType<Secret> {
    /// A credential that is sent in a header field: visible ASCII, nothing else.
    /// - Parameter minimumLength: the fewest characters.
    static func secret(minimumLength: Int = 1) -> ValueType {
        let pattern = "^[!-~]{\(minimumLength),\(longestSecret)}$"
        let shape = Shape.text(words: "secret", pattern: pattern)
        return ValueType(shape) { place, reading in
            guard let text = secretText(at: place, reading, expected: "a secret as a string") else { return nil }
            guard !text.isEmpty else {
                reading.report(.invalidValue, at: place, "the secret is empty")
                return nil
            }
            guard text.utf8.allSatisfy(\.isVisible) else {
                reading.report(
                    .invalidValue,
                    at: place,
                    "the secret has a space, a line break, a control character or one outside ASCII"
                )
                return nil
            }
            guard (minimumLength...longestSecret).contains(text.utf8.count) else {
                reading.report(
                    .invalidValue,
                    at: place,
                    "the secret has \(text.utf8.count) characters; allowed: \(minimumLength) to \(longestSecret)"
                )
                return nil
            }
            return Secret(text)
        }
    }

    /// A header field's value (RFC 9110 §5.5): visible ASCII with spaces and tabs inside.
    static let headerValue = ValueType(
        .text(words: "string", pattern: "^[!-~]([ \\t!-~]{0,4094}[!-~])?$")
    ) { place, reading in
        guard let text = secretText(at: place, reading, expected: "a string") else { return nil }
        let bytes = text.utf8
        guard let first = bytes.first, let last = bytes.last, first.isVisible, last.isVisible, bytes.count <= 4096,
            bytes.allSatisfy({ $0.isVisible || $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") })
        else {
            reading.report(
                .invalidValue,
                at: place,
                "not a header field's value; allowed: 1 to 4096 visible ASCII characters, spaces and tabs inside"
            )
            return nil
        }
        return Secret(text)
    }

    /// No provider's token is longer than a few thousand characters.
    private static var longestSecret: Int { 4096 }

    private static func secretText(at place: Located, _ reading: Reading, expected: String) -> String? {
        guard let scalar = reading.scalar(at: place, expected: expected) else { return nil }
        guard let text = scalar.string else {
            reading.report(.wrongType, at: place, "expected \(expected), found \(place.node.kind); put it in quotes")
            return nil
        }
        return text
    }
}
