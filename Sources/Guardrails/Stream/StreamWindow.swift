/// The part of a text that a ``StreamGuard`` knows: what it holds back, and what has gone out in front of it.
///
/// Of what has gone out it keeps the last ``keptBytes`` for labels, the header of the table that the text stands in, a word
/// that is not over, and names that the text may call again. So its memory is bounded, however long the text becomes.
struct StreamWindow: Sendable {
    /// How much of what has gone out is kept at least, in bytes: 120 characters of Japanese.
    static let keptBytes = 360
    /// How much is kept before it is cut down.
    private static let mostBytes = 480
    /// How much of a word without an end is kept: what is encoded can be decoded only from its beginning.
    private static let longestWord = 4_096
    private static let longestHeader = 1_024
    /// How many characters in front of the first that is held the reading of the end may look back to.
    private static let lookBack = 32
    private static let mostNames = 16

    /// What has gone out, UTF-8; names and a table's header may stand in front of it.
    private(set) var context: [UInt8] = []
    /// What is held back, UTF-8; it may end within a character.
    private(set) var held: [UInt8] = []
    /// The last characters that have gone out, and all that are held and whole.
    private(set) var codes: [UInt32] = []
    private(set) var kinds: [StreamKind] = []
    /// How many of ``codes`` have gone out.
    private(set) var past = 0
    /// How many characters have gone out, or were taken out, since the beginning.
    private(set) var released = 0
    /// The lengths in bytes of the characters that are held and whole.
    private var widths: [UInt8] = []
    /// How many bytes of ``held`` are whole characters.
    private(set) var wholeBytes = 0
    private var names: [[UInt8]] = []
    /// How many bytes of ``context`` are names that were put there.
    private var nameBytes = 0

    /// How many whole characters are held.
    var count: Int { widths.count }

    /// Takes more of the text.
    /// - Parameter isLast: whether nothing follows, so that half a character is none.
    mutating func append(_ piece: some Sequence<UInt8>, isLast: Bool = false) {
        // One copy where the piece lies in one place, whoever made it.
        if piece.withContiguousStorageIfAvailable({ held.append(contentsOf: $0) }) == nil { held += piece }
        // A second reference, not a copy: what is written below is not the text.
        let text = held
        let bytes = text.span
        while wholeBytes < bytes.count {
            let scalar = UTF8Scalar(bytes, at: wholeBytes)
            if !scalar.isValid, !isLast, Self.isHalf(bytes, at: wholeBytes) { break }
            let (kind, code) = StreamKind.fold(scalar.code)
            codes.append(code)
            kinds.append(kind)
            widths.append(UInt8(truncatingIfNeeded: scalar.length))
            wholeBytes += scalar.length
        }
    }

    /// Whether the bytes from a place to the end may be the beginning of one character.
    private static func isHalf(_ bytes: Span<UInt8>, at place: Int) -> Bool {
        let first = bytes[place]
        let needed = first >= 0xF5 ? 0 : first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : first >= 0xC2 ? 2 : 0
        guard bytes.count - place < needed else { return false }
        for index in place + 1..<max(bytes.count, place + 1) where bytes[index] & 0xC0 != 0x80 { return false }
        return true
    }

    /// How many bytes the first characters that are held have.
    func bytes(of characters: Int) -> Int { widths[..<min(characters, count)].reduce(0) { $0 + Int($1) } }

    /// How many of the characters that are held begin in front of a byte of them.
    func characters(in bytes: Int) -> Int {
        var (characters, seen) = (0, 0)
        while characters < count, seen < bytes {
            seen += Int(widths[characters])
            characters += 1
        }
        return characters
    }

    /// Lets the first characters go: they become context.
    mutating func release(_ characters: Int) {
        let characters = min(characters, count)
        guard characters > 0 else { return }
        let length = bytes(of: characters)
        context += held[..<length]
        held.removeFirst(length)
        widths.removeFirst(characters)
        wholeBytes -= length
        released += characters
        past += characters
        if past > 2 * Self.lookBack {
            codes.removeFirst(past - Self.lookBack)
            kinds.removeFirst(past - Self.lookBack)
            past = Self.lookBack
        }
        if context.count - nameBytes > Self.mostBytes { trim() }
    }

    /// Keeps the name of somebody whom the text may call by the surname alone later.
    mutating func remember(_ name: [UInt8]) {
        guard name.count <= 30, !names.contains(name) else { return }
        if names.count == Self.mostNames { names.removeFirst() }
        names.append(name)
    }

    // MARK: What is kept of what has gone out

    private mutating func trim() {
        let kept = Array(context[nameBytes...])
        var start = kept.count - Self.keptBytes
        while start < kept.count, kept[start] & 0xC0 == 0x80 { start += 1 }
        // A word that reaches the end is kept from its beginning.
        var word = kept.count
        while word > 0, kept.count - word <= Self.longestWord, kept[word - 1] > 0x20, kept[word - 1] < 0x7F {
            word -= 1
        }
        if kept.count - word <= Self.longestWord { start = min(start, word) }
        guard start > 0 else { return }
        var tail = kept[start...]
        if let header = TableColumns(kept).header(of: kept.count), header.lowerBound < start,
            header.count <= Self.longestHeader,
            let line = kept[max(start, header.upperBound)...].firstIndex(of: UInt8(ascii: "\n"))
        {
            tail = kept[header] + kept[line...]
        }
        let called = names.flatMap { $0 + Array("様\n\n".utf8) }
        nameBytes = called.count
        context = called + tail
    }
}
