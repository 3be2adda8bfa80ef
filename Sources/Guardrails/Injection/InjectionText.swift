/// A text as the injection rules and the model read it: a ``FoldedText`` with white space as one character, without Markdown's
/// emphasis and without spaces between Japanese letters. Reused from text to text for its memory.
struct InjectionText {
    /// UTF-8 of the folded text.
    private(set) var bytes: [UInt8] = []
    /// The same with spaces for line breaks, for phrases, and ``WordingTrie/padding`` bytes behind it.
    private(set) var line: [UInt8] = []
    /// For each byte of it, where in ``FoldedText`` it came from; empty until somebody asks.
    private var offsets: [Int32] = []
    /// The way from ``FoldedText`` to the normalised text.
    private var map = OffsetMap()
    /// The folded text's scalars for the model: digits as 0, line breaks as spaces, a space at both ends.
    private(set) var scalars: [UInt32] = []
    /// The normalised text.
    private var source: [UInt8] = []

    /// The longest part of a text that is looked at, in bytes; of a longer one, as much from its beginning and its end.
    static let limit = 1 << 20

    /// Folds a text.
    mutating func fold(_ text: NormalizedText) {
        source = text.bytes
        offsets.removeAll(keepingCapacity: true)
        if source.count <= InjectionText.limit, source.withUnsafeBufferPointer(Self.isPlain) {
            foldPlain()
        } else {
            foldAny()
        }
    }

    /// Folds any text.
    private mutating func foldAny() {
        let folded = FoldedText(source, options: .detection).bytes
        // A byte that is no UTF-8 becomes a character of three.
        let capacity = 3 * min(folded.count, InjectionText.limit) + 2
        var written = [0x20] as [UInt32]
        bytes = [UInt8](unsafeUninitializedCapacity: capacity) { bytes, count in
            written = [UInt32](unsafeUninitializedCapacity: capacity) { scalars, scalarCount in
                guard let bytes = bytes.baseAddress, let scalars = scalars.baseAddress else { return }
                scalars[0] = 0x20
                scalarCount = 1
                Self.forEachScalar(of: folded) { scalar, _ in
                    count &+= Self.write(scalar, to: bytes + count)
                    scalars[scalarCount] = scalar == 0x0A ? 0x20 : scalar &- 0x30 < 10 ? 0x30 : scalar
                    scalarCount &+= 1
                }
                // Every text ends in white space, so that expressions need no anchor for its end: the engine knows none.
                bytes[count] = 0x0A
                count &+= 1
                if scalars[scalarCount &- 1] != 0x20 {
                    scalars[scalarCount] = 0x20
                    scalarCount &+= 1
                }
            }
        }
        scalars = written
        line = [UInt8](unsafeUninitializedCapacity: bytes.count + WordingTrie.padding) { line, count in
            for byte in bytes {
                line[count] = byte == 0x0A ? 0x20 : byte
                count &+= 1
            }
            for _ in 0..<WordingTrie.padding {
                line[count] = 0
                count &+= 1
            }
        }
    }

    /// Writes down where every byte of the folded text comes from.
    private mutating func locate() {
        let folded = FoldedText(source, options: .detection)
        map = folded.map
        var offsets: [Int32] = []
        offsets.reserveCapacity(bytes.count)
        Self.forEachScalar(of: folded.bytes) { scalar, offset in
            let width = scalar < 0x80 ? 1 : scalar < 0x800 ? 2 : scalar < 0x10000 ? 3 : 4
            offsets.append(contentsOf: repeatElement(Int32(truncatingIfNeeded: offset), count: width))
        }
        offsets.append(Int32(truncatingIfNeeded: folded.bytes.count))
        self.offsets = offsets
    }

    /// Folds a text of ASCII whose letters are not spaced out, of which folding changes no more than case and white space.
    private mutating func foldPlain() {
        let capacity = source.count + 2
        var newLine: [UInt8] = []
        var newScalars: [UInt32] = []
        bytes = [UInt8](unsafeUninitializedCapacity: capacity) { bytes, count in
            newLine = [UInt8](unsafeUninitializedCapacity: capacity + WordingTrie.padding) { line, lineCount in
                newScalars = [UInt32](unsafeUninitializedCapacity: capacity) { scalars, scalarCount in
                    count = Self.foldPlain(source, bytes, line, scalars)
                    lineCount = count + WordingTrie.padding
                    scalarCount = count + (count > 1 ? 1 : 0)
                }
            }
        }
        line = newLine
        scalars = newScalars
    }

