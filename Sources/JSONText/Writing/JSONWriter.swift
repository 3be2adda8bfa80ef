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
        text.withUTF8Buffer { bytes.append(contentsOf: $0) }
    }

    /// Writes bytes as they are.
    public mutating func write(raw other: some Sequence<UInt8>) {
        let isDone: Void? = other.withContiguousStorageIfAvailable { bytes.append(contentsOf: $0) }
        if isDone == nil { bytes.append(contentsOf: other) }
    }

    /// Writes bytes as they are.
    public mutating func write(raw other: [UInt8]) { bytes.append(contentsOf: other) }

    /// Writes bytes as they are.
    public mutating func write(raw other: Span<UInt8>) { bytes.append(other, 0..<other.count) }

    /// Writes a string in quotes, escaping what RFC 8259 §7 demands and no more.
    public mutating func write(string: String) {
        let text = string.utf8.span
        bytes.append(JSONLexer.quote)
        var start = 0
        while true {
            let end = JSONLexer.unescapedRunEnd(text, from: start)
            bytes.append(text, start..<end)
            guard end < text.count else { break }
            writeEscape(of: text[end])
            start = end &+ 1
        }
        bytes.append(JSONLexer.quote)
    }

    /// Writes a whole tree, without recursion.
    public mutating func write(_ value: JSONValue) {
        guard var container = open(value) else { return }
        var outer: [Container] = []
        while true {
            if let inner = writeMembers(of: &container) {
                outer.append(container)
                container = inner
            } else if let next = outer.popLast() {
                container = next
            } else {
                return
            }
        }
    }

    /// A container that is being written, and the index of its next element.
    private enum Container {
        case array([JSONValue], Int)
        case object([JSONObject.Member], Int)
    }

    /// Writes a scalar whole, or the bracket that opens a container.
    /// - Returns: the container that has been opened.
    @inline(__always)
    private mutating func open(_ value: JSONValue) -> Container? {
        switch value {
        case .null: write(raw: "null")
        case .bool(let value): write(raw: value ? "true" : "false")
        case .number(let number):
            let text = number.text.utf8.span
            bytes.append(text, 0..<text.count)
        case .string(let string): write(string: string)
        case .array(let elements):
            bytes.append(UInt8(ascii: "["))
            return .array(elements, 0)
        case .object(let object):
            bytes.append(UInt8(ascii: "{"))
            return .object(object.members, 0)
        }
        return nil
    }

    /// Writes what is left of a container, up to a container inside it or to its closing bracket.
    /// - Returns: the container inside, now open, which must be written before this goes on.
    private mutating func writeMembers(of container: inout Container) -> Container? {
        switch container {
        case .array(let elements, var index):
            while index < elements.count {
                if index > 0 { bytes.append(UInt8(ascii: ",")) }
                let inner = open(elements[index])
                index &+= 1
                if let inner {
                    container = .array(elements, index)
                    return inner
                }
            }
            bytes.append(UInt8(ascii: "]"))
        case .object(let members, var index):
            while index < members.count {
                if index > 0 { bytes.append(UInt8(ascii: ",")) }
                write(string: members[index].name)
                bytes.append(UInt8(ascii: ":"))
                let inner = open(members[index].value)
                index &+= 1
                if let inner {
                    container = .object(members, index)
                    return inner
                }
            }
            bytes.append(UInt8(ascii: "}"))
        }
        return nil
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
            bytes.append(Self.hexadecimalDigit(byte &>> 4))
            bytes.append(Self.hexadecimalDigit(byte & 0xF))
        }
    }

    private static func hexadecimalDigit(_ value: UInt8) -> UInt8 {
        value < 10 ? UInt8(ascii: "0") &+ value : UInt8(ascii: "a") &+ value &- 10
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
