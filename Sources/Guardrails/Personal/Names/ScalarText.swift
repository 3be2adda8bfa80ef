/// A text as Unicode scalars with the way back to its bytes: names and addresses are parsed by character.
struct ScalarText {
    /// The scalars; bytes that are not UTF-8 are U+FFFD, one for each.
    let scalars: [UInt32]
    /// Where each scalar begins in bytes, and the end of the text; empty where these are the places themselves.
    private let offsets: [UInt32]
    /// Whether there are letters of ASCII alone.
    let isASCII: Bool

    /// Scalars without the way to their bytes.
    init(scalars: [UInt32]) {
        self.scalars = scalars
        offsets = []
        isASCII = scalars.allSatisfy { $0 < 0x80 }
    }

    /// How many scalars there are.
    var count: Int { scalars.count }

    /// Reads UTF-8.
    init(_ bytes: [UInt8]) {
        isASCII = bytes.withUnsafeBufferPointer(Self.isASCII)
        if isASCII {
            scalars = bytes.withUnsafeBufferPointer { bytes in
                [UInt32](unsafeUninitializedCapacity: bytes.count) { scalars, count in
                    count = bytes.count
                    guard let base = scalars.baseAddress else { return }
                    for index in 0..<bytes.count { base[index] = UInt32(bytes[index]) }
                }
            }
            offsets = []
            return
        }
        var offsets: [UInt32] = []
        scalars = bytes.withUnsafeBufferPointer { bytes in
            [UInt32](unsafeUninitializedCapacity: bytes.count) { scalars, count in
                offsets = [UInt32](unsafeUninitializedCapacity: bytes.count + 1) { offsets, offsetCount in
                    count = Self.read(bytes, into: scalars, offsets)
                    offsetCount = count + 1
                }
            }
        }
        self.offsets = offsets
    }

    private static func isASCII(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        let raw = UnsafeRawBufferPointer(bytes)
        var index = 0
        while index &+ 8 <= raw.count {
            if raw.loadUnaligned(fromByteOffset: index, as: UInt64.self) & 0x8080_8080_8080_8080 != 0 { return false }
            index &+= 8
        }
        while index < bytes.count {
            if bytes[index] >= 0x80 { return false }
            index &+= 1
        }
        return true
    }

    /// Writes the scalars of UTF-8 and where they begin.
    /// - Returns: how many there are.
    private static func read(
        _ bytes: UnsafeBufferPointer<UInt8>,
        into scalars: UnsafeMutableBufferPointer<UInt32>,
        _ offsets: UnsafeMutableBufferPointer<UInt32>
    ) -> Int {
        let end = bytes.count
        var index = 0
        var count = 0
        while index < end {
            (offsets.baseAddress.unsafelyUnwrapped + count).initialize(to: UInt32(truncatingIfNeeded: index))
            let first = bytes[index]
            let length = first < 0x80 ? 1 : first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : first >= 0xC2 ? 2 : 0
            var scalar: UInt32 = length == 1 ? UInt32(first) : 0xFFFD
            var used = 1
            if length > 1, index &+ length <= end {
                var value = UInt32(first) & (0xFF >> UInt32(length &+ 1))
                var isValid = first < 0xF8
                for step in 1..<length {
                    let byte = bytes[index &+ step]
                    isValid = isValid && byte & 0xC0 == 0x80
                    value = value << 6 | UInt32(byte & 0x3F)
                }
                if isValid { (scalar, used) = (value, length) }
            }
            (scalars.baseAddress.unsafelyUnwrapped + count).initialize(to: scalar)
            count &+= 1
            index &+= used
        }
        (offsets.baseAddress.unsafelyUnwrapped + count).initialize(to: UInt32(truncatingIfNeeded: end))
        return count
    }

    /// The scalar at a place, 0 outside of the text.
    subscript(_ index: Int) -> UInt32 { index >= 0 && index < scalars.count ? scalars[index] : 0 }

    /// The index of the scalar that begins at or after a byte.
    func index(ofByte offset: Int) -> Int {
        if offsets.isEmpty { return max(0, min(offset, count)) }
        var low = 0
        var high = offsets.count - 1
        while low < high {
            let middle = (low + high) / 2
            if Int(offsets[middle]) < offset { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// The bytes of a range of scalars.
    func bytes(of range: Range<Int>) -> Range<Int> {
        offsets.isEmpty ? range : Int(offsets[range.lowerBound])..<Int(offsets[range.upperBound])
    }

    /// Whether a word stands at a place.
    func has(_ word: [UInt32], at index: Int) -> Bool {
        guard index >= 0, index + word.count <= scalars.count else { return false }
        for (step, scalar) in word.enumerated() where scalars[index + step] != scalar { return false }
        return true
    }

    /// Whether a word ends before a place.
    func has(_ word: [UInt32], endingAt index: Int) -> Bool { has(word, at: index - word.count) }

    /// Where the line that holds a place begins.
    func lineStart(of index: Int) -> Int {
        var start = min(index, count)
        while start > 0, scalars[start - 1] != 0x0A, scalars[start - 1] != 0x0D { start -= 1 }
        return start
    }

    /// Where the line that holds a place ends, before its line break.
    func lineEnd(of index: Int) -> Int {
        var end = max(index, 0)
        while end < count, scalars[end] != 0x0A, scalars[end] != 0x0D { end += 1 }
        return end
    }

    /// The first place from one on that holds neither a space nor a line break.
    func skippingBreaks(from index: Int) -> Int {
        var index = index
        while self[index].isLineBreak || self[index] == 0x20 { index += 1 }
        return index
    }

    /// The first place from one on that does not hold a space or a tab.
    func skippingSpaces(from index: Int) -> Int {
        var index = index
        while self[index] == 0x20 || self[index] == 0x09 || self[index] == 0x3000 { index += 1 }
        return index
    }
}

extension UInt32 {
    /// Kanji with 々, 〆 and 〇.
    var isKanji: Bool {
        (0x4E00...0x9FFF).contains(self) || (0x3400...0x4DBF).contains(self) || (0xF900...0xFAFF).contains(self)
            || (0x20000...0x323AF).contains(self) || (0x3005...0x3007).contains(self)
    }
    var isHiragana: Bool { (0x3041...0x309F).contains(self) }
    /// Katakana with the long mark.
    var isKatakana: Bool { (0x30A1...0x30FA).contains(self) || self == 0x30FC }
    var isKana: Bool { isHiragana || isKatakana }
    var isDigit: Bool { (0x30...0x39).contains(self) }
    var isUpper: Bool { (0x41...0x5A).contains(self) || (0xC0...0xDE).contains(self) || isCapitalExtended }
    var isLower: Bool { (0x61...0x7A).contains(self) || (0xDF...0xFF).contains(self) || isSmallExtended }
    var isLatin: Bool { isUpper || isLower }
    private var isCapitalExtended: Bool { (0x100...0x17F).contains(self) && self & 1 == 0 }
    private var isSmallExtended: Bool { (0x100...0x17F).contains(self) && self & 1 == 1 }
    /// An ASCII capital as a small letter.
    var lowered: UInt32 { (0x41...0x5A).contains(self) ? self + 0x20 : self }
    var isLineBreak: Bool { self == 0x0A || self == 0x0D }
}

extension String {
    /// Its scalars, as the parsers compare them.
    var scalarValues: [UInt32] { unicodeScalars.map(\.value) }
}
