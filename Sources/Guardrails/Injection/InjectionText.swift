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
    /// Whether ``offsets`` are written down.
    private var isLocating = false

    /// The longest part of a text that is looked at, in bytes; of a longer one, as much from its beginning and its end.
    static let limit = 1 << 20

    /// Folds a text.
    mutating func fold(_ text: NormalizedText) {
        source = text.bytes
        offsets.removeAll(keepingCapacity: true)
        if !foldPlain() { foldAny() }
    }

    /// Folds any text.
    private mutating func foldAny() {
        let folded = FoldedText(source, options: .detection)
        map = folded.map
        bytes.removeAll(keepingCapacity: true)
        scalars.removeAll(keepingCapacity: true)
        let length = min(folded.bytes.count, InjectionText.limit)
        bytes.reserveCapacity(length + 2)
        scalars.reserveCapacity(length / 2)
        scalars.append(0x20)
        folded.bytes.withUnsafeBufferPointer { source in
            if source.count <= InjectionText.limit {
                fold(source, from: 0, to: source.count)
            } else {
                fold(source, from: 0, to: InjectionText.limit / 2)
                emit(0x0A, at: InjectionText.limit / 2)
                fold(source, from: source.count - InjectionText.limit / 2, to: source.count)
            }
        }
        // Every text ends in white space, so that expressions need no anchor for its end: the engine knows none.
        if scalars.last != 0x20 { scalars.append(0x20) }
        bytes.append(0x0A)
        if isLocating { offsets.append(Int32(truncatingIfNeeded: folded.bytes.count)) }
        line.removeAll(keepingCapacity: true)
        line.append(contentsOf: bytes)
        line.withUnsafeMutableBufferPointer { line in
            for index in line.indices where line[index] == 0x0A { line[index] = 0x20 }
        }
        line.append(contentsOf: repeatElement(0, count: WordingTrie.padding))
    }

    /// Folds a text of ASCII whose letters are not spaced out, of which folding changes no more than case and white space.
    /// - Returns: whether it is such a text.
    private mutating func foldPlain() -> Bool {
        let count = source.count
        guard count <= InjectionText.limit, source.withUnsafeBufferPointer(Self.isPlain) else { return false }
        Self.extend(&bytes, to: count + 1)
        Self.extend(&line, to: count + 1 + WordingTrie.padding)
        if scalars.count < count + 2 {
            scalars.append(contentsOf: repeatElement(0, count: count + 2 - scalars.count))
        }
        let written = Self.foldPlain(source, &bytes, &line, &scalars)
        bytes.removeLast(bytes.count - written)
        line.removeLast(line.count - written - WordingTrie.padding)
        scalars.removeLast(scalars.count - written - (written > 1 ? 1 : 0))
        return true
    }

    private static func extend(_ bytes: inout [UInt8], to count: Int) {
        if bytes.count < count { bytes.append(contentsOf: repeatElement(0, count: count - bytes.count)) }
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
    /// - Returns: how many bytes were written.
    private static func foldPlain(
        _ source: [UInt8],
        _ bytes: inout [UInt8],
        _ line: inout [UInt8],
        _ scalars: inout [UInt32]
    ) -> Int {
        var written = 0
        source.withUnsafeBufferPointer { source in
            plainForms.withUnsafeBufferPointer { forms in
                bytes.withUnsafeMutableBufferPointer { bytes in
                    line.withUnsafeMutableBufferPointer { line in
                        scalars.withUnsafeMutableBufferPointer { scalars in
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
                }
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
        if offsets.isEmpty {
            isLocating = true
            foldAny()
            isLocating = false
        }
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

    private mutating func fold(_ source: UnsafeBufferPointer<UInt8>, from start: Int, to end: Int) {
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
                if !joins, last != 0x0A { emit(pending, at: pendingOffset) }
                pending = 0
            }
            emit(folded, at: offset)
            last = folded
        }
    }

    @inline(__always)
    private mutating func emit(_ scalar: UInt32, at offset: Int) {
        let start = bytes.count
        if scalar < 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: scalar))
            scalars.append(scalar == 0x0A ? 0x20 : (scalar >= 0x30 && scalar <= 0x39 ? 0x30 : scalar))
        } else {
            if scalar < 0x800 {
                bytes.append(UInt8(truncatingIfNeeded: 0xC0 | scalar >> 6))
            } else {
                if scalar < 0x10000 {
                    bytes.append(UInt8(truncatingIfNeeded: 0xE0 | scalar >> 12))
                } else {
                    bytes.append(UInt8(truncatingIfNeeded: 0xF0 | scalar >> 18))
                    bytes.append(UInt8(truncatingIfNeeded: 0x80 | (scalar >> 12 & 0x3F)))
                }
                bytes.append(UInt8(truncatingIfNeeded: 0x80 | (scalar >> 6 & 0x3F)))
            }
            bytes.append(UInt8(truncatingIfNeeded: 0x80 | (scalar & 0x3F)))
            scalars.append(scalar)
        }
        if isLocating {
            for _ in start..<bytes.count { offsets.append(Int32(truncatingIfNeeded: offset)) }
        }
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
