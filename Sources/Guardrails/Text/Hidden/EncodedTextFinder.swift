/// Finds what is encoded in a normalised text, and decodes it.
///
/// Everything that looks as if it may be encoded is tried, and kept where a text comes out (``PlainText``): identifiers,
/// hashes and pictures give noise and cost one look at their first bytes. Bounds: ``mostTexts`` texts are kept of one text,
/// and ciphers are tried on texts of up to ``longestCipher`` bytes; a text of ``sample`` bytes shows what language it is in.
struct EncodedTextFinder {
    /// What was found, in the order in which kinds are looked for.
    private(set) var found: [HiddenText] = []
    /// How many were left out because there were too many.
    private(set) var leftOut = 0

    /// The most texts that are kept of one text.
    static let mostTexts = 128
    /// The longest text that ciphers are tried on: 32 KiB.
    static let longestCipher = 32 << 10
    /// How much of a text shows what language it is in.
    private static let sample = 2 << 10

    private let normalizer: Normalizer
    private let levels: Int

    /// - Parameter levels: how many levels are decoded within what is found.
    init(normalizer: Normalizer, levels: Int) {
        self.normalizer = normalizer
        self.levels = levels
    }

    /// Looks through a text.
    /// - Parameters:
    ///   - bytes: the normalised text.
    ///   - map: the way to the original, in whose bytes places are told.
    mutating func find(in bytes: [UInt8], map: OffsetMap) {
        var scanner = BlobScanner()
        let text = bytes.span
        scanner.scan(text)
        for run in scanner.runs { decode(run, text, map) }
        for cluster in scanner.clusters { decode(cluster, text, map) }
        for row in scanner.rows { decode(row.kind, row.range, text, map) }
        if bytes.count <= Self.longestCipher { decipher(text, scanner, map) }
    }

    private mutating func keep(
        _ decoded: [UInt8],
        _ encoding: HiddenText.Encoding,
        _ range: Range<Int>,
        _ map: OffsetMap
    ) {
        guard found.count < Self.mostTexts else {
            leftOut &+= 1
            return
        }
        found.append(
            HiddenText(
                encoding: encoding,
                range: map.original(range),
                text: normalizer.normalize(decoded, levels: levels)
            )
        )
    }

    // MARK: Runs of an alphabet

    private mutating func decode(_ run: Range<Int>, _ text: Span<UInt8>, _ map: OffsetMap) {
        if tryRun(run, text, map) { return }
        // The alphabet's own signs part words too: a path, a name with hyphens; and lines may be none of a blob.
        var start = run.lowerBound
        for index in run.lowerBound...run.upperBound {
            let isPart = index < run.upperBound && Self.isAlphanumeric(text[index])
            if isPart { continue }
            let part = start..<index
            if part.count >= BlobScanner.shortestRun, part.count < run.count { _ = tryRun(part, text, map) }
            start = index &+ 1
        }
    }

    private static func isAlphanumeric(_ byte: UInt8) -> Bool {
        (byte | 0x20) &- UInt8(ascii: "a") < 26 || byte &- UInt8(ascii: "0") < 10
    }

    private mutating func tryRun(_ run: Range<Int>, _ text: Span<UInt8>, _ map: OffsetMap) -> Bool {
        if let bytes = BaseEncodings.hexadecimal(text, run), bytes.count >= 6, let plain = Self.plain(bytes),
            !Self.isDecimal(text, run) || bytes.count >= 10 && Self.isWordLike(plain)
        {
            keep(plain, .hexadecimal, run, map)
            return true
        }
        if let bytes = BaseEncodings.base32(text, run), let plain = Self.plain(bytes) {
            keep(plain, .base32, run, map)
            return true
        }
        if let bytes = BaseEncodings.base64(text, run), let plain = Self.plain(bytes) {
            keep(plain, .base64, run, map)
            return true
        }
        return false
    }

