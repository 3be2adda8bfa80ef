import CUnicodeTables

/// What is known about code points: the tables of `scripts/unicode-tables.py`.
///
/// Unsafe pointers are kept here alone. The tables live as long as the process; the numbers in them are those of the script
/// that made them, and a code point outside of Unicode has no properties.
struct UnicodeData {
    typealias Record = kanmon_unicode_record

    private let blocks = kanmon_unicode_blocks()
    private let numbers = kanmon_unicode_records_of_blocks()
    private let records = kanmon_unicode_records()
    private let decompositions = kanmon_unicode_decompositions()
    private let texts = kanmon_unicode_texts()
    private let pairs = kanmon_unicode_compositions()
    private let pairCount = kanmon_unicode_composition_count()
    private let likenesses = kanmon_unicode_likenesses()
    private let likenessCount = kanmon_unicode_likeness_count()
    /// Records from this number on are of code points that may change or join what stands before them.
    let firstChanging = kanmon_unicode_first_changing()

    /// The number of a code point's record.
    @inline(__always)
    func number(of code: UInt32) -> UInt16 {
        guard code < 0x110000 else { return 0 }
        return numbers[Int(blocks[Int(code &>> 7)]) &<< 7 &+ Int(code & 0x7F)]
    }

    /// The record of a code point.
    @inline(__always)
    func record(of code: UInt32) -> Record { records[Int(number(of: code))] }

    /// The record of a number that ``number(of:)`` gave.
    @inline(__always)
    func record(_ number: UInt16) -> Record { records[Int(number)] }

    /// The canonical combining class of a code point.
    func combiningClass(of code: UInt32) -> UInt8 { record(of: code).combining_class }

    /// Adds a code point's full compatibility decomposition: itself where it has none.
    func decompose(_ code: UInt32, into codes: inout [UInt32]) {
        if Hangul.isSyllable(code) { return Hangul.decompose(code, into: &codes) }
        let record = record(of: code)
        guard record.decomposition_count > 0 else { return codes.append(code) }
        for offset in 0..<Int(record.decomposition_count) {
            codes.append(decompositions[Int(record.decomposition) &+ offset])
        }
    }

    /// Adds what becomes of a code point that stands alone, in UTF-8: itself where it does not change.
    func appendText(of code: UInt32, to bytes: inout [UInt8]) {
        let record = record(of: code)
        if record.text_count == 0 { bytes.appendUTF8(code) } else { appendText(of: record, to: &bytes) }
    }

    /// Adds what becomes of the code point of a record that has a text, in UTF-8.
    func appendText(of record: Record, to bytes: inout [UInt8]) {
        bytes.append(contentsOf: UnsafeBufferPointer(start: texts + Int(record.text), count: Int(record.text_count)))
    }

    /// What becomes of a code point that stands alone, where that is one byte.
    func singleByte(of record: Record) -> UInt8? { record.text_count == 1 ? texts[Int(record.text)] : nil }

    /// What two code points compose to, if they do.
    func composition(_ first: UInt32, _ second: UInt32) -> UInt32? {
        if let syllable = Hangul.composition(first, second) { return syllable }
        var low = 0
        var high = pairCount
        while low < high {
            let middle = (low &+ high) / 2
            let pair = pairs[middle]
            if pair.first == first, pair.second == second { return pair.composed }
            if (pair.first, pair.second) < (first, second) { low = middle &+ 1 } else { high = middle }
        }
        return nil
    }

    /// The small letter of a Latin capital with marks; others stay.
    func lowercase(_ code: UInt32) -> UInt32 {
        switch code {
        case 0xC0...0xD6, 0xD8...0xDE, 0x391...0x3A9, 0x410...0x42F: code &+ 0x20
        case 0x100...0x137, 0x14A...0x177: code | 1
        default: code
        }
    }

    /// The letter that a code point looks like, without case and marks; itself where none is known.
    func likeness(of code: UInt32) -> UInt32 {
        var low = 0
        var high = likenessCount
        while low < high {
            let middle = (low &+ high) / 2
            let likeness = likenesses[middle]
            if likeness.from == code { return likeness.to }
            if likeness.from < code { low = middle &+ 1 } else { high = middle }
        }
        return code
    }
}

extension UnicodeData.Record {
    /// Whether it may combine with what stands before it.
    @inline(__always) var joinsBefore: Bool { flags & UInt8(KANMON_UNICODE_JOINS_BEFORE) != 0 }
    /// Whether it is invisible and dropped.
    @inline(__always) var isInvisible: Bool { flags & UInt8(KANMON_UNICODE_INVISIBLE) != 0 }
    /// Whether its neighbours decide what becomes of it.
    @inline(__always) var isContextual: Bool { flags & UInt8(KANMON_UNICODE_CONTEXTUAL) != 0 }
}
