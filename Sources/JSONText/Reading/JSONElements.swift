/// Where the elements of a list stand, found without building a tree.
public enum JSONElements {
    /// Finds the elements of a list that is a part of a larger text, such as a member's value.
    /// - Parameters:
    ///   - bytes: the whole text.
    ///   - range: the list's place in it, such as ``JSONFields/Place/value``; nothing behind it is read.
    ///   - limits: bounds; only the depth counts, from this list on.
    /// - Returns: the places of the elements in order, as offsets in the whole text; `nil` where another value stands there.
    /// - Throws: ``JSONError`` where it is not well-formed.
    public static func scan(
        _ bytes: Span<UInt8>,
        in range: Range<Int>,
        limits: JSONLimits = .standard
    ) throws(JSONError) -> [Range<Int>]? {
        guard range.lowerBound >= 0, range.upperBound <= bytes.count else {
            throw JSONError(.unexpectedEnd, at: bytes.count)
        }
        let bytes = bytes.extracting(0..<range.upperBound)
        var index = range.lowerBound
        JSONLexer.skipWhitespace(bytes, at: &index)
        guard try JSONLexer.peek(bytes, at: index) == UInt8(ascii: "[") else { return nil }
        index &+= 1
        JSONLexer.skipWhitespace(bytes, at: &index)
        var elements: [Range<Int>] = []
        if try JSONLexer.peek(bytes, at: index) == UInt8(ascii: "]") { return elements }
        while true {
            let start = index
            try JSONSkipper.skipValue(bytes, at: &index, depth: limits.depth &- 1)
            elements.append(start..<index)
            JSONLexer.skipWhitespace(bytes, at: &index)
            switch try JSONLexer.peek(bytes, at: index) {
            case UInt8(ascii: ","):
                index &+= 1
                JSONLexer.skipWhitespace(bytes, at: &index)
            case UInt8(ascii: "]"):
                index &+= 1
                try JSONLexer.expectEnd(bytes, at: &index)
                return elements
            default:
                throw JSONError(.unexpectedByte, at: index)
            }
        }
    }
}