    /// The text that bytes are, in UTF-8 or UTF-16; `nil` where they are none.
    private static func plain(_ bytes: [UInt8]) -> [UInt8]? {
        guard bytes.count >= 4 else { return nil }
        if PlainText.isPlausible(bytes) { return bytes }
        for zeros in [1, 0] where bytes.count >= 12 && bytes[zeros] == 0 && bytes[zeros &+ 2] == 0 {
            var narrow: [UInt8] = []
            for index in stride(from: 0, to: bytes.count &- 1, by: 2) {
                let high = bytes[index &+ zeros]
                let low = bytes[index &+ 1 &- zeros]
                narrow.appendUTF8(UInt32(high) &<< 8 | UInt32(low))
            }
            if PlainText.isPlausible(narrow) { return narrow }
        }
        return nil
    }

    private static func isDecimal(_ text: Span<UInt8>, _ range: Range<Int>) -> Bool {
        range.allSatisfy { text[$0] &- UInt8(ascii: "0") < 10 || text[$0] <= 0x20 }
    }

    private static func isWordLike(_ bytes: [UInt8]) -> Bool {
        let letters = bytes.count { isAlphanumeric($0) || $0 == 0x20 || $0 >= 0x80 }
        return letters &* 10 >= bytes.count &* 9
    }

    // MARK: Escapes

    private mutating func decode(_ cluster: BlobScanner.Cluster, _ text: Span<UInt8>, _ map: OffsetMap) {
        let fewest =
            switch cluster.escape {
            case .percent, .entity: 1
            case .backslash: 2
            case .quotedPrintable: 3
            }
        guard cluster.useful >= fewest else { return }
        let range = Self.word(around: cluster.range, text)
        let decoded = EscapeReader.decode(cluster.escape, text, range)
        guard PlainText.isPlausible(decoded) else { return }
        let encoding: HiddenText.Encoding =
            switch cluster.escape {
            case .percent: .percent
            case .entity: .entities
            case .backslash: .escapes
            case .quotedPrintable: .quotedPrintable
            }
        keep(decoded, encoding, range, map)
    }

    /// A range with the rest of the words that it begins and ends in, up to 256 bytes either way.
    private static func word(around range: Range<Int>, _ text: Span<UInt8>) -> Range<Int> {
        var lower = range.lowerBound
        var upper = range.upperBound
        while lower > 0, range.lowerBound &- lower < 256, (0x21...0x7E).contains(text[lower &- 1]) { lower &-= 1 }
        while upper < text.count, upper &- range.upperBound < 256, (0x21...0x7E).contains(text[upper]) { upper &+= 1 }
        return lower..<upper
    }

    // MARK: Rows of numbers

    private mutating func decode(
        _ kind: BlobScanner.Numbers,
        _ range: Range<Int>,
        _ text: Span<UInt8>,
        _ map: OffsetMap
    ) {
        var bytes: [UInt8] = []
        var value: UInt32 = 0
        var digits = 0
        for index in range.lowerBound...range.upperBound {
            let digit = index < range.upperBound ? Hexadecimal.digit(text[index]) : nil
            if let digit {
                let base: UInt32 =
                    switch kind {
                    case .hexadecimal: 16
                    case .binary: 2
                    case .decimal: 10
                    }
                value = value &* base &+ UInt32(digit)
                digits &+= 1
            } else if digits > 0, index == range.upperBound || text[index] | 0x20 != UInt8(ascii: "x") {
                guard value < 256 else { return }
                bytes.append(UInt8(truncatingIfNeeded: value))
                value = 0
                digits = 0
            } else {
                value = 0
                digits = 0
            }
        }
        guard PlainText.isPlausible(bytes), kind == .binary || Self.isWordLike(bytes) else { return }
        // Marks of a class or prices in a row are letters by chance: what they spell has to be words.
        if kind == .decimal, !bytes.contains(where: { $0 >= 0x80 }), !CommonWords.share(of: bytes.span).isEnglish {
            return
        }
        keep(bytes, kind == .hexadecimal ? .hexadecimal : .cipher, range, map)
    }

