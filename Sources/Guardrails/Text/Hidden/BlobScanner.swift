/// One pass over a normalised text that notes what may be encoded: long runs of an alphabet, escapes that stand close
/// together, rows of short numbers, and words that tell a reader to decode.
///
/// It decides nothing: what it notes is tried, and what does not give a text was no encoding.
struct BlobScanner {
    /// How bytes may be escaped.
    enum Escape: Int, CaseIterable {
        case percent, entity, backslash, quotedPrintable
    }

    /// Escapes that stand close together.
    struct Cluster {
        var escape: Escape
        var range: Range<Int>
        /// How many of them stand for letters, digits or characters beyond ASCII.
        var useful: Int
    }

    /// What short numbers in a row may be.
    enum Numbers {
        case hexadecimal, binary, decimal
    }

    /// Words that tell a reader to decode.
    struct Cues: OptionSet {
        let rawValue: UInt8
        static let decode = Cues(rawValue: 1)
        static let rotation = Cues(rawValue: 2)
        static let reversal = Cues(rawValue: 4)
        static let morse = Cues(rawValue: 8)
    }

    /// Runs of letters, digits, `+`, `/`, `-` and `_`, those on lines of their own joined.
    private(set) var runs: [Range<Int>] = []
    private(set) var clusters: [Cluster] = []
    private(set) var rows: [(kind: Numbers, range: Range<Int>)] = []
    private(set) var cues: Cues = []
    /// How many words mix letters and digits as leet does.
    private(set) var mixedWords = 0
    /// Whether braille occurs.
    private(set) var hasBraille = false

    /// Shorter runs are words.
    static let shortestRun = 16
    /// Escapes further apart belong to different clusters.
    private static let widestGap = 24
    /// A line of a blob that goes on in the next.
    private static let shortestWrappedLine = 40

    private var pending: [Cluster?] = Array(repeating: nil, count: Escape.allCases.count)
    private var row: (kind: Numbers, start: Int, end: Int, count: Int)?

    // Classes of bytes.
    private static let alphabet: UInt8 = 1
    private static let letter: UInt8 = 2
    private static let digit: UInt8 = 4
    private static let trigger: UInt8 = 8

    private static let classes: [UInt8] = (0...255).map { byte in
        switch UInt8(byte) {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"): alphabet | letter
        case UInt8(ascii: "0")...UInt8(ascii: "9"): alphabet | digit
        case UInt8(ascii: "+"), UInt8(ascii: "/"), UInt8(ascii: "-"), UInt8(ascii: "_"): alphabet
        case UInt8(ascii: "%"), UInt8(ascii: "&"), UInt8(ascii: "\\"), UInt8(ascii: "="), 0xE2, 0xE3, 0xE5, 0xE6, 0xE8,
            0xE9:
            trigger
        default: 0
        }
    }

    /// Reads a text.
    mutating func scan(_ text: Span<UInt8>) {
        text.withUnsafeBufferPointer { bytes in
            Self.classes.withUnsafeBufferPointer { classes in
                var index = 0
                while index < bytes.count {
                    let first = classes[Int(bytes[index])]
                    if first & Self.alphabet != 0 {
                        let start = index
                        var seen = first
                        index &+= 1
                        while index < bytes.count {
                            let next = classes[Int(bytes[index])]
                            if next & Self.alphabet == 0 { break }
                            seen |= next
                            index &+= 1
                        }
                        word(text, start..<index, seen)
                    } else if first & Self.trigger != 0 {
                        index = Self.isDull(bytes, index) ? Self.skip(text, index) : trigger(text, at: index)
                    } else {
                        index &+= 1
                    }
                }
            }
        }
        endRow()
        for cluster in pending { if let cluster { clusters.append(cluster) } }
    }

    // MARK: Words

    @inline(__always)
    private mutating func word(_ text: Span<UInt8>, _ range: Range<Int>, _ seen: UInt8) {
        let length = range.count
        if length >= Self.shortestRun { return run(text, range) }
        if length >= 3, length <= 12 {
            if seen & Self.letter != 0 { cue(text, range) }
            if seen & (Self.letter | Self.digit) == Self.letter | Self.digit { mixedWords &+= 1 }
        }
        // Two letters may be hexadecimal digits; any other number has a digit.
        if seen & Self.digit != 0 || length == 2, length <= 4 || length == 8 {
            number(text, range, seen)
        } else if row != nil {
            endRow()
        }
        // The last line of a wrapped blob may be short.
        if let last = runs.last, last.count >= Self.shortestWrappedLine,
            Self.isLineBreak(text, last.upperBound..<range.lowerBound)
        {
            runs[runs.count &- 1] = last.lowerBound..<range.upperBound
        }
    }

