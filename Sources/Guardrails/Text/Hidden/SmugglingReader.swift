/// Reads what invisible characters say: how many stand where none belongs, and texts that are spelled with them.
struct SmugglingReader {
    /// What was counted.
    private(set) var signals = SmugglingSignals()

    /// A character that says something, and where it stands in the original.
    struct Symbol {
        var value: UInt32
        var range: Range<Int>
    }

    /// Letters written as tag characters, outside of flags.
    private var tags: [Symbol] = []
    /// Bytes written as variation selectors.
    private var selectors: [Symbol] = []
    /// The rest: what bits may be made of.
    private var marks: [Symbol] = []
    /// Where an override of the writing direction stands.
    private var overrides: [Int] = []

    /// More invisible characters than this are counted but not read: 64 Ki.
    private static let longestPayload = 1 << 16

    /// Looks at the invisible characters of a text.
    /// - Parameters:
    ///   - text: the original.
    ///   - runs: where invisible characters stand in it.
    mutating func read(_ text: Span<UInt8>, runs: [Range<Int>]) {
        for run in runs { read(text, run: run) }
    }

    private mutating func read(_ text: Span<UInt8>, run: Range<Int>) {
        let before = UTF8Scalar(text, endingAt: run.lowerBound)?.code
        let after = run.upperBound < text.count ? UTF8Scalar(text, at: run.upperBound).code : nil
        let flagEnd = before == 0x1F3F4 ? Self.endOfFlag(text, run) : run.lowerBound
        var index = run.lowerBound
        var isFirst = true
        var misplaced = 0
        while index < run.upperBound {
            let scalar = UTF8Scalar(text, at: index)
            let symbol = Symbol(value: scalar.code, range: index..<index &+ scalar.length)
            switch scalar.code {
            case 0xE0000...0xE007F:
                if index >= flagEnd {
                    signals.tags &+= 1
                    Self.add(symbol, scalar.code &- 0xE0000, to: &tags)
                }
            case 0xFE00...0xFE0F, 0xE0100...0xE01EF:
                let isLegal = isFirst && Self.mayBear(scalar.code, before)
                if !isLegal { signals.strayVariationSelectors &+= 1 }
                let value = scalar.code < 0xE0100 ? scalar.code &- 0xFE00 : scalar.code &- 0xE0100 &+ 16
                Self.add(symbol, value, to: &selectors)
            case 0x20E3, 0xFFFC:
                break
            case 0x202D, 0x202E:
                signals.directionOverrides &+= 1
                misplaced &+= 1
                if overrides.count < Self.longestPayload { overrides.append(symbol.range.upperBound) }
            default:
                if !Self.belongs(scalar.code, between: before, and: after, isFirstOfText: index == 0) {
                    misplaced &+= 1
                }
                Self.add(symbol, scalar.code, to: &marks)
            }
            isFirst = false
            index &+= scalar.length
        }
        signals.invisible &+= misplaced
        if misplaced > 0, let before, let after, Self.isLetter(before), Self.isLetter(after) {
            signals.invisibleInWords &+= 1
        }
    }

    private static func add(_ symbol: Symbol, _ value: UInt32, to symbols: inout [Symbol]) {
        guard symbols.count < longestPayload else { return }
        symbols.append(Symbol(value: value, range: symbol.range))
    }

    // MARK: What is legal

    /// The flag of a region: a black flag, two letters of a country and up to three of a region, and the end.
    private static func endOfFlag(_ text: Span<UInt8>, _ run: Range<Int>) -> Int {
        var index = run.lowerBound
        var letters = 0
        while index < run.upperBound {
            let scalar = UTF8Scalar(text, at: index)
            index &+= scalar.length
            switch scalar.code {
            case 0xE0030...0xE0039, 0xE0061...0xE007A:
                letters &+= 1
                if letters > 5 { return run.lowerBound }
            case 0xE007F where letters >= 3: return index
            default: return run.lowerBound
            }
        }
        return run.lowerBound
    }

    /// Whether a character may bear a variation selector: kanji one of their own, symbols and emoji those of style.
    private static func mayBear(_ selector: UInt32, _ base: UInt32?) -> Bool {
        guard let base else { return false }
        if selector >= 0xE0100 { return isKanji(base) }
        if selector <= 0xFE02, isKanji(base) { return true }
        if selector >= 0xFE0E {
            return base >= 0x2000 && !isLetter(base) || "#*0123456789©®".unicodeScalars.contains { $0.value == base }
        }
        return base >= 0x1000 && !isLetter(base) || (0x1000...0x109F).contains(base)
    }

    /// Whether an invisible character does its work between its neighbours.
    private static func belongs(
        _ code: UInt32,
        between before: UInt32?,
        and after: UInt32?,
        isFirstOfText: Bool
    ) -> Bool {
        switch code {
        case 0xFEFF: return isFirstOfText
        case 0x200D:
            // Emoji that are joined; letters of Indic and Arabic scripts.
            return isPictographic(before) && isPictographic(after) || isJoining(before) || isJoining(after)
        case 0x200B, 0x200C, 0x200E, 0x200F, 0x061C: return isJoining(before) || isJoining(after)
        case 0x115F, 0x1160: return isHangulLetter(before) || isHangulLetter(after)
        case 0x180B...0x180F: return before.map { (0x1800...0x18AF).contains($0) } ?? false
        case 0xFFF9...0xFFFB: return false
        default: return false
        }
    }