    /// What a byte of ASCII becomes: a letter in small; 1 for a space, 2 for a line break, 0 for nothing.
    private static let plainForms: [UInt8] = (0..<128).map { byte in
        switch UInt8(byte) {
        case 0x20, 0x09: 1
        case 0x0A, 0x0D: 2
        case 0x2A, 0x60, 0x5C: 0
        case let byte: byte &- 0x41 < 26 ? byte | 0x20 : byte
        }
    }

    /// Writes the forms of a plain text.
    /// - Returns: how many bytes were written; as many and one scalar, unless there is no more than the end.
    private static func foldPlain(
        _ source: [UInt8],
        _ bytes: UnsafeMutableBufferPointer<UInt8>,
        _ line: UnsafeMutableBufferPointer<UInt8>,
        _ scalars: UnsafeMutableBufferPointer<UInt32>
    ) -> Int {
        var written = 0
        source.withUnsafeBufferPointer { source in
            plainForms.withUnsafeBufferPointer { forms in
                var pending: UInt8 = 0
                scalars[0] = 0x20
                for byte in source {
                    // 1 and 2 themselves are no white space.
                    let form = byte < 3 ? byte : forms[Int(byte & 0x7F)]
                    if form < 3, byte >= 3 {
                        pending = max(pending, form)
                        continue
                    }
                    if pending != 0 {
                        if written > 0 {
                            bytes[written] = pending == 1 ? 0x20 : 0x0A
                            line[written] = 0x20
                            written &+= 1
                            scalars[written] = 0x20
                        }
                        pending = 0
                    }
                    bytes[written] = form
                    line[written] = form
                    written &+= 1
                    scalars[written] = form &- 0x30 < 10 ? 0x30 : UInt32(form)
                }
                bytes[written] = 0x0A
                line[written] = 0x20
                written &+= 1
                if written > 1 { scalars[written] = 0x20 }
                for index in 0..<WordingTrie.padding { line[written &+ index] = 0 }
            }
        }
        return written
    }

    /// Whether a text is ASCII and holds no letters that may be spaced out: four single ones with the same sign between them.
    private static func isPlain(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        let raw = UnsafeRawBufferPointer(text)
        var index = 0
        while index &+ 8 <= raw.count {
            let word = raw.loadUnaligned(fromByteOffset: index, as: UInt64.self)
            if word & 0x8080_8080_8080_8080 != 0 { return false }
            index &+= 8
        }
        while index < text.count {
            if text[index] >= 0x80 { return false }
            index &+= 1
        }
        guard text.count >= 7 else { return true }
        func isLetter(_ index: Int) -> Bool { (text[index] | 0x20) &- 0x61 < 26 }
        for index in 1..<text.count &- 5
        where text[index] == text[index &+ 2] && text[index] == text[index &+ 4] && isLetter(index &- 1)
            && isLetter(index &+ 1) && isLetter(index &+ 3) && isLetter(index &+ 5) && !isLetter(index)
        {
            return false
        }
        return true
    }

    /// The sentence of which a match is part, in bytes of the normalised text.
    /// - Parameter end: where the match ends, in ``bytes``.
    mutating func sentence(endingAt end: Int) -> Range<Int> {
        if offsets.isEmpty { locate() }
        let full: [UInt8] = [0xE3, 0x80, 0x82]
        var start = max(0, min(end, bytes.count) - 1)
        let limit = max(0, start - 400)
        while start > limit, ![0x0A, 0x2E, 0x21, 0x3F].contains(bytes[start - 1]) {
            if start >= 3, bytes[start - 3..<start].elementsEqual(full) { break }
            start -= 1
        }
        // Where the limit cut a letter, the sentence begins behind it.
        while start < end, start < bytes.count, bytes[start] & 0xC0 == 0x80 { start += 1 }
        guard start < offsets.count else { return 0..<0 }
        let lower = Int(offsets[start])
        let upper = end < offsets.count ? Int(offsets[end]) : lower
        return map.original(lower..<max(upper, lower))
    }

    /// Gives out the scalars of a folded text, and where each comes from.
    @inline(__always)
    private static func forEachScalar(of folded: [UInt8], _ body: (_ scalar: UInt32, _ offset: Int) -> Void) {
        folded.withUnsafeBufferPointer { source in
            guard source.count > limit else { return forEachScalar(of: source, from: 0, to: source.count, body) }
            forEachScalar(of: source, from: 0, to: limit / 2, body)
            body(0x0A, limit / 2)
            forEachScalar(of: source, from: source.count - limit / 2, to: source.count, body)
        }
    }

