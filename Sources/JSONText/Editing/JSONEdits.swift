/// Changes to a JSON text that leave every other byte as it was: order, white space and unknown members survive.
public struct JSONEdits: Sendable {
    /// One replaced stretch of the text; an empty range inserts.
    struct Edit: Sendable {
        var range: Range<Int>
        var replacement: [UInt8]
    }

    /// Sorted by position; ranges do not overlap.
    private var edits: [Edit] = []

    /// Creates an empty set of changes.
    public init() {}

    /// Whether nothing is to be changed.
    public var isEmpty: Bool { edits.isEmpty }

    /// Replaces a stretch of the text. Where two changes overlap the earlier call stays and this one returns `false`.
    /// - Parameters:
    ///   - range: bytes of the original text.
    ///   - replacement: valid JSON for that place.
    @discardableResult
    public mutating func replace(_ range: Range<Int>, with replacement: [UInt8]) -> Bool {
        let index = edits.firstIndex { $0.range.lowerBound > range.lowerBound } ?? edits.endIndex
        if index > edits.startIndex, edits[index - 1].range.upperBound > range.lowerBound { return false }
        if index < edits.endIndex, edits[index].range.lowerBound < range.upperBound { return false }
        edits.insert(Edit(range: range, replacement: replacement), at: index)
        return true
    }

    /// Replaces a value.
    public mutating func replace(_ place: JSONFields.Place, with value: JSONValue) {
        replace(place.value, with: value.bytes)
    }

    /// Puts a new member in front of all others.
    /// - Parameters:
    ///   - name: a name the object does not have yet.
    ///   - value: its value.
    ///   - fields: a scan of the object.
    ///   - offset: where the scanned object starts in the text, if it is not the whole text.
    public mutating func insert(_ name: String, _ value: JSONValue, into fields: JSONFields, offset: Int = 0) {
        var writer = JSONWriter()
        writer.write(string: name)
        writer.write(raw: ":")
        writer.write(value)
        if !fields.isEmpty { writer.write(raw: ",") }
        let start = fields.bodyStart &+ offset
        replace(start..<start, with: writer.bytes)
    }

    /// Takes out a member together with the comma that separates it from its neighbour.
    /// - Parameters:
    ///   - place: the member.
    ///   - bytes: the text that was scanned.
    public mutating func remove(_ place: JSONFields.Place, from bytes: Span<UInt8>) {
        var end = place.member.upperBound
        JSONLexer.skipWhitespace(bytes, at: &end)
        if end < bytes.count, bytes[end] == UInt8(ascii: ",") {
            end &+= 1
            JSONLexer.skipWhitespace(bytes, at: &end)
            replace(place.member.lowerBound..<end, with: [])
            return
        }
        var start = place.member.lowerBound
        while start > 0, bytes[start &- 1] != UInt8(ascii: ","), bytes[start &- 1] != UInt8(ascii: "{") { start &-= 1 }
        if start > 0, bytes[start &- 1] == UInt8(ascii: ",") { start &-= 1 }
        replace(start..<place.member.upperBound, with: [])
    }

    /// How long the changed text is.
    /// - Parameter original: the length of the original text in bytes.
    public func length(from original: Int) -> Int {
        edits.reduce(original) { $0 &+ $1.replacement.count &- $1.range.count }
    }

    /// Goes through the changed text piece by piece, so that the caller can splice without copying what stays.
    /// - Parameters:
    ///   - length: the length of the original text in bytes.
    ///   - kept: called with a range of the original text that stays.
    ///   - inserted: called with bytes that are new.
    public func forEachPiece(of length: Int, kept: (Range<Int>) -> Void, inserted: ([UInt8]) -> Void) {
        var position = 0
        for edit in edits where edit.range.upperBound <= length {
            if edit.range.lowerBound > position { kept(position..<edit.range.lowerBound) }
            if !edit.replacement.isEmpty { inserted(edit.replacement) }
            position = edit.range.upperBound
        }
        if position < length { kept(position..<length) }
    }

    /// The changed text.
    /// - Parameter bytes: the original text.
    public func applied(to bytes: Span<UInt8>) -> [UInt8] {
        var out: [UInt8] = []
        out.reserveCapacity(length(from: bytes.count))
        forEachPiece(
            of: bytes.count,
            kept: { range in for index in range { out.append(bytes[index]) } },
            inserted: { out.append(contentsOf: $0) }
        )
        return out
    }
}
