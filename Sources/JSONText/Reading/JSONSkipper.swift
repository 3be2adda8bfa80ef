/// Walks over one value, checking it strictly, without building anything and without recursion.
enum JSONSkipper {
    /// One bit a level: 1 where the open container is an object.
    private struct Levels {
        private var bits: InlineArray<8, UInt64> = .init(repeating: 0)
        private(set) var depth = 0

        mutating func push(isObject: Bool) {
            let mask: UInt64 = 1 &<< UInt64(truncatingIfNeeded: depth & 63)
            if isObject { bits[depth &>> 6] |= mask } else { bits[depth &>> 6] &= ~mask }
            depth &+= 1
        }

        mutating func pop() { depth &-= 1 }

        var innermostIsObject: Bool {
            let level = depth &- 1
            return bits[level &>> 6] &>> UInt64(truncatingIfNeeded: level & 63) & 1 == 1
        }
    }

    /// Skips the value that starts at `index`.
    /// - Parameters:
    ///   - depth: how many more levels may be opened, at most ``JSONLimits/maximumDepth``.
    static func skipValue(_ bytes: Span<UInt8>, at index: inout Int, depth: Int) throws(JSONError) {
        var levels = Levels()
        let most = min(depth, JSONLimits.maximumDepth)
        while true {
            // Here a value must start.
            let byte = try JSONLexer.peek(bytes, at: index)
            switch byte {
            case JSONLexer.quote:
                _ = try JSONLexer.skipString(bytes, at: &index)
            case UInt8(ascii: "{"), UInt8(ascii: "["):
                if levels.depth >= most { throw JSONError(.tooDeep, at: index) }
                let isObject = byte == UInt8(ascii: "{")
                index &+= 1
                JSONLexer.skipWhitespace(bytes, at: &index)
                if try JSONLexer.peek(bytes, at: index) == (isObject ? UInt8(ascii: "}") : UInt8(ascii: "]")) {
                    index &+= 1
                } else {
                    levels.push(isObject: isObject)
                    if isObject { try skipName(bytes, at: &index) }
                    continue
                }
            case UInt8(ascii: "t"): try JSONLexer.skipLiteral("true", bytes, at: &index)
            case UInt8(ascii: "f"): try JSONLexer.skipLiteral("false", bytes, at: &index)
            case UInt8(ascii: "n"): try JSONLexer.skipLiteral("null", bytes, at: &index)
            case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
                try JSONLexer.skipNumber(bytes, at: &index)
            default:
                throw JSONError(.unexpectedByte, at: index)
            }
            // A value has ended: leave the containers that end with it, then go on behind a comma.
            closing: while true {
                if levels.depth == 0 { return }
                JSONLexer.skipWhitespace(bytes, at: &index)
                switch try JSONLexer.peek(bytes, at: index) {
                case UInt8(ascii: ","):
                    index &+= 1
                    JSONLexer.skipWhitespace(bytes, at: &index)
                    if levels.innermostIsObject { try skipName(bytes, at: &index) }
                    break closing
                case UInt8(ascii: "}") where levels.innermostIsObject,
                    UInt8(ascii: "]") where !levels.innermostIsObject:
                    index &+= 1
                    levels.pop()
                default:
                    throw JSONError(.unexpectedByte, at: index)
                }
            }
        }
    }

    /// Skips a member's name, the colon and the white space around it.
    @inline(__always)
    @discardableResult
    static func skipName(_ bytes: Span<UInt8>, at index: inout Int) throws(JSONError) -> JSONLexer.StringShape {
        guard try JSONLexer.peek(bytes, at: index) == JSONLexer.quote else {
            throw JSONError(.unexpectedByte, at: index)
        }
        let shape = try JSONLexer.skipString(bytes, at: &index)
        JSONLexer.skipWhitespace(bytes, at: &index)
        guard try JSONLexer.peek(bytes, at: index) == UInt8(ascii: ":") else {
            throw JSONError(.unexpectedByte, at: index)
        }
        index &+= 1
        JSONLexer.skipWhitespace(bytes, at: &index)
        return shape
    }
}
