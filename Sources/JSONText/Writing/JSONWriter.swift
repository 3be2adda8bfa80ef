/// Writes JSON text in its shortest form, byte by byte in the order given.
public struct JSONWriter: Sendable {
    /// What has been written so far, in UTF-8.
    public private(set) var bytes: [UInt8]

    /// Creates a writer.
    /// - Parameter capacity: how many bytes to expect.
    public init(capacity: Int = 256) {
        bytes = []
        bytes.reserveCapacity(capacity)
    }

    /// Writes text as it is: punctuation, or JSON that is complete already.
    public mutating func write(raw text: StaticString) {
        for offset in 0..<text.utf8CodeUnitCount { bytes.append(text.utf8Start[offset]) }
    }

    /// Writes bytes as they are.
    public mutating func write(raw other: some Sequence<UInt8>) { bytes.append(contentsOf: other) }

    /// Writes a string in quotes, escaping what RFC 8259 §7 demands and no more.
    public mutating func write(string: String) {
        bytes.append(JSONLexer.quote)
        let text = string.utf8.span
        var start = 0
        while start < text.count {
            let end = Self.unescapedRunEnd(text, from: start)
            for index in start..<end { bytes.append(text[index]) }
            guard end < text.count else { break }
            writeEscape(of: text[end])
            start = end &+ 1
        }
        bytes.append(JSONLexer.quote)
    }

    /// Writes a whole tree, without recursion.
    public mutating func write(_ value: JSONValue) {
        var stack: [Frame] = []
        var next: JSONValue? = value
        while true {
            if let value = next {
                switch value {
                case .null: write(raw: "null")
                case .bool(let value): write(raw: value ? "true" : "false")
                case .number(let number): bytes.append(contentsOf: number.text.utf8)
                case .string(let string): write(string: string)
                case .array(let elements):
                    write(raw: "[")
                    stack.append(.array(elements, 0))
                case .object(let object):
                    write(raw: "{")
                    stack.append(.object(object.members, 0))
                }
            }
            guard let top = stack.popLast() else { return }
            switch top {
            case .array(let elements, let index):
                guard index < elements.count else {
                    write(raw: "]")
                    next = nil
                    continue
                }
                if index > 0 { write(raw: ",") }
                next = elements[index]
                stack.append(.array(elements, index &+ 1))
            case .object(let members, let index):
                guard index < members.count else {
                    write(raw: "}")
                    next = nil
                    continue
                }
                if index > 0 { write(raw: ",") }
                write(string: members[index].name)
                write(raw: ":")
                next = members[index].value
                stack.append(.object(members, index &+ 1))
            }
        }
    }

    /// A container that is being written, and the index of its next element.
    private enum Frame {
        case array([JSONValue], Int)
        case object([JSONObject.Member], Int)
    }

    /// The first position from `start` on that must be escaped, or the end.
    private static func unescapedRunEnd(_ text: Span<UInt8>, from start: Int) -> Int {
        var position = start
        while position < text.count {
            position = JSONLexer.plainRunEnd(text, from: position)
            // Bytes from 0x80 on are part of a Swift string, so they are UTF-8 and stay as they are.
            guard position < text.count, text[position] >= 0x80 else { break }
            position &+= 1
        }
        return position
    }

    private mutating func writeEscape(of byte: UInt8) {
        switch byte {
        case UInt8(ascii: "\""): write(raw: "\\\"")
        case UInt8(ascii: "\\"): write(raw: "\\\\")
        case 0x08: write(raw: "\\b")
        case 0x0C: write(raw: "\\f")
        case 0x0A: write(raw: "\\n")
        case 0x0D: write(raw: "\\r")
        case 0x09: write(raw: "\\t")
        default:
            write(raw: "\\u00")
            for digit in [byte >> 4, byte & 0xF] {
                bytes.append(digit < 10 ? UInt8(ascii: "0") &+ digit : UInt8(ascii: "a") &+ digit &- 10)
            }
        }
    }
}

extension JSONValue {
    /// This value as JSON text in its shortest form, in UTF-8.
    public var bytes: [UInt8] {
        var writer = JSONWriter()
        writer.write(self)
        return writer.bytes
    }

    /// This value as JSON text in its shortest form.
    public var text: String { String(decoding: bytes, as: UTF8.self) }
}
