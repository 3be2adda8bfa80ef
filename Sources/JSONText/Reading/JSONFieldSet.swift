/// The names of the top-level members that a caller wants found in a text, prepared once and used for every text.
///
/// A scan checks the whole text as strictly as the tree reader does and remembers only where the wanted values stand.
public struct JSONFieldSet: Sendable {
    private let names: [[UInt8]]

    /// The longest name that an object may have and still be a wanted one, in bytes of source text.
    private let longest: Int

    /// Prepares a set of names.
    /// - Parameter names: the members to find, 16 at most; a name's position here is its index in ``JSONFields``.
    public init(_ names: [String]) {
        precondition(names.count <= JSONFields.most, "too many names in a set of fields")
        self.names = names.map { Array($0.utf8) }
        // At worst every byte of it is written `\u0061`.
        longest = 6 &* (self.names.map(\.count).max() ?? 0)
    }

    /// Finds the wanted members of an object.
    /// - Parameters:
    ///   - bytes: the whole text: one JSON object in UTF-8.
    ///   - limits: bounds; only the depth counts, nothing is built.
    /// - Throws: ``JSONError``; `notAnObject` where the text is another value.
    public func scan(_ bytes: Span<UInt8>, limits: JSONLimits = .standard) throws(JSONError) -> JSONFields {
        try JSONLexer.refuseByteOrderMark(bytes)
        return try scan(bytes, from: 0, limits: limits)
    }

    /// Finds the wanted members of an object that is a part of a larger text, such as a member's value.
    /// - Parameters:
    ///   - bytes: the whole text.
    ///   - range: the object's place in it, such as ``JSONFields/Place/value``; nothing behind it is read.
    ///   - limits: bounds; only the depth counts, from this object on.
    /// - Returns: the places of the members; their offsets, as those of errors, are those of the whole text.
    /// - Throws: ``JSONError``; `notAnObject` where another value stands there, `unexpectedEnd` where the range reaches
    ///   beyond the text.
    public func scan(
        _ bytes: Span<UInt8>,
        in range: Range<Int>,
        limits: JSONLimits = .standard
    ) throws(JSONError) -> JSONFields {
        guard range.lowerBound >= 0, range.upperBound <= bytes.count else {
            throw JSONError(.unexpectedEnd, at: bytes.count)
        }
        return try scan(bytes.extracting(0..<range.upperBound), from: range.lowerBound, limits: limits)
    }

    private func scan(
        _ bytes: Span<UInt8>,
        from start: Int,
        limits: JSONLimits
    ) throws(JSONError) -> JSONFields {
        guard bytes.count <= JSONFields.longestText else { throw JSONError(.tooManyValues, at: JSONFields.longestText) }
        var index = start
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
        if shape.contents.count > longest { return nil }
        if shape.hasEscapes {
            var name: [UInt8] = []
            JSONLexer.unescape(bytes, shape, into: &name)
            return names.firstIndex(of: name)
        }
        let length = shape.contents.count
        for position in names.indices where names[position].count == length {
            let name = names[position]
            if name.span.hasSameBytes(as: bytes.extracting(shape.contents)) { return position }
        }
        return nil
    }
}
