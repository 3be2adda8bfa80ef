public import JSONText

/// Where breakpoints go in a prompt for Anthropic, and for how long.
public struct Breakpoints: Hashable, Sendable {
    /// One breakpoint.
    public struct Mark: Hashable, Sendable {
        /// The index of the piece it goes behind.
        public var piece: Int
        /// How long the prefix is to be kept.
        public var lifetime: CacheLifetime

        /// Creates a breakpoint.
        public init(piece: Int, lifetime: CacheLifetime) {
            self.piece = piece
            self.lifetime = lifetime
        }
    }

    /// The most that the API takes in one request.
    public static let most = 4

    /// In the order of the prompt; those for an hour come before those for five minutes, as the API demands.
    public let marks: [Mark]

    /// Chooses the breakpoints of a prompt: behind the last tool, the last block of the instructions and the last block of
    /// turns that has come before, and, where the conversation has grown since, behind its end, which the next request is
    /// expected to begin with.
    ///
    /// A caller that has put breakpoints itself knows better: then there are none. A place that takes none gives way to the
    /// one before it.
    /// - Parameters:
    ///   - outline: the prompt.
    ///   - points: its places.
    ///   - sights: what is known of each place.
    ///   - lifetimes: those to choose from.
    public init(
        for outline: PromptOutline,
        at points: PrefixPoints,
        sights: [PrefixTracker.Sight?],
        among lifetimes: [CacheLifetime] = CacheLifetime.allCases
    ) {
        guard !outline.hasMarks else {
            marks = []
            return
        }
        var last: [PromptPiece.Part: Mark] = [:]
        var hasGrown = false
        for (point, sight) in zip(points.points, sights) {
            guard let sight, outline.pieces.indices.contains(point.piece) else { continue }
            let piece = outline.pieces[point.piece]
            let isSoon = sight.age <= CacheLifetime.fiveMinutes.duration
            let lifetime = CacheLifetime.cheapest(
                soon: sight.soon + (isSoon ? 1 : 0),
                late: sight.late + (isSoon ? 0 : 1),
                among: lifetimes
            )
            guard let lifetime else { continue }
            if piece.part == .turns, sight.wasEnd, !point.isEnd { hasGrown = true }
            guard let place = Self.place(atOrBefore: point.piece, in: outline) else { continue }
            last[piece.part] = Mark(piece: place, lifetime: lifetime)
        }
        var marks = [last[.tools], last[.system], last[.turns]].compactMap(\.self)
        if hasGrown, let stable = last[.turns],
            let end = Self.place(atOrBefore: outline.pieces.count - 1, in: outline), end > stable.piece
        {
            marks.append(Mark(piece: end, lifetime: stable.lifetime))
        }
        // A longer lifetime behind a shorter one is refused; and whatever is asked for with the longer prefix, the shorter one
        // is asked for too.
        var longest = CacheLifetime.fiveMinutes
        for index in marks.indices.reversed() {
            if marks[index].lifetime == .oneHour { longest = .oneHour }
            marks[index].lifetime = longest
        }
        self.marks = Array(marks.suffix(Self.most))
    }

    /// The last piece of the same part, not behind this one, that takes a breakpoint.
    private static func place(atOrBefore piece: Int, in outline: PromptOutline) -> Int? {
        let part = outline.pieces[piece].part
        var index = piece
        while index >= 0, outline.pieces[index].part == part {
            if outline.pieces[index].form != .none { return index }
            index -= 1
        }
        return nil
    }

    /// Puts the breakpoints into a body; every other byte stays as it was.
    /// - Parameters:
    ///   - edits: the changes of the body that the outline was made of.
    ///   - outline: the prompt.
    ///   - body: its bytes.
    public func write(into edits: inout JSONEdits, of outline: PromptOutline, _ body: Span<UInt8>) {
        for mark in marks where outline.pieces.indices.contains(mark.piece) {
            let piece = outline.pieces[mark.piece]
            var control: JSONObject = ["type": "ephemeral"]
            if mark.lifetime == .oneHour { control.append("ttl", .string(mark.lifetime.rawValue)) }
            switch piece.form {
            case .none: break
            case .object:
                // It was scanned before: it is an object.
                guard let fields = try? Self.noFields.scan(body, in: piece.range) else { continue }
                edits.insert("cache_control", .object(control), into: fields)
            case .text:
                var block = Array(#"[{"type":"text","text":"#.utf8)
                block += body.extracting(piece.range).withUnsafeBufferPointer { Array($0) }
                block += Array(#","cache_control":"#.utf8) + JSONValue.object(control).bytes + Array("}]".utf8)
                edits.replace(piece.range, with: block)
            }
        }
    }

    private static let noFields = JSONFieldSet([])
}
