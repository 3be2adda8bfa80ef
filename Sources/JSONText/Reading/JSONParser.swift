/// Reads a text into a ``JSONValue`` tree, strictly by RFC 8259, without recursion.
struct JSONParser {
    /// An array or object that is still open: where its values start on the stack, and its names if it is an object.
    private struct Container {
        var isObject: Bool
        var firstValue: Int
        var firstName: Int
    }

    private let limits: JSONLimits
    private var values: [JSONValue] = []
    private var names: [String] = []
    private var open: [Container] = []
    private var count = 0
    private var scratch: [UInt8] = []

    init(limits: JSONLimits) { self.limits = limits }

    /// Reads the whole text.
    /// - Throws: ``JSONError`` with the reason and the byte offset.
    mutating func parse(_ bytes: Span<UInt8>) throws(JSONError) -> JSONValue {
        var index = 0
        try JSONLexer.refuseByteOrderMark(bytes)
        while true {
            // Here a value must start.
            JSONLexer.skipWhitespace(bytes, at: &index)
            count &+= 1
            if count > limits.values { throw JSONError(.tooManyValues, at: index) }
            let byte = try JSONLexer.peek(bytes, at: index)
            switch byte {
            case JSONLexer.quote:
                let shape = try JSONLexer.skipString(bytes, at: &index)
                values.append(.string(JSONLexer.string(bytes, shape, scratch: &scratch)))
            case UInt8(ascii: "{"), UInt8(ascii: "["):
                if open.count >= limits.depth { throw JSONError(.tooDeep, at: index) }
                let isObject = byte == UInt8(ascii: "{")
                open.append(Container(isObject: isObject, firstValue: values.count, firstName: names.count))
                index &+= 1
                JSONLexer.skipWhitespace(bytes, at: &index)
                if try JSONLexer.peek(bytes, at: index) == (isObject ? UInt8(ascii: "}") : UInt8(ascii: "]")) {
                    index &+= 1
                    close()
                } else {
                    if isObject { try readName(bytes, at: &index) }
                    continue
                }
            case UInt8(ascii: "t"):
                try JSONLexer.skipLiteral("true", bytes, at: &index)
                values.append(.bool(true))
            case UInt8(ascii: "f"):
                try JSONLexer.skipLiteral("false", bytes, at: &index)
                values.append(.bool(false))
            case UInt8(ascii: "n"):
                try JSONLexer.skipLiteral("null", bytes, at: &index)
                values.append(.null)
            case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
                let start = index
                try JSONLexer.skipNumber(bytes, at: &index)
                let shape = JSONLexer.StringShape(contents: start..<index, hasEscapes: false, isASCII: true)
                values.append(.number(JSONNumber(unchecked: JSONLexer.string(bytes, shape))))
            default:
                throw JSONError(.unexpectedByte, at: index)
            }
            // A value has ended: close what ends with it, then go on behind a comma.
            if try finishContainers(bytes, at: &index) { break }
        }
        try JSONLexer.expectEnd(bytes, at: &index)
        return values.removeLast()
    }

    /// Closes every container that ends here.
    /// - Returns: whether the outermost value is complete; otherwise another value must follow.
    private mutating func finishContainers(_ bytes: Span<UInt8>, at index: inout Int) throws(JSONError) -> Bool {
        while let container = open.last {
            JSONLexer.skipWhitespace(bytes, at: &index)
            switch try JSONLexer.peek(bytes, at: index) {
            case UInt8(ascii: ","):
                index &+= 1
                if container.isObject {
                    JSONLexer.skipWhitespace(bytes, at: &index)
                    try readName(bytes, at: &index)
                }
                return false
            case UInt8(ascii: "}") where container.isObject, UInt8(ascii: "]") where !container.isObject:
                index &+= 1
                close()
            default:
                throw JSONError(.unexpectedByte, at: index)
            }
        }
        return true
    }

    /// Reads a member's name and the colon behind it.
    private mutating func readName(_ bytes: Span<UInt8>, at index: inout Int) throws(JSONError) {
        guard try JSONLexer.peek(bytes, at: index) == JSONLexer.quote else {
            throw JSONError(.unexpectedByte, at: index)
        }
        let shape = try JSONLexer.skipString(bytes, at: &index)
        names.append(JSONLexer.string(bytes, shape, scratch: &scratch))
        JSONLexer.skipWhitespace(bytes, at: &index)
        guard try JSONLexer.peek(bytes, at: index) == UInt8(ascii: ":") else {
            throw JSONError(.unexpectedByte, at: index)
        }
        index &+= 1
    }

    /// Replaces the values of the innermost open container by the container itself.
    private mutating func close() {
        guard let container = open.popLast() else { return }
        let count = values.count &- container.firstValue
        if container.isObject {
            var members: [JSONObject.Member] = []
            members.reserveCapacity(count)
            // Taken out instead of copied: a copy would count references up here and down again below.
            for position in 0..<count {
                members.append(
                    JSONObject.Member(
                        exchange(&names[container.firstName &+ position], with: ""),
                        exchange(&values[container.firstValue &+ position], with: .null)
                    )
                )
            }
            names.removeLast(count)
            values.removeLast(count)
            values.append(.object(JSONObject(members)))
        } else {
            var elements: [JSONValue] = []
            elements.reserveCapacity(count)
            for position in container.firstValue..<values.count {
                elements.append(exchange(&values[position], with: .null))
            }
            values.removeLast(count)
            values.append(.array(elements))
        }
    }
}

extension JSONValue {
    /// Reads a JSON text (RFC 8259) into a tree.
    /// - Parameters:
    ///   - bytes: the whole text in UTF-8, without a byte order mark.
    ///   - limits: bounds on depth and number of values.
    /// - Throws: ``JSONError`` with the reason and the byte offset.
    public init(parsing bytes: Span<UInt8>, limits: JSONLimits = .standard) throws(JSONError) {
        var parser = JSONParser(limits: limits)
        self = try parser.parse(bytes)
    }

    /// Reads a JSON text (RFC 8259) into a tree.
    public init(parsing bytes: [UInt8], limits: JSONLimits = .standard) throws(JSONError) {
        try self.init(parsing: bytes.span, limits: limits)
    }

    /// Reads a JSON text (RFC 8259) into a tree.
    public init(parsing text: String, limits: JSONLimits = .standard) throws(JSONError) {
        try self.init(parsing: text.utf8.span, limits: limits)
    }
}
