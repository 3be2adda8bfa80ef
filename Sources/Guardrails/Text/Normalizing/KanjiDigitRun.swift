/// Kanji digits that stand in a row: a number such as 〇三ー一二三四, or words such as 一二 and 三千.
///
/// A number has four digits or more, or three of which one is zero or which hyphens part. Digits beside 十, 百, 千, 万, 億 or
/// 兆 are not written by place and stay.
struct KanjiDigitRun {
    /// Where the number ends.
    private(set) var end: Int
    /// Up to where nothing more can be a number than what has been found.
    private(set) var scannedUntil: Int
    /// Whether the digits are a number.
    private(set) var isNumber = false

    private static let longestSeparator = 2

    /// Reads on from a kanji digit.
    init(_ text: Span<UInt8>, from start: Int, data: UnicodeData) {
        end = start
        scannedUntil = start
        if Self.isUnit(Self.before(text, start, data)) {
            var index = start
            _ = Self.readGroup(text, &index, data)
            scannedUntil = index
            return
        }
        var digits = 0
        var groups = 0
        var hasZero = false
        var hasHyphen = false
        var pendingHyphen = false
        var index = start
        while true {
            let groupStart = index
            let group = Self.readGroup(text, &index, data)
            scannedUntil = max(scannedUntil, index)
            let next = Self.skipInvisible(text, index, data)
            // 三千: the digit belongs to its unit.
            guard index > groupStart, next == text.count || !Self.isUnit(UTF8Scalar(text, at: next).code) else { break }
            digits &+= group.digits
            groups &+= 1
            hasZero = hasZero || group.hasZero
            hasHyphen = hasHyphen || pendingHyphen
            end = index
            var separators = 0
            pendingHyphen = false
            index = next
            while separators < Self.longestSeparator, index < text.count {
                let scalar = UTF8Scalar(text, at: index)
                guard let separator = Self.separator(scalar.code, data: data) else { break }
                pendingHyphen = pendingHyphen || separator == UInt8(ascii: "-")
                separators &+= 1
                index = Self.skipInvisible(text, index &+ scalar.length, data)
            }
            if separators == 0 { break }
            // 〇三-1234-5678
            if pendingHyphen, hasZero, digits >= 2, Self.isDigit(text, index, data) { isNumber = true }
        }
        // Spaces alone part words of a list as well as groups of a number.
        isNumber =
            isNumber || digits >= 4 && (groups == 1 || hasHyphen || digits >= 7)
            || digits >= 3 && (hasZero || hasHyphen)
    }

    /// Reads kanji digits that stand together, up to behind the last.
    private static func readGroup(
        _ text: Span<UInt8>,
        _ index: inout Int,
        _ data: UnicodeData
    ) -> (digits: Int, hasZero: Bool) {
        var digits = 0
        var hasZero = false
        var next = index
        while next < text.count, text[next] >= 0x80 {
            let scalar = UTF8Scalar(text, at: next)
            guard let digit = KanjiDigit(scalar.code) else { break }
            digits &+= 1
            hasZero = hasZero || digit.value == 0
            index = next &+ scalar.length
            next = skipInvisible(text, index, data)
        }
        return (digits, hasZero)
    }

    private static func skipInvisible(_ text: Span<UInt8>, _ start: Int, _ data: UnicodeData) -> Int {
        var index = start
        while index < text.count, text[index] >= 0x80 {
            let scalar = UTF8Scalar(text, at: index)
            guard data.record(of: scalar.code).isInvisible else { break }
            index &+= scalar.length
        }
        return index
    }

    /// The code point of the last character before an offset that can be seen; 0 at the beginning.
    private static func before(_ text: Span<UInt8>, _ end: Int, _ data: UnicodeData) -> UInt32 {
        var end = end
        while let scalar = UTF8Scalar(text, endingAt: end) {
            guard data.record(of: scalar.code).isInvisible else { return scalar.code }
            end &-= scalar.length
        }
        return 0
    }

    /// Whether a digit of another script than kanji stands there.
    private static func isDigit(_ text: Span<UInt8>, _ index: Int, _ data: UnicodeData) -> Bool {
        guard index < text.count else { return false }
        let code = UTF8Scalar(text, at: index).code
        let byte = code < 0x80 ? UInt8(truncatingIfNeeded: code) : data.singleByte(of: data.record(of: code)) ?? 0
        return byte &- UInt8(ascii: "0") < 10
    }

    /// What parts groups of digits: hyphens of all kinds, the long mark, a space, brackets; as it is normalised.
    static func separator(_ code: UInt32, data: UnicodeData) -> UInt8? {
        let byte: UInt8
        if code < 0x80 {
            byte = UInt8(truncatingIfNeeded: code)
        } else if code == 0x30FC || code == 0xFF70 {
            return UInt8(ascii: "-")
        } else if let single = data.singleByte(of: data.record(of: code)) {
            byte = single
        } else {
            return nil
        }
        switch byte {
        case UInt8(ascii: "-"), UInt8(ascii: " "), UInt8(ascii: "("), UInt8(ascii: ")"): return byte
        default: return nil
        }
    }

    /// 十 百 千 万 億 兆
    private static func isUnit(_ code: UInt32) -> Bool {
        switch code {
        case 0x5341, 0x767E, 0x5343, 0x4E07, 0x5104, 0x5146: true
        default: false
        }
    }
}
