/// The names of the top-level members that a caller wants found in a text, prepared once and used for every text.
///
/// A scan checks the whole text as strictly as the tree reader does and remembers only where the wanted values stand.
public struct JSONFieldSet: Sendable {
    private let names: [[UInt8]]

    /// Prepares a set of names.
    /// - Parameter names: the members to find; a name's position here is its index in ``JSONFields``.
    public init(_ names: [String]) { self.names = names.map { Array($0.utf8) } }

    /// Finds the wanted members of an object.
    /// - Parameters:
    ///   - bytes: the whole text: one JSON object in UTF-8.
    ///   - limits: bounds; only the depth counts, nothing is built.
    /// - Throws: ``JSONError``; `notAnObject` where the text is another value.
    public func scan(_ bytes: Span<UInt8>, limits: JSONLimits = .standard) throws(JSONError) -> JSONFields {
        var index = 0
        try JSONLexer.refuseByteOrderMark(bytes)
        JSONLexer.skipWhitespace(bytes, at: &index)
        guard try JSONLexer.peek(bytes, at: index) == UInt8(ascii: "{") else {
            // Say what is wrong with the text itself first: `nul` is no JSON at all.
            let start = index
            try JSONSkipper.skipValue(bytes, at: &index, depth: limits.depth)
            try JSONLexer.expectEnd(bytes, at: &index)
            throw JSONError(.notAnObject, at: start)
        }
        index &+= 1
        var fields = JSONFields(count: names.count, bodyStart: index)
        JSONLexer.skipWhitespace(bytes, at: &index)
        if try JSONLexer.peek(bytes, at: index) == UInt8(ascii: "}") {
            index &+= 1
            try JSONLexer.expectEnd(bytes, at: &index)
            return fields
        }
        fields.isEmpty = false
        while true {
            let nameStart = index
            let shape = try JSONSkipper.skipName(bytes, at: &index)
            let valueStart = index
            try JSONSkipper.skipValue(bytes, at: &index, depth: limits.depth &- 1)
            if let position = position(of: shape, in: bytes) {
                fields.record(position, member: nameStart..<index, value: valueStart..<index)
            }
            JSONLexer.skipWhitespace(bytes, at: &index)
            switch try JSONLexer.peek(bytes, at: index) {
            case UInt8(ascii: ","):
                index &+= 1
                JSONLexer.skipWhitespace(bytes, at: &index)
            case UInt8(ascii: "}"):
                index &+= 1
                try JSONLexer.expectEnd(bytes, at: &index)
                return fields
            default:
                throw JSONError(.unexpectedByte, at: index)
            }
        }
    }

    /// Which wanted name this is. A name written with escapes is compared unescaped: `mod\u0065l` is `model`
    /// to every provider, so it must be to us.
    @inline(__always)
    private func position(of shape: JSONLexer.StringShape, in bytes: Span<UInt8>) -> Int? {
        if shape.hasEscapes {
            let name = JSONLexer.unescaped(bytes, shape)
            return names.firstIndex(of: name)
        }
        let length = shape.contents.count
        let start = shape.contents.lowerBound
        candidates: for position in names.indices where names[position].count == length {
            for offset in 0..<length where names[position][offset] != bytes[start &+ offset] {
                continue candidates
            }
            return position
        }
        return nil
    }
}