    /// Scripts that are written with joiners, direction marks or breaks between words that are not seen.
    private static func isJoining(_ code: UInt32?) -> Bool {
        guard let code else { return false }
        return (0x590...0x8FF).contains(code) || (0x900...0x109F).contains(code) || (0x1780...0x18AF).contains(code)
            || (0xFB1D...0xFDFF).contains(code) || (0xFE70...0xFEFE).contains(code)
    }

    private static func isHangulLetter(_ code: UInt32?) -> Bool {
        code.map { (0x1100...0x11FF).contains($0) || (0xA960...0xA97C).contains($0) || (0xD7B0...0xD7FB).contains($0) }
            ?? false
    }

    private static func isPictographic(_ code: UInt32?) -> Bool {
        guard let code else { return false }
        return (0x1F000...0x1FAFF).contains(code) || (0x2190...0x2BFF).contains(code) || code == 0x20E3
            || (0xFE0E...0xFE0F).contains(code) || code == 0x3030 || code == 0x303D
    }

    private static func isKanji(_ code: UInt32) -> Bool {
        (0x3400...0x9FFF).contains(code) || (0xF900...0xFAFF).contains(code) || (0x20000...0x3FFFF).contains(code)
            || code == 0x3005 || code == 0x3007
    }

    private static func isLetter(_ code: UInt32) -> Bool {
        switch code {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0xC0...0x24F, 0x370...0x52F, 0x3041...0x30FF, 0xAC00...0xD7A3,
            0xFF10...0xFF19, 0xFF21...0xFF3A, 0xFF41...0xFF5A, 0xFF66...0xFF9F:
            true
        default: isKanji(code)
        }
    }

    // MARK: What it says

    /// The texts that invisible characters spell.
    func payloads(in text: [UInt8], normalizer: Normalizer, levels: Int) -> [HiddenText] {
        var found: [HiddenText] = []
        func add(_ bytes: [UInt8], _ encoding: HiddenText.Encoding, _ range: Range<Int>) {
            found.append(
                HiddenText(encoding: encoding, range: range, text: normalizer.normalize(bytes, levels: levels))
            )
        }
        for run in Self.payloadRuns(of: tags) {
            let letters = run.filter { (0x20..<0x7F).contains($0.value) || $0.value == 0x0A }
            if letters.count >= 2, let range = Self.range(of: run) {
                add(letters.map { UInt8(truncatingIfNeeded: $0.value) }, .tags, range)
            }
        }
        for run in Self.payloadRuns(of: selectors) {
            let bytes = run.map { UInt8(truncatingIfNeeded: $0.value) }
            if bytes.count >= 4, PlainText.isPlausible(bytes), let range = Self.range(of: run) {
                add(bytes, .variationSelectors, range)
            }
        }
        if let range = Self.range(of: marks), let bytes = InvisibleBits.text(of: marks.map(\.value)) {
            add(bytes, .invisibleBits, range)
        }
        var end = 0
        for start in overrides where start >= end {
            let (range, bytes) = Self.reversed(text.span, from: start)
            end = range.upperBound
            if bytes.count >= 4 { add(bytes, .cipher, range) }
        }
        return found
    }

    /// Runs of symbols that stand together, and, where there are several, all of them as one.
    private static func payloadRuns(of symbols: [Symbol]) -> [[Symbol]] {
        guard let first = symbols.first else { return [] }
        var runs: [[Symbol]] = [[first]]
        for symbol in symbols.dropFirst() {
            if runs.last?.last?.range.upperBound == symbol.range.lowerBound {
                runs[runs.count &- 1].append(symbol)
            } else {
                runs.append([symbol])
            }
        }
        guard runs.count > 1 else { return runs }
        return runs.filter { $0.count >= 8 }.prefix(16) + [symbols]
    }

    private static func range(of symbols: [Symbol]) -> Range<Int>? {
        guard let first = symbols.first, let last = symbols.last else { return nil }
        return first.range.lowerBound..<max(first.range.lowerBound, last.range.upperBound)
    }

    /// What is shown behind an override of the direction: the characters in reverse, up to the end of the override or line.
    private static func reversed(_ text: Span<UInt8>, from start: Int) -> (Range<Int>, [UInt8]) {
        var codes: [UInt32] = []
        var index = start
        while index < text.count {
            let scalar = UTF8Scalar(text, at: index)
            if scalar.code == 0x202C || scalar.code == 0x0A { break }
            if scalar.isValid { codes.append(scalar.code) }
            index &+= scalar.length
        }
        var bytes: [UInt8] = []
        for code in codes.reversed() { bytes.appendUTF8(code) }
        return (start..<index, bytes)
    }
}