    private static func forEachScalar(
        of source: UnsafeBufferPointer<UInt8>,
        from start: Int,
        to end: Int,
        _ emit: (_ scalar: UInt32, _ offset: Int) -> Void
    ) {
        var index = start
        /// White space that was read and not yet written: none, a space or a line break.
        var pending: UInt32 = 0
        var pendingOffset = start
        var last: UInt32 = 0x0A
        while index < end {
            let offset = index
            let scalar = InjectionText.decode(source, at: &index, end: end)
            switch scalar {
            case 0x20, 0x09, 0x3000, 0xA0:
                if pending == 0 { (pending, pendingOffset) = (0x20, offset) }
                continue
            case 0x0A, 0x0D:
                if pending == 0 { pendingOffset = offset }
                pending = 0x0A
                continue
            case 0x2A, 0x60, 0x5C:  // Emphasis, code and escapes of Markdown say nothing.
                continue
            default: break
            }
            let folded = InjectionText.fold(scalar)
            if pending != 0 {
                let joins = pending == 0x20 && InjectionText.isJapanese(last) && InjectionText.isJapanese(folded)
                if !joins, last != 0x0A { emit(pending, pendingOffset) }
                pending = 0
            }
            emit(folded, offset)
            last = folded
        }
    }

    /// Writes a scalar in UTF-8.
    /// - Returns: how many bytes it has.
    @inline(__always)
    private static func write(_ scalar: UInt32, to bytes: UnsafeMutablePointer<UInt8>) -> Int {
        if scalar < 0x80 {
            bytes[0] = UInt8(truncatingIfNeeded: scalar)
            return 1
        }
        let last = UInt8(truncatingIfNeeded: 0x80 | (scalar & 0x3F))
        let third = UInt8(truncatingIfNeeded: 0x80 | (scalar >> 6 & 0x3F))
        if scalar < 0x800 {
            bytes[0] = UInt8(truncatingIfNeeded: 0xC0 | scalar >> 6)
            bytes[1] = last
            return 2
        }
        if scalar < 0x10000 {
            bytes[0] = UInt8(truncatingIfNeeded: 0xE0 | scalar >> 12)
            bytes[1] = third
            bytes[2] = last
            return 3
        }
        bytes[0] = UInt8(truncatingIfNeeded: 0xF0 | scalar >> 18)
        bytes[1] = UInt8(truncatingIfNeeded: 0x80 | (scalar >> 12 & 0x3F))
        bytes[2] = third
        bytes[3] = last
        return 4
    }

    /// The scalar at an index, which moves behind it. A byte that begins none is U+FFFD.
    private static func decode(_ source: UnsafeBufferPointer<UInt8>, at index: inout Int, end: Int) -> UInt32 {
        let first = UInt32(source[index])
        index += 1
        guard first >= 0x80 else { return first }
        let length = first >= 0xF0 ? 3 : first >= 0xE0 ? 2 : first >= 0xC0 ? 1 : 0
        guard length > 0, index + length <= end else { return 0xFFFD }
        var scalar = first & (0x3F >> UInt32(length))
        for step in 0..<length {
            let next = UInt32(source[index + step])
            guard next & 0xC0 == 0x80 else { return 0xFFFD }
            scalar = scalar << 6 | next & 0x3F
        }
        guard Unicode.Scalar(scalar) != nil, scalar >= 0x80 else { return 0xFFFD }
        index += length
        return scalar
    }

    /// One scalar in its folded form, for expressions that are to meet folded texts.
    static func folded(_ scalar: Unicode.Scalar) -> Unicode.Scalar { Unicode.Scalar(fold(scalar.value)) ?? scalar }

    private static func fold(_ scalar: UInt32) -> UInt32 {
        switch scalar {
        case 0x41...0x5A: scalar + 0x20
        case 0x30A1...0x30F6: scalar - 0x60
        case 0x2018, 0x2019, 0x201B, 0x2032: 0x27
        case 0x201C, 0x201D, 0x201F, 0x2033: 0x22
        default: scalar
        }
    }

    /// Kana, kanji and Japanese punctuation: scripts that put no spaces between words.
    private static func isJapanese(_ scalar: UInt32) -> Bool {
        switch scalar {
        case 0x3001...0x30FF, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xF900...0xFAFF: true
        default: false
        }
    }
}
