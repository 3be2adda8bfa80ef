/// One pass over a text: copies runs that need nothing, rewrites the characters that do.
struct NormalizationPass {
    /// The normalised text, where it is not the text itself.
    private(set) var output: [UInt8] = []
    /// The way back.
    private(set) var map = OffsetMap()
    /// Where invisible characters stood in the text.
    private(set) var invisible: [Range<Int>] = []
    /// Whether letters occur that look like Latin ones: Greek, Cyrillic, Armenian, Cherokee.
    private(set) var hasLookAlikes = false

    private let data = UnicodeData()
    private var form: NormalForm
    private var segment: [UInt32] = []
    private var composed: [UInt32] = []
    private var piece: [UInt8] = []
    /// Where the run begins that is waiting to be copied as it is.
    private var runStart = 0
    /// Kanji digits before this offset are known to be words.
    private var wordsUntil = 0

    init() { form = NormalForm(data) }

    /// Whether the text is its own normal form.
    var isUnchanged: Bool { map.runs.isEmpty }

    /// Reads a text.
    mutating func run(_ text: Span<UInt8>) {
        var index = 0
        let firstChanging = data.firstChanging
        while true {
            index = Self.endOfASCII(text, from: index)
            guard index < text.count else { break }
            let scalar = UTF8Scalar(text, at: index)
            if scalar.length == 2 || scalar.code &- 0x13A0 < 0x60 {
                hasLookAlikes = hasLookAlikes || (scalar.code >= 0x370 && scalar.code < 0x590) || scalar.length == 3
            }
            let number = data.number(of: scalar.code)
            if number < firstChanging {
                index &+= scalar.length
            } else {
                index = change(scalar, data.record(number), at: index, in: text)
            }
        }
        if !isUnchanged { flush(text, to: text.count) }
    }

    /// The offset of the next byte that is not ASCII.
    @inline(__always)
    private static func endOfASCII(_ text: Span<UInt8>, from start: Int) -> Int {
        var index = start
        if index < text.count, text[index] >= 0x80 { return index }
        let bytes = text.bytes
        while index &+ 8 <= bytes.byteCount {
            let word = bytes.unsafeLoadUnaligned(fromByteOffset: index, as: UInt64.self).littleEndian
            let high = word & 0x8080_8080_8080_8080
            if high != 0 { return index &+ high.trailingZeroBitCount / 8 }
            index &+= 8
        }
        while index < text.count, text[index] < 0x80 { index &+= 1 }
        return index
    }

    /// Rewrites a character that may not stay as it is.
    /// - Returns: where to go on.
    private mutating func change(
        _ scalar: UTF8Scalar,
        _ record: UnicodeData.Record,
        at index: Int,
        in text: Span<UInt8>
    ) -> Int {
        if record.isInvisible {
            let end = endOfInvisible(text, from: index)
            invisible.append(index..<end)
            if joinsBefore(text, at: end) { return joinSegment(text, at: index) }
            flush(text, to: index)
            map.append(normalized: 0, original: end &- index, isVerbatim: false)
            runStart = end
            return end
        }
        if record.joinsBefore { return joinSegment(text, at: index) }
        let end = index &+ scalar.length
        if joinsBefore(text, at: endOfInvisible(text, from: end)) { return writeSegment(text, from: index) }
        if record.isContextual { return changeInContext(scalar, record, at: index, in: text) }
        piece.removeAll(keepingCapacity: true)
        data.appendText(of: record, to: &piece)
        write(text, for: index..<end)
        return end
    }

    // MARK: Runs that compose

    /// Writes the segment that a joining character belongs to, with the character before it where that is still waiting.
    private mutating func joinSegment(_ text: Span<UInt8>, at index: Int) -> Int {
        guard index > runStart, let before = UTF8Scalar(text, endingAt: index), before.isValid,
            index &- before.length >= runStart
        else { return writeSegment(text, from: index) }
        return writeSegment(text, from: index &- before.length)
    }

    /// Composes from a character on, up to the next that joins nothing.
    private mutating func writeSegment(_ text: Span<UInt8>, from start: Int) -> Int {
        segment.removeAll(keepingCapacity: true)
        var index = start
        while index < text.count {
            let scalar = UTF8Scalar(text, at: index)
            guard scalar.isValid else { break }
            let record = data.record(of: scalar.code)
            if record.isInvisible {
                let end = endOfInvisible(text, from: index)
                guard joinsBefore(text, at: end) else { break }
                if invisible.last?.upperBound != end { invisible.append(index..<end) }
                index = end
                continue
            }
            if !segment.isEmpty, !record.joinsBefore { break }
            segment.append(scalar.code)
            index &+= scalar.length
        }
        form.compose(segment, into: &composed)
        piece.removeAll(keepingCapacity: true)
        for code in composed { data.appendText(of: code, to: &piece) }
        // What is composed already stays in the run.
        if stands(piece, in: text, at: start..<index) { return index }
        write(text, for: start..<index)
        return index
    }

    private func stands(_ piece: [UInt8], in text: Span<UInt8>, at range: Range<Int>) -> Bool {
        guard piece.count == range.count else { return false }
        for offset in piece.indices where piece[offset] != text[range.lowerBound &+ offset] { return false }
        return true
    }

    /// Whether a character stands there that may combine with what is before it.
    private func joinsBefore(_ text: Span<UInt8>, at index: Int) -> Bool {
        guard index < text.count, text[index] >= 0x80 else { return false }
        let record = data.record(of: UTF8Scalar(text, at: index).code)
        return record.joinsBefore && !record.isInvisible
    }