    private mutating func run(_ text: Span<UInt8>, _ range: Range<Int>) {
        if row != nil { endRow() }
        if let last = runs.last, Self.isLineBreak(text, last.upperBound..<range.lowerBound) {
            runs[runs.count &- 1] = last.lowerBound..<range.upperBound
        } else {
            runs.append(range)
        }
    }

    private static func isLineBreak(_ text: Span<UInt8>, _ range: Range<Int>) -> Bool {
        guard range.count >= 1, range.count <= 4 else { return false }
        var hasBreak = false
        for index in range {
            switch text[index] {
            case 0x0A: hasBreak = true
            case 0x0D, 0x20, 0x09: break
            default: return false
            }
        }
        return hasBreak
    }

    /// Words of which the first four letters, or five, suffice; the four are compared as one number.
    private mutating func cue(_ text: Span<UInt8>, _ range: Range<Int>) {
        var key = UInt32(text[range.lowerBound] | 0x20) &<< 16
        key |= UInt32(text[range.lowerBound &+ 1] | 0x20) &<< 8 | UInt32(text[range.lowerBound &+ 2] | 0x20)
        if range.count > 3 { key = key &<< 8 | UInt32(text[range.lowerBound &+ 3] | 0x20) }
        switch key {
        // ciph, unsc
        case 0x6369_7068, 0x756E_7363: cues.insert(.decode)
        // decod, encod; not "decorate" or "encounter".
        case 0x6465_636F, 0x656E_636F: if fifth(text, range) == UInt8(ascii: "d") { cues.insert(.decode) }
        // decip; not "decide" or "decimal".
        case 0x6465_6369: if fifth(text, range) == UInt8(ascii: "p") { cues.insert(.decode) }
        // decry, encry; not "decrease".
        case 0x6465_6372, 0x656E_6372: if fifth(text, range) == UInt8(ascii: "y") { cues.insert(.decode) }
        // base64, base-64, base 64; not "based" or "baseline".
        case 0x6261_7365:
            var next = range.lowerBound &+ 4
            if next < text.count, text[next] | 0x0D == 0x2D { next &+= 1 }
            if next < text.count, text[next] &- 0x30 < 10 { cues.insert(.decode) }
        // rot1, rot-, caes, atba
        case 0x726F_7431, 0x726F_742D, 0x6361_6573, 0x6174_6261: cues.insert(.rotation)
        // reve, back, mirr
        case 0x7265_7665, 0x6261_636B, 0x6D69_7272:
            // reverse, reversed, backwards, mirrored; not "revenue", "back" or "mirror".
            if range.count >= 7, text[range.lowerBound &+ 4] | 0x20 != UInt8(ascii: "n") { cues.insert(.reversal) }
        // mors
        case 0x6D6F_7273: cues.insert(.morse)
        default: break
        }
    }

    /// The fifth letter of a word in small, 0 where there is none.
    private func fifth(_ text: Span<UInt8>, _ range: Range<Int>) -> UInt8 {
        range.count > 4 ? text[range.lowerBound &+ 4] | 0x20 : 0
    }

    // MARK: Rows of numbers

    private mutating func number(_ text: Span<UInt8>, _ range: Range<Int>, _ seen: UInt8) {
        guard let kind = kind(text, range, seen) else { return endRow() }
        if let row, row.kind == kind || row.kind == .hexadecimal && kind == .decimal && range.count == 2,
            range.lowerBound &- row.end <= 2
        {
            self.row = (row.kind, row.start, range.upperBound, row.count &+ 1)
        } else if let row, row.kind == .decimal, kind == .hexadecimal, range.lowerBound &- row.end <= 2 {
            self.row = (.hexadecimal, row.start, range.upperBound, row.count &+ 1)
        } else {
            endRow()
            row = (kind, range.lowerBound, range.upperBound, 1)
        }
    }

    private func kind(_ text: Span<UInt8>, _ range: Range<Int>, _ seen: UInt8) -> Numbers? {
        switch range.count {
        case 8: return range.allSatisfy { text[$0] | 1 == UInt8(ascii: "1") } ? .binary : nil
        case 4:
            let isPrefixed =
                text[range.lowerBound] == UInt8(ascii: "0") && text[range.lowerBound &+ 1] | 0x20 == UInt8(ascii: "x")
            return isPrefixed && Hexadecimal.value(text, at: range.lowerBound &+ 2) != nil ? .hexadecimal : nil
        case 2, 3:
            if seen & Self.letter == 0, seen & Self.digit != 0 { return .decimal }
            return range.count == 2 && Hexadecimal.value(text, at: range.lowerBound) != nil ? .hexadecimal : nil
        default: return nil
        }
    }

