/// Changes to a JSON text that leave every other byte as it was: order, white space and unknown members survive.
///
/// Changes made in the order of the text take constant time each; others take time in proportion to the changes behind
/// them. Offsets are those of the original text throughout.
public struct JSONEdits: Sendable {
    /// One replaced stretch of the text; an empty range inserts.
    private struct Edit {
        enum Kind {
            case replacement
            /// New members directly behind a brace, commas between them and, where others follow, behind them.
            case newMembers
            /// Members taken out, with the commas that go with them.
            case removal
        }

        var range: Range<Int>
        var replacement: [UInt8]
        var kind: Kind

        /// The order of the text; at one place insertions come before what is replaced there.
        func precedes(_ range: Range<Int>) -> Bool {
            if self.range.lowerBound != range.lowerBound { return self.range.lowerBound < range.lowerBound }
            return self.range.isEmpty || !range.isEmpty
        }
    }

    /// In the order of the text, without overlaps.
    private var edits: [Edit] = []

    /// Where the objects start that have lost all their members.
    private var emptiedBodies: Set<Int> = []

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
        add(Edit(range: range, replacement: replacement, kind: .replacement))
    }

    /// Replaces a value.
    /// - Returns: whether it was possible; not so where an earlier change touches the value.
    @discardableResult
    public mutating func replace(_ place: JSONFields.Place, with value: JSONValue) -> Bool {
        replace(place.value, with: value.bytes)
    }

    /// Puts a new member in front of those the object has, behind those put there before.
    /// - Parameters:
    ///   - name: a name the object does not have yet.
    ///   - value: its value.
    ///   - fields: a scan of the object.
    ///   - offset: where the scanned object starts in the text, if it was scanned apart from it.
    /// - Returns: whether it was possible; not so where an earlier change replaces the object as a whole.
    @discardableResult
    public mutating func insert(
        _ name: String,
        _ value: JSONValue,
        into fields: JSONFields,
        offset: Int = 0
    ) -> Bool {
        let start = fields.bodyStart &+ offset
        let isLast = fields.isEmpty || emptiedBodies.contains(start)
        var writer = JSONWriter()
        let earlier = newMembers(at: start)
        if earlier != nil, isLast { writer.write(raw: ",") }
        writer.write(string: name)
        writer.write(raw: ":")
        writer.write(value)
        if !isLast { writer.write(raw: ",") }
        if let earlier {
            edits[earlier].replacement += writer.bytes
            return true
        }
        return add(Edit(range: start..<start, replacement: writer.bytes, kind: .newMembers))
    }

    /// Takes out a member together with the comma that separates it from its neighbour.
    ///
    /// Any number of an object's members may be taken out, in any order, up to all of them.
    /// - Parameters:
    ///   - place: the member.
    ///   - bytes: the text that was scanned.
    /// - Returns: whether it was possible; not so where an earlier change touches the member.
    @discardableResult
    public mutating func remove(_ place: JSONFields.Place, from bytes: Span<UInt8>) -> Bool {
        var range = place.member
        guard !range.isEmpty, range.lowerBound >= 0, range.upperBound <= bytes.count else { return false }
        var first = firstIndex(notBefore: range)
        guard isFree(range, before: first) else { return false }

        var comma = range.upperBound
        JSONLexer.skipWhitespace(bytes, at: &comma)
        guard comma < bytes.count else { return false }
        // The neighbours behind may be gone already, and then so is the comma that separated them from this member.
        let following = edits.indices.contains(first) ? edits[first] : nil
        let endsObject = following.map { $0.kind == .removal && $0.range.lowerBound == comma } ?? false
        if bytes[comma] == UInt8(ascii: ","), !endsObject {
            var end = comma &+ 1
            JSONLexer.skipWhitespace(bytes, at: &end)
            return add(Edit(range: range.lowerBound..<end, replacement: [], kind: .removal))
        }

        // No member is left behind this one, so the comma in front of it goes too, and in front of those that were
        // taken out before it.
        let last = endsObject ? first &+ 1 : first
        var start = range.lowerBound
        while first > 0, edits[first &- 1].kind == .removal, edits[first &- 1].range.upperBound == start {
            first &-= 1
            start = edits[first].range.lowerBound
        }
        let body = JSONLexer.whitespaceStart(bytes, before: start)
        guard body > 0 else { return false }
        if bytes[body &- 1] == UInt8(ascii: ",") {
            start = body &- 1
        } else {
            emptiedBodies.insert(body)
            if let new = newMembers(at: body) { edits[new].replacement.removeLast() }
        }
        range = start..<(endsObject ? following?.range.upperBound ?? range.upperBound : range.upperBound)
        edits.replaceSubrange(first..<last, with: CollectionOfOne(Edit(range: range, replacement: [], kind: .removal)))
        return true
    }

    /// How long the changed text is.
    /// - Parameter original: the length of the original text in bytes.
    public func length(from original: Int) -> Int {
        var length = original
        for edit in edits where edit.range.upperBound <= original {
            length = length &+ edit.replacement.count &- edit.range.count
        }
        return length
    }

    /// Goes through the changed text piece by piece, so that the caller can splice without copying what stays.
    /// - Parameters:
    ///   - length: the length of the original text in bytes; a change that reaches beyond it is left out.
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
            kept: { out.append(bytes, $0) },
            inserted: { out.append(contentsOf: $0) }
        )
        return out
    }

    // MARK: - The sorted list

    private mutating func add(_ edit: Edit) -> Bool {
        guard edit.range.lowerBound >= 0 else { return false }
        let index = firstIndex(notBefore: edit.range)
        guard isFree(edit.range, before: index) else { return false }
        edits.insert(edit, at: index)
        return true
    }

    /// The index of the first edit that belongs behind a new one of this range.
    private func firstIndex(notBefore range: Range<Int>) -> Int {
        if let last = edits.last, last.precedes(range) { return edits.endIndex }
        var low = 0
        var high = edits.count
        while low < high {
            let middle = low &+ (high &- low) / 2
            if edits[middle].precedes(range) { low = middle &+ 1 } else { high = middle }
        }
        return low
    }

    /// Whether the edits on both sides of the index leave the range alone.
    private func isFree(_ range: Range<Int>, before index: Int) -> Bool {
        if index > 0, edits[index &- 1].range.upperBound > range.lowerBound { return false }
        return index >= edits.count || edits[index].range.lowerBound >= range.upperBound
    }

    private func newMembers(at start: Int) -> Int? {
        var index = firstIndex(notBefore: start..<start)
        while index > 0, edits[index &- 1].range == start..<start {
            index &-= 1
            if edits[index].kind == .newMembers { return index }
        }
        return nil
    }
}
