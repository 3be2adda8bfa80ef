/// Why a text is not the JSON that was asked for, and where.
public struct JSONError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What is wrong; the raw value is a stable code.
    public enum Reason: String, Hashable, Sendable, CaseIterable {
        /// The text ends inside a value.
        case unexpectedEnd = "unexpected_end"
        /// A byte that no rule of RFC 8259 allows here.
        case unexpectedByte = "unexpected_byte"
        /// Something other than white space follows the value.
        case trailingBytes = "trailing_bytes"
        /// The text starts with a UTF-8 byte order mark (RFC 8259 §8.1 forbids senders to add one).
        case byteOrderMark = "byte_order_mark"
        /// A number that RFC 8259 §6 does not allow: leading zero, missing digits, `NaN`, `+1`.
        case invalidNumber = "invalid_number"
        /// A control character below U+0020 stands unescaped in a string.
        case controlCharacter = "control_character"
        /// An escape that RFC 8259 §7 does not know.
        case invalidEscape = "invalid_escape"
        /// A `\uD800`–`\uDFFF` escape without its partner: no Unicode scalar.
        case loneSurrogate = "lone_surrogate"
        /// Bytes that are not well-formed UTF-8 (Unicode 15 table 3-7).
        case invalidUTF8 = "invalid_utf8"
        /// More levels of arrays and objects than the limit.
        case tooDeep = "too_deep"
        /// More values than the limit.
        case tooManyValues = "too_many_values"
        /// The text's outermost value is not an object, where an object was asked for.
        case notAnObject = "not_an_object"
    }

    /// What is wrong.
    public let reason: Reason

    /// Where: the offset in bytes from the start of the text.
    public let offset: Int

    /// Creates an error.
    public init(_ reason: Reason, at offset: Int) {
        self.reason = reason
        self.offset = offset
    }

    /// The reason in words and the position; never any of the text itself.
    public var description: String { "\(words) at byte \(offset)" }

    private var words: String {
        switch reason {
        case .unexpectedEnd: "the text ends too early"
        case .unexpectedByte: "unexpected character"
        case .trailingBytes: "unexpected text after the value"
        case .byteOrderMark: "byte order mark"
        case .invalidNumber: "invalid number"
        case .controlCharacter: "unescaped control character in a string"
        case .invalidEscape: "invalid escape in a string"
        case .loneSurrogate: "lone surrogate in a string"
        case .invalidUTF8: "invalid UTF-8"
        case .tooDeep: "too many nested levels"
        case .tooManyValues: "too many values"
        case .notAnObject: "not a JSON object"
        }
    }
}