    // MARK: Ciphers

    private mutating func decipher(_ text: Span<UInt8>, _ scanner: BlobScanner, _ map: OffsetMap) {
        let whole = 0..<text.count
        if scanner.hasBraille, let plain = Ciphers.braille(text) { keep(plain, .cipher, whole, map) }
        let cues = scanner.cues
        let sample = text.extracting(first: Self.sample)
        // Nothing but a foreign text or one without words is tried without any hint.
        if cues.isEmpty, scanner.mixedWords < 2, CommonWords.areOrdinary(in: sample) { return }
        let share = CommonWords.share(of: sample)
        if scanner.mixedWords >= 2 {
            let plain = Ciphers.leet(text)
            if CommonWords.share(of: plain.span.extracting(first: Self.sample)).common >= share.common &+ 2 {
                keep(plain, .cipher, whole, map)
            }
        }
        if cues.contains(.morse) || cues.contains(.decode) || share.words == 0, let plain = Ciphers.morse(text) {
            keep(plain, .cipher, whole, map)
        }
        if cues.contains(.decode) { decodeBase85(text, map) }
        guard !cues.isEmpty || share.isForeign else { return }
        if cues.contains(.reversal), Self.isJapanese(text) {
            keep(Ciphers.reversed(text), .cipher, whole, map)
        }
        // A cipher makes no new words, and three have to be common.
        guard share.words >= 3 else { return }
        var attempts: [Ciphers.Cipher] = []
        if cues.isEmpty || !cues.isDisjoint(with: [.decode, .rotation]) {
            attempts += [.rotation(13), .atbash]
        }
        if cues.contains(.rotation) {
            for places in UInt8(1)...25 where places != 13 { attempts.append(.rotation(places)) }
        }
        if cues.isEmpty || !cues.isDisjoint(with: [.decode, .reversal]),
            !cues.contains(.reversal) || !Self.isJapanese(text)
        {
            attempts += [.reversal, .wordReversal]
        }
        // The beginning of a text shows whether an attempt is worth all of it.
        for attempt in attempts {
            let gained = attempt.share(of: sample)
            // With a cue the text is English before and noise behind.
            let isGain = cues.isEmpty ? gained.isEnglish : gained.common >= 3 && gained.common > share.common / 2
            if isGain { keep(attempt.undo(text), .cipher, whole, map) }
        }
    }

    private static func isJapanese(_ text: Span<UInt8>) -> Bool {
        var characters = 0
        var index = 0
        while index < text.count, characters < 4 {
            if text[index] >= 0xE3, text[index] <= 0xE9 { characters &+= 1 }
            index &+= 1
        }
        return characters >= 4
    }

    /// Base 85 is made of most of ASCII, so it is tried on words alone, and where a cue asks for it.
    private mutating func decodeBase85(_ text: Span<UInt8>, _ map: OffsetMap) {
        var start = 0
        for index in 0...text.count {
            if index < text.count, text[index] &- 0x21 < 0x5E { continue }
            let word = start..<index
            start = index &+ 1
            guard word.count >= BlobScanner.shortestRun else { continue }
            // <~ and ~> stand around Ascii85.
            var inner = word
            if text[word.lowerBound] == UInt8(ascii: "<"), text[word.lowerBound &+ 1] == UInt8(ascii: "~"),
                text[word.upperBound &- 1] == UInt8(ascii: ">"), text[word.upperBound &- 2] == UInt8(ascii: "~")
            {
                inner = word.lowerBound &+ 2..<word.upperBound &- 2
            }
            for isAscii85 in [true, false] {
                if let bytes = BaseEncodings.base85(text, inner, isAscii85: isAscii85), PlainText.isPlausible(bytes) {
                    keep(bytes, .base85, word, map)
                    break
                }
            }
        }
    }
}