    private mutating func endRow() {
        if let row, row.count >= (row.kind == .binary ? 4 : 8) { rows.append((row.kind, row.start..<row.end)) }
        row = nil
    }

    // MARK: Escapes and cues beyond ASCII

    private mutating func trigger(_ text: Span<UInt8>, at index: Int) -> Int {
        switch text[index] {
        case UInt8(ascii: "%"): return escape(.percent, text, index)
        case UInt8(ascii: "&"): return escape(.entity, text, index)
        case UInt8(ascii: "\\"): return escape(.backslash, text, index)
        case UInt8(ascii: "="): return escape(.quotedPrintable, text, index)
        default:
            guard index &+ 3 <= text.count else { return index &+ 1 }
            let code = UInt32(text[index]) &<< 16 | UInt32(text[index &+ 1]) &<< 8 | UInt32(text[index &+ 2])
            switch code {
            case 0xE8A7A3:  // 解読; not 解除 or 理解
                if Self.stands("解読", text, at: index) { cues.insert(.decode) }
            case 0xE5BEA9:
                if Self.stands("復号", text, at: index) { cues.insert(.decode) }
            case 0xE69A97:
                if Self.stands("暗号", text, at: index) { cues.insert(.decode) }
            case 0xE98086:
                if Self.reversals.contains(where: { Self.stands($0, text, at: index) }) { cues.insert(.reversal) }
            case 0xE38387:  // デコード
                if Self.stands("デコ", text, at: index) { cues.insert(.decode) }
            case 0xE383A2:
                if Self.stands("モールス", text, at: index) { cues.insert(.morse) }
            case 0xE382B7:
                if Self.stands("シーザー", text, at: index) { cues.insert(.rotation) }
            case 0xE2A080...0xE2A3BF: hasBraille = true
            default: break
            }
            return Self.skip(text, index)
        }
    }

    /// Where to go on behind a character of three bytes, or as much of one as stands there.
    @inline(__always)
    private static func skip(_ text: Span<UInt8>, _ index: Int) -> Int {
        text[index &+ 1] < 0x80 ? index &+ 1 : text[index &+ 2] < 0x80 ? index &+ 2 : index &+ 3
    }

    /// Whether three bytes stand there that are none of the characters that ``trigger(_:at:)`` knows, by the second of them.
    @inline(__always)
    private static func isDull(_ bytes: UnsafeBufferPointer<UInt8>, _ index: Int) -> Bool {
        guard index &+ 3 <= bytes.count else { return false }
        let second = bytes[index &+ 1]
        switch bytes[index] {
        case 0xE2: return second & 0xFC != 0xA0
        case 0xE3: return second & 0xFE != 0x82
        case 0xE5: return second != 0xBE
        case 0xE6: return second != 0x9A
        case 0xE8: return second != 0xA7
        case 0xE9: return second != 0x80
        default: return false
        }
    }

    /// 逆 alone says "conversely" more often than it tells a reader to read backwards.
    private static let reversals: [StaticString] = ["逆から", "逆順", "逆さ", "逆読", "逆に読", "逆向き", "逆再生", "逆の順"]

    private static func stands(_ word: StaticString, _ text: Span<UInt8>, at start: Int) -> Bool {
        word.withUTF8Buffer { bytes in
            start &+ bytes.count <= text.count && bytes.indices.allSatisfy { text[start &+ $0] == bytes[$0] }
        }
    }

    private mutating func escape(_ escape: Escape, _ text: Span<UInt8>, _ index: Int) -> Int {
        guard let read = EscapeReader.read(escape, text, at: index) else { return index &+ 1 }
        let useful = read.isUseful ? 1 : 0
        if let cluster = pending[escape.rawValue], index &- cluster.range.upperBound <= Self.widestGap {
            pending[escape.rawValue]?.range = cluster.range.lowerBound..<index &+ read.length
            pending[escape.rawValue]?.useful = cluster.useful &+ useful
        } else {
            if let cluster = pending[escape.rawValue] { clusters.append(cluster) }
            pending[escape.rawValue] = Cluster(escape: escape, range: index..<index &+ read.length, useful: useful)
        }
        return index &+ read.length
    }
}