    private func endOfInvisible(_ text: Span<UInt8>, from start: Int) -> Int {
        var index = start
        while index < text.count, text[index] >= 0x80 {
            let scalar = UTF8Scalar(text, at: index)
            guard data.record(of: scalar.code).isInvisible else { break }
            index &+= scalar.length
        }
        return index
    }

    // MARK: Characters that their neighbours decide about

    private mutating func changeInContext(
        _ scalar: UTF8Scalar,
        _ record: UnicodeData.Record,
        at index: Int,
        in text: Span<UInt8>
    ) -> Int {
        let end = index &+ scalar.length
        switch scalar.code {
        case LongMark.full, LongMark.half:
            piece.removeAll(keepingCapacity: true)
            if isDigit(lastByte(text, before: index)), digitStands(text, at: endOfInvisible(text, from: end)) {
                piece.append(UInt8(ascii: "-"))
            } else if scalar.code == LongMark.full {
                return end
            } else {
                data.appendText(of: record, to: &piece)
            }
            write(text, for: index..<end)
            return end
        case _ where KanjiDigit(scalar.code) != nil:
            guard index >= wordsUntil else { return end }
            let run = KanjiDigitRun(text, from: index, data: data)
            guard run.isNumber else {
                wordsUntil = run.scannedUntil
                return end
            }
            return writeDigits(text, index..<run.end)
        default:
            return writeCircled(scalar, record, at: index, in: text)
        }
    }

    /// Writes a number in kanji digits, its groups parted as they are.
    private mutating func writeDigits(_ text: Span<UInt8>, _ range: Range<Int>) -> Int {
        var index = range.lowerBound
        while index < range.upperBound {
            let scalar = UTF8Scalar(text, at: index)
            let end = index &+ scalar.length
            if let digit = KanjiDigit(scalar.code) {
                piece.removeAll(keepingCapacity: true)
                piece.append(digit.ascii)
                write(text, for: index..<end)
            } else if data.record(of: scalar.code).isInvisible {
                invisible.append(index..<end)
                piece.removeAll(keepingCapacity: true)
                write(text, for: index..<end)
            } else if scalar.code >= 0x80 {
                piece.removeAll(keepingCapacity: true)
                piece.append(KanjiDigitRun.separator(scalar.code, data: data) ?? UInt8(ascii: " "))
                write(text, for: index..<end)
            }
            index = end
        }
        return index
    }

    /// ① at the head of a line or before a telephone number is no digit of it: alone it becomes `(1)`, among its like `1`.
    private mutating func writeCircled(
        _ scalar: UTF8Scalar,
        _ record: UnicodeData.Record,
        at index: Int,
        in text: Span<UInt8>
    ) -> Int {
        let end = index &+ scalar.length
        let isAmongCircled =
            UTF8Scalar(text, endingAt: index).map { Self.isCircled($0.code) } == true
            || end < text.count && Self.isCircled(UTF8Scalar(text, at: end).code)
        let isAmongDigits = isDigit(lastByte(text, before: index)) && digitStands(text, at: end)
        piece.removeAll(keepingCapacity: true)
        if isAmongCircled || isAmongDigits {
            data.appendText(of: record, to: &piece)
        } else {
            piece.append(UInt8(ascii: "("))
            data.appendText(of: record, to: &piece)
            piece.append(UInt8(ascii: ")"))
        }
        write(text, for: index..<end)
        return end
    }

    private static func isCircled(_ code: UInt32) -> Bool { code &- 0x2460 < 0x14 || code == 0x24EA }

    /// Whether a digit stands there once the text is normalised.
    private func digitStands(_ text: Span<UInt8>, at index: Int) -> Bool {
        guard index < text.count else { return false }
        let scalar = UTF8Scalar(text, at: index)
        if scalar.code < 0x80 { return isDigit(UInt8(truncatingIfNeeded: scalar.code)) }
        if KanjiDigit(scalar.code) != nil { return KanjiDigitRun(text, from: index, data: data).isNumber }
        return !Self.isCircled(scalar.code) && isDigit(data.singleByte(of: data.record(of: scalar.code)))
    }

    private func isDigit(_ byte: UInt8?) -> Bool { byte.map { $0 &- UInt8(ascii: "0") < 10 } ?? false }

    /// The last byte before an offset as it is or will be written.
    private func lastByte(_ text: Span<UInt8>, before index: Int) -> UInt8? {
        index > runStart ? text[index &- 1] : output.last
    }

    // MARK: Writing

    /// Writes ``piece`` for a range of the text.
    private mutating func write(_ text: Span<UInt8>, for range: Range<Int>) {
        flush(text, to: range.lowerBound)
        output.append(contentsOf: piece)
        map.append(normalized: piece.count, original: range.count, isVerbatim: false)
        runStart = range.upperBound
    }

    /// Copies what waits.
    private mutating func flush(_ text: Span<UInt8>, to end: Int) {
        guard runStart < end else { return }
        if output.isEmpty { output.reserveCapacity(text.count) }
        let waiting = text.extracting(runStart..<end)
        waiting.withUnsafeBufferPointer { output.append(contentsOf: $0) }
        map.append(normalized: waiting.count, original: waiting.count, isVerbatim: true)
        runStart = end
    }
}

/// The long mark of kana, which stands for a hyphen between digits.
private enum LongMark {
    static let full: UInt32 = 0x30FC
    static let half: UInt32 = 0xFF70
}
